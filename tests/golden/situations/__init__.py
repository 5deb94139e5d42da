"""Small situations of real organisations whose right answer was worked out by hand, through the command line."""

"""What prices leave undecided, as a small program of counts."""

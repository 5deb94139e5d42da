"""Commands for those who work on the program: its picture, and how far one access travels through it."""

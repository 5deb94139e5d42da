"""One module per step, named in order."""

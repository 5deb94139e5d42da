"""One module per file format, and what they share.  Runs in the reader's own process: nothing heavy is imported."""

"""Nouns of the field and figures about them; knows nothing of files, solvers or screens."""

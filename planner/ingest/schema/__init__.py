"""The sheets and columns that are read, the codes of problems, and what stands about them in the documentation."""

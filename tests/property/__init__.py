"""Random small estates against an independent answer."""

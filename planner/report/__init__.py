"""Plans to something a person or another system reads."""

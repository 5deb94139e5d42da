"""Many plans at once: saved plans side by side."""

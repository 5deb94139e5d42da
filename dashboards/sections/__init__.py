"""The sections of a plan's page, one per reader."""

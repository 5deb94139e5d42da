"""Timed runs on made-up estates of named sizes; see README.md."""

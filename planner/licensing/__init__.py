"""The rulebook: estate and policy to requirements and market."""

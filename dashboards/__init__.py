"""The web dashboard: shows what `planner` makes, and computes nothing itself."""

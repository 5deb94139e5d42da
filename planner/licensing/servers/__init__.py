"""What exists: servers and groups on the day of the plan, their versions and how long these are supported."""

"""Files for other programs: plans, registers and issues."""

"""What a plan claims, what an auditor asks, and what other readings would change (rules R36, R55, R60, R61)."""

"""What owned and offered licences count as, and which may be used or bought (rules R34 to R47, R52 to R57)."""

"""What must be covered: from accesses, groups and lists to rows that a licence at one end covers (rules R1 to R10)."""

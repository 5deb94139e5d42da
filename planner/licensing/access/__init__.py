"""Who needs a licence for what: accesses that count, are implied or exempt (rules R1 to R16, R38, R60)."""

"""What counts: accesses that are listed, come with others, or need no CAL (rules R4, R6 to R8 and R11 to R16)."""

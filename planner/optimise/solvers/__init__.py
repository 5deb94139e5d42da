"""The only rooms that know a solver: HiGHS by way of PuLP, CP-SAT as the second opinion, rows in whole numbers."""

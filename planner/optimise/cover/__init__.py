"""The cheapest cover at given prices: clauses, a minimum cut with its certificate, and what no cover can satisfy."""

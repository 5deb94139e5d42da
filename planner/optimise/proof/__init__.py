"""The search that proves: prices, branching, the small integer program of a leaf, and its bound."""

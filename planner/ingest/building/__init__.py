"""Clean tables to the estate, the lots and the offers of an inventory."""

"""From raw cells to typed columns: headers, values, sums, repeated rows."""

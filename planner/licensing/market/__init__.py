"""What may be used, bought and sold: what owned and offered licences count as (rules R27, R34, R35, R39 to R57)."""

"""What a person writes, as everybody reads it: numbers with their own marks, days in the order of their country.

What can mean two things stays as it is written; whoever reads it then asks.
"""

from __future__ import annotations

import re

from planner.ingest import days_meant


def plain_day(text: str) -> str:
    """Return a day as YYYY-MM-DD where a text can mean one only; others as they are."""
    days = days_meant(text)
    return days[0].isoformat() if len(days) == 1 else text


def plain_number(text: str, decimal: str, group: str) -> str:
    """Return a number that a person has written with their own marks, without marks of thousands; others as they are.

    Where a lone mark may be either, before exactly three digits, only that of thousands is the person's own way.
    """
    whole, _, rest = text.partition(decimal)
    parts = re.split(r"\s", whole) if group.isspace() else whole.split(group)
    is_grouped = len(parts) > 1 and 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    is_plain = len(parts) == 1 and len(rest) != 3
    if not all(part.isascii() and part.isdigit() for part in parts) or not (is_grouped or is_plain):
        return text
    if decimal in text and not (rest.isascii() and rest.isdigit()):
        return text
    return "".join(parts) + (f".{rest}" if rest else "")

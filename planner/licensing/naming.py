"""How notices name many things: the first few, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

from planner.words import joined, say


def named(names: Sequence[str], most: int = 5, between: str = ", ") -> str:
    """Join at most so many names, and say how many more there are."""
    more = [say("{names} more", names=len(names) - most)] if len(names) > most else []
    return joined(between, [*names[:most], *more])

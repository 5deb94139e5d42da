"""How notices name many things: the first few, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence


def named(names: Sequence[str], most: int = 5, joined: str = ", ") -> str:
    """Join at most so many names, and say how many more there are."""
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return joined.join([*names[:most], *more])

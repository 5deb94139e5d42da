"""How notices name many things: the first few, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

_NAMED = 5


def named(ids: Sequence[str]) -> str:
    """Join ids with commas, at most five of them, and say how many more there are."""
    shown = list(ids[:_NAMED]) + ([f"{len(ids) - _NAMED} more"] if len(ids) > _NAMED else [])
    return ", ".join(shown)

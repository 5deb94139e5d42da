"""Values that hold arrays: two are equal where all their parts are, element by element; shown, they stay short.

What a dataclass compares by itself would ask an array for one truth value, which it does not have.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np


class ByContent:
    """Base of frozen dataclasses that hold arrays; they are declared with `eq=False, repr=False`."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        parts: Any = fields(self)  # type: ignore[arg-type]
        return all(_same(getattr(self, part.name), getattr(other, part.name)) for part in parts if part.compare)

    def __repr__(self) -> str:
        parts: Any = fields(self)  # type: ignore[arg-type]
        shown = (f"{part.name}={_shown(getattr(self, part.name))}" for part in parts if part.repr)
        return f"{type(self).__name__}({', '.join(shown)})"


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and np.array_equal(one, other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


_MOST = 60
"""So many characters of a part are shown; a longer one is told by its size."""


def _shown(part: Any) -> str:
    if isinstance(part, np.ndarray):
        return f"<{' x '.join(map(str, part.shape))} {part.dtype}>"
    if isinstance(part, tuple | frozenset) and len(part) > 3:
        return f"<{len(part)} items>"
    text = repr(part)
    return text if len(text) <= _MOST or isinstance(part, ByContent) else f"{text[:_MOST]}..."

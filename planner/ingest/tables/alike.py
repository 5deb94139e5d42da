"""Which ids look the same to the eye, though they are written with other characters.

A letter may be composed or not, a blank may be one that does not break, a character may show nothing, and Cyrillic
and Greek have letters that cannot be told from Latin ones.  Programs and people mix them up without noticing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from planner.words import say

UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
"""Characters that show nothing."""

_TWINS = str.maketrans(
    {
        # Cyrillic
        **dict(zip("АВЕЅІЈКМНОРСТУХҮԌԚԜ", "ABESIJKMHOPCTYXYGQW", strict=True)),
        **dict(zip("аеѕіјорсухһԁԛԝӏ", "aesijopcyxhdqwl", strict=True)),
        # Greek
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
        **dict(zip("ονιϳ", "ovij", strict=True)),
        # quotation marks and dashes
        **dict.fromkeys("‘’‚‛ʼʹ′`´＇", "'"),
        **dict.fromkeys("‐‑‒–—−﹣－", "-"),
    }
)


def looks(name: str) -> str:
    """Return a name as the eye sees it; two names with one look cannot be told apart."""
    if name.isascii():
        return " ".join(name.split()) if "  " in name else name
    return " ".join(unicodedata.normalize("NFKC", UNSEEN.sub("", name).translate(_TWINS)).translate(_TWINS).split())


def may_look_alike(names: Iterable[str]) -> bool:
    """Tell whether one of the names is written with anything that could be something else."""
    return any(not name.isascii() or "  " in name for name in names)


def odd_character(name: str, other: str) -> str | None:
    """Return for people the first character of `name` that is beyond plain English and not in `other`, if any is."""
    odd = next((letter for letter in name if not letter.isascii() and letter not in other), None)
    return (
        say("U+{ord:04X} {name}", ord=ord(odd), name=unicodedata.name(odd, "without a name").lower()) if odd else None
    )

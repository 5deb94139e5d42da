"""Texts of strangers made harmless where people read them: what steers a terminal or turns a line is seen instead.

Escape codes can clear a screen or write somewhere else on it; marks that change the direction of writing make a name
look like another.  Neither has a place in names and sentences, so each is shown as what it is.
"""

from __future__ import annotations

import re

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for tabs and line ends
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # directions, and what shows nothing
    "\ud800-\udfff\U000e0000-\U000e007f]"  # halves of letters, and letters that show nothing
)
"""One letter that steers or hides."""


def harmless(text: str) -> str:
    """Return a text in which nothing steers and nothing hides: controls as pictures, other marks by their numbers."""
    return UNSEEN.sub(_seen, text)


def _seen(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"

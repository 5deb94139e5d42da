"""How text is written as bytes, told by how it begins."""

from __future__ import annotations

import codecs


def is_utf16(head: bytes) -> bool:
    """Tell whether a file that begins so is text in UTF-16, with a mark or without: every other byte is zero."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    pairs = len(head) // 2
    zeros = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    return pairs > 0 and max(zeros) * 10 >= pairs * 7 and min(zeros) == 0

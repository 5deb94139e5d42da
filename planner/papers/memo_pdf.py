"""The approval memo as a tagged PDF of one page, set by typst.

The texts go in as data, never as source, so nothing in an inventory is run or read as markup; fonts are those that come
with typst, with the system's for letters that they lack; nothing is fetched from a network.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from importlib.resources import files

from planner.papers.memo import Memo
from planner.papers.word_text import xml_text


def memo_pdf(memo: Memo) -> bytes:
    """Return the PDF; the same memo gives the same bytes on one machine."""
    import typst  # a large library, and few runs need it

    source = files(__package__).joinpath("memo_page.typ").read_bytes()
    day = datetime.combine(datetime.fromisoformat(memo.day), time(), UTC)
    made: bytes = typst.compile(
        source,
        sys_inputs={"memo": xml_text(json.dumps(memo.as_values(), ensure_ascii=False))},
        pdf_standards=["ua-1"],
        timestamp=int(day.timestamp()),
    )
    return made

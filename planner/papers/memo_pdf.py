"""The approval memo as a tagged PDF of one page, set by typst.

The texts go in as data, never as source, so nothing in an inventory is run or read as markup; fonts are those that come
with typst, with the system's for letters that they lack; nothing is fetched from a network.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any

from planner.papers.memo import Memo
from planner.papers.word_text import xml_text
from planner.words import current, say, shown, tell


def memo_pdf(memo: Memo) -> bytes:
    """Return the PDF; the same memo gives the same bytes on one machine."""
    import typst  # a large library, and few runs need it

    source = files(__package__).joinpath("memo_page.typ").read_bytes()
    day = datetime.combine(datetime.fromisoformat(memo.day), time(), UTC)
    made: bytes = typst.compile(
        source,
        sys_inputs={"memo": xml_text(json.dumps(_values(memo), ensure_ascii=False))},
        pdf_standards=["ua-1"],
        timestamp=int(day.timestamp()),
    )
    return made


_TITLES = (
    say("Decision asked for"), say("Sum, without VAT"), say("Cash by date"), say("Day"), say("Paid"), say("Comes in"),
    say("Saving"), say("How sure this is"), say("Alternatives"), say("None is planned."), say("Scenario"), say("Total"),
    say("Difference"), say("What is different"), say("Risks and open evidence"), say("Who is affected"),
    say("Fingerprint of the input"), say("date"),
)  # fmt: skip


def _values(memo: Memo) -> dict[str, Any]:
    """Return what the page shows, with its own words in the language that is spoken."""
    day = tell("{day}", day=date.fromisoformat(memo.day))
    scenario, number = tell("scenario {name}", name=memo.scenario), tell("no. {number}", number=memo.number)
    return memo.as_values() | {
        "words": {str(title): shown(title) for title in _TITLES},
        "language": current().code,
        "head": [memo.organisation, memo.case, scenario, day, number],
    }

"""A filled request for quotation as a table of offers, each cell where the vendor wrote it.

Lines without a price are not offered.  What holds for the whole quotation stands behind the vendor's own columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.domain.issue import Issue, Location
from planner.domain.quotation import (
    ANSWER,
    ASKED,
    COLUMNS,
    CURRENCY,
    FROM_PACKS,
    LINES,
    NUMBER,
    PRICE,
    QUESTION,
    REPLY,
    UNTIL,
    VENDOR,
)
from planner.ingest.tables.cells import Reader, Unreadable, read_currency, read_date, read_text, shown, trimmed
from planner.ingest.tables.distinct import objects
from planner.ingest.tables.log import Log
from planner.ingest.tables.raw import RawTable
from planner.ingest.tables.spelling import fold
from planner.ingest.tables.table import column_letters
from planner.words import joined, say

_READERS: dict[str, Reader] = {VENDOR: read_text, NUMBER: read_text, UNTIL: read_date, CURRENCY: read_currency}
_NEEDED = (VENDOR, NUMBER)
_AGAIN = say("Fill in the workbook that was sent with the request, and leave its sheets and titles as they are.")
_TITLES = {name: title for title, name in COLUMNS.items()}


def as_offers(file: str, tables: Sequence[RawTable], log: Log) -> RawTable | None:
    """Return the lines that are offered as a table of sheet Offers; None where there are none to read (reported)."""
    by_name = {fold(table.sheet): table for table in tables}
    answer, lines = by_name.get(fold(ANSWER)), by_name.get(fold(LINES))
    if answer is None or lines is None:
        missing = joined(say(" and "), (f'"{name}"' for name, one in ((ANSWER, answer), (LINES, lines)) if one is None))
        log.error(
            "CAL-312",
            Location(file),
            None,
            say("The quotation has no filled sheet {missing}.", missing=missing),
            _AGAIN,
        )
        return None
    said = _answers(answer, log)
    places = _places(lines, log)
    return None if places is None else _offers(lines, places, said, log)


def told_as_written(issues: Sequence[Issue], files: Sequence[str]) -> list[Issue]:
    """Return issues so that those of quotations name the titles that vendors see."""
    return [
        replace(issue, location=replace(issue.location, column=_TITLES.get(issue.location.column, "")))
        if issue.location.file in files and issue.location.sheet == LINES and issue.location.column in _TITLES
        else issue
        for issue in issues
        if not (issue.code == "CAL-502" and issue.location.file in files)  # columns for people are no surprise
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer that holds for all lines."""

    column: str
    value: Any


def _answers(table: RawTable, log: Log) -> list[_Said]:
    titles = {fold(header): place for place, header in enumerate(table.headers) if header}
    if not {fold(QUESTION), fold(REPLY)} <= set(titles):
        text = say(
            'Sheet "{answer}" has no columns "{question}" and "{reply}".', answer=ANSWER, question=QUESTION, reply=REPLY
        )
        log.error("CAL-312", Location(table.file, table.sheet), None, text, _AGAIN)
        return []
    asked, replies = table.columns[titles[fold(QUESTION)]], table.columns[titles[fold(REPLY)]]
    by_question = {fold(shown(cell) or ""): row for row, cell in enumerate(asked)}
    found = []
    for question, column in ASKED.items():
        row = by_question.get(fold(question))
        cell = None if row is None else replies[row]
        where = _where(table, row, titles[fold(REPLY)], question)
        if cell is None or (isinstance(cell, str) and not trimmed(cell)):
            if question in _NEEDED:
                log.error(
                    "CAL-313",
                    where,
                    None,
                    say('"{question}" is not answered.', question=question),
                    say("Type it, or ask the vendor."),
                )
            continue
        try:
            _READERS[question](cell)
        except Unreadable as problem:
            log.error(problem.code, where, shown(cell), problem.text, problem.remedy)
            continue
        found.append(_Said(column, cell))
    return found


def _where(table: RawTable, row: int | None, column: int, question: str) -> Location:
    if row is None:
        return Location(table.file, table.sheet, None, question)
    number = int(table.rows[row])
    return Location(table.file, table.sheet, number, question, f"{column_letters(column)}{number}")


def _places(table: RawTable, log: Log) -> dict[str, int] | None:
    """Return where the columns stand that are read; None where one is missing (reported)."""
    titles = {fold(header): place for place, header in enumerate(table.headers) if header}
    missing = [title for title in COLUMNS if fold(title) not in titles]
    for title in missing:
        text = say('The column "{title}" is missing.', title=title)
        log.error("CAL-312", Location(table.file, table.sheet, None, title), None, text, _AGAIN)
    return None if missing else {title: titles[fold(title)] for title in COLUMNS}


def _offers(table: RawTable, places: dict[str, int], said: Sequence[_Said], log: Log) -> RawTable | None:
    filled = _is_filled(table.columns[places[PRICE]])
    # A break without a price, or one of a line without any, is for the check of prices to tell.
    is_break = np.array(
        [str(shown(cell) or "1").strip() not in ("", "1") for cell in table.columns[places[FROM_PACKS]]]
    )
    kept = filled | (is_break if len(is_break) else filled)
    if not kept.any():
        text = say("No line has a price, so nothing is offered.")
        log.notice("CAL-540", Location(table.file, table.sheet), text)
        return None
    headers = [""] * len(table.headers)
    for title, place in places.items():
        headers[place] = COLUMNS[title]
    rows = int(kept.sum())
    columns = tuple(column[kept] for column in table.columns)
    more = tuple(objects([one.value] * rows) for one in said)
    headers += [one.column for one in said]
    return replace(table, sheet=LINES, headers=tuple(headers), rows=table.rows[kept], columns=columns + more)


def _is_filled(cells: Any) -> Any:
    return np.array(
        [cell is not None and not (isinstance(cell, str) and not trimmed(cell)) for cell in cells], dtype=bool
    )

"""Sheets of a file that are no sheets of an inventory: whatever stands on them, they stop nothing.

People keep covers, notes, exchange rates and drop-down lists beside their tables.  The reader reports what it cannot
make sense of wherever it stands; here that is dropped for sheets whose cells nobody will ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from planner.domain.issue import Issue, Location
from planner.ingest.files.folder import TABLE_ENDINGS
from planner.ingest.files.kind import TEXT_ENDINGS
from planner.ingest.files.problems import HIDDEN, HIDDEN_PARTS, MERGED, notice
from planner.ingest.files.read import TablesRead
from planner.ingest.tables.headers import near_sheet, sheet_and_part, sheet_of_file
from planner.words import say

_OF_CELLS = (MERGED, HIDDEN, HIDDEN_PARTS)
"""What is only worth telling of cells that are used."""


def named_by_file(reading: TablesRead) -> TablesRead:
    """Return a reading whose table files are called as the sheets they are, whatever program has named the file."""
    return replace(
        reading,
        tables=tuple(
            table if table.is_grid else replace(table, sheet=sheet_of_file(table.sheet)) for table in reading.tables
        ),
        issues=tuple(
            replace(issue, location=replace(issue.location, sheet=sheet_of_file(issue.location.sheet)))
            if issue.location.sheet is not None and _is_table_file(issue.location.file)
            else issue
            for issue in reading.issues
        ),
    )


def _is_table_file(name: str | None) -> bool:
    return PurePath(name or "").suffix.lower() in (*TABLE_ENDINGS, *TEXT_ENDINGS)


def without_other_sheets(reading: TablesRead, known: Sequence[str]) -> TablesRead:
    """Return a reading without the problems of sheets that are none of those named in `known`.

    Of a sheet that could not be read at all it is told that it is ignored, as of others that are not known.
    """
    sheets = [table.sheet for table in reading.tables]
    sheets += [issue.location.sheet for issue in reading.issues if issue.location.sheet is not None]
    others = _others(dict.fromkeys(sheets), known)
    kept = [issue for issue in reading.issues if not (issue.code in _OF_CELLS and issue.location.sheet in others)]
    return replace(reading, issues=tuple(_told(issue, others) for issue in kept))


def _others(sheets: Iterable[str], known: Sequence[str]) -> frozenset[str]:
    """Return the names that are no known sheet's, not even a missing one's that was mistyped."""
    meant = {sheet: found[0] if (found := sheet_and_part(sheet)) else None for sheet in sheets}
    missing = [name for name in known if name not in meant.values()]
    return frozenset(sheet for sheet, name in meant.items() if name not in known and near_sheet(sheet, missing) is None)


def _told(issue: Issue, others: frozenset[str]) -> Issue:
    sheet = issue.location.sheet
    # A table file is handed over as a whole and may have any name, so what is wrong with it is told.
    if sheet not in others or _is_table_file(issue.location.file):
        return issue
    return notice(
        "CAL-501",
        Location(issue.location.file),
        say('Sheet "{sheet}" could not be read and is ignored: it is not known.', sheet=sheet),
    )

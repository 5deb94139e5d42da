"""Sorts raw tables into the sheets they are, and their headers into columns; reports what does not fit.

A name that is a near miss of a missing one is an error; any other unknown name is told in a notice and ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner.domain.issue import Location
from planner.ingest.schema.sheets import SCENARIOS, SHEET_BY_NAME, SheetSpec
from planner.ingest.tables.cells import trimmed
from planner.ingest.tables.headers import (
    MOST_PARTS,
    READ_ME,
    MatchedColumns,
    close_column,
    match_columns,
    near_column,
    near_sheet,
    numbered_sheet,
    sheet_and_part,
)
from planner.ingest.tables.log import Log
from planner.ingest.tables.raw import RawTable
from planner.ingest.tables.spelling import fold
from planner.ingest.tables.table import Part, column_letters, header_of
from planner.words import joined, say


@dataclass(slots=True)
class Sorted:
    """Tables by sheet, with the sheets that are there but cannot be used (already reported)."""

    tables: dict[str, list[tuple[str, RawTable]]] = field(default_factory=dict)
    """Per sheet its parts: the name for issues, and the cells."""
    broken: set[str] = field(default_factory=set)
    presumed: set[str] = field(default_factory=set)
    """Sheets that are there under a name which is a slip of theirs (reported)."""
    named: frozenset[str] = frozenset()
    """Known sheets that are there, filled or not."""
    found: tuple[str, ...] = ()
    """All sheet names found, as they stand in the file."""


def sort_tables(tables: Sequence[RawTable], log: Log, known: Iterable[str] = SHEET_BY_NAME) -> Sorted:
    """Find out which sheet each table is, among the sheets named in `known`."""
    known = tuple(known)
    result = Sorted(found=tuple(table.sheet for table in tables))
    unknown: list[RawTable] = []
    parts: dict[tuple[str, int], list[RawTable]] = {}
    for table in tables:
        meant = sheet_and_part(table.sheet)
        if meant and meant[0] in known:
            parts.setdefault(meant, []).append(table)
        elif fold(table.sheet) != READ_ME:
            unknown.append(table)
    for name in {name for name, number in parts if number == 1} if parts else ():
        _ask_about_first(name, parts, result, log)
    for (name, number), same in sorted(parts.items()):
        _report_twice(name, same, result, log)
        if len(same[0].rows):
            result.tables.setdefault(name, []).append(
                (say("{name} {number}", name=name, number=number) if number else name, same[0])
            )
    there = result.named = frozenset(name for name, _ in parts)
    _report_unknown(unknown, known, [name for name in known if name not in there], result, log)
    return result


def _ask_about_first(name: str, parts: dict[tuple[str, int], list[RawTable]], result: Sorted, log: Log) -> None:
    """Ask about a part 1 beside the sheet itself: parts go on from 2, so it is another sheet."""
    if (name, 0) in parts:
        for table in parts.pop((name, 1)):
            _ask_about_number(table, name, result, log)


def _ask_about_number(table: RawTable, name: str, result: Sorted, log: Log) -> None:
    result.broken.add(name)
    log.error(
        "CAL-049",
        Location(table.file, table.sheet),
        table.sheet,
        say(
            '"{sheet}" may be a part of sheet "{name}" or another sheet: parts are called "{name} 2" '
            'to "{name} {most_parts}".',
            sheet=table.sheet,
            name=name,
            most_parts=MOST_PARTS,
        ),
        say(
            'Rename it to "{name} 2" if its rows count too. If not, delete it, or give it a name without "{name}".',
            name=name,
        ),
    )


def _report_twice(name: str, same: Sequence[RawTable], result: Sorted, log: Log) -> None:
    for table in same[1:]:
        result.broken.add(name)
        log.error(
            "CAL-043",
            Location(table.file, table.sheet),
            table.sheet,
            say(
                '"{called}" and "{called_2}" are both read as sheet "{name}".',
                called=_called(same[0]),
                called_2=_called(table),
                name=name,
            ),
            say("Keep one of them, or rename the other."),
        )


def _called(table: RawTable) -> str:
    """Return what people know a table by: its sheet's name, or the file's where it has only one."""
    return table.sheet if table.is_grid else table.file


def _report_unknown(
    unknown: Sequence[RawTable], known: Sequence[str], missing: Sequence[str], result: Sorted, log: Log
) -> None:
    others = []
    for table in unknown:
        numbered = numbered_sheet(table.sheet)
        if numbered and (SHEET_BY_NAME[numbered[0]].in_parts or numbered[0] in missing) and numbered[0] in known:
            _ask_about_number(table, numbered[0], result, log)
            continue
        meant = near_sheet(table.sheet, missing)
        if meant is None:
            others.append(table)
            continue
        # It is read on as what it most likely is, so that all that is wrong is told in one go.
        if len(table.rows):
            result.tables.setdefault(meant, []).append((table.sheet, table))
        result.presumed.add(meant)
        log.error(
            "CAL-042",
            Location(table.file, table.sheet),
            table.sheet,
            say('There is no sheet "{meant}", but one called "{sheet}".', meant=meant, sheet=table.sheet),
            say('Rename "{sheet}" to "{meant}".', sheet=table.sheet, meant=meant),
            (meant,),
        )
    if others:
        names = joined(", ", (f'"{table.sheet}"' for table in others))
        log.notice(
            "CAL-501", Location(others[0].file), say("Sheets that are not known are ignored: {names}.", names=names)
        )


def match_part(
    sheet: SheetSpec, name: str, raw: RawTable, matched: MatchedColumns, log: Log
) -> tuple[Part, frozenset[str]]:
    """Take the columns of one table that were matched, and report the others; return the columns wrongly absent too."""
    missing = [column.name for column in sheet.columns if column.name not in matched.position_of]
    absent, presumed = set[str](), dict[str, int]()
    for column, first, again in matched.twice:
        log.error(
            "CAL-046",
            header_of(raw, name, again, column),
            raw.headers[again],
            say(
                '"{headers}" ({place}) and "{headers_2}" ({place_2}) are both read as column "{column}".',
                headers=raw.headers[first],
                place=_place(raw, first),
                headers_2=raw.headers[again],
                place_2=_place(raw, again),
                column=column,
            ),
            say("Keep one of them, or rename the other."),
        )
    others = []
    for position in matched.unknown:
        header = raw.headers[position]
        meant = near_column(header, missing, sheet)
        close = None if meant else close_column(header, missing, sheet)
        if meant is None and close is None:
            others.append(position)
            continue
        column = meant or close or ""
        # It is read on as what it most likely is, so that all that is wrong is told in one go.
        presumed.setdefault(column, position)
        log.error(
            "CAL-045",
            header_of(raw, name, position, column),
            header,
            say('There is no column "{value}", but one called "{header}".', value=column, header=header),
            say('Rename "{header}" to "{meant}".', header=header, meant=meant)
            if meant
            else say(
                'Rename "{header}" to "{close}" if that is what it says{form}; otherwise delete the column.',
                header=header,
                close=close,
                form=say(", without VAT") if close == "price" else "",
            ),
            (column,),
        )
    if sheet.name != SCENARIOS.name:  # there every other column is a policy, and an unknown one an error
        _report_other_columns(raw, name, sorted([*others, *matched.beside]), log)
    for column in missing:
        spec = sheet.by_name[column]
        if spec.required and column not in presumed and spec.unless not in {**matched.position_of, **presumed}:
            absent.add(column)
            log.error(
                "CAL-044",
                Location(raw.file, name, None, column),
                None,
                say('The column "{column}" is missing.', column=column),
                say("Add it: {meaning}", meaning=spec.meaning),
            )
    return Part(raw, name, {**matched.position_of, **presumed}), frozenset(absent)


def _place(raw: RawTable, position: int) -> str:
    """Return where a header stands: its address, or which column it is."""
    return (
        f"{column_letters(position)}{raw.header_row}"
        if raw.is_grid
        else say("column {position}", position=position + 1)
    )


LOOK_AHEAD = 15
"""So many rows below the first are searched for a header."""
_MANY = 3
"""So many column names make a header of a row even if the first one lacks nothing that is required."""


def header_below(
    sheet: SheetSpec, name: str, raw: RawTable, first: Mapping[str, int], log: Log, more: Mapping[str, str]
) -> RawTable | None:
    """Report a table whose header stands below its first row, under a title; return it from there on, None for others.

    `first` are the columns that the first row names.

    A row is taken for the header if it names more columns than the first one: all that are required where the
    first row lacks some, or a good few, two being enough below a single text.
    """
    required = {column.name for column in sheet.columns if column.required}
    is_complete = required <= set(first)
    many = 2 if sum(map(bool, raw.headers)) == 1 else _MANY
    for place, row in enumerate(raw.rows[:LOOK_AHEAD]):
        texts = tuple(trimmed(cell) if isinstance(cell, str) else "" for cell in (c[place] for c in raw.columns))
        if sum(map(bool, texts)) <= len(first):
            continue
        known = set(match_columns(texts, sheet, more).position_of)
        if len(known) > len(first) and ((required <= known and not is_complete) or len(known) >= many):
            title = next((header for header in raw.headers if header), "")
            log.error(
                "CAL-048",
                Location(raw.file, name, int(row)),
                title or None,
                say(
                    'Row {row} looks like the header, but the sheet begins with "{title}" in row {header_row}.',
                    row=row,
                    title=title,
                    header_row=raw.header_row,
                ),
                say("Delete the rows above row {row}.", row=row),
            )
            columns = tuple(cells[place + 1 :] for cells in raw.columns)
            return replace(raw, headers=texts, header_row=int(row), rows=raw.rows[place + 1 :], columns=columns)
    return None


def _report_other_columns(raw: RawTable, name: str, positions: Sequence[int], log: Log) -> None:
    """Name the unknown columns; a column without header counts only if it holds something."""
    names = [
        f'"{raw.headers[position]}"'
        if raw.headers[position]
        else say("column {column_letters} without header", column_letters=column_letters(position))
        for position in positions
        if raw.headers[position] or any(cell is not None for cell in raw.columns[position])
    ]
    if names:
        log.notice(
            "CAL-502",
            Location(raw.file, name),
            say("Columns that are not known are ignored: {value}.", value=joined(", ", names)),
        )


def _quoted(names: Iterable[str]) -> str:
    return joined(", ", (f'"{name}"' for name in names)) or say("none")


def require_sheets(result: Sorted, file: str | None, log: Log) -> None:
    """Report sheets that are needed and not there, unless the file has them under a wrong name."""
    there = set(result.tables) | result.broken | result.presumed
    two_lists = {"Users", "Devices"} <= there
    if not there & {"Headcount", "Access"} and not two_lists:
        log.error(
            "CAL-040",
            Location(file),
            None,
            say(
                'There is no filled sheet "Headcount" or "Access", nor both "Users" and "Devices"; the '
                "sheets found are {quoted}.",
                quoted=_quoted(result.found),
            ),
            say('Fill "Access" (who uses which machine) or "Headcount" (numbers of people and machines).'),
        )
    elif "Servers" not in there and ("Access" in there or (two_lists and "Headcount" not in there)):
        reason = '"Access"' if "Access" in there else say('"Users" and "Devices" as two lists')
        log.error(
            "CAL-041",
            Location(file),
            None,
            say('There is no filled sheet "Servers", which {reason} needs.', reason=reason),
            say("List the servers with their versions."),
        )

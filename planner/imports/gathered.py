"""The evidence of all files: what each file is and why, which files count, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from planner.errors import UsageError
from planner.imports.evidence import (
    AccessSeen,
    AccountSeen,
    AffinitySeen,
    Evidence,
    Kept,
    KeyPackSeen,
    LicenceSeen,
    MachineSeen,
    RemoteLicenceSeen,
)
from planner.imports.identity.servers import REMOTE_DESKTOP
from planner.imports.mapping.mapping import ListMapping
from planner.imports.mapping.rows import MappedList
from planner.imports.mapping.vocabulary import header_words
from planner.imports.no_data import without_sums
from planner.imports.questions import Talk
from planner.imports.reading.cells import text_of
from planner.imports.reading.days import read_days
from planner.imports.reading.grids import Grid, read_files, read_whole
from planner.imports.reading.large import LargeLog, as_large_log, read_large
from planner.imports.reading.tables import Table
from planner.imports.sheet_row import SheetRow
from planner.imports.sources import FORMATS, KNOWN_HEADERS, SOURCES, Format, Recognised, recognise
from planner.imports.unrecognised import read_unrecognised

Of = TypeVar("Of")
_SAME_LIST = 0.5
_OTHER_LIST = 0.1
"""Shares of rows that two files of one format have in common: above, one list at two times; below, two lists."""
_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2]|[1-9])[-_.]?(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)")


@dataclass(slots=True)
class File:
    """One file, or one sheet: what it is, and what it says."""

    name: str
    digest: str
    format: Format | None
    why: str
    rows: int = 0
    evidence: list[Evidence] = field(default_factory=list)
    day: date | None = None
    """The day it was made, as its name, its first lines or its newest row say."""
    left_out: str = ""
    """Why it does not count; empty where it does."""
    title: str = ""
    """What it is, for people."""
    list_key: str = ""
    """What a newer copy of the same list has in common with it; empty for logs, which complete each other."""

    @property
    def is_of_licences_issued(self) -> bool:
        """Whether it lists who holds a Remote Desktop licence: two reports of the same people complete each other."""
        return all(isinstance(each, RemoteLicenceSeen) for each in self.evidence)


@dataclass(slots=True)
class Gathered:
    """All files in order, and what those that count say."""

    files: list[File] = field(default_factory=list)
    unknown: list[Grid] = field(default_factory=list)
    """Sheets and files in which nothing was found."""
    lists: list[MappedList] = field(default_factory=list)
    """Lists kept by hand, and what their columns mean."""
    kept: list[SheetRow] = field(default_factory=list)
    """Rows that have the shape of an inventory already."""
    tables: dict[str, Table] = field(default_factory=dict)

    def of(self, kind: type[Of]) -> list[Of]:
        """Return all evidence of a kind."""
        return [each for file in self.files if not file.left_out for each in file.evidence if isinstance(each, kind)]

    @property
    def newest_day(self) -> date | None:
        """The newest day that any file knows of."""
        return max((file.day for file in self.files if file.day and not file.left_out), default=None)


def gather(
    paths: Sequence[Path],
    sources: Mapping[str, str],
    mappings: Iterable[ListMapping],
    talk: Talk,
    stack: ExitStack,
) -> Gathered:
    """Read all files.

    `sources` names the format of a file, by its name, where it is not to be told by its content; `mappings` say what
    columns of lists kept by hand mean.
    """
    encodings = {
        id.removeprefix("encoding "): answer for id, answer in talk.answers.items() if id.startswith("encoding ")
    }
    read = read_files(paths, KNOWN_HEADERS | header_words(), encodings, stack)
    for name, remark in read.remarks:
        talk.tell(name, remark)
    for doubt in read.doubts:
        talk.ask(
            f"encoding {doubt.file}",
            f"{doubt.file}: in which encoding is it? It fits several; read as {doubt.encoding} its first words with "
            f"special letters are {_quoted(doubt.samples)}.",
            f"It is read as {doubt.encoding}.",
            choices=(doubt.encoding, *doubt.tied),
        )
    found = Gathered()
    large: list[LargeLog] = []
    for name, why in read.refused.items():
        found.files.append(File(name, "", None, "", left_out=f"it cannot be read: {why}"))
    for grid in read.grids:
        _take(grid, sources.get(grid.file, "auto"), found, large, talk, stack)
    _add_up(large, found, talk, stack)
    _take_unrecognised(found, mappings, talk)
    _leave_out_repeated(found)
    _leave_out_older(found, talk)
    return found


def _take(grid: Grid, source: str, found: Gathered, large: list[LargeLog], talk: Talk, stack: ExitStack) -> None:
    recognised = recognise(grid, _formats(source))
    if recognised is None:
        if source not in ("auto", "table"):
            raise UsageError(f"{grid.name} is no {source}: no row of its first lines has the columns of one.")
        found.unknown.append(grid)
        return
    if grid.is_head:
        if recognised.format.is_log and (log := as_large_log(recognised.table, talk)) is not None:
            large.append(log)
            title = recognised.format.title
            found.files.append(File(grid.name, grid.digest, recognised.format, recognised.why, title=title))
            return
        recognised = _whole(recognised, stack)
    format, table = recognised.format, without_sums(recognised.table, talk)
    file = File(grid.name, grid.digest, format, recognised.why, len(table.rows), title=format.title)
    file.list_key = "" if format.is_log else format.name
    file.evidence = list(format.read(table, talk))
    file.day = _day_of(table, file.evidence)
    found.files.append(file)
    found.tables[grid.name] = table
    _tell_lost_letters(grid, talk)


def _take_unrecognised(found: Gathered, mappings: Iterable[ListMapping], talk: Talk) -> None:
    """Read what is no export: what the program itself wrote, and lists kept by hand."""
    directories = {each.domain for each in found.of(AccountSeen) if each.kept is Kept.DIRECTORY and each.domain}
    read = read_unrecognised(found.unknown, mappings, directories, talk)
    found.unknown, found.lists, found.kept = read.unknown, read.lists, read.kept
    for each in read.read:
        file = File(each.grid.name, each.grid.digest, None, each.why, each.rows, each.evidence, title=each.title)
        file.left_out, file.list_key = each.left_out, each.list_key
        file.day = each.day or max((day for said in each.evidence for day in _days(said)), default=None)
        found.files.append(file)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _formats(source: str) -> tuple[Format, ...]:
    if source == "auto":
        return FORMATS
    if source == "table":
        return ()
    if source not in SOURCES:
        raise UsageError(f"{source} is no source; known are auto, table, {', '.join(SOURCES)}.")
    return tuple(format for format in FORMATS if format.source == source)


def _add_up(large: Sequence[LargeLog], found: Gathered, talk: Talk, stack: ExitStack) -> None:
    """Read the logs of which only the head was read, each layout as one; a log that is given twice counts once."""
    once = {log.table.grid.digest or log.table.grid.name: log for log in reversed(large)}
    for same, evidence in read_large(list(reversed(once.values())), sorted(REMOTE_DESKTOP), talk, stack):
        names = [log.table.grid.name for log in same]
        for file in found.files:
            if file.name == names[0]:
                file.evidence = evidence
                file.rows = sum(each.rows for each in evidence if isinstance(each, AccessSeen))
                file.day = max((day for each in evidence for day in _days(each)), default=None)
                file.why += f"; it is large and was added up{_beside(names)}"
            elif file.name in names:
                file.why += f"; it was added up with {names[0]}"


def _beside(names: Sequence[str]) -> str:
    return f" with {len(names) - 1} files like it" if len(names) > 1 else ""


def _whole(recognised: Recognised, stack: ExitStack) -> Recognised:
    grid = read_whole(recognised.table.grid, KNOWN_HEADERS, {}, sorted(set(recognised.table.place_of.values())), stack)
    again = recognise(grid, [recognised.format])
    if again is None:  # columns that were not kept told other headers apart, never this one
        raise UsageError(f"{grid.name} reads otherwise as a whole than its head does.")
    return again


_LOST = re.compile(r"[a-z]\?[a-z]", re.IGNORECASE)


def _tell_lost_letters(grid: Grid, talk: Talk) -> None:
    """Tell of names in which an export has replaced letters: nothing can bring them back."""
    if grid.encoding != "utf-8":
        return
    for row, number in zip(grid.rows, grid.numbers, strict=True):
        lost = next((cell for cell in row if isinstance(cell, str) and "?" in cell and _LOST.search(cell)), None)
        if lost and "://" not in lost and len(lost) < 80:
            text = f'"{lost.strip()}": letters were lost in the export. In PowerShell add -Encoding utf8 to Export-Csv.'
            talk.tell(grid.name, text, (int(number),))
            return


def _day_of(table: Table, evidence: Iterable[Evidence]) -> date | None:
    """Return the day a file was made: by its name, else by its first lines, else by its newest row."""
    if found := _DAY_IN_NAME.search(table.grid.file):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            pass
    for row in table.before:
        days = [day for day in read_days([text_of(cell) for cell in row], None).days if day]
        if days:
            return max(days)
    return max((day for each in evidence for day in _days(each)), default=None)


def _days(each: Evidence) -> list[date]:
    names = ("last_seen", "last", "on", "issued", "acquired_on")
    return [day for name in names if isinstance(day := getattr(each, name, None), date)]


def _leave_out_repeated(found: Gathered) -> None:
    seen: dict[tuple[str, str], str] = {}
    for file in found.files:
        sheet = file.name.partition(", sheet ")[2]
        if file.digest and not file.left_out:
            first = seen.setdefault((file.digest, sheet), file.name)
            if first != file.name:  # several lists may stand on one sheet
                file.left_out = f"it is the same file as {first}"


def _leave_out_older(found: Gathered, talk: Talk) -> None:
    """Leave out exports that a newer one of the same list replaces; logs complete each other."""
    by_format: dict[str, list[File]] = {}
    for file in found.files:
        if file.list_key and not file.left_out and _keys(file):
            by_format.setdefault(file.list_key, []).append(file)
    for files in by_format.values():
        for place, one in enumerate(files):
            for other in files[place + 1 :]:
                if not one.left_out and not other.left_out:
                    _compare(one, other, talk)


def _compare(one: File, other: File, talk: Talk) -> None:
    mine, theirs = _keys(one), _keys(other)
    share = len(mine & theirs) / min(len(mine), len(theirs))
    if share <= _OTHER_LIST or (mine == theirs and one.is_of_licences_issued):
        return
    days = one.day, other.day
    if share >= _SAME_LIST and days[0] and days[1] and days[0] != days[1]:
        older, newer = (one, other) if days[0] < days[1] else (other, one)
        older.left_out = f"{newer.name} is a newer export of the same list, of {newer.day} instead of {older.day}"
        return
    answer = talk.ask(
        f"newer {one.name} {other.name}",
        f"{one.name} and {other.name} have {share:.0%} of the shorter list in common. Does one of them replace the "
        "other? Answer with the file that counts, or both.",
        "Both are read: what either of them has counts.",
        choices=(one.name, other.name, "both"),
    )
    if answer in (one.name, other.name):
        (other if answer == one.name else one).left_out = f"{answer} replaces it, as was answered"


def _keys(file: File) -> set[str]:
    """Return what the rows of a list are about."""
    found = set()
    for each in file.evidence:
        match each:
            case AccountSeen():
                found.add(f"{each.domain}\\{each.logon}".casefold() if each.logon else each.upn.casefold())
            case MachineSeen():
                found.add((each.serial or each.host or each.label or each.entra_id).casefold())
            case AffinitySeen():
                found.add(f"{each.account} {each.machine.host or each.machine.serial}".casefold())
            case LicenceSeen():
                found.add(f"{each.text} {each.version} {each.document}")
            case KeyPackSeen():
                found.add(f"{each.licence_server} {each.name} {each.metric}")
            case RemoteLicenceSeen():
                found.add(f"{each.licence_server} {each.account}{each.machine}".casefold())
            case AccessSeen():
                found.add(f"{each.server} {each.account} {each.address} {each.role}".casefold())
    return found

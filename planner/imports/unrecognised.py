"""Grids that are no known export: what the program itself wrote, and lists that people keep by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.imports.evidence import Evidence
from planner.imports.mapping.deciding import decide
from planner.imports.mapping.fields import IN_WORDS, Holds
from planner.imports.mapping.lists import find_lists
from planner.imports.mapping.mapping import ListMapping
from planner.imports.mapping.offers import offers_of
from planner.imports.mapping.rows import MappedList, evidence_of
from planner.imports.own.purchases import read_purchases
from planner.imports.own.quotations import read_quotations
from planner.imports.own.recognising import OwnSheet, Wrote, find_own
from planner.imports.own.register import read_register
from planner.imports.own.rows import kept_rows
from planner.imports.questions import Talk
from planner.imports.reading.grids import Grid
from planner.imports.sheet_row import SheetRow


@dataclass(slots=True)
class GridRead:
    """What a grid was found to be, and what it says."""

    grid: Grid
    title: str
    why: str
    rows: int = 0
    evidence: list[Evidence] = field(default_factory=list)
    list_key: str = ""
    """What a newer copy of the same list has in common with it; empty for what has no newer copies."""
    left_out: str = ""
    """Why it does not count; empty where it does."""
    day: date | None = None
    """The day that the list itself gives."""


@dataclass(slots=True)
class Unrecognised:
    """What grids that are no export say."""

    read: list[GridRead] = field(default_factory=list)
    kept: list[SheetRow] = field(default_factory=list)
    """Rows that have the shape of an inventory already."""
    lists: list[MappedList] = field(default_factory=list)
    unknown: list[Grid] = field(default_factory=list)
    """Grids in which nothing was found."""


def read_unrecognised(
    grids: Sequence[Grid], mappings: Iterable[ListMapping], directories: Collection[str], talk: Talk
) -> Unrecognised:
    """Read grids that are no export.

    `mappings` are those that were kept, `directories` the domains of directories in the same import.  Raises UsageError
    for mappings that cannot be used.
    """
    found = Unrecognised()
    own = find_own(grids)
    _take_own(own, found, talk)
    ours = {id(each.grid) for each in own}
    others = [grid for grid in grids if id(grid) not in ours]
    _take_lists(others, mappings, directories, found, talk)
    return found


def _take_own(own: Sequence[OwnSheet], found: Unrecognised, talk: Talk) -> None:
    purchases = [each for each in own if each.wrote is Wrote.PURCHASES]
    quotations = [each for each in own if each.wrote is Wrote.QUOTATION]
    from_lists = [*read_purchases(purchases, talk), *read_quotations(quotations, talk)]
    found.kept += from_lists
    for each in own:
        entry = GridRead(each.grid, each.wrote, "its header is one that the program writes")
        match each.wrote:
            case Wrote.INVENTORY:
                rows = list(kept_rows(each, talk))
                found.kept += rows
                entry.rows = len(rows)
            case Wrote.PURCHASES | Wrote.QUOTATION:
                entry.rows = sum((row.origin.file, row.origin.sheet) == _place(each.grid) for row in from_lists)
            case Wrote.REGISTER:
                entry.evidence = list(read_register(each, talk))
                entry.rows = len(each.grid.rows) - each.header - 1
            case Wrote.OF_A_PLAN:
                entry.left_out = "it belongs to a plan or a comparison, and says nothing about who uses what"
            case Wrote.EXPLANATIONS:
                entry.left_out = "it explains the sheets beside it"
        found.read.append(entry)


def _place(grid: Grid) -> tuple[str, str]:
    return grid.file, grid.sheet


def _take_lists(
    grids: Sequence[Grid],
    mappings: Iterable[ListMapping],
    directories: Collection[str],
    found: Unrecognised,
    talk: Talk,
) -> None:
    lists = [(grid, each) for grid in grids for each in find_lists(grid)]
    found.lists = decide([each for _, each in lists], mappings, talk)
    found.kept += offers_of(found.lists, talk)
    found.unknown = [grid for grid in grids if not any(of is grid for of, _ in lists)]
    evidence: dict[tuple[str, str, int], list[Evidence]] = {}
    starts = {(*_place(grid), each.header_row) for grid, each in lists}
    for said in evidence_of(found.lists, talk, directories):
        file, sheet = said.origin.file, said.origin.sheet
        start = max(row for of, on, row in starts if (of, on) == (file, sheet) and row <= said.origin.row)
        evidence.setdefault((file, sheet, start), []).append(said)
    for (grid, each), mapped in zip(lists, found.lists, strict=True):
        mapping = mapped.mapping
        entry = GridRead(grid, f"list of {IN_WORDS[mapping.holds]} kept by hand", mapping.why, mapped.size)
        if mapping.holds is Holds.NOTHING:
            entry.title, entry.left_out = "list kept by hand", mapping.why
        entry.evidence = evidence.get((*_place(grid), each.header_row), [])
        entry.day = each.day
        entry.list_key = f"{mapping.holds} {mapping.fingerprint}"
        found.read.append(entry)

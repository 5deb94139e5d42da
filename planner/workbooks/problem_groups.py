"""The problems of an inventory by kind and by value, each with the way it is answered and what may be meant.

Fifty problems are mostly a few: one slip in a column of versions, a list of days written in another way, a title above
the header.  Whoever answers one of them answers all that are alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.domain.product import VERSIONS
from planner.ingest import SHEET_BY_NAME, TITLES, Kind, cell_problem, rate_problem, schema_of
from planner.workbooks.answers import NO_RATE, Answer, Answered, Way
from planner.workbooks.checking import Checked
from planner.workbooks.layouts import COLUMN_TWICE, HEADER_BELOW, MISSPELT_COLUMN, NO_COLUMN, OF_SHEETS
from planner.workbooks.written import plain_day, plain_number

_SUM_ROW, _REMARK_ROW = "CAL-117", "CAL-119"
_WAYS = {
    HEADER_BELOW: Way.HEADER, NO_COLUMN: Way.COLUMN, MISSPELT_COLUMN: Way.COLUMN, COLUMN_TWICE: Way.COLUMN,
    **dict.fromkeys(OF_SHEETS, Way.SHEET), NO_RATE: Way.RATE, _SUM_ROW: Way.ROWS, _REMARK_ROW: Way.ROWS,
}  # fmt: skip
_ORDER = (Way.FILE, Way.SHEET, Way.HEADER, Way.COLUMN, Way.RATE, Way.ROWS, Way.CELLS)
Issue = Mapping[str, Any]
SHEETS = tuple(SHEET_BY_NAME)
"""The sheets of an inventory."""


@dataclass(frozen=True, slots=True)
class AlikeProblems:
    """Problems of one kind in which the same was found."""

    found: str | None
    issues: tuple[Issue, ...]

    @property
    def first(self) -> Issue:
        """The first of them; what it says holds for all."""
        return self.issues[0]

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What may be meant."""
        return tuple(self.first["suggestions"])

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells they stand in, each once."""
        return tuple(dict.fromkeys(issue["cell"] for issue in self.issues if issue["cell"]))

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows they stand in, each once."""
        return tuple(dict.fromkeys(issue["row"] for issue in self.issues if issue["row"]))

    def put(self, value: str | None, cells: Sequence[str] = ()) -> Answer:
        """Return the answer that puts a value into all of their cells, or some; None takes it back."""
        first = self.first
        return Answer(
            Way.CELLS, first["sheet"], value, first["column"] or "", tuple(cells) or self.cells,
            in_catalogue=first["in_catalogue"],
        )  # fmt: skip

    def without_rows(self, rows: Sequence[int] = (), *, take_back: bool = False) -> Answer:
        """Return the answer that has all of their rows go, or some; or that takes this back."""
        first = self.first
        return Answer(
            Way.ROWS, first["sheet"], None if take_back else "", rows=tuple(rows) or self.rows,
            in_catalogue=first["in_catalogue"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one kind in one column of one sheet."""

    way: Way
    values: tuple[AlikeProblems, ...]
    choices: tuple[str, ...] = ()
    """All that may stand in the cells, where these are words of a list."""
    may_be_blank: bool = False
    layout: Mapping[str, Any] | None = None
    """How the sheet looks, where its name, header or columns are the problem; see `layouts`."""

    @property
    def first(self) -> Issue:
        """The first of the problems."""
        return self.values[0].first

    @property
    def issues(self) -> tuple[Issue, ...]:
        """All of the problems."""
        return tuple(issue for value in self.values for issue in value.issues)

    @property
    def key(self) -> str:
        """A short text that tells the group from others, and stays when problems are solved."""
        first = self.first
        parts = (first["code"], first["file"], first["sheet"], first["column"], self.way)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]

    @property
    def title(self) -> str:
        """What this kind of problem is called."""
        return TITLES.get(self.first["code"]) or str(self.first["text"])


def suggestions_in(group: ProblemGroup, answered: Answered) -> tuple[tuple[Answer, int], ...]:
    """Return what a group suggests where nothing is answered yet and one thing only may be meant.

    Beside each answer stands how many problems it answers.
    """
    if group.way is Way.HEADER and group.layout is not None:
        return ((header_answer(group.layout, group.first["row"]), len(group.issues)),)
    found = []
    for value in group.values:
        if standing_of(value, answered).settled:
            continue
        if group.way is Way.ROWS:
            found.append((value.without_rows(), len(value.issues)))
        elif group.way is Way.CELLS and len(value.suggestions) == 1:
            found.append((value.put(value.suggestions[0]), len(value.issues)))
        elif group.way in (Way.COLUMN, Way.SHEET) and value.suggestions:
            found.append((called(value.first, value.suggestions[0]), len(value.issues)))
    return tuple(found)


def called(issue: Issue, name: str, cell: str | None = None) -> Answer:
    """Return the answer that the column or the sheet of a problem is called so; or the column at another cell."""
    way = Way.COLUMN if cell or issue["cell"] else Way.SHEET
    cells = (cell or issue["cell"],) if way is Way.COLUMN else ()
    return Answer(way, issue["sheet"], name, cells=cells, in_catalogue=issue["in_catalogue"])


def groups_of(checked: Checked) -> tuple[ProblemGroup, ...]:
    """Return what must be corrected, by kind and by value, in the order in which it is best answered."""
    by_kind: dict[tuple[Any, ...], dict[str | None, list[Issue]]] = {}
    for issue in checked.errors:
        way = way_of(issue) if checked.can_be_corrected else Way.FILE
        place = issue["file"], issue["sheet"], issue["column"] if way is not Way.SHEET else None
        by_kind.setdefault((way, issue["code"], place), {}).setdefault(issue["value"], []).append(issue)
    layouts = {(layout["in_catalogue"], layout["sheet"]): layout for layout in checked.layouts}
    groups = [
        _group(way, [AlikeProblems(found, tuple(issues)) for found, issues in values.items()], layouts)
        for (way, _, _), values in by_kind.items()
    ]
    return tuple(sorted(groups, key=lambda group: _ORDER.index(group.way)))


def way_of(issue: Issue) -> Way:
    """Return how a problem of a file that could be read whole is answered."""
    known = _WAYS.get(issue["code"])
    if known is not None and (known is not Way.ROWS or issue["row"]):
        return known if issue["sheet"] or known is Way.SHEET else Way.FILE
    if issue["stands_for"] > 1 or not issue["row"]:
        return Way.FILE
    return Way.CELLS if issue["cell"] else Way.ROWS


def _group(
    way: Way, values: Sequence[AlikeProblems], layouts: Mapping[tuple[bool, str], Mapping[str, Any]]
) -> ProblemGroup:
    first = values[0].first
    schema = SHEET_BY_NAME.get(schema_of(first["sheet"] or "") or "")
    spec = schema.by_name.get(first["column"]) if schema else None
    if spec is None or way is not Way.CELLS:
        return ProblemGroup(way, tuple(values), layout=layouts.get((first["in_catalogue"], first["sheet"])))
    words = {Kind.VERSION: tuple(VERSIONS), Kind.YES_NO: ("yes", "no"), Kind.WORD: spec.words}.get(spec.kind, ())
    return ProblemGroup(way, tuple(values), tuple(map(str, words)), not spec.required)


def header_answer(layout: Mapping[str, Any], row: int | None) -> Answer:
    """Return the answer that a row is the header of a sheet, and those above it go; None takes it back."""
    before = [layout["header_row"], *(number for number, _ in layout["rows"])]
    gone = tuple(number for number in before if row is not None and number < row)
    value = None if row is None else str(row)
    return Answer(Way.HEADER, layout["sheet"], value, rows=gone, in_catalogue=layout["in_catalogue"])


@dataclass(frozen=True, slots=True)
class Standing:
    """How far problems that are alike are answered."""

    becomes: str | None
    """What all of their cells shall hold; None where that is open, or not the same."""
    settled: int
    """How many are answered by something that can stand there."""
    deleted: int
    """Of these, how many by the row going."""
    problem: str = ""
    """What is wrong with an answer, if anything is."""
    suggestions: tuple[str, ...] = ()
    """What may be meant by it."""


def standing_of(value: AlikeProblems, answered: Answered) -> Standing:
    """Return how far problems that are alike are answered."""
    settled, deleted, wrong, given = 0, 0, None, set[str | None]()
    for issue in value.issues:
        if answered.is_deleted(issue):
            deleted += 1
            continue
        to, rate = answered.value_of(issue), answered.rate_of(issue)
        given.add(to)
        problem = None if to is None else cell_problem(issue["sheet"], issue["column"] or "", to)
        if to is None and rate is not None:
            problem = rate_problem(rate)
        wrong = wrong or problem
        settled += problem is None and not (to is None and rate is None)
    becomes = given.pop() if len(given) == 1 else None
    if wrong is None:
        return Standing(becomes, settled + deleted, deleted)
    return Standing(becomes, settled + deleted, deleted, f"{wrong.text} {wrong.remedy}", wrong.suggestions)


def settled_in(groups: Iterable[ProblemGroup], answered: Answered) -> int:
    """Return how many problems are answered by something that can stand there."""
    return sum(standing_of(value, answered).settled for group in groups for value in group.values)


@dataclass(frozen=True, slots=True)
class Typed:
    """A text that a person typed for a cell: how it is written there, and what is wrong with it, if anything is."""

    value: str
    problem: str = ""
    suggestions: tuple[str, ...] = ()


def as_typed(issue: Issue, text: str, marks: tuple[str, str] = (".", ",")) -> Typed:
    """Return how a text is to be written in the cell of a problem; `marks` are the person's for decimals and thousands.

    Amounts and days are read as the person writes them.  What can mean two things stays as it is, and asks.
    """
    value = text.strip()
    if _holds(issue, Kind.COUNT, Kind.MONEY, Kind.PRICE):
        value = plain_number(value, *marks)
    elif _holds(issue, Kind.DATE):
        value = plain_day(value)
    problem = cell_problem(issue["sheet"] or "", issue["column"] or "", value)
    if problem is None:
        return Typed(value)
    return Typed(value, f"{problem.text} {problem.remedy}", problem.suggestions)


def _holds(issue: Issue, *kinds: Kind) -> bool:
    schema = SHEET_BY_NAME.get(schema_of(issue["sheet"] or "") or "")
    spec = schema.by_name.get(issue["column"]) if schema else None
    return spec is not None and spec.kind in kinds

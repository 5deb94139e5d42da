"""Who is covered by what, looked up in the files that were saved with a plan.

Nothing is planned here, and only the rows that somebody asks about are spelled out.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from planner.domain.product import HOLDER_METRICS, METRICS, PRODUCTS, Metric, Product, Version, in_words, opposite, rank
from planner.domain.requirement import Ends
from planner.report import listed
from planner.report.formats.coverage import ENDS, HOLDS, SCENARIOS, USES, WHO
from planner.report.table import Table
from planner.report.words import holders
from planner.study.why.names import EVERYBODY, NUMBERED
from planner.words import joined, say

MOST_USES = 200
"""So many pairs are spelled out for one person, machine or group; of more, their number is said."""
REGISTER = "register.parquet"
FilesOf = Callable[[str], bytes]
"""Fetches one of a plan's files by its name."""
_KNOWN_BY = ("called", "email")
"""Columns of names and e-mails; plans saved by earlier versions lack them."""
_NO_CAL = say("no CAL: by the right to administer, or by an External Connector")


@dataclass(frozen=True, slots=True)
class Holding:
    """Licences that somebody holds: which, from where, how many, and why, where there is one reason."""

    what: str
    source: str
    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """A machine that somebody uses, or a person who uses a machine, and how that is covered."""

    layer: Product
    other: str
    version: str
    origin: str
    covered_by: str


@dataclass(frozen=True, slots=True)
class NeededCal:
    """A CAL that somebody's accesses need, and whether it is they who hold one."""

    product: Product
    is_held: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A person, a machine or a group: the id, and what else people know them by, empty where nothing is known."""

    who: str
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class HolderCoverage:
    """Somebody of a scenario: what they hold, what they use, and what covers that."""

    who: str
    known_as: str
    """Name and e-mail, as far as the inventory has them."""
    metric: Metric
    members: int
    holdings: tuple[Holding, ...]
    uses: tuple[Use, ...]
    all_uses: int
    """How many there are, spelled out or not."""
    layers: tuple[NeededCal, ...]

    @property
    def in_words(self) -> str:
        """Say who it is: `1 person`, `22 people`."""
        return holders(self.members, self.metric)


@dataclass(frozen=True, slots=True)
class CoverageMatrix:
    """How many licences of each kind cover accesses to servers of which version, for one CAL.

    `cells` has a row per version needed and a column per licence; None: that licence is too old.
    """

    product: Product
    needed: tuple[str, ...]
    licences: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class _Class:
    """A class of equal holders: what it is called, and how many there are."""

    name: str
    members: int


class Coverage:
    """One scenario of a plan, with the plan's files to look things up in."""

    def __init__(self, file_of: FilesOf, scenario: str) -> None:
        self._file_of = file_of
        self._scenario = scenario
        stored = pq.read_schema(io.BytesIO(file_of(USES))).metadata
        known = json.loads(stored[SCENARIOS])[scenario]
        self._need: int = known["need"]
        self._picked: dict[str, str] = known["picked"]
        names = pq.read_schema(io.BytesIO(file_of(WHO))).names
        self._known_by = [column for column in _KNOWN_BY if column in names]

    def suggestions(self, text: str, most: int) -> tuple[Named, ...]:
        """Return who has a text in id, name or e-mail, at most so many: people, machines, groups as `GROUP/user/*`."""
        holds_it = pc.match_substring(pc.field("name"), text, ignore_case=True)
        for column in self._known_by:
            holds_it |= pc.match_substring(pc.field(column), text, ignore_case=True)
        columns = ["name", "first", "metric", *self._known_by]
        table = self._read(WHO, (pc.field("need") == self._need) & holds_it, columns)
        found = dict.fromkeys(
            Named(_label(row), _known_as(row))
            for row in table.slice(0, 4 * most).to_pylist()
            if row["metric"] in METRICS
        )
        return tuple(found)[:most]

    def find(self, who: str) -> tuple[HolderCoverage, ...]:
        """Return what is known of the person and of the machine of an id, else of all that have this name or e-mail."""
        pieces = self._pieces(who)
        if pieces:
            named = {who: pieces}
        else:
            named = {}
            for row in self._called(who):
                named.setdefault(_label(row), []).append(row)
        return tuple(
            self._found(one, metric, of_metric)
            for one, rows in named.items()
            for metric in METRICS
            if (of_metric := [row for row in rows if row["metric"] == metric])
        )

    def _found(self, who: str, metric: Metric, pieces: list[dict[str, Any]]) -> HolderCoverage:
        classes = sorted({row["class"] for row in pieces})
        uses = self._uses(classes, metric)
        shown = [
            {**row, "ends": self._picked.get(row["ends"], row["ends"])} for row in uses.slice(0, MOST_USES).to_pylist()
        ]
        met = {row[end.value] for row in shown for end in METRICS if row[end.value] is not None}
        named = self._named(met | set(classes))
        held = self._held(met | set(classes))
        mine = [row for row in held if row["class"] in classes]
        return HolderCoverage(
            who=who,
            known_as=_known_as(pieces[0]),
            metric=metric,
            members=sum(named[each].members for each in classes),
            holdings=tuple(self._reasons(who, metric) or _holdings(mine)),
            uses=tuple(_spelled_out(row, metric, named, held) for row in shown),
            all_uses=len(uses),
            layers=tuple(_layers(uses, mine)),
        )

    def served(self) -> Table:
        """Return how many licences serve needs of which version."""
        columns = ["product", "metric", "required_version", "licence_version"]
        register = self._read(REGISTER, pc.field("scenario") == self._scenario, columns)
        rows = register.group_by(columns).aggregate([([], "count_all")]).select([*columns, "count_all"]).to_pylist()
        return listed.coverage(
            {
                (Product(product), Metric(metric), Version(required), Version(given)): number
                for product, metric, required, given, number in map(dict.values, rows)
            }
        )

    def matrices(self) -> tuple[CoverageMatrix, ...]:
        """Return a matrix per CAL in use: versions needed against licences."""
        rows = list(self.served().rows("product", "metric", "required_version", "licence_version", "licences"))
        cals = {product: [row[1:] for row in rows if row[0] == product] for product in PRODUCTS}
        return tuple(_matrix(product, of_it) for product, of_it in cals.items() if of_it)

    def _read(self, name: str, rows: pc.Expression, columns: list[str] | None = None) -> pa.Table:
        return pq.read_table(io.BytesIO(self._file_of(name)), columns=columns, filters=rows)

    def _pieces(self, who: str) -> list[dict[str, Any]]:
        """Return the pieces of classes that a name means: itself, else one of a group, or all of it."""
        here = pc.field("need") == self._need
        alone = self._read(WHO, here & (pc.field("name") == who) & pc.field("first").is_null()).to_pylist()
        numbered = NUMBERED.fullmatch(who)
        if alone or not numbered:
            return list(alone)
        stem, number = numbered.groups()
        of_stem = self._read(WHO, here & (pc.field("name") == stem) & pc.field("first").is_valid()).to_pylist()
        if number == EVERYBODY:
            return list(of_stem)
        return [row for row in of_stem if 0 <= int(number) - row["first"] < row["members"]]

    def _called(self, name: str) -> list[dict[str, Any]]:
        """Return the pieces whose name or e-mail this is, but for case and blanks."""
        wanted = joined(" ", name.split())
        if not wanted or not self._known_by:
            return []
        same = pc.scalar(False)
        for column in self._known_by:
            same |= pc.match_like(pc.field(column), _like(wanted), ignore_case=True)
        return list(self._read(WHO, (pc.field("need") == self._need) & same).to_pylist())

    def _uses(self, classes: list[int], metric: Metric) -> pa.Table:
        mine = pc.field(metric.value).isin(classes)
        return self._read(USES, (pc.field("need") == self._need) & mine)

    def _named(self, classes: set[int]) -> dict[int, _Class]:
        """Return what classes are called, and how many they are."""
        here = (pc.field("need") == self._need) & pc.field("class").isin(sorted(classes))
        found: dict[int, _Class] = {}
        for row in self._read(WHO, here).to_pylist():
            known = found.get(row["class"])
            name = known.name if known else _label(row)
            found[row["class"]] = _Class(name, row["members"] + (known.members if known else 0))
        return found

    def _held(self, classes: set[int]) -> list[dict[str, Any]]:
        here = (pc.field("scenario") == self._scenario) & pc.field("class").isin(sorted(classes))
        return list(self._read(HOLDS, here).to_pylist())

    def _reasons(self, who: str, metric: Metric) -> Iterator[Holding] | None:
        """Return what one person or machine holds with its reasons; None where nobody of this very name does."""
        mine = (pc.field("scenario") == self._scenario) & (pc.field("holder") == who) & (pc.field("metric") == metric)
        rows = self._read(REGISTER, mine).to_pylist()
        if not rows:
            return None
        return (
            Holding(
                say(
                    "{licence}, {row}",
                    licence=_licence(row["product"], row["metric"], row["licence_version"]),
                    row=row["condition"],
                ),
                row["source"],
                1,
                row["reason"],
            )
            for row in rows
        )


def _like(text: str) -> str:
    """Return a pattern that only this text matches."""
    return "".join(f"\\{char}" if char in "%_\\" else char for char in text)


def _known_as(row: dict[str, Any]) -> str:
    return joined(", ", (text for column in _KNOWN_BY if (text := row.get(column))))


def _label(row: dict[str, Any]) -> str:
    """Return what a piece of a class is called: itself, or its group."""
    name = str(row["name"])
    return name if row["first"] is None else f"{name}{EVERYBODY}"


def _licence(product: str, metric: str, version: str) -> str:
    return in_words(Product(product), Metric(metric), Version(version))


def _holdings(rows: Sequence[dict[str, Any]]) -> Iterator[Holding]:
    """Yield what many hold together, by licence and source."""
    members: dict[tuple[str, str], int] = {}
    for row in rows:
        key = _licence(row["layer"], row["metric"], row["licence"]), row["source"]
        members[key] = members.get(key, 0) + row["members"]
    for (what, source), number in members.items():
        yield Holding(what, source, number)


def _layers(uses: pa.Table, mine: Sequence[dict[str, Any]]) -> Iterator[NeededCal]:
    needed = set(pc.unique(uses["layer"].cast(pa.string())).to_pylist())
    held = {row["layer"] for row in mine}
    for product in PRODUCTS:
        if product in needed:
            yield NeededCal(product, product in held)


def _spelled_out(row: dict[str, Any], metric: Metric, named: dict[int, _Class], held: Sequence[dict[str, Any]]) -> Use:
    other = row[opposite(metric).value]
    return Use(
        layer=Product(row["layer"]),
        other=_anybody(metric) if other is None else _with_members(named[other]),
        version=row["version"],
        origin=row["origin"],
        covered_by=_covered_by(row, metric, named, held),
    )


def _anybody(metric: Metric) -> str:
    return say("any machine") if metric is Metric.USER else say("nobody in particular")


def _with_members(it: _Class) -> str:
    return it.name if it.members == 1 else say("{name} ({members:,})", name=it.name, members=it.members)


def _covered_by(row: dict[str, Any], metric: Metric, named: dict[int, _Class], held: Sequence[dict[str, Any]]) -> str:
    """Say which licence covers a use, from the side of the one who is asked about."""
    mine, other = _good(row, metric, named, held), _good(row, opposite(metric), named, held)
    own, theirs = (
        (say("their own"), say("the machine's")) if metric is Metric.USER else (say("its own"), say("the person's"))
    )
    if mine.covers_all:
        return say("{own} {licences}", own=own, licences=mine.licences)
    if other.covers_all:
        return say("{theirs} {licences}", theirs=theirs, licences=other.licences)
    if mine.count or other.count:  # own machines: each person is covered at one end or the other
        has = say("has") if mine.count == 1 else say("have")
        return say(
            "{count:,} {has} {own} {licences}, the others {theirs} {licences_2}",
            count=mine.count,
            has=has,
            own=own,
            licences=mine.licences,
            theirs=theirs,
            licences_2=other.licences,
        )
    return _NO_CAL


@dataclass(frozen=True, slots=True)
class _Good:
    """Licences at one end of a use that are good for it."""

    count: int
    covers_all: bool
    licences: str


def _good(row: dict[str, Any], metric: Metric, named: dict[int, _Class], held: Sequence[dict[str, Any]]) -> _Good:
    at = row[metric.value]
    counts = row["ends"] != ENDS[Ends.DEVICE if metric is Metric.USER else Ends.USER]
    if at is None or not counts:
        return _Good(0, False, "")
    good = [
        each
        for each in held
        if each["class"] == at and each["layer"] == row["layer"] and rank(each["licence"]) >= rank(row["version"])
    ]
    members = sum(each["members"] for each in good)
    versions = sorted({each["licence"] for each in good}, key=rank)
    name = in_words(Product(row["layer"]), metric)
    return _Good(
        members, members == named[at].members, say("{name} {value}", name=name, value=joined(say(" or "), versions))
    )


_KINDS = {Metric.USER: say("User CAL"), Metric.DEVICE: say("Device CAL"), Metric.HOST: say("External Connector")}


def _matrix(product: Product, rows: Sequence[tuple[Any, ...]]) -> CoverageMatrix:
    """Turn rows of metric, version needed, version given and number into a matrix."""
    needed = sorted({required for _, required, _, _ in rows}, key=rank)
    kinds = sorted(
        {(metric, given) for metric, _, given, _ in rows},
        key=lambda kind: (HOLDER_METRICS.index(kind[0]), rank(kind[1])),
    )
    counted = {(required, metric, given): number for metric, required, given, number in rows}

    def cell(version: Version, metric: str, licence: Version) -> int | None:
        return counted.get((version, metric, licence), 0) if rank(licence) >= rank(version) else None

    return CoverageMatrix(
        product,
        tuple(needed),
        tuple(say("{kinds} {licence}", kinds=_KINDS[Metric(metric)], licence=licence) for metric, licence in kinds),
        tuple(tuple(cell(version, *kind) for kind in kinds) for version in needed),
    )

"""Any scenarios of saved plans side by side: totals against one of them, and tables of what each buys, has and rules.

A table has a column per scenario that has a plan: of one without, nothing is known, which is not the same as nought.
Only the rules are told of all.  Works on saved plans, so that those of long ago are compared as they were made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.domain.document import PlanLines, Position, PurchaseLine
from planner.domain.product import HOLDER_METRICS, Condition, Product, rank
from planner.errors import UsageError
from planner.report import listed
from planner.report.bars import Bar, BarRole, percent_above
from planner.report.table import Column, Holds, Table, decimal, table_of
from planner.report.words import STATUS, told_apart
from planner.study.compare import common_currency, difference, inventories_differ
from planner.study.saved import NamedPlan, NamedScenario
from planner.words import joined, say
from planner.words.numbers import ENGLISH, Numbers

Value = int | str | None
"""A count, minor units of the currency, a text, or nothing known."""
_Key = tuple[tuple[int, ...], tuple[str, ...]]
"""A row's place among the others, and the cells that say what it is about."""
_Count = Callable[[PlanLines], Mapping[_Key, int]]
_CONDITIONS = tuple(Condition)
_COSTS = {
    "purchases": say("Licences bought"),
    "orders": say("Placing orders"),
    "mixing": say("Managing two kinds of CAL"),
    "upgrades": say("Server upgrades"),
    "sales": say("Sales, taken off"),
    "total": say("Total"),
}


TOTALS = (
    Column("scenario", say("Scenario")),
    Column("total", say("Total"), Holds.MONEY),
    Column("difference", say("Difference"), Holds.MONEY),
    Column("difference_percent", say("Difference (%)"), Holds.PERCENT),
    Column("new_licences", say("New licences"), Holds.COUNT),
    Column("used_licences", say("Used licences"), Holds.COUNT),
    Column("vendors", say("Vendors"), Holds.COUNT),
    Column("proof", say("Proof")),
    Column("savable", say("Could still be saved, at most"), Holds.MONEY),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what it is about, and a value per scenario, money in minor units."""

    what: tuple[str, ...]
    values: tuple[Value, ...]

    @property
    def differs(self) -> bool:
        """Whether the scenarios are not all alike in this."""
        return len(set(self.values)) > 1


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table with a column per scenario; the titles of all its columns are different."""

    title: str
    heads: tuple[str, ...]
    """Titles of the columns that say what a row is about."""
    names: tuple[str, ...]
    """Titles of the columns with values, one per scenario."""
    holds: Holds
    nothing: str
    """What to say where there is no row."""
    lines: tuple[Line, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The titles of all columns."""
        return tuple(told_apart((*self.heads, *self.names)))

    def chosen(self, *, only_differing: bool) -> tuple[Line, ...]:
        """Return all rows, or those in which the scenarios differ."""
        return tuple(line for line in self.lines if line.differs or not only_differing)

    def shown(self, line: Line) -> tuple[Decimal | int | str | None, ...]:
        """Return a row's cells for display: money in whole units, and nothing for nought."""
        return (*line.what, *(self.in_whole_units(value) or None for value in line.values))

    def in_whole_units(self, value: Value) -> Decimal | int | str | None:
        """Return a value for display: money in whole units of the currency, everything else as it is."""
        return decimal(value) if self.holds is Holds.MONEY and isinstance(value, int) else value


@dataclass(frozen=True, slots=True)
class Compared:
    """One scenario in the comparison.  Figures are None where there is no plan; money is in minor units."""

    name: str
    """How it is called here: different from all others, with its plan's name where there are several."""
    scenario: NamedScenario
    difference_minor: int | None
    """Its total less the total that differences are counted from."""
    difference_percent: float | None
    """The same as a percentage of that total; None where that is nothing to take a share of."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Chosen scenarios in the order given."""

    currency: str
    inventories_differ: bool
    """Whether the plans were made from different inventories, told by their content."""
    reference: str
    """The name of the scenario that differences are counted from; empty where none has a plan."""
    compared: tuple[Compared, ...]
    matrices: tuple[Matrix, ...]
    """What it costs, what each buys, from whom, what is left over, what is sold, and in which rules they differ."""

    @property
    def totals(self) -> Table:
        """What each scenario costs and buys, and how good its plan is."""
        return table_of(TOTALS, [_totals(one) for one in self.compared])

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to be known to read the totals."""
        counted = say(
            'Differences are counted from "{reference}"; less than nought is a saving.', reference=self.reference
        )
        differ = say("The plans were made from different inventories, so totals differ for that reason too.")
        unplanned = joined("; ", (one.name for one in self.compared if one.difference_minor is None))
        left_out = say("Without a plan, and so left out of the tables of figures: {unplanned}.", unplanned=unplanned)
        said = {
            counted: self.reference,
            differ: self.inventories_differ,
            left_out: unplanned,
        }
        return tuple(text for text, applies in said.items() if applies)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """A bar per scenario that has a plan, the dearest first."""
        totals = {one.name: one.scenario.total_minor or 0 for one in self.compared if one.difference_minor is not None}
        least = min(totals.values(), default=0)
        base = totals.get(self.reference, 0)

        def part(name: str) -> BarRole:
            if name == self.reference:
                return BarRole.REFERENCE
            return BarRole.CHEAPEST if totals[name] == least else BarRole.OTHER

        return tuple(
            Bar(name, decimal(total), decimal(total - base), part(name))
            for name, total in sorted(totals.items(), key=lambda one: -one[1])
        )


def side_by_side(
    plans: Sequence[NamedPlan],
    chosen: Sequence[NamedScenario],
    reference: NamedScenario | None = None,
    numbers: Numbers = ENGLISH,
) -> SideBySide:
    """Set chosen scenarios of saved plans side by side, each against `reference`, else against the first planned one.

    The plans must be called differently, each scenario must be one of theirs.  Figures in words are written as
    `numbers` has it.

    Raises UsageError for no scenario at all, and for plans in different currencies.
    """
    if not chosen:
        raise UsageError(say("Nothing to compare: choose at least one scenario."))
    files = {one.file for one in chosen}
    used = [plan for plan in plans if plan.file in files]
    currency = common_currency(used)
    planned = [one for one in chosen if one.total_minor is not None]
    base = next((one for one in planned if one is reference), next(iter(planned), None))
    base_minor = base.total_minor if base else None
    names = names_of(plans, chosen)
    compared = tuple(
        Compared(name, one, difference(one.total_minor, base_minor), _percent(base_minor, one.total_minor))
        for name, one in zip(names, chosen, strict=True)
    )
    return SideBySide(
        currency,
        inventories_differ(used),
        next((name for name, one in zip(names, chosen, strict=True) if one is base), ""),
        compared,
        (
            *_figures([one for one in compared if one.difference_minor is not None], numbers),
            _rules(compared, currency, numbers),
        ),
    )


def names_of(plans: Sequence[NamedPlan], scenarios: Sequence[NamedScenario]) -> list[str]:
    """Return how scenarios are called beside each other: with their plan's name where there are several plans."""
    if len(plans) > 1:
        return told_apart([say("{name} ({file})", name=one.name, file=one.file) for one in scenarios])
    return told_apart([one.name for one in scenarios])


def _totals(one: Compared) -> tuple[object, ...]:
    plan, percent = one.scenario, one.difference_percent
    bought = plan.new_licences, plan.used_licences, plan.vendors
    return (
        one.name, plan.total_minor, one.difference_minor, percent, *bought, STATUS[plan.status], plan.savable_minor,
    )  # fmt: skip


def _percent(from_minor: int | None, to_minor: int | None) -> float | None:
    return None if from_minor is None or to_minor is None else percent_above(to_minor, from_minor)


def _figures(planned: Sequence[Compared], numbers: Numbers) -> Iterable[Matrix]:
    """Return the tables of figures, each made of what the scenarios' plans say; none where there is no plan at all."""
    if not planned:
        return
    licence, names = (say("Licence"),), tuple(one.name for one in planned)
    for title, heads, holds, count, nothing in (
        (say("What it costs"), (say("Part"),), Holds.MONEY, _costs, say("Nothing has to be paid.")),
        (say("What each buys"), (*licence, say("Condition")), Holds.COUNT, _bought, say("Nothing has to be bought.")),
        (say("What each vendor is paid"), (say("Vendor"),), Holds.MONEY, _paid, say("No vendor is paid anything.")),
        (say("What is left over"), licence, Holds.COUNT, _pooled("idle"), say("No licence is left over.")),
        (say("What is sold"), licence, Holds.COUNT, _pooled("sold"), say("Nothing is sold.")),
    ):
        yield Matrix(title, heads, names, holds, nothing, _lines(planned, count))
        if count is _bought:
            yield _purchase_lines(planned, names, numbers)


def _purchase_lines(planned: Sequence[Compared], names: tuple[str, ...], numbers: Numbers) -> Matrix:
    """Return every line of the purchase lists, with the packs that each scenario buys and the price of a pack."""

    def packs(line: PurchaseLine | None) -> str:
        if line is None:
            return ""
        return say(
            "{packs} × {pack_price}",
            packs=numbers.whole(line.packs),
            pack_price=numbers.decimal(decimal(line.pack_price_minor)),
        )

    lines = tuple(
        Line(told, tuple(packs(line) for line in one.lines))
        for one in listed.offer_lines([plan.scenario.document for plan in planned])
        for told in [(one.told.vendor, one.told.offer_id, one.told.licence, one.told.condition.value)]
    )
    heads = say("Vendor"), say("Offer"), say("Product"), say("Condition")
    return Matrix(
        say("Purchase lines (packs × price)"), heads, names, Holds.TEXT, say("Nothing has to be bought."), lines
    )


def _lines(planned: Sequence[Compared], count: _Count) -> tuple[Line, ...]:
    """Return a row for each thing that `count` finds in any scenario."""
    found = [count(one.scenario.plan) if one.scenario.plan else {} for one in planned]
    keys = sorted({key for counted in found for key, number in counted.items() if number})
    return tuple(Line(words, tuple(counted.get((place, words), 0) for counted in found)) for place, words in keys)


def _costs(plan: PlanLines) -> Mapping[_Key, int]:
    return {((place,), (words,)): getattr(plan.cost, name) for place, (name, words) in enumerate(_COSTS.items())}


def _bought(plan: PlanLines) -> Mapping[_Key, int]:
    licences: Counter[_Key] = Counter()
    for line in plan.purchases:
        place = *_place(line), _CONDITIONS.index(line.condition)
        licences[place, (line.licence, line.condition.value)] += line.licences
    return licences


def _paid(plan: PlanLines) -> Mapping[_Key, int]:
    amounts: Counter[_Key] = Counter()
    for line in plan.purchases:
        amounts[(), (line.vendor,)] += line.cost_minor
    return amounts


def _pooled(figure: str) -> _Count:
    def count(plan: PlanLines) -> Mapping[_Key, int]:
        licences: Counter[_Key] = Counter()
        for row in plan.positions:
            licences[_place(row), (row.licence,)] += getattr(row, figure)
        return licences

    return count


def _place(line: PurchaseLine | Position) -> tuple[int, ...]:
    """Return where a licence stands among the others."""
    return list(Product).index(line.product), HOLDER_METRICS.index(line.metric), rank(line.version)


def _rules(compared: Sequence[Compared], currency: str, numbers: Numbers) -> Matrix:
    """Return the rules in which any two of the scenarios differ."""
    names = tuple(one.name for one in compared)
    table = listed.rules_that_differ([one.scenario.document for one in compared], names, currency, numbers)
    lines = tuple(Line((row[1],), row[2:]) for row in table.rows())
    return Matrix(say("Rules that differ"), (say("Rule"),), names, Holds.TEXT, say("All rules are the same."), lines)

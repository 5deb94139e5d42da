"""Any scenarios of saved plans side by side: totals against one of them, and tables of what each buys, has and rules.

A table has a column per scenario that has a plan: of one without, nothing is known, which is not the same as nought.
Only the rules are told of all.  Works on plan.json, so that plans saved long ago are compared as they were made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planner.domain import money
from planner.domain.comparison import differing_policies
from planner.domain.product import HOLDER_METRICS, Condition, Metric, Product, Version, in_words, rank
from planner.errors import UsageError
from planner.report.bars import Bar, BarRole, in_whole_units, percent_above
from planner.report.numbers import ENGLISH, Numbers
from planner.report.policy_words import label_of, value_in_words
from planner.report.words import STATUS, told_apart
from planner.study.compare import common_currency, difference, inventories_differ
from planner.study.saved import SavedPlan, SavedScenario, damaged

Value = int | str | None
"""A count, minor units of the currency, a text, or nothing known."""
_Key = tuple[tuple[int, ...], tuple[str, ...]]
"""A row's place among the others, and the cells that say what it is about."""
_Count = Callable[[Mapping[str, Any]], Mapping[_Key, int]]
_CONDITIONS = tuple(Condition)
_COSTS = {
    "purchases": "Licences bought",
    "orders": "Placing orders",
    "mixing": "Managing two kinds of CAL",
    "upgrades": "Server upgrades",
    "sales": "Sales, taken off",
    "total": "Total",
}


class Holds(StrEnum):
    """What the cells of a table hold."""

    COUNT = "count"
    MONEY = "money"
    TEXT = "text"


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

    def shown(self, line: Line) -> tuple[float | str | None, ...]:
        """Return a row's cells for display: money in whole units, and nothing for nought."""
        return (*line.what, *(self.in_whole_units(value) or None for value in line.values))

    def in_whole_units(self, value: Value) -> float | str | None:
        """Return a value for display: money in whole units of the currency, everything else as it is."""
        return in_whole_units(value) if self.holds is Holds.MONEY and isinstance(value, int) else value


@dataclass(frozen=True, slots=True)
class Compared:
    """One scenario in the comparison.  Figures are None where there is no plan; money is in minor units."""

    name: str
    """How it is called here: different from all others, with its plan's name where there are several."""
    scenario: SavedScenario
    difference_minor: int | None
    """Its total less the total that differences are counted from."""
    difference_percent: float | None
    """The same as a percentage of that total; None where that is nothing to take a share of."""

    @property
    def total(self) -> float | None:
        """Its total in whole units of the currency, for display."""
        return _in_whole_units(self.scenario.total_minor)

    @property
    def difference(self) -> float | None:
        """Its difference in whole units of the currency, for display."""
        return _in_whole_units(self.difference_minor)

    @property
    def savable(self) -> float | None:
        """What could still be saved at most, in whole units of the currency, for display."""
        return _in_whole_units(self.scenario.savable_minor)

    @property
    def proof(self) -> str:
        """How good the plan is, or why there is none."""
        return STATUS[self.scenario.status]


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
    def notes(self) -> tuple[str, ...]:
        """What has to be known to read the totals."""
        counted = f'Differences are counted from "{self.reference}"; less than nought is a saving.'
        differ = "The plans were made from different inventories, so totals differ for that reason too."
        unplanned = "; ".join(one.name for one in self.compared if one.difference_minor is None)
        said = {
            counted: self.reference,
            differ: self.inventories_differ,
            f"Without a plan, and so left out of the tables of figures: {unplanned}.": unplanned,
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
            Bar(name, in_whole_units(total), in_whole_units(total - base), part(name))
            for name, total in sorted(totals.items(), key=lambda one: -one[1])
        )


def side_by_side(
    plans: Sequence[SavedPlan],
    chosen: Sequence[SavedScenario],
    reference: SavedScenario | None = None,
    numbers: Numbers = ENGLISH,
) -> SideBySide:
    """Set chosen scenarios of saved plans side by side, each against `reference`, else against the first planned one.

    The plans must be called differently, each scenario must be one of theirs.  Figures in words are written as
    `numbers` has it.

    Raises UsageError for no scenario at all, for plans in different currencies, and for a plan that is damaged.
    """
    if not chosen:
        raise UsageError("Nothing to compare: choose at least one scenario.")
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
            *_figures([one for one in compared if one.difference_minor is not None]),
            _rules(compared, currency, numbers),
        ),
    )


def names_of(plans: Sequence[SavedPlan], scenarios: Sequence[SavedScenario]) -> list[str]:
    """Return how scenarios are called beside each other: with their plan's name where there are several plans."""
    if len(plans) > 1:
        return told_apart([f"{one.name} ({one.file})" for one in scenarios])
    return told_apart([one.name for one in scenarios])


def _in_whole_units(amount_minor: int | None) -> float | None:
    return None if amount_minor is None else in_whole_units(amount_minor)


def _percent(from_minor: int | None, to_minor: int | None) -> float | None:
    return None if from_minor is None or to_minor is None else percent_above(to_minor, from_minor)


def _figures(planned: Sequence[Compared]) -> Iterable[Matrix]:
    """Return the tables of figures, each made of what the scenarios' plans say; none where there is no plan at all."""
    if not planned:
        return
    licence, names = ("Licence",), tuple(one.name for one in planned)
    for title, heads, holds, count, nothing in (
        ("What it costs", ("Part",), Holds.MONEY, _costs, "Nothing has to be paid."),
        ("What each buys", (*licence, "Condition"), Holds.COUNT, _bought, "Nothing has to be bought."),
        ("What each vendor is paid", ("Vendor",), Holds.MONEY, _paid, "No vendor is paid anything."),
        ("What is left over", licence, Holds.COUNT, _pooled("idle"), "No licence is left over."),
        ("What is sold", licence, Holds.COUNT, _pooled("sold"), "Nothing is sold."),
    ):
        yield Matrix(title, heads, names, holds, nothing, _lines(planned, count))


def _lines(planned: Sequence[Compared], count: _Count) -> tuple[Line, ...]:
    """Return a row for each thing that `count` finds in any scenario."""
    found = []
    for one in planned:
        try:
            found.append(count(one.scenario.content))
        except (KeyError, TypeError, ValueError, ArithmeticError) as problem:
            raise damaged(one.scenario.file, problem) from problem
    keys = sorted({key for counted in found for key, number in counted.items() if number})
    return tuple(Line(words, tuple(counted.get((place, words), 0) for counted in found)) for place, words in keys)


def _costs(content: Mapping[str, Any]) -> Mapping[_Key, int]:
    places = {name: place for place, name in enumerate(_COSTS)}
    return {((places[name],), (_COSTS[name],)): money.from_text(amount) for name, amount in content["cost"].items()}


def _bought(content: Mapping[str, Any]) -> Mapping[_Key, int]:
    licences: Counter[_Key] = Counter()
    for line in content["purchases"]:
        place, words = _licence(line)
        condition = Condition(line["condition"])
        licences[(*place, _CONDITIONS.index(condition)), (*words, condition.value)] += line["licences"]
    return licences


def _paid(content: Mapping[str, Any]) -> Mapping[_Key, int]:
    amounts: Counter[_Key] = Counter()
    for line in content["purchases"]:
        amounts[(), (line["vendor"],)] += money.from_text(line["cost"])
    return amounts


def _pooled(figure: str) -> _Count:
    def count(content: Mapping[str, Any]) -> Mapping[_Key, int]:
        licences: Counter[_Key] = Counter()
        for pool in content["pools"]:
            licences[_licence(pool)] += pool[figure]
        return licences

    return count


def _licence(line: Mapping[str, Any]) -> _Key:
    product, metric, version = Product(line["product"]), Metric(line["metric"]), Version(line["version"])
    place = list(Product).index(product), HOLDER_METRICS.index(metric), rank(version)
    return place, (in_words(product, metric, version),)


def _rules(compared: Sequence[Compared], currency: str, numbers: Numbers) -> Matrix:
    """Return the rules in which any two of the scenarios differ."""
    policies = [one.scenario.policy for one in compared]
    differing = dict.fromkeys(name for other in policies for name in differing_policies(policies[0], other))
    lines = tuple(
        Line((label_of(name),), tuple(value_in_words(name, policy.get(name), currency, numbers) for policy in policies))
        for name in differing
    )
    names = tuple(one.name for one in compared)
    return Matrix("Rules that differ", ("Rule",), names, Holds.TEXT, "All rules are the same.", lines)

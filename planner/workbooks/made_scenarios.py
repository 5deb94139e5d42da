"""Scenarios made in the dashboard or by a script: are their values right, and how they join the inventory's own.

They are planned as if they stood in its sheet Scenarios, so they are read and checked by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.scenario import AHEAD, BUILT_IN, BUILT_IN_OVER_TIME
from planner.domain.setting import PolicyKind
from planner.ingest import RawTable, known_as, policy_called, policy_problem
from planner.licensing.rulebook import SETTING_BY_NAME
from planner.words import joined, say
from planner.workbooks.written import plain_day, plain_number

_SHEET, _NAME = "Scenarios", "scenario"


@dataclass(frozen=True, slots=True)
class MadeScenario:
    """A scenario made in the dashboard or by a script: policies by name, each value as one would type it in a cell.

    With a `base`, the name of another scenario, its rules hold where `overrides` says nothing else.
    """

    name: str
    overrides: Mapping[str, Any] = field(default_factory=dict)
    base: str = ""


def problems(overrides: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with the values of policies, by policy, in words."""
    said = {name: policy_problem(name, text) for name, text in overrides.items()}
    return {name: words for name, words in said.items() if words is not None}


def as_written(name: str, text: str, marks: tuple[str, str]) -> str:
    """Return a policy's value as everybody reads it, typed with a person's own marks for decimals and thousands."""
    kind = SETTING_BY_NAME[name].kind
    if kind in (PolicyKind.MONEY, PolicyKind.COUNT):
        return plain_number(text, *marks)
    return plain_day(text) if kind is PolicyKind.DATE else text


def as_typed(value: Any) -> str:
    """Return a policy's value, as plan.json has it, as one would type it in a cell."""
    match value:
        case None:
            return say("none")
        case bool():
            return _text(value)
        case list() | tuple():
            return joined("; ", map(str, value)) or say("none")  # a blank cell leaves it to the inventory
        case _:
            return str(value)


def with_scenarios(
    tables: Sequence[RawTable], made: Sequence[MadeScenario], wanted: Sequence[str] = ()
) -> tuple[RawTable, ...]:
    """Return the tables of an inventory with scenarios joined to its own, or to the built-in ones.

    Of the built-in ones that look ahead those that are wanted are there.
    """
    own = next((table for table in tables if known_as(table.sheet) == _SHEET and len(table.rows)), None)
    others = [table for table in tables if known_as(table.sheet) != _SHEET]
    if own is None:
        built_in = [
            MadeScenario(name, {policy: _text(value) for policy, value in rules.items()})
            for name, rules in (*BUILT_IN, *(one for one in (*BUILT_IN_OVER_TIME, AHEAD) if one[0] in wanted))
        ]
        known = {one.name: one.overrides for one in built_in}
        return (*others, _table(tables[0].file if tables else "", [*built_in, *_on_their_bases(made, known)]))
    return (*others, _joined(own, _on_their_bases(made, _rules_in(own))))


def _on_their_bases(made: Sequence[MadeScenario], known: Mapping[str, Mapping[str, Any]]) -> list[MadeScenario]:
    """Return scenarios with the rules of what they are based on, which may be one that was made before."""
    rules = dict(known)
    found = []
    for one in made:
        rules[one.name] = {**rules.get(one.base, {}), **one.overrides}
        found.append(MadeScenario(one.name, rules[one.name]))
    return found


def _rules_in(own: RawTable) -> dict[str, dict[str, Any]]:
    """Return the rules of a sheet's scenarios by their names, as they stand in its cells."""
    titles = [_meant(header) for header in own.headers]
    found = {}
    for cells in zip(*own.columns, strict=True):
        row = {title: cell for title, cell in zip(titles, cells, strict=True) if cell not in (None, "")}
        found[" ".join(str(row.pop(_NAME, "")).split())] = row
    return found


def _text(value: Any) -> str:
    """Write a policy's value as one would type it."""
    return (say("yes") if value else say("no")) if isinstance(value, bool) else str(value)


def _table(file: str, scenarios: Sequence[MadeScenario]) -> RawTable:
    policies = list(dict.fromkeys(name for scenario in scenarios for name in scenario.overrides))
    columns = [_cells(scenario.name for scenario in scenarios)]
    columns += [_cells(scenario.overrides.get(policy) for scenario in scenarios) for policy in policies]
    rows = np.arange(2, len(scenarios) + 2, dtype=np.int64)
    return RawTable(file, _SHEET, (_NAME, *policies), 1, rows, tuple(columns))


def _joined(own: RawTable, made: Sequence[MadeScenario]) -> RawTable:
    """Add rows below a sheet's own, and a column for each policy it does not have."""
    place = {_meant(header): position for position, header in enumerate(own.headers)}
    missing = [name for name in dict.fromkeys(name for one in made for name in one.overrides) if name not in place]
    headers = (*own.headers, *missing)
    place |= {name: len(own.headers) + index for index, name in enumerate(missing)}
    added: list[list[object]] = [[None] * len(made) for _ in headers]
    for index, scenario in enumerate(made):
        for name, text in {_NAME: scenario.name, **scenario.overrides}.items():
            added[place[name]][index] = text
    blank = _cells(None for _ in own.rows)
    before = (*own.columns, *(blank for _ in missing))
    columns = tuple(np.concatenate([old, _cells(new)]) for old, new in zip(before, added, strict=True))
    rows = np.concatenate([own.rows, own.rows[-1] + 1 + np.arange(len(made), dtype=np.int64)])
    return RawTable(own.file, own.sheet, headers, own.header_row, rows, columns, own.is_grid)


def _meant(header: str) -> str:
    return policy_called(header) or (_NAME if header.strip().casefold() == _NAME else header)


def _cells(values: Iterable[object]) -> NDArray[np.object_]:
    cells = list(values)
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    return column

"""The register of a plan over time: a row per licence and holder, from the period in which they come together.

As long as a holder keeps a licence that is needed as before, that is one row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import Codes
from planner.domain.holder_origin import CodedTexts
from planner.domain.plan import Register, ScenarioResult, Stretch


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """The rows of a register that begin on one day, and the result whose needs number their holders."""

    result: ScenarioResult
    register: Register
    since: date
    until: CodedTexts
    """Per row the last day, blank where it holds to the end of the plan."""


def register_parts(result: ScenarioResult) -> Iterator[RegisterPart]:
    """Yield the rows of a scenario's register by the day on which they begin; none where there is no plan."""
    plan = result.plan
    if plan is None:
        return
    if plan.over_time is None:
        nothing = CodedTexts.alike("", len(plan.register))
        yield RegisterPart(result, plan.register, result.scenario.policy.plan_date, nothing)
        return
    stretches = plan.over_time.stretches
    keys = _keys(stretches)
    for number, stretch in enumerate(stretches):
        begins = ~np.isin(keys[number], keys[number - 1]) if number else np.ones(len(keys[0]), dtype=bool)
        last = _last_period(keys, number)[begins]
        days = [(each.ends - timedelta(days=1)).isoformat() for each in stretches[:-1]] + [""]
        yield RegisterPart(
            replace(result, needs=stretch.needs),
            _where(stretch.register, begins),
            stretch.starts,
            CodedTexts.of(days, last),
        )


def _keys(stretches: tuple[Stretch, ...]) -> list[Codes]:
    """Return a number per row of each register, the same where the same holder has the same licence for "
    "the same need."""
    names = np.unique(np.concatenate([stretch.register.holder for stretch in stretches]).astype(object))
    known: dict[tuple[str, int, bool], int] = {}
    found = []
    for stretch in stretches:
        register = stretch.register
        sources = [(each.source_id, each.period, each.lot is None) for each in register.sources]
        source = np.array([known.setdefault(each, len(known)) for each in sources], dtype=np.int64)
        columns = (register.product, register.metric, register.required, register.licence)
        key = source[register.source] if len(register) else register.source
        for column in columns:
            key = key * 16 + column
        found.append(key * len(names) + np.searchsorted(names, register.holder))
    return found


def _last_period(keys: list[Codes], number: int) -> Codes:
    """Return the last period up to which each row of a period goes on without a break."""
    goes_on = np.ones(len(keys[number]), dtype=bool)
    last = np.full(len(goes_on), number, dtype=np.int64)
    for later in range(number + 1, len(keys)):
        goes_on &= np.isin(keys[number], keys[later])
        last[goes_on] = later
    return last


def _where(register: Register, rows: NDArray[np.bool_]) -> Register:
    """Return some rows of a register."""
    columns = {
        field.name: getattr(register, field.name)[rows]
        for field in fields(register)
        if isinstance(getattr(register, field.name), np.ndarray)
    }
    return replace(register, **columns)

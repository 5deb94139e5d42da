"""Plans over time measured against the plan of one day, and against the plain model over the same periods.

    python -m benchmarks.over_time --size sample --size 20k --time-limit 120 --out benchmarks/results/DATE.md

The sample is the bundled estate with a horizon of three years and three choices of upgrade days; the others are made
up (`dated_estates.py`).  Each measurement has a process of its own, and counts processor time from requirements and
market to a checked plan.  The plain model (HiGHS) takes the first day of each choice; it has no names and no audit.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import prod
from pathlib import Path

import click

from benchmarks import machine
from benchmarks.alone import ChildError, call
from benchmarks.dated_estates import DatedInstance
from benchmarks.options import one_of, page_option
from benchmarks.table import add_section, rows_of
from planner.domain import money
from planner.domain.estate import Server
from planner.domain.inventory import Inventory
from planner.domain.plan import Plan
from planner.domain.product import Version
from planner.ingest import load_inventory
from planner.optimise import Limits, SolveStatus
from planner.optimise.direct import build
from planner.optimise.solvers.highs import solve as solve_program
from planner.optimise.solvers.program import whole
from planner.planning.checked_over_time import solve_over_time
from planner.planning.checked_plan import solve
from planner.planning.over_time import ScenarioOverTime, Shared
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache

_SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample-estate"
SIZES = {
    "tiny": DatedInstance(30, periods=4, choices=1, candidates=2, months=12),
    "20k": DatedInstance(20_000, periods=6, months=18),
    "100k": DatedInstance(100_000, periods=4, months=12),
    "choices": DatedInstance(2_000, periods=12, choices=12, candidates=12),
}
NAMES = ("sample", *SIZES)
WAYS = ("one day", "over time", "plain model")


@dataclass(frozen=True, slots=True)
class Measured:
    """How one way ended: processor seconds, cost and bound in minor units."""

    way: str
    words: str
    periods: int = 1
    ways_to_decide: int = 1
    cpu_s: float = 0.0
    cost: int | None = None
    bound: int | None = None


def inventory_of(size: str) -> Inventory:
    """Return the inventory of a size."""
    if size != "sample":
        return SIZES[size].inventory()
    read = load_inventory(_SAMPLE, today=date(2026, 11, 21)).inventory
    assert read is not None
    servers = tuple(
        _SAMPLE_CHOICES[server.server_id].of(server)
        if server.server_id in _SAMPLE_CHOICES
        else replace(server, upgrade_choice=False, upgrade_from=None, upgrade_until=None)
        for server in read.estate.servers
    )
    scenario = read.scenarios[0]
    policy = scenario.policy.having(horizon_months=36)
    return replace(
        read,
        estate=replace(read.estate, servers=servers),
        scenarios=(replace(scenario, policy=policy),),
    )


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is stated of a server whose upgrade day is chosen."""

    cost_minor: int
    keep_minor: int
    together: str = ""

    def of(self, server: Server) -> Server:
        """Return the server with it: six days a quarter apart, and no way to keep it for good."""
        return replace(
            server,
            upgrade_to=Version("2025"),
            upgrade_on=None,
            upgrade_cost_minor=self.cost_minor,
            upgrade_choice=True,
            upgrade_from=date(2028, 2, 21),
            upgrade_until=date(2029, 5, 21),
            upgrade_together=self.together,
            keep_cost_minor=self.keep_minor,
            keep_cost_months=6,
            keep_cost_from=date(2028, 3, 1),
        )


_SAMPLE_CHOICES = {
    "SRV-MES01": _Choice(240_000, 90_000),
    "SRV-DC01": _Choice(110_000, 70_000, "controllers"),
    "SRV-DC02": _Choice(110_000, 70_000, "controllers"),
    "SRV-FILE01": _Choice(150_000, 65_000),
}


def measure(size: str, way: str, time_limit_s: float) -> Measured:
    """Plan a size in one way, in this process."""
    inventory = inventory_of(size)
    policy, limits, began = inventory.scenarios[0].policy, Limits(time_limit_s), _cpu_s()
    if way == "one day":
        today = policy.having(horizon_months=0)
        cache, run = ScenarioCache(inventory), Run(limits)
        solved = solve(cache.variants(today, cache.server_variants(today)), today, run, limits, 0)
        return _measured(way, solved.status, solved.plan, began)
    scenario = ScenarioOverTime(inventory, policy, Shared())
    periods, ways = len(scenario.calendar.periods), prod(len(each.days) for each in scenario.calendar.choices)
    if way == "over time":
        found = solve_over_time(scenario, Run(limits), limits, size)
        plan = found.best.plan if found.best else None
        return replace(_measured(way, found.status, plan, began), periods=periods, ways_to_decide=ways)
    variant = scenario.variant(tuple(each.days[0] for each in scenario.calendar.choices))
    problem = build(variant.prepared.original, variant.market, scenario.policy).problem
    ended = solve_program(problem, limits)
    has_plan = ended.status in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE)
    cost = whole(problem.objective) + variant.cost_minor if has_plan else None
    bound = None if ended.bound is None else ended.bound + variant.cost_minor
    return Measured(way, ended.status.name.lower(), periods, 1, _cpu_s() - began, cost, bound)


def _measured(way: str, status: SolveStatus, plan: Plan | None, began: float) -> Measured:
    words = "proved" if plan and plan.is_proved else status.name.lower()
    cost, bound = (plan.cost.total, plan.lower_bound_minor) if plan else (None, None)
    return Measured(way, words, cpu_s=_cpu_s() - began, cost=cost, bound=bound)


def _cpu_s() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


HEADINGS = ("estate", "way", "periods", "ways to decide", "CPU s", "/ one day", "cost", "bound", "gap %", "status")


def rows(size: str, measured: Sequence[Measured]) -> list[list[str]]:
    """Return a row of the table for each way."""
    alone = next((each.cpu_s for each in measured if each.way == "one day" and each.cpu_s), None)
    return [
        [
            "the sample, three choices" if size == "sample" else str(SIZES[size]),
            each.way,
            str(each.periods),
            f"{each.ways_to_decide:,}",
            f"{each.cpu_s:.2f}",
            f"{each.cpu_s / alone:.1f}" if alone else "",
            "" if each.cost is None else money.text(each.cost),
            "" if each.bound is None else money.text(each.bound),
            "" if each.cost is None or each.bound is None else f"{100 * (each.cost - each.bound) / each.cost:.5f}",
            each.words,
        ]
        for each in measured
    ]


@click.command()
@click.option("--size", "sizes", type=one_of(NAMES), multiple=True, default=("sample", "20k", "100k", "choices"))
@click.option("--way", "ways", type=one_of(WAYS), multiple=True, default=WAYS)
@click.option("--time-limit", default=60.0, help="Seconds for each measurement.")
@page_option
def main(sizes: Sequence[str], ways: Sequence[str], time_limit: float, out: Path | None) -> None:
    """Measure plans over time."""
    found = [row for size in sizes for row in rows(size, [_alone(size, way, time_limit) for way in ways])]
    text = f"## Plans over time\n\n{machine.describe()}\n\nTime limit {time_limit:g} s.\n\n{rows_of(HEADINGS, found)}"
    click.echo(text)
    if out:
        add_section(out, text)


def _alone(size: str, way: str, time_limit_s: float) -> Measured:
    try:
        return call(5 * time_limit_s + 300, measure, size, way, time_limit_s)
    except (TimeoutError, ChildError) as error:
        return Measured(way, str(error))


if __name__ == "__main__":
    main()

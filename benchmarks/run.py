"""Times the planner against the direct model on the same estates in the same run.

    python -m benchmarks.run --people 300 --people 1000 --out benchmarks/results/2026-11-21.md

Every row is one estate, planned by each way of solving: *reduced* (equal holders first made one class, as the
planner does), *direct* (the plain model, HiGHS) and, on request, *cbc* (the plain model, CBC).  All must agree
to the cent.  Times on shared machines are noisy: read the ratios, which come from the same run.
"""

from __future__ import annotations

import platform
import resource
import time
from dataclasses import dataclass
from datetime import date
from os import cpu_count
from pathlib import Path

import click
import pulp

from benchmarks.estates import SHAPES, make_estate, make_market
from planner.domain.scenario import Policy
from planner.licensing import find_market, find_requirements
from planner.optimise import Limits, Reduction, audit, make_plan, reduce, solve_scenario
from planner.optimise.direct import build

PLAN_DATE = date(2026, 11, 21)


@dataclass(frozen=True)
class Row:
    """What one way of solving did on one estate."""

    shape: str
    people: int
    accesses: int
    way: str
    classes: int
    seconds: dict[str, float]
    total: int | None
    is_proved: bool

    @property
    def all_seconds(self) -> float:
        """All stages together."""
        return sum(self.seconds.values())


def measure(shape: str, people: int, seed: int, way: str, time_limit_s: float) -> Row:
    """Plan one estate in one way and return stage times; the plan is audited."""
    estate, (offers, lots) = make_estate(people, seed, shape), make_market(people, seed)
    policy = Policy(PLAN_DATE)
    seconds: dict[str, float] = {}
    started = time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal started
        now = time.perf_counter()
        seconds[stage] = now - started
        started = now

    requirements = find_requirements(estate, policy)
    market = find_market(offers, lots, requirements, policy)
    lap("requirements")
    reduction = reduce(requirements) if way == "reduced" else Reduction.of(requirements)
    lap("reduce")
    if way == "cbc":
        total, is_proved = _solve_with_cbc(build(requirements, market, policy).problem, time_limit_s)
        lap("solve")
        return Row(shape, people, len(estate.accesses), way, len(requirements.holders), seconds, total, is_proved)
    outcome = solve_scenario(reduction.requirements, market, policy, Limits(time_limit_s))
    lap("solve")
    total, is_proved = None, False
    if outcome.choice is not None and outcome.bound_minor is not None:
        plan = make_plan(requirements, market, policy, reduction.restore(outcome.choice), outcome.bound_minor, 0)
        lap("assign")
        findings = audit(plan, requirements, market, policy, 0)
        if findings:
            raise SystemExit(f"{shape} {people}: the plan fails its audit: {findings}")
        lap("audit")
        total, is_proved = plan.cost.total, plan.is_proved
    classes = len(reduction.requirements.holders)
    return Row(shape, people, len(estate.accesses), way, classes, seconds, total, is_proved)


def _solve_with_cbc(problem: pulp.LpProblem, time_limit_s: float) -> tuple[int | None, bool]:
    problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0, gapAbs=0, threads=1, timeLimit=time_limit_s))
    if problem.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        return None, False
    return round(pulp.value(problem.objective)), problem.sol_status == pulp.LpSolutionOptimal


def check_agreement(rows: list[Row]) -> None:
    """Stop with an error if two ways proved different totals for one estate."""
    for row in rows:
        for other in rows:
            same = (row.shape, row.people) == (other.shape, other.people)
            if same and row.is_proved and other.is_proved and row.total != other.total:
                raise SystemExit(f"{row.shape} {row.people}: {row.way} says {row.total}, {other.way} {other.total}")


def table(rows: list[Row]) -> str:
    """Return the results as a page with the machine's details."""
    lines = [
        f"# Benchmark of {date.today()}",
        "",
        f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}, PuLP {pulp.__version__}; "
        f"peak memory of the whole run {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB. "
        "Seconds; the machine was shared.",
        "",
        "| estate | people | accesses | way | classes | reduce | solve | all stages | proved | against direct |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        direct = [r for r in rows if (r.shape, r.people, r.way) == (row.shape, row.people, "direct")]
        ratio = f"{direct[0].all_seconds / row.all_seconds:.1f} x" if direct else ""
        cells: tuple[str, ...] = (row.shape, f"{row.people:,}", f"{row.accesses:,}", row.way, f"{row.classes:,}")
        times = (row.seconds.get("reduce", 0.0), row.seconds["solve"], row.all_seconds)
        cells += (*(f"{t:.2f}" for t in times), "yes" if row.is_proved else "no", ratio)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--people", type=int, multiple=True, default=(300, 1000), show_default=True)
@click.option("--shape", type=click.Choice(["mixed", *SHAPES]), multiple=True, default=("mixed",), show_default=True)
@click.option("--way", type=click.Choice(["reduced", "direct", "cbc"]), multiple=True, default=("reduced", "direct"))
@click.option("--seed", default=1, show_default=True)
@click.option("--time-limit", default=300.0, show_default=True, help="Seconds per solve.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the results here too.")
def main(
    people: tuple[int, ...],
    shape: tuple[str, ...],
    way: tuple[str, ...],
    seed: int,
    time_limit: float,
    out: Path | None,
) -> None:
    """Time the planner on made-up estates, against the direct model in the same run."""
    rows = [measure(s, p, seed, w, time_limit) for s in shape for p in people for w in way]
    check_agreement(rows)
    text = table(rows)
    click.echo(text)
    if out:
        out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Measures, in one run, whether the planner is as fast as it is meant to be.

    python -m benchmarks.goals --seed 5 --out benchmarks/results/DATE.md
    python -m benchmarks.goals --goal direct --goal growth

Goals are ratios of times from one run, so that a busy machine does little to them.  `--scale 0.01` makes all sizes a
hundredth, to see that everything works.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks import machine
from benchmarks.alone import ChildError
from benchmarks.commands import Command
from benchmarks.instances import Instance
from benchmarks.lab import Lab
from benchmarks.options import one_of, page_option
from benchmarks.scenarios import Timed, time_policies, time_prices
from benchmarks.table import NOTES, add_section, disagreements, rows_of, table
from benchmarks.ways import Measurement


@dataclass(frozen=True, slots=True)
class Finding:
    """What was measured for a goal, as a number and in words; None where nothing could be measured."""

    measured: float | None
    is_reached: bool
    words: str


@dataclass(frozen=True, slots=True)
class Goal:
    """What is wanted, the unit of what is measured, and how to measure it."""

    wanted: str
    measure: Callable[[Lab], Finding]
    unit: str = "x"


SMALL, USUAL, LARGE, HUGE = 1_000, 5_000, 100_000, 1_000_000
SCENARIO_PEOPLE = 20_000
LEAST_FASTER, MOST_GROWTH, MOST_FOR_ALL, MOST_SECONDS = 100, 13, 3, 2


def _direct(lab: Lab) -> Finding:
    ours, cbc = lab.way(USUAL, "ours"), lab.way(USUAL, "cbc")
    ratio = _ratio(cbc, ours)
    return Finding(ratio, ours.is_settled and ratio >= LEAST_FASTER, _words(cbc, ours))


def _million(lab: Lab) -> Finding:
    ours, cbc = lab.way(HUGE, "ours"), lab.way(USUAL, "cbc")
    ratio = _ratio(ours, cbc)
    return Finding(ratio, ours.is_settled and ratio < 1, _words(cbc, ours))


def _growth(lab: Lab) -> Finding:
    less, more = lab.way(LARGE, "ours"), lab.way(HUGE, "ours")
    ratio = _ratio(more, less)
    words = f"{_words(less, more)}; all stages {more.total_s / less.total_s:.1f} x" if less.total_s else ""
    return Finding(ratio, less.is_settled and more.is_settled and ratio <= MOST_GROWTH, words)


def _ratio(longer: Measurement, shorter: Measurement) -> float:
    return longer.optimising_s / shorter.optimising_s if shorter.optimising_s else float("nan")


def _words(*measurements: Measurement) -> str:
    return "; ".join(
        f"{m.way} {m.instance.people:,} people {m.optimising_s:.2f} s, {m.answer.status}" for m in measurements
    )


def _reading(form: str) -> Callable[[Lab], Finding]:
    def optimising(run: Command) -> float:
        return run.timings["reduce_s"] + run.timings["solve_s"]

    def share(run: Command) -> float:
        return optimising(run) / run.timings["read_s"]

    def measure(lab: Lab) -> Finding:
        run = lab.command(LARGE, form, share)
        words = (
            f"reduce and solve {optimising(run):.2f} s, read {run.timings['read_s']:.2f} s, process {run.wall_s:.2f} s"
        )
        return Finding(share(run), run.is_proved and share(run) < 1, words + _unless_proved(run.is_proved))

    return measure


def _workbook(lab: Lab) -> Finding:
    run = lab.command(SMALL, "xlsx", lambda run: run.wall_s)
    stages = ", ".join(f"{stage.removesuffix('_s')} {seconds:.2f}" for stage, seconds in run.timings.items())
    words = f"of these {stages}" + _unless_proved(run.is_proved)
    return Finding(run.wall_s, run.is_proved and run.wall_s < MOST_SECONDS, words)


def _all_scenarios(time_scenarios: Callable[[Instance, int, float], Timed]) -> Callable[[Lab], Finding]:
    def measure(lab: Lab) -> Finding:
        one = lab.scenarios(SCENARIO_PEOPLE, time_scenarios, 1)
        twelve = lab.scenarios(SCENARIO_PEOPLE, time_scenarios, lab.scenario_count)
        ratio, are_proved = twelve.total_s / one.total_s, one.are_proved and twelve.are_proved
        words = (
            f"all stages {one.total_s:.2f} s and {twelve.total_s:.2f} s; reduce and solve {one.optimising_s:.2f} s "
            f"and {twelve.optimising_s:.2f} s, {twelve.optimising_s / one.optimising_s:.1f} x"
        )
        return Finding(ratio, are_proved and ratio <= MOST_FOR_ALL, words + _unless_proved(are_proved))

    return measure


def _unless_proved(is_proved: bool) -> str:
    return "" if is_proved else "; NOT PROVED"


GOALS: Mapping[str, Goal] = {
    "direct": Goal(f"5,000 people: proved at least {LEAST_FASTER} times as fast as PuLP with CBC", _direct),
    "million": Goal("a million people: proved in less time than PuLP with CBC needs for 5,000, below 1", _million),
    "growth": Goal(f"a million people against 100,000: at most {MOST_GROWTH} times the time", _growth),
    "csv": Goal("100,000 people from .csv: reduce and solve against reading, below 1", _reading("csv")),
    "xlsx": Goal("100,000 people from .xlsx: reduce and solve against reading, below 1", _reading("xlsx")),
    "workbook": Goal(f"1,000 people from .xlsx, the whole process: below {MOST_SECONDS} s", _workbook, "s"),
    "policies": Goal(
        f"twelve scenarios of other policies against one, 20,000 people: at most {MOST_FOR_ALL} times",
        _all_scenarios(time_policies),
    ),
    "prices": Goal(
        f"twelve scenarios of other prices against one, 20,000 people: at most {MOST_FOR_ALL} times",
        _all_scenarios(time_prices),
    ),
}


def find(goal: Goal, lab: Lab) -> Finding:
    """Measure a goal; one that fails or takes too long is not reached."""
    try:
        return goal.measure(lab)
    except (TimeoutError, ChildError, subprocess.SubprocessError) as error:
        return Finding(None, False, str(error))


def goals_table(findings: Mapping[str, Finding]) -> str:
    """Return a Markdown table of goals, what was measured and whether they are reached."""
    headings = ("goal", "wanted", "measured", "reached", "from")
    return rows_of(headings, ([name, *_cells(GOALS[name], finding)] for name, finding in findings.items()))


def _cells(goal: Goal, finding: Finding) -> list[str]:
    measured = "" if finding.measured is None else f"{finding.measured:,.2f} {goal.unit}"
    return [goal.wanted, measured, "yes" if finding.is_reached else "**no**", finding.words]


@click.command()
@click.option("--goal", "names", type=one_of(GOALS), multiple=True, default=tuple(GOALS), show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--scale", type=click.FloatRange(0, min_open=True), default=1.0, show_default=True, help="Of all sizes.")
@click.option("--repeat", type=click.IntRange(1), default=5, show_default=True, help="Runs of which the median counts.")
@click.option("--time-limit", default=600.0, show_default=True, help="Seconds for solving.")
@page_option
def main(names: Sequence[str], seed: int, scale: float, repeat: int, time_limit: float, out: Path | None) -> None:
    """Measure the goals, all or some.

    Exit code 1 where ways of solving disagree or fail; a goal that is not reached is a result, not an error.
    """
    head = machine.describe()
    with tempfile.TemporaryDirectory() as folder:
        lab = Lab(Path(folder), seed, scale, time_limit, repeat)
        findings = {name: _tell(name, find(GOALS[name], lab)) for name in dict.fromkeys(names)}
    sizes = f"Seed {seed}, sizes times {scale:g}, medians of {repeat} runs; CBC once."
    wrong = disagreements(lab.everything())
    text = section(f"{head}\n\n{sizes}", findings, lab.everything(), wrong)
    click.echo(text)
    if out:
        add_section(out, text)
    sys.exit(1 if wrong else 0)


def _tell(name: str, finding: Finding) -> Finding:
    click.echo(f"{name}: {finding.measured}, {finding.words}", err=True)
    return finding


def section(
    head: str, findings: Mapping[str, Finding], measurements: Sequence[Measurement], wrong: Sequence[str]
) -> str:
    """Return the section of a page: the machine, the goals and the measurements behind them."""
    text = f"## Goals\n\n{head}\n\n{goals_table(findings)}"
    if measurements:
        text += f"\n### Measurements behind them\n\n{NOTES}\n{table(measurements)}"
    return text + "".join(f"\n**Wrong:** {line}\n" for line in wrong)


if __name__ == "__main__":
    main()

"""Times ways of planning the same estates side by side, in the same run.

    python -m benchmarks.run --size 5k --size 20k --way ours --way cbc --seed 5 --out benchmarks/results/DATE.md

Every way plans every instance in a process of its own.  All that prove an optimum must agree to the cent.  Times on
shared machines are noisy: read the ratios.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import click

from benchmarks import machine
from benchmarks.estates import SHAPES
from benchmarks.instances import Instance
from benchmarks.markets import MARKETS, POLICIES
from benchmarks.options import Size, one_of, page_option
from benchmarks.table import NOTES, add_section, disagreements, table
from benchmarks.ways import WAYS, Measurement, measure_alone


@click.command()
@click.option(
    "--size", "sizes", type=Size(), multiple=True, default=("1k",), help="People: 1k, 5k, 20k, 100k, 1m, 300."
)
@click.option("--shape", "shapes", type=one_of(SHAPES), multiple=True, default=("mixed",), show_default=True)
@click.option("--market", "markets", type=one_of(MARKETS), multiple=True, default=("tight",), show_default=True)
@click.option("--policy", "policies", type=one_of(POLICIES), multiple=True, default=("default",), show_default=True)
@click.option("--seed", "seeds", type=click.IntRange(0), multiple=True, default=(1,), show_default=True)
@click.option("--way", "ways", type=one_of(WAYS), multiple=True, default=tuple(WAYS), show_default=True)
@click.option("--time-limit", default=300.0, show_default=True, help="Seconds for solving.")
@click.option("--grace", default=180.0, show_default=True, help="Seconds for all other stages, before a way is killed.")
@page_option
def main(
    sizes: Sequence[int],
    shapes: Sequence[str],
    markets: Sequence[str],
    policies: Sequence[str],
    seeds: Sequence[int],
    ways: Sequence[str],
    time_limit: float,
    grace: float,
    out: Path | None,
) -> None:
    """Time ways of planning made-up estates side by side; every option but the limits may be repeated.

    Exit code 1 where two ways disagree, or one fails.
    """
    head = machine.describe()
    instances = [Instance(*names) for names in product(sizes, shapes, markets, policies, seeds)]
    measurements = list(measure_all(instances, ways, time_limit, grace))
    wrong = disagreements(measurements)
    text = section(head, measurements, wrong)
    click.echo(text)
    if out:
        add_section(out, text)
    for line in wrong:
        click.echo(line, err=True)
    sys.exit(1 if wrong else 0)


def measure_all(
    instances: Sequence[Instance], ways: Sequence[str], time_limit_s: float, grace_s: float
) -> Iterator[Measurement]:
    """Measure every instance in every way, and tell on stderr how it goes."""
    for instance, way in product(instances, ways):
        click.echo(f"{instance}: {way} ... ", nl=False, err=True)
        found = measure_alone(instance, way, time_limit_s, grace_s)
        click.echo(f"{found.answer.status}, {found.optimising_s:.2f} s", err=True)
        yield found


def section(head: str, measurements: Sequence[Measurement], wrong: Sequence[str]) -> str:
    """Return the section of a page: the machine, the table and what is wrong."""
    complaints = "".join(f"- **Wrong:** {line}\n" for line in wrong)
    return f"## Ways side by side\n\n{head}\n\n{NOTES}\n{table(measurements)}" + (f"\n{complaints}" if wrong else "")


if __name__ == "__main__":
    main()

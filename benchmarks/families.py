"""Plans 24 families of estates, small ones against the plain model, large ones for time and gap.

    python -m benchmarks.families --small --seed 1 --seed 2 --seed 3
    python -m benchmarks.families --large --family pools --time-limit 60 --out benchmarks/results/DATE.md

A family is a shape, a market and a policy that go badly together.  The table tells, family by family, the worst and the
median of its seeds; a family that is proved on one seed and not on another is not proved.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from statistics import median

import click

from benchmarks import machine
from benchmarks.instances import Instance
from benchmarks.options import Size, one_of, page_option
from benchmarks.table import add_section, disagreements, rows_of
from benchmarks.ways import Measurement, Status, measure_alone

SMALL, LARGE = 60, 2_000
"""People, where no size is asked for."""


@dataclass(frozen=True, slots=True)
class Family:
    """Names of a shape, a market and a policy, and whether the budget is tight."""

    shape: str
    market: str = "tight"
    policy: str = "default"
    is_tight: bool = False


FAMILIES: Mapping[str, Family] = {
    "mixed": Family("mixed"),
    "versions": Family("versions"),
    "hot desks, spare": Family("hot_desks", policy="spare"),
    "spare by pool": Family("mixed", policy="spare_by_pool"),
    "near ties, few vendors": Family("mixed", "near_ties", "few_vendors"),
    "hundred offers, everything": Family("mixed", "hundred_offers", "everything"),
    "used share": Family("hot_desks", policy="used_share"),
    "tight budget": Family("mixed", policy="order_costs", is_tight=True),
    "order costs": Family("versions", policy="order_costs"),
    "single metric": Family("coupled", policy="single_metric"),
    "same metric": Family("coupled", policy="same_metric"),
    "mixing costs": Family("mixed", policy="mixing"),
    "machine pools": Family("pools"),
    "hospital": Family("hospital"),
    "hospital, machine versions": Family("machine_versions"),
    "administration": Family("administrators", policy="admin_by_server"),
    "administration, same metric": Family("administrators", policy="admin_by_server_same_metric"),
    "deployments": Family("deployments"),
    "deployments, same metric": Family("deployments", policy="same_metric"),
    "logins": Family("logins"),
    "logins, four versions": Family("login_versions"),
    "chains": Family("paths"),
    "kiosks": Family("stars"),
    "outsiders": Family("outsiders", "connectors"),
}


def instance_of(family: str, people: int, seed: int) -> Instance:
    """Return a member of a family."""
    names = FAMILIES[family]
    return Instance(people, names.shape, names.market, names.policy, seed, names.is_tight)


@click.command()
@click.option("--small/--large", "is_small", default=True, help="Against the plain model, or alone; default: small.")
@click.option("--size", "sizes", type=Size(), multiple=True, help="People; default: 60 if small, 2,000 if large.")
@click.option("--family", "families", type=one_of(FAMILIES), multiple=True, default=tuple(FAMILIES))
@click.option("--seed", "seeds", type=click.IntRange(0), multiple=True, default=(1, 2, 3), show_default=True)
@click.option("--time-limit", default=60.0, show_default=True, help="Seconds for solving.")
@click.option("--grace", default=60.0, show_default=True, help="Seconds for all other stages, before a way is killed.")
@page_option
def main(
    is_small: bool,
    sizes: Sequence[int],
    families: Sequence[str],
    seeds: Sequence[int],
    time_limit: float,
    grace: float,
    out: Path | None,
) -> None:
    """Plan families of estates; small ones against the plain model.

    Exit code 1 where the plain model disagrees, or a way fails.
    """
    head = machine.describe()
    found: dict[str, list[Measurement]] = {}
    for family in families:
        instances = [
            instance_of(family, size, seed) for size in sizes or [SMALL if is_small else LARGE] for seed in seeds
        ]
        found[family] = list(_measure(family, instances, is_small, time_limit, grace))
    wrong = disagreements([each for measured in found.values() for each in measured])
    people = ", ".join(f"{size:,}" for size in sizes or [SMALL if is_small else LARGE])
    text = (
        f"## Families\n\n{head}\n\n{people} people, seeds {', '.join(map(str, seeds))}, at most {time_limit:g} s each."
        f"\n\n{families_table(found)}" + "".join(f"\n**Wrong:** {line}\n" for line in wrong)
    )
    click.echo(text)
    if out:
        add_section(out, text)
    sys.exit(1 if wrong else 0)


def _measure(
    family: str, instances: Iterable[Instance], is_small: bool, time_limit_s: float, grace_s: float
) -> Iterator[Measurement]:
    for instance in instances:
        for way in ("ours", "highs") if is_small else ("ours",):
            found = measure_alone(instance, way, time_limit_s, grace_s)
            gap = "" if found.answer.cost is None else f", gap {100 * _gap(found):.4f} %"
            words = f"{found.answer.status}{gap}, {found.optimising_s:.2f} s {found.note}"
            click.echo(f"{family}, seed {instance.seed}: {way} {words}", err=True)
            yield found


HEADINGS = (
    "family",
    "seeds",
    "proved",
    "worst gap %",
    "median s",
    "worst s",
    "first plan within 2 %, worst s",
    "plain model, median s",
    "worst against plain model",
)


def families_table(found: Mapping[str, Sequence[Measurement]]) -> str:
    """Return a Markdown table, a row per family and one for all."""
    everything = [each for measured in found.values() for each in measured]
    rows = [_row(family, measured) for family, measured in found.items()]
    return rows_of(HEADINGS, [*rows, _row("**all**", everything)])


def _row(family: str, measured: Sequence[Measurement]) -> list[str]:
    ours = [each for each in measured if each.way == "ours"]
    plain = {each.instance: each for each in measured if each.way != "ours"}
    seconds = [each.optimising_s for each in ours]
    gaps = [_gap(each) for each in ours]
    near = [inf if each.answer.near_s is None else each.answer.near_s for each in ours if not _is_impossible(each)]
    against = [each.optimising_s / plain[each.instance].optimising_s for each in ours if each.instance in plain]
    return [
        family,
        str(len(ours)),
        str(sum(each.is_settled for each in ours)),
        f"{100 * max(gaps):.4f}",
        f"{median(seconds):.2f}",
        f"{max(seconds):.2f}",
        f"{max(near, default=0.0):.2f}",
        f"{median(each.optimising_s for each in plain.values()):.2f}" if plain else "",
        f"{max(against):.1f}" if against else "",
    ]


def _gap(each: Measurement) -> float:
    """Return the gap as a share of the cost; infinite where nothing is known, neither a plan nor that there is none."""
    answer = each.answer
    if _is_impossible(each):
        return 0.0
    if answer.cost is None or answer.bound is None:
        return inf if each.way == "ours" else 0.0
    return (answer.cost - answer.bound) / max(abs(answer.cost), 1)


def _is_impossible(each: Measurement) -> bool:
    return each.answer.status is Status.INFEASIBLE


if __name__ == "__main__":
    main()

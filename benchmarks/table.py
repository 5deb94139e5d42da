"""Measurements as a table, side by side, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from benchmarks.ways import DIRECT, STAGES, Measurement, Status
from planner.domain import money

HEADINGS = (
    "people",
    "accesses",
    "shape",
    "market",
    "policy",
    "seed",
    "way",
    "classes",
    *STAGES,
    "total",
    "CPU",
    "peak MiB",
    "cost",
    "bound",
    "gap",
    "gap %",
    "cuts",
    "status",
    *(f"{way} / this" for way in DIRECT),
)

NOTES = """\
Seconds per stage, each way in a process of its own. *cbc* and *highs* solve the plain model (gap 0, one thread) and
stop there, so **cbc / this** and **highs / this** compare reduce + build + solve alone; `≥` where the direct way was
stopped before its proof. *cut* is one minimum cut at list prices over all holders: a simpler problem without stock,
packs and breaks, the floor for any method. *CPU* is processor time of reduce + build + solve, which a busy machine
changes less. Peak memory is that of the process, or of the CBC it starts if that needs more. *cuts* are minimum cuts.
Money is in EUR.
"""


def table(measurements: Sequence[Measurement]) -> str:
    """Return a Markdown table, a row per measurement."""
    return rows_of(HEADINGS, (_cells(row, _partners(row, measurements)) for row in measurements))


def rows_of(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table of texts."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _partners(row: Measurement, measurements: Sequence[Measurement]) -> dict[str, Measurement]:
    return {other.way: other for other in measurements if other.instance == row.instance}


def _cells(row: Measurement, partners: dict[str, Measurement]) -> list[str]:
    instance, answer = row.instance, row.answer
    gap = None if answer.cost is None or answer.bound is None else answer.cost - answer.bound
    return [
        f"{instance.people:,}",
        _count(row.accesses),
        instance.shape,
        instance.market,
        instance.policy,
        str(instance.seed),
        row.way,
        _count(answer.classes or None),
        *(_seconds(row.seconds.get(stage)) for stage in STAGES),
        _seconds(row.total_s) if row.seconds else "",
        _seconds(row.cpu_s),
        "" if row.peak_mib is None else f"{row.peak_mib:,.0f}",
        _money(answer.cost),
        _money(answer.bound),
        _money(gap),
        "" if gap is None else f"{100 * gap / max(abs(answer.cost or 0), 1):.5f}",
        _count(answer.cuts),
        f"{answer.status}: {row.note}" if row.note else answer.status,
        *(_ratio(row, partners.get(way)) for way in DIRECT),
    ]


def _ratio(row: Measurement, direct: Measurement | None) -> str:
    """Say how many times as long the direct way took; nothing where this way did not finish or the other failed."""
    finished = row.is_settled or row.answer.status is Status.FLOOR
    if direct is None or direct is row or not finished or direct.answer.status is Status.FAILED:
        return ""
    return f"{'' if direct.is_settled else '≥ '}{direct.optimising_s / row.optimising_s:,.1f}"


def _seconds(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.3f}" if seconds < 10 else f"{seconds:.1f}"


def _count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _money(amount_minor: int | None) -> str:
    return "" if amount_minor is None else money.text(amount_minor)


def disagreements(measurements: Sequence[Measurement]) -> list[str]:
    """Say what is wrong: ways that settled one instance differently, plans below a proved optimum, failures."""
    failed = (row for row in measurements if row.answer.status is Status.FAILED)
    found = [f"{row.instance}: {row.way} failed: {row.note}" for row in failed]
    for one, other in combinations(measurements, 2):
        if one.instance == other.instance and (_contradicts(one, other) or _contradicts(other, one)):
            found.append(f"{one.instance}: {one.way} says {_says(one)}, {other.way} {_says(other)}")
    return list(dict.fromkeys(found))


def _contradicts(settled: Measurement, other: Measurement) -> bool:
    """Tell whether another way settled it differently, or has a plan or a bound that cannot be."""
    if not settled.is_settled:
        return False
    best, cost, bound = settled.answer.cost, other.answer.cost, other.answer.bound
    if other.is_settled or best is None:
        return best != cost
    return (cost is not None and cost < best) or (bound is not None and bound > best)


def _says(row: Measurement) -> str:
    return f"{row.answer.status} {_money(row.answer.cost)}".strip()


def add_section(page: Path, text: str) -> None:
    """Add a section to a page of results; a new page gets a title with the date."""
    before = page.read_text(encoding="utf-8") if page.exists() else f"# Benchmark of {date.today()}\n"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"{before}\n{text}", encoding="utf-8")

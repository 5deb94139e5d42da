"""What somebody at a desk waits for: a plan with all its files, and answers to questions about it.

    python -m benchmarks.desk --out benchmarks/results/DATE.md
    python -m benchmarks.desk --people 5k --seed 5

Plans the bundled sample and a made-up estate as the dashboard's worker does, with all scenarios and files, then asks
about the saved plan.  Writing is compared with the whole of it, questions with what they may take; both come from one
run and count seconds of processors, so that a busy machine does little to them.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from benchmarks import machine
from benchmarks.estates import SHAPES
from benchmarks.files import PLAN_DATE, write_made_up
from benchmarks.options import Size, one_of, page_option
from benchmarks.processor import used_s
from benchmarks.table import add_section
from planner import pipeline
from planner.domain.document import PlanDocument, document_of
from planner.domain.plan import PlanSet
from planner.domain.product import HOLDER_METRICS, Metric, Product, opposite
from planner.ingest import Loaded, load_inventory, write_sample
from planner.optimise import Limits
from planner.planning.run import Run
from planner.report.excel import write_workbook
from planner.report.formats.coverage import write_coverage
from planner.report.formats.plan_json import as_text
from planner.report.formats.plan_reader import from_text
from planner.report.formats.register import write_register
from planner.study.why.questions import KindPrice, OfferPrice, OtherEnd, Question, WithoutOffer, as_asked

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """What things may take: questions about one thing and about prices, and the share of the whole that is writing."""

    question_s: float
    break_even_s: float = 30.0
    writing: float | None = None


SMALL, LARGE = DeskLimits(5.0), DeskLimits(15.0, writing=0.25)


@dataclass(frozen=True, slots=True)
class Row:
    """Something that was done: the seconds it took, and the most it may take; None where nothing is said of it."""

    inventory: str
    what: str
    seconds: float
    most_s: float | None = None

    @property
    def is_reached(self) -> bool:
        """Whether it took no longer than it may."""
        return self.most_s is None or self.seconds <= self.most_s


def measure(name: str, path: Path, limits: DeskLimits, time_limit_s: float) -> Iterator[Row]:
    """Yield what a plan of an inventory and questions about it take."""
    loaded, reading_s = _timed(lambda: load_inventory(path, today=PLAN_DATE))
    made, planning_s = _timed(lambda: pipeline.plan(loaded, (), Run(Limits(time_limit_s, 0.0))))
    yield Row(name, "read", reading_s)
    yield Row(name, f"plan {len(made.results)} scenarios", planning_s)
    text = as_text(document_of(made))
    files = dict(_written(made, loaded))
    for file, seconds in files.items():
        yield Row(name, f"write {file}", seconds)
    writing_s = sum(files.values())
    share = limits.writing
    most_s = None if share is None else share * (reading_s + planning_s + writing_s)
    yield Row(name, "write all files" + (f", {share:.0%} of the whole at most" if share else ""), writing_s, most_s)
    for question in questions(made):
        most_s = limits.break_even_s if isinstance(question, OfferPrice | KindPrice) else limits.question_s
        asked = _asked(path, text, question, time_limit_s)
        yield Row(name, as_asked(question), _timed(asked)[1], most_s)


def _asked(path: Path, text: str, question: Question, time_limit_s: float) -> Callable[[], object]:
    """Return what answers a question as the dashboard's worker does: plan and inventory are read anew."""

    def ask() -> object:
        saved: PlanDocument = from_text("The plan", text)
        loaded = load_inventory(path, today=PLAN_DATE)
        return pipeline.ask(loaded, question, None, Run(Limits(time_limit_s, 0.0)), saved=saved)

    return ask


def _written(made: PlanSet, loaded: Loaded) -> Iterator[tuple[str, float]]:
    """Write all files of a plan; yield what each takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writers: Mapping[str, Callable[[], object]] = {
            "plan.xlsx": lambda: write_workbook(made, folder / "plan.xlsx", loaded.issues, "the register"),
            "the register (.parquet)": lambda: write_register(made.results, folder / "register.parquet"),
            "what page Why looks up": lambda: write_coverage(made.results, folder),
            "plan.json": lambda: as_text(document_of(made)),
        }
        for file, write in writers.items():
            yield file, _timed(write)[1]


def questions(made: PlanSet) -> Sequence[Question]:
    """Return a question of each kind about the first scenario that has a plan."""
    plan = next(result.plan for result in made.results if result.plan)
    register = plan.register
    who, whose = str(register.holder[0]), HOLDER_METRICS[register.metric[0]]
    end = opposite(whose)
    offer = plan.purchases[0].offer.offer_id
    return (
        WithoutOffer(offer),
        OtherEnd(who, Product.WS_CAL, end, whose),
        OfferPrice(offer),
        KindPrice(Product.WS_CAL, Metric.USER),
    )


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    before = used_s()
    return work(), used_s() - before


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table."""
    lines = ["| inventory | what | processor s | at most | reached |", "|---|---|---:|---:|---|"]
    for row in rows:
        most, reached = ("", "") if row.most_s is None else (f"{row.most_s:.1f}", "yes" if row.is_reached else "**no**")
        lines.append(f"| {row.inventory} | {row.what} | {row.seconds:.1f} | {most} | {reached} |")
    return "\n".join(lines)


@click.command()
@click.option("--people", type=Size(), default="50k", show_default=True, help="People of the made-up estate.")
@click.option("--shape", type=one_of(SHAPES), default="mixed", show_default=True)
@click.option("--seed", type=click.IntRange(0), default=5, show_default=True)
@click.option("--time-limit", type=float, default=60.0, show_default=True, help="Seconds per scenario.")
@page_option
def main(people: int, shape: str, seed: int, time_limit: float, out: Path | None) -> None:
    """Measure what somebody at a desk waits for; exit code 1 where something takes longer than it may."""
    about = machine.describe()
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_sample(folder / "sample.xlsx")
        rows += measure("the sample", folder / "sample.xlsx", SMALL, time_limit)
        write_made_up(folder / "estate.xlsx", "xlsx", shape, people, seed)
        rows += measure(f"{people:,} people, {shape}", folder / "estate.xlsx", LARGE, time_limit)
    found = table(rows)
    click.echo(found)
    if out:
        add_section(out, f"## The desk\n\n{about}\n\n{found}\n")
    sys.exit(not all(row.is_reached for row in rows))


if __name__ == "__main__":
    main()

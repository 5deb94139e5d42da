"""The command `plan`."""

from __future__ import annotations

import atexit
import gc
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli import options
from planner.cli.files import Writing, check_ending, check_targets, replacing_all
from planner.cli.group import main
from planner.cli.interrupt import stop_on_interrupt
from planner.cli.printing import echo, print_json, shown_progress
from planner.errors import UsageError
from planner.words import joined, tell

if TYPE_CHECKING:
    from planner.domain.document import PlanDocument
    from planner.domain.issue import Issue
    from planner.domain.plan import PlanSet

INFEASIBLE_EXIT = 3
STOPPED_EXIT = 4


@main.command(cls=options.WithSeveral)
@click.argument("inventory", type=options.READABLE)
@options.catalogue
@options.quotations
@click.option("--scenario", "names", multiple=True, metavar="NAME", help="Plan only this scenario; repeatable.")
@click.option("--readings", is_flag=True, help="Plan each other reading of a disputed rule too, to see what it costs.")
@click.option("--out", type=options.FILE, help="Write the plan as a workbook, e.g. plan.xlsx.")
@click.option("--json", "json_out", metavar="FILE", help="Write the plan as JSON; - prints it and nothing else.")
@click.option("--assignments", type=options.FILE, help="Write who gets which licence, as .csv or .parquet.")
@options.time_limit
@click.option(
    "--gap",
    type=options.Number(0, 1),
    default=0.0,
    show_default=True,
    help="Stop once this share of the cost is all that could still be saved; 0 proves it.",
)
@options.quiet
def plan(
    inventory: Path,
    catalogue: Path | None,
    quotations: tuple[Path, ...],
    names: tuple[str, ...],
    readings: bool,
    out: Path | None,
    json_out: str | None,
    assignments: Path | None,
    time_limit: float,
    gap: float,
    quiet: bool,
) -> None:
    """Plan an inventory: compare its scenarios and write the purchase list.

    INVENTORY is a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) or a folder (also as a .zip) with a .csv or
    .parquet file per sheet.

    \b
    Example:
      cal-planner plan estate.xlsx --out plan.xlsx --json plan.json
      cal-planner plan estate/ --scenario cheapest --assignments register.csv
      cal-planner plan estate.xlsx --scenario cheapest --readings
      cal-planner plan estate.xlsx --quotations dealer-a.xlsx dealer-b.xlsx --json plan.json

    \b
    Exit code:
      0  every scenario is planned      2  bad input or usage, nothing written
      3  a wanted scenario is infeasible  4  a scenario was stopped without any plan
      1  our own fault                  130  interrupted before there was any plan
    """  # fmt: skip
    from planner.ingest import begin_loading
    from planner.report.formats.register import SUFFIXES

    json_path = None if json_out in (None, "-") else Path(str(json_out))
    check_targets([out, json_path, assignments], [inventory, catalogue, *quotations])
    check_ending(out, ".xlsx")
    check_ending(assignments, *SUFFIXES)
    # Before it ends, Python would search all that the solver has made for garbage, and then drop it anyway.
    atexit.register(gc.freeze)
    with shown_progress(quiet) as progress:
        progress.stage("", tell("reading the inventory"))
        # Files are read by another process: it is at work while this one loads the solver.
        loading = begin_loading(inventory, catalogue, quotations)
        from planner import pipeline
        from planner.domain.document import document_of
        from planner.optimise import Limits
        from planner.planning.choice_of_scenarios import Readings
        from planner.planning.run import Run

        stop = threading.Event()
        run = Run(Limits(time_limit, gap, stop.is_set), progress)
        loaded = pipeline.read(loading, run)
        with stop_on_interrupt(stop):
            of = (Readings.ALL if names else Readings.FIRST) if readings else Readings.NONE
            plans = pipeline.plan(loaded, names, run, readings=of)
            progress.stage("", tell("writing the plan"))
            with run.watch.stage("write_s"):
                written, unwritten = replacing_all(_writings(plans, loaded.issues, out, assignments))
            document = document_of(pipeline.with_timings(plans, run))
            more, not_either = replacing_all(_writings_of_json(document, json_path))
    if json_out == "-":
        from planner.report.formats.plan_json import as_text

        print_json(as_text(document).removesuffix("\n"))
    elif not quiet:
        _print_plans(document, written + more)
    if unwritten + not_either:
        raise UsageError(joined(" ", unwritten + not_either))
    sys.exit(_exit_code(plans, names))


def _writings(
    plans: PlanSet, issues: tuple[Issue, ...], out: Path | None, assignments: Path | None
) -> Iterator[Writing]:
    if out:
        from planner.report.excel import write_workbook

        register = assignments.name if assignments else ""
        yield out, lambda path: write_workbook(plans, path, issues, register)
    if assignments:
        from planner.report.formats.register import write_register

        yield assignments, lambda path: write_register(plans.results, path)


def _writings_of_json(document: PlanDocument, target: Path | None) -> Iterator[Writing]:
    from planner.report.formats.plan_json import write

    if target:
        yield target, lambda path: write(document, path)


def _print_plans(document: PlanDocument, written: list[str]) -> None:
    from planner.report.terminal import make_console, print_plans

    print_plans(document, make_console(sys.stdout))
    for name in written:
        echo(tell("Wrote {name}.", name=name))


def _exit_code(plans: PlanSet, names: tuple[str, ...]) -> int:
    """Return the exit code; a built-in scenario that nobody asked for is told as impossible and changes nothing."""
    statuses = {str(result.status) for result in plans.results}
    is_any_planned = any(result.plan for result in plans.results)
    unasked = {
        result.name
        for result in plans.results
        if result.scenario.is_built_in and result.name not in names and is_any_planned
    }
    if any(str(result.status) == "infeasible" and result.name not in unasked for result in plans.results):
        return INFEASIBLE_EXIT
    return STOPPED_EXIT if "stopped" in statuses else 0

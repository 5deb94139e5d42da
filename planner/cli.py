"""The command line: parse, call, print, exit code.

Heavy imports wait inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import atexit
import gc
import json
import math
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.errors import AuditError, PlannerError, UsageError, WorkbookError
from planner.version import __version__

if TYPE_CHECKING:
    from planner.domain.issue import Issue
    from planner.domain.plan import PlanSet
    from planner.report.progress import Progress
    from planner.study.why.questions import Question

INFEASIBLE_EXIT = 3
STOPPED_EXIT = 4
INTERRUPTED_EXIT = 130

_SHOW_CURSOR = b"\x1b[?25h\n"
"""Given to a terminal where the cursor was hidden while progress was drawn."""

_readable = click.Path(path_type=Path)
_file = click.Path(dir_okay=False, path_type=Path)
_catalogue = click.option("--catalogue", type=_readable, help="A file with more offers, kept apart from the inventory.")
_quiet = click.option("--quiet", is_flag=True, help="Print nothing but errors.")
_force = click.option("--force", is_flag=True, help="Replace FILE if it exists already.")


_CALS, _ENDS = ("ws_cal", "rds_cal"), ("user", "device")


class _Number(click.FloatRange):
    """A number in a range; `nan` is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value} is not a number.", param, ctx)
        return number


_time_limit = click.option(
    "--time-limit",
    type=_Number(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds per scenario.",
)


class _Commands(click.Group):
    """Commands in the order a newcomer needs them, with one place that turns our errors into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WorkbookError as error:
            _print_issues(error.issues, error=True)
            click.echo("Nothing was written.", err=True)
            sys.exit(error.exit_code)
        except PlannerError as error:
            click.echo(f"Error: {error}", err=True)
            if isinstance(error, AuditError):
                click.echo("This is a fault of the program; nothing was written. Please report it.", err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Interrupted; nothing was written.", err=True)
            sys.exit(INTERRUPTED_EXIT)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cal-planner")
def main() -> None:
    """Find the cheapest mix of Windows Server and Remote Desktop CALs, prove it, and explain it.

    \b
    Example:
      cal-planner sample estate.xlsx
      cal-planner plan estate.xlsx --out plan.xlsx
    """
    # Numerical libraries start a thread per processor for linear algebra as they load; there is none of it here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@main.command()
@click.argument("inventory", type=_readable)
@_catalogue
@click.option("--scenario", "names", multiple=True, metavar="NAME", help="Plan only this scenario; repeatable.")
@click.option("--readings", is_flag=True, help="Plan each other reading of a disputed rule too, to see what it costs.")
@click.option("--out", type=_file, help="Write the plan as a workbook, e.g. plan.xlsx.")
@click.option("--json", "json_out", metavar="FILE", help="Write the plan as JSON; - prints it and nothing else.")
@click.option("--assignments", type=_file, help="Write who gets which licence, as .csv or .parquet.")
@_time_limit
@click.option(
    "--gap",
    type=_Number(0, 1),
    default=0.0,
    show_default=True,
    help="Stop once this share of the cost is all that could still be saved; 0 proves it.",
)
@_quiet
def plan(
    inventory: Path,
    catalogue: Path | None,
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

    \b
    Exit code:
      0  every scenario is planned      2  bad input or usage, nothing written
      3  a scenario is infeasible       4  a scenario was stopped without any plan
      1  our own fault                  130  interrupted before there was any plan
    """  # fmt: skip
    from planner.ingest import begin_loading
    from planner.report.formats.register import SUFFIXES

    json_path = None if json_out in (None, "-") else Path(str(json_out))
    _check_targets([out, json_path, assignments], [inventory, catalogue])
    _check_ending(out, ".xlsx")
    _check_ending(assignments, *SUFFIXES)
    # Before it ends, Python would search all that the solver has made for garbage, and then drop it anyway.
    atexit.register(gc.freeze)
    with _progress(quiet) as progress:
        progress.stage("", "reading the inventory")
        # Files are read by another process: it is at work while this one loads the solver.
        loading = begin_loading(inventory, catalogue)
        from planner import pipeline
        from planner.optimise import Limits
        from planner.planning.choice_of_scenarios import Readings
        from planner.planning.run import Run

        stop = threading.Event()
        run = Run(Limits(time_limit, gap, stop.is_set), progress)
        loaded = pipeline.read(loading, run)
        with _stop_on_interrupt(stop):
            of = (Readings.ALL if names else Readings.FIRST) if readings else Readings.NONE
            plans = pipeline.plan(loaded, names, run, readings=of)
            progress.stage("", "writing the plan")
            with run.watch.stage("write_s"):
                written = _write(plans, loaded.issues, out, assignments)
            plans = pipeline.with_timings(plans, run)
            written += _write_json(plans, json_path)
    if json_out == "-":
        from planner.report.formats.plan_json import write

        write(plans, sys.stdout)
    elif not quiet:
        _print_plans(plans, written)
    sys.exit(_exit_code(plans))


@main.command()
@click.argument("inventory", type=_readable)
@_catalogue
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON and nothing else.")
@_quiet
def check(inventory: Path, catalogue: Path | None, as_json: bool, quiet: bool) -> None:
    """Check an inventory: every problem at once, with sheet, row, column, value and what to do.

    \b
    Example:
      cal-planner check estate.xlsx
    """
    from planner.ingest import load_inventory
    from planner.report.formats.issues_json import to_json

    loaded = load_inventory(inventory, catalogue, today=date.today())
    if as_json:
        _echo_json(to_json(loaded.issues))
    elif not quiet or loaded.inventory is None:
        _print_issues(loaded.issues)
        if loaded.inventory is not None:
            click.echo(f"{inventory.name} can be planned.")
    sys.exit(0 if loaded.inventory is not None else 2)


@main.command()
@click.argument("file", type=_file)
@_force
@_quiet
def template(file: Path, force: bool, quiet: bool) -> None:
    """Write an empty inventory workbook with drop-downs, comments and an example row per sheet.

    \b
    Example:
      cal-planner template inventory.xlsx
    """
    from planner.ingest import write_template

    _write_workbook(file, write_template, force=force, quiet=quiet)


@main.command()
@click.argument("file", type=_file)
@_force
@_quiet
def sample(file: Path, force: bool, quiet: bool) -> None:
    """Write a filled sample inventory: a made-up company of some 900 people, with illustrative prices.

    \b
    Example:
      cal-planner sample estate.xlsx
    """
    from planner.ingest import write_sample

    _write_workbook(file, write_sample, force=force, quiet=quiet)


@main.command()
@click.argument("plans", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON and nothing else.")
def compare(plans: tuple[Path, ...], as_json: bool) -> None:
    """Put saved plans side by side; all must be in one currency.

    \b
    Example:
      cal-planner compare spring.json autumn.json
    """
    from planner.report.terminal import make_console
    from planner.study import compare as saved

    comparison = saved.compare_files(plans)
    if as_json:
        _echo_json(saved.to_json(comparison))
    else:
        saved.print_comparison(comparison, make_console(sys.stdout))


@main.command()
@click.argument("inventory", type=_file)
@_catalogue
@click.option("--scenario", metavar="NAME", help="The scenario to ask about. Default: the first.")
@click.option("--without", metavar="OFFER", help="What would it cost without this offer?")
@click.option("--price", metavar="OFFER", help="Between which prices of this offer does the plan stay the cheapest?")
@click.option(
    "--prices",
    type=(click.Choice(_CALS), click.Choice(_ENDS)),
    metavar="CAL END",
    help="How much dearer or cheaper may a kind of CAL get, e.g. ws_cal device?",
)
@click.option(
    "--license",
    "other_end",
    type=(str, click.Choice(_CALS), click.Choice(_ENDS)),
    metavar="WHO CAL END",
    help="What would it cost to license somebody at one end, e.g. ana ws_cal device? GROUP/user/* are all of a group.",
)
@_time_limit
@click.option("--json", "as_json", is_flag=True, help="Print the reply as JSON and nothing else.")
@_quiet
def why(
    inventory: Path,
    catalogue: Path | None,
    scenario: str | None,
    without: str | None,
    price: str | None,
    prices: tuple[str, str] | None,
    other_end: tuple[str, str, str] | None,
    time_limit: float,
    as_json: bool,
    quiet: bool,
) -> None:
    """Ask why a plan is as it is: what something else would cost, and at which price it would be right.

    The scenario is planned anew with one thing changed, so every answer is proved, or says that it is not.

    \b
    Example:
      cal-planner why estate.xlsx --without S33
      cal-planner why estate.xlsx --license sales/user/* ws_cal device
    """
    question = _question(without, price, prices, other_end)
    with _progress(quiet) as progress:
        progress.stage("", "reading the inventory")
        from planner import pipeline
        from planner.optimise import Limits
        from planner.planning.run import Run
        from planner.report.terminal import make_console
        from planner.study.why.questions import FORMAT
        from planner.study.why.terminal import print_reply

        stop = threading.Event()
        run = Run(Limits(time_limit, 0.0, stop.is_set), progress)
        loaded = pipeline.read(inventory, run, catalogue=catalogue)
        with _stop_on_interrupt(stop):
            answered = pipeline.ask(loaded, question, scenario, run)
    if as_json:
        _echo_json({"format": FORMAT, "scenario": answered.scenario.name, **answered.reply.to_json()})
    else:
        print_reply(answered.reply, answered.scenario.policy.currency, make_console(sys.stdout))


def _question(
    without: str | None,
    price: str | None,
    prices: tuple[str, str] | None,
    other_end: tuple[str, str, str] | None,
) -> Question:
    """Return the one question that the options ask.  Raises UsageError for none, and for several."""
    from planner.domain.product import Metric, Product
    from planner.study.why import questions

    asked: list[Question] = []
    if without is not None:
        asked.append(questions.WithoutOffer(without))
    if price is not None:
        asked.append(questions.OfferPrice(price))
    if prices is not None:
        asked.append(questions.KindPrice(Product(prices[0]), Metric(prices[1])))
    if other_end is not None:
        asked.append(questions.OtherEnd(other_end[0], Product(other_end[1]), Metric(other_end[2])))
    if len(asked) != 1:
        raise UsageError("Ask one thing at a time: --without, --price, --prices or --license.")
    return asked[0]


@main.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8501,
    show_default=True,
    help="The port of this machine to listen at.",
)
@click.option(
    "--database",
    metavar="FILE|URL",
    help="Where work is saved: a SQLite file, or the address of a database. Default: a file in your own folder, "
    "or the setting CAL_PLANNER_DATABASE.",
)
@_quiet
def dashboard(port: int, database: str | None, quiet: bool) -> None:
    """Start the web dashboard, for this machine only; open the address it prints in a browser.

    \b
    Example:
      cal-planner dashboard
      cal-planner dashboard --port 8600 --database work.sqlite3
    """
    try:
        from dashboards.asgi import serve
        from planner.store import database as saved
    except ModuleNotFoundError as missing:
        text = (
            f'The dashboard needs more packages ({missing.name} is missing). Install them: pip install ".[dashboard]".'
        )
        raise UsageError(text) from missing
    if database is not None:
        os.environ[saved.SETTING] = saved.url_of(database)
    saved.open_store().close()
    if not quiet:
        click.echo(f"The dashboard is at http://127.0.0.1:{port}. Press Ctrl-C to end it.")
    serve(port)


def _check_targets(targets: list[Path | None], sources: list[Path | None]) -> None:
    """Refuse, before any work, to write where nothing can be written or over what is read."""
    written = [target for target in targets if target]
    for target in written:
        place = target.resolve()
        for source in sources:
            if source and place == source.resolve():
                raise UsageError(f"{target} is the file that is read; give another name for the result.")
            if source and source.is_dir() and source.resolve() in place.parents:
                raise UsageError(f"{target} is inside the folder that is read; write the result somewhere else.")
        if not place.parent.is_dir():
            raise UsageError(f"There is no folder {place.parent}; make it first.")
    if len({target.resolve() for target in written}) < len(written):
        raise UsageError("Two results would go into the same file; give each its own name.")


def _check_ending(target: Path | None, *endings: str) -> None:
    if target and target.suffix.lower() not in endings:
        raise UsageError(f"{target.name}: this is written as {' or '.join(endings)}; change the ending.")


def _replacing(target: Path, write: Callable[[Path], None]) -> str:
    """Write elsewhere and then replace the target, so that a failure leaves the old file whole.

    A link is followed; a device or a pipe is written into, never replaced.
    """
    place = target.resolve()
    with tempfile.TemporaryDirectory(prefix="cal-planner-") as folder:
        made = Path(folder) / f"made{target.suffix}"
        write(made)
        beside = place.with_name(f".{place.name}.part")
        try:
            if place.exists() and not place.is_file():
                place.write_bytes(made.read_bytes())
            else:
                shutil.copyfile(made, beside)
                beside.replace(place)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise UsageError(f"{target} cannot be written: {error.strerror}. Is it open in another program?") from error
    return str(target)


def _write_workbook(file: Path, write: Callable[[Path], None], *, force: bool, quiet: bool) -> None:
    """Write an inventory workbook; what somebody may have worked on is not overwritten unasked."""
    _check_ending(file, ".xlsx")
    _check_targets([file], [])

    def write_unless_changed(made: Path) -> None:
        write(made)
        if not force and file.is_file() and file.stat().st_size and file.read_bytes() != made.read_bytes():
            raise UsageError(f"{file} exists already and holds something else; give another name, or add --force.")

    written = _replacing(file, write_unless_changed)
    if not quiet:
        click.echo(f"Wrote {written}.")


def _write(plans: PlanSet, issues: tuple[Issue, ...], out: Path | None, assignments: Path | None) -> list[str]:
    written = []
    if out:
        from planner.report.excel import write_workbook

        written.append(
            _replacing(out, lambda path: write_workbook(plans, path, issues, assignments.name if assignments else ""))
        )
    if assignments:
        from planner.report.formats.register import write_register

        written.append(_replacing(assignments, lambda path: write_register(plans.results, path)))
    return written


def _write_json(plans: PlanSet, target: Path | None) -> list[str]:
    from planner.report.formats.plan_json import write

    return [_replacing(target, lambda path: write(plans, path))] if target else []


def _echo_json(content: dict[str, Any]) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def _print_plans(plans: PlanSet, written: list[str]) -> None:
    from planner.report.terminal import make_console, print_plans

    print_plans(plans, make_console(sys.stdout))
    for name in written:
        click.echo(f"Wrote {name}.")


def _print_issues(issues: tuple[Any, ...], *, error: bool = False) -> None:
    from planner.report.terminal import make_console, print_issues

    print_issues(issues, make_console(sys.stderr if error else sys.stdout))


def _exit_code(plans: PlanSet) -> int:
    statuses = {str(result.status) for result in plans.results}
    if "infeasible" in statuses:
        return INFEASIBLE_EXIT
    return STOPPED_EXIT if "stopped" in statuses else 0


@contextmanager
def _stop_on_interrupt(stop: threading.Event) -> Iterator[None]:
    """Turn the first Ctrl-C into a request to stop with what there is; a second one ends the program at once.

    Python's own handlers wait while a solver is at work, so a thread watches for signals as well.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    receive, send = os.pipe()
    os.set_blocking(send, False)

    def watch() -> None:
        seen = 0
        while number := os.read(receive, 1):
            seen += number[0] == signal.SIGINT
            if seen == 1:
                _ask_to_stop(stop)
            elif seen > 1:
                _end_at_once()
        os.close(receive)

    threading.Thread(target=watch, daemon=True).start()
    before, fd_before = signal.signal(signal.SIGINT, lambda *_: _ask_to_stop(stop)), signal.set_wakeup_fd(send)
    try:
        yield
    finally:
        signal.set_wakeup_fd(fd_before)
        signal.signal(signal.SIGINT, before)
        os.close(send)


def _ask_to_stop(stop: threading.Event) -> None:
    if not stop.is_set():
        stop.set()
        click.echo("Stopping; keeping the best plans so far. Press Ctrl-C again to end at once.", err=True)


def _end_at_once() -> None:
    if sys.__stderr__ and sys.__stderr__.isatty():
        os.write(sys.__stderr__.fileno(), _SHOW_CURSOR)
    os._exit(INTERRUPTED_EXIT)


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress]:
    """Show what is being done on stderr where that is a terminal."""
    from planner.report.progress import Progress, shown

    progress = Progress()
    if quiet or not sys.stderr.isatty():
        yield progress
        return
    with shown(progress, sys.stderr):
        yield progress

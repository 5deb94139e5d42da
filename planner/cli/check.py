"""The command `check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli import options
from planner.cli.files import check_ending, check_targets, replacing
from planner.cli.group import main
from planner.cli.printing import echo, echo_json, print_issues
from planner.words import joined, tell

if TYPE_CHECKING:
    from planner.domain.issue import Issue


@main.command(cls=options.WithSeveral)
@click.argument("inventory", type=options.READABLE)
@options.catalogue
@options.quotations
@click.option(
    "--marked",
    type=options.FILE,
    metavar="FILE",
    help="Write the inventory's own .xlsx or .xlsm file with its problems marked; of other files a list of them.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON and nothing else.")
@options.quiet
def check(
    inventory: Path,
    catalogue: Path | None,
    quotations: tuple[Path, ...],
    marked: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Check an inventory: every problem at once, with sheet, row, column, value and what to do.

    \b
    Example:
      cal-planner check estate.xlsx
      cal-planner check estate.xlsx --marked "estate, problems marked.xlsx"
    """
    from planner.report.formats.issues_json import to_json
    from planner.workbooks.apart import check_paths

    check_targets([marked], [inventory, catalogue, *quotations])
    with ThreadPoolExecutor(1) as worker:
        checking = worker.submit(check_paths, inventory, catalogue, quotations)
        import planner.report.terminal  # noqa: F401 (another process is at work meanwhile)

        issues, can_be_planned = checking.result()
    if as_json:
        echo_json(to_json(issues))
    elif not quiet or not can_be_planned:
        print_issues(issues)
        if can_be_planned:
            echo(tell("{name} can be planned.", name=inventory.name))
    if marked is not None:
        _mark(inventory, catalogue, issues, marked, quiet=quiet or as_json)
    sys.exit(0 if can_be_planned else 2)


def _mark(inventory: Path, catalogue: Path | None, issues: Sequence[Issue], marked: Path, *, quiet: bool) -> None:
    """Write the file with its problems marked, and say which file it is and what is not kept of it."""
    from planner.workbooks.apart import mark
    from planner.workbooks.checking import told
    from planner.workbooks.own_file import ending
    from planner.workbooks.uploads import Upload

    content = inventory.read_bytes() if inventory.is_file() else b""
    made = mark(Upload(inventory.name, content), told(issues, catalogue=catalogue.name if catalogue else None))
    check_ending(marked, ending(made.file.name))
    if not quiet:
        echo(joined(" ", made.said))

    def write(path: Path) -> None:
        path.write_bytes(made.file.content)

    written = replacing(marked, write)
    if not quiet:
        echo(tell("Wrote {written}.", written=written))

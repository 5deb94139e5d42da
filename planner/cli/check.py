"""The command `check`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from planner.cli import options
from planner.cli.group import main
from planner.cli.printing import echo_json, print_issues


@main.command()
@click.argument("inventory", type=options.READABLE)
@options.catalogue
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON and nothing else.")
@options.quiet
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
        echo_json(to_json(loaded.issues))
    elif not quiet or loaded.inventory is None:
        print_issues(loaded.issues)
        if loaded.inventory is not None:
            click.echo(f"{inventory.name} can be planned.")
    sys.exit(0 if loaded.inventory is not None else 2)

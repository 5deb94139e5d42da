"""The command `sample`."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli import options
from planner.cli.files import write_workbook
from planner.cli.group import main


@main.command()
@click.argument("file", type=options.FILE)
@options.force
@options.quiet
def sample(file: Path, force: bool, quiet: bool) -> None:
    """Write a filled sample inventory: a made-up company of some 900 people, with illustrative prices.

    \b
    Example:
      cal-planner sample estate.xlsx
    """
    from planner.ingest import write_sample

    write_workbook(file, write_sample, force=force, quiet=quiet)

"""The command `template`."""

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
def template(file: Path, force: bool, quiet: bool) -> None:
    """Write an empty inventory workbook with drop-downs, comments and an example row per sheet.

    \b
    Example:
      cal-planner template inventory.xlsx
    """
    from planner.ingest import write_template

    write_workbook(file, write_template, force=force, quiet=quiet)

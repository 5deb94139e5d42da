"""The command `compare`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from planner.cli.group import main
from planner.cli.printing import echo_json


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
        echo_json(saved.to_json(comparison))
    else:
        saved.print_comparison(comparison, make_console(sys.stdout))

"""What commands print: problems, JSON, and how a run is getting on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from planner.report.progress import Progress


def echo_json(content: dict[str, Any]) -> None:
    """Print JSON and nothing else."""
    import json

    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def print_issues(issues: Sequence[Any], *, error: bool = False) -> None:
    """Print what is wrong with an inventory, and what is only told."""
    from planner.report.terminal import make_console
    from planner.report.terminal import print_issues as show

    show(tuple(issues), make_console(sys.stderr if error else sys.stdout))


@contextmanager
def shown_progress(quiet: bool) -> Iterator[Progress]:
    """Show what is being done on stderr where that is a terminal."""
    from planner.report.progress import Progress, shown

    progress = Progress()
    if quiet or not sys.stderr.isatty():
        yield progress
        return
    with shown(progress, sys.stderr):
        yield progress

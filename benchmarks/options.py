"""Options that the commands of the benchmarks have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from benchmarks.instances import people_of


class Size(click.ParamType):
    """A number of people: 300, 5k, 1m."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of people."""
        try:
            return people_of(str(value))
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)


def one_of(names: Iterable[str]) -> click.Choice[str]:
    """Return the choice among the names of a table."""
    return click.Choice(list(names))


def page_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option for the page of results."""
    path = click.Path(dir_okay=False, path_type=Path)
    return click.option("--out", type=path, help="Add the results to this page.")(command)

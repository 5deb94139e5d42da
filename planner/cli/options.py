"""Arguments and options that several commands share."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click

READABLE = click.Path(path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
catalogue = click.option("--catalogue", type=READABLE, help="A file with more offers, kept apart from the inventory.")
quiet = click.option("--quiet", is_flag=True, help="Print nothing but errors.")
force = click.option("--force", is_flag=True, help="Replace FILE if it exists already.")


class Number(click.FloatRange):
    """A number in a range; `nan` is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number.  Fails for one that is none, or out of range."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value} is not a number.", param, ctx)
        return number


time_limit = click.option(
    "--time-limit",
    type=Number(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds per scenario.",
)

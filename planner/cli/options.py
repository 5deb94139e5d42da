"""Arguments and options that several commands share."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click

READABLE = click.Path(path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
catalogue = click.option("--catalogue", type=READABLE, help="A file with more offers, kept apart from the inventory.")
quotations = click.option(
    "--quotations",
    multiple=True,
    type=FILE,
    metavar="FILE...",
    help="Requests for quotation that vendors have filled in; several after one another.",
)
quiet = click.option("--quiet", is_flag=True, help="Print nothing but errors.")
force = click.option("--force", is_flag=True, help="Replace FILE if it exists already.")


class WithSeveral(click.Command):
    """A command in which `--quotations` takes all files that follow it: `--quotations one.xlsx two.xlsx`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the arguments left over, after each of the files got an option of its own."""
        spread, is_inside, seen = list[str](), False, 0
        for place, arg in enumerate(args):
            if arg.startswith("-"):
                is_inside, seen = arg == "--quotations", 0
                spread.append(arg)
                continue
            spread += ["--quotations", arg] if is_inside and seen else [arg]
            seen = place
        return super().parse_args(ctx, spread)


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

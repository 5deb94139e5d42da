"""The command `names`."""

from __future__ import annotations

from pathlib import Path

import click

from planner.cli import options
from planner.cli.files import check_targets, replacing
from planner.cli.group import main
from planner.cli.printing import echo
from planner.words import tell


@main.command()
@click.argument("file", type=options.READABLE)
@click.option("--key", "key_file", type=options.READABLE, required=True, metavar="KEYFILE", help="The key to them.")
@click.option("--out", type=options.FILE, required=True, metavar="FILE", help="The file to write, with names.")
@options.quiet
def names(file: Path, key_file: Path, out: Path, quiet: bool) -> None:
    """Read a plan, a register or an inventory made with pseudonyms: write it with the names they stand for.

    \b
    Example:
      cal-planner names plan.json --key key.json --out "plan with names.json"
    """
    from planner.errors import UsageError
    from planner.imports.pseudonyms import read_key, reveal_file

    for path in (file, key_file):
        if not path.is_file():
            raise UsageError(tell("There is no file {path}.", path=path))
    check_targets([out], [file, key_file])
    key = read_key(key_file)
    written = replacing(out, lambda made: reveal_file(key, file, made))
    if not quiet:
        echo(tell("Wrote {written}.", written=written))

"""The commands `backup` and `restore`."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

import click

from planner.cli import options
from planner.cli.files import check_targets
from planner.cli.group import main
from planner.cli.printing import echo
from planner.errors import UsageError
from planner.words import tell

_database = click.option(
    "--database",
    metavar="FILE",
    help="The SQLite file with the saved work. Default: the one in your own folder, or CAL_PLANNER_DATABASE.",
)


@main.command()
@click.argument("file", type=options.FILE)
@_database
@options.force
@options.quiet
def backup(file: Path, database: str | None, force: bool, quiet: bool) -> None:
    """Copy all that the dashboard has saved into FILE, whole, also while it runs.

    \b
    Example:
      cal-planner backup saved-work.sqlite3
    """
    copies = _copies(database)
    check_targets([file], [])
    source = copies.backup(file, force=force)
    if not quiet:
        echo(tell("Wrote {file}, a copy of {source}.", file=file, source=source))


@main.command()
@click.argument("file", type=options.FILE)
@_database
@options.quiet
def restore(file: Path, database: str | None, quiet: bool) -> None:
    """Make FILE, a copy that `backup` wrote, the saved work again; what was saved before is kept beside it.

    End the dashboard before.

    \b
    Example:
      cal-planner restore saved-work.sqlite3
    """
    restored, before = _copies(database).restore(file)
    if not quiet:
        echo(
            tell("{restored} is what {file} holds.", restored=restored, file=file)
            + (tell(" What was saved before is in {before}.", before=before) if before else "")
        )


def _copies(database: str | None) -> ModuleType:
    try:
        from planner.store import copies
        from planner.store import database as saved
    except ModuleNotFoundError as missing:
        text = tell(
            'Saved work needs more packages ({name} is missing). Install them: pip install ".[dashboard]".',
            name=missing.name,
        )
        raise UsageError(text) from missing
    if database is not None:
        os.environ[saved.SETTING] = saved.url_of(database)
    return copies

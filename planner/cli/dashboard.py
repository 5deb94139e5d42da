"""The command `dashboard`."""

from __future__ import annotations

import os

import click

from planner.cli import options
from planner.cli.group import main
from planner.errors import UsageError
from planner.processes.folders import sweep


@main.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8501,
    show_default=True,
    help="The port of this machine to listen at.",
)
@click.option(
    "--database",
    metavar="FILE|URL",
    help="Where work is saved: a SQLite file, or the address of a database. Default: a file in your own folder, "
    "or the setting CAL_PLANNER_DATABASE.",
)
@options.quiet
def dashboard(port: int, database: str | None, quiet: bool) -> None:
    """Start the web dashboard, for this machine only; open the address it prints in a browser.

    \b
    Example:
      cal-planner dashboard
      cal-planner dashboard --port 8600 --database work.sqlite3
    """
    try:
        from dashboards.asgi import serve
        from planner.store import database as saved
    except ModuleNotFoundError as missing:
        text = (
            f'The dashboard needs more packages ({missing.name} is missing). Install them: pip install ".[dashboard]".'
        )
        raise UsageError(text) from missing
    if database is not None:
        os.environ[saved.SETTING] = saved.url_of(database)
    saved.open_store().close()
    sweep()
    if not quiet:
        click.echo(f"The dashboard is at http://127.0.0.1:{port}. Press Ctrl-C to end it.")
    serve(port)

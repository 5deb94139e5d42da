"""The command `dashboard`."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import click

from planner.cli import options
from planner.cli.group import main
from planner.cli.printing import echo
from planner.errors import UsageError
from planner.processes.folders import sweep
from planner.words import tell


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
@click.option(
    "--public-address",
    metavar="URL",
    default="",
    help="Where browsers reach the dashboard through a proxy, e.g. https://cal.example.com/planner.",
)
@options.quiet
def dashboard(port: int, database: str | None, public_address: str, quiet: bool) -> None:
    """Start the web dashboard, for this machine only; open the address it prints in a browser.

    The address holds a key, yours alone: without it nobody else who is logged in to this machine sees anything. It
    stays the same, so bookmarks and links go on working.

    \b
    Example:
      cal-planner dashboard
      cal-planner dashboard --port 8600 --database work.sqlite3
      cal-planner dashboard --public-address https://cal.example.com/planner
    """
    try:
        from dashboards.asgi import serve
        from dashboards.gate import KEY, Gate
        from planner.store import database as saved
    except ModuleNotFoundError as missing:
        text = tell(
            'The dashboard needs more packages ({name} is missing). Install them: pip install ".[dashboard]".',
            name=missing.name,
        )
        raise UsageError(text) from missing
    if database is not None:
        os.environ[saved.SETTING] = saved.url_of(database)
    _check_address(public_address)
    saved.open_store().close()
    sweep()
    key = saved.own_key()

    def say_where() -> None:
        if not quiet:
            here = public_address.rstrip("/") or f"http://127.0.0.1:{port}"
            echo(tell("The dashboard is at {here}/?{key}={key_2} (Ctrl-C ends it).", here=here, key=KEY, key_2=key))

    serve(port, Gate.of(port, key, public_address), say_where)


def _check_address(address: str) -> None:
    """Raise UsageError for something that is no address of a proxy."""
    parts = urlsplit(address)
    is_whole = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    if address and not is_whole:
        raise UsageError(
            tell('"{address}" is no address. Give one like https://cal.example.com/planner.', address=address)
        )

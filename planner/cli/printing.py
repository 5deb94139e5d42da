"""What commands print: problems, JSON, and how a run is getting on."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.words import shown, tell

if TYPE_CHECKING:
    from planner.report.progress import Progress


_CANNOT_PRINT_EXIT = 2
_ESCAPED = "planner.escaped"


def let_every_letter_pass() -> None:
    """Have letters that the receiver's encoding lacks written as JSON writes them (\\u017b), instead of failing.

    Pipes and files on Windows have an old code page that knows no Polish letters, say.
    """
    codecs.register_error(_ESCAPED, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPED)


def _escaped(problem: UnicodeError) -> tuple[str, int]:
    """Return letters that cannot be written, by their numbers in UTF-16."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    units = problem.object[problem.start : problem.end].encode("utf-16-be", "surrogatepass")
    pairs = (units[place : place + 2].hex() for place in range(0, len(units), 2))
    return "".join(f"\\u{pair}" for pair in pairs), problem.end


@contextmanager
def printing_to_the_end() -> Iterator[None]:
    """Have all that is printed arrive, or say that it could not be; a reader that has gone away wants no more."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _print_nothing_more()
        sys.exit(1)
    except OSError as problem:
        if problem.filename is not None or problem.errno not in (errno.ENOSPC, errno.EIO, errno.EDQUOT):
            raise
        _print_nothing_more()
        click.echo(tell("Error: the output cannot be written: {strerror}.", strerror=problem.strerror), err=True)
        sys.exit(_CANNOT_PRINT_EXIT)


def _print_nothing_more() -> None:
    # What is left in the buffer would be tried once more at the end.
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (as long as the program lives)


def echo(text: str, *, err: bool = False) -> None:
    """Print a sentence; names of files and texts of an inventory in it cannot steer the terminal."""
    from planner.domain.harmless import harmless

    click.echo(harmless(shown(text)), err=err)


def echo_json(content: dict[str, Any]) -> None:
    """Print JSON and nothing else."""
    import json

    print_json(json.dumps(content, ensure_ascii=False, indent=2))


def print_json(text: str) -> None:
    """Print the text of JSON; what would steer a terminal is written as JSON writes letters by their numbers."""
    import json

    from planner.domain.harmless import UNSEEN

    click.echo(UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text))


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

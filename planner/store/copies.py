"""Copies of the saved work: whole at every moment, also while the dashboard runs and after it was killed.

SQLite copies itself page by page in one view of the database, its write-ahead log included; a copy of the file alone
would lack what stands in the log.  Databases on a server have tools of their own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from planner.errors import UsageError
from planner.store.database import BUSY_SECONDS, database_url, migrations, open_store
from planner.store.faults import GONE, NEWER, DatabaseError
from planner.words import say


def backup(target: Path, *, force: bool = False) -> Path:
    """Copy the saved work into a file of its own; return where it was copied from.

    Raises UsageError for a file that is there already, unless it may be replaced, and for a database on a server.
    """
    source = _file()
    if not source.exists():
        raise UsageError(say("Nothing is saved yet: there is no database {source}.", source=source))
    if target.exists() and not force:
        raise UsageError(say("{target} exists already; give another name, or add --force.", target=target))
    beside = target.with_name(f".{target.name}.part")
    with _told(source):
        try:
            beside.unlink(missing_ok=True)
            beside.touch(mode=0o600)
            with closing(_open(source)) as saved, closing(sqlite3.connect(beside)) as copy:
                saved.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE").close()  # one file is all there is of it
                _check(copy, source)
            beside.replace(target)
        except OSError as problem:
            raise UsageError(
                say("{target} cannot be written: {strerror}.", target=target, strerror=problem.strerror)
            ) from problem
        finally:
            beside.unlink(missing_ok=True)
    return source


def restore(source: Path) -> tuple[Path, Path | None]:
    """Make a copy the saved work; return the database, and where what was saved before is kept, None if nothing was.

    Raises UsageError for a file that is no copy of saved work, and DatabaseError for one of a newer program.
    """
    database = _file()
    with _told(source), closing(_open(source)) as copy:
        _check(copy, source)
    before = None
    if database.exists():
        before = _free(database.with_name(f"{database.stem}, before {datetime.now():%Y-%m-%d %H.%M}{database.suffix}"))
        if _can_be_copied(database):
            backup(before)
        else:
            _set_aside(database, before)
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not database.exists():
        database.touch(mode=0o600)
    with _told(database), closing(_open(source)) as copy, closing(_open(database)) as saved:
        copy.backup(saved)
    open_store().close()  # an older copy gets the tables of this version
    return database, before


def _can_be_copied(database: Path) -> bool:
    """Return whether a database is whole and of a program that is known.

    Raises DatabaseError where that cannot be told, as of one that is locked.
    """
    try:
        with _told(database), closing(_open(database)) as saved:
            _check(saved, database)
    except UsageError:
        return False
    except DatabaseError as problem:
        if problem.args[0] != NEWER:
            raise
        return False
    return True


def _set_aside(database: Path, before: Path) -> None:
    """Move a database that cannot be copied out of the way, with what stands in its log."""
    try:
        for ending in ("-wal", "-shm", ""):
            part = database.with_name(f"{database.name}{ending}")
            if part.exists():
                part.replace(before.with_name(f"{before.name}{ending}"))
    except OSError as problem:
        raise UsageError(
            say(
                "{database} cannot be put aside: {strerror}. End the dashboard before.",
                database=database,
                strerror=problem.strerror,
            )
        ) from problem


def _file() -> Path:
    address = make_url(database_url())
    if address.get_backend_name() != "sqlite" or not address.database:
        raise UsageError(
            say("The saved work stands in a database on a server; copy it with that server's own tool, e.g. pg_dump.")
        )
    return Path(address.database)


def _open(path: Path) -> sqlite3.Connection:
    # Opened to read and write: after a killed process its log is put in order first.  Never made anew.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS)


def _check(database: sqlite3.Connection, source: Path) -> None:
    """Raise UsageError for a database that is no saved work of ours or is damaged."""
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"alembic_version", "inventories", "plans"} <= tables:
        raise UsageError(say("{source} is no copy of saved work.", source=source))
    known = {step.revision for step in ScriptDirectory.from_config(migrations()).walk_revisions()}
    (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision not in known:
        raise DatabaseError(NEWER)
    (found,) = database.execute("PRAGMA quick_check").fetchone()
    if found != "ok":
        raise UsageError(say("{source} is damaged: {found}.", source=source, found=found))


def _free(path: Path) -> Path:
    """Return a name beside others that is not taken."""
    number, free = 2, path
    while free.exists():
        number, free = number + 1, path.with_stem(f"{path.stem} {number}")
    return free


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """Tell what SQLite cannot do in words."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        said = str(problem)
        if "not a database" in said or "malformed" in said:
            raise UsageError(say("{place} is no copy of saved work, or a damaged one.", place=place)) from problem
        if "unable to open" in said:
            raise UsageError(
                say("There is no database {place}.", place=place) if not place.exists() else GONE
            ) from problem
        raise DatabaseError(
            say("{place} cannot be copied: {said}. Nothing that was saved is lost.", place=place, said=said)
        ) from problem

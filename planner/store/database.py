"""Opens the database: where it is, how SQLite is set up, and short transactions.

The database's address is a setting, any SQLAlchemy URL; without one it is a file in the person's own folder.
SQLite runs with a write-ahead log, so that somebody who reads never waits for somebody who writes.  Of those who write,
one is at it at a time, in PostgreSQL by a lock that all of them take: whoever looks whether a name is free and then
takes it is never overtaken between the two, also where two servers start on one new database.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from planner.errors import UsageError
from planner.store.faults import GONE, NEWER, DatabaseError, in_words
from planner.words import say

SETTING = "CAL_PLANNER_DATABASE"
"""The environment variable that holds the database's address; a password in it never stands in a command line."""
BUSY_SECONDS = 30
_WRITES = "writes"
_LOCK = int.from_bytes(b"cal-plan", "big")
"""The number of the lock that writers of a PostgreSQL database take: ours, and of no other program in it."""


class Store:
    """An open database.  Serves any number of threads; each transaction has a connection of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        self._file = _file_of(url)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that changes nothing.  Raises DatabaseError where the database has a fault."""
        with self._telling(), Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that may change things; it is kept whole or not at all.

        Raises DatabaseError where the database has a fault.
        """
        engine = self._engine.execution_options(**{_WRITES: True})
        with self._telling(), Session(engine) as session, session.begin():
            yield session

    def migrate(self) -> None:
        """Bring the tables to the form that this version of the program knows.

        Raises DatabaseError for one that a newer version has written.
        """
        with self._engine.execution_options(**{_WRITES: True}).begin() as connection:
            try:
                command.upgrade(migrations(connection), "head")
            except CommandError as problem:
                raise DatabaseError(NEWER) from problem

    @contextmanager
    def _telling(self) -> Iterator[None]:
        # A file that is gone would be made anew, empty, and a connection to it would write to nowhere.
        if self._file is not None and not self._file.exists():
            raise DatabaseError(say("{gone} It stood at {file}.", gone=GONE, file=self._file))
        try:
            yield
        except DBAPIError as problem:
            told = in_words(problem)
            if told is None:
                raise
            raise told from problem

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()


def open_store(url: str | None = None) -> Store:
    """Open the database at an address, make it if need be, and bring its tables up to date.

    Raises UsageError for one that cannot be opened.
    """
    url = url or database_url()
    try:
        _make_file(url)
        store = Store(url)
        try:
            store.migrate()
        except BaseException:
            store.close()
            raise
    except ArgumentError as problem:
        raise UsageError(say("The setting {setting} is no address of a database.", setting=SETTING)) from problem
    except (OSError, ImportError, SQLAlchemyError) as problem:
        where = make_url(url).render_as_string(hide_password=True)
        reason = getattr(problem, "orig", None) or problem
        raise UsageError(
            say("The database {where} cannot be opened: {reason}.", where=where, reason=reason)
        ) from problem
    return store


def database_url() -> str:
    """Return the address of the database: the setting, else a file in the person's own folder."""
    return os.environ.get(SETTING) or f"sqlite:///{data_folder() / 'cal-planner.sqlite3'}"


def url_of(place: str) -> str:
    """Return the address of a database that is given as an address or as a SQLite file."""
    return place if "://" in place else f"sqlite:///{Path(place).resolve()}"


def data_folder() -> Path:
    """Return the folder where this system keeps a person's data of programs."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "cal-planner"


_KEY_BYTES = 32


def own_key() -> str:
    """Return the key that opens this person's dashboard, made once and readable by them alone.

    Raises UsageError where it cannot be kept.
    """
    file = data_folder() / "dashboard.key"
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if file.exists() and not _is_key(file.read_bytes()):
            file.unlink()  # cut off by a full disk, say: an empty key would open to everybody
        if not file.exists():
            made = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
            made.touch(mode=0o600)
            made.write_text(secrets.token_urlsafe(_KEY_BYTES), encoding="ascii")
            with suppress(FileExistsError):  # another start was first: its key holds
                os.link(made, file)
            made.unlink()
        return file.read_text(encoding="ascii").strip()
    except OSError as problem:
        raise UsageError(
            say(
                "The key of the dashboard cannot be kept in {parent}: {strerror}.",
                parent=file.parent,
                strerror=problem.strerror,
            )
        ) from problem


def _is_key(content: bytes) -> bool:
    return len(content.strip()) >= _KEY_BYTES and content.isascii()


def migrations(connection: Connection | None = None) -> Config:
    """Return what Alembic needs to know: where the migrations stand, and the connection to use."""
    config = Config()
    config.set_main_option("script_location", "planner.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _make_file(url: str) -> None:
    """Make a SQLite file and its folder, for their owner only: what is saved names people."""
    file = _file_of(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            file.touch(mode=0o600)


def _file_of(url: str) -> Path | None:
    """Return the file of a SQLite database, None for one that has none."""
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:")
    return Path(str(address.database)) if is_file else None


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        engine = create_engine(address, pool_pre_ping=True)
        event.listen(engine, "begin", _begin_postgresql)
        return engine
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # Who means to write says so at once: a reader that turns into a writer could be refused half-way.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES, False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

"""A PostgreSQL server for tests: the system's own, in a folder of the tests, stopped at their end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, create_engine

from planner.store.database import open_store
from planner.store.tables import Base

USER = "planner"
_PLACES = "/usr/lib/postgresql"


class Server:
    """A server that answers at a socket in a folder of its own; nobody else reaches it."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self.folder, self._made = programs, folder, 0
        # The server refuses to run as root, so there it runs as whoever owns no files.
        self._as = (
            {"user": "nobody", "group": "nogroup", "extra_groups": ()}
            if sys.platform != "win32" and os.geteuid() == 0
            else {}
        )

    def start(self) -> None:
        """Start the server; what it held before is there again."""
        data = self.folder / "data"
        if not data.exists():
            if self._as:
                shutil.chown(self.folder, "nobody", "nogroup")
            self._run("initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        settings = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        self._run("pg_ctl", "-D", data, "-l", self.folder / "log", "-w", "-o", settings, "start")

    def stop(self) -> None:
        """Stop the server at once, as a machine that fails does."""
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")

    def new_database(self) -> str:
        """Make a database without tables; return its address, as the program's setting has it."""
        self._made += 1
        name = f"saved{self._made}"
        with psycopg.connect(host=str(self.folder), user=USER, dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return URL.create(
            "postgresql+psycopg", USER, database=name, query={"host": str(self.folder)}
        ).render_as_string()

    @cached_property
    def _filled(self) -> str:
        address = self.new_database()
        open_store(address).close()
        return address

    def emptied(self) -> str:
        """Return the address of a database that has the program's tables, with nothing in them: one for all tests."""
        engine = create_engine(self._filled)
        with engine.begin() as connection:
            names = ", ".join(table.name for table in Base.metadata.sorted_tables)
            connection.exec_driver_sql(f"TRUNCATE {names}")
        engine.dispose()
        return self._filled

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        done = subprocess.run(  # the system's own program, our own arguments
            command,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **self._as,
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """Run a server while tests do; without PostgreSQL on this machine they are skipped."""
    found = shutil.which("postgres") or max(map(str, Path(_PLACES).glob("*/bin/postgres")), default=None)
    if found is None:
        pytest.skip("there is no PostgreSQL on this machine; install it (Debian: apt-get install postgresql)")
    running = Server(Path(found).resolve().parent, folder)
    running.start()
    yield running
    running.stop()

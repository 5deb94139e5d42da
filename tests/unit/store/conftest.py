from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from planner.store.database import open_store
from tests import postgresql


@pytest.fixture(scope="session")
def postgresql_server():
    """A PostgreSQL server; its folder is short, for the path of a socket has at most a hundred characters."""
    if sys.platform == "win32":
        pytest.skip("the server of the tests answers at a socket of the file system, which is not there on Windows")
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    with postgresql.server(folder) as running:
        yield running
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory):
    """A SQLite file with the program's tables and nothing in them."""
    file = tmp_path_factory.mktemp("filled") / "empty.sqlite3"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def sqlite_address(filled_file, tmp_path):
    return f"sqlite:///{shutil.copy(filled_file, tmp_path / 'saved.sqlite3')}"


@pytest.fixture
def sqlite_store(sqlite_address):
    """An empty SQLite database, for what is so in SQLite only, and for what plans and does not ask which it is."""
    opened = open_store(sqlite_address)
    yield opened
    opened.close()


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def fresh_address(request, tmp_path):
    """The address of a database that has no tables yet, of each kind that work is kept in."""
    if request.param == "SQLite":
        (tmp_path / "fresh.sqlite3").touch()
        return f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
    return request.getfixturevalue("postgresql_server").new_database()


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def store(request):
    """An empty database of each kind that work is kept in."""
    if request.param == "SQLite":
        address = request.getfixturevalue("sqlite_address")
    else:
        address = request.getfixturevalue("postgresql_server").emptied()
    opened = open_store(address)
    yield opened
    for thread in threading.enumerate():  # whoever waits for a worker's end writes that down, and has a connection then
        if thread.name.startswith("watch-"):
            thread.join(20)
    opened.close()

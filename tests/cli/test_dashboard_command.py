"""The command that starts the dashboard refuses what cannot work, before it serves anything."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest
from click.testing import CliRunner

from planner.cli import main
from planner.store.database import SETTING


@pytest.fixture(autouse=True)
def own_database(tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'saved.sqlite3'}")


def test_a_port_that_is_taken_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["dashboard", "--quiet", "--port", str(port)])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: Port {port} cannot be used: ")


def test_a_database_that_is_none_is_told(tmp_path):
    (tmp_path / "notes.txt").write_text("no database")
    result = CliRunner().invoke(main, ["dashboard", "--database", str(tmp_path / "notes.txt")])
    assert result.exit_code == 2
    assert "cannot be opened: file is not a database." in result.stderr


def test_missing_packages_are_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "dashboards.asgi", None)
    result = CliRunner().invoke(main, ["dashboard"])
    assert result.exit_code == 2
    assert 'pip install ".[dashboard]"' in result.stderr


def test_the_command_line_loads_neither_web_nor_database():

    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom planner.cli import main\n"
        "CliRunner().invoke(main, ['--help'])\n"
        "print(sorted({'streamlit', 'sqlalchemy', 'alembic', 'altair'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""Copies of the saved work: whole while the dashboard runs and after it was killed, and made the saved work again."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from planner.cli import main
from planner.errors import UsageError
from planner.store import copies, inventories
from planner.store.database import SETTING, Store, open_store
from planner.store.faults import DatabaseError

HERE = "here"
KILLED = """
import os, signal, sys
from planner.store import inventories
from planner.store.database import open_store
store = open_store(sys.argv[1])
for number in range(20):
    inventories.save(store, "here", f"{number}.xlsx", bytes(50_000))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def url(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path / 'work.sqlite3'}"
    monkeypatch.setenv(SETTING, address)
    return address


def names(path: Path) -> list[str]:
    store = Store(f"sqlite:///{path}")
    found = sorted(one.name for one in inventories.every(store, HERE))
    store.close()
    return found


def run(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, " ".join(result.output.split())


def test_a_copy_while_somebody_works_holds_everything(url, tmp_path):
    store = open_store(url)
    inventories.save(store, HERE, "first.xlsx", b"content")
    with store.reading():  # who reads is not waited for, and what stands in the log is copied too
        assert run("backup", tmp_path / "copy.sqlite3") == (
            0, f"Wrote {tmp_path / 'copy.sqlite3'}, a copy of {tmp_path / 'work.sqlite3'}.",
        )  # fmt: skip
    store.close()
    assert sorted(path.name for path in tmp_path.iterdir() if "copy" in path.name) == ["copy.sqlite3"]
    assert names(tmp_path / "copy.sqlite3") == ["first.xlsx"]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "copy.sqlite3").stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended otherwise there")
def test_a_copy_after_the_server_was_killed_holds_everything(url, tmp_path):
    killed = subprocess.run([sys.executable, "-c", KILLED, url], cwd=Path(__file__).parents[3], check=False)
    assert killed.returncode == -9
    log = tmp_path / "work.sqlite3-wal"
    assert log.stat().st_size > 500_000  # a copy of the file alone would lack this
    copies.backup(tmp_path / "copy.sqlite3")
    assert len(names(tmp_path / "copy.sqlite3")) == 20


def test_a_copy_becomes_the_saved_work_and_what_was_saved_before_is_kept(url, tmp_path):
    store = open_store(url)
    inventories.save(store, HERE, "old.xlsx", b"content")
    copies.backup(tmp_path / "copy.sqlite3")
    inventories.save(store, HERE, "new.xlsx", b"content")
    code, said = run("restore", tmp_path / "copy.sqlite3")
    assert code == 0
    assert f"{tmp_path / 'work.sqlite3'} is what {tmp_path / 'copy.sqlite3'} holds." in said
    assert [one.name for one in inventories.every(store, HERE)] == ["old.xlsx"]  # seen by who had it open
    store.close()
    (before,) = tmp_path.glob("work, before *.sqlite3")
    assert names(before) == ["new.xlsx", "old.xlsx"]


def test_a_copy_is_restored_where_nothing_was_saved(url, tmp_path):
    store = open_store(url)
    inventories.save(store, HERE, "old.xlsx", b"content")
    store.close()
    copies.backup(tmp_path / "copy.sqlite3")
    elsewhere = tmp_path / "new" / "work.sqlite3"
    code, said = run("restore", tmp_path / "copy.sqlite3", "--database", elsewhere)
    assert (code, "before" in said.partition("holds.")[2]) == (0, False)
    assert names(elsewhere) == ["old.xlsx"]


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(5000), b"no database at all"])
def test_a_copy_takes_the_place_of_a_database_that_is_damaged(url, tmp_path, content):
    """What restoring is for: it was refused, for what is damaged could not be copied first."""
    store = open_store(url)
    inventories.save(store, HERE, "old.xlsx", b"content")
    store.close()
    copies.backup(tmp_path / "copy.sqlite3")
    (tmp_path / "work.sqlite3").write_bytes(content)
    assert run("restore", tmp_path / "copy.sqlite3")[0] == 0
    assert names(tmp_path / "work.sqlite3") == ["old.xlsx"]
    (before,) = tmp_path.glob("work, before *.sqlite3")
    assert before.read_bytes() == content


def test_what_is_no_copy_is_refused_and_nothing_changes(url, tmp_path):
    store = open_store(url)
    inventories.save(store, HERE, "old.xlsx", b"content")
    store.close()
    (tmp_path / "text.sqlite3").write_text("no database", encoding="utf-8")
    sqlite3.connect(tmp_path / "other.sqlite3").execute("CREATE TABLE a (b)").connection.close()
    for name in ("text", "other"):
        assert run("restore", tmp_path / f"{name}.sqlite3")[0] == 2
    with pytest.raises(UsageError, match=r"There is no database .*missing\.sqlite3"):
        copies.restore(tmp_path / "missing.sqlite3")
    assert not (tmp_path / "missing.sqlite3").exists()
    assert names(tmp_path / "work.sqlite3") == ["old.xlsx"]


def test_a_copy_of_a_newer_program_is_refused(url, tmp_path):
    open_store(url).close()
    copies.backup(tmp_path / "copy.sqlite3")
    with sqlite3.connect(tmp_path / "copy.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
    connection.close()
    with pytest.raises(DatabaseError, match="newer version"):
        copies.restore(tmp_path / "copy.sqlite3")


def test_a_copy_is_not_written_over_another_unasked(url, tmp_path):
    open_store(url).close()
    copy = tmp_path / "copy.sqlite3"
    assert run("backup", copy)[0] == 0
    assert run("backup", copy) == (2, f"Error: {copy} exists already; give another name, or add --force.")
    assert run("backup", copy, "--force")[0] == 0


def test_where_nothing_is_saved_nothing_is_copied(url, tmp_path):
    code, said = run("backup", tmp_path / "copy.sqlite3")
    assert (code, said.startswith("Error: Nothing is saved yet")) == (2, True)
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_a_database_on_a_server_has_its_own_tool(monkeypatch, tmp_path):
    monkeypatch.setenv(SETTING, "postgresql://me:secret@server/work")
    code, said = run("backup", tmp_path / "copy.sqlite3")
    assert (code, "pg_dump" in said, "secret" in said) == (2, True, False)

"""What is saved is found again, by its own workspace only, also by another process."""

from __future__ import annotations

import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from sqlalchemy import Engine, event

from planner.errors import UsageError
from planner.store import inventories, jobs, plans, scenarios
from planner.store.database import SETTING, Store, data_folder, database_url, migrations, open_store
from planner.workbooks import uploads

HERE, ELSEWHERE = "here", "elsewhere"


def test_migrations_make_exactly_the_tables_of_the_program(store):
    with store.reading() as session:
        command.check(migrations(session.connection()))


def test_what_an_earlier_version_saved_is_brought_along_and_back(fresh_address):
    old = Store(fresh_address)
    with old.writing() as session:
        command.upgrade(migrations(session.connection()), "r0001")
        session.connection().exec_driver_sql(
            "INSERT INTO inventories (id, workspace, created, name, sha256, size, checked) "
            "VALUES ('1', 'here', '2026-11-22 06:00:00', 'estate.xlsx', 'x', 7, '{}')"
        )
    old.close()
    opened = open_store(fresh_address)
    (saved,) = inventories.every(opened, HERE)
    assert (saved.name, saved.catalogue) == ("estate.xlsx", None)
    assert inventories.check_of(opened, HERE, saved.id) is None
    with opened.writing() as session:
        command.downgrade(migrations(session.connection()), "r0001")
        assert session.connection().exec_driver_sql("SELECT name FROM inventories").scalars().all() == ["estate.xlsx"]
    opened.close()


def test_opening_twice_changes_nothing(store):
    saved = inventories.save(store, HERE, "estate.xlsx", b"content")
    again = open_store(store.url)
    assert inventories.find(again, HERE, saved.id) == saved
    again.close()


def test_sqlite_is_set_up(sqlite_store):
    with sqlite_store.reading() as session:
        connection = session.connection()
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
    assert found == ["wal", 1]


def test_a_reader_does_not_wait_for_a_writer(store):
    saved = inventories.save(store, HERE, "estate.xlsx", b"content")
    with store.writing():
        assert inventories.content_of(store, HERE, saved.id) == b"content"


def test_many_write_at_once_and_none_is_refused(store):
    saved = inventories.save(store, HERE, "estate.xlsx", b"content")
    wanted = [jobs.ask(store, HERE, saved.id, jobs.Request()).id for _ in range(4)]

    def write(job):
        for number in range(25):
            jobs.beat(store, job, f"step {number}", "", 0.0)

    with ThreadPoolExecutor(4) as people:
        list(people.map(write, wanted))
    assert {job.stage for job in jobs.of_inventory(store, HERE, saved.id)} == {"step 24"}


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told otherwise there")
def test_only_its_owner_can_read_what_is_saved(tmp_path):
    path = tmp_path / "mine" / "saved.sqlite3"
    open_store(f"sqlite:///{path}").close()
    assert [stat.S_IMODE(place.stat().st_mode) for place in (path.parent, path)] == [0o700, 0o600]


def test_a_transaction_that_fails_leaves_nothing_behind(store):
    def half_done():
        with store.writing() as session:
            plans.add(session, HERE, "case", None, plans.Made("half", "{}", None, {}), "me")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert plans.every(store, HERE) == []


def test_a_database_that_cannot_be_opened_is_told(tmp_path):
    (tmp_path / "file").write_text("no database")
    with pytest.raises(UsageError, match="cannot be opened: file is not a database"):
        open_store(f"sqlite:///{tmp_path / 'file'}")
    with pytest.raises(UsageError, match="is no address of a database"):
        open_store("nonsense")


def test_a_password_is_never_told():
    with pytest.raises(UsageError) as told:
        open_store("postgresql+nodriver://me:secret@server/saved")
    assert "secret" not in str(told.value)


def test_the_address_is_a_setting(monkeypatch):
    monkeypatch.delenv(SETTING, raising=False)
    assert database_url() == f"sqlite:///{data_folder() / 'cal-planner.sqlite3'}"
    monkeypatch.setenv(SETTING, "sqlite:///other.sqlite3")
    assert database_url() == "sqlite:///other.sqlite3"


def test_the_same_bytes_under_the_same_name_are_saved_once(store):
    first = inventories.save(store, HERE, "estate.xlsx", b"content")
    assert inventories.save(store, HERE, "estate.xlsx", b"content") == first
    renamed = inventories.save(store, HERE, "other.xlsx", b"content")
    changed = inventories.save(store, HERE, "estate.xlsx", b"changed")
    assert {one.id for one in inventories.every(store, HERE)} == {first.id, renamed.id, changed.id}
    assert inventories.content_of(store, HERE, first.id) == b"content"


def test_other_workspaces_see_nothing(store):
    saved = inventories.save(store, HERE, "estate.xlsx", b"content")
    job = jobs.ask(store, HERE, saved.id, jobs.Request())
    jobs.take_turn(store, job.id)
    plan = jobs.finish(store, job.id, "estate", "{}", {"plan.xlsx": b"x"})
    assert inventories.every(store, ELSEWHERE) == []
    assert inventories.find(store, ELSEWHERE, saved.id) is None
    assert jobs.find(store, ELSEWHERE, job.id) is None
    assert plans.every(store, ELSEWHERE) == []
    for read in (
        lambda: inventories.content_of(store, ELSEWHERE, saved.id),
        lambda: plans.document_of(store, ELSEWHERE, plan),
        lambda: plans.file_of(store, ELSEWHERE, plan, "plan.xlsx"),
        lambda: jobs.ask(store, ELSEWHERE, saved.id, jobs.Request()),
        lambda: scenarios.save(store, ELSEWHERE, saved.case, "mine", {}),
    ):
        with pytest.raises(UsageError, match="not saved here any more"):
            read()
    inventories.remove(store, ELSEWHERE, saved.id)
    plans.remove(store, ELSEWHERE, plan)
    assert inventories.find(store, HERE, saved.id) == saved
    assert plans.file_of(store, HERE, plan, "plan.xlsx") == b"x"


def test_a_plan_outlives_its_inventory(store):
    saved = inventories.save(store, HERE, "estate.xlsx", b"content")
    scenarios.save(store, HERE, saved.case, "mine", {})
    job = jobs.ask(store, HERE, saved.id, jobs.Request())
    jobs.take_turn(store, job.id)
    plan = jobs.finish(store, job.id, "estate", '{"format": "x"}', {})
    inventories.remove(store, HERE, saved.id)
    assert plans.document_of(store, HERE, plan) == '{"format": "x"}'
    (found,) = plans.every(store, HERE)
    assert (found.id, found.inventory) == (plan, None)
    assert jobs.find(store, HERE, job.id) is None
    # Scenarios are the case's, and that is still there.
    assert [one.name for one in scenarios.every(store, HERE, saved.case)] == ["mine"]


def test_what_a_check_found_is_kept(store):
    saved = inventories.save(store, HERE, "estate.xlsx", b"content")
    inventories.keep_check(store, HERE, saved.id, {"people": 3}, 0)
    found = inventories.find(store, HERE, saved.id)
    assert found is not None
    assert inventories.check_of(store, HERE, found.id) == {"people": 3}
    assert inventories.check_of(store, ELSEWHERE, found.id) is None


def test_a_list_of_inventories_never_reads_what_checks_found(store):
    """With 50,000 problems each, every page that lists inventories took a second."""
    saved = inventories.save(store, HERE, "estate.xlsx", b"content")
    inventories.keep_check(store, HERE, saved.id, {"people": 3}, 0)
    asked = []
    event.listen(Engine, "before_cursor_execute", note := lambda *given: asked.append(given[2]))
    try:
        assert [one.id for one in inventories.every(store, HERE)] == [saved.id]
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert any("inventories" in statement for statement in asked)
    assert not any("checked" in statement for statement in asked)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("estate.xlsx", "estate.xlsx"),
        ("C:\\Users\\me\\estate.xlsx", "estate.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.xlsx", "ab.xlsx"),
        ("..", "inventory"),
        ("", "inventory"),
        ("x" * 300 + ".xlsx", "x" * 120 + ".xlsx"),
    ],
)
def test_names_are_made_plain(given, kept):
    assert uploads.plain_name(given) == kept


def test_empty_and_giant_uploads_are_refused(store, monkeypatch):
    with pytest.raises(UsageError, match="empty"):
        inventories.save(store, HERE, "estate.xlsx", b"")
    monkeypatch.setattr(uploads, "MAX_BYTES", 3)
    with pytest.raises(UsageError, match="at most 3 are taken"):
        inventories.save(store, HERE, "estate.xlsx", b"four")


def test_scenarios_are_made_changed_and_deleted(store):
    saved = inventories.save(store, HERE, "estate.xlsx", b"content")
    made = scenarios.save(store, HERE, saved.case, " no  used ", {"allow_used": "no"})
    assert (made.name, made.overrides) == ("no used", {"allow_used": "no"})
    for name in ("No Used", " ", "x" * 201):
        with pytest.raises(UsageError):
            scenarios.save(store, HERE, saved.case, name, {})
    changed = scenarios.save(store, HERE, saved.case, "only new", {"budget": "900"}, changing=made)
    assert scenarios.every(store, HERE, saved.case) == [changed]
    assert changed.id == made.id
    copies = [scenarios.duplicate(store, HERE, made.id) for _ in range(2)]
    assert [copy.name for copy in copies] == ["Copy of only new", "Copy 2 of only new"]
    assert {copy.overrides["budget"] for copy in copies} == {"900"}
    assert scenarios.every(store, HERE, saved.case) == [changed, *copies]
    with pytest.raises(UsageError, match="not saved here any more"):
        scenarios.duplicate(store, ELSEWHERE, made.id)

    for one in (made, *copies):
        scenarios.remove(store, HERE, one.id)
    assert scenarios.every(store, HERE, saved.case) == []


def test_an_older_database_without_tables_is_filled(tmp_path):
    path = tmp_path / "deep" / "down" / "saved.sqlite3"
    opened = open_store(f"sqlite:///{path}")
    assert isinstance(opened, Store)
    opened.close()
    connection = sqlite3.connect(path)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    assert {"inventories", "inventory_contents", "scenarios", "jobs", "plans", "exports"} < names

"""What several servers and people do at once to one PostgreSQL database, and what is told when it goes away."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from planner.errors import UsageError
from planner.store import cases, database, inventories, jobs, kept, plans, scenarios
from planner.store.database import Store, open_store
from planner.store.faults import DatabaseError
from planner.store.jobs import JobState, Request
from planner.store.kept import Result
from planner.store.tables import ScenarioRow

HERE = "here"


@pytest.fixture
def address(postgresql_server):
    return postgresql_server.emptied()


@pytest.fixture
def stores(address):
    """Two programs at one database."""
    opened = [open_store(address), open_store(address)]
    yield opened
    for store in opened:
        store.close()


def test_two_servers_start_at_once_on_a_new_database(postgresql_server):
    address = postgresql_server.new_database()
    start = "import sys; from planner.store.database import open_store; open_store(sys.argv[1]).close()"
    both = [subprocess.Popen([sys.executable, "-c", start, address]) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    store = open_store(address)
    assert cases.every(store, HERE) == []
    store.close()


def test_of_two_who_save_one_scenario_the_second_is_told(stores):
    case = inventories.save(stores[0], HERE, "shop.xlsx", b"content").case

    def save(number):
        try:
            scenarios.save(stores[number % 2], HERE, case, "Mine", {"budget": str(number)})
        except UsageError as problem:
            return str(problem)
        return ""

    with ThreadPoolExecutor(8) as people:
        said = list(people.map(save, range(24)))
    assert len(scenarios.every(stores[0], HERE, case)) == 1
    assert sorted(said) == ["", *['There is a scenario "Mine" already; give another name.'] * 23]


def test_versions_of_a_case_are_counted_once_each(stores):
    case = inventories.save(stores[0], HERE, "shop.xlsx", b"content").case
    with ThreadPoolExecutor(8) as people:
        saved = people.map(
            lambda number: inventories.save(stores[number % 2], HERE, "shop.xlsx", b"%d" % number, case=case), range(24)
        )
        assert sorted(one.version for one in saved) == list(range(2, 26))


def test_who_waits_too_long_for_another_program_is_told(stores, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 1)
    with stores[0].writing() as session:
        cases.add(session, HERE, "long work")
        with pytest.raises(DatabaseError, match="The database is busy"):
            inventories.save(stores[1], HERE, "shop.xlsx", b"content")


def test_whoever_reads_waits_for_nobody(stores):
    saved = inventories.save(stores[0], HERE, "shop.xlsx", b"content")
    with stores[0].writing() as session:
        cases.add(session, HERE, "long work")
        assert inventories.content_of(stores[1], HERE, saved.id) == b"content"


def test_a_plan_is_saved_when_a_server_that_stopped_in_the_middle_is_there_again(
    postgresql_server, stores, tmp_path, monkeypatch
):
    store = stores[0]
    saved = inventories.save(store, HERE, "shop.xlsx", b"content")
    job = jobs.ask(store, HERE, saved.id, Request()).id
    jobs.take_turn(store, job)
    monkeypatch.setattr(kept, "data_folder", lambda: tmp_path)
    told = []

    def write_while_it_stops():
        with store.writing() as session:
            cases.add(session, HERE, "half done")
            postgresql_server.stop()
            session.flush()
            cases.add(session, HERE, "the other half")

    with pytest.raises(DatabaseError, match=r"^The database does not answer\. .* Nothing that was saved is lost\.$"):
        write_while_it_stops()
    with pytest.raises(DatabaseError, match="The database does not answer"):
        inventories.every(store, HERE)
    with pytest.raises(UsageError, match="cannot be opened"):
        open_store(store.url)

    def waited(_seconds):
        told.append([path.name for path in sorted(tmp_path.rglob("*.*"))])
        postgresql_server.start()

    monkeypatch.setattr(kept.time, "sleep", waited)
    kept.save_or_keep(store, job, Result("shop", "{}", {"plan.xlsx": b"workbook"}))
    assert told == [["plan.xlsx", "result.json"]]
    done = jobs.find(store, HERE, job)
    assert done.state == JobState.DONE
    assert plans.file_of(store, HERE, done.plan, "plan.xlsx") == b"workbook"
    assert [one.case.name for one in cases.every(store, HERE)] == ["shop"]


def test_what_the_database_itself_refuses_is_told(stores):
    case = inventories.save(stores[0], HERE, "shop.xlsx", b"content").case
    scenarios.save(stores[0], HERE, case, "Mine", {})
    other = scenarios.save(stores[0], HERE, case, "Other", {})
    again = update(ScenarioRow).where(ScenarioRow.id == other.id).values(name="Mine")
    met = pytest.raises(DatabaseError, match="Somebody else saved the same at the same moment")
    with met, stores[1].writing() as session:
        session.execute(again)


def test_its_password_is_in_no_message():
    wrong = Store("postgresql+psycopg://planner:secret@127.0.0.1:1/saved")
    with pytest.raises(DatabaseError) as told:
        inventories.every(wrong, HERE)
    assert "secret" not in str(told.value)
    wrong.close()

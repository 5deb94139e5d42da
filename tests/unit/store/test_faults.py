"""Faults of the database: told in words, and nothing that is finished is lost by one."""

from __future__ import annotations

import sqlite3
import sys

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from planner.errors import PlannerError
from planner.store import database, faults, inventories, jobs, kept, plans
from planner.store.database import Store, open_store
from planner.store.faults import DatabaseError, in_words
from planner.store.jobs import JobState, Request
from planner.store.kept import Result

HERE = "here"
RESULT = Result("shop", "{}", {"plan.xlsx": b"workbook", "who.parquet": b"who"})


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """Where results are kept that cannot be saved."""
    monkeypatch.setattr(kept, "data_folder", lambda: tmp_path / "person")
    monkeypatch.setattr(kept, "TRY_EVERY_S", 0.0)
    return tmp_path / "person"


@pytest.fixture
def job(store):
    saved = inventories.save(store, HERE, "shop.xlsx", b"content")
    made = jobs.ask(store, HERE, saved.id, Request())
    jobs.take_turn(store, made.id)
    return made.id


def path_of(store):
    return store.url.removeprefix("sqlite:///")


def test_a_database_that_is_locked_is_told(sqlite_store, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    impatient, other = Store(sqlite_store.url), sqlite3.connect(path_of(sqlite_store))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseError, match=r"^The database is busy: .* Nothing that was saved is lost\.$"):
        inventories.save(impatient, HERE, "shop.xlsx", b"content")
    other.close()
    impatient.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be moved there")
def test_a_database_that_is_gone_is_told_and_not_made_anew(sqlite_store, tmp_path):
    (tmp_path / "saved.sqlite3").rename(tmp_path / "moved.sqlite3")
    with pytest.raises(DatabaseError, match="Was its file moved or deleted"):
        inventories.every(sqlite_store, HERE)
    assert not (tmp_path / "saved.sqlite3").exists()


def test_a_database_of_a_newer_program_is_told(sqlite_store):
    with sqlite3.connect(path_of(sqlite_store)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
    connection.close()
    with pytest.raises(DatabaseError, match="written by a newer version of the program"):
        open_store(sqlite_store.url)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("database or disk is full", "The disk that holds the database is full."),
        ("disk I/O error", "The disk that holds the database is full."),
        ("attempt to write a readonly database", "The database may only be read."),
        ("no such table: jobs", "The database is not there any more."),
        ("database disk image is malformed", "The database is damaged."),
        ("UNIQUE constraint failed: scenarios.name", "Somebody else saved the same at the same moment."),
        ("something else", "The database reports: something else."),
    ],
)
def test_words_of_other_faults(said, words):
    told = in_words(OperationalError("SELECT 1", {}, sqlite3.OperationalError(said)))
    assert str(told).startswith(words)
    assert told.exit_code == 2


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (psycopg.errors.DiskFull, "The disk that holds the database is full."),
        (psycopg.errors.TooManyConnections, "The database has more connections than it takes."),
        (psycopg.errors.LockNotAvailable, "The database is busy"),
        (psycopg.errors.InsufficientPrivilege, "The database may only be read."),
        (psycopg.errors.AdminShutdown, "The database does not answer."),
        (psycopg.OperationalError, "The database does not answer."),
        (psycopg.errors.InternalError_, "The database reports: irgendwas."),
    ],
)
def test_a_servers_faults_are_told_whatever_its_language(problem, words):
    assert str(in_words(OperationalError("SELECT 1", {}, problem("irgendwas")))).startswith(words)


def test_what_the_program_does_wrong_is_no_fault_of_the_database():
    for wrong in (sqlite3.IntegrityError("NOT NULL constraint failed"), psycopg.errors.NotNullViolation("leer")):
        assert in_words(IntegrityError("INSERT", {}, wrong)) is None


def test_every_fault_is_something_a_person_can_act_on():
    assert issubclass(DatabaseError, PlannerError)
    told = [*(words for _, words in faults._IN_SQLITE), *faults._AT_SERVER.values()]
    assert all(words.endswith(".") and words.count(".") >= 2 for words in told)


def away(monkeypatch, times, *, then=lambda: None):
    """Let the database be away when a job is finished, so many times; `then` looks at what is kept meanwhile."""
    finish, left = jobs.finish, iter(range(times))

    def finish_or_not(*arguments):
        if next(left, None) is not None:
            raise DatabaseError("The database is busy.")
        then()
        return finish(*arguments)

    monkeypatch.setattr(jobs, "finish", finish_or_not)


def test_a_finished_plan_is_saved_as_soon_as_the_database_is_there_again(store, job, own_folder, monkeypatch):
    seen = []
    away(monkeypatch, 3, then=lambda: seen.extend(sorted(path.name for path in own_folder.rglob("*.*"))))
    kept.save_or_keep(store, job, RESULT)
    assert seen == ["plan.xlsx", "result.json", "who.parquet"]  # kept meanwhile
    done = jobs.find(store, HERE, job)
    assert done.state == JobState.DONE
    assert plans.file_of(store, HERE, done.plan, "who.parquet") == b"who"
    assert [path for path in own_folder.rglob("*") if path.is_file()] == []


def test_nobody_tries_for_ever_and_what_was_kept_is_saved_at_the_next_start(store, job, own_folder, monkeypatch):
    monkeypatch.setattr(kept, "TRY_FOR_S", 0.0)
    with monkeypatch.context() as patch:
        away(patch, 100)
        kept.save_or_keep(store, job, RESULT)
    assert not jobs.find(store, HERE, job).has_ended
    assert kept.save_kept(store) == 1
    assert jobs.find(store, HERE, job).state == JobState.DONE


def test_a_plan_whose_process_ended_before_it_was_saved_is_saved_later(store, job, own_folder, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(_seconds):
        raise Killed

    with monkeypatch.context() as patch:
        away(patch, 1)
        patch.setattr(kept.time, "sleep", killed)
        with pytest.raises(Killed):
            kept.save_or_keep(store, job, RESULT)
    jobs.fail(store, job, "its process ended without a word")
    assert kept.save_kept(store) == 1
    done = jobs.find(store, HERE, job)
    assert done.state == JobState.DONE
    assert plans.document_of(store, HERE, done.plan) == "{}"
    assert kept.save_kept(store) == 0
    assert len(plans.every(store, HERE)) == 1


def test_a_plan_is_saved_once_though_two_save_it(store, job):
    assert jobs.finish(store, job, "shop", "{}", {}) == jobs.finish(store, job, "shop", "{}", {})
    assert len(plans.every(store, HERE)) == 1


def test_a_full_disk_keeps_nothing_from_being_saved_later(store, job, own_folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    away(monkeypatch, 2)
    monkeypatch.setattr(kept, "_keep", full)
    kept.save_or_keep(store, job, RESULT)
    assert jobs.find(store, HERE, job).state == JobState.DONE


def test_nobody_waits_for_a_job_that_was_deleted(store, own_folder):
    kept.save_or_keep(store, "no such job", RESULT)
    assert plans.every(store, HERE) == []

"""Files with far too much of something: rows, problems, letters.  What is kept of them has a bound."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from planner.domain.issue import Issue, Location, Severity
from planner.errors import WorkbookError
from planner.ingest import load_inventory
from planner.ingest.files import reader_process
from planner.ingest.files.folder import FileToRead
from planner.ingest.files.reader_process import read_here
from planner.ingest.tables.cells import LONGEST_QUOTED, quoted
from planner.ingest.tables.log import LONGEST_TEXT, MOST_OF_A_KIND, Log
from planner.report.terminal import make_console, print_issues
from tests.unit.ingest.read_files import simple_workbook

TODAY = date(2026, 12, 1)


def issue(sheet="Access", text="It is wrong.", **more):
    return Issue("CAL-201", Severity.ERROR, Location("a.xlsx", sheet, 5, "user_id"), "x", text, "Mend it.", **more)


def test_the_first_of_a_kind_are_kept_and_the_others_counted():
    log = Log()
    log.extend(issue() for _ in range(MOST_OF_A_KIND + 234))
    log.extend(issue("Users") for _ in range(MOST_OF_A_KIND + 1))
    log.notice("CAL-501", Location("a.xlsx", "Users"), "To know.")
    assert len(log.issues) == 2 * MOST_OF_A_KIND + 3
    of_access, of_users = log.issues[-2:]
    assert str(of_access) == (
        "Access: 234 more rows have this problem; of each kind the first 1,000 are told. "
        "Correct those and check again. [CAL-201]"
    )
    assert (of_access.stands_for, of_users.stands_for) == (234, 1)
    assert of_users.text.startswith("1 more row has this problem;")
    assert sum(one.stands_for for one in log.issues) == 2 * MOST_OF_A_KIND + 235 + 1
    assert log.has_errors


def test_remarks_beyond_the_first_are_no_problems():
    log = Log()
    for _ in range(MOST_OF_A_KIND + 2):
        log.notice("CAL-501", Location("a.xlsx", "Users", 4), "To know.")
    assert not log.has_errors
    assert str(log.issues[-1]) == "Users: This is so of 2 more rows; of each kind the first 1,000 are told. [CAL-501]"


def test_texts_that_are_long_to_do_harm_are_cut():
    log = Log()
    log.add(issue(text="x" * 1_000_000))
    (kept,) = log.issues
    assert len(kept.text) == LONGEST_TEXT
    assert quoted("y" * 999) == f'"{"y" * LONGEST_QUOTED}…"'
    assert quoted("  short ") == '"short"'


def test_everybody_hears_how_many_there_are():
    log = Log()
    log.extend(issue() for _ in range(MOST_OF_A_KIND + 234))
    assert str(WorkbookError(log.issues)).splitlines()[0] == "1,234 problems in the inventory:"
    assert str(WorkbookError(log.issues)).endswith("... and 1,214 more, the first of each kind in `issues`")
    shown = io.StringIO()
    print_issues(log.issues, make_console(shown))
    assert "1,214 more rows have problem CAL-201; the first 1,000 are listed by `cal-planner check --json`" in (
        " ".join(shown.getvalue().split())
    )


def test_more_rows_than_anybody_has_are_not_read(tmp_path, monkeypatch):
    (tmp_path / "work").mkdir()
    file = tmp_path / "Access.csv"
    file.write_text("user_id,device_id,server_id\n" + "u,d,s\n" * 7, encoding="utf-8")
    asked = [FileToRead(file, "Access.csv", "Access", is_member=True)] * 2
    monkeypatch.setattr(reader_process, "MOST_ROWS", 14)
    assert [len(table.rows) for table in read_here(asked, tmp_path / "work")] == [7, 7]
    monkeypatch.setattr(reader_process, "MOST_ROWS", 13)
    table, problem = read_here(asked, tmp_path / "work")
    assert len(table.rows) == 7
    assert problem.text == "With this file the inventory has more than 13 rows; no more are read."


@pytest.mark.parametrize("rows", [30_000])
def test_a_small_zip_of_wrong_rows_is_told_in_short(tmp_path, rows):
    """Some 150 KB once made the server take gigabytes: each row had a problem of its own."""
    with zipfile.ZipFile(tmp_path / "estate.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("Access.csv", "user_id,device_id,server_id\n" + ",pc,srv\n" * rows)
        bundle.writestr("Servers.csv", "server_id,version\nsrv,2022\n" + "".join(f"s{n},2O22\n" for n in range(rows)))
    loaded = load_inventory(tmp_path / "estate.zip", today=TODAY)
    assert loaded.inventory is None
    assert len(loaded.issues) < 5 * MOST_OF_A_KIND
    assert sum(one.stands_for for one in loaded.issues if one.code == "CAL-110") == rows


def test_what_a_reader_is_told_to_unpack_twice_has_room(tmp_path):
    """A second try, or a catalogue that is a zip as well, once met the folder of the first."""
    (tmp_path / "work").mkdir()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as bundle:
        bundle.writestr("Access.csv", "user_id\nu\n")
    asked = [FileToRead(tmp_path / "a.zip", "a.zip", "a", is_member=False)] * 2
    assert [len(table.rows) for table in read_here(asked, tmp_path / "work")] == [1, 1]
    simple = FileToRead(simple_workbook(tmp_path / "b.xlsx"), "b.xlsx", "b", is_member=False)
    assert len(list(read_here([simple], tmp_path / "work"))) >= 1

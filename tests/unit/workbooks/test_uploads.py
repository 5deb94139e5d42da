"""Files as people hand them over become one; the same files always become the same one."""

from __future__ import annotations

import io
import zipfile

import pytest

from planner.errors import UsageError
from planner.workbooks import uploads
from planner.workbooks.uploads import Files, Upload, join
from tests.dashboard.workbooks import GOOD, table_files, tills
from tests.unit.workbooks.checked import check_files

TABLES = table_files(tills())


def test_table_files_become_a_zip_that_depends_on_nothing_else():
    once, again = join(TABLES), join(TABLES[::-1])
    assert once == again
    assert once.name == "Headcount and 2 more.zip"
    with zipfile.ZipFile(io.BytesIO(once.content)) as archive:
        assert archive.namelist() == ["Headcount.csv", "Offers.csv", "Policy.csv"]
        assert archive.read("Offers.csv") == TABLES[1].content
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert join(TABLES[:1]).name == "Headcount.zip"


def test_table_files_say_the_same_as_a_workbook():
    found = check_files(Files(join(TABLES)))
    expected = check_files(Files(Upload("tills.xlsx", GOOD)))
    assert (found.found, found.rows, found.errors) == (expected.found, expected.rows, ())


def test_a_workbook_or_a_zip_alone_stays_as_it_is():
    for file in (Upload("a.XLSX", GOOD), Upload("a.zip", b"whatever")):
        assert join([file]) is file


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "Choose a file first"),
        (["setup.exe"], '"setup.exe" is none of the files that are read: .xlsx'),
        (["Users.csv", "README"], '"README" is none of the files'),
        (["a.xlsx", "b.xlsx"], '"a.xlsx" cannot be joined with the other files'),
        (["Users.csv", "b.zip"], '"b.zip" cannot be joined'),
        (["a/Users.csv", "b/Users.csv"], 'Two of the files are called "Users.csv"'),
    ],
)
def test_what_is_no_one_inventory_is_refused_with_words(names, said):
    with pytest.raises(UsageError, match=said):
        join([Upload(name, b"x") for name in names])


def test_too_many_bytes_are_refused_before_they_are_packed(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 3)
    with pytest.raises(UsageError, match="at most 3 are taken"):
        join([Upload("Users.csv", b"12"), Upload("Devices.csv", b"34")])

"""A zip of tables is read as the folder would be; one that was made to do harm is refused with words."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from planner.domain.issue import Severity
from planner.ingest.files.read import read_tables
from tests.unit.ingest.read_files import simple_workbook

USERS, OFFERS = "user_id\nu1\nu2\n", "offer_id;price\nO1;38,50\n"


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def problem_of(path: Path):
    reading = read_tables(path)
    (issue,) = (issue for issue in reading.issues if issue.severity is Severity.ERROR)
    assert reading.tables == ()
    return issue


@pytest.mark.parametrize("around", ["", "estate/", "estate\\"])
def test_a_zip_is_read_as_its_folder(tmp_path, around):
    files = {"Users.csv": USERS, "Offers.csv": OFFERS, "Access.csv/part-0.csv": USERS, "Access.csv/part-1.csv": USERS}
    folder = tmp_path / "folder"
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    reading = read_tables(zipped(tmp_path / "estate.zip", {around + name: text for name, text in files.items()}))
    expected = read_tables(folder).tables
    assert [(table.file, table.sheet) for table in reading.tables] == [
        (f"estate.zip/{table.file}", table.sheet) for table in expected
    ]
    for table, other in zip(reading.tables, expected, strict=True):
        assert table.headers == other.headers
        assert [list(column) for column in table.columns] == [list(column) for column in other.columns]
    assert reading.issues == ()
    assert reading.source.name == "estate.zip"


def test_what_else_stands_in_a_zip_is_named_and_clutter_is_not(tmp_path):
    clutter = {"__MACOSX/._Users.csv": "x", ".DS_Store": "x", "e/Thumbs.db": "x"}
    others = {"e/notes.txt": "x", "e/deep/down/Offers.csv": OFFERS}
    reading = read_tables(zipped(tmp_path / "e.zip", {"e/Users.csv": USERS, **others, **clutter}))
    assert [table.sheet for table in reading.tables] == ["Users"]
    assert [issue.text for issue in reading.issues] == [
        'The folder "deep" was not read: only .csv and .parquet files in the folder are.',
        'The file "notes.txt" was not read: only .csv and .parquet files in the folder are.',
    ]


@pytest.mark.parametrize(
    "name",
    ["../Users.csv", "/Users.csv", "C:/Users.csv", "a//Users.csv", "..\\Users.csv", "a\nb.csv", "x" * 250 + ".csv"],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path, name):
    issue = problem_of(zipped(tmp_path / "estate.zip", {name: USERS, "Offers.csv": OFFERS}))
    assert issue.code == "CAL-014"
    assert "is no name of a file in a folder" in issue.text
    assert list(tmp_path.iterdir()) == [tmp_path / "estate.zip"]


def test_links_are_refused(tmp_path):
    link = zipfile.ZipInfo("Users.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "estate.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert '"Users.csv" is a link or a device' in problem_of(tmp_path / "estate.zip").text


def test_a_file_and_a_folder_of_one_name_are_refused(tmp_path):
    issue = problem_of(zipped(tmp_path / "estate.zip", {"a.csv": USERS, "a.csv/part.csv": USERS}))
    assert issue.code == "CAL-014"


def test_a_password_is_told(tmp_path):
    path = zipped(tmp_path / "estate.zip", {"Users.csv": USERS})
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert str(problem_of(path)).endswith(
        "The file is protected by a password. Zip the files again without a password. [CAL-006]"
    )


def test_a_bomb_is_not_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "e.zip", "w", zipfile.ZIP_DEFLATED) as archive, archive.open("A.csv", "w") as part:
        for _ in range(300):
            part.write(b"0" * (1 << 20))
    issue = problem_of(tmp_path / "e.zip")
    assert (issue.code, "far too much for a zip of tables" in issue.text) == ("CAL-007", True)


def test_a_bomb_that_declares_a_small_size_is_stopped(tmp_path):
    path = tmp_path / "e.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("A.csv", "w") as part:
        for _ in range(300):
            part.write(b"0" * (1 << 20))
    content, real = path.read_bytes(), (300 << 20).to_bytes(4, "little")
    assert content.count(real)
    path.write_bytes(content.replace(real, (1000).to_bytes(4, "little")))
    assert problem_of(path).code == "CAL-007"


def test_a_workbook_in_a_zip_is_no_table(tmp_path):
    book = simple_workbook(tmp_path / "book.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "only.zip", "w") as archive:
        archive.writestr("book.xlsx", book)
    assert problem_of(tmp_path / "only.zip").code == "CAL-004"
    with zipfile.ZipFile(tmp_path / "called.zip", "w") as archive:
        archive.writestr("Users.csv", book)
    assert problem_of(tmp_path / "called.zip").code == "CAL-024"
    with zipfile.ZipFile(tmp_path / "nested.zip", "w") as archive:
        archive.write(tmp_path / "called.zip", "Users.csv")
    assert "its content is a zip" in problem_of(tmp_path / "nested.zip").text


def test_two_files_of_one_sheet_are_refused(tmp_path):
    path = zipped(tmp_path / "estate.zip", {"Users.csv": USERS, "Users.parquet": "PAR1"})
    assert problem_of(path).code == "CAL-023"


def test_unrelated_files_in_a_zip_stop_nothing(tmp_path):
    path = tmp_path / "estate.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Users.csv", USERS)
        archive.writestr("old export.csv", b"\xff\xfe\x00 no text")
        archive.writestr("notes: draft.txt", "x")
        archive.writestr("backup.log", b"\0" * (300 << 20))
        archive.writestr("picture.PNG", "x", zipfile.ZIP_BZIP2)
        archive.writestr("Picture.png", "x", zipfile.ZIP_LZMA)
    reading = read_tables(path)
    assert [table.sheet for table in reading.tables] == ["Users"]
    assert {issue.severity for issue in reading.issues} == {Severity.NOTICE}
    assert any('"old export.csv" was not read: it is called like no sheet.' in issue.text for issue in reading.issues)


@pytest.mark.parametrize(
    ("page", "name"), [("cp852", "Dost\u0119py"), ("cp850", "Ger\u00e4te"), ("utf-8", "Ger\u00e4te")]
)
def test_names_in_an_old_code_page(tmp_path, page, name):
    """Older programs write names as their system does and do not say how."""
    path = zipped(tmp_path / "estate.zip", {"X" * len(name.encode(page)) + ".csv": USERS})
    raw = path.read_bytes().replace(b"X" * len(name.encode(page)), name.encode(page))
    path.write_bytes(raw)
    reading = read_tables(path)
    assert [(table.file, table.sheet) for table in reading.tables] == [(f"estate.zip/{name}.csv", name)]

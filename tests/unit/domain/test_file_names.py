"""Names that Windows keeps for devices, or would write otherwise, are given to no file."""

from __future__ import annotations

import zipfile

import pytest

from planner.domain.file_names import for_every_system, is_for_every_system
from planner.ingest.files.read import read_tables
from planner.workbooks.uploads import plain_name


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("CON", "_CON"),
        ("nul.xlsx", "_nul.xlsx"),
        ("Com1.backup.csv", "_Com1.backup.csv"),
        ("lpt³", "_lpt³"),
        ("aux .csv", "_aux .csv"),
        ("estate.", "estate"),
        ("estate . .", "estate"),
        ("...", "_"),
        ("console.xlsx", "console.xlsx"),
        ("com10.xlsx", "com10.xlsx"),
        ("estate.xlsx", "estate.xlsx"),
    ],
)
def test_names_that_every_system_takes(name, made):
    assert for_every_system(name) == made
    assert is_for_every_system(name) == (name == made)


@pytest.mark.parametrize(
    ("name", "made"), [("NUL.xlsx", "_NUL.xlsx"), ("estate. .xlsx", "estate.xlsx"), ("C:\\up\\con.csv", "_con.csv")]
)
def test_uploads_are_called_so_that_every_system_takes_it(name, made):
    assert plain_name(name) == made


def test_a_zip_makes_no_file_of_such_a_name(tmp_path):
    with zipfile.ZipFile(tmp_path / "estate.zip", "w") as bundle:
        bundle.writestr("NUL.csv", "user_id\nu\n")
    (problem,) = read_tables(tmp_path / "estate.zip").issues
    assert '"NUL.csv" is no name of a file in a folder' in problem.text

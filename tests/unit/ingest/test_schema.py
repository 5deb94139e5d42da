from __future__ import annotations

import pytest

from planner.ingest.schema.sheets import SHEET_BY_NAME, SHEETS, Kind
from planner.ingest.tables.cells import reader_for
from planner.ingest.tables.headers import (
    COLUMN_WORDS,
    SHEET_WORDS,
    match_columns,
    near_column,
    near_sheet,
    sheet_and_part,
)
from planner.ingest.tables.spelling import fold


def test_every_column_has_a_reader_and_a_meaning():
    for sheet in SHEETS:
        for column in sheet.columns:
            assert callable(reader_for(column))
            assert column.meaning.endswith(".")
            assert (column.kind in (Kind.WORD, Kind.WORDS)) == bool(column.words)


def test_a_default_is_one_of_the_words_and_never_beside_required():
    for sheet in SHEETS:
        for column in sheet.columns:
            assert not (column.required and column.default is not None)
            if column.words and column.default is not None:
                assert column.default == () if column.kind is Kind.WORDS else column.default in column.words


def test_words_of_other_languages_are_clear_within_a_sheet():
    sheets = [fold(word) for name, words in SHEET_WORDS.items() for word in (name, *words)]
    assert len(sheets) - len(set(sheets)) == 0
    for sheet in SHEETS:
        names = [word for name in sheet.by_name for word in {fold(one) for one in (name, *COLUMN_WORDS.get(name, ()))}]
        twice = {name for name in names if names.count(name) > 1}
        assert not twice, sheet.name


def test_words_of_other_languages_belong_to_columns():
    assert set(COLUMN_WORDS) <= {name for sheet in SHEETS for name in sheet.by_name}
    assert set(SHEET_WORDS) == set(SHEET_BY_NAME)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("access", ("Access", 0)),
        ("ACCESS 2", ("Access", 2)),
        ("Zugriffe_3", ("Access", 3)),
        ("access.part-04", ("Access", 4)),
        ("Head-count", ("Headcount", 0)),
        ("users2", ("Users", 2)),
        ("Offers 2", None),
        ("Access (2)", None),
        ("2", None),
    ],
)
def test_sheet_names(name, meant):
    assert sheet_and_part(name) == meant


def test_near_misses_are_within_two_edits():
    assert near_sheet("Acess", ["Access", "Users"]) == "Access"
    assert near_sheet("Axxxss", ["Access"]) is None
    assert near_column("verison", ["version"], SHEET_BY_NAME["Servers"]) == "version"
    assert near_column("", ["via"], SHEET_BY_NAME["Access"]) is None


def test_headers_are_blind_to_spelling():
    matched = match_columns(("User ID", "device-id*", "SERVER", "kind", "Kind", ""), SHEET_BY_NAME["Access"])
    assert matched.position_of == {"user_id": 0, "device_id": 1, "server_id": 2, "kind": 3}
    assert (matched.twice, matched.unknown) == ((("kind", 3, 4),), (5,))

"""Ids that a spreadsheet has damaged are refused, and ids that look alike are asked about, whatever the sheet."""

from __future__ import annotations

import pytest

from planner.ingest.tables.alike import looks
from tests.unit.ingest.good_tables import GOOD, changed, errors, good, load, only

BARE = {name: rows for name, rows in GOOD.items() if name not in ("Users", "Devices", "Owned")}
"""The good sheets without those that list people and machines."""


def with_access(*users: object):
    """Return sheets whose accesses are these accounts', each from a machine of its own."""
    rows = [[user, f"PC-{number}", "fs"] for number, user in enumerate(users)]
    return BARE | {"Access": [["user_id", "device_id", "server_id"], *rows]}


@pytest.mark.parametrize("text", ["1.23457E+11", "1,23457E+11", "9e+15", "-4.2E+08", "1.5E-07"])
def test_ids_in_scientific_notation(text):
    issue = only(load(with_access("anna", text)))
    assert (issue.code, issue.location.cell, issue.value) == ("CAL-116", "A3", text)
    assert "scientific notation" in issue.text


def test_every_damaged_cell_is_named():
    """Six people became one: the spreadsheet had written the same shortened number for all of them."""
    assert [text.split(",")[0] for text in errors(load(with_access(*["1.23457E+11"] * 3)))] == [
        "Access!A2", "Access!A3", "Access!A4"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["#N/A", "#NV", "#REF!", "#BEZUG!", "#WERT!", "#VALEUR!", "#¡REF!", "#NOMBRE?", "#ADR!", "#N/D", "#DIV/0!",
     "#########", "Err:502", "#GETTING_DATA", "#SPILL!"],
)  # fmt: skip
def test_error_texts_as_ids(text):
    issue = only(load(with_access("anna", text)))
    assert (issue.code, issue.location.cell, issue.text) == ("CAL-102", "A3", f"The cell holds the error {text}.")


@pytest.mark.parametrize("text", ["nan", "NaN", "NULL", "None", "<NA>"])
def test_what_programs_write_for_nothing(text):
    assert only(load(with_access("anna", text))).code == "CAL-116"


def test_numbers_of_more_digits_than_a_spreadsheet_keeps():
    issue = only(load(with_access("anna", 1234567890123456.0)))
    assert (issue.code, issue.location.cell) == ("CAL-116", "A3")
    assert "more than 15 digits" in issue.text


@pytest.mark.parametrize("cell", ["NA", "none", "#12", "1E5", "E+11", "12E", "N/A", 999999999999999.0, 2**60, "1.2.3"])
def test_ids_that_are_only_odd(cell):
    assert good(load(with_access("anna", cell)))


def test_ids_in_lists_and_in_other_columns_are_looked_at_too():
    issue = only(load(changed(("Servers", "C3", "#REF!"))))
    assert (issue.code, issue.location.column) == ("CAL-102", "host")
    issue = only(load(changed(("Headcount", "J1", "servers"), ("Headcount", "J2", "fs;#NV"))))
    assert (issue.code, issue.location.column) == ("CAL-102", "servers")


ALIKE = [
    ("M\u00fcller", "Mu\u0308ller", "here: U+0308 combining diaeresis"),
    ("Anna Berg", "Anna\u00a0Berg", "here: U+00A0 no-break space"),
    ("anna\u200bb", "annab", "there: U+200B zero width space"),
    ("O'Brien", "O\u2019Brien", "here: U+2019 right single quotation mark"),
    ("PC-1", "PC\u20111", "here: U+2011 non-breaking hyphen"),
    ("anna", "\u0430nna", "here: U+0430 cyrillic small letter a"),
    ("TOM", "\u03a4OM", "here: U+03A4 greek capital letter tau"),
    ("Eva  Ott", "Eva Ott", ""),
    ("\uff33\uff31\uff2c", "SQL", "there: U+FF33 fullwidth latin capital letter s"),
]


@pytest.mark.parametrize(("first", "second", "odd"), ALIKE)
def test_ids_that_look_alike_in_access_alone(first, second, odd):
    issue = only(load(with_access(first, "zoe", second)))
    assert (issue.code, issue.location.cell) == ("CAL-215", "A4")
    assert f'looks the same as "{first}" (Access!A2), but is written with other characters' in issue.text
    assert odd in issue.text


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        ("Headcount", [["group", "users", "devices", "pattern", "server_version"], ["Süd", 1, 1, "own", 2022],
                       ["Su\u0308d", 1, 1, "own", 2022]]),
        ("Devices", [["device_id"], ["KSK-009"], ["PC-1"], ["KSK\u2010009"]]),
        ("Servers", [["server_id", "version", "rds_deployment"], ["fs", 2022, None], ["rd1", 2022, "Farm Ost"],
                     ["rd2", 2022, "Farm\u00a0Ost"]]),
        ("Offers", [["offer_id", "vendor", "product", "metric", "version", "condition", "price"],
                    ["O1", "Händler", "ws_cal", "user", 2025, "new", 40],
                    ["O2", "Ha\u0308ndler", "ws_cal", "user", 2022, "used", 20]]),
    ],
)  # fmt: skip
def test_ids_that_look_alike_in_any_sheet(sheet, rows):
    assert [text for text in errors(load({**GOOD, sheet: rows})) if "CAL-215" in text]


def test_what_differs_in_case_only_is_told_once():
    assert only(load(with_access("Jürgen", "jürgen"))).code == "CAL-203"


@pytest.mark.parametrize(("one", "other"), [("anna", "ana"), ("PC-1", "PC1"), ("Müller", "Muller"), ("a.b", "a,b")])
def test_what_does_not_look_alike(one, other):
    assert looks(one) != looks(other)
    assert good(load(with_access(one, other)))


@pytest.mark.parametrize(
    "text",
    ["Stand: 01.11.2026", "As of 2026-11-01", "Source: AD export", "Total: 2 users", "2 rows", "(2 Zeilen)",
     "* without guests", "Quelle: HR", "Gesamt: 2 Personen", "Razem: 2", "Łącznie: 2", "Aantal: 2",
     "Nombre: 2", "Fecha: 01/11/2026"],
)  # fmt: skip
def test_a_remark_below_a_list_is_no_person(text):
    """The remark was counted as a third person, in two lists even from every machine."""
    sheets = {name: rows for name, rows in GOOD.items() if name not in ("Access", "Owned", "Users")}
    issue = only(load(sheets | {"Users": [["user_id", "name"], ["u1", "Anna"], ["u2", "Max"], [text, None]]}))
    assert (issue.code, issue.location.cell) == ("CAL-119", "A4")
    assert "below the list" in issue.text


@pytest.mark.parametrize(
    "row", [["Reception PC", None], ["Summer, Eva", None], ["Stand: 1", "a name"], ["Till 2", None]]
)
def test_last_rows_that_are_no_remarks(row):
    sheets = {name: rows for name, rows in GOOD.items() if name not in ("Access", "Owned", "Users")}
    assert good(load(sheets | {"Users": [["user_id", "name"], ["u1", "Anna"], row]}))


def test_a_remark_in_a_list_of_one_column():
    sheets = {name: rows for name, rows in GOOD.items() if name not in ("Access", "Owned", "Devices")}
    rows = [["device_id"], ["PC1"], ["Exported: 2026-11-01"], ["Page 1"]]
    codes = [text[-9:] for text in errors(load(sheets | {"Devices": rows}))]
    assert codes == ["[CAL-119]"] * 2


@pytest.mark.parametrize(
    "word", ["Gesamtergebnis", "Total général", "Suma końcowa", "Lacznie", "Eindtotaal", "TOTALE COMPLESSIVO"]
)
def test_sum_words_of_all_languages(word):
    assert only(load(changed(add={"Servers": [[word, "2022", None, None, None, None, None]]}))).code == "CAL-117"


@pytest.mark.parametrize(
    "text", ["2026-03-31 00:00:00", "2026-03-31T00:00:00", "2026-03-31T00:00:00.000Z", "2026-03-31 00:00"]
)
def test_a_day_with_the_time_it_begins(text):
    lots = good(load(changed(("Owned", "I1", "acquired_on"), ("Owned", "I2", text)))).lots
    assert str(lots[0].acquired_on) == "2026-03-31"


@pytest.mark.parametrize("text", ["2026-03-31 08:30:00", "2026-03-31T00:00:00+02:00", "31.03.2026 00:00"])
def test_another_time_of_a_day_is_no_day(text):
    assert only(load(changed(("Owned", "I1", "acquired_on"), ("Owned", "I2", text)))).code == "CAL-113"

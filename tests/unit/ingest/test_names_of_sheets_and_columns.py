"""Names of sheets, columns and files in every spelling that people and programs make of them."""

from __future__ import annotations

import pytest

from planner.ingest.schema.sheets import SHEET_BY_NAME
from planner.ingest.tables.headers import (
    close_column,
    match_columns,
    near_column,
    numbered_sheet,
    sheet_and_part,
    sheet_of_file,
)
from tests.unit.ingest.good_tables import GOOD, changed, errors, good, load, notices, only

OFFERS = SHEET_BY_NAME["Offers"]


def column_of(header: str, sheet: str = "Offers") -> str | None:
    """Return the column that a header alone is read as."""
    return next(iter(match_columns((header,), SHEET_BY_NAME[sheet]).position_of), None)


@pytest.mark.parametrize(
    "header",
    ["Währung", "WÄHRUNG", "Waehrung", "Wahrung", "W?hrung", "W??hrung", "W\ufffdhrung", "WÃ¤hrung", "W„hrung",
     "Wa\u0308hrung", "Wäh\u00adrung", " Währung\u200b ", "Währung:", "\ufeffWährung"],
)  # fmt: skip
def test_every_spelling_of_a_word(header):
    assert column_of(header) == "currency"


@pytest.mark.parametrize(
    ("header", "sheet", "column"),
    [
        ("Packungsgroesse", "Offers", "pack_size"), ("Packungsgr??e", "Offers", "pack_size"),
        ("Gultig bis", "Offers", "valid_until"), ("Gueltig_ab", "Offers", "valid_from"),
        ("Geraet", "Access", "device_id"), ("Ger?te", "Headcount", "devices"), ("Modele", "Headcount", "pattern"),
        ("Dzial", "Users", "department"), ("Uzytkownik", "Access", "user_id"), ("ID u?ytkownika", "Access", "user_id"),
        ("Ilosc", "Owned", "quantity"), ("Metrique", "Owned", "metric"), ("Użytkownik", "Access", "user_id"),
    ],
)  # fmt: skip
def test_words_whose_letters_are_lost(header, sheet, column):
    assert column_of(header, sheet) == column


@pytest.mark.parametrize("header", ["?", "???", "W?", "?hrung und Rate"])
def test_lost_letters_are_not_guessed_at(header):
    assert column_of(header) is None


def test_a_columns_own_name_comes_first():
    sheets = {name: rows for name, rows in GOOD.items() if name not in ("Users", "Devices", "Owned")} | {
        "Access": [["username", "user_id", "device_id", "Computer name", "server_id"],
                   ["Anna Berg", "u1", "PC1", "reception", "fs"], ["Max Wolf", "u2", "PC2", "office", "fs"]]
    }  # fmt: skip
    loaded = load(sheets)
    assert good(loaded).estate.people.ids.tolist() == ["u1", "u2"]
    assert any('are ignored: "username", "Computer name".' in text for text in notices(loaded))


@pytest.mark.parametrize(
    ("header", "column"),
    [("Währng", "currency"), ("Packungsgrösze", "pack_size"), ("Anbeiter", "vendor"), ("proveedr", "vendor"),
     ("pack_siez", "pack_size"), ("Dostawac", "vendor")],
)  # fmt: skip
def test_what_is_near_a_word_in_any_language(header, column):
    assert near_column(header, OFFERS.by_name, OFFERS) == column


@pytest.mark.parametrize("header", ["City", "Title", "Date", "Link target", "Nr", "ID", "Country", "Comments"])
def test_what_is_near_nothing(header):
    names = [name for name, column in SHEET_BY_NAME["Users"].by_name.items() if not column.required]
    assert near_column(header, names, SHEET_BY_NAME["Users"]) is None


@pytest.mark.parametrize(
    ("header", "column"),
    [("pack qty", "pack_size"), ("Stück pro Paket", "pack_size"), ("Licences/pack", "pack_size"), ("VPE", "pack_size"),
     ("MOQ", "min_packs"), ("Mindestmenge", "min_packs"), ("minimum order qty", "min_packs"),
     ("Available qty", "stock_packs"), ("Lagerbestand", "stock_packs"), ("Ccy", "currency"),
     ("Laufzeit", "term_months"), ("Expiry date", "valid_until"),
     ("Angebot gültig bis", "valid_until"), ("Contact", None), ("Rating", None)],
)  # fmt: skip
def test_what_is_close_in_meaning(header, column):
    assert close_column(header, OFFERS.by_name, OFFERS) == column


def test_a_column_close_in_meaning_is_asked_about():
    """Packs of ten were priced as single licences."""
    sheets = {**GOOD, "Offers": [
        ["offer_id", "vendor", "product", "metric", "version", "condition", "price", "pack qty"],
        ["O1", "V", "ws_cal", "user", 2025, "new", 400, 10],
    ]}  # fmt: skip
    assert errors(load(sheets)) == [
        'Offers!H1, column "pack_size": There is no column "pack_size", but one called "pack qty". Rename "pack qty" '
        'to "pack_size" if that is what it says; otherwise delete the column. [CAL-045]'
    ]
    sheets["Offers"] = [[*sheets["Offers"][0], "pack_size"], [*sheets["Offers"][1], 10]]
    assert good(load(sheets)).offers[0].pack_size == 10


@pytest.mark.parametrize(
    ("name", "part", "numbered"),
    [
        ("Access 2", ("Access", 2), ("Access", 2)),
        ("Access99", ("Access", 99), ("Access", 99)),
        ("Zugriffe_3", ("Access", 3), ("Access", 3)),
        ("Geräte 2", ("Devices", 2), ("Devices", 2)),
        ("Access 100", None, ("Access", 100)),
        ("Access 2024", None, ("Access", 2024)),
        ("Access (2)", None, ("Access", -1)),
        ("Dostepy", ("Access", 0), None),
        ("Ger?te", ("Devices", 0), None),
        ("Offers 2026", None, ("Offers", 2026)),
        ("2024", None, None),
    ],
)
def test_parts_and_other_numbers(name, part, numbered):
    assert (sheet_and_part(name), numbered_sheet(name)) == (part, numbered)


@pytest.mark.parametrize("name", ["Access 2024", "Access 100", "Access (2)", "Access 1", "Zugriffe 2023"])
def test_another_number_is_asked_about(name):
    """Last year's list was joined to this year's."""
    issue = only(load({**GOOD, name: GOOD["Access"]}))
    assert (issue.code, issue.location.sheet) == ("CAL-049", name)
    assert 'parts are called "Access 2" to "Access 99"' in issue.text


def test_parts_are_counted_from_one_where_there_is_no_sheet_without_number():
    sheets = {name: rows for name, rows in GOOD.items() if name != "Access"}
    head, *rows = GOOD["Access"]
    whole = good(load({**sheets, "Access 1": [head, *rows[:2]], "Access 2": [head, *rows[2:]]}))
    assert len(whole.estate.accesses) == len(rows)


def test_an_old_list_of_offers_beside_the_new_one_is_only_told():
    loaded = load({**GOOD, "Offers 2024": GOOD["Offers"]})
    assert good(loaded)
    assert any('ignored: "Offers 2024"' in text for text in notices(loaded))


def test_offers_with_a_number_alone_are_asked_about():
    sheets = {name: rows for name, rows in GOOD.items() if name != "Offers"}
    assert only(load({**sheets, "Offers 2026": GOOD["Offers"]})).code == "CAL-049"


@pytest.mark.parametrize(
    ("stem", "sheet"),
    [
        ("Access", "Access"), ("Estate 2026 - Access", "Access"), ("Users (1)", "Users"), ("Access%202", "Access 2"),
        ("Estate – Zugriffe (3)", "Zugriffe"), ("Offers-Table 1", "Offers"), ("Offers-Tabelle 1", "Offers"),
        ("Users - Berlin", "Users - Berlin"), ("prices", "prices"), ("100%", "100%"),
    ],
)  # fmt: skip
def test_names_of_files_as_programs_give_them(stem, sheet):
    assert sheet_of_file(stem) == sheet


def test_a_misspelt_word_of_another_language_is_one_error():
    loaded = load(changed(("Servers", "D1", "RDS-Bereitstelung")))
    assert errors(loaded) == [
        'Servers!D1, column "rds_deployment": There is no column "rds_deployment", but one called "RDS-Bereitstelung". '
        'Rename "RDS-Bereitstelung" to "rds_deployment". [CAL-045]'
    ]

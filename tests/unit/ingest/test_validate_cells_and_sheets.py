# ruff: noqa: E501 (messages stand here as people read them)
"""One thing broken per test: sheets, columns, cells.  Messages are checked in full."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.inventory import SourceFile
from planner.domain.issue import Location
from planner.ingest.load import load_tables
from planner.ingest.schema.sheets import SHEET_BY_NAME
from planner.ingest.tables.raw import CellError
from tests.unit.ingest.good_tables import (
    FILE,
    GOOD,
    TODAY,
    changed,
    errors,
    good,
    load,
    notices,
    only,
    raw_table,
    tables,
)


def test_the_good_inventory_has_no_error():
    loaded = load(GOOD)
    assert errors(loaded) == []
    assert loaded.inventory is not None


def test_no_sheet_says_who_uses_the_servers():
    loaded = load(changed(drop=("Headcount", "Access", "Users")))
    assert errors(loaded) == [
        'estate.xlsx: There is no filled sheet "Headcount" or "Access", nor both "Users" and "Devices"; the sheets found '
        'are "Devices", "Servers", "Owned", "Offers", "Policy", "Scenarios". Fill "Access" (who uses which machine) or '
        '"Headcount" (numbers of people and machines). [CAL-040]',
    ]
    assert loaded.inventory is None


def test_a_sheet_with_a_header_only_counts_as_left_out():
    sheets = changed(drop=("Headcount", "Users", "Devices")) | {
        "Access": GOOD["Access"][:1],
        "Owned": GOOD["Owned"][:2],
    }
    assert only(load(sheets)).code == "CAL-040"


def test_access_needs_servers():
    loaded = load(changed(drop=("Servers",)))
    assert errors(loaded) == [
        'estate.xlsx: There is no filled sheet "Servers", which "Access" needs. List the servers with their versions. '
        "[CAL-041]"
    ]


def test_two_lists_need_servers_but_headcount_does_not():
    lists = changed(drop=("Servers", "Access", "Headcount"))
    assert errors(load(lists)) == [
        'estate.xlsx: There is no filled sheet "Servers", which "Users" and "Devices" as two lists needs. List the servers '
        "with their versions. [CAL-041]"
    ]
    assert errors(load(changed(drop=("Servers", "Access")))) == []


def test_a_misspelt_sheet_is_named_once_and_misses_nothing_else():
    sheets = changed(drop=("Headcount",))
    sheets["Acess"] = sheets.pop("Access")
    loaded = load(sheets)
    assert errors(loaded) == [
        'Acess: There is no sheet "Access", but one called "Acess". Rename "Acess" to "Access". [CAL-042]'
    ]
    assert only(loaded).location == Location(FILE, "Acess")


def test_two_sheets_of_one_meaning():
    sheets = {**changed(), "Zugriffe": GOOD["Access"]}
    assert errors(load(sheets)) == [
        'Zugriffe: "Access" and "Zugriffe" are both read as sheet "Access". Keep one of them, or rename the other. '
        "[CAL-043]"
    ]


def test_other_sheets_are_ignored_with_a_notice_and_the_read_me_without():
    loaded = load({**changed(), "Read me": [["x"], ["y"]], "Contacts": [["x"], ["y"]]})
    assert errors(loaded) == []
    assert 'estate.xlsx: Sheets that are not known are ignored: "Contacts". [CAL-501]' in notices(loaded)


def test_parts_of_access_are_one_sheet():
    sheets = changed()
    sheets["access_2"] = [["Gerät", "Server", "Benutzer"], ["PC-1", "rd2", "bert"], ["PC-1", "rd2", "nobody"]]
    loaded = load(sheets)
    assert errors(loaded) == [
        'Access 2!C3, column "user_id": "nobody" is not in sheet "Users". Correct the id or add the account. [CAL-201]'
    ]
    sheets["access_2"] = sheets["access_2"][:2]
    assert len(good(load(sheets)).estate.accesses) == 5


def test_a_required_column_is_missing():
    sheets = changed()
    sheets["Servers"] = [[row[0], *row[2:]] for row in sheets["Servers"]]
    assert errors(load(sheets)) == [
        'Servers, column "version": The column "version" is missing. Add it: The version that runs on it. [CAL-044]'
    ]


def test_a_misspelt_column_is_one_error():
    loaded = load(changed(("Users", "A1", "usr_id")))
    assert errors(loaded) == [
        'Users!A1, column "user_id": There is no column "user_id", but one called "usr_id". Rename "usr_id" to "user_id". '
        "[CAL-045]"
    ]


def test_a_column_twice():
    assert errors(load(changed(("Users", "G1", "User ID")))) == [
        'Users!G1, column "user_id": "user_id" (A1) and "User ID" (G1) are both read as column "user_id". Keep '
        "one of them, or rename the other. [CAL-046]"
    ]
    twice = changed(("Users", "A1", "Benutzer"), ("Users", "G1", "Login"))
    as_text = [raw_table(name, rows, is_grid=False) for name, rows in twice.items()]
    assert '"Benutzer" (column 1) and "Login" (column 7)' in str(
        only(load_tables(as_text, today=TODAY, source=SourceFile("estate", "")))
    )


def below_a_title(rows, title):
    """Return rows with a title and a remark above them."""
    width = len(rows[0])
    return [[title] + [None] * (width - 1), ["as of today"] + [None] * (width - 1), *rows]


@pytest.mark.parametrize("sheet", [*GOOD])
def test_a_title_above_the_header_is_one_error(sheet):
    loaded = load(changed() | {sheet: below_a_title(GOOD[sheet], "Our estate")})
    assert errors(loaded) == [
        f'{sheet}, row 3: Row 3 looks like the header, but the sheet begins with "Our estate" in row 1. Delete the rows above '
        "row 3. [CAL-048]"
    ]


def test_a_title_that_is_called_like_a_column():
    assert only(load(changed() | {"Users": below_a_title(GOOD["Users"], "Benutzer")})).code == "CAL-048"


def test_what_is_wrong_below_a_title_is_told_in_the_same_go():
    """Whoever had put the header right was told of the cells below only then, and of what other sheets say last."""
    sheets = changed(("Servers", "B3", "2O19"), ("Access", "C2", "fs1"))
    loaded = load(sheets | {"Servers": below_a_title(sheets["Servers"], "Our servers")})
    assert [(issue.code, issue.location.sheet, issue.location.cell) for issue in loaded.issues] == [
        ("CAL-048", "Servers", None), ("CAL-110", "Servers", "B5"), ("CAL-201", "Access", "C2"),
    ]  # fmt: skip


def test_what_is_wrong_under_misspelt_names_is_told_in_the_same_go():
    """A column or a sheet with a slip in its name hid what was wrong in it."""
    sheets = changed(("Servers", "B1", "verison"), ("Servers", "B3", "2O19"), ("Access", "C2", "fs1"))
    sheets["Acess"] = sheets.pop("Access")
    found = [(issue.code, issue.location.sheet, issue.location.cell) for issue in load(sheets).issues]
    assert found == [
        ("CAL-042", "Acess", None), ("CAL-045", "Servers", "B1"), ("CAL-110", "Servers", "B3"),
        ("CAL-201", "Acess", "C2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "meant"),
    [
        (("Servers", "B3", "2O19"), ("2019",)),
        (("Servers", "B3", "Windows 2016 Std. (VM)"), ("2016",)),
        (("Servers", "B3", "2016 or 2019"), ()),
        (("Access", "D4", "rsd"), ("rds",)),
        (("Access", "C2", "f s"), ("fs",)),
        (("Owned", "E2", "2O"), ("20",)),
        (("Owned", "E2", "1,O00"), ("1000", "1")),
        (("Owned", "E2", "1.500"), ("1500",)),
        (("Owned", "H2", "31.12.2027"), ("2027-12-31",)),
        (("Owned", "H2", "12/31/27"), ("2027-12-31",)),
        (("Owned", "H2", "03/04/2027"), ("2027-04-03", "2027-03-04")),
        (("Owned", "H2", "30.02.2027"), ()),
        (("Users", "A1", "usr_id"), ("user_id",)),
        (("Users", "A3", "ANNA"), ("anna",)),
    ],
)
def test_what_may_be_meant_stands_beside_a_problem(change, meant):
    first, *_ = (issue for issue in load(changed(change)).issues if issue.severity == "error")
    assert first.suggestions == meant


def test_a_title_in_the_catalogue():
    other = [raw_table("Offers", below_a_title(GOOD["Offers"], "Prices"), file="prices.xlsx")]
    assert only(load(changed(drop=("Offers",)), other)).code == "CAL-048"


def test_rows_that_look_like_headers_by_chance_are_data():
    sheets = changed()
    sheets["Servers"] = [["server_id", "release", "edition"], ["version", "2022", "server_id"], ["fs", "x", "y"]]
    assert "CAL-048" not in " ".join(errors(load(sheets)))


def test_a_row_that_is_still_the_example():
    example = [head.example for head in SHEET_BY_NAME["Devices"].columns]
    sheets = changed() | {"Devices": [[head.name for head in SHEET_BY_NAME["Devices"].columns], example]}
    sheets["Devices"] += [["KSK-009"] + [None] * (len(example) - 1), ["PC-1"] + [None] * (len(example) - 1)]
    loaded = load(sheets)
    assert errors(loaded) == [
        'Devices, row 2: Row 2 of sheet "Devices" is still the template\'s example. Overwrite or delete it. If it is yours, '
        "set the policy examples_are_ours to yes. [CAL-521]"
    ]
    confirmed = {**sheets, "Policy": [*sheets["Policy"], ["examples_are_ours", "yes"]]}
    assert errors(load(confirmed)) == []
    sheets["Devices"][1] = ["TERM-02", *example[1:]]
    assert errors(load(sheets)) == []


def test_other_columns_are_ignored_with_a_notice():
    loaded = load(changed(("Users", "G1", "Shoe size"), ("Users", "G2", 44), ("Users", "I2", "x")))
    assert errors(loaded) == []
    assert 'Users: Columns that are not known are ignored: "Shoe size", column I without header. [CAL-502]' in notices(
        loaded
    )


def test_the_catalogue_needs_a_sheet_of_offers():
    other = [raw_table("Sheet1", GOOD["Offers"], file="prices.xlsx")]
    assert errors(load(changed(drop=("Offers",)), other)) == [
        'prices.xlsx: The catalogue has no sheet "Offers"; it has "Sheet1". Rename the sheet with the offers to "Offers". '
        "[CAL-047]"
    ]


def test_a_single_text_file_is_a_catalogue():
    other = [raw_table("prices", GOOD["Offers"], is_grid=False, file="prices.csv")]
    assert [offer.offer_id for offer in good(load(changed(drop=("Offers",)), other)).offers] == ["O1", "O2"]


CELL_ERRORS = [
    ("Headcount", "B2", None, 'Headcount!B2, column "users": The cell is blank, but a value is needed. Type a whole number. '
     "[CAL-101]"),
    ("Users", "A4", CellError("#N/A"), 'Users!A4, column "user_id": The cell holds the error #N/A. Correct the formula, or '
     "type the value. [CAL-102]"),
    ("Headcount", "B2", "thirty", 'Headcount!B2, column "users": "thirty" is not a number. Type a whole number from 0 to '
     "10,000,000. [CAL-103]"),
    ("Headcount", "B2", "1,234", 'Headcount!B2, column "users": "1,234" can mean 1234 or 1.234. Type 1234. '
     "[CAL-104]"),
    ("Headcount", "B2", "1.000", 'Headcount!B2, column "users": "1.000" can mean 1000 or 1.000. Type 1000 or 1. [CAL-104]'),
    ("Headcount", "C2", -4, 'Headcount!C2, column "devices": -4 is below 0. Type a whole number from 0 to 10,000,000. '
     "[CAL-105]"),
    ("Offers", "G2", 46.805, 'Offers!G2, column "price": 46.805 has more than two decimals. Round it to two decimals. '
     "[CAL-106]"),
    ("Offers", "G2", 0, 'Offers!G2, column "price": The price is 0. Ask the vendor for the price, or delete the row. '
     "[CAL-107]"),
    ("Offers", "G3", None, 'Offers!G3, column "price": The price is blank. Ask the vendor for the price, or delete the row. '
     "[CAL-107]"),
    ("Servers", "B2", "2O22", 'Servers!B2, column "version": "2O22" is not a version (it has the letter O). Type 2022, or '
     "one of 2008, 2012, 2016, 2019, 2025. [CAL-110]"),
    ("Offers", "G2", "38,5O", 'Offers!G2, column "price": "38,5O" is not an amount (it ends in the letter O). Type it like '
     "38.50. [CAL-111]"),
    ("Offers", "G2", "USD 46.80", 'Offers!G2, column "price": "USD 46.80" names another currency than the amount is in, EUR. '
     'Type the bare number, and USD in the column "currency". [CAL-308]'),
    ("Offers", "G3", "$44.10", 'Offers!G3, column "price": "$44.10" names another currency than the amount is in, EUR. Type '
     'the bare number, and the code of the currency in the column "currency". [CAL-308]'),
    ("Owned", "F2", "8,50 zł", 'Owned!F2, column "resale_price": "8,50 zł" names another currency than the amount is in, EUR. '
     "Type the amount in EUR. [CAL-308]"),
    ("Offers", "H2", 0, 'Offers!H2, column "pack_size": 0 is too small. Type a whole number from 1 to 10,000,000. [CAL-112]'),
    ("Users", "C2", 0, 'Users!C2, column "persons": 0 is too small. Type a whole number from 1 to 10,000,000. [CAL-112]'),
    ("Headcount", "H2", "1.4.2026", 'Headcount!H2, column "starts": "1.4.2026" is not a date. Type the date as YYYY-MM-DD, '
     "e.g. 2026-03-31, or format the cell as a date. [CAL-113]"),
    ("Users", "D2", "maybe", 'Users!D2, column "active": "maybe" is neither yes nor no. Type yes or no. [CAL-114]'),
    ("Access", "D2", "rdp", 'Access!D2, column "kind": "rdp" is not known here. Closest is "rds". Type one of standard, rds, '
     "admin, web_public, web_internal. [CAL-115]"),
    ("Devices", "A3", date(2026, 3, 4), 'Devices!A3, column "device_id": 2026-03-04 is a date, not an id. Format the column '
     "as text and type the id again. [CAL-116]"),
    ("Offers", "K2", "Euro", 'Offers!K2, column "currency": "Euro" is not a currency code. Type the three letters of the '
     "currency, e.g. EUR. [CAL-303]"),
    ("Offers", "C2", "CAL", 'Offers!C2, column "product": "CAL" is not known here. Closest is "ws_cal". Type one of ws_cal, rds_cal, '
     "ws_external_connector, rds_external_connector, core_cal_suite, enterprise_cal_suite, core_cal_bridge_ems, core_cal_bridge_o365, "
     "core_cal_bridge_intune, core_cal_bridge_o365_intune. [CAL-115]"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "address", "value", "message"), CELL_ERRORS)
def test_a_bad_cell_is_told_in_full(sheet, address, value, message):
    found = errors(load(changed((sheet, address, value))))
    assert message in found
    # A device that lost its id is missed where it was used: nothing else may follow.
    assert all("CAL-201" in other for other in found if other != message)


def test_the_currency_of_the_row_may_stand_beside_the_price():
    inventory = good(
        load(changed(("Offers", "G2", "46,80 €"), ("Offers", "G3", "EUR 44.10"), ("Offers", "G4", "$ 90")))
    )
    assert [step.listed_minor for offer in inventory.offers for step in offer.breaks] == [4680, 4410, 9000]


def test_a_group_may_say_that_it_has_no_remote_desktop():
    (group,) = good(load(changed(("Headcount", "F2", "none")))).estate.groups
    assert (group.rds_version, group.rds_users) == (None, 0)


def test_a_server_cannot_be_called_star():
    assert errors(load(changed(add={"Servers": [["*", 2022, None, None, None, None, None]]}))) == [
        'Servers!A5, column "server_id": "*" stands for every server and cannot be one. Give the server another id. [CAL-116]'
    ]


def test_a_sum_row_is_one_error_however_odd_its_cells():
    sheets = changed(add={"Headcount": [["Summe:", "30 people", -1, None, None, None, None, None, None]]})
    assert errors(load(sheets)) == [
        'Headcount!A3, column "group": "Summe:" looks like a sum row. Remove the row; totals are counted by the program. '
        "[CAL-117]"
    ]


def test_places_without_cell_addresses_are_rows_and_columns():
    tables_ = [raw_table(name, rows, is_grid=False) for name, rows in changed(("Servers", "B2", "2O22")).items()]
    loaded = load_tables(tables_, today=date(2026, 3, 1), source=SourceFile("estate", ""))
    assert only(loaded).location == Location(FILE, "Servers", 2, "version", None)
    assert only(loaded).value == "2O22"


def test_many_mistakes_are_all_told():
    loaded = load(
        changed(("Servers", "B2", "2O22"), ("Offers", "G2", 0), ("Access", "A2", "ana"), ("Policy", "A3", "fx_us"),
                ("Headcount", "B2", -1), ("Users", "D2", "maybe"))
    )  # fmt: skip
    assert sorted(issue.code for issue in loaded.issues if issue.code < "CAL-5") == [
        "CAL-105", "CAL-107", "CAL-110", "CAL-114", "CAL-201", "CAL-304", "CAL-401",
    ]  # fmt: skip


def test_tables_helper_keeps_excel_rows():
    table = tables({"Users": [["user_id"], ["a"], [None], ["b"]]})[0]
    assert table.rows.tolist() == [2, 4]

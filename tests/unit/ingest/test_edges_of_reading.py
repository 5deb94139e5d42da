"""What lies exactly at an edge when an inventory is read, and what must not decide how it is read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from planner.ingest import load_inventory
from planner.licensing.rulebook import SETTING_BY_NAME
from tests.unit.ingest.good_tables import GOOD, TODAY, Rows, changed, errors, good, load, only

BREAKS = [
    ["offer_id", "vendor", "product", "metric", "version", "condition", "price", "pack_size", "min_packs",
     "stock_packs", "lead_days", "valid_until"],
    ["O", "Shop", "ws_cal", "user", "2022", "used", "30", 5, 4, 7, 3, "2026-12-31"],
    ["O", None, None, None, None, None, "50", None, 1, None, None, None],
    ["O", None, None, None, None, None, "40", None, 2, None, None, None],
]  # fmt: skip


def offers(rows: Rows) -> dict[str, Rows]:
    sheets = changed(drop=("Offers",))
    return {**sheets, "Offers": rows}


def test_what_an_offer_has_in_common_stands_on_its_first_row_only() -> None:
    """Its breaks may stand in any order; a row that leaves stock blank does not make it unlimited."""
    (offer,) = good(load(offers(BREAKS))).offers
    assert (offer.stock_packs, offer.pack_size, offer.lead_days, str(offer.valid_until)) == (7, 5, 3, "2026-12-31")
    assert [(step.min_packs, step.price_minor) for step in offer.breaks] == [(1, 5000), (2, 4000), (4, 3000)]


@pytest.mark.parametrize("later", [2, 3])
def test_a_stock_on_a_later_row_must_be_that_of_the_first(later: int) -> None:
    rows = [list(row) for row in BREAKS]
    rows[later][9] = 7
    assert good(load(offers(rows))).offers[0].stock_packs == 7
    rows[later][9] = 8
    problem = only(load(offers(rows)))
    assert (problem.code, problem.location.row, problem.location.column) == ("CAL-301", later + 1, "stock_packs")
    rows[1][9], rows[later][9] = None, 8
    assert only(load(offers(rows))).code == "CAL-301"


@pytest.mark.parametrize("column", ["max_used_share", "spare_share", "audit_threshold"])
@pytest.mark.parametrize(
    ("written", "share"),
    [
        (1, 1), (1.0, 1), ("1", 1), ("100 %", 1), ("1,0", 1), (0, 0), ("0", 0), ("0 %", 0), ("0.5", Fraction(1, 2)),
        ("99.99 %", Fraction(9999, 10000)),
    ],
)  # fmt: skip
def test_shares_from_nought_to_one(column: str, written: object, share: Fraction) -> None:
    sheets = {**GOOD, "Policy": [["name", "value"], ["plan_date", "2026-01-01"], ["fx_usd", 0.9], [column, written]]}
    assert good(load(sheets)).policy[SETTING_BY_NAME[column]] == share


@pytest.mark.parametrize("written", ["1.0001", 1.0001, "100.01 %", "-0.0001", -0.0001, "-1 %"])
def test_shares_beyond_nought_and_one(written: object) -> None:
    sheets = {**GOOD, "Policy": [["name", "value"], ["fx_usd", 0.9], ["max_used_share", written]]}
    assert only(load(sheets)).code == "CAL-108"


@pytest.mark.parametrize(
    ("header", "row", "separator"),
    [
        ('"a;b;c;d",user_id,persons', '"x;y",ana,3', ","),
        ('"a,b,c,d";user_id;persons', '"x,y";ana;3', ";"),
        ('"a\tb\tc\td",user_id,persons', "x,ana,3", ","),
        ('user_id;"what, if, any";persons', "ana;x;3", ";"),
        ('"a"",;;;b",user_id,persons', "x,ana,3", ","),
    ],
)
def test_separators_inside_quoted_headers_do_not_count(tmp_path: Path, header: str, row: str, separator: str) -> None:
    (tmp_path / "Users.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    for name in ("Devices", "Servers", "Access", "Offers"):
        lines = [separator.join("" if cell is None else str(cell) for cell in line) for line in _SMALL[name]]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    loaded = load_inventory(tmp_path, today=TODAY)
    assert errors(loaded) == []
    people = good(loaded).estate.people
    assert (people.ids.tolist(), people.persons.tolist()) == (["ana"], [3])


_SMALL: dict[str, Rows] = {
    "Devices": [["device_id", "kind"], ["pc", "laptop"]],
    "Servers": [["server_id", "version"], ["fs", "2022"]],
    "Access": [["user_id", "device_id", "server_id"], ["ana", "pc", "fs"]],
    "Offers": [["offer_id", "vendor", "product", "metric", "version", "condition", "price"],
               ["O", "Shop", "ws_cal", "user", "2022", "new", "10"]],
}  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "closest"),
    [
        ("PC-15", "PC-12"),  # four of five characters are right
        ("PX-45", ""),
        ("server", ""),
        ("Z", ""),
        ("pc12", "PC-12"),
    ],
)
def test_only_an_id_that_is_near_is_called_closest(wrong: str, closest: str) -> None:
    sheets: dict[str, Rows] = {
        **_SMALL,
        "Devices": [["device_id", "kind"], ["PC-12", "laptop"], ["QQQQQQQQ", "laptop"]],
        "Access": [["user_id", "device_id", "server_id"], ["ana", wrong, "fs"]],
    }
    remedy = only(load(sheets)).remedy
    assert remedy == (f'Closest is "{closest}" (Devices!A2). ' if closest else "") + "Correct the id or add the device."


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("terminul", ' Closest is "terminal".'),
        ("tablxyz", ""),  # of "tablet" four letters, but seven are written: 4 / 7
        ("tabxet", ' Closest is "tablet".'),
        ("quux", ""),
    ],
)
def test_only_a_word_that_is_near_is_called_closest(wrong: str, hint: str) -> None:
    problem = only(load({**_SMALL, "Devices": [["device_id", "kind"], ["pc", wrong]]}))
    assert problem.text == f'"{wrong}" is not known here.{hint}'


@pytest.mark.parametrize(
    ("sheet", "column", "good_ones", "bad_ones"),
    [
        ("Headcount", "users", [0, 10_000_000, "10,000,000", "0"], [-1, 10_000_001, "0.5"]),
        ("Users", "persons", [1, 10_000_000], [0, -1, 10_000_001]),
        ("Offers", "pack_size", [1, 10_000_000], [0, -1, 10_000_001, 1.5]),
        ("Offers", "stock_packs", [0, 10_000_000], [-1, 10_000_001]),
        ("Offers", "price", ["0.01", "999,999,999.99", "999999999.99"], ["0", "0.00", "-0.01", "0.001", "1000000000"]),
        ("Owned", "resale_price", ["0", "0.01", "999999999.99"], ["-0.01", "0.005", "1000000000"]),
    ],
)
def test_limits_of_numbers(sheet: str, column: str, good_ones: list[object], bad_ones: list[object]) -> None:
    def problems(value: object) -> list[str]:
        rows: Rows = [["group", "users", "devices", "pattern", "server_version"], ["g", 3, 4, "shared", "2022"]]
        lots: Rows = [["owned_id", "product", "metric", "version", "quantity"], ["L", "ws_cal", "user", "2022", 2]]
        users: Rows = [["user_id"], ["ana"]]
        sheets = {**_SMALL, "Headcount": rows, "Owned": lots, "Users": users}
        head, row = sheets[sheet]
        place = head.index(column) if column in head else len(head)
        head, row = [*head], [*row]
        head[place : place + 1], row[place : place + 1] = [column], [value]
        return errors(load({**sheets, sheet: [head, row]}))

    assert [value for value in good_ones if problems(value)] == []
    assert [value for value in bad_ones if not problems(value)] == []

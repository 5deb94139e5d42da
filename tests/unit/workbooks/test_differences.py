"""What differs between two versions of an inventory is told by cell, whatever moved."""

from __future__ import annotations

from dataclasses import replace

from planner.workbooks.by_hand import Entry, Sheet
from planner.workbooks.differences import Difference, differences


def offers(*rows, columns=("offer_id", "price", "vendor"), catalogue=False):
    entries = tuple(Entry.AMOUNT if name == "price" else Entry.TEXT for name in columns)
    places = tuple(range(len(columns)))
    return Sheet("Offers", columns, entries, places, tuple(range(2, len(rows) + 2)), tuple(rows), catalogue)


A, B, C = ("A", "10.5", "Shop"), ("B", "7", "Shop"), ("C", "3", "")


def test_cells_rows_added_and_rows_taken_out_are_told():
    now = offers(("B", "7.20", "Shop"), ("D", "1", "New"), A)
    assert differences([offers(A, B, C)], [now]) == (
        Difference("Offers", "B", "price", "7.00", "7.20"),
        Difference("Offers", "C", "", "offer_id: C; price: 3.00", ""),
        Difference("Offers", "D", "", "", "offer_id: D; price: 1.00; vendor: New"),
    )


def test_order_of_rows_and_columns_and_ways_to_write_an_amount_are_no_differences():
    moved = offers(("Shop", "B", "7.00"), ("Shop", "A", "10.50"), columns=("vendor", "offer_id", "price"))
    assert differences([offers(A, B)], [moved]) == ()
    half_german = offers(
        ("A", "10.50", "Shop"), ("B", "7,20", "Shop")
    )  # so the column is no longer one of plain amounts
    as_text = replace(half_german, entries=(Entry.TEXT,) * 3)
    assert differences([offers(A, B)], [as_text]) == (Difference("Offers", "B", "price", "7.00", "7,20"),)


def test_price_breaks_of_one_offer_are_told_apart():
    before = offers(("A", "10", ""), ("A", "9", ""), ("A", "8", ""))
    after = offers(("A", "10", ""), ("A", "9", ""), ("A", "7.50", ""))
    assert differences([before], [after]) == (Difference("Offers", "A", "price", "8.00", "7.50"),)


def test_a_column_that_is_new_and_a_sheet_kept_apart_are_told():
    wider = offers((*A, "x"), columns=("offer_id", "price", "vendor", "note"))
    apart = offers(C, catalogue=True)
    assert differences([offers(A)], [wider, apart]) == (
        Difference("Offers", "A", "note", "", "x"),
        Difference("Offers", "C", "", "", "offer_id: C; price: 3.00"),
    )

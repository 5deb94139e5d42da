"""What an earlier inventory says and no export does."""

from __future__ import annotations

from planner.imports.changes import Sheets
from planner.imports.questions import Talk
from planner.imports.taken_over import take_over
from planner.ingest import CellError

NOW = {
    "Users": [{"user_id": "ann", "active": True, "name": None}],
    "Servers": [{"server_id": "FS1", "version": "2022"}],
    "Owned": [{"owned_id": "L1", "quantity": 5}],
    "Access": [{"user_id": "ann", "device_id": "", "server_id": "FS1"}],
}
BEFORE = Sheets(
    {
        "Users": [
            {"user_id": "Ann", "active": False, "name": "Ann Holt", "cost_centre": "4711"},
            {"user_id": "bo", "active": True, "cost_centre": "4712"},
        ],
        "Servers": [{"server_id": "fs1", "version": "2016", "workload": "web"}],
        "Owned": [{"owned_id": "L1", "quantity": 4}, {"owned_id": "L0", "quantity": 7, "product": "ws_cal"}],
        "Access": [{"user_id": "bo", "device_id": "", "server_id": "FS1"}],
        "Headcount": [{"people": 12}],
        "Offers": [{"offer_id": "O1", "price": "38.50", "my own column": "x", "vendor": CellError("#REF!"), "sku": ""}],
        "Scenarios": [{"scenario": "used", "allow_used": "no"}],
        "My notes": [{"note": "call Eva"}],
    }
)


def test_sheets_and_columns_that_no_export_fills_are_taken_over_and_the_rest_is_what_files_say():
    talk = Talk()
    found = take_over(NOW, BEFORE, talk)

    assert found == {
        "Users": [{"user_id": "ann", "active": True, "name": None, "cost_centre": "4711"}],
        "Servers": [{"server_id": "FS1", "version": "2022", "workload": "web"}],
        "Owned": [{"owned_id": "L1", "quantity": 5}],
        "Access": NOW["Access"],
        "Offers": [{"offer_id": "O1", "price": "38.50"}],
        "Scenarios": [{"scenario": "used", "allow_used": "no"}],
    }
    assert [remark.text for remark in talk.remarks] == [
        "Sheets of the earlier inventory that no export fills are taken over: Offers, Scenarios.",
        "Columns of the earlier inventory's sheet Users that no export fills are taken over: cost_centre.",
        "Columns of the earlier inventory's sheet Servers that no export fills are taken over: workload.",
    ]


def test_licences_that_no_file_has_any_more_are_asked():
    asked = Talk()
    assert take_over(NOW, BEFORE, asked)["Owned"] == NOW["Owned"]
    assert [each.text for each in asked.open] == [
        "The earlier inventory has 7 licences L0, which no file has now. Are they still owned?"
    ]
    answered = take_over(NOW, BEFORE, Talk({"still owned L0": "yes"}))
    assert answered["Owned"][1:] == [{"owned_id": "L0", "quantity": 7, "product": "ws_cal"}]

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from planner.domain.issue import Severity
from planner.ingest import load_inventory, write_inventory, write_template
from planner.ingest.schema.sheets import SHEETS
from planner.licensing.rulebook import SETTINGS

TODAY = date(2026, 3, 1)


def test_the_template_asks_for_nothing_but_its_examples(tmp_path):
    write_template(tmp_path / "template.xlsx")
    loaded = load_inventory(tmp_path / "template.xlsx", today=TODAY)
    wrong = [issue for issue in loaded.issues if issue.severity is Severity.ERROR]
    assert {issue.code for issue in wrong} == {"CAL-521"}
    assert [issue.location.sheet for issue in wrong] == [
        sheet.name for sheet in SHEETS if sheet.name not in ("Policy", "Scenarios")
    ]
    book = openpyxl.load_workbook(tmp_path / "template.xlsx")
    book["Policy"].append(["examples_are_ours", "yes"])
    book.save(tmp_path / "ours.xlsx")
    loaded = load_inventory(tmp_path / "ours.xlsx", today=TODAY)
    assert {issue.code for issue in loaded.issues} == {"CAL-503"}
    assert len(loaded.inventory.estate.accesses) == 1


def test_the_template_explains_every_column(tmp_path):
    write_template(tmp_path / "template.xlsx")
    book = openpyxl.load_workbook(tmp_path / "template.xlsx")
    assert book.sheetnames == ["Read me", *(sheet.name for sheet in SHEETS)]
    for sheet in SHEETS:
        page = book[sheet.name]
        headers = [cell.value for cell in page[1]]
        assert headers[: len(sheet.columns)] == [column.name for column in sheet.columns]
        assert page.max_row == 2
        assert page.freeze_panes == "B2"
        for cell, column in zip(page[1], sheet.columns, strict=False):
            assert column.meaning in cell.comment.text
            assert ("\nRequired" in cell.comment.text) == column.required
    assert [cell.value for cell in book["Scenarios"][1]][1:] == [spec.name for spec in SETTINGS if spec.everywhere]


def test_the_template_has_drop_downs(tmp_path):
    write_template(tmp_path / "template.xlsx")
    page = openpyxl.load_workbook(tmp_path / "template.xlsx")["Headcount"]
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules["D2"] == '"shared,own,unknown"'
    assert rules["E2"] == '"2008,2012,2016,2019,2022,2025"'


def test_the_template_proposes_when_keeping_begins_to_cost_something(tmp_path):
    write_template(tmp_path / "template.xlsx")
    page = openpyxl.load_workbook(tmp_path / "template.xlsx")["Servers"]
    (column,) = [cell.column_letter for cell in page[1] if cell.value == "keep_cost_from"]
    (rule,) = [rule for rule in page.data_validations.dataValidation if str(rule.sqref).startswith(f"{column}2:")]
    assert (rule.formula1, rule.showErrorMessage) == ('"2023-10-11,2027-01-13,2029-01-10,2031-10-15,2034-11-15"', False)
    assert "2027-01-13 for 2016" in page[f"{column}1"].comment.text


def test_the_same_content_gives_the_same_bytes(tmp_path):
    write_template(tmp_path / "one.xlsx")
    write_template(tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_filled_workbook_reads_back(tmp_path):
    path = tmp_path / "filled.xlsx"
    write_inventory(
        path,
        {
            "Headcount": [
                {"group": "00123", "users": 4, "devices": 2, "pattern": "own", "server_version": "2022",
                 "starts": date(2026, 5, 1)},
                {"group": "=1+1", "users": 1, "devices": 0, "pattern": "shared", "server_version": 2019},
            ],
            "Offers": [
                {"offer_id": "O", "vendor": "V", "product": "ws_cal", "metric": "user", "version": "2025",
                 "condition": "new", "price": "38.50", "stock_packs": None},
            ],
            "Policy": [{"name": "plan_date", "value": date(2026, 1, 1)}, {"name": "allow_used", "value": False},
                       {"name": "max_vendors", "value": 2}],
        },
    )  # fmt: skip
    inventory = load_inventory(path, today=TODAY).inventory
    assert [(group.name, group.users, group.server_version) for group in inventory.estate.groups] == [
        ("00123", 4, "2022"),
        ("=1+1", 1, "2019"),
    ]
    assert inventory.estate.groups[0].starts == date(2026, 5, 1)
    assert inventory.offers[0].breaks[0].price_minor == 3850
    policy = inventory.scenarios[0].policy
    assert (policy.plan_date, policy.allow_used, policy.max_vendors) == (date(2026, 1, 1), False, 2)


def test_unknown_columns_are_refused(tmp_path):
    with pytest.raises(KeyError, match="sheet Users has no column colour"):
        write_inventory(tmp_path / "x.xlsx", {"Users": [{"colour": "red"}]})

"""Everything the program writes is known when it comes back, and read as what it says."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from planner.imports.evidence import AccessSeen, AccountSeen, MachineSeen
from planner.imports.own.purchases import read_purchases
from planner.imports.own.recognising import OwnSheet, Wrote, find_own
from planner.imports.own.register import read_register
from planner.imports.own.rows import kept_rows
from planner.imports.questions import Talk
from planner.imports.reading.grids import read_files
from planner.imports.sheet_row import SheetRow
from planner.ingest import write_inventory, write_sample, write_template
from planner.report.excel import write_workbook
from planner.report.formats.register import write_register
from planner.report.purchase_files import purchase_csv, purchase_workbook
from planner.study.comparison_files import comparison_csv, comparison_workbook
from planner.study.side_by_side import side_by_side
from tests.saved_plans import bought, document, planned, read
from tests.unit.report.sample_plans import all_results, plan_set
from tests.unit.report.test_purchase_files import EMPTY, SCENARIO
from tests.unit.study.documents import MIX, NEW, plan_of

DAY = date(2026, 11, 21)


def _own(*paths: Path) -> list[OwnSheet]:
    with ExitStack() as stack:
        return find_own(read_files(paths, (), {}, stack).grids)


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _purchases(own: Sequence[OwnSheet], **answers: str) -> tuple[list[SheetRow], Talk]:
    talk = Talk({name.replace("__", " "): answer for name, answer in answers.items()})
    sheets = [each for each in own if each.wrote is Wrote.PURCHASES]
    return list(read_purchases(sheets, talk)), talk


@pytest.mark.parametrize("write", [write_template, write_sample])
def test_every_sheet_of_the_template_and_the_sample_is_known(write, tmp_path):
    write(tmp_path / "estate.xlsx")
    found = _own(tmp_path / "estate.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "estate.xlsx", read_only=True).sheetnames
    assert {own.grid.sheet for own in found} == set(sheets)
    assert [own.grid.sheet for own in found if own.wrote is Wrote.EXPLANATIONS] == ["Read me"]
    assert all(own.sheet == own.grid.sheet for own in found if own.wrote is Wrote.INVENTORY)


def test_rows_of_an_inventory_are_kept_as_they_are(tmp_path):
    rows = {
        "Users": [{"user_id": 1001, "name": "Ada", "active": True}, {"user_id": "00123", "cost_centre": "0815"}],
        "Offers": [
            {
                "offer_id": "O", "vendor": "V", "product": "ws_cal", "metric": "user", "version": "2025",
                "condition": "new", "price": "38.50", "valid_until": DAY,
            }
        ],
        "Policy": [{"name": "plan_date", "value": DAY}],
        "Scenarios": [{"scenario": "mine", "allow_used": False}],
    }  # fmt: skip
    write_inventory(tmp_path / "estate.xlsx", rows)
    talk = Talk()
    found = [row for own in _own(tmp_path / "estate.xlsx") if own.sheet for row in kept_rows(own, talk)]
    assert [(row.sheet, row.cells) for row in found] == [
        ("Users", {"user_id": "1001", "name": "Ada", "active": "yes"}),
        ("Users", {"user_id": "00123", "cost_centre": "0815"}),
        ("Offers", {**rows["Offers"][0], "price": 38.5}),
        ("Policy", {"name": "plan_date", "value": DAY}),
        ("Scenarios", {"scenario": "mine", "allow_used": "no"}),
    ]


def test_a_list_kept_by_hand_is_no_sheet_of_ours(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Benutzer"
    book.active.append(["Anmeldename", "Name", "aktiv"])
    book.active.append(["a.blum", "Ada Blum", "ja"])
    book.save(tmp_path / "leute.xlsx")
    assert _own(tmp_path / "leute.xlsx") == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_purchase_list_comes_back_as_offers(ending, tmp_path):
    content = purchase_csv(SCENARIO, "EUR") if ending == "csv" else purchase_workbook(SCENARIO, "EUR")
    rows, talk = _purchases(_own(_bytes(tmp_path / f"list.{ending}", content)))
    assert [row.sheet for row in rows] == ["Offers"] * 3
    assert [dict(row.cells) for row in sorted(rows, key=lambda row: str(row.cells["offer_id"]))] == [
        {
            "offer_id": "-1+1", "vendor": "=cmd()", "product": "ws_cal", "metric": "user", "version": "2022",
            "condition": "new", "price": Decimal("6.70"), "pack_size": 1, "currency": "EUR", "sku": "@sum",
            "note": "+1",
        },
        {
            "offer_id": "O1", "vendor": "Shop", "product": "ws_cal", "metric": "user", "version": "2022",
            "condition": "new", "price": Decimal("31.20"), "pack_size": 5, "currency": "USD", "channel": "CSP",
            "valid_until": date(2027, 1, 31), "lead_days": 14, "sku": "R18-1", "url": "https://a.example/1",
            "note": "five at least",
        },
        {
            "offer_id": "O2", "vendor": "Shop", "product": "ws_cal", "metric": "user", "version": "2022",
            "condition": "used", "price": Decimal("0.10"), "pack_size": 1, "currency": "EUR",
        },
    ]  # fmt: skip
    [question] = talk.open
    assert question.until_answered == "They are read as offers."


def test_a_purchase_list_that_was_bought_comes_back_as_lots(tmp_path):
    own = _own(_bytes(tmp_path / "list.csv", purchase_csv(SCENARIO, "EUR")))
    rows, talk = _purchases(own, **{"bought__list.csv": "RE-2026-77"})
    assert not talk.open
    assert [(row.sheet, row.cells["owned_id"], row.cells["quantity"], row.cells["condition"]) for row in rows] == [
        ("Owned", "RE-2026-77/-1+1", 3, "new"),
        ("Owned", "RE-2026-77/O1", 15, "new"),
        ("Owned", "RE-2026-77/O2", 3, "used"),
    ]
    assert {row.cells["document"] for row in rows} == {"RE-2026-77"}
    offers, _ = _purchases(own, **{"bought__list.csv": "no"})
    assert {row.sheet for row in offers} == {"Offers"}


def test_an_empty_purchase_list_says_nothing(tmp_path):
    for name, content in (("a.csv", purchase_csv(EMPTY, "EUR")), ("a.xlsx", purchase_workbook(EMPTY, "EUR"))):
        rows, talk = _purchases(_own(_bytes(tmp_path / name, content)))
        assert (rows, talk.questions) == ([], {})


def _request(path: Path, vendor: str | None, price: float | None, condition: str) -> Path:
    """A request for prices as a plan's workbook has it, filled in by a vendor or not."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Purchase list cheapest"
    head = [
        "Offer",
        "Product",
        "Condition",
        "Pack size",
        "Packs",
        "Licences",
        "Price per pack (EUR)",
        "Line total (EUR)",
    ]
    name = "Remote Desktop Device CAL 2022"
    for row in (
        ["Request for prices: cheapest"], ["7 licences to ask prices for."], [], head, [vendor or "Any vendor"],
        ["rds_cal/device/2022", name, condition, 1, 7, 7, price, 0], ["Subtotal Any vendor", None, None, None, None, 7],
        [], ["Total of all purchases", None, None, None, None, 7],
    ):  # fmt: skip
        sheet.append(row)
    book.save(path)
    return path


def test_a_request_for_prices_comes_back_as_offers_of_each_vendor(tmp_path):
    asked = [
        _request(tmp_path / "a.xlsx", "Alpha", 129.9, "new"),
        _request(tmp_path / "b.xlsx", "Beta", 88, "used"),
        _request(tmp_path / "c.xlsx", None, 99, "new or used"),
        _request(tmp_path / "d.xlsx", "Delta", None, "new or used"),
    ]
    answers = {"vendor__c.xlsx, sheet Purchase list cheapest": "Gamma"}
    rows, talk = _purchases(_own(*asked), **answers)
    assert [(row.cells["offer_id"], row.cells["price"], row.cells["condition"]) for row in rows] == [
        ("Alpha rds_cal/device/2022", Decimal("129.9"), "new"),
        ("Beta rds_cal/device/2022", Decimal("88.0"), "used"),
    ]
    assert [question.text for question in talk.open if question.choices] == [
        'c.xlsx, Purchase list cheapest, row 6: are the licences new or used? The cell says "new or used".'
    ]
    assert any("without a price are no offers" in text for _, text in talk.told)


def test_offers_of_several_scenarios_are_one_with_its_price_breaks(tmp_path):
    lines = [bought("Shop", 15, "300.75", offer_id="O1", packs=3, pack_size=5, pack_price="100.25")]
    more = [bought("Shop", 500, "9000.00", offer_id="O1", packs=100, pack_size=5, pack_price="90.00")]
    paths = [
        _bytes(tmp_path / f"{name}.csv", purchase_csv(read(planned("cheapest", "1.00", each))["cheapest"], "EUR"))
        for name, each in (("few", lines), ("many", more), ("again", lines))
    ]
    rows, _ = _purchases(_own(*paths))
    assert [(row.cells["price"], row.cells.get("min_packs")) for row in rows] == [
        (Decimal("100.25"), None),
        (Decimal("90.00"), 100),
    ]


def test_the_workbook_of_a_plan_is_known_sheet_by_sheet(tmp_path):
    write_workbook(plan_set(), tmp_path / "plan.xlsx")
    found = {own.grid.sheet: own.wrote for own in _own(tmp_path / "plan.xlsx")}
    sheets = openpyxl.load_workbook(tmp_path / "plan.xlsx", read_only=True).sheetnames
    assert set(found) == set(sheets)
    assert {sheet for sheet, wrote in found.items() if wrote is Wrote.REGISTER} == {"Register"}
    assert {sheet.startswith("Purchase list") for sheet, wrote in found.items() if wrote is Wrote.PURCHASES} == {True}


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_register_comes_back_as_people_and_machines(ending, tmp_path):
    path = tmp_path / f"register.{ending}"
    if ending == "xlsx":
        write_workbook(plan_set(), path)
    else:
        write_register(all_results(), path)
    [own] = [each for each in _own(path) if each.wrote is Wrote.REGISTER]
    talk = Talk()
    found = list(read_register(own, talk))
    accounts = [each.logon for each in found if isinstance(each, AccountSeen)]
    machines = [each.host for each in found if isinstance(each, MachineSeen)]
    with ExitStack() as stack:
        [grid] = [grid for grid in read_files([path], (), {}, stack).grids if grid.sheet in ("", "Register")]
    place = own.place_of["holder"]
    holders = {str(row[place]) for row in grid.rows[own.header + 1 :] if row[place]}
    assert sorted({*accounts, *machines}) == sorted(holder for holder in holders if "/" not in holder)
    assert len(accounts) == len(set(accounts))
    assert {each.account or each.machine for each in found if isinstance(each, AccessSeen)} <= holders


def test_a_comparison_says_nothing_about_who_uses_what(tmp_path):
    plan = plan_of("tills", document([MIX, NEW]))
    side = side_by_side([plan], plan.scenarios)
    paths = [
        _bytes(tmp_path / "compared.xlsx", comparison_workbook(side)),
        _bytes(tmp_path / "compared.csv", comparison_csv(side)),
    ]
    found = _own(*paths)
    assert {own.wrote for own in found} == {Wrote.OF_A_PLAN}
    assert len(found) == len(openpyxl.load_workbook(paths[0], read_only=True).sheetnames) + 1

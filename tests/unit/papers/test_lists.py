"""Lists that leave the desk: comparison, units, what changes for whom, owned stock."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction

import openpyxl
import pytest

from planner import pipeline
from planner.domain.document import document_of
from planner.errors import UsageError
from planner.papers.apart import papers_apart
from planner.papers.changes import changes
from planner.papers.comparison import comparison
from planner.papers.held import Held
from planner.papers.kinds import KIND_BY_NAME, papers
from planner.papers.lists import ListSheet
from planner.papers.owned import net_of, owned
from planner.papers.paper import Paper, file_name, told_apart
from planner.papers.source import PaperSource
from planner.papers.units import units
from planner.report.formats.plan_json import as_text
from planner.report.formats.register import write_register
from planner.workbooks.uploads import Files, Upload
from tests.small_plans import lot, offer
from tests.unit.ingest.good_tables import good, load
from tests.unit.papers.conftest import Planned


@pytest.fixture
def whole(planned: Planned) -> PaperSource:
    """The source with its inventory and its planned scenario."""
    return replace(planned.source(), inventory=planned.inventory, held=Held.of(planned.plans.results[0]))


def _rows(sheet: ListSheet, *names: str) -> list[tuple[object, ...]]:
    return list(sheet.table.rows(*names))


def test_every_offer_for_a_line_is_priced_and_says_why(whole):
    (sheet,) = comparison(whole)
    of_users = [
        row[1:] for row in _rows(sheet, "line", "offer_id", "packs", "cost", "taken", "why") if row[0] == 1
    ]  # fmt: skip
    assert [row[:4] for row in of_users] == [("U1", 1, 10535, 1), ("N3", 5, 23600, 0)]
    assert of_users[0][4].startswith("Taken. ")
    assert of_users[1][4] == "Dearer by 26.13 EUR per licence."


def test_offers_that_the_rules_leave_out_say_so(planned):
    new_only = replace(planned.source("new only"), inventory=planned.inventory)
    (sheet,) = comparison(new_only)
    told = dict(_rows(sheet, "offer_id", "why"))
    assert told["U2"] == "Used licences are not bought in this scenario."


def test_an_offer_that_has_not_enough_says_so(whole):
    inventory = whole.needs_inventory()
    few = tuple(replace(one, stock_packs=2) if one.offer_id == "N5" else one for one in inventory.offers)
    (sheet,) = comparison(replace(whole, inventory=replace(inventory, offers=few)))
    assert dict(_rows(sheet, "offer_id", "why"))["N5"] == "Not enough: 2 packs are left."


def test_units_add_up_to_the_purchases_to_the_cent(whole):
    by_name = {sheet.name: sheet for sheet in units(whole)}
    assert set(by_name) == {"By department", "By cost centre"}
    for sheet in by_name.values():
        assert sum(sheet.table["cost"]) == whole.plan.cost.purchases
    assert _rows(by_name["By cost centre"], "unit", "held", "bought", "cost")[:2] == [
        ("4711", 8, 8, 61668), ("4712", 9, 9, 28530),
    ]  # fmt: skip


def test_without_units_there_is_nothing_to_charge_on(source):
    bare = replace(source, scenario=replace(source.scenario, plan=replace(source.plan, by_unit=())))
    with pytest.raises(UsageError, match="no department, site or cost centre"):
        units(bare)


def test_owned_stock_is_worth_what_a_dealer_leaves_of_it(whole):
    (sheet,) = owned(whole)
    assert _rows(sheet, "owned_id", "quantity", "price", "gross", "net", "sold", "proceeds", "proceeds_net") == [
        ("L1", 20, 450, 9000, 7200, 20, 9000, 7200)
    ]
    assert sheet.notes == (
        "The dealer keeps 20 % (policy resale_commission).",
        "What the plan sells brings in 72.00 EUR net, which pays 7.8 % of the purchases of 923.05 EUR.",
    )


@pytest.mark.parametrize(("amount", "share", "net"), [(333, "0.1", 300), (335, "0.1", 301), (0, "0.5", 0), (1, "1", 0)])
def test_a_commission_is_rounded_to_the_cent(amount, share, net):
    assert net_of(amount, Fraction(share)) == net


def _table(rows: list[dict[str, object]]) -> list[list[object]]:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return [columns, *([row.get(column) for column in columns] for row in rows)]


def _assigned() -> PaperSource:
    """Ann keeps her licence; Bob, who needs none, loses his, which is sold; Cyd is bought one."""
    sheets = {
        "Users": [{"user_id": "ann", "name": "Ann A"}, {"user_id": "bob"}, {"user_id": "cyd", "department": "HR"}],
        "Servers": [{"server_id": "S1", "version": "2022"}, {"server_id": "S2", "version": "2016"}],
        "Access": [{"user_id": "ann", "server_id": "S1"}, {"user_id": "cyd", "server_id": "S2"},
                   {"user_id": "cyd", "server_id": "S1"}],
        "Owned": [lot("A", 1, assigned_to="ann"), lot("B", 1, version="2019", assigned_to="bob", resale_price=9)],
        "Offers": [offer("O", 40)],
        "Policy": [{"name": "plan_date", "value": "2026-11-21"}],
        "Scenarios": [{"scenario": "only"}],
    }  # fmt: skip
    inventory = good(load({name: _table(rows) for name, rows in sheets.items()}))
    plans = pipeline.plan(inventory)
    source = PaperSource.of(document_of(plans))
    return replace(source, inventory=inventory, held=Held.of(plans.results[0]))


def test_who_gains_keeps_and_loses_is_told_by_name_and_by_server():
    source = _assigned()
    people, servers = changes(source)
    told = {(row[0], row[1]): row[2:] for row in _rows(people, "holder", "change", "source", "servers")}
    assert told[("ann", "keeps")] == ("A", "S1")
    assert told[("bob", "loses")] == ("B", "")
    assert told[("cyd", "gains")] == ("O", "S1; S2")
    assert len(told) == 3
    assert _rows(servers) == [("S1", 2, 0, 1, 0, 1), ("S2", 1, 0, 1, 0, 0)]


def test_a_saved_register_says_the_same_as_a_plan(whole, planned, tmp_path):
    register = tmp_path / "register.parquet"
    write_register(planned.plans.results, register)
    made = papers_apart(
        "changes", "cheapest", as_text(planned.document), register.read_bytes(),
        Files(Upload(planned.path.name, planned.path.read_bytes())), (),
    )  # fmt: skip
    assert [(one.name, one.content) for one in made if one.name.endswith(".csv")] == [
        (one.name, one.content) for one in papers(KIND_BY_NAME["changes"], whole, (".csv",))
    ]
    other = Files(Upload(planned.path.name, planned.path.read_bytes() + b" "))
    with pytest.raises(UsageError, match="made from another inventory"):
        papers_apart("owned", "cheapest", as_text(planned.document), register.read_bytes(), other, ())


def test_a_saved_register_that_could_mean_two_things_is_not_guessed_at(whole, planned, tmp_path):
    register = tmp_path / "register.parquet"
    write_register(planned.plans.results, register)
    lots = [replace(planned.inventory.lots[0], owned_id=whole.plan.purchases[0].offer_id)]
    with pytest.raises(UsageError, match=f'both called "{lots[0].owned_id}"'):
        Held.saved(register, "cheapest", whole.plan, lots)


def test_lists_are_workbooks_with_sums_and_text_in_columns(whole):
    (book,) = papers(KIND_BY_NAME["units"], whole, (".xlsx",))
    sheet = openpyxl.load_workbook(io.BytesIO(book.content))["By department"]
    cells = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert sum(value.startswith("=SUM(") for value in cells) == 3
    made = papers(KIND_BY_NAME["units"], whole, (".csv",))
    assert [one.name for one in made] == [
        "estate 1, cheapest, units, by department.csv", "estate 1, cheapest, units, by cost centre.csv",
    ]  # fmt: skip
    rows = list(csv.reader(io.StringIO(made[1].content.decode("utf-8-sig"))))
    assert rows[:2] == [["Unit", "Licences held", "Bought", "Cost (EUR)"], ["4711", "8", "8", "616.68"]]


@pytest.mark.parametrize("kind", ["comparison", "owned", "changes"])
def test_what_the_plan_alone_does_not_hold_asks_for_the_inventory(source, kind):
    with pytest.raises(UsageError, match="--inventory FILE"):
        papers(KIND_BY_NAME[kind], source)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("estate", "new only", "order", 'A/B: "C" <D>|?*'), "estate, new only, order, A_B_ _C_ _D____.xlsx"),
        (("con",), "_con.xlsx"),
        (("COM1.", " "), "_COM1.xlsx"),
        (("..", "..\\x"), "_x.xlsx"),
        (("a\u202egpj", "b\nc"), "a_gpj, b_c.xlsx"),
        ((), "paper.xlsx"),
        (("x" * 300, "y" * 300), f"{'x' * 40}, {'y' * 40}.xlsx"),
    ],
)
def test_names_of_files_are_taken_everywhere(parts, name):
    assert file_name(parts, ".xlsx") == name


def test_no_two_papers_have_one_name():
    made = told_apart([Paper("A.csv", b""), Paper("a.csv", b""), Paper("A (2).csv", b"")])
    assert [one.name for one in made] == ["A.csv", "a (2).csv", "A (2) (2).csv"]

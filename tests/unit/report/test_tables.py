"""The tables of a plan as data frames: whole, by their columns, with exact money and stated types."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from sample_plans import DEVICE, RDS, USER, V2019, V2022, V2025, WS, cheapest_plan, plan, plan_set, register, result

from planner.domain.document import document_of
from planner.domain.plan import PlanStatus, RegisterSource
from planner.domain.product import Condition
from planner.report import listed, tables
from planner.report.table import DTYPES, Holds
from tests.saved_plans import bought, impossible, planned, pool, read, sold

STATED = {
    "sku": "R18-1", "valid_until": "2027-01-31", "lead_days": 14, "channel": "CSP", "url": "https://a.example/1",
    "note": "five at least", "quoted_currency": "USD", "quoted_price": "31.20",
}  # fmt: skip
LINES = [
    bought("Alpha", 15, "300.75", packs=3, pack_size=5, pack_price="100.25", **STATED),
    bought("Beta", 7, "43.40", version="2019", condition="used", metric="device", product="rds_cal", reason="Cheap."),
]
OTHER = [bought("Alpha", 20, "401.00", packs=4, pack_size=5, pack_price="100.25", **STATED), bought("Gamma", 2, "9.98")]
DOCUMENT = read(
    planned(
        "cheapest", "332.82", LINES, [pool("2016", 11, 4)], sales=[sold("L-9", 4, "2.83", "11.32")], bound="330.00"
    ),
    planned("new only", "410.98", OTHER, allow_used=False, baseline="dear"),
    impossible("tight", budget="1.00"),
)


def told(frame):
    """Return a data frame's rows, with None for whatever is missing."""
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame.itertuples(index=False)]


def has_stated_types(frame, columns):
    assert list(frame.columns) == [column.name for column in columns]
    assert [str(frame[column.name].dtype) for column in columns] == [
        DTYPES[column.holds] for column in columns
    ]  # fmt: skip


def test_purchases():
    frame = tables.purchases(DOCUMENT["cheapest"])
    has_stated_types(frame, listed.PURCHASES)
    assert list(frame.columns[:12]) == [
        "vendor", "sku", "licence", "condition", "packs", "licences", "pack_price", "line_total", "valid_until",
        "lead_days", "url", "note",
    ]  # fmt: skip
    assert told(frame) == [
        ("Alpha", "R18-1", "Windows Server User CAL 2022", "new", 3, 15, Decimal("100.25"), Decimal("300.75"),
         pd.Timestamp(2027, 1, 31), 14, "https://a.example/1", "five at least", "A-2022-new", 5, "CSP",
         Decimal("31.20"), "USD", Decimal("20.05"), "ws_cal", "user", "2022", 0, None, "Needed."),
        ("Beta", None, "Remote Desktop Device CAL 2019", "used", 7, 7, Decimal("6.20"), Decimal("43.40"),
         None, None, None, None, "B-2019-used", 1, None, None, None, Decimal("6.20"), "rds_cal", "device", "2019",
             0, None, "Cheap."),
    ]  # fmt: skip


def test_money_is_exact_wherever_it_stands():
    frame = tables.purchases(DOCUMENT["cheapest"])
    assert frame["line_total"].sum() == Decimal("344.15")
    for each in (frame, tables.sales(DOCUMENT["cheapest"]), tables.scenarios(DOCUMENT)):
        for name in each.columns:
            assert not any(isinstance(value, float) for value in each[name] if name != "saving_share"), name


def test_sales():
    frame = tables.sales(DOCUMENT["cheapest"])
    has_stated_types(frame, listed.SALES)
    assert told(frame) == [("L-9", None, None, None, 4, Decimal("2.83"), Decimal("11.32"), 0, None, "Spare.")]
    (line,) = told(tables.sales(document_of(plan_set())["cheapest"]))
    assert line == (
        "L-9", "Windows Server Device CAL 2019", "new", None, 4, Decimal("3.33"), Decimal("13.32"), 0, None,
        "Nobody needs them.",
    )  # fmt: skip


def test_position():
    frame = tables.position(document_of(plan_set())["cheapest"])
    has_stated_types(frame, listed.POSITION)
    assert told(frame.drop(columns=["product", "metric", "version", "period"])) == [
        ("Windows Server User CAL 2022", 5, 5, 2, 2, 3, 5, 0, 2),
        ("Windows Server Device CAL 2019", 0, 0, 4, 0, 0, 0, 4, 0),
        ("Remote Desktop User CAL 2022", 1, 1, 0, 0, 1, 0, 0, 0),
        ("Remote Desktop User CAL 2025", 0, 0, 0, 0, 0, 1, 0, 0),
    ]
    (old,) = told(tables.position(DOCUMENT["cheapest"]))
    assert old == ("Windows Server User CAL 2016", 0, 0, 15, None, None, 0, 4, 11, "ws_cal", "user", "2016", 0)


def test_scenarios():
    frame = tables.scenarios(DOCUMENT)
    has_stated_types(frame, listed.SCENARIOS)
    open_ = "at most 2.82 EUR (0.8 %) could still be saved"
    nothing = (None,) * 9
    rows = told(frame)
    assert [row[6] for row in rows] == [0.0, pytest.approx(-78.16 / 332.82), None]
    assert [row[:6] + row[7:] for row in rows] == [
        ("cheapest", "feasible", open_, Decimal("332.82"), Decimal("0.00"), Decimal("0.00"), 15, 7, 22, 2,
         Decimal("2.82"), None, True),
        ("new only", "optimal", "proved cheapest", Decimal("410.98"), Decimal("78.16"), Decimal("-78.16"), 22, 0, 22, 2,
         Decimal("0.00"), "allow_used: no; baseline: dear", False),
        ("tight", "infeasible", "impossible", *nothing[:-1], "budget: 1.00 EUR", False),
    ]  # fmt: skip


def test_rules_that_differ():
    frame = tables.rules_that_differ(DOCUMENT)
    assert list(frame.columns) == ["policy", "rule", "cheapest", "new only", "tight"]
    assert told(frame) == [
        ("allow_used", "Used licences", "yes", "no", "yes"),
        ("baseline", *told(frame)[1][1:3], "dear", told(frame)[1][2]),
        ("budget", "Budget", "none", "none", "1.00 EUR"),
    ]
    assert list(tables.rules_that_differ(DOCUMENT, ["tight", "cheapest"])["policy"]) == ["budget"]
    with pytest.raises(KeyError):
        tables.rules_that_differ(DOCUMENT, ["nonsense"])


def test_a_scenario_called_like_a_column_keeps_its_own():
    document = read(planned("rule", "1.00"), planned("policy", "2.00", budget="5.00"))
    frame = tables.rules_that_differ(document)
    assert told(frame) == [("budget", "Budget", "none", "5.00 EUR")]
    assert list(frame.columns) == ["policy", "rule", "rule (2)", "policy (2)"]


def test_purchase_lines_that_differ():
    frame = tables.purchase_lines_that_differ(DOCUMENT)
    has_stated_types(frame, listed.DIFFERING)
    user, device = "Windows Server User CAL 2022", "Remote Desktop Device CAL 2019"
    money = Decimal
    assert told(frame) == [
        ("new only", "Alpha", "R18-1", user, "new", "A-2022-new", 3, 4, 15, 20, money("100.25"), money("100.25"),
         money("300.75"), money("401.00"), money("100.25")),
        ("new only", "Beta", None, device, "used", "B-2019-used", 7, 0, 7, 0, money("6.20"), None, money("43.40"),
         money("0.00"), money("-43.40")),
        ("new only", "Gamma", None, user, "new", "G-2022-new", 0, 2, 0, 2, None, money("4.99"), money("0.00"),
         money("9.98"), money("9.98")),
    ]  # fmt: skip
    back = tables.purchase_lines_that_differ(DOCUMENT, reference="new only")
    assert list(back["difference"]) == [-value for value in frame["difference"]]
    assert len(tables.purchase_lines_that_differ(DOCUMENT, ["cheapest", "tight"])) == 0


def test_a_price_alone_makes_a_line_differ():
    same = [bought("Alpha", 2, "20.00")]
    dearer = [bought("Alpha", 2, "20.02")]
    document = read(planned("a", "20.00", same), planned("b", "20.00", same), planned("c", "20.02", dearer))
    assert told(tables.purchase_lines_that_differ(document)[["scenario", "packs_before", "packs", "difference"]]) == [
        ("c", 2, 2, Decimal("0.02"))
    ]


ROWS = [
    (WS, USER, 0, "ana", V2019, V2022, 0),
    (WS, USER, 1, "=cmd()", V2022, V2022, 1),
    (WS, DEVICE, 2, "pc", V2022, V2022, 1),
    (RDS, USER, 0, "ana", V2019, V2025, 2),
    (WS, USER, 3, "ben", V2019, V2022, 0),
]
SOURCES = (
    RegisterSource("O-1", Condition.NEW, V2022),
    RegisterSource("O-2", Condition.USED, V2022),
    RegisterSource("O-1", Condition.NEW, V2025),
)
RESULT = result("one", plan(rows=ROWS, sources=SOURCES))


def test_register():
    frame = tables.register(RESULT)
    assert list(frame.columns) == [column.name for column in tables.REGISTER]
    user, device, remote = "Windows Server User CAL", "Windows Server Device CAL", "Remote Desktop User CAL"
    assert told(frame[list(frame.columns)[:12]]) == [
        ("one", 0, "ws_cal", "user", user, "ana", "2019", "2022", "new", "O-1", "on purchase", "Needed by ana."),
        ("one", 0, "ws_cal", "user", user, "=cmd()", "2022", "2022", "used", "O-2", "on purchase", "Needed by =cmd()."),
        ("one", 0, "ws_cal", "device", device, "pc", "2022", "2022", "used", "O-2", "on purchase", "Needed by pc."),
        ("one", 0, "rds_cal", "user", remote, "ana", "2019", "2025", "new", "O-1", "on purchase", "Needed by ana."),
        ("one", 0, "ws_cal", "user", user, "ben", "2019", "2022", "new", "O-1", "on purchase", "Needed by ben."),
    ]
    unknown = {(None,) * 5 + (pd.Timestamp(2026, 1, 15),)}
    assert set(told(frame[list(frame.columns)[12:]])) == unknown
    few = {"scenario", "product", "metric", "licence", "required_version", "licence_version", "condition", "source"}
    few |= {"assigned_since", "name", "email", "department", "servers", "document"}
    assert {name for name in frame.columns if frame[name].dtype == "category"} == few
    assert len(register(ROWS, SOURCES)) == len(frame)


def test_coverage():
    frame = tables.coverage(RESULT)
    has_stated_types(frame, listed.COVERAGE)
    assert told(frame) == [
        ("Windows Server User CAL 2022", "ws_cal", "user", "2019", "2022", 2),
        ("Windows Server User CAL 2022", "ws_cal", "user", "2022", "2022", 1),
        ("Windows Server Device CAL 2022", "ws_cal", "device", "2022", "2022", 1),
        ("Remote Desktop User CAL 2025", "rds_cal", "user", "2019", "2025", 1),
    ]


def test_without_a_plan_the_tables_are_there_and_empty():
    tight, stopped = DOCUMENT["tight"], result(status=PlanStatus.STOPPED, reason="No time.")
    for frame, columns in (
        (tables.purchases(tight), listed.PURCHASES),
        (tables.sales(tight), listed.SALES),
        (tables.position(tight), listed.POSITION),
        (tables.coverage(stopped), listed.COVERAGE),
        (tables.by_unit(tight), listed.BY_UNIT),
    ):
        has_stated_types(frame, columns)
        assert len(frame) == 0
    has_stated_types(tables.register(stopped), tables.REGISTER)
    assert len(tables.purchase_lines_that_differ(read(impossible("tight")))) == 0


def test_every_column_is_told_what_it_holds():
    for columns in (
        listed.PURCHASES,
        listed.SALES,
        listed.POSITION,
        listed.SCENARIOS,
        listed.DIFFERING,
        listed.COVERAGE,
        listed.BY_UNIT,
        tables.REGISTER,
    ):
        assert len({column.name for column in columns}) == len({column.title for column in columns}) == len(columns)
    assert set(DTYPES) == set(Holds)


def test_the_table_of_a_finished_run_says_what_its_plan_json_says():
    document = document_of(plan_set([result(outcome=cheapest_plan())]))
    lines = document["cheapest"].purchases
    assert told(tables.purchases(document["cheapest"])[["offer_id", "licences", "line_total"]]) == [
        (line.offer_id, line.licences, Decimal(line.cost_minor) / 100) for line in lines
    ]
    assert document.plan_date == date(2026, 1, 15)


def test_no_table_needs_pandas_before_it_is_a_data_frame():
    """What prints and writes plans does without; start-up would take half as long again."""
    code = (
        "import sys, planner.report.tables, planner.report.terminal, planner.report.excel, planner.study.compare;"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

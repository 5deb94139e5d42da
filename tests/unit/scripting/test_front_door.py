"""What scripts and notebooks use: inventories from files and data frames, plans and answers as data frames."""

from __future__ import annotations

import doctest
import importlib
import re
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import planner
from planner.ingest import load_inventory, write_sample
from planner.scripting import answers, calls, inventory, issues, plans
from tests.uneven.outputs import Outputs

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("module", [planner, answers, calls, inventory, issues, plans], ids=lambda one: one.__name__)
def test_the_examples_in_its_documentation_hold(module, tiny):
    assert doctest.testmod(module, extraglobs={"tiny": tiny}).failed == 0


def test_the_examples_of_the_page_for_scripts_hold(tmp_path, monkeypatch):
    write_sample(tmp_path / "estate.xlsx")
    monkeypatch.chdir(tmp_path)
    page = str(ROOT / "docs" / "scripting.md")
    found = doctest.testfile(page, module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted > 10
    assert found.failed == 0


def test_the_readmes_lines_run(tmp_path, monkeypatch, capsys):
    write_sample(tmp_path / "estate.xlsx")
    monkeypatch.chdir(tmp_path)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("Without offer S33 of Used dealer B")


def test_every_public_name_is_there():
    assert sorted(planner.__all__) == planner.__all__
    for name in planner.__all__:
        assert getattr(planner, name) is not None
        assert name in dir(planner)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        planner.nonsense  # noqa: B018


def test_importing_it_loads_nothing():
    """A command that only prints help must not pay for the front door."""
    code = "import sys, planner; print(sorted({'numpy', 'pandas', 'click', 'pulp'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.fixture(scope="module")
def from_file(uneven: Outputs) -> planner.Inventory:
    return planner.load(uneven.inventory, today=date(2026, 11, 21))


def test_the_same_cells_make_the_same_inventory(uneven: Outputs, from_file: planner.Inventory):
    """Whether a workbook is read by the program or with pandas, and whatever types pandas gives its columns."""
    frames = {name.lower(): from_file.sheet(name) for name in from_file.sheets}
    made = planner.Inventory.from_frames(**frames, today=date(2026, 11, 21)).content
    read = load_inventory(uneven.inventory, today=date(2026, 11, 21)).inventory
    assert read is not None
    assert (made.estate, made.offers, made.lots, made.scenarios) == (
        read.estate, read.offers, read.lots, read.scenarios,
    )  # fmt: skip
    assert [notice.code for notice in made.notices] == [notice.code for notice in read.notices]


def test_tables_are_those_of_the_plan_that_is_written(uneven: Outputs, from_file: planner.Inventory):
    expected = uneven.document["scenarios"][0]
    found = planner.plan(from_file, scenarios=expected["name"])
    assert list(found) == [expected["name"]]
    plan = found[expected["name"]]
    assert plan.total == Decimal(expected["cost"]["total"])
    assert plan.purchases["line_total"].tolist() == [Decimal(line["cost"]) for line in expected["purchases"]]
    assert plan.purchases["offer_id"].tolist() == [line["offer_id"] for line in expected["purchases"]]
    assert plan.sales["quantity"].tolist() == [line["quantity"] for line in expected["sales"]]
    assert len(plan.position) == len(expected["pools"])
    assert len(plan.register) == plan.coverage["licences"].sum() > 0
    assert found.scenarios["total"].tolist() == [plan.total]
    assert list(plan.notices) == [notice["text"] for notice in expected["notices"]]


def test_cells_of_every_type_are_read_as_typed_in_a_sheet():
    offers = pd.DataFrame(
        {
            "offer_id": pd.array(["U", "D", None], dtype="string"),
            "vendor": pd.Categorical(["A", "B", None]),
            "product": "ws_cal",
            "metric": ["user", "device", None],
            "version": [2022.0, 2019, np.nan],
            "condition": ["new", "used", None],
            "price": pd.Series([Decimal("45.50"), 36.75, None], dtype=object),
            "pack_size": pd.array([5, None, None], dtype="Int64"),
            "sa": [np.bool_(False), None, None],
            "valid_until": [datetime(2026, 12, 31), pd.Timestamp("2027-02-28"), pd.NaT],
        }
    ).assign(product=["ws_cal", "ws_cal", None])
    headcount = pd.DataFrame(
        {"group": ["S"], "users": [4], "devices": [2], "pattern": "shared", "server_version": "2019"}
    )
    made = planner.Inventory.from_frames(headcount=headcount, offers=offers, policy={"plan_date": date(2026, 12, 1)})
    device, user = made.content.offers
    assert (user.pack_size, device.pack_size) == (5, 1)
    assert (user.breaks[0].price_minor, device.breaks[0].price_minor) == (4550, 3675)
    assert (user.valid_until, device.valid_until) == (date(2026, 12, 31), date(2027, 2, 28))
    assert made.sheet("Offers").index.tolist() == [2, 3]


def test_problems_of_data_frames_are_those_of_files(tmp_path):
    """Same code, sheet, row, column, value and words; a file without addresses of cells is compared with one."""
    users = pd.DataFrame({"user_id": ["ana", "ben", "ana"], "active": ["yes", "perhaps", "no"]})
    (tmp_path / "Users.csv").write_text(users.to_csv(index=False), encoding="utf-8")
    in_files = planner.check(tmp_path).found
    in_frames = planner.check({"Users": users}).found
    told = [(i.code, i.location.sheet, i.location.row, i.location.column, i.value, i.remedy) for i in in_files]
    assert told == [(i.code, i.location.sheet, i.location.row, i.location.column, i.value, i.remedy) for i in in_frames]
    assert len(told) >= 3


def test_one_error_carries_everything_that_is_wrong():
    bad = pd.DataFrame({"group": ["a", "b"], "users": ["4O", "x"], "devices": [1, 2], "pattern": "shared"})
    with pytest.raises(planner.WorkbookError) as raised:
        planner.Inventory.from_frames(headcount=bad.assign(server_version=2022))
    found = [(issue.location.row, issue.location.column) for issue in raised.value.issues if issue.value]
    assert found == [(2, "users"), (3, "users")]
    assert str(raised.value).startswith('2 problems in the inventory:\nHeadcount!B2, column "users": ')
    assert '"4O" is not a number' in str(raised.value)


def test_a_long_list_of_problems_is_cut_in_the_message_only():
    bad = pd.DataFrame({"group": [f"g{n}" for n in range(30)], "users": "x", "devices": 1, "pattern": "shared"})
    with pytest.raises(planner.WorkbookError, match=r"\.\.\. and \d+ more, all in `issues`$") as raised:
        planner.Inventory.from_frames(headcount=bad.assign(server_version=2022))
    assert len(raised.value.issues) >= 30


def test_a_plan_that_cannot_be_is_a_result_not_an_exception(tiny):
    strict = tiny.with_scenarios({"poor": {"budget": Decimal("10.50"), "excluded_offers": ["U"]}})
    assert strict.scenarios[-1] == "poor"
    plan = planner.plan(strict, scenarios=["poor"])["poor"]
    assert (plan.status, plan.total, plan.is_proved) == ("infeasible", None, False)
    assert plan.purchases.empty
    assert "impossible" in repr(plan)
    assert plan._repr_html_().startswith("<p>")


def test_scenarios_take_the_values_python_has(tiny):
    made = tiny.with_scenarios({"half": {"max_used_share": Fraction(1, 2), "allow_used": False, "max_vendors": None}})
    policy = made.content.scenarios[-1].policy
    assert (policy.max_used_share, policy.allow_used, policy.max_vendors) == (Fraction(1, 2), False, None)
    with pytest.raises(planner.WorkbookError, match="does not lie between 0 and 1"):
        tiny.with_scenarios({"wrong": {"max_used_share": 2}})
    with pytest.raises(planner.WorkbookError, match='No policy is called "nonsense"'):
        tiny.with_scenarios({"wrong": {"nonsense": 2}})


def test_plans_are_written_and_read_back(tiny, tmp_path):
    made = planner.plan(tiny, scenarios=["cheapest", "users only"])
    made.write(tmp_path / "plan.json", tmp_path / "plan.xlsx", tmp_path / "register.csv")
    assert (tmp_path / "plan.xlsx").stat().st_size > 1000
    assert len((tmp_path / "register.csv").read_text(encoding="utf-8").splitlines()) == 1 + 12 + 40
    read = planner.load_plans(tmp_path / "plan.json")
    pd.testing.assert_frame_equal(read.scenarios, made.scenarios)
    pd.testing.assert_frame_equal(read["users only"].purchases, made["users only"].purchases)
    assert made.purchase_lines_that_differ["scenario"].unique().tolist() == ["users only"]
    with pytest.raises(planner.UsageError, match="does not say who gets which licence"):
        _ = read["cheapest"].register
    with pytest.raises(planner.UsageError, match=r"only be written as \.json"):
        read.write(tmp_path / "again.xlsx")
    with pytest.raises(planner.UsageError, match=r"plan.pdf: plans are written as"):
        made.write("plan.pdf")


def test_every_kind_of_question(tiny):
    asked = [
        planner.WithoutOffer("D"),
        planner.OfferPrice("D"),
        planner.KindPrice("ws_cal", "device"),
        planner.OtherEnd("Shift/device/*", "ws_cal", "user"),
    ]
    found = [planner.ask(tiny, question) for question in asked]
    assert all(answer.is_final and answer.scenario == "cheapest" for answer in found)
    assert found[0].changes["before"].tolist() == [12, 0]
    assert found[0].changes["after"].tolist() == [0, 40]
    assert "above" not in str(found[1])
    assert found[2].points["total"].tolist()[-1] == Decimal("882.00")
    assert found[3].sentences[0].startswith("With a Windows Server User CAL for everybody who uses")


def test_what_is_not_there_is_named(tiny):
    with pytest.raises(planner.UsageError, match='No scenario is called "dearest"'):
        planner.plan(tiny, scenarios=["dearest"])
    with pytest.raises(planner.UsageError, match="A catalogue belongs to an inventory"):
        planner.plan(tiny, catalogue="more.csv")
    with pytest.raises(KeyError):
        tiny.sheet("Users")
    with pytest.raises(planner.WorkbookError, match=r'There is no file or folder "gone\.xlsx"'):
        planner.load("gone.xlsx")


def test_a_catalogue_of_more_offers(tiny):
    cheaper = tiny.sheet("Offers").assign(offer_id=["U2", "D2"], price=[9.5, 8])
    parts = {name.lower(): tiny.sheet(name) for name in tiny.sheets}
    made = planner.Inventory.from_frames(**parts, catalogue=cheaper)
    assert planner.plan(made, scenarios="cheapest")["cheapest"].total == Decimal("96.00")


def test_what_is_shown_stays_short(tiny):
    made = planner.plan(tiny, scenarios=["cheapest"])
    assert repr(made) == "<Plans of data frames, 1 scenario: <Plan cheapest: 441.00 EUR, proved cheapest>>"
    assert "<table" in made._repr_html_()
    assert "<table" in made["cheapest"]._repr_html_()
    assert "<table" in tiny._repr_html_()
    assert len(repr(tiny.content)) < 100
    assert len(repr(tiny.content.estate)) < 2000
    check = planner.check(tiny)
    assert repr(check) == "<Check data frames can be planned, 0 notices>"
    assert check.issues.empty


def test_it_has_types():
    assert (ROOT / "planner" / "py.typed").is_file()
    assert importlib.import_module("planner.version").__version__ == planner.__version__

"""plan.json: exactly the documented keys, in their order, with money as text."""

import io
import json
from dataclasses import replace
from fractions import Fraction

from sample_plans import DAY, all_results, cheapest_plan, plan_set, result, review

from planner.domain.document import document_of
from planner.domain.inventory import SourceFile
from planner.domain.plan import DataLevel, PlanStatus
from planner.domain.position import LicencesShort, PositionToday, Unproven
from planner.domain.product import Metric, Product, Version
from planner.domain.review import Risk
from planner.licensing import rulebook
from planner.licensing.rulebook import SETTINGS
from planner.report.formats.plan_json import to_json, write


def content(plans):
    return to_json(document_of(plans))


HEAD = ["name", "status", "policy", "data_level", "assumptions", "notices"]
PLANNED = [
    *HEAD, "cost", "bound", "gap", "purchases", "sales", "pools", "periods", "checks", "checklist", "risk",
]  # fmt: skip


def test_top_keys():
    keys = ["format", "inventory", "created", "version", "currency", "scenarios", "comparison", "timings", "size"]
    keys.append("position_today")
    assert list(content(plan_set())) == keys
    with_catalogue = content(plan_set(catalogue=SourceFile("prices.xlsx", "cd" * 32)))
    assert list(with_catalogue)[:3] == ["format", "inventory", "catalogue"]
    assert with_catalogue["catalogue"] == {"name": "prices.xlsx", "sha256": "cd" * 32}


def test_keys_follow_from_the_status():
    cheapest, users_only, tight, slow = content(plan_set())["scenarios"]
    assert list(cheapest) == list(users_only) == PLANNED
    assert list(tight) == [*HEAD, "reason", "relaxations"]
    assert list(slow) == [*HEAD, "reason"]
    assert [row["status"] for row in (cheapest, users_only, tight, slow)] == [
        "optimal", "feasible", "infeasible", "stopped",
    ]  # fmt: skip


def test_money_is_text_and_the_gap_a_number():
    cheapest, users_only, *_ = content(plan_set())["scenarios"]
    assert cheapest["cost"] == {
        "total": "217.18", "purchases": "215.50", "orders": "15.00", "mixing": "0.00", "upgrades": "0.00",
        "sales": "13.32",
    }  # fmt: skip
    assert (cheapest["bound"], cheapest["gap"]) == ("217.18", 0)
    assert users_only["gap"] == float(Fraction(100, 30000))


def test_lines():
    cheapest = content(plan_set())["scenarios"][0]
    assert [line["vendor"] for line in cheapest["purchases"]] == ["Alpha", "Beta & Sons"]
    assert cheapest["purchases"][1] == {
        "offer_id": "U-5", "vendor": "Beta & Sons", "product": "ws_cal", "metric": "user", "version": "2022",
        "condition": "used", "pack_size": 5, "packs": 1, "licences": 5, "pack_price": "90.00", "cost": "90.00",
        "period": 0, "reason": "Three people need it.", "sku": "B-U5",
    }  # fmt: skip
    assert cheapest["sales"] == [
        {"owned_id": "L-9", "quantity": 4, "unit_price": "3.33", "proceeds": "13.32", "period": 0,
         "reason": "Nobody needs them.", "product": "ws_cal", "metric": "device", "version": "2019", "condition": "new"}
    ]  # fmt: skip
    assert cheapest["pools"][0] == {
        "product": "ws_cal", "metric": "user", "version": "2022", "period": 0, "holders": 5, "holders_at_or_above": 5,
        "owned": 2, "bought": 5, "sold": 0, "idle": 2, "usable": 2, "missing_today": 3,
    }  # fmt: skip
    assert cheapest["periods"] == [{"period": 0, "starts": "2026-01-15", "ends": "2026-01-15"}]
    assert cheapest["checks"] == {"audited": True, "requirements": 6, "uncovered": 0}


def test_checklist_and_risk():
    (cheapest,) = content(plan_set([result(outcome=cheapest_plan())]))["scenarios"]
    assert cheapest["checklist"][0] == {
        "item": "Server licences", "state": "not stated", "text": "0 of 2 servers.",
        "missing": ["document of FS01", "document of FS02"],
    }  # fmt: skip
    assert [line["state"] for line in cheapest["checklist"][1:]] == ["missing", "in order", "does not apply"]
    assert cheapest["risk"] == {"shortfall": 3, "amount": "175.00", "text": "3 are missing."}
    file = replace(review(), risk=Risk(3, None, "No price."))
    (unpriced,) = content(plan_set([result(outcome=cheapest_plan(), review=file)]))["scenarios"]
    assert unpriced["risk"] == {"shortfall": 3, "amount": None, "text": "No price."}


def test_purchases_are_sorted_whatever_the_plan_holds():
    lines = cheapest_plan().purchases
    shuffled = cheapest_plan([lines[1], lines[0]])
    first, second = (content(plan_set([result(outcome=p)]))["scenarios"][0] for p in (cheapest_plan(), shuffled))
    assert first["purchases"] == second["purchases"]


def test_every_policy_is_written():
    policy = content(plan_set())["scenarios"][2]["policy"]
    assert list(policy) == [spec.name for spec in SETTINGS]
    assert (policy["budget"], policy["max_used_share"], policy["allow_used"]) == ("10.00", 0.5, True)
    assert policy["excluded_vendors"] == []
    assert policy["min_version"] is None


def test_relaxations():
    tight = content(plan_set())["scenarios"][2]
    assert tight["relaxations"] == [
        {"policy": "budget", "from": "10.00", "to": "90.00", "text": "Raise the budget from 10.00 to 90.00 EUR."}
    ]


def test_example_stands_only_at_an_upper_bound():
    bound = result(outcome=cheapest_plan(), data_level=DataLevel.UPPER_BOUND, example_if_own_minor=-5)
    unknown = result(outcome=cheapest_plan(), data_level=DataLevel.UPPER_BOUND)
    scenarios = content(plan_set([bound, unknown]))["scenarios"]
    assert [scenario["example_if_own"] for scenario in scenarios] == ["-0.05", None]
    assert list(scenarios[0]) == [*PLANNED, "example_if_own"]


def test_comparison_leaves_out_figures_where_there_is_no_plan():
    rows = content(plan_set())["comparison"]
    assert rows[1] == {
        "name": "users only", "status": "feasible", "total": "300.00", "difference": "82.82", "licences": 5,
        "used_licences": 0, "vendors": 1, "what_differs": ["ws_metrics", "rds_metrics"],
    }  # fmt: skip
    assert rows[2] == {"name": "tight", "status": "infeasible", "what_differs": ["max_used_share", "budget"]}
    assert rows[3] == {"name": "slow", "status": "stopped", "what_differs": []}


def test_timings_and_size_are_complete():
    written = content(plan_set())
    assert written["timings"] == {
        "read_s": 0.25, "requirements_s": 0.0, "reduce_s": 0.0, "solve_s": 0.0, "assign_s": 0.0, "audit_s": 0.0,
        "write_s": 0.0, "total_s": 1.5,
    }  # fmt: skip
    assert written["size"] == {"users": 5, "devices": 9, "accesses": 20, "requirements": 12, "classes": 3}


def test_file_and_stream_hold_the_same_text(tmp_path):
    plans = plan_set(
        [*all_results(), result("für alle", status=PlanStatus.STOPPED, policy=rulebook.policy(DAY, country="DE"))]
    )
    write(document_of(plans), tmp_path / "plan.json")
    stream = io.StringIO()
    write(document_of(plans), stream)
    data = (tmp_path / "plan.json").read_bytes()
    assert data == stream.getvalue().encode("utf-8")
    assert data.endswith(b"}\n")
    assert b"\r" not in data
    assert "für alle".encode() in data
    assert json.loads(data) == content(plans)
    assert stream.getvalue().startswith('{\n  "format": "cal-planner/plan/1",\n  "inventory": {\n    "name"')


def test_the_position_today_stands_at_the_top():
    """Amounts are text, unknown ones null, the share is a number."""
    missing = (LicencesShort(Product.RDS_CAL, Metric.DEVICE, Version("2019"), 3),)
    position = PositionToday(missing, 41_123, 24, None, Unproven(7, 5_002), is_proved=False)
    assert content(plan_set(position_today=position))["position_today"] == {
        "missing": [{"product": "rds_cal", "metric": "device", "version": "2019", "licences": 3}],
        "amount": "411.23",
        "share_of_use": 0.125,
        "audit_amount": None,
        "unproven": {"licences": 7, "amount": "50.02"},
        "is_proved": False,
        "licences_in_use": 24,
    }

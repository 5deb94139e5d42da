"""Saved plans side by side."""

import io
import json

import pytest

from planner.errors import UsageError
from planner.report.terminal import make_console
from planner.study.compare import compare_files, print_comparison, to_json
from tests import saved_plans
from tests.uneven.outputs import printed


def planned(name, total, bound="", beta="2.00", **policy):
    lines = [
        saved_plans.bought("Alpha", 3, "30.00"),
        saved_plans.bought("Beta", 2, beta, condition="used"),
        saved_plans.bought("Beta", 1, "1.00"),
    ]
    return saved_plans.planned(name, total, lines, bound=bound, **policy)


@pytest.fixture
def save(tmp_path):
    def write(name, scenarios, currency="EUR", form="cal-planner/plan/1", sha256="ab" * 32):
        path = tmp_path / name
        content = saved_plans.document(scenarios, currency=currency, sha256=sha256) | {"format": form}
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write


def test_all_scenarios_of_all_files_against_the_first_planned(save):
    one = save("one.json", [saved_plans.impossible("tight", budget="0.50"), planned("cheapest", "100.00")])
    two = save("two.json", [planned("cheapest", "79.50", "70.00", beta="3.10", allow_used=False)])
    found = to_json(compare_files([one, two]))
    figures = {"licences": 6, "used_licences": 2, "vendors": 2}
    dearer = {
        "vendor": "Beta", "offer_id": "B-2022-used", "product": "ws_cal", "metric": "user", "version": "2022",
        "condition": "used",
        "from": {"packs": 2, "licences": 2, "pack_price": "1.00", "cost": "2.00"},
        "to": {"packs": 2, "licences": 2, "pack_price": "1.55", "cost": "3.10"},
    }  # fmt: skip
    assert found == {
        "format": "cal-planner/comparison/1",
        "currency": "EUR",
        "inventories_differ": False,
        "rows": [
            {"file": str(one), "name": "tight", "status": "infeasible", "what_differs": []},
            {
                "file": str(one), "name": "cheapest", "status": "optimal", "total": "100.00", "difference": "0.00",
                **figures, "what_differs": ["budget"], "purchase_lines_that_differ": [],
            },
            {
                "file": str(two), "name": "cheapest", "status": "feasible", "total": "79.50", "difference": "-20.50",
                **figures, "what_differs": ["allow_used", "budget"], "purchase_lines_that_differ": [dearer],
            },
        ],
    }  # fmt: skip


def test_purchase_lines_that_differ_are_told_line_by_line(save):
    """With what comes, what goes and what changes its number or its price; what is the same is not told."""
    cal = "Windows Server User CAL 2022"
    same = saved_plans.bought("Delta", 4, "44.00")
    first = [saved_plans.bought("Alpha", 3, "30.00"), saved_plans.bought("Beta", 2, "5.00", condition="used"), same]
    other = [saved_plans.bought("Alpha", 3, "33.00"), same, saved_plans.bought("Gamma", 7, "700.00")]
    plans = [saved_plans.planned("a", "79.00", first), saved_plans.planned("b", "777.00", other)]
    stream = io.StringIO()
    print_comparison(compare_files([save("one.json", plans)]), make_console(stream))
    lines = printed(stream.getvalue(), "in", "buy from", "offer", "what", "packs", "instead of", "cost", "difference")
    assert [(*line[:3], *line[4:]) for line in lines if line[1]] == [
        ("1, b", "Alpha", "A-2022-new", "3", "3", "33.00", "+3.00"),
        ("", "Beta", "B-2022-used", "0", "2", "0.00", "-5.00"),
        ("", "Gamma", "G-2022-new", "7", "0", "700.00", "+700.00"),
    ]
    assert " ".join(line[3] for line in lines) == f"{cal}, new {cal}, used {cal}, new"


def test_nothing_bought_otherwise_is_said(save):
    stream = io.StringIO()
    plans = [planned("a", "33.00"), planned("b", "33.00")]
    print_comparison(compare_files([save("one.json", plans)]), make_console(stream))
    assert "What is bought is the same in all; compared with 1, a." in stream.getvalue()


def test_the_table_says_figures_proof_and_differences(save):
    one = save("one.json", [planned("cheapest", "1000.00")])
    two = save("two.json", [planned("cheapest", "1100.00", "1090.00", budget="1200.00")])
    stream = io.StringIO()
    print_comparison(compare_files([one, two]), make_console(stream))
    lines = [" ".join(line.split()) for line in stream.getvalue().splitlines()]
    assert "1 cheapest 1,000.00 0.00 4 2 2 proved cheapest" in lines
    assert any(line.startswith("2 cheapest 1,100.00 +100.00 4 2 2 at most 10.00 could") for line in lines)
    assert "2, cheapest: budget: 1,200.00 EUR" in lines


@pytest.mark.parametrize("differ", [False, True])
def test_different_inventories_are_told_before_the_table(save, differ):
    one = save("one.json", [planned("cheapest", "1.00")])
    two = save("two.json", [planned("cheapest", "2.00")], sha256=("cd" if differ else "ab") * 32)
    found, stream = compare_files([one, two]), io.StringIO()
    print_comparison(found, make_console(stream))
    head, table = stream.getvalue().split("scenario", 1)
    assert to_json(found)["inventories_differ"] is differ
    assert ("The plans were made from different inventories" in head) is differ
    assert "different inventories" not in table


def test_mixed_currencies_are_refused(save):
    paths = [save("one.json", [planned("a", "1.00")]), save("two.json", [planned("a", "1.00")], "USD")]
    with pytest.raises(UsageError, match=r"one\.json is in EUR, .*two\.json in USD\. Only plans in one currency"):
        compare_files(paths)


def test_another_format_is_refused(save):
    path = save("issues.json", [], form="cal-planner/issues/1")
    with pytest.raises(UsageError, match=r'not a plan of format "cal-planner/plan/1" \(it says "cal-planner/issues/1"'):
        compare_files([path])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no json", "does not hold JSON text"),
        (b"\xff\xfe", "does not hold JSON text"),
        (b"[1]", "names no format"),
        (b'{"format": "cal-planner/plan/1"}', "is damaged: 'inventory'"),
        (b'{"format": "cal-planner/plan/1", "currency": "EUR", "scenarios": [{"name": "a"}]}', "is damaged"),
        (b'{"format": "cal-planner/plan/1", "currency": "EUR", "scenarios": 7}', "is damaged"),
    ],
)
def test_a_file_that_is_no_plan_is_named(tmp_path, content, says):
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=says):
        compare_files([path])


def test_a_damaged_amount_is_named(save):
    damaged = planned("a", "33.00")
    damaged["cost"]["orders"] = "ten"
    with pytest.raises(UsageError, match="is damaged"):
        compare_files([save("odd.json", [damaged])])


def test_a_missing_file_and_no_file_at_all(tmp_path):
    with pytest.raises(UsageError, match=r"none\.json cannot be read"):
        compare_files([tmp_path / "none.json"])
    with pytest.raises(UsageError, match="Nothing to compare"):
        compare_files([])

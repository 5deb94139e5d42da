"""Comparisons of the plans of the uneven estate, table by table, and who is covered by what."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from planner import pipeline
from planner.cli import main
from planner.ingest import load_inventory
from planner.planning.run import Run
from planner.report.formats.coverage import write_coverage
from planner.report.formats.register import write_register
from planner.study.comparison_files import comparison_csv, comparison_workbook
from planner.study.saved import NamedPlan
from planner.study.side_by_side import SideBySide, side_by_side
from planner.study.why.coverage import REGISTER, Coverage
from tests.uneven.answers import BASE_DEVICE, BASE_USER, COST_OF, PLANNED, PURCHASES, REMOTE_USER
from tests.uneven.estate import TERMINALS
from tests.uneven.outputs import Outputs, by_header, csv_of, printed, sheets_of

COUNTS = {
    "What each buys": {
        (f"{BASE_USER} 2022", "new"): (5, 15, 5, 5),
        (f"{BASE_USER} 2022", "used"): (10, 0, 10, 10),
        (f"{BASE_DEVICE} 2019", "used"): (3, 0, 3, 3),
        (f"{BASE_DEVICE} 2022", "new"): (1, 4, 1, 1),
        (f"{REMOTE_USER} 2022", "new"): (6, 10, 6, 3),
        (f"{REMOTE_USER} 2022", "used"): (4, 0, 4, 4),
    },
    "What is left over": {(f"{REMOTE_USER} 2025",): (3, 3, 3, 0)},
    "What is sold": {
        (f"{BASE_USER} 2016",): (7, 7, 7, 7),
        (f"{BASE_USER} 2019",): (2, 2, 2, 2),
        (f"{BASE_DEVICE} 2016",): (5, 5, 5, 5),
    },
}
MONEY = {
    "What it costs": {
        ("Licences bought",): (1313.5, 1670.1, 1313.5, 1018.0),
        ("Placing orders",): (19.5, 6.5, 19.5, 19.5),
        ("Managing two kinds of CAL",): (11.1, 11.1, 11.1, 11.1),
        ("Server upgrades",): (0.0, 0.0, 0.0, 400.0),
        ("Sales, taken off",): (41.5, 41.5, 41.5, 41.5),
        ("Total",): (1302.6, 1646.2, 1302.6, 1407.1),
    },
    # Alpha: 31.40 + 198.50 + 591.00, of which `a cent less` needs 295.50 less.
    "What each vendor is paid": {
        ("Alpha GmbH",): (820.9, 1670.1, 820.9, 525.4),
        ("Beta & Söhne",): (210.0, 0.0, 210.0, 210.0),
        ("Gamma Ltd",): (282.6, 0.0, 282.6, 282.6),
    },
}
EVERY = (*PLANNED, "too little")
BUDGETS = ("none", "none", "1,313.50 EUR", "1,313.49 EUR", "1,017.99 EUR")
RULES = {("Used licences",): ("yes", "no", "yes", "yes", "yes"), ("Budget",): BUDGETS}

LINES = "Purchase lines (packs × price)"


def _purchase_lines() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Say of every line that anybody buys how many packs each scenario buys, and at which price."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for name in PLANNED:
        for vendor, offer, what, condition, _, packs, _, price, *_ in PURCHASES[name]:
            found.setdefault((vendor, offer, what, condition), {})[name] = f"{packs} × {price:.2f}"
    return {line: tuple(told.get(name, "") for name in PLANNED) for line, told in found.items()}


PURCHASE_LINES = _purchase_lines()


@pytest.fixture(scope="module")
def side(uneven: Outputs) -> SideBySide:
    plan = NamedPlan("uneven", uneven.plan)
    return side_by_side([plan], plan.scenarios)


def test_the_workbook_table_by_table(side: SideBySide) -> None:
    sheets = sheets_of(comparison_workbook(side))
    for title, lines in (COUNTS | MONEY).items():
        heads = {"What each buys": ("Licence", "Condition"), "What it costs": ("Part",)}.get(title)
        heads = heads or (("Vendor",) if "vendor" in title else ("Licence",))
        told = by_header(sheets[title], *heads, *PLANNED)
        assert told == [(*what, *values) for what, values in lines.items()], title
    told = by_header(sheets[LINES], "Vendor", "Offer", "Product", "Condition", *PLANNED)
    assert {row[:4]: tuple(cell or "" for cell in row[4:]) for row in told} == PURCHASE_LINES
    assert by_header(sheets["Rules that differ"], "Rule", *EVERY) == [(*what, *told) for what, told in RULES.items()]
    columns = ("Scenario", "Total (EUR)", "Difference", "New licences", "Used licences", "Vendors", "Proof")
    assert by_header(sheets["Totals"], *columns, "Could still be saved, at most") == [
        ("cheapest", 1302.6, 0, 12, 17, 3, "proved cheapest", 0),
        ("new only", 1646.2, 343.6, 29, 0, 1, "proved cheapest", 0),
        ("to the cent", 1302.6, 0, 12, 17, 3, "proved cheapest", 0),
        ("a cent less", 1407.1, 104.5, 9, 17, 3, "proved cheapest", 0),
        ("too little", None, None, None, None, None, "impossible", None),
    ]
    shares = [share for (share,) in by_header(sheets["Totals"], "Difference (%)") if share]
    assert shares == [pytest.approx(343.6 / 1302.6), pytest.approx(104.5 / 1302.6)]


def test_the_text_in_columns_line_by_line(side: SideBySide) -> None:
    rows = by_header(csv_of(comparison_csv(side)), "part", "what", *EVERY)

    def written(lines: dict[Any, Any], form: str) -> Iterable[tuple[str, ...]]:
        for title, table in lines.items():
            for what, values in table.items():
                yield (title, ", ".join(what), *(format(value, form) for value in values), "")

    expected = {*written(COUNTS, "d"), *written(MONEY, ".2f")}
    expected |= {("Rules that differ", *what, *told) for what, told in RULES.items()}
    expected |= {(LINES, ", ".join(what), *told, "") for what, told in PURCHASE_LINES.items()}
    assert {row for row in rows if row[0] != "Totals"} == expected
    assert [row[1:] for row in rows if row[0] == "Totals"] == [
        ("Total (EUR)", *(COST_OF[name][0] for name in PLANNED), ""),
        ("Difference", "0.00", "343.60", "0.00", "104.50", ""),
        ("Difference (%)", "0.00", "26.38", "0.00", "8.02", ""),
        ("New licences", "12", "29", "12", "9", ""),
        ("Used licences", "17", "0", "17", "17", ""),
        ("Vendors", "3", "1", "3", "3", ""),
        ("Proof", *["proved cheapest"] * 4, "impossible"),
        ("Could still be saved, at most", *["0.00"] * 4, ""),
    ]


def test_saved_plans_compared_by_the_command_line(uneven: Outputs) -> None:
    file = str(uneven.folder / "plan.json")
    text = CliRunner().invoke(main, ["compare", file]).stdout
    columns = ("file", "scenario", "total", "difference", "new", "used", "vendors", "proof")
    assert printed(text, *columns) == [
        ("1", "cheapest", "1,302.60", "0.00", "12", "17", "3", "proved cheapest"),
        ("1", "new only", "1,646.20", "+343.60", "29", "0", "1", "proved cheapest"),
        ("1", "to the cent", "1,302.60", "0.00", "12", "17", "3", "proved cheapest"),
        ("1", "a cent less", "1,407.10", "+104.50", "9", "17", "3", "proved cheapest"),
        ("1", "too little", "-", "-", "-", "-", "-", "impossible"),
    ]
    assert [line for line in text.splitlines() if line.startswith("1, ")] == [
        "1, new only: allow_used: no",
        "1, to the cent: budget: 1,313.50 EUR",
        "1, a cent less: budget: 1,313.49 EUR",
        "1, too little: budget: 1,017.99 EUR",
    ]
    content = json.loads(CliRunner().invoke(main, ["compare", "--json", file]).stdout)
    figures = ("name", "total", "difference", "licences", "used_licences", "vendors")
    assert [tuple(row.get(figure) for figure in figures) for row in content["rows"]] == [
        ("cheapest", "1302.60", "0.00", 29, 17, 3),
        ("new only", "1646.20", "343.60", 29, 0, 1),
        ("to the cent", "1302.60", "0.00", 29, 17, 3),
        ("a cent less", "1407.10", "104.50", 26, 17, 3),
        ("too little", None, None, None, None, None),
    ]


@pytest.fixture(scope="module")
def covered(uneven: Outputs, tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    folder: Path = tmp_path_factory.mktemp("coverage")
    inventory = load_inventory(uneven.inventory, today=date(2026, 11, 21)).inventory
    assert inventory is not None
    plans = pipeline.plan(inventory, inventory.scenarios[:1], Run())
    write_coverage(plans.results, folder)
    write_register(plans.results, folder / REGISTER)
    return Coverage(lambda name: (folder / name).read_bytes(), "cheapest")


def test_how_many_licences_cover_which_need(covered: Coverage) -> None:
    base, remote = covered.matrices()
    assert base.licences == (
        "User CAL 2019", "User CAL 2022", "User CAL 2025", "Device CAL 2016", "Device CAL 2019", "Device CAL 2022",
    )  # fmt: skip
    # 17 of 19 people have 2022 (2 owned, 15 bought), two the licences that were switched; None: too old.
    assert dict(zip(base.needed, base.cells, strict=True)) == {
        "2016": (0, 0, 0, 4, 0, 0),
        "2019": (2, 0, 0, None, 3, 0),
        "2022": (None, 17, 2, None, None, 1),
    }
    assert (remote.needed, remote.licences, remote.cells) == (("2022",), ("User CAL 2022",), ((12,),))


@pytest.mark.parametrize(
    ("who", "members", "holdings", "uses"),
    [
        ("mia", 1, [(f"{BASE_USER} 2019, new", "L-U19", 1)], [
            ("NB-mia", "2019", "server FILES-16 (upgraded from 2016)", f"their own {BASE_USER} 2019"),
            ("PC-mia", "2019", "server FILES-16 (upgraded from 2016)", f"their own {BASE_USER} 2019"),
        ]),
        ("oto", 1, [], [
            (terminal, "2019", "server FILES-19", f"the machine's {BASE_DEVICE} 2019") for terminal in TERMINALS
        ]),
        ("KIOSK-1", 1, [(f"{BASE_DEVICE} 2022, new", "N-D", 1)], [
            ("front/person/* (4)", "2022", "server FILES-22", f"its own {BASE_DEVICE} 2022"),
        ]),
        ("depot/device/*", 4, [(f"{BASE_DEVICE} 2016", "L-D16", 4)], [
            ("depot/user/* (17)", "2016", 'group "depot"', f"its own {BASE_DEVICE} 2016"),
        ]),
    ],
)  # fmt: skip
def test_who_is_covered_by_what(
    covered: Coverage, who: str, members: int, holdings: list[Any], uses: list[Any]
) -> None:
    (found,) = covered.find(who)
    assert found.members == members
    assert [(one.what, one.source, one.count) for one in found.holdings] == holdings
    assert [(one.other, one.version, one.origin, one.covered_by) for one in found.uses] == uses

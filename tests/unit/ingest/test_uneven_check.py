"""What `check` finds in the uneven estate, clean and with a slip in every sheet: each with its place and its value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from planner.cli import main
from tests.uneven.estate import TABLES, write_folder
from tests.uneven.outputs import Outputs, keys

PLACE = ("code", "severity", "file", "sheet", "row", "column", "value")


def test_the_estate_is_clean_but_for_what_it_leaves_out_and_one_cheap_offer(uneven: Outputs) -> None:
    content = uneven.checked()
    assert content["format"] == "cal-planner/issues/1"
    assert keys(content["issues"], *PLACE) == [
        ("CAL-504", "notice", "Access.csv", "Access", None, None, None),
        ("CAL-524", "notice", "Offers.csv", "Offers", 14, "price", None),
    ]
    assert content["issues"][0]["text"].endswith("(rows: 1).")
    assert '"X-OEM" costs 1.30 EUR per licence' in content["issues"][1]["text"]


SLIPS: tuple[tuple[str, int, str, str], ...] = (
    ("Headcount", 1, "devices", "-19"),
    ("Users", 9, "persons", "many"),
    ("Devices", 29, "kind", "kiosk"),
    ("Servers", 4, "upgrade_cost", "400.001"),
    ("Access", 13, "server_id", "FILES-23"),
    ("Owned", 5, "last_reassigned", "24.8.26"),
    ("Offers", 6, "stock_packs", "forty"),
    ("Policy", 3, "value", "11.1O"),
    ("Scenarios", 3, "budget", "a lot"),
)
"""Sheet, place of the row among the rows, column and what is written there by mistake."""


def test_a_slip_in_every_sheet_is_found_in_its_place(tmp_path: Path) -> None:
    tables: dict[str, list[dict[str, Any]]] = {name: [dict(row) for row in rows] for name, rows in TABLES.items()}
    for sheet, place, column, value in SLIPS:
        tables[sheet][place][column] = value
    done = CliRunner().invoke(main, ["check", str(write_folder(tmp_path / "slips", tables)), "--json"])
    assert done.exit_code == 2
    errors = [issue for issue in json.loads(done.stdout)["issues"] if issue["severity"] == "error"]
    # The first row below the header is row 2.
    assert sorted(keys(errors, "file", "sheet", "row", "column", "value")) == sorted(
        (f"{sheet}.csv", sheet, place + 2, column, value) for sheet, place, column, value in SLIPS
    )
    assert all(issue["text"] and issue["remedy"] for issue in errors)

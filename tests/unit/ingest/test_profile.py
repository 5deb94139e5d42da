"""What papers say of the organisation and its vendors: read from sheets or a settings file, all problems at once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from planner.domain.product import Condition, Metric, Product, Version
from planner.domain.profile import Organisation, PartNumber, VendorProfile
from planner.ingest import load_profile
from planner.report.formats.plan_json import to_json
from planner.report.formats.plan_reader import from_json
from tests.saved_plans import bought, planned, read
from tests.unit.ingest.good_tables import changed, good, load

ORGANISATION = [
    ["name", "country", "vat_id", "need_by", "payment_days"],
    ["Werk GmbH", "de", "DE9", date(2027, 1, 15), 30],
]
VENDORS = [["vendor", "legal_name", "email", "sells"], ["Vendor A", "A Software AG", "a@example.org", "gebraucht"]]


def test_both_sheets_are_part_of_an_inventory():
    inventory = good(load(changed() | {"Organisation": ORGANISATION, "Anbieter": VENDORS}))
    assert inventory.profile.organisation == Organisation(
        "Werk GmbH", country="DE", vat_id="DE9", need_by=date(2027, 1, 15), payment_days=30
    )
    assert inventory.profile.vendor("Vendor A") == VendorProfile(
        "Vendor A", legal_name="A Software AG", email="a@example.org", sells="used"
    )
    assert inventory.profile.vendor("Vendor B").name == "Vendor B"


def test_all_problems_are_told_at_once():
    twice = [*ORGANISATION, ["Werk 2", None, None, None, None]]
    vendors = [*VENDORS, ["vendor a", None, "a.example.org", "both"]]
    loaded = load(changed() | {"Organisation": twice, "Vendors": vendors})
    found = [one for one in loaded.issues if one.severity == "error"]
    assert {(one.code, str(one.location)) for one in found} == {
        ("CAL-120", 'Vendors!C3, column "email"'),
        ("CAL-115", 'Vendors!D3, column "sells"'),
        ("CAL-309", 'Organisation!A3, column "name"'),
        ("CAL-310", 'Vendors!A3, column "vendor"'),
    }


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "profile.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_settings_file_says_the_same(tmp_path):
    loaded = load_profile(_file(tmp_path, """
        [organisation]
        name = "Werk GmbH"
        need_by = 2027-01-15

        [[vendor]]
        vendor = "Vendor A"
        part_numbers = ["ws_cal user 2025 = A=1", "rds_cal device 2022 used = B-2"]
        ask = false
    """))  # fmt: skip
    assert loaded.issues == ()
    assert loaded.profile is not None
    assert loaded.profile.organisation == Organisation("Werk GmbH", need_by=date(2027, 1, 15))
    (vendor,) = loaded.profile.vendors
    assert vendor.part_numbers == (
        PartNumber(Product.WS_CAL, Metric.USER, Version("2025"), None, "A=1"),
        PartNumber(Product.RDS_CAL, Metric.DEVICE, Version("2022"), Condition.USED, "B-2"),
    )
    assert not vendor.ask
    assert vendor.part_number(Product.WS_CAL, Metric.USER, Version("2025"), Condition.USED) == "A=1"
    assert vendor.part_number(Product.RDS_CAL, Metric.DEVICE, Version("2022"), Condition.NEW) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[organisation]\nname = ", [("CAL-005", "profile.toml")]),
        ("[organisation]\nname = 'W'\n[organisation.more]\nx = 1", [("CAL-005", "profile.toml")]),
        ("supplier = 3", [("CAL-005", "profile.toml")]),
        ("", [("CAL-311", "profile.toml")]),
        ("[[vendor]]\nname = 'A'\n", [("CAL-044", 'Vendors, column "vendor"')]),
        (
            "\n[organisation]\nname='W'\nnamee='V'\nemail='x'\n\n[[vendor]]\nvendor='A'\n[[vendor]]\nvendor='A'\n",
            [
                ("CAL-120", 'Organisation, row 2, column "email"'),
                ("CAL-202", 'Vendors, row 9, column "vendor"'),
            ],
        ),
    ],
)  # fmt: skip
def test_a_wrong_settings_file_is_told_line_by_line(tmp_path, text, told):
    loaded = load_profile(_file(tmp_path, text))
    assert loaded.profile is None
    found = [(one.code, str(one.location)) for one in loaded.issues if one.severity == "error"]
    assert found == told


def test_a_missing_settings_file_is_told(tmp_path):
    (issue,) = load_profile(tmp_path / "no.toml").issues
    assert issue.code == "CAL-001"


def test_the_profile_travels_with_the_saved_plan():
    document = read(planned("cheapest", "90.00", [bought("Vendor A", 2, "90.00", quotation="Q-7")]))
    assert "profile" not in to_json(document)
    content = to_json(document) | {
        "profile": {
            "organisation": {"name": "Werk GmbH", "payment_days": 30, "need_by": "2027-01-15"},
            "vendors": [
                {
                    "vendor": "Vendor A", "ask": False,
                    "part_numbers": [
                        {"product": "ws_cal", "metric": "user", "version": "2025", "number": "A", "condition": "new"}
                    ],
                }
            ],
        }
    }  # fmt: skip
    again = from_json("plan.json", content)
    assert json.loads(json.dumps(to_json(again)["profile"])) == content["profile"]
    assert again.scenarios[0].purchases[0].quotation == "Q-7"

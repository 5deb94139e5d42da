"""Small plans to compare."""

from __future__ import annotations

from planner.report.formats.plan_reader import from_json
from planner.study.saved import NamedPlan
from tests.saved_plans import bought, impossible, planned, pool

MIX = planned(
    "cheapest", "1000.00",
    [bought("Alpha", 3, "600.00"), bought("Beta", 2, "300.00", condition="used"), bought("Beta", 1, "100.00")],
    [pool("2019", 5, 0), pool("2022", 0, 7)],
)  # fmt: skip
NEW = planned(
    "new only", "1250.00", [bought("Alpha", 6, "1250.00"), bought("Alpha", 0, "0.00", version="2025")],
    [pool("2019", 5, 2)], bound="1200.00", allow_used=False,
)  # fmt: skip
TIGHT = impossible("tight", budget="1.00")


def plan_of(name, content):
    """Return the saved plan of a name that plan.json is."""
    return NamedPlan(name, from_json(name, content))

"""Each family of rows of the integer program, on an instance tiny enough to read, against its text kept in rows/.

Where a row is meant to change, run `python -m tests.unit.optimise.test_rows` and read the difference.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from planner.domain.estate import RdsMode
from planner.licensing import find_market, find_requirements
from planner.licensing.view import View
from planner.optimise.direct import build
from tests.builders import estate, group, lot, offer, policy, server

FOLDER = Path(__file__).parent / "rows"
SHARED = estate([group("g", 3, 2)])
OWN = estate([group("g", 3, 6, "own", peripherals=1)])
USER, DEVICE = offer("U", 4500), offer("D", 3500, metric="device")
FARM = [server("H", rds_deployment="farm", rds_mode=RdsMode.CHOOSE)]
REMOTE = estate(servers=FARM, accesses=[("ann", "pc", "H", "rds")])
REMOTE_OFFERS = [USER, DEVICE, offer("RU", 9000, "rds_cal"), offer("RD", 8000, "rds_cal", "device")]
USED = offer("X", 2000, condition="used", stock_packs=2, vendor="Vendor B")

FAMILIES = {
    "cover_every_with_every": (SHARED, [USER, DEVICE], [], policy()),
    "cover_matched": (OWN, [USER, DEVICE], [], policy()),
    "nested_levels": (
        estate(
            servers=[server("old", "2019"), server("new", "2025")],
            accesses=[("ann", "pc", "old", "standard"), ("ann", "kiosk", "new", "standard")],
        ),
        [offer("U19", 3000, runs="2019"), offer("U25", 4500, runs="2025")],
        [],
        policy(),
    ),
    "mode_of_a_deployment": (REMOTE, REMOTE_OFFERS, [], policy()),
    "base_and_remote_at_one_end": (
        REMOTE,
        REMOTE_OFFERS,
        [],
        policy(base_and_rds_same_metric=True, rds_mode_strict=False),
    ),
    "single_metric": (SHARED, [USER, DEVICE], [], policy(ws_metrics="single")),
    "mixing_cost": (SHARED, [USER, DEVICE], [], policy(ws_mixing_cost=1000)),
    "breaks_and_stock": (
        SHARED,
        [offer("B", 0, breaks=[(2, 4500), (5, 4000)], stock_packs=9, pack_size=2)],
        [],
        policy(),
    ),
    "owned_and_sold": (SHARED, [USER], [lot("L", 4, resale_minor=700)], policy()),
    "spare_share": (SHARED, [USER], [], policy(spare_share=Fraction("0.1"))),
    "vendors_and_order_cost": (SHARED, [USER, USED], [], policy(order_cost=500, max_vendors=1)),
    "used_share": (SHARED, [USER, USED], [], policy(max_used_share=Fraction("0.25"))),
    "budget": (SHARED, [USER, DEVICE], [], policy(budget=9000)),
}


def text_of(family: str, folder: Path) -> str:
    """Return the program of a family in LP format."""
    inventory, offers, lots, rules = FAMILIES[family]
    requirements = find_requirements(View(inventory, rules))
    market = find_market(sorted(offers, key=lambda o: o.offer_id), lots, requirements, rules)
    path = folder / f"{family}.lp"
    build(requirements, market, rules).problem.in_pulp.writeLP(str(path))
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("family", FAMILIES)
def test_rows_are_as_they_were_read(family: str, tmp_path: Path):
    assert text_of(family, tmp_path) == (FOLDER / f"{family}.lp").read_text(encoding="utf-8")


def test_every_family_has_its_text():
    assert {path.stem for path in FOLDER.glob("*.lp")} == set(FAMILIES)


if __name__ == "__main__":
    for name in FAMILIES:
        text_of(name, FOLDER)

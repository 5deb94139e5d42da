"""A small inventory in data frames."""

from __future__ import annotations

import pandas as pd
import pytest

import planner


@pytest.fixture(scope="session")
def tiny() -> planner.Inventory:
    """Forty people share twelve machines; a Device CAL is cheaper than a User CAL."""
    offers = {"offer_id": ["U", "D"], "vendor": "Vendor A", "product": "ws_cal", "metric": ["user", "device"]}
    return planner.Inventory.from_frames(
        headcount=pd.DataFrame(
            {"group": ["Shift"], "users": [40], "devices": [12], "pattern": "shared", "server_version": [2022]}
        ),
        offers=pd.DataFrame({**offers, "version": 2022, "condition": "new", "price": ["45.50", "36.75"]}),
        policy={"plan_date": "2026-12-01"},
    )

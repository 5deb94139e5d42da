"""Laws that hold for every estate, tried on small ones that shrink to the fewest rows that break them."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.oracle.enumerate import minimum_total
from tests.oracle.estate import read_estate
from tests.property.running import plan_folder
from tests.property.strategies import Table, estates, policies, prices
from tests.small_plans import DAY, lot, offer, plan
from tests.uneven.estate import write_folder

Estate = dict[str, Table]
NO_PLAN = Decimal("Infinity")
tried = settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)
with_enumeration = settings(tried, max_examples=12)


def cost(sheets: Estate, rules: dict[str, object]) -> Decimal:
    """Return what the plan costs, which is proved; more than anything where there is none."""
    found = plan(sheets, **rules)
    if "cost" not in found:
        assert found["status"] == "infeasible"
        return NO_PLAN
    assert found["status"] == "optimal"
    assert found["cost"]["total"] == found["bound"]
    return Decimal(found["cost"]["total"])


@with_enumeration
@given(estates(), policies())
def test_a_plan_costs_what_enumeration_finds(sheets: Estate, rules: dict[str, object]) -> None:
    policy = [{"name": name, "value": value} for name, value in {"plan_date": DAY, **rules}.items()]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "inventory"
        write_folder(folder, {**sheets, "Policy": policy, "Scenarios": [{"scenario": "only"}]})
        run = plan_folder(folder)
        estate = read_estate(folder)
        least = minimum_total(estate, estate.scenarios[0].policy)
        total = run.plan["scenarios"][0].get("cost", {}).get("total")
        assert total == (None if least is None else f"{least / 100:.2f}")


@tried
@given(estates(), policies(), prices(), st.sampled_from(("user", "device")), st.sampled_from(("ws_cal", "rds_cal")))
def test_one_more_offer_makes_nothing_dearer(
    sheets: Estate, rules: dict[str, object], price: str, metric: str, product: str
) -> None:
    another = offer("another", price, metric, product=product, install_credential="yes")
    assert cost({**sheets, "Offers": [*sheets["Offers"], another]}, rules) <= cost(sheets, rules)


@tried
@given(estates(), policies(), st.data())
def test_a_price_that_rises_makes_nothing_cheaper_and_no_more_dear_than_what_is_bought(
    sheets: Estate, rules: dict[str, object], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(sheets["Offers"]) - 1))
    rise = data.draw(st.sampled_from((Decimal("0.01"), Decimal("7.77"))))
    row = sheets["Offers"][number]
    risen = [*sheets["Offers"]]
    risen[number] = {**row, "price": str(Decimal(str(row["price"])) + rise)}
    before = plan(sheets, **rules)
    after = cost({**sheets, "Offers": risen}, rules)
    if "cost" not in before:
        assert after == NO_PLAN
        return
    packs = sum(line["packs"] for line in before["purchases"] if line["offer_id"] == row["offer_id"])
    least = Decimal(before["cost"]["total"])
    assert least <= after <= least + packs * rise


@tried
@given(estates(), policies(), st.sampled_from(("user", "device")), st.integers(1, 3))
def test_more_owned_licences_make_nothing_dearer(
    sheets: Estate, rules: dict[str, object], metric: str, quantity: int
) -> None:
    more = [*sheets.get("Owned", []), lot("another", quantity, metric)]
    assert cost({**sheets, "Owned": more}, rules) <= cost(sheets, rules)


@tried
@given(estates(), policies(), st.data())
def test_one_access_less_makes_nothing_dearer(sheets: Estate, rules: dict[str, object], data: st.DataObject) -> None:
    rows = [row for row in sheets["Access"] if row["kind"] != "admin"]
    if len(rows) < 2:
        return
    gone = data.draw(st.sampled_from(rows))
    fewer = [row for row in sheets["Access"] if row is not gone]
    assert cost({**sheets, "Access": fewer}, rules) <= cost(sheets, rules)


@tried
@given(estates(), policies())
def test_names_and_the_order_of_rows_change_no_cost(sheets: Estate, rules: dict[str, object]) -> None:
    def renamed(row: dict[str, object]) -> dict[str, object]:
        ids = ("user_id", "device_id", "offer_id", "owned_id")
        return {key: f"z{cell}"[::-1] if key in ids and cell else cell for key, cell in row.items()}

    other: dict[str, Any] = {name: [renamed(row) for row in reversed(rows)] for name, rows in sheets.items()}
    assert cost(other, rules) == cost(sheets, rules)


@tried
@given(estates(), policies())
def test_every_figure_is_the_sum_of_its_lines(sheets: Estate, rules: dict[str, object]) -> None:
    found = plan(sheets, **rules)
    if "cost" not in found:
        return
    amounts = {name: Decimal(amount) for name, amount in found["cost"].items()}
    assert amounts["purchases"] == sum(line["packs"] * Decimal(line["pack_price"]) for line in found["purchases"])
    assert amounts["sales"] == sum(line["quantity"] * Decimal(line["unit_price"]) for line in found["sales"])
    parts = ("purchases", "orders", "mixing", "upgrades")
    assert amounts["total"] == sum(amounts[part] for part in parts) - amounts["sales"]
    for row in found["pools"]:
        bought = sum(
            line["licences"]
            for line in found["purchases"]
            if all(line[key] == row[key] for key in ("product", "metric", "version"))
        )
        assert row["bought"] == bought
    assert all(line["licences"] == line["packs"] * line["pack_size"] for line in found["purchases"])

"""A changed inventory beside the one it was made from: what was asked for, and the plan to compare with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from planner.store import inventories, jobs, plans, scenarios
from planner.store.cases import LOCAL
from planner.store.database import Store
from planner.store.inventories import SavedInventory
from planner.store.jobs import Request
from planner.store.plans import SavedPlan
from planner.workbooks.made_scenarios import MadeScenario


def request_again(
    store: Store, workspace: str, changed: SavedInventory, names: Sequence[str], owner: str = LOCAL
) -> Request:
    """Return what was asked for when the inventory it was made from was planned last, all where it never was.

    `names` are the scenarios that the changed inventory itself has.  Of those made in the dashboard, the ones of
    `owner` are planned, and of others' the ones that were planned last.
    """
    line = _line(store, workspace, changed.made_from)
    before = (job for one in line for job in jobs.of_inventory(store, workspace, one))
    last = next((job.request for job in before), Request())
    kept = tuple(name for name in names if last.scenarios is None or name in last.scenarios)
    asked = {one.name for one in last.made}
    made = [one for one in scenarios.every(store, workspace, changed.case) if one.owner == owner or one.name in asked]
    return replace(
        last, scenarios=kept or tuple(names), made=tuple(MadeScenario(one.name, one.overrides) for one in made)
    )


def plan_before(store: Store, workspace: str, plan: SavedPlan) -> SavedPlan | None:
    """Return the newest plan of the inventory that this plan's inventory was made from, None if there is none."""
    saved = plans.every(store, workspace, plan.case)
    inventory = inventories.find(store, workspace, plan.inventory) if plan.inventory else None
    before = _line(store, workspace, inventory.made_from) if inventory else ()
    return next((one for origin in before for one in saved if one.inventory == origin), None)


def _line(store: Store, workspace: str, inventory: str | None) -> Iterator[str]:
    """Yield an inventory, the one it was made from, and so on; some may be gone."""
    seen: set[str] = set()
    while inventory is not None and inventory not in seen:
        yield inventory
        seen.add(inventory)
        saved = inventories.find(store, workspace, inventory)
        inventory = saved.made_from if saved else None

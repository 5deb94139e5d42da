"""A changed inventory beside the one it was made from: its scenarios, what was asked for, the plan to compare with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from planner.store import inventories, jobs, plans, scenarios
from planner.store.database import Store
from planner.store.inventories import SavedInventory
from planner.store.jobs import Request
from planner.store.plans import SavedPlan
from planner.workbooks.made_scenarios import MadeScenario


def bring_scenarios(store: Store, workspace: str, origin: SavedInventory, changed: SavedInventory) -> None:
    """Give a changed inventory the scenarios of the one that was changed.

    That need not be the one it was made from: without its catalogue an inventory is again what it was before.
    """
    scenarios.copy(store, workspace, origin.id, changed.id)


def request_again(store: Store, workspace: str, changed: SavedInventory, names: Sequence[str]) -> Request:
    """Return what was asked for when the inventory it was made from was planned last, all where it never was.

    `names` are the scenarios that the changed inventory itself has.
    """
    line = _line(store, workspace, changed.made_from)
    before = (job for one in line for job in jobs.of_inventory(store, workspace, one))
    last = next((job.request for job in before), Request())
    kept = tuple(name for name in names if last.scenarios is None or name in last.scenarios)
    made = scenarios.every(store, workspace, changed.id)
    return replace(
        last, scenarios=kept or tuple(names), made=tuple(MadeScenario(one.name, one.overrides) for one in made)
    )


def plan_before(store: Store, workspace: str, plan: SavedPlan) -> SavedPlan | None:
    """Return the newest plan of the inventory that this plan's inventory was made from, None if there is none."""
    saved = plans.every(store, workspace)
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

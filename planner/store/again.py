"""A changed inventory beside the one it was made from: what was asked for, and the plan to compare with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from planner.errors import UsageError
from planner.store import inventories, jobs, plans, scenarios
from planner.store.cases import LOCAL
from planner.store.database import Store
from planner.store.inventories import SavedInventory
from planner.store.jobs import Request
from planner.store.plans import SavedPlan
from planner.words import say
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


def request_with(
    store: Store, workspace: str, plan: SavedPlan, scenario: str, changes: Mapping[str, str], called: str
) -> Request:
    """Return the request that plans a scenario of a plan anew, and beside it the same with some rules changed.

    `changes` are values of policies as one would type them; `called` is what the changed scenario is called, with a
    number behind it where there is one of that name.  Raises UsageError where the inventory of the plan is gone.
    """
    made = jobs.that_made(store, workspace, plan.id)
    if made is None:
        raise UsageError(say("The inventory of this plan is not saved any more, so nothing can be planned anew."))
    earlier = {one.name: one for one in made.request.made}
    needed: list[MadeScenario] = []
    base = scenario
    while base in earlier:
        needed.insert(0, earlier.pop(base))
        base = needed[0].base
    own = () if needed else (scenario,)
    name, number = called, 1
    while name in (scenario, *(one.name for one in needed)):
        number += 1
        name = say("{called} ({number})", called=called, number=number)
    changed = MadeScenario(name, dict(changes), scenario)
    return replace(made.request, scenarios=own, made=(*needed, changed), readings=False)


def plan_before(store: Store, workspace: str, plan: SavedPlan) -> SavedPlan | None:
    """Return the newest plan of the inventory that this plan's inventory was made from, None if there is none."""
    saved = plans.every(store, workspace, plan.case)
    inventory = inventories.find(store, workspace, plan.inventory) if plan.inventory else None
    before = _line(store, workspace, inventory.made_from) if inventory else ()
    return next((one for origin in before for one in saved if one.inventory == origin), None)


def before_change(store: Store, workspace: str, plan: SavedPlan, scenario: str) -> tuple[SavedPlan, str] | None:
    """Return the plan and the scenario that one was made from by changing something, None where nothing was.

    That is another scenario of the same plan where rules were changed, else the same scenario of the plan from before
    the inventory was changed, which may not have one of that name.
    """
    made = jobs.that_made(store, workspace, plan.id)
    base = next((one.base for one in made.request.made if one.name == scenario), "") if made else ""
    if base:
        return plan, base
    earlier = plan_before(store, workspace, plan)
    return None if earlier is None else (earlier, scenario)


def _line(store: Store, workspace: str, inventory: str | None) -> Iterator[str]:
    """Yield an inventory, the one it was made from, and so on; some may be gone."""
    seen: set[str] = set()
    while inventory is not None and inventory not in seen:
        yield inventory
        seen.add(inventory)
        saved = inventories.find(store, workspace, inventory)
        inventory = saved.made_from if saved else None

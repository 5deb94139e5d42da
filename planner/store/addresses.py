"""What an address of a page opens: a case, a version of its inventory, a plan; or what to say where that is not there.

An address carries ids.  What it leaves open is what was open before in the same case, else the newest.  What it names
and is not there is never replaced by something else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from planner.store import cases, inventories, plans, tombstones
from planner.store.cases import SavedCase
from planner.store.database import Store
from planner.store.inventories import SavedInventory
from planner.store.plans import SavedPlan
from planner.store.tombstones import Kind, Tombstone

CASE, INVENTORY, PLAN = Kind.CASE.value, Kind.INVENTORY.value, Kind.PLAN.value
"""Names of what stands in an address."""


@dataclass(frozen=True, slots=True)
class Open:
    """What is open: a case, a version of its inventory, and a plan of that version, as far as there is one."""

    case: SavedCase
    inventory: SavedInventory | None
    """None where every version was deleted, or that of the plan."""
    plan: SavedPlan | None
    """None where nothing is planned yet."""

    @property
    def ids(self) -> dict[str, str]:
        """What an address of all this carries."""
        parts = {CASE: self.case, INVENTORY: self.inventory, PLAN: self.plan}
        return {name: part.id for name, part in parts.items() if part is not None}


@dataclass(frozen=True, slots=True)
class NotThere:
    """Something that an address names and that is not there: what kind of thing, and what is known of it."""

    kind: Kind
    case: SavedCase | None
    """The case it would be in, if that is there."""
    tombstone: Tombstone | None
    """None: it never was, as far as anybody knows."""


def look_up(
    store: Store, workspace: str, asked: Mapping[str, str], before: Mapping[str, str], shown: Collection[str]
) -> Open | NotThere | None:
    """Return what an address opens on a page that shows the parts named in `shown`; None: there is no case yet.

    `asked` are the ids of the address, `before` those that were open in this window so far.
    """
    wanted = _wanted(store, workspace, asked, before)
    plan = plans.find(store, workspace, wanted[PLAN]) if PLAN in wanted else None
    inventory = inventories.find(store, workspace, wanted[INVENTORY]) if INVENTORY in wanted else None
    of_case = plan.case if plan else inventory.case if inventory else wanted.get(CASE)
    case = cases.find(store, workspace, of_case) if of_case else _newest(store, workspace)
    for kind, found in ((Kind.PLAN, plan), (Kind.INVENTORY, inventory)):
        if kind in wanted and found is None and (kind in asked or kind in shown):
            return _not_there(store, workspace, kind, wanted[kind], case)
    if case is None:
        return _not_there(store, workspace, Kind.CASE, of_case, None) if of_case else None
    if inventory is None or inventory.case != case.id:
        inventory = _version_of(store, workspace, case, plan)
    if plan is None or (inventory is not None and plan.inventory not in (inventory.id, None)):
        plan = _plan_of(store, workspace, case, inventory)
    return Open(case, inventory, plan)


def _wanted(store: Store, workspace: str, asked: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """Return the ids that count: those of the address, and of those open before what goes with them."""
    named = {name: asked[name] for name in (CASE, INVENTORY, PLAN) if asked.get(name)}
    kept = {name: before[name] for name in (CASE, INVENTORY, PLAN) if before.get(name)}
    if PLAN in named:
        return named
    if INVENTORY in named:
        return named | _plan_kept(store, workspace, named[INVENTORY], kept)
    if CASE in named and named[CASE] != kept.get(CASE):
        return named
    return kept | named


def _plan_kept(store: Store, workspace: str, inventory: str, kept: Mapping[str, str]) -> dict[str, str]:
    """Return the plan open before, if it is one of this version."""
    plan = plans.find(store, workspace, kept[PLAN]) if PLAN in kept else None
    return {PLAN: plan.id} if plan is not None and plan.inventory == inventory else {}


def _newest(store: Store, workspace: str) -> SavedCase | None:
    return next((one.case for one in cases.every(store, workspace)), None)


def _version_of(store: Store, workspace: str, case: SavedCase, plan: SavedPlan | None) -> SavedInventory | None:
    """Return the version that a plan is of, None where that was deleted; without a plan the newest."""
    if plan is not None:
        return inventories.find(store, workspace, plan.inventory) if plan.inventory else None
    return next(iter(inventories.every(store, workspace, case.id)), None)


def _plan_of(store: Store, workspace: str, case: SavedCase, inventory: SavedInventory | None) -> SavedPlan | None:
    """Return the newest plan of a version; of the case where it has no version any more."""
    made = plans.every(store, workspace, case.id)
    return next((one for one in made if inventory is None or one.inventory == inventory.id), None)


def _not_there(store: Store, workspace: str, kind: Kind, gone: str, case: SavedCase | None) -> NotThere:
    return NotThere(kind, case, tombstones.find(store, workspace, gone))

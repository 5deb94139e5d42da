"""Saved scenarios: a name and the policies it changes, per inventory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy import delete, select

from planner.errors import UsageError
from planner.store import inventories
from planner.store.database import Store
from planner.store.tables import NAME_LENGTH, ScenarioRow


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """A scenario as it was made: policies by name, each value as one would type it in a cell."""

    id: str
    inventory: str
    name: str
    overrides: Mapping[str, str]


def every(store: Store, workspace: str, inventory: str) -> Sequence[SavedScenario]:
    """Return the scenarios made for an inventory, in the order they were made."""
    with store.reading() as session:
        chosen = select(ScenarioRow).where(ScenarioRow.workspace == workspace, ScenarioRow.inventory == inventory)
        return [_saved(row) for row in session.scalars(chosen.order_by(ScenarioRow.created, ScenarioRow.id))]


def save(
    store: Store, workspace: str, inventory: str, name: str, overrides: Mapping[str, str], scenario: str | None = None
) -> SavedScenario:
    """Save a scenario, a new one where none is given to change.

    Raises UsageError for a name that is blank, too long or taken, and for an inventory that is not there.
    """
    called = " ".join(name.split())
    if not called or len(called) > NAME_LENGTH:
        raise UsageError(f"Give the scenario a name of at most {NAME_LENGTH} characters.")
    with store.writing() as session:
        inventories.require(session, workspace, inventory)
        rows = session.scalars(
            select(ScenarioRow).where(ScenarioRow.workspace == workspace, ScenarioRow.inventory == inventory)
        ).all()
        if any(row.name.casefold() == called.casefold() and row.id != scenario for row in rows):
            raise UsageError(f'There is a scenario "{called}" already; give another name.')
        row = next((row for row in rows if row.id == scenario), None)
        if row is None:
            row = ScenarioRow(workspace=workspace, inventory=inventory, name=called, overrides=dict(overrides))
            session.add(row)
        row.name, row.overrides = called, dict(overrides)
        session.flush()
        return _saved(row)


def copy(store: Store, workspace: str, inventory: str, to: str) -> Sequence[SavedScenario]:
    """Give an inventory the scenarios of another that it does not have yet; return all it has then."""
    there = {scenario.name.casefold() for scenario in every(store, workspace, to)}
    for scenario in every(store, workspace, inventory):
        if scenario.name.casefold() not in there:
            save(store, workspace, to, scenario.name, scenario.overrides)
    return every(store, workspace, to)


def duplicate(store: Store, workspace: str, scenario: str) -> SavedScenario:
    """Save a scenario once more under a name that is free, and return the copy.

    Raises UsageError for one that is not there.
    """
    with store.reading() as session:
        chosen = select(ScenarioRow).where(ScenarioRow.workspace == workspace, ScenarioRow.id == scenario)
        row = session.scalars(chosen).one_or_none()
        if row is None:
            raise UsageError("This scenario is not saved here any more.")
        model = _saved(row)
    taken = {one.name.casefold() for one in every(store, workspace, model.inventory)}
    names = (f"Copy{f' {number}' if number > 1 else ''} of {model.name}"[:NAME_LENGTH] for number in count(1))
    free = next(name for name in names if name.casefold() not in taken)
    return save(store, workspace, model.inventory, free, model.overrides)


def remove(store: Store, workspace: str, scenario: str) -> None:
    """Delete a scenario."""
    with store.writing() as session:
        session.execute(delete(ScenarioRow).where(ScenarioRow.workspace == workspace, ScenarioRow.id == scenario))


def _saved(row: ScenarioRow) -> SavedScenario:
    return SavedScenario(row.id, row.inventory, row.name, row.overrides)

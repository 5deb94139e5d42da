"""Saved scenarios: a name and the policies it changes, per case.

Whoever saves one says which state of it they saw; where somebody else has saved it meanwhile, nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select

from planner.errors import UsageError
from planner.store import cases, tombstones
from planner.store.cases import LOCAL
from planner.store.database import Store
from planner.store.tables import NAME_LENGTH, ScenarioRow
from planner.store.tombstones import Kind
from planner.words import say

GONE = say("This scenario is not saved here any more.")


@dataclass(frozen=True, slots=True)
class SavedScenario:
    """A scenario as it was made: policies by name, each value as one would type it in a cell."""

    id: str
    case: str
    name: str
    overrides: Mapping[str, str]
    owner: str
    saves: int
    """How often it was saved."""


class ChangedMeanwhileError(UsageError):
    """Somebody else has saved a scenario since it was looked at; `saved` is what stands there now."""

    def __init__(self, saved: SavedScenario) -> None:
        super().__init__(
            say('"{name}" was changed in another window meanwhile. Nothing is overwritten.', name=saved.name)
        )
        self.saved = saved


def every(store: Store, workspace: str, case: str) -> Sequence[SavedScenario]:
    """Return the scenarios made for a case, in the order they were made."""
    with store.reading() as session:
        chosen = select(ScenarioRow).where(ScenarioRow.workspace == workspace, ScenarioRow.case == case)
        return [_saved(row) for row in session.scalars(chosen.order_by(ScenarioRow.created, ScenarioRow.id))]


def save(
    store: Store,
    workspace: str,
    case: str,
    name: str,
    overrides: Mapping[str, str],
    changing: SavedScenario | None = None,
    owner: str = LOCAL,
) -> SavedScenario:
    """Save a scenario: a new one, or other values for the one that is `changing`, as it was seen.

    Raises ChangedMeanwhileError where that is not what is saved any more, and UsageError for one that is not there any
    more, for a name that is blank, too long or taken, and for a case that is not there.
    """
    called = " ".join(name.split())
    if not called or len(called) > NAME_LENGTH:
        raise UsageError(say("Give the scenario a name of at most {name_length} characters.", name_length=NAME_LENGTH))
    with store.writing() as session:
        cases.require(session, workspace, case)
        rows = session.scalars(
            select(ScenarioRow).where(ScenarioRow.workspace == workspace, ScenarioRow.case == case)
        ).all()
        row = _seen(rows, changing) if changing else None
        if any(other.name.casefold() == called.casefold() and other is not row for other in rows):
            raise UsageError(say('There is a scenario "{called}" already; give another name.', called=called))
        if row is None:
            row = ScenarioRow(
                workspace=workspace, case=case, owner=owner, name=called, overrides=dict(overrides), saves=0
            )
            session.add(row)
        row.name, row.overrides, row.saves = called, dict(overrides), row.saves + 1
        session.flush()
        return _saved(row)


def _seen(rows: Sequence[ScenarioRow], changing: SavedScenario) -> ScenarioRow:
    """Return the row of a scenario that is to be changed, if it is still as it was seen."""
    row = next((row for row in rows if row.id == changing.id), None)
    if row is None:
        raise UsageError(say("{gone} Save it as a new one to keep what you typed.", gone=GONE))
    if row.saves != changing.saves:
        raise ChangedMeanwhileError(_saved(row))
    return row


def duplicate(store: Store, workspace: str, scenario: str, owner: str = LOCAL) -> SavedScenario:
    """Save a scenario once more under a name that is free, and return the copy.

    Raises UsageError for one that is not there.
    """
    with store.reading() as session:
        chosen = select(ScenarioRow).where(ScenarioRow.workspace == workspace, ScenarioRow.id == scenario)
        row = session.scalars(chosen).one_or_none()
        if row is None:
            raise UsageError(GONE)
        model = _saved(row)
    taken = {one.name.casefold() for one in every(store, workspace, model.case)}
    names = (
        say("Copy{form} of {name}", form=say(" {number}", number=number) if number > 1 else "", name=model.name)[
            :NAME_LENGTH
        ]
        for number in count(1)
    )
    free = next(name for name in names if name.casefold() not in taken)
    return save(store, workspace, model.case, free, model.overrides, owner=owner)


def remove(store: Store, workspace: str, scenario: str, who: str = LOCAL) -> None:
    """Delete a scenario; that it was there stays known."""
    with store.writing() as session:
        chosen = select(ScenarioRow).where(ScenarioRow.workspace == workspace, ScenarioRow.id == scenario)
        row = session.scalars(chosen).one_or_none()
        if row is not None:
            tombstones.set_up(session, workspace, Kind.SCENARIO, scenario, row.name, who)
            session.delete(row)


def _saved(row: ScenarioRow) -> SavedScenario:
    return SavedScenario(row.id, row.case, row.name, row.overrides, row.owner, row.saves)

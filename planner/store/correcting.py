"""Corrections of a saved version: what was answered so far is kept step by step, and can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planner.imports.mapping import own_columns
from planner.imports.mapping.fields import NOTHING
from planner.store import checking, drafts, inventories
from planner.store.database import Store
from planner.store.drafts import Place
from planner.store.inventories import SavedInventory
from planner.workbooks import answers, apart
from planner.workbooks.answers import Step
from planner.workbooks.checking import Checked
from planner.workbooks.correct import Change
from planner.workbooks.problem_groups import ProblemGroup, as_typed, groups_of


def steps(store: Store, place: Place) -> tuple[Step, ...]:
    """Return what was answered, in the order in which it was."""
    draft = drafts.find(store, place)
    return tuple(map(answers.from_json, draft.content.get("steps", []))) if draft else ()


def answer(store: Store, place: Place, step: Step) -> None:
    """Keep an action of a person.  Raises UsageError for a case that is not there."""
    if step:
        drafts.add_step(store, place, answers.as_json(step))


def check_with(store: Store, workspace: str, inventory: SavedInventory, changes: tuple[Change, ...]) -> Checked:
    """Check a version as it would be with some changes; nothing is saved.  Raises UsageError as `apart.correct`."""
    if not changes:
        return checking.check(store, workspace, inventory)
    files = inventories.files_of(store, workspace, inventory.id)
    with checking.AT_ONCE:
        return apart.check(apart.correct(files, changes))


def groups(checked: Checked) -> tuple[ProblemGroup, ...]:
    """Return what must be corrected, by kind and by value, with what words of people's own lists may mean."""
    return groups_of(replace(checked, issues=tuple(map(_with_meaning, checked.issues))))


def _with_meaning(issue: Mapping[str, Any]) -> Mapping[str, Any]:
    if issue["suggestions"] or not (issue["sheet"] and issue["column"] and issue["value"]):
        return issue
    meant = own_columns.word_meant(issue["sheet"], issue["column"], issue["value"])
    return {**issue, "suggestions": [meant]} if meant and as_typed(issue, meant).problem == "" else issue


def column_of(layout: Mapping[str, Any], column: str, sheet: str) -> Mapping[str, Any] | None:
    """Return the column of a layout, among those nobody knows, whose header is a word for a missing one."""
    return next((one for one in layout["others"] if own_columns.column_called(sheet, one["header"]) == column), None)


def header_of(layout: Mapping[str, Any], sheet: str) -> int | None:
    """Return the row of a layout that names most columns of a sheet, where it names more than the present header."""
    named = [
        (len({own_columns.column_called(sheet, text) for text in texts} - {None, NOTHING}), -row)
        for row, texts in layout["rows"]
    ]
    most, row = max(named, default=(0, 0))
    return -row if most > max(layout["known"], 1) else None


def sheet_of(name: str) -> str | None:
    """Return the sheet of an inventory that the name of another one stands for."""
    return own_columns.sheet_called(name)

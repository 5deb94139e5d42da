"""Corrects, marks and lists a saved inventory.

A large one is worked on by a process of its own, so that nobody else's page waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.store import checking, inventories, launch
from planner.store.database import Store, database_url
from planner.store.inventories import SavedInventory
from planner.workbooks import annotate, by_hand, own_file
from planner.workbooks.by_hand import Entry, Sheet
from planner.workbooks.correct import Change, Correction, Deletion, correct
from planner.workbooks.own_file import Outlook
from planner.workbooks.uploads import Upload

_ANSWER = "answer"


def save_corrected(store: Store, workspace: str, inventory: SavedInventory, made: Sequence[Change]) -> SavedInventory:
    """Save an inventory with corrections beside the one it was made from.  Raises UsageError as `correct` does."""
    request = {
        "corrections": [asdict(change) for change in made if isinstance(change, Correction)],
        "deletions": [asdict(change) for change in made if isinstance(change, Deletion)],
    }
    saved = inventories.find(store, workspace, _do(store, workspace, inventory, "correct", request).decode())
    if saved is None:
        raise UsageError(inventories.GONE)
    return saved


def marked(store: Store, workspace: str, inventory: SavedInventory) -> bytes:
    """Return the file of a saved inventory with its problems marked, or a list of them; see `annotate`."""
    return _do(store, workspace, inventory, "mark", {})


def outlooks(store: Store, workspace: str, inventory: str) -> tuple[Outlook, ...]:
    """Return what becomes of the file of a saved inventory that is marked or corrected, and of its catalogue's.

    Raises UsageError for an inventory that is not there.
    """
    files = inventories.files_of(store, workspace, inventory)
    return tuple(own_file.look_at(file) for file in (files.inventory, files.catalogue) if file is not None)


def sheets(store: Store, workspace: str, inventory: SavedInventory) -> tuple[Sheet, ...]:
    """Return the sheets of a saved inventory that can be changed by hand; see `by_hand.sheets`."""
    return tuple(_sheet(one) for one in json.loads(_do(store, workspace, inventory, "list", {})))


def _do(store: Store, workspace: str, inventory: SavedInventory, task: str, request: Mapping[str, Any]) -> bytes:
    """Return the answer to a request, found here or, for a large inventory, by another process."""
    if inventory.total_size <= checking.LARGE_BYTES:
        return _TASKS[task](store, workspace, inventory, request)
    asked = {"task": task, "workspace": workspace, "inventory": inventory.id, "request": request}
    with launch.answered(store, "planner.store.editing:do_asked_for", asked) as answer:
        return (answer.folder / _ANSWER).read_bytes()


def _correct(store: Store, workspace: str, inventory: SavedInventory, request: Mapping[str, Any]) -> bytes:
    made: list[Change] = [Correction(**one) for one in request["corrections"]]
    made += [Deletion(**one) for one in request["deletions"]]
    files = inventories.files_of(store, workspace, inventory.id)
    changed = _corrected(files.inventory, [change for change in made if not change.in_catalogue])
    catalogue = files.catalogue
    if catalogue is not None:
        catalogue = _corrected(catalogue, [change for change in made if change.in_catalogue])
    saved = inventories.save(
        store, workspace, changed.name, changed.content, catalogue=catalogue, made_from=inventory.id
    )
    return saved.id.encode()


def _corrected(file: Upload, made: Sequence[Change]) -> Upload:
    """Return a file with corrections; one without any stays as it is."""
    return correct(file, made) if made else file


def _mark(store: Store, workspace: str, inventory: SavedInventory, _request: Mapping[str, Any]) -> bytes:
    issues = checking.check(store, workspace, inventory).issues
    return annotate.annotate(inventories.files_of(store, workspace, inventory.id).inventory, issues).file.content


def _list(store: Store, workspace: str, inventory: SavedInventory, _request: Mapping[str, Any]) -> bytes:
    found = by_hand.sheets(inventories.files_of(store, workspace, inventory.id))
    return json.dumps([asdict(sheet) for sheet in found]).encode()


_TASKS = {"correct": _correct, "mark": _mark, "list": _list}


def _sheet(values: Mapping[str, Any]) -> Sheet:
    return Sheet(
        name=values["name"],
        columns=tuple(values["columns"]),
        entries=tuple(map(Entry, values["entries"])),
        places=tuple(values["places"]),
        rows=tuple(values["rows"]),
        cells=tuple(map(tuple, values["cells"])),
        in_catalogue=values["in_catalogue"],
    )


def do_asked_for(asked: Mapping[str, Any], folder: Path) -> None:
    """Do the task of a request in a process of its own; the answer is a file of the folder."""
    store, workspace = Store(database_url()), asked["workspace"]
    saved = inventories.find(store, workspace, asked["inventory"])
    if saved is None:
        raise UsageError(inventories.GONE)
    (folder / _ANSWER).write_bytes(_TASKS[asked["task"]](store, workspace, saved, asked["request"]))

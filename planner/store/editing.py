"""Corrects, marks and lists a saved inventory.

A large one is worked on by a process of its own, so that nobody else's page waits for it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from planner.errors import PlannerError, UsageError
from planner.store import checking, corrections, inventories, launch
from planner.store.corrections import Change, Correction, Deletion, Entry, Sheet
from planner.store.database import Store, database_url
from planner.store.inventories import SavedInventory
from planner.store.uploads import Upload

_REQUEST, _ANSWER, _PROBLEM = "request.json", "answer", "problem"


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
    """Return a saved inventory as a workbook with its problems marked."""
    return _do(store, workspace, inventory, "mark", {})


def sheets(store: Store, workspace: str, inventory: SavedInventory) -> tuple[Sheet, ...]:
    """Return the sheets of a saved inventory that can be changed by hand; see `corrections.sheets`."""
    return tuple(_sheet(one) for one in json.loads(_do(store, workspace, inventory, "list", {})))


def _do(store: Store, workspace: str, inventory: SavedInventory, task: str, request: Mapping[str, Any]) -> bytes:
    """Return the answer to a request, found here or, for a large inventory, by another process."""
    if inventory.total_size <= checking.LARGE_BYTES:
        return _TASKS[task](store, workspace, inventory, request)
    with tempfile.TemporaryDirectory(prefix="cal-planner-") as name:
        folder = Path(name)
        (folder / _REQUEST).write_text(json.dumps(request), encoding="utf-8")
        launch.run(store, "planner.store.editing", task, workspace, inventory.id, name)
        if (folder / _PROBLEM).exists():
            raise UsageError((folder / _PROBLEM).read_text(encoding="utf-8"))
        return (folder / _ANSWER).read_bytes()


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
    return Upload(corrections.corrected_name(file.name), corrections.correct(file, made)) if made else file


def _mark(store: Store, workspace: str, inventory: SavedInventory, _request: Mapping[str, Any]) -> bytes:
    issues = checking.check(store, workspace, inventory).issues
    return corrections.mark(inventories.files_of(store, workspace, inventory.id).inventory, issues)


def _list(store: Store, workspace: str, inventory: SavedInventory, _request: Mapping[str, Any]) -> bytes:
    found = corrections.sheets(inventories.files_of(store, workspace, inventory.id))
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


def main() -> None:
    """Do the task that the command line names, with the request in the folder that it names, and answer there."""
    store, (task, workspace, inventory, name) = Store(database_url()), sys.argv[1:]
    folder, saved = Path(name), inventories.find(store, workspace, inventory)
    request = json.loads((folder / _REQUEST).read_text(encoding="utf-8"))
    try:
        if saved is None:
            raise UsageError(inventories.GONE)
        (folder / _ANSWER).write_bytes(_TASKS[task](store, workspace, saved, request))
    except PlannerError as problem:
        (folder / _PROBLEM).write_text(str(problem), encoding="utf-8")


if __name__ == "__main__":
    main()

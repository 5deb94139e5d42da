"""What the limited process does with somebody's files, for `apart`: everything in it, reading included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from planner.workbooks.uploads import Files, Upload


def check(request: Mapping[str, Any], _folder: Path) -> dict[str, Any]:
    """Check an inventory."""
    from planner.workbooks.checking import check_files_at

    return asdict(check_files_at(*_places(request)))


def find_issues(request: Mapping[str, Any], _folder: Path) -> dict[str, Any]:
    """Return everything there is to say about an inventory."""
    from planner.ingest import load_inventory
    from planner.planning.questions import with_questions

    path, catalogue = _places(request)
    quotations = list(map(Path, request["quotations"]))
    loaded = with_questions(load_inventory(path, catalogue, today=date.today(), quotations=quotations))
    return {"issues": list(map(asdict, loaded.issues)), "can_be_planned": loaded.inventory is not None}


def correct(request: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """Correct the files of an inventory; return the names of those that were changed, by what they are."""
    from planner.workbooks.correct import correct as corrected
    from planner.workbooks.correct import from_request, is_of_catalogue

    files, made = _files(request), {}
    for part, file in (("inventory", files.inventory), ("catalogue", files.catalogue)):
        own = [change for change in from_request(request) if is_of_catalogue(change) == (part == "catalogue")]
        if file is not None and own:
            made[part] = _keep(corrected(file, own), folder)
    return made


def mark(request: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Mark the problems of a file in it, or list them."""
    from planner.workbooks.annotate import annotate

    made = annotate(_files(request).inventory, request["issues"])
    return {"name": _keep(made.file, folder), "said": made.said}


def list_sheets(request: Mapping[str, Any], _folder: Path) -> list[dict[str, Any]]:
    """List the sheets of an inventory that can be changed by hand."""
    from planner.workbooks import by_hand

    return [asdict(sheet) for sheet in by_hand.sheets(_files(request))]


def _places(request: Mapping[str, Any]) -> tuple[Path, Path | None]:
    return Path(request["inventory"]), Path(request["catalogue"]) if request["catalogue"] else None


def _files(request: Mapping[str, Any]) -> Files:
    path, catalogue = _places(request)
    return Files(_upload(path), _upload(catalogue) if catalogue else None)


def _upload(path: Path) -> Upload:
    return Upload(path.name, path.read_bytes())


def _keep(file: Upload, folder: Path) -> str:
    from planner.workbooks.apart import MADE

    (folder / MADE).mkdir(exist_ok=True)
    (folder / MADE / file.name).write_bytes(file.content)
    return file.name

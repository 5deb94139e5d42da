"""Somebody's files checked, corrected, marked and listed by a process of its own, with limits; here what it is asked.

Nothing that stands in such a file is worked on in the process of whoever asks, however small the file: what is packed
small can be large.  `confined` is the other side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.domain.issue import Issue, Location, Severity
from planner.errors import UsageError
from planner.ingest import issue_of, limits_for
from planner.processes.apart import BrokeOffError, WorkDone, answered
from planner.words import say

if TYPE_CHECKING:
    from planner.workbooks.annotate import Annotated
    from planner.workbooks.by_hand import Sheet
    from planner.workbooks.checking import Checked
    from planner.workbooks.correct import Change
    from planner.workbooks.uploads import Files, Upload

_CONFINED = "planner.workbooks.confined"


def check(files: Files) -> Checked:
    """Read and check an inventory, with the catalogue that belongs to it.

    Where that takes too much, this is the one thing that is wrong with it.
    """
    from planner.workbooks.checking import Checked, told

    try:
        with _working("check", files, {}) as done:
            return Checked.from_json(done.value)
    except BrokeOffError as broken:
        catalogue = files.catalogue.name if files.catalogue else None
        return Checked(None, {}, told([issue_of(broken, limits_for(files.size))], catalogue=catalogue))


def check_paths(path: Path, catalogue: Path | None, quotations: Sequence[Path] = ()) -> tuple[tuple[Issue, ...], bool]:
    """Return everything there is to say about an inventory that stands somewhere, and whether it can be planned."""
    given = [place for place in (path, catalogue, *quotations) if place is not None]
    limits = limits_for(sum(file.stat().st_size for place in given for file in _files(place)))
    request = {
        "inventory": str(path.absolute()),
        "catalogue": str(catalogue.absolute()) if catalogue else None,
        "quotations": [str(one.absolute()) for one in quotations],
    }
    try:
        with answered(f"{_CONFINED}:find_issues", request, limits, reads=given, tries=2) as done:
            return tuple(map(_issue, done.value["issues"])), done.value["can_be_planned"]
    except BrokeOffError as broken:
        return (issue_of(broken, limits),), False


def _files(place: Path) -> Iterator[Path]:
    """Yield a file, or what stands in a folder and in the folders of part files in it."""
    if place.is_dir():
        yield from (file for pattern in ("*", "*/*") for file in place.glob(pattern) if file.is_file())
    elif place.is_file():
        yield place


def _issue(found: dict[str, Any]) -> Issue:
    where, meant = Location(**found.pop("location")), tuple(found.pop("suggestions"))
    return Issue(severity=Severity(found.pop("severity")), location=where, suggestions=meant, **found)


def correct(files: Files, changes: Sequence[Change]) -> Files:
    """Return the files with changes made; a file without changes stays as it is.

    Raises UsageError as `correct.correct` does, and for files of which that takes too much.
    """
    from planner.workbooks.correct import as_request
    from planner.workbooks.uploads import Files

    with _telling(), _working("correct", files, as_request(changes)) as done:
        made = {part: _made(done, name) for part, name in done.value.items()}
    return Files(made.get("inventory", files.inventory), made.get("catalogue", files.catalogue))


def mark(file: Upload, issues: Sequence[Mapping[str, Any]]) -> Annotated:
    """Return a file with its problems marked, or a list of them; see `annotate`."""
    from planner.workbooks.annotate import Annotated
    from planner.workbooks.uploads import Files

    with _telling(), _working("mark", Files(file), {"issues": list(issues)}) as done:
        return Annotated(_made(done, done.value["name"]), tuple(done.value["said"]))


def sheets(files: Files) -> tuple[Sheet, ...]:
    """Return the sheets of an inventory that can be changed by hand; see `by_hand.sheets`."""
    with _telling(), _working("list_sheets", files, {}) as done:
        return tuple(map(_sheet, done.value))


@contextmanager
def _working(task: str, files: Files, request: Mapping[str, Any]) -> Iterator[WorkDone]:
    from planner.workbooks.uploads import on_disk

    with on_disk(files) as (path, catalogue):
        asked = {"inventory": str(path), "catalogue": str(catalogue) if catalogue else None, **request}
        given = [place for place in (path, catalogue) if place is not None]
        with answered(f"{_CONFINED}:{task}", asked, limits_for(files.size), reads=given, tries=2) as done:
            yield done


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except BrokeOffError as broken:
        from planner.workbooks.rewriting import ELSEWHERE

        raise UsageError(
            say("This file cannot be worked on here; that takes too much. {elsewhere}", elsewhere=ELSEWHERE)
        ) from broken


def _made(done: WorkDone, name: str) -> Upload:
    from planner.workbooks.uploads import Upload

    return Upload(name, done.file(MADE, name).read_bytes())


MADE = "made"
"""The folder for files in the answer."""


def _sheet(values: Mapping[str, Any]) -> Sheet:
    from planner.workbooks.by_hand import Entry, Sheet

    return Sheet(
        name=values["name"],
        columns=tuple(values["columns"]),
        entries=tuple(map(Entry, values["entries"])),
        places=tuple(values["places"]),
        rows=tuple(values["rows"]),
        cells=tuple(map(tuple, values["cells"])),
        in_catalogue=values["in_catalogue"],
    )

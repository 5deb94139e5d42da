"""Somebody's own workbook file: can it be changed itself, what is not kept then, and the process that changes it.

Files come from many hands, so all that opens one happens in a process with limited memory and time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from planner.processes.apart import BrokeOffError, End, ResourceLimits, WorkDone, answered
from planner.words import joined, say
from planner.workbooks.starters import XLSX
from planner.workbooks.uploads import Files, Upload, on_disk

MAX_BYTES = 10_000_000
"""Larger files are not changed themselves: every cell of a sheet is passed by to find the few that change."""
ENDINGS = (".xlsx", ".xlsm")
_MADE = "made"
_LIMITS = ResourceLimits(memory_bytes=4 << 30, cpu_seconds=120, wall_seconds=240.0)
_MEDIA_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.12"


class NotKeptError(Exception):
    """A file is not changed itself, for something in it might be lost; the words are a sentence on why."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of a file: whether it is changed itself, and sentences about that and about what is not kept."""

    is_own: bool
    if_marked: tuple[str, ...]
    if_corrected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A file with what was changed, and what became of it."""

    content: bytes
    outlook: Outlook


def ending(name: str) -> str:
    """Return how the name of a file ends, in small letters."""
    return PurePath(name).suffix.lower()


def media_type(name: str) -> str:
    """Return the media type of a workbook of this name."""
    return _MEDIA_WITH_MACROS if ending(name) == ".xlsm" else XLSX


def look_at(file: Upload) -> Outlook:
    """Return what becomes of a file that is marked or corrected, before anybody asks for it."""
    try:
        return changed(file, "look", {}).outlook
    except NotKeptError as why:
        return not_own(str(why))


def _own(found: Mapping[str, Any]) -> Outlook:
    common = _in_every_case(found)
    marked = [
        say("Problems are marked in your own file; everything else in it stays as it is."),
        say("The colour of marks takes the place of a fill that a marked cell has."),
        *(
            [say("Cells that people have a conversation about keep it; they are coloured and listed, but get no note.")]
            if found["has_conversations"]
            else []
        ),
    ]
    corrected = [
        say("Cells are corrected in your own file; everything else in it stays as it is."),
        *_of_results(found),
    ]
    return Outlook(True, (*marked, *common), (*corrected, *common))


def not_own(why: str) -> Outlook:
    """Return what becomes of a file that is not changed itself."""
    return Outlook(
        False,
        (say("{why} You get a list of its problems as a workbook (.xlsx); your file stays as it is.", why=why),),
        (
            say(
                "{why} What is corrected becomes a new workbook (.xlsx) with the values of all sheets, "
                "without their formats, formulas, charts, pictures, notes and macros; your file stays as "
                "it is.",
                why=why,
            ),
        ),
    )


def changed(file: Upload, task: str, request: Mapping[str, Any]) -> Changed:
    """Return a file as a task leaves it.

    Raises NotKeptError where something might be lost, and UsageError for a change that cannot be made.
    """
    if ending(file.name) not in ENDINGS or not file.content.startswith(b"PK"):
        raise NotKeptError(say("Only .xlsx and .xlsm files are changed themselves."))
    if len(file.content) > MAX_BYTES:
        size = say("This one has {content:,} bytes.", content=len(file.content))
        raise NotKeptError(
            say(
                "Only files of up to {max_bytes:,} bytes are changed themselves. {size}", max_bytes=MAX_BYTES, size=size
            )
        )
    with on_disk(Files(file)) as (path, _):
        asked = {"path": str(path), "made": _MADE, **request}
        try:
            with answered(f"planner.workbooks.package.work:{task}", asked, _LIMITS, reads=[path]) as answer:
                return _changed(file, answer)
        except BrokeOffError as broken:
            why = {
                End.OUT_OF_MEMORY: say("that takes too much memory"),
                End.OUT_OF_TIME: say("that takes too long"),
                End.CRASHED: say("that broke off"),
            }
            raise NotKeptError(say("Nothing is changed in this file itself: {why}.", why=why[broken.end])) from broken


def _changed(file: Upload, answer: WorkDone) -> Changed:
    found: Mapping[str, Any] = answer.value
    if "not_kept" in found:
        raise NotKeptError(say("Nothing is changed in this file itself: {found}.", found=found["not_kept"]))
    made = answer.file(_MADE)
    return Changed(made.read_bytes() if made.exists() else file.content, _own(found))


def _of_results(found: Mapping[str, Any]) -> Sequence[str]:
    said = []
    if found["has_formulas"]:
        said.append(
            say(
                "A formula in a corrected cell gives way to the value. The others stay; until Excel or "
                "LibreOffice has opened and saved the file, the results that were stored in it count "
                "here."
            )
        )
    if found["has_pivot_tables"]:
        said.append(say("Pivot tables show what was corrected once they are refreshed."))
    return said


def _in_every_case(found: Mapping[str, Any]) -> Sequence[str]:
    said = []
    if found["is_signed"]:
        said.append(say("The file is signed: its digital signature does not hold for the changed file. Sign it anew."))
    if found["has_log_of_changes"]:
        said.append(say("The file keeps a log of who changed what; what is changed here does not stand in it."))
    if found["protected"]:
        names = joined(", ", (f'"{name}"' for name in found["protected"]))
        said.append(say("Protected sheets stay protected ({names}); unprotect them to change more.", names=names))
    return said

"""An import in a process of its own, for the desk: files in; out come what they are, what is asked, and an inventory.

The caller's side loads nothing of the import; `work` is what the process does.  Files come from many hands: the process
has limits and little around it, and the files are read in it (see `planner.processes`).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import UsageError
from planner.processes.apart import BrokeOffError, End, ResourceLimits, answered
from planner.processes.folders import own_folder

if TYPE_CHECKING:
    from planner.imports.changes import Sheets
    from planner.imports.importing import Imported
    from planner.imports.questions import Question

_WORK = "planner.imports.apart:work"
_MADE, _TOLD, _PREVIOUS = "inventory.xlsx", "told.json", "earlier.xlsx"
_LIMITS = ResourceLimits(memory_bytes=8 << 30, cpu_seconds=900, wall_seconds=1200.0)
_AT_ONCE = threading.BoundedSemaphore(1)
"""One import is at work at a time, as it may take so much; whoever comes later waits."""
MAX_BYTES = 1 << 30
"""Larger exports are for the command line."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of an import: what it tells, as JSON carries it, and the inventory as a workbook."""

    told: Mapping[str, Any]
    inventory: bytes


@dataclass(frozen=True, slots=True)
class Chosen:
    """What may be chosen for an import, as `planner.imports.joined.Choices` has it; `as_of` is a day in ISO's way."""

    as_of: str = ""
    seen_within_days: int = 90
    recent_only: bool = False
    affinity_counts: bool = False


def import_apart(
    files: Mapping[str, bytes],
    answers: Mapping[str, str],
    mappings: Sequence[Mapping[str, Any]],
    chosen: Chosen | None = None,
    previous: bytes = b"",
) -> Made:
    """Import files, by their names; `mappings` as `planner.imports.mapping.mapping_json` writes them.

    `previous` is an inventory that was imported before: its answers count beside those that are given, and what
    changed since is told.  Raises UsageError where nothing can be read, for a mapping that cannot be used, and for too
    much.
    """
    size = sum(map(len, files.values()))
    if size > MAX_BYTES:
        raise UsageError(
            f"The files have {size:,} bytes; at most {MAX_BYTES:,} are taken here. Larger ones take cal-planner import."
        )
    with _AT_ONCE, own_folder() as place:
        dropped = place / "dropped"
        dropped.mkdir()
        for name, content in files.items():
            (dropped / name).write_bytes(content)
        (place / _PREVIOUS).write_bytes(previous)
        request = {
            "paths": [str(dropped / name) for name in sorted(files)], "answers": dict(answers),
            "mappings": [dict(each) for each in mappings], "chosen": asdict(chosen or Chosen()),
            "previous": str(place / _PREVIOUS) if previous else "",
        }  # fmt: skip
        try:
            with answered(_WORK, request, _LIMITS, reads=[place], tries=2) as answer:
                told = json.loads(answer.file(_TOLD).read_text("utf-8"))
                return Made(told, answer.file(_MADE).read_bytes())
        except BrokeOffError as broken:
            why = {
                End.OUT_OF_MEMORY: "it took too much memory",
                End.OUT_OF_TIME: "it took too long",
                End.CRASHED: "its process broke off",
            }
            at = f"The file last read was {broken.current}." if broken.current else ""
            raise UsageError(
                f"The import was stopped: {why[broken.end]}. {at} Try fewer files, or cal-planner import in a terminal."
            ) from broken


def work(request: dict[str, Any], folder: Path) -> None:
    """Import the files of a request; what is told and the inventory go into the folder."""
    from planner.imports.answers import read_answers
    from planner.imports.importing import import_exports
    from planner.imports.joined import Choices
    from planner.imports.mapping.mapping_json import checked

    paths = [Path(path) for path in request["paths"]]
    mappings = checked(request["mappings"])
    day = request["chosen"]["as_of"]
    choices = Choices(**request["chosen"] | {"as_of": date.fromisoformat(day) if day else None})
    before, answers = None, request["answers"]
    if request["previous"]:
        before = _earlier(Path(request["previous"]))
        answers = read_answers(Path(request["previous"])) | {id: answer for id, answer in answers.items() if answer}
    found = import_exports(paths, choices, answers, mappings=mappings, before=before)
    found.write(folder / _MADE)
    (folder / _TOLD).write_text(json.dumps(_told(found), ensure_ascii=False), "utf-8")


def _earlier(path: Path) -> Sheets | None:
    """Return an earlier inventory; None for one that says nothing of people, such as one of counts alone."""
    from planner.imports.changes import read_sheets

    try:
        return read_sheets(path)
    except UsageError:
        return None


def _told(found: Imported) -> dict[str, Any]:
    from planner.imports.mapping.mapping_json import to_json
    from planner.imports.story import figures

    files = [
        {"file": file.name, "what": file.title, "why": file.why, "rows": file.rows, "left_out": file.left_out}
        for file in found.gathered.files
    ]
    files += [
        {"file": grid.name, "what": "", "why": "", "rows": 0, "left_out": "it is no known export, and has no list"}
        for grid in found.gathered.unknown
    ]
    order = sorted(found.talk.questions.values(), key=lambda each: (each.is_suggestion, each.id))
    return {
        "files": files,
        "figures": list(figures(found.joined)),
        "lists": [to_json(each.mapping) for each in found.gathered.lists],
        "servers": [server.id for server in found.joined.servers.all],
        "questions": [_question(each) for each in order],
        "changes": [each.text for each in found.changes],
        "merges": [
            {
                "what": each.what,
                "into": each.into,
                "key": each.key,
                "where": "; ".join(map(str, each.origins[:6])),
                "undo": f"apart {each.what}",
            }
            for each in found.talk.merges
        ],
        "remarks": [
            {"file": each.file, "text": each.text, "rows": ", ".join(map(str, each.rows[:20]))}
            for each in found.talk.remarks
        ],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id, "text": question.text, "until": question.until_answered, "choices": list(question.choices),
        "answer": question.answer, "is_suggestion": question.is_suggestion,
    }  # fmt: skip

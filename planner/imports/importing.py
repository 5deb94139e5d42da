"""The whole way of an import: files to evidence, evidence to one estate, the estate to an inventory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.imports.gathered import Gathered, gather
from planner.imports.inventory import Row, notes_of, sheets_of, write
from planner.imports.joined import Choices, Joined, join
from planner.imports.mapping.mapping import ListMapping
from planner.imports.own.rows import merged
from planner.imports.questions import Talk
from planner.imports.report import report_of


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: the sheets of an inventory, what they were made of, and what is asked."""

    gathered: Gathered
    joined: Joined
    talk: Talk

    @property
    def sheets(self) -> dict[str, list[Row]]:
        """The rows of each sheet of the inventory."""
        return merged(sheets_of(self.joined), self.gathered.kept)

    @property
    def report(self) -> dict[str, Any]:
        """Everything that was found, as JSON carries it."""
        return report_of(self.gathered, self.joined, self.talk)

    def write(self, path: Path) -> None:
        """Write the inventory as a workbook."""
        write(path, self.sheets, notes_of(self.gathered, self.joined, self.talk))


def import_exports(
    paths: Sequence[Path],
    choices: Choices,
    answers: Mapping[str, str] | None = None,
    sources: Mapping[str, str] | None = None,
    mappings: Sequence[ListMapping] = (),
) -> Imported:
    """Read exports and lists and join them into one estate.

    `answers` are by the id of their question; `sources` names the format of a file, by the file's name, where its
    content is not to decide; `mappings` say what columns of lists kept by hand mean.  Raises UsageError where nothing
    at all can be read, and for mappings that cannot be used.
    """
    if not paths:
        raise UsageError("No files to import.")
    talk = Talk(answers=dict(answers or {}))
    with ExitStack() as stack:
        gathered = gather(sorted(paths, key=lambda path: path.name), sources or {}, mappings, talk, stack)
    if not gathered.kept and not any(file.evidence for file in gathered.files):
        why = "; ".join(f"{file.name}: {file.left_out}" for file in gathered.files if file.left_out)
        unknown = ", ".join(grid.name for grid in gathered.unknown)
        raise UsageError(
            "Nothing that could be imported was found." + (f" {why}." if why else "")
            + (f" None of the known exports: {unknown}." if unknown else "")
        )  # fmt: skip
    return Imported(gathered, join(gathered, choices, talk), talk)

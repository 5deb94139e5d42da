"""The whole way of an import: files to evidence, evidence to one estate, the estate to an inventory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.imports.changes import Change, Sheets, find_changes
from planner.imports.gathered import Gathered, gather
from planner.imports.inventory import Row, notes_of, sheets_of, write
from planner.imports.joined import Choices, Joined, join
from planner.imports.mapping.mapping import ListMapping
from planner.imports.own.rows import merged
from planner.imports.pseudonyms import Key, hide_sheets, hide_values, learn, without_quotes, write_key
from planner.imports.questions import Question, Talk
from planner.imports.report import report_of
from planner.imports.taken_over import take_over


@dataclass(frozen=True)
class Imported:
    """What came of an import: the sheets of an inventory, what they were made of, and what is asked."""

    gathered: Gathered
    joined: Joined
    talk: Talk
    before: Sheets | None = None
    """An inventory that was imported before."""
    key: Key | None = None
    """The key to pseudonyms, where names are replaced by them."""

    @cached_property
    def sheets(self) -> dict[str, list[Row]]:
        """The rows of each sheet of the inventory."""
        sheets = merged(sheets_of(self.joined), self.gathered.kept)
        if self.key is not None:
            sheets = hide_sheets(self.key, sheets)
        return sheets if self.before is None else take_over(sheets, self.before, self.talk)

    @cached_property
    def notes(self) -> dict[str, list[list[object]]]:
        """The rows of the sheets beside the inventory, each with its header."""
        notes = notes_of(self.gathered, self.joined, self.talk)
        if self.key is not None:
            notes = {name: hide_values(self.key, _bare(name, rows)) for name, rows in notes.items()}
        story = notes["Story"]
        changed: list[list[object]] = [["changed", "", change.text, ""] for change in self.changes]
        notes["Story"] = [story[0], *changed, *story[1:]]
        return notes

    @cached_property
    def changes(self) -> list[Change]:
        """What changed since the inventory that was imported before; nothing where there is none."""
        if self.before is None:
            return []
        pairs = self.joined.reached.affinity
        if self.key is not None:
            pairs = {(self.key.hide(user), self.key.hide(device)) for user, device in pairs}
        return find_changes(self.before, Sheets(self.sheets, frozenset(pairs)))

    @cached_property
    def report(self) -> dict[str, Any]:
        """Everything that was found, as JSON carries it."""
        report = report_of(self.gathered, self.joined, self.talk)
        if self.key is not None:
            for each in report["told"]:
                each["text"] = without_quotes(each["text"])
            report = hide_values(self.key, report)
        report["changes"] = [{"what": each.what, "who": each.who, "text": each.text} for each in self.changes]
        return report

    @cached_property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions without an answer; with pseudonyms where names are replaced."""
        if self.key is None:
            return self.talk.open
        key = self.key
        return tuple(
            replace(each, id=key.hide(each.id), text=key.hide(each.text), until_answered=key.hide(each.until_answered))
            for each in self.talk.open
        )

    def write_key(self, path: Path) -> None:
        """Write the key to the pseudonyms, of everything that was replaced."""
        if self.key is not None:
            _ = self.sheets, self.notes, self.report  # whatever is replaced has its pseudonym now
            write_key(path, self.key)

    def write(self, path: Path) -> None:
        """Write the inventory as a workbook."""
        write(path, self.sheets, self.notes)


def _bare(name: str, rows: list[list[object]]) -> list[list[object]]:
    """Return rows of notes without what sentences of the story quote from cells."""
    if name != "Story":
        return rows
    return [
        [without_quotes(cell) if row[0] == "told" and isinstance(cell, str) else cell for cell in row] for row in rows
    ]


def import_exports(
    paths: Sequence[Path],
    choices: Choices,
    answers: Mapping[str, str] | None = None,
    sources: Mapping[str, str] | None = None,
    mappings: Sequence[ListMapping] = (),
    before: Sheets | None = None,
    key: Key | None = None,
) -> Imported:
    """Read exports and lists and join them into one estate.

    `answers` are by the id of their question; `sources` names the format of a file, by the file's name, where its
    content is not to decide; `mappings` say what columns of lists kept by hand mean; `before` is an inventory to
    compare with; with a `key` people and machines have pseudonyms.  Raises UsageError where nothing at all can be read,
    and for mappings that cannot be used.
    """
    if not paths:
        raise UsageError("No files to import.")
    given = dict(answers or {})
    if key is not None:
        given = {key.reveal(id): key.reveal(answer) for id, answer in given.items()}
    talk = Talk(answers=given)
    with ExitStack() as stack:
        gathered = gather(sorted(paths, key=lambda path: path.name), sources or {}, mappings, talk, stack)
    if not gathered.kept and not any(file.evidence for file in gathered.files):
        why = "; ".join(f"{file.name}: {file.left_out}" for file in gathered.files if file.left_out)
        unknown = ", ".join(grid.name for grid in gathered.unknown)
        raise UsageError(
            "Nothing that could be imported was found." + (f" {why}." if why else "")
            + (f" None of the known exports: {unknown}." if unknown else "")
            + "".join(f' {each.text} Answer "{each.id}".' for each in talk.open if not each.is_suggestion)
        )  # fmt: skip
    joined = join(gathered, choices, talk)
    if key is not None:
        learn(key, joined)
    found = Imported(gathered, joined, talk, before, key)
    _ = found.sheets  # what they ask is asked before anybody looks at the questions
    return found

"""Marks the problems of an inventory in the person's own file, or lists them where that file is not changed itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from planner.workbooks import own_file
from planner.workbooks.fresh import FreshBook
from planner.workbooks.own_file import NotKeptError
from planner.workbooks.problem_list import COLUMNS, SHEET, rows_of
from planner.workbooks.uploads import Upload


@dataclass(frozen=True, slots=True)
class Annotated:
    """The file with marks, or the list of problems, and sentences on which it is and what is not kept."""

    file: Upload
    said: tuple[str, ...]


def annotate(file: Upload, issues: Sequence[Mapping[str, Any]]) -> Annotated:
    """Return a file with its problems marked at their cells and listed on a sheet of their own.

    Of a file that is not changed itself, only the list.  Problems of a catalogue are listed only.
    """
    try:
        made = own_file.changed(file, "mark", {"issues": list(issues)})
    except NotKeptError as why:
        said = own_file.not_own(str(why)).if_marked
        return Annotated(Upload(name_of(file.name, is_own=False), list_only(issues)), said)
    return Annotated(Upload(name_of(file.name, is_own=True), made.content), made.outlook.if_marked)


def name_of(name: str, *, is_own: bool) -> str:
    """Return what a file with marks is called, or the list of its problems."""
    stem = PurePath(name).stem
    return f"{stem}, problems marked{own_file.ending(name)}" if is_own else f"{stem}, problems.xlsx"


def list_only(issues: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a workbook with nothing but a list of problems."""
    book = FreshBook()
    book.add_list(SHEET, COLUMNS, rows_of(issues))
    return book.written()

"""Marks the problems of an inventory in the person's own file, or lists them where that file is not changed itself."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

import xlsxwriter

from planner.workbooks import own_file
from planner.workbooks.own_file import NotKeptError
from planner.workbooks.problem_list import COLUMNS, SHEET, rows_of
from planner.workbooks.uploads import Upload

_MADE = datetime(2026, 1, 1)
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


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
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        # The same problems give the same bytes, whenever they are listed.
        book.set_properties({"created": _MADE})
        head, look = book.add_format({"bold": True}), book.add_format({"num_format": "@", "text_wrap": True})
        sheet = book.add_worksheet(SHEET)
        for place, (name, width) in enumerate(COLUMNS.items()):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, name, head)
        for number, row in enumerate(rows_of(issues), 1):
            for place, words in enumerate(row):
                if words:
                    sheet.write_string(number, place, words, look)
        sheet.freeze_panes(1, 0)
    return written.getvalue()

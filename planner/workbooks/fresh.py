"""A new workbook, written row by row with openpyxl: every text stays a text, and the same content gives the same bytes.

openpyxl takes a text that begins with `=` for a formula, refuses control characters and writes the time of day into
the file.  All three are seen to here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from planner.ingest import CellError

Row = Mapping[int, Any]
"""Contents by column, counted from 0."""
_MADE = datetime(2026, 1, 1)
_EARLIEST_IN_A_ZIP = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_EARLIEST = date(1900, 3, 1)
"""Earlier days mean different ones in different programs; they are written as text."""


class FreshBook:
    """A workbook in the making; sheets are written one after the other."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._book.properties.created = _MADE

    def add_list(self, name: str, widths: Mapping[str, int], rows: Iterable[Sequence[str]]) -> None:
        """Add a sheet with titles, which stay in view, and rows of texts, which wrap."""
        sheet = self._book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for place, width in enumerate(widths.values()):
            sheet.column_dimensions[chr(ord("A") + place)].width = width
        titles = [self._cell(sheet, title) for title in widths]
        for title in titles:
            title.font = Font(bold=True)
        sheet.append(titles)
        for row in rows:
            cells = [self._cell(sheet, text) if text else None for text in row]
            for cell in filter(None, cells):
                cell.alignment = Alignment(wrap_text=True)
            sheet.append(cells)

    def add_table(self, name: str, rows: Iterable[tuple[int, Row]]) -> None:
        """Add a sheet of rows, by their numbers from 1 on, in ascending order."""
        sheet, last = self._book.create_sheet(name), 0
        for number, row in rows:
            for _ in range(number - last - 1):
                sheet.append(())
            filled = [self._cell(sheet, row.get(place)) for place in range(max(row, default=-1) + 1)]
            sheet.append(filled)
            last = number

    @staticmethod
    def _cell(sheet: Any, content: Any) -> Any:
        """Return a cell, None for an empty one."""
        if content is None or content == "":
            return None
        if isinstance(content, CellError):
            # An error stays one; that of a formula without a stored result has no name of its own.
            cell = WriteOnlyCell(sheet, content.text if content.text.startswith("#") else "#N/A")
            cell.data_type = "e"
            return cell
        if isinstance(content, bool | int | float):
            return WriteOnlyCell(sheet, content)
        if isinstance(content, date) and _day_of(content) >= _EARLIEST:
            return _moment(sheet, content)
        cell = WriteOnlyCell(sheet, _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", str(content)))
        cell.data_type, cell.number_format = "s", "@"
        return cell

    def written(self) -> bytes:
        """Return the workbook (.xlsx)."""
        stream, made = io.BytesIO(), io.BytesIO()
        self._book.save(stream)
        with zipfile.ZipFile(stream) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
            for name in parts.namelist():
                part = zipfile.ZipInfo(name, _EARLIEST_IN_A_ZIP)
                part.compress_type = zipfile.ZIP_DEFLATED
                content = parts.read(name)
                if name == _CORE:
                    content = _MODIFIED.sub(rb"\g<1>" + f"{_MADE:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
                package.writestr(part, content)
        return made.getvalue()


def _moment(sheet: Any, day: date) -> Any:
    has_time = isinstance(day, datetime)
    naive: Any = day.replace(tzinfo=None) if isinstance(day, datetime) else day
    cell = WriteOnlyCell(sheet, naive)
    cell.number_format = "yyyy-mm-dd hh:mm:ss" if has_time else "yyyy-mm-dd"
    return cell


def _day_of(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day

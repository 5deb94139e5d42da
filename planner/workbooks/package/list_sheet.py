"""Sheets that are added to somebody's workbook, as the parts of it that they are: the list of problems, and others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from planner.workbooks.package.formulas import column_letters
from planner.workbooks.package.markup import text

_MOST_CHARACTERS = 32_767


def list_sheet(
    columns: Mapping[str, int], rows: Sequence[Sequence[str]], links: Mapping[int, str], look: int, space: str
) -> bytes:
    """Return a sheet with a header and rows of texts; `links` lead from the cell of a row to the one it is about."""
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(columns.values(), 1)
    )
    head = "".join(_head(place, name) for place, name in enumerate(columns))
    body = "".join(_row(number, row, look) for number, row in enumerate(rows, 2))
    cell = column_letters(list(columns).index("cell"))
    led = "".join(f'<hyperlink ref="{cell}{row + 2}" location={quoteattr(to)}/>' for row, to in links.items())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{space}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{widths}</cols><sheetData><row r="1">{head}</row>{body}</sheetData>'
        f"{f'<hyperlinks>{led}</hyperlinks>' if led else ''}</worksheet>"
    ).encode()


def plain_sheet(rows: Sequence[Sequence[str]], space: str) -> bytes:
    """Return a sheet with rows of texts, the first of which is its header, and nothing else."""
    head = "".join(_head(place, name) for place, name in enumerate(rows[0]))
    body = "".join(_row(number, row, 0) for number, row in enumerate(rows[1:], 2))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{space}"><sheetData><row r="1">{head}</row>{body}</sheetData></worksheet>'
    ).encode()


def _row(number: int, row: Sequence[str], look: int) -> str:
    cells = "".join(_cell(place, number, words, look) for place, words in enumerate(row) if words)
    return f'<row r="{number}">{cells}</row>'


def _head(place: int, name: str) -> str:
    return f'<c r="{column_letters(place)}1" t="inlineStr"><is><r><rPr><b/></rPr><t>{text(name)}</t></r></is></c>'


def _cell(place: int, row: int, words: str, look: int) -> str:
    inside = f'<is><t xml:space="preserve">{text(words[:_MOST_CHARACTERS])}</t></is>'
    return f'<c r="{column_letters(place)}{row}" s="{look}" t="inlineStr">{inside}</c>'

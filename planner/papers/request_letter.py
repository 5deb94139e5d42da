"""A request for quotation as a letter (.docx), for vendors who want to read it; prices are filled in by hand."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from planner.papers.request import Request
from planner.papers.request_workbook import letter_lines
from planner.papers.source import PaperSource
from planner.papers.word_text import as_paragraph_text, same_bytes

_COLUMNS = (
    "Line", "Product and function wanted", "New or used", "Licences", "Part number", "Pack of", "Price per pack",
)  # fmt: skip
_WIDTHS_CM = (1.2, 7.6, 1.8, 1.7, 2.3, 1.3, 2.3)


def request_letter(request: Request, source: PaperSource) -> bytes:
    """Return the letter; the same request gives the same bytes."""
    from docx import Document  # loads slowly
    from docx.shared import Cm, Pt

    document = Document()
    made = datetime.combine(source.day, time())
    document.core_properties.created = document.core_properties.modified = made
    document.core_properties.title = as_paragraph_text(f"Request for quotation {request.number}")
    document.core_properties.author = as_paragraph_text(source.organisation.name)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.4)
    document.styles["Normal"].font.size = Pt(9.5)
    document.add_heading("Request for quotation", level=1)
    for label, text in letter_lines(request, source):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(4)
        if label:
            paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(as_paragraph_text(text))
    _add_lines(document, request)
    document.add_paragraph()
    for question in ("Number of your quotation", "Valid until", "Delivery in days", "Signature and date"):
        document.add_paragraph(f"{question}: ______________________________")
    written = io.BytesIO()
    document.save(written)
    return same_bytes(written.getvalue())


def _add_lines(document: Any, request: Request) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(_COLUMNS))
    table.style = "Table Grid"
    for cell, title in zip(table.rows[0].cells, _COLUMNS, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(title).bold = True
    for line in request.lines:
        product = f"{line.licence}\n{line.function}"
        number = line.name.rpartition("/")[2]
        texts = (number, product, line.wanted, f"{line.licences:,}", line.sku, "", "")
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = as_paragraph_text(text)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS_CM, strict=True):
            cell.width = Cm(width)

"""The approval memo as a Word file, filled into a template: our own, or one that the organisation has made of it.

A template is a .docx with names in double braces, as docxtpl reads them.  It may loop over lists and choose, and can do
nothing else: expressions are run in a sandbox, and an unknown name is an error that says so.  Loops in loops can go on
for ever all the same, so a template that somebody brings is filled by a process of its own, with limits.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.papers.memo import Memo
from planner.papers.word_text import same_bytes, xml_text
from planner.processes.apart import BrokeOffError, ResourceLimits, answered
from planner.processes.folders import own_folder

_LIMITS = ResourceLimits(2 << 30, 20, 60.0)
_MADE = "made.docx"
MAX_UNPACKED_BYTES = 50_000_000
_HEAD = "{{ organisation }}  ·  {{ case }}  ·  scenario {{ scenario }}  ·  {{ day }}  ·  no. {{ number }}"


def memo_word(memo: Memo, template: bytes | None = None, name: str = "template") -> bytes:
    """Return the memo as .docx; the same memo and template give the same bytes.

    Raises UsageError for a template that cannot be used.
    """
    values = _values(memo.as_values())
    return _filled(memo_template(), values, name) if template is None else _filled_apart(template, values, name)


def _filled_apart(template: bytes, values: Mapping[str, Any], name: str) -> bytes:
    _check_size(template, name)
    with own_folder() as folder:
        place = folder / "template.docx"
        place.write_bytes(template)
        request = {"template": str(place), "values": values, "name": name}
        try:
            with answered(f"{__name__}:fill", request, _LIMITS, reads=[place], tries=2) as done:
                return done.file(_MADE).read_bytes()
        except BrokeOffError as broken:
            raise UsageError(
                f"{name} takes more time or memory than a template may. Is there a loop in it that goes on for ever?"
            ) from broken


def fill(request: Mapping[str, Any], folder: Path) -> None:
    """Fill a template: the side of the process with limits."""
    filled = _filled(Path(request["template"]).read_bytes(), request["values"], request["name"])
    (folder / _MADE).write_bytes(filled)


def _filled(template: bytes, values: Mapping[str, Any], name: str) -> bytes:
    from docxtpl import DocxTemplate  # loads slowly
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
        document.render(values, environment, autoescape=True)
        document.save(made)
    except TemplateError as problem:
        raise UsageError(f"{name}: {problem}. docs/papers.md lists the names that a memo has.") from problem
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile) as problem:
        raise UsageError(f"{name} cannot be filled in as a Word file (.docx): {problem}.") from problem
    return same_bytes(made.getvalue())


def _check_size(template: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as problem:
        raise UsageError(f"{name} is no Word file (.docx).") from problem
    if size > MAX_UNPACKED_BYTES:
        raise UsageError(f"{name} is larger than {MAX_UNPACKED_BYTES:,} bytes when it is unpacked.")


def _values(value: Any) -> Any:
    """Return texts that XML can hold, in the shape they came in."""
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, dict):
        return {key: _values(one) for key, one in value.items()}
    return [_values(one) for one in value]


def memo_template() -> bytes:
    """Return our own template, which an organisation may change into its own."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.2)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(8.5), "Calibri"
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    for level, size in ((1, 14), (2, 9.5)):
        style = document.styles[f"Heading {level}"]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(5), Pt(1)
    document.add_heading("{{ title }}", level=1)
    document.add_paragraph(_HEAD)
    _section(document, "Decision asked for", "{{ decision }}")
    document.add_heading("Sum, without VAT", level=2)
    _rows(document, "sums", 2)
    document.add_heading("Cash by date: day, paid, comes in", level=2)
    _rows(document, "cash", 3)
    _list(document, "Saving", "savings")
    _section(document, "How sure this is", "{{ proof }}")
    document.add_heading("Alternatives: total, difference, what is different", level=2)
    _rows(document, "alternatives", 4)
    _list(document, "Risks and open evidence", "risks")
    _list(document, "Who is affected", "affected")
    document.add_heading("Fingerprint of the input", level=2)
    _paragraphs(document, "fingerprint", "{{ one[0] }}: {{ one[1] }}")
    document.add_paragraph()
    table = document.add_table(rows=1, cols=3)
    for place, cell in enumerate(table.rows[0].cells):
        cell.text = f"_________________________\n{{{{ signatures[{place}] }}}}, date"
    written = io.BytesIO()
    document.save(written)
    return same_bytes(written.getvalue())


def _section(document: Any, title: str, text: str) -> None:
    document.add_heading(title, level=2)
    document.add_paragraph(text)


def _list(document: Any, title: str, name: str) -> None:
    document.add_heading(title, level=2)
    _paragraphs(document, name, "– {{ one }}")


def _paragraphs(document: Any, name: str, text: str) -> None:
    document.add_paragraph(f"{{%p for one in {name} %}}")
    document.add_paragraph(text)
    document.add_paragraph("{%p endfor %}")


def _rows(document: Any, name: str, columns: int) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    table = document.add_table(rows=3, cols=columns)
    table.rows[0].cells[0].text = f"{{%tr for row in {name} %}}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    for place, cell in enumerate(table.rows[1].cells):
        cell.text = f"{{{{ row[{place}] }}}}"
        if 0 < place < 3:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

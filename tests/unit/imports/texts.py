"""Exports written down as text, and what is read from them without starting the process that reads files."""

from __future__ import annotations

from pathlib import Path

from planner.imports.evidence import Evidence
from planner.imports.questions import Talk
from planner.imports.reading.decoding import decode
from planner.imports.reading.grids import Grid
from planner.imports.reading.rows import split_rows
from planner.imports.sources import FORMATS, KNOWN_HEADERS, recognise


def grid_of(text: str, name: str = "export.csv", encoding: str = "utf-8") -> Grid:
    decoded = decode(text.encode(encoding), KNOWN_HEADERS)
    rows = split_rows(decoded.text)
    return Grid(name, "", rows.cells, rows.numbers, "", Path(name), decoded.encoding, rows.separator)


def read(text: str, name: str = "export.csv", talk: Talk | None = None, encoding: str = "utf-8") -> list[Evidence]:
    found = recognise(grid_of(text, name, encoding), FORMATS)
    assert found is not None, text
    return list(found.format.read(found.table, talk if talk is not None else Talk()))

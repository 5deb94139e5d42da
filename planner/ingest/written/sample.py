"""The bundled sample estate as a workbook: a made-up company, with illustrative prices (see data/README.md)."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files
from pathlib import Path

from planner.ingest.schema.sheets import SHEETS, Kind
from planner.ingest.written.template import write_inventory

_KIND = {(sheet.name, column.name): column.kind for sheet in SHEETS for column in sheet.columns}


def write_sample(path: Path) -> None:
    """Write the sample estate as a workbook; the same program writes the same bytes."""
    folder = sample_folder()
    write_inventory(
        path, {sheet.name: _rows(folder, sheet.name) for sheet in SHEETS if _file(folder, sheet.name).is_file()}
    )


def sample_folder() -> Path:
    """Return the folder with the sample's sheets: inside the installed package, or beside it in a checkout."""
    packaged = Path(str(files("planner"))) / "data"
    data = packaged if packaged.is_dir() else packaged.parent.parent / "data"
    return data / "sample-estate"


def _file(folder: Path, sheet: str) -> Path:
    return folder / f"{sheet}.csv"


def _rows(folder: Path, sheet: str) -> list[dict[str, object]]:
    with _file(folder, sheet).open(encoding="utf-8", newline="") as file:
        return [{name: _value(sheet, name, text) for name, text in row.items()} for row in csv.DictReader(file)]


def _value(sheet: str, column: str, text: str) -> object:
    """Turn the file's text into what a person would have typed: numbers and dates as such, ids as text."""
    kind = _KIND.get((sheet, column), Kind.TEXT)
    if text and kind is Kind.COUNT:
        return int(text)
    if text and kind is Kind.DATE:
        return date.fromisoformat(text)
    return text or None

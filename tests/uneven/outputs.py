"""The uneven estate planned once, and every file and text that comes of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner

from planner.cli import main
from planner.domain.document import PlanDocument
from planner.report.formats.plan_reader import from_json
from tests.uneven.estate import write_folder

Row = Sequence[Any]


@dataclass(frozen=True)
class Outputs:
    """What `cal-planner plan` and `cal-planner check` print and write for the uneven estate."""

    folder: Path
    terminal: str

    @staticmethod
    def made_in(folder: Path) -> Outputs:
        """Plan the estate by the command line, with every file there is."""
        write_folder(folder / "uneven")
        files = ("--out", "plan.xlsx", "--json", "plan.json", "--assignments", "register.csv")
        named = [str(folder / each) if "." in each else each for each in files]
        printed = _run("plan", str(folder / "uneven"), *named, code=3)  # one scenario is impossible
        register = str(folder / "register.parquet")
        _run("plan", str(folder / "uneven"), "--scenario", "new only", "--assignments", register, "--quiet", code=0)
        return Outputs(folder, printed)

    @property
    def inventory(self) -> Path:
        """The folder of tables that was planned."""
        return self.folder / "uneven"

    @cached_property
    def document(self) -> dict[str, Any]:
        """The content of plan.json."""
        content: dict[str, Any] = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        return content

    @cached_property
    def plan(self) -> PlanDocument:
        """What plan.json says, read back."""
        return from_json("plan.json", self.document)

    def scenario(self, name: str) -> dict[str, Any]:
        """One scenario of plan.json."""
        (found,) = (each for each in self.document["scenarios"] if each["name"] == name)
        return dict(found)

    @cached_property
    def sheets(self) -> dict[str, list[Row]]:
        """The rows of every sheet of plan.xlsx that are not blank, formulas as their stored results."""
        return sheets_of(self.folder / "plan.xlsx")

    @cached_property
    def register(self) -> list[Row]:
        """The rows of the register as text in columns, its header included."""
        with (self.folder / "register.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.reader(stream))

    def checked(self) -> dict[str, Any]:
        """What `check --json` prints."""
        content: dict[str, Any] = json.loads(_run("check", str(self.inventory), "--json", code=0))
        return content


def _run(*arguments: str, code: int) -> str:
    done = CliRunner().invoke(main, list(arguments))
    assert done.exit_code == code, done.output
    return done.stdout


def sheets_of(book: Path | bytes) -> dict[str, list[Row]]:
    """Return the rows of every sheet of a workbook that are not blank."""
    opened = openpyxl.load_workbook(io.BytesIO(book) if isinstance(book, bytes) else book, data_only=True)
    return {
        sheet.title: [row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)]
        for sheet in opened
    }


def csv_of(content: bytes) -> list[Row]:
    """Return the rows of text in columns as spreadsheets are given it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def by_header(rows: Sequence[Row], *columns: str) -> list[tuple[Any, ...]]:
    """Return the rows below the header that has all these columns, each with these columns in this order."""
    place = next(number for number, row in enumerate(rows) if set(columns) <= set(row))
    at = [rows[place].index(column) for column in columns]
    return [tuple(row[number] for number in at) for row in rows[place + 1 :]]


def keys(rows: Iterable[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    """Return objects of plan.json as rows, each with these keys in this order."""
    return [tuple(row[column] for column in columns) for row in rows]


def printed(text: str, *columns: str) -> list[tuple[str, ...]]:
    """Return a table printed at a terminal, by the places of its header's words; it ends at the first blank line."""
    lines = text.splitlines()
    at = next(n for n, line in enumerate(lines) if all(column in line for column in columns))
    edges = _edges(lines[at], columns, lines[at + 2 :])
    rows = []
    for line in lines[at + 2 :]:
        if not line.strip():
            break
        rows.append(tuple(line[start:end].strip() for start, end in edges))
    return rows


def _edges(head: str, columns: Sequence[str], lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return where columns begin and end: two blanks in the header and in every line part them."""
    body = []
    for line in lines:
        if not line.strip():
            break
        body.append(line)
    width = max(map(len, [head, *body]))
    full = [line.ljust(width) for line in [head, *body]]
    gaps = [all(line[at : at + 2] == "  " for line in full) for at in range(width)]
    found = []
    for column in columns:
        start = end = head.index(column)
        while start > 0 and not gaps[start - 2 if start > 1 else 0]:
            start -= 1
        while end < width and not gaps[end]:
            end += 1
        found.append((start, end))
    return found

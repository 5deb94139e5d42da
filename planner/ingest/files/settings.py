"""A settings file (.toml) about the organisation and its vendors, as the tables that a workbook would hold.

A row is numbered by the line on which it begins, so that a problem is found in the file.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np

from planner.domain.inventory import SourceFile
from planner.domain.issue import Issue, Location
from planner.ingest.files.problems import DAMAGED, MISSING, TOO_LARGE, UNREADABLE, error
from planner.ingest.files.read import TablesRead
from planner.ingest.tables.distinct import objects
from planner.ingest.tables.raw import RawTable
from planner.words import joined, say

MAX_BYTES = 1 << 20
_SHEETS = {"organisation": "Organisation", "organization": "Organisation", "vendor": "Vendors", "vendors": "Vendors"}
_WRITE = say("Write [organisation] once and [[vendor]] for each vendor, and below them names and values.")


def read_settings(path: Path) -> TablesRead:
    """Return the tables of a settings file, and what is wrong with it.  Bad input raises nothing."""
    where = Location(path.name)
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except FileNotFoundError:
        text = say('There is no file "{name}".', name=path.name)
        return _nothing(path, error(MISSING, where, text, say("Check the name and the folder.")))
    except OSError as problem:
        text = say("The file cannot be opened: {strerror}.", strerror=problem.strerror)
        return _nothing(path, error(UNREADABLE, where, text, say("Check your rights to it.")))
    if content is None:
        text = say("A settings file has at most {max_bytes:,} bytes.", max_bytes=MAX_BYTES)
        return _nothing(path, error(TOO_LARGE, where, text, say("Keep only the organisation and its vendors in it.")))
    try:
        text = content.decode("utf-8-sig")
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        return _nothing(
            path,
            error(DAMAGED, where, say("The file is no TOML: {problem}.", problem=problem), say("Correct it there.")),
        )
    tables, issues = [], []
    for key, value in found.items():
        table = _table(path.name, key, value, text)
        if isinstance(table, Issue):
            issues.append(table)
        else:
            tables.append(table)
    return TablesRead(tuple(tables), tuple(issues), SourceFile(path.name, hashlib.sha256(content).hexdigest()))


def _nothing(path: Path, issue: Issue) -> TablesRead:
    return TablesRead((), (issue,), SourceFile(path.name, ""))


def _table(file: str, key: str, value: Any, text: str) -> RawTable | Issue:
    rows = [value] if isinstance(value, Mapping) else value
    sheet = _SHEETS.get(key.casefold())
    is_plain = isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows)
    if sheet is None or not is_plain or any(isinstance(cell, Mapping) for row in rows for cell in row.values()):
        return error(DAMAGED, Location(file), say('"{key}" means nothing here.', key=key), _WRITE, key)
    return _as_table(file, sheet, rows, _lines(key, text))


def _lines(key: str, text: str) -> list[int]:
    """Return the lines on which tables of a name begin."""
    begins = re.compile(rf"^\s*\[+\s*[\"']?{re.escape(key)}[\"']?\s*\]+", re.MULTILINE)
    return [1 + text.count("\n", 0, found.start(0) + found[0].index("[")) for found in begins.finditer(text)]


def _as_table(file: str, sheet: str, rows: Sequence[Mapping[str, Any]], lines: Sequence[int]) -> RawTable:
    headers = tuple(dict.fromkeys(name for row in rows for name in row))
    numbers = [lines[place] if place < len(lines) else place + 1 for place in range(len(rows))]
    columns = tuple(objects([_cell(row.get(name)) for row in rows]) for name in headers)
    return RawTable(file, sheet, headers, 1, np.array(numbers, dtype=np.int64), columns, is_grid=False)


def _cell(value: Any) -> Any:
    match value:
        case None | str() | bool() | int() | float() | datetime() | date():
            return value.replace(tzinfo=None) if isinstance(value, datetime) else value
        case list():
            return joined("; ", (str(one) for one in value))
        case time():
            return value.isoformat()
    return str(value)

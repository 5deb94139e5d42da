"""Text to rows: which character separates, which lines are no data, and the layouts of tools that write no CSV.

Rows keep the number that Excel shows.  Nothing is judged here: rows may be of any length, and a header may stand
anywhere.
"""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_FIELD_CHARACTERS = 1_000_000
SEPARATORS = (",", ";", "\t", "|")
_KSTRIKE = "||"
_HEAD_LINES = 20
_TYPE_LINE = "#TYPE "
_LDIF_ATTRIBUTE = re.compile(r"([A-Za-z][\w;-]*):(:?) ?(.*)")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of cells, the number of each, what separates the cells, and remarks about lines left out."""

    cells: list[list[str]]
    numbers: list[int]
    separator: str
    remarks: list[str]


def split_rows(text: str, *, is_head: bool = False) -> Rows:
    """Return the rows of a text; of a head that was cut off the last line is left out."""
    text = re.sub(r"\r+\n", "\n", text).replace("\r", "\n")
    if is_head:
        text = text[: text.rfind("\n") + 1]
    first = text.split("\n", 1)[0]
    if _KSTRIKE in first:
        return _kstrike(text)
    if _is_ldif(text):
        return _ldif(text)
    return _csv(text.replace("\0", ""))


def _csv(text: str) -> Rows:
    remarks, before = [], 0
    if text.startswith(_TYPE_LINE):
        remarks.append("The first line names a type of PowerShell and is no data.")
        text, before = text.partition("\n")[2], 1
    first, _, rest = text.partition("\n")
    if (found := re.fullmatch(r"\"?sep=(.)\"?", first.strip(), re.IGNORECASE)) or first.strip().lower() == "sep=":
        separator = found[1] if found else "\t"
        remarks.append("The first line tells Excel what separates cells and is no data.")
        text = rest
    else:
        separator = _separator(text)
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    cells, numbers = [], []
    try:
        for number, row in enumerate(reader, start=before + 1):
            if any(cell.strip() for cell in row):
                cells.append(row)
                numbers.append(number)
            if any("\n" in cell and separator in cell and cell.count("\n") > _HEAD_LINES for cell in row):
                remarks.append(f"Row {number} holds a text over many lines: a double quote may have swallowed rows.")
    except csv.Error as problem:
        remarks.append(f"Reading stopped behind row {before + len(numbers)}: {problem}. Rows after it are missing.")
    return Rows(cells, numbers, separator, remarks)


def _separator(text: str) -> str:
    """Return what separates cells: the character that most of the first lines hold equally often."""
    lines = ["".join(line.split('"')[::2]) for line in text.split("\n", _HEAD_LINES)[:_HEAD_LINES] if line.strip()]

    def weight(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines if separator in line]
        usual = max(set(counts), key=lambda count: (counts.count(count), count)) if counts else 0
        return counts.count(usual), usual

    return max(SEPARATORS, key=weight)


def _kstrike(text: str) -> Rows:
    cells, numbers = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip(" \0"):
            cells.append([cell.replace("\0", "") for cell in line.rstrip().removesuffix(_KSTRIKE).split(_KSTRIKE)])
            numbers.append(number)
    return Rows(cells, numbers, _KSTRIKE, [])


def _is_ldif(text: str) -> bool:
    lines = [line for line in text[:4096].split("\n") if line and not line.startswith("#")]
    return bool(lines) and (lines[0].startswith("dn:") or (lines[0].startswith("version:") and "\ndn:" in text[:4096]))


def _ldif(text: str) -> Rows:
    """Return a row per record, under a header of all attributes; several values are joined with a semicolon."""
    records, names = [], dict[str, None]()
    for number, lines in _ldif_records(text):
        record: dict[str, list[str]] = {}
        for line in lines:
            if found := _LDIF_ATTRIBUTE.fullmatch(line):
                record.setdefault(found[1], []).append(_from_base64(found[3]) if found[2] else found[3])
        if "dn" in record:
            records.append((number, record))
            names |= dict.fromkeys(record)
    header = list(names)
    cells = [[";".join(record.get(name, ())) for name in header] for _, record in records]
    return Rows([header, *cells], [0, *(number for number, _ in records)], "ldif", [])


def _ldif_records(text: str) -> Iterator[tuple[int, list[str]]]:
    lines: list[str] = []
    begin = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.startswith(" ") and lines:
            lines[-1] += line[1:]
        elif line.strip() and not line.startswith("#"):
            begin = begin or number
            lines.append(line)
        elif not line.strip() and lines:
            yield begin, lines
            lines, begin = [], 0


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except ValueError:
        return ""

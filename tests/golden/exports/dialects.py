"""The same exports as other programs, countries and people would have handed them over."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Rows = list[list[str]]
_DAY = re.compile(r"(\d{1,2})\.(\d{2})\.(\d{4})( .*)?|(\d{1,2})/(\d{1,2})/(\d{4})( .*)?")


@dataclass(frozen=True)
class Dialect:
    """How exports are written; `rows` may change header and rows."""

    encoding: str
    separator: str
    end: str = "\r\n"
    quoting: int = csv.QUOTE_MINIMAL
    days: str = ""
    """How days in numbers are written, by the names of their parts."""
    rows: Callable[[Rows], Rows] = list


def _shuffled(rows: Rows) -> Rows:
    """Change the order of columns, and of the rows below the header; what stands above it stays.

    Two columns of one name are told by their order.
    """
    width = max(map(len, rows))
    at = next(place for place, row in enumerate(rows) if len(row) == width)
    order = list(range(width))
    if len(set(rows[at])) == width:
        random.Random(7).shuffle(order)
    header, *body = ([row[place] for place in order] for row in rows[at:])
    random.Random(11).shuffle(body)
    return [*rows[:at], header, *body]


def _printed(rows: Rows) -> Rows:
    """Put a title above, a sum below, and the header once more between: it was printed, or put together by hand."""
    half = len(rows) // 2 + 1
    title: Rows = [["Werft Test GmbH"], [], ["Stand", "offen"]]
    return [*title, *rows[:half], rows[0], *rows[half:], [], ["Gesamt", str(len(rows) - 1)]]


def _shouting(rows: Rows) -> Rows:
    return [[f" {cell.upper()}\u00a0" for cell in rows[0]], *([f"{cell} " for cell in row] for row in rows[1:])]


DIALECTS = {
    "Excel's Unicode text": Dialect("utf-16", "\t"),
    "UTF-16 without a mark": Dialect("utf-16-le", ";", quoting=csv.QUOTE_ALL),
    "French days": Dialect("cp1252", ";", days="{day:02}/{month:02}/{year}"),
    "American days": Dialect("utf-8-sig", ",", end="\n", days="{month}/{day}/{year}", rows=_shuffled),
    "Polish days, printed": Dialect("cp852", ";", end="\r", days="{year}-{month:02}-{day:02}", rows=_printed),
    "capitals and blanks": Dialect("utf-8", "|", rows=_shouting),
}


def rewrite(source: Path, into: Path, dialect: Dialect) -> None:
    """Write an export anew; what is no table of cells stays as it is."""
    if source.suffix != ".csv":
        (into / source.name).write_bytes(source.read_bytes())
        return
    data = source.read_bytes()
    text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "cp1252" if source.name in _IN_CP1252 else "utf-8-sig")
    type_line, text = text.split("\n", 1) if text.startswith("#TYPE") else ("", text)
    separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    if dialect.days:
        rows = [[_day(cell, dialect.days) for cell in row] for row in rows]
    written = io.StringIO()
    out = csv.writer(written, delimiter=dialect.separator, lineterminator=dialect.end, quoting=dialect.quoting)
    out.writerows(dialect.rows(rows))
    made = (type_line.strip() + dialect.end if type_line else "") + written.getvalue()
    (into / source.name).write_bytes(made.encode(dialect.encoding))


_IN_CP1252 = ("ad_computers.csv", "ual_daily_KAI-FS.csv")


def _day(cell: str, how: str) -> str:
    found = _DAY.fullmatch(cell)
    if not found:
        return cell
    day, month, year, rest = found.group(1, 2, 3, 4) if found[1] else found.group(6, 5, 7, 8)
    return how.format(day=int(day), month=int(month), year=year) + (rest or "")

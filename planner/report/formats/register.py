"""The register as a file: one row per licence in use, every planned scenario in its order.

In .csv, which people open in spreadsheet programs, what a program might take for a formula has an apostrophe before it
(see `columns_csv`); .parquet is data for programs and holds every text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from pathlib import Path

import numpy as np

from planner.domain.holder_origin import CodedTexts
from planner.domain.plan import Register, ScenarioResult
from planner.errors import UsageError
from planner.report.formats.columns_csv import as_text
from planner.report.register_columns import coded_columns
from planner.report.register_over_time import register_parts

COLUMNS = (
    "scenario",
    "period",
    "product",
    "metric",
    "holder",
    "required_version",
    "licence_version",
    "condition",
    "source",
    "reason",
    "name",
    "email",
    "department",
    "servers",
    "document",
    "assigned_since",
    "plan_date",
)
SUFFIXES = (".csv", ".parquet")
_LINE_END, _QUOTED = "\r\n", re.compile('[",\r\n]')
"""As RFC 4180 and the csv module have it."""
_AT_ONCE = 100_000
"""Rows turned into text at a time; in Parquet also the rows of a group."""
_TEXTS_ONLY = ("holder", "reason")
"""Columns of mostly different texts, which the register holds as such."""


def write_register(results: Sequence[ScenarioResult], path: Path | str) -> None:
    """Write the register of every planned scenario; the ending of `path` says how.

    Raises UsageError for an ending that is neither .csv nor .parquet.
    """
    path = Path(path)
    match path.suffix.lower():
        case ".csv":
            _write_csv(results, path)
        case ".parquet":
            _write_parquet(results, path)
        case _:
            raise UsageError(f'The register is written as .csv or .parquet; "{path.name}" ends in neither.')


OVER_TIME = ("since", "until")
"""Columns that are there where a scenario has a horizon: the first day of a row, and the last, blank: to the end."""


def _columns(results: Sequence[ScenarioResult]) -> tuple[str, ...]:
    has_horizon = any(result.plan and result.plan.over_time for result in results)
    return (*COLUMNS, *OVER_TIME) if has_horizon else COLUMNS


def _parts(results: Sequence[ScenarioResult]) -> Iterator[tuple[Register, Mapping[str, CodedTexts], slice]]:
    """Yield the planned registers, so many rows at a time that writing them takes little memory."""
    for result in results:
        for part in register_parts(result):
            register = part.register
            since = CodedTexts.alike(part.since.isoformat(), len(register))
            coded = {**coded_columns(part.result, register), "since": since, "until": part.until}
            for start in range(0, len(register), _AT_ONCE):
                yield register, coded, slice(start, start + _AT_ONCE)


def _write_csv(results: Sequence[ScenarioResult], path: Path) -> None:
    """Write rows as the csv module would; but what is the same in many of them is quoted once."""
    titles = _columns(results)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(titles) + _LINE_END)
        before: Mapping[str, CodedTexts] = {}
        cells: dict[str, CodedTexts] = {}
        for register, coded, rows in _parts(results):
            if coded is not before:
                before = coded
                cells = {
                    title: CodedTexts(list(map(_cell, coded[title].texts)), coded[title].codes)
                    for title in _coded(titles)
                }
            columns: dict[str, Iterable[str]] = {title: cells[title].in_rows(rows) for title in cells}
            columns["period"] = repeat(str(register.period))
            columns |= {title: map(_cell, getattr(register, title)[rows].tolist()) for title in _TEXTS_ONLY}
            lines = map(",".join, zip(*(columns[title] for title in titles), strict=False))
            stream.writelines(line + _LINE_END for line in lines)


def _cell(text: str) -> str:
    """Return a text as it stands in the file: no formula, and in quotes where something in it would end the cell."""
    safe = as_text(text)
    return '"' + safe.replace('"', '""') + '"' if _QUOTED.search(safe) else safe


def _coded(titles: Sequence[str]) -> list[str]:
    return [title for title in titles if title != "period" and title not in _TEXTS_ONLY]


def _write_parquet(results: Sequence[ScenarioResult], path: Path) -> None:
    import pyarrow as pa  # loads slowly, and few runs write Parquet
    import pyarrow.parquet as pq

    titles = _columns(results)
    schema = pa.schema([(name, pa.int64() if name == "period" else pa.string()) for name in titles])
    with pq.ParquetWriter(path, schema) as writer:
        for register, coded, rows in _parts(results):
            columns = {title: pa.array(getattr(register, title)[rows], pa.string()) for title in _TEXTS_ONLY}
            columns["period"] = pa.repeat(register.period, len(columns["holder"]))
            for title in _coded(titles):
                # Only the texts that occur in these rows: of names there may be as many as of rows in all.
                occurring, codes = np.unique(coded[title].codes[rows], return_inverse=True)
                texts = pa.array([coded[title].texts[code] for code in occurring.tolist()], pa.string())
                columns[title] = texts.take(pa.array(codes.reshape(-1)))
            writer.write_table(pa.table([columns[title] for title in titles], schema=schema))

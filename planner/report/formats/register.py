"""The register as a file: one row per licence in use, every planned scenario in its order.

Ids are written as they are, also those that a spreadsheet would take for a formula: this is data for programs.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from pathlib import Path

from planner.domain.plan import Register, ScenarioResult
from planner.errors import UsageError
from planner.report.register_columns import coded_columns

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
)
SUFFIXES = (".csv", ".parquet")
_AT_ONCE = 100_000
"""Rows turned into text at a time; in Parquet also the rows of a group."""


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


def _parts(results: Sequence[ScenarioResult]) -> Iterator[tuple[str, Register, slice]]:
    """Yield the planned registers, so many rows at a time that writing them takes little memory."""
    for result in results:
        if result.plan:
            register = result.plan.register
            for start in range(0, len(register), _AT_ONCE):
                yield result.name, register, slice(start, start + _AT_ONCE)


def _write_csv(results: Sequence[ScenarioResult], path: Path) -> None:
    # The csv module's own line end (RFC 4180): with it, a carriage return inside an id is quoted.
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for name, register, rows in _parts(results):
            columns: dict[str, Iterable[object]] = {
                "scenario": repeat(name),
                "period": repeat(register.period),
                "holder": register.holder[rows].tolist(),
                "reason": register.reason[rows].tolist(),
            }
            for title, (texts, codes) in coded_columns(register).items():
                columns[title] = map(texts.__getitem__, codes[rows].tolist())
            writer.writerows(zip(*(columns[title] for title in COLUMNS), strict=False))


def _write_parquet(results: Sequence[ScenarioResult], path: Path) -> None:
    import pyarrow as pa  # loads slowly, and few runs write Parquet
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.int64() if name == "period" else pa.string()) for name in COLUMNS])
    with pq.ParquetWriter(path, schema) as writer:
        for name, register, rows in _parts(results):
            holder = pa.array(register.holder[rows], pa.string())
            columns = {
                "scenario": pa.repeat(name, len(holder)),
                "period": pa.repeat(register.period, len(holder)),
                "holder": holder,
                "reason": pa.array(register.reason[rows], pa.string()),
            }
            for title, (texts, codes) in coded_columns(register).items():
                columns[title] = pa.array(texts, pa.string()).take(pa.array(codes[rows]))
            writer.write_table(pa.table([columns[title] for title in COLUMNS], schema=schema))

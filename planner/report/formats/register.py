"""The register as a file: one row per licence in use, every planned scenario in its order.

Ids are written as they are, also those that a spreadsheet would take for a formula: this is data for programs.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from planner.domain.plan import Register, ScenarioResult
from planner.domain.product import METRICS, PRODUCTS, VERSIONS
from planner.errors import UsageError

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
_SCHEMA = pa.schema([(name, pa.int64() if name == "period" else pa.string()) for name in COLUMNS])


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


def register_columns(register: Register) -> tuple[list[str], ...]:
    """Return product, metric, holder, required and licence version, condition, source and reason as texts."""
    sources = register.sources
    source = register.source.tolist()
    return (
        [PRODUCTS[code].value for code in register.product.tolist()],
        [METRICS[code].value for code in register.metric.tolist()],
        register.holder.tolist(),
        [VERSIONS[code] for code in register.required.tolist()],
        [VERSIONS[code] for code in register.licence.tolist()],
        [sources[code].condition.value for code in source],
        [sources[code].source_id for code in source],
        register.reason.tolist(),
    )


def _registers(results: Sequence[ScenarioResult]) -> Iterator[tuple[str, Register]]:
    return ((result.name, result.plan.register) for result in results if result.plan)


def _write_csv(results: Sequence[ScenarioResult], path: Path) -> None:
    # The csv module's own line end (RFC 4180): with it, a carriage return inside an id is quoted.
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for name, register in _registers(results):
            rows = len(register)
            writer.writerows(zip([name] * rows, [register.period] * rows, *register_columns(register), strict=True))


def _write_parquet(results: Sequence[ScenarioResult], path: Path) -> None:
    with pq.ParquetWriter(path, _SCHEMA) as writer:
        for name, register in _registers(results):
            rows = len(register)
            columns = ([name] * rows, [register.period] * rows, *register_columns(register))
            writer.write_table(pa.table(dict(zip(COLUMNS, columns, strict=True)), schema=_SCHEMA))

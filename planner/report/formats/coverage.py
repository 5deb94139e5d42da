"""What a plan covers, and with what, as files: who is there, what they use, and which licences they hold.

With them anybody can be looked up later without planning again.  Three Parquet files, whose rows are classes of equal
holders and pairs of them, so that a large group takes a row:

* `who`: need, class, metric, name, first, members, called, email: the pieces of every class; `name` is an id, or a stem
  where `first` is given, `called` and `email` are null where the inventory says nothing;
* `uses`: need, user, device, layer, version, ends, matched, origin: what must be covered; an end may be null;
* `holds`: scenario, class, layer, metric, licence, source, members: how many of a class hold which licence.

Scenarios that cover the same share a `need`; which one is whose stands with the columns of `uses`, as JSON, together
with the ends that the scenario's plan picked for Remote Desktop deployments whose mode is left to it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from planner.domain.estate import NONE, Codes, Estate
from planner.domain.holder_origin import Origins
from planner.domain.plan import Register, ScenarioResult
from planner.domain.product import HOLDER_METRICS, LEVELS, PRODUCTS
from planner.domain.requirement import Ends, Holders, Requirements

WHO, USES, HOLDS = FILES = ("who.parquet", "uses.parquet", "holds.parquet")
SCENARIOS = b"scenarios"
"""Where the metadata of `uses` say of each scenario which need it has, and which ends its plan picked."""
ENDS = {Ends.EITHER: "either", Ends.USER: "user", Ends.DEVICE: "device"}
PICKED = "as picked for "
"""What stands before a deployment's name where the plan picks the end."""


def write_coverage(results: Sequence[ScenarioResult], folder: Path) -> None:
    """Write the three files of all planned scenarios into a folder."""
    needs: list[tuple[Requirements, Estate | None]] = []
    scenarios: dict[str, dict[str, Any]] = {}
    holds = []
    for result in results:
        if result.plan is None or result.needs is None:
            continue
        known = next((place for place, each in enumerate(needs) if each[0] is result.needs), None)
        if known is None:
            known = len(needs)
            needs.append((result.needs, result.estate))
        picked = {f"{PICKED}{name}": metric.value for name, metric in result.plan.modes.items()}
        scenarios[result.name] = {"need": known, "picked": picked}
        holds.append(_holds(result.name, result.plan.register, result.needs.holders))
    _write([_who(place, each.holders, estate) for place, (each, estate) in enumerate(needs)], _WHO, folder / WHO)
    uses = _USES.with_metadata({SCENARIOS: json.dumps(scenarios).encode()})
    _write([_uses(place, each) for place, (each, _) in enumerate(needs)], uses, folder / USES)
    _write(holds, _HOLDS, folder / HOLDS)


_TEXT = pa.dictionary(pa.int32(), pa.string())
_WHO = pa.schema(
    {
        "need": pa.int32(),
        "class": pa.int64(),
        "metric": _TEXT,
        "name": pa.string(),
        "first": pa.int64(),
        "members": pa.int64(),
        "called": pa.string(),
        "email": pa.string(),
    }
)
_USES = pa.schema(
    {
        "need": pa.int32(),
        "user": pa.int64(),
        "device": pa.int64(),
        "layer": _TEXT,
        "version": _TEXT,
        "ends": _TEXT,
        "matched": pa.bool_(),
        "origin": _TEXT,
    }
)
_HOLDS = pa.schema(
    {
        "scenario": _TEXT,
        "class": pa.int64(),
        "layer": _TEXT,
        "metric": _TEXT,
        "licence": _TEXT,
        "source": _TEXT,
        "members": pa.int64(),
    }
)


def _write(tables: Sequence[dict[str, Any]], schema: pa.Schema, path: Path) -> None:
    with pq.ParquetWriter(path, schema) as writer:
        for columns in tables:
            writer.write_table(pa.table(columns, schema=schema))


def _who(need: int, holders: Holders, estate: Estate | None) -> dict[str, Any]:
    first_members = np.cumsum(holders.piece_count) - holders.piece_count
    origins = Origins.of(first_members, holders, estate) if estate else None
    pieces = slice(len(holders.piece_stem))

    def known(name: str) -> pa.Array:
        texts = origins.particular(estate, name).in_rows(pieces) if origins and estate else [""] * len(first_members)
        return pa.array([text or None for text in texts], pa.string())

    return {
        "need": _same(need, len(holders.piece_stem)),
        "class": holders.piece_class,
        "metric": _text([metric.value for metric in HOLDER_METRICS], holders.metric[holders.piece_class]),
        "name": pa.array(holders.piece_stem, pa.string()),
        "first": _or_null(holders.piece_first),
        "members": holders.piece_count,
        "called": known("name"),
        "email": known("email"),
    }


def _uses(need: int, requirements: Requirements) -> dict[str, Any]:
    ends = [*ENDS.values(), *(f"{PICKED}{name}" for name in requirements.choices)]
    return {
        "need": _same(need, len(requirements)),
        "user": _or_null(requirements.user),
        "device": _or_null(requirements.device),
        "layer": _text([product.value for product in PRODUCTS], requirements.product),
        "version": _text(list(LEVELS), requirements.version),
        "ends": _text(ends, requirements.ends),
        "matched": requirements.matched,
        "origin": _text(list(requirements.origins), requirements.origin),
    }


def _holds(scenario: str, register: Register, holders: Holders) -> dict[str, Any]:
    """Count the licences of a register by class, layer, version and source."""
    of_class = np.searchsorted(np.cumsum(holders.members), register.member, side="right")
    key = np.column_stack([of_class, register.product, register.metric, register.licence, register.source])
    rows, members = np.unique(key, axis=0, return_counts=True)
    of_class, product, metric, licence, source = rows.reshape(-1, key.shape[1]).T
    return {
        "scenario": _text([scenario], np.zeros(len(rows), dtype=np.int64)),
        "class": of_class,
        "layer": _text([layer.value for layer in PRODUCTS], product),
        "metric": _text([each.value for each in HOLDER_METRICS], metric),
        "licence": _text(list(LEVELS), licence),
        "source": _text([each.source_id for each in register.sources], source),
        "members": members,
    }


def _same(value: int, rows: int) -> Codes:
    return np.full(rows, value, dtype=np.int32)


def _or_null(codes: Codes) -> pa.Array:
    return pa.array(codes, pa.int64(), mask=codes == NONE)


def _text(texts: list[str], codes: Codes) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(texts, pa.string()))

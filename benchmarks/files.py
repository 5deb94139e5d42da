"""Writes a made-up estate and market as files that `cal-planner plan` reads.

    python -m benchmarks.files --shape mixed --people 100000 --seed 5 --market tight --format parquet --out FOLDER

One table per sheet, as Arrow columns, goes three ways: a folder of .parquet or .csv files, or a workbook whose
Access goes on in `Access 2`, `Access 3` ... where a sheet is full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import click
import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import xlsxwriter

from benchmarks.estates import SHAPES, make_estate
from benchmarks.markets import MARKETS, POLICIES, make_market
from planner.domain import money
from planner.domain.estate import ACCESS_KINDS, DEVICE_KINDS, EVERY_SERVER, NONE, Accesses, Codes, Estate, Group, Server
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.licensing.rulebook import SETTING_BY_NAME

PLAN_DATE = date(2026, 11, 21)
SHEET_ROWS = 1_048_576
"""Rows of a sheet, its header included."""
_ROWS_AT_ONCE = 1 << 17
_REPEAT_EVERY = {"repeated": 3}
"""Shapes whose files have exact duplicates: each n-th row of Access."""

Tables = Mapping[str, pa.Table]
Scenarios = Mapping[str, Mapping[str, Any]]
"""Settings by the name of the scenario, as keyword arguments of `Policy`."""


def tables_of(
    estate: Estate, offers: Iterable[Offer], lots: Iterable[Lot], scenarios: Scenarios, *, repeat_every: int = 0
) -> Tables:
    """Return the estate and the market as sheets; those without rows are left out.

    What is written is what the generators fill in: no planned upgrades, no terms, no dates but the day of the plan.
    Where `scenarios` is empty the program plans its built-in ones.  With `repeat_every` = n, each n-th row of Access
    stands there again at the end, as it happens when exports are joined.
    """
    tables = {
        "Headcount": _table(map(_group_row, estate.groups)),
        "Users": pa.table(
            {
                "user_id": pa.array(estate.people.ids, pa.string()),
                "persons": pa.array(estate.people.persons),
                "active": pa.array(estate.people.active),
            }
        ),
        "Devices": pa.table(
            {
                "device_id": pa.array(estate.machines.ids, pa.string()),
                "kind": _coded(estate.machines.kind, DEVICE_KINDS),
                "active": pa.array(estate.machines.active),
            }
        ),
        "Servers": _table(map(_server_row, estate.servers)),
        "Access": _access(estate, _rows_of(estate.accesses, repeat_every)),
        "Owned": _table(map(_lot_row, lots)),
        "Offers": _table(row for offer in offers for row in _offer_rows(offer)),
        "Policy": _table([{"name": "plan_date", "value": PLAN_DATE.isoformat()}, {"name": "currency", "value": "EUR"}]),
        "Scenarios": _table({"scenario": name} | _policy_texts(given) for name, given in scenarios.items()),
    }
    return {name: table for name, table in tables.items() if table.num_rows}


def _table(rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """Return a table with a column for every key of any row, in the order of appearance."""
    filled = list(rows)
    names = dict.fromkeys(name for row in filled for name in row)
    return pa.table({name: [row.get(name) for row in filled] for name in names})


def _coded(codes: Codes, words: Sequence[str] | np.ndarray[Any, Any]) -> pa.DictionaryArray:
    """Return the words that codes stand for, blank for `NONE`."""
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32), mask=codes == NONE), pa.array(words, pa.string())
    )


def _rows_of(accesses: Accesses, repeat_every: int) -> Codes:
    rows = np.arange(len(accesses))
    return np.concatenate([rows, rows[::repeat_every]]) if repeat_every else rows


def _access(estate: Estate, rows: Codes) -> pa.Table:
    accesses, servers = estate.accesses, [server.server_id for server in estate.servers]
    server = np.where(accesses.server == EVERY_SERVER, len(servers), accesses.server)
    columns = {
        "user_id": _coded(accesses.user[rows], estate.people.ids),
        "device_id": _coded(accesses.device[rows], estate.machines.ids),
        "server_id": _coded(server[rows], [*servers, "*"]),
        "kind": _coded(accesses.kind[rows], ACCESS_KINDS),
    }
    if accesses.manual.any():
        columns["via"] = _coded(accesses.manual[rows].astype(np.int64), ["direct", "manual"])
    return pa.table(columns)


def _group_row(group: Group) -> dict[str, object]:
    columns = ("users", "devices", "pattern", "server_version", "rds_version", "rds_users", "peripherals")
    return {"group": group.name} | {name: getattr(group, name) for name in columns}


def _server_row(server: Server) -> dict[str, object]:
    return {
        "server_id": server.server_id,
        "version": server.version,
        "rds_deployment": server.rds_deployment or None,
        "rds_mode": server.rds_mode,
    }


def _lot_row(lot: Lot) -> dict[str, object]:
    columns = ("owned_id", "product", "metric", "version", "quantity", "condition", "transferable")
    return {name: getattr(lot, name) for name in columns} | {"resale_price": _amount(lot.resale_minor)}


def _offer_rows(offer: Offer) -> Iterable[dict[str, object]]:
    columns = ("offer_id", "vendor", "product", "metric", "version", "condition", "pack_size", "stock_packs")
    for step in offer.breaks:
        yield {name: getattr(offer, name) for name in columns} | {
            "min_packs": step.min_packs,
            "price": _amount(step.price_minor),
        }


def _amount(amount_minor: int) -> Decimal:
    return Decimal(money.text(amount_minor))


def _policy_texts(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the settings as a sheet gives them."""
    values = {name: SETTING_BY_NAME[name].as_json(value) for name, value in settings.items()}
    return {name: _text(value) for name, value in values.items()}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def write_parquet(tables: Tables, folder: Path) -> None:
    """Write one .parquet file per sheet into a new folder."""
    folder.mkdir(parents=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")


def write_csv(tables: Tables, folder: Path) -> None:
    """Write one .csv file per sheet into a new folder."""
    folder.mkdir(parents=True)
    for name, table in tables.items():
        schema = pa.schema([(column.name, _plain(column.type)) for column in table.schema])
        with pa_csv.CSVWriter(folder / f"{name}.csv", schema, write_options=_CSV) as writer:
            for start in range(0, table.num_rows, _ROWS_AT_ONCE):
                writer.write(table.slice(start, _ROWS_AT_ONCE).cast(schema))


_CSV = pa_csv.WriteOptions(quoting_style="needed")


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def write_workbook(tables: Tables, path: Path, sheet_rows: int = SHEET_ROWS) -> None:
    """Write a workbook; a table longer than a sheet goes on in `Access 2`, `Access 3` and so on."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
        for name, table in tables.items():
            for number, start in zip(count(1), range(0, table.num_rows, sheet_rows - 1)):
                page = book.add_worksheet(name if number == 1 else f"{name} {number}")
                _write_page(page, table.slice(start, sheet_rows - 1))


def _write_page(page: Any, table: pa.Table) -> None:
    page.write_row(0, 0, table.column_names)
    for start in range(0, table.num_rows, _ROWS_AT_ONCE):
        columns = (column.to_pylist() for column in table.slice(start, _ROWS_AT_ONCE).columns)
        for place, row in enumerate(zip(*columns, strict=True), start=start + 1):
            page.write_row(place, 0, row)


WRITERS: Mapping[str, Callable[[Tables, Path], None]] = {
    "parquet": write_parquet,
    "csv": write_csv,
    "xlsx": write_workbook,
}


def write_made_up(
    out: Path, form: str, shape: str, people: int, seed: int, market: str = "tight", policies: Iterable[str] = ()
) -> None:
    """Make an estate, a market and a scenario per named policy, and write them in one of the formats of `WRITERS`."""
    scenarios = {name: POLICIES[name](people) for name in policies}
    tables = tables_of(
        make_estate(people, seed, shape),
        *make_market(people, seed, market),
        scenarios,
        repeat_every=_REPEAT_EVERY.get(shape, 0),
    )
    WRITERS[form](tables, out)


@click.command()
@click.option("--shape", type=click.Choice(list(SHAPES)), default="mixed", show_default=True)
@click.option("--people", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--market", type=click.Choice(list(MARKETS)), default="tight", show_default=True)
@click.option(
    "--policy", type=click.Choice(list(POLICIES)), multiple=True, help="A scenario each; none: the built-in scenarios."
)
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="parquet", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder, or for xlsx the file.")
def main(shape: str, people: int, seed: int, market: str, policy: tuple[str, ...], form: str, out: Path) -> None:
    """Write a made-up estate and market as an inventory."""
    if out.exists():  # sheets of an earlier one would be read too
        raise click.UsageError(f"{out} is there already.")
    if form != "xlsx" and out.suffix in (".parquet", ".csv"):
        raise click.UsageError(f"A folder called {out.name} would be read as the parts of one sheet.")
    write_made_up(out, form, shape, people, seed, market, policy)
    click.echo(f"written: {out}")


if __name__ == "__main__":
    main()

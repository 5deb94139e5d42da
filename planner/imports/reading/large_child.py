"""Adds up access logs of millions of rows out of core: what the limited process does that `large` has started.

One pass over the text gives a row per account, address, server and two months, with the days as bits of a number.  From
these few rows the machine accounts of each address are found, and the days on which it changed hands; what people did
there is then split at these days, so that nothing is lost by adding up.  DuckDB spills to the folder beyond its memory,
loads no extension and sees no other file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.processes.child import say_current

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "600MB"
THREADS = 2
BLOCK_DAYS = 62
"""So many days have their bits in a number of 64; the more, the fewer groups there are."""
GROUPS = "groups"


def add_up(request: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Add up the files of a request, and return how many rows there were and how many could not be read."""
    import duckdb

    with duckdb.connect(":memory:") as log:
        _confine(log, folder, request)
        log.execute(f"CREATE TYPE written_day AS ENUM ({_days(request)})")
        log.execute(
            f"CREATE TEMP TABLE {GROUPS} (account VARCHAR, address VARCHAR, server VARCHAR, remote BOOLEAN, "
            "block INTEGER, days BIGINT, times HUGEINT, rows BIGINT)"
        )
        rejected = 0
        for number, part in enumerate(request["parts"]):
            say_current(folder, part["name"])
            rejected += _take(log, part, folder, number)
        rows, undated = log.execute(
            f"SELECT coalesce(sum(rows), 0), coalesce(sum(rows) FILTER (block IS NULL), 0) FROM {GROUPS}"
        ).fetchall()[0]
        _find_segments(log)
        log.execute(f"COPY ({_RESULT}) TO '{folder / 'result.parquet'}' (FORMAT parquet)")
    return {"rows": int(rows), "undated": int(undated), "rejected": rejected, "result": "result.parquet"}


def _confine(log: DuckDBPyConnection, folder: Path, request: dict[str, Any]) -> None:
    """Limit memory and threads, and what may be opened: the files to read and the folder, and no extension."""
    paths = [path for part in request["parts"] for path in part["paths"]]
    settings = {
        "memory_limit": _literal(MEMORY),
        "threads": str(THREADS),
        "preserve_insertion_order": "false",
        "temp_directory": _literal(str(folder / "spilled")),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "allowed_directories": f"[{_literal(str(folder))}]",
        "allowed_paths": f"[{', '.join(map(_literal, paths))}]",
        "enable_external_access": "false",
        "lock_configuration": "true",
    }
    for name, value in settings.items():
        log.execute(f"SET {name} = {value}")


def _days(request: dict[str, Any]) -> str:
    return ", ".join(_literal(day) for day in request["days"]) or "''"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _take(log: DuckDBPyConnection, part: dict[str, Any], folder: Path, number: int) -> int:
    """Add the rows of files of one layout to the groups; return how many rows could not be read."""
    source = _source(part, folder, number)
    columns = part["columns"]
    day = _day(part)
    count = f"coalesce(try_cast({_column(columns['count'])} AS INTEGER), 1)" if "count" in columns else "1"
    texts = ", ".join(_text(columns, name) for name in ("account", "address", "server"))
    log.execute(
        f"INSERT INTO {GROUPS} SELECT {texts}, {_remote(columns, part['remote_roles'])}, {day} // {BLOCK_DAYS}, "
        f"bit_or(1::BIGINT << ({day} % {BLOCK_DAYS})::INTEGER), sum({count}), count(*) FROM {source} GROUP BY ALL"
    )
    if part["kind"] == "parquet":
        return 0
    found: tuple[Any, ...] = log.execute("SELECT count(DISTINCT line) FROM reject_errors").fetchall()[0]
    log.execute("DELETE FROM reject_errors")
    return int(found[0])


def _source(part: dict[str, Any], folder: Path, number: int) -> str:
    if part["kind"] == "parquet":
        return f"read_parquet([{', '.join(map(_literal, part['paths']))}])"
    paths = [
        path
        if part["encoding"] == "utf-8"
        else _in_utf8(Path(path), part["encoding"], folder / f"{number}-{place}.csv")
        for place, path in enumerate(part["paths"])
    ]
    names = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(part["width"]))
    return (
        f"read_csv([{', '.join(map(_literal, paths))}], delim={_literal(part['separator'])}, quote='\"', escape='\"', "
        f"header=false, skip={part['skip']}, columns={{{names}}}, auto_detect=false, store_rejects=true)"
    )


def _in_utf8(path: Path, encoding: str, into: Path) -> str:
    """Write a text anew in UTF-8, piece by piece; DuckDB reads few encodings without extensions."""
    with (
        path.open(encoding=encoding, errors="replace", newline="") as source,
        into.open("w", encoding="utf-8", newline="") as target,
    ):
        while piece := source.read(1 << 22):
            target.write(piece.replace("\0", "").removeprefix("\ufeff"))
    return str(into)


def _column(place: int | str) -> str:
    return f"c{place}" if isinstance(place, int) else '"' + place.replace('"', '""') + '"'


def _text(columns: dict[str, int | str], name: str) -> str:
    return f"coalesce({_column(columns[name])}, '')" if name in columns else "''"


def _day(part: dict[str, Any]) -> str:
    """Return the day of a row as a number, counted from the first day: by its spelling, or by its first letters."""
    column = _column(part["columns"]["day"])
    if part["kind"] == "parquet":
        return f"(try_cast(left({column}::VARCHAR, 10) AS DATE) - DATE '{part['first_day']}')::INTEGER"
    if part["is_iso"]:
        return f"(try_cast(left({column}, 10) AS DATE) - DATE '{part['first_day']}')::INTEGER"
    return f"(enum_code(try_cast({column} AS written_day)) % {part['number_of_days']})::INTEGER"


def _remote(columns: dict[str, int | str], roles: list[str]) -> str:
    if "role" not in columns:
        return "false"
    listed = ", ".join(_literal(role) for role in roles)
    return f"coalesce({_column(columns['role'])} IN ({listed}), false)"


def _find_segments(log: DuckDBPyConnection) -> None:
    """Cut the time of every address that several machine accounts were seen at, at the first and last day of each."""
    log.execute(
        f"""CREATE TEMP TABLE windows AS
        SELECT lower(address) AS address, lower(account) AS account, min({_FIRST}) AS first, max({_LAST}) AS last
        FROM {GROUPS} WHERE account LIKE '%$' AND address <> '' AND block IS NOT NULL GROUP BY 1, 2"""
    )
    log.execute(
        """CREATE TEMP TABLE segments AS
        WITH contested AS (SELECT address FROM windows GROUP BY address HAVING count(*) > 1),
        edges AS (
            SELECT address, first AS edge FROM windows SEMI JOIN contested USING (address)
            UNION SELECT address, last + 1 FROM windows SEMI JOIN contested USING (address)
            UNION SELECT address, 0 FROM contested
        )
        SELECT address, edge AS first,
            coalesce(lead(edge) OVER (PARTITION BY address ORDER BY edge), 1000000) - 1 AS last
        FROM edges"""
    )


_FIRST = f"(block * {BLOCK_DAYS} + log2(xor(days, days & (days - 1)))::INTEGER)"
# Floats have 53 bits: a long row of ones would round up to the next power, so the one below the first is taken out.
_LAST = f"(block * {BLOCK_DAYS} + floor(log2(days & ~(days >> 1)))::INTEGER)"
_INSIDE = f"""CASE
    WHEN s.first <= block * {BLOCK_DAYS} AND s.last >= block * {BLOCK_DAYS} + {BLOCK_DAYS - 1} THEN days
    ELSE days & ((1::BIGINT << greatest(least(s.last + 1 - block * {BLOCK_DAYS}, {BLOCK_DAYS}), 0)::INTEGER)
        - (1::BIGINT << greatest(least(s.first - block * {BLOCK_DAYS}, {BLOCK_DAYS}), 0)::INTEGER))
    END"""
_RESULT = f"""
    WITH whole AS (
        SELECT * FROM {GROUPS} g WHERE account LIKE '%$' OR NOT EXISTS (
            SELECT 1 FROM segments s WHERE s.address = lower(g.address))
    ),
    cut AS (
        SELECT account, address, server, remote, block, days, segment,
            -- of a block that is cut no more is known than its days: at least so often
            if(days = whole, times, bit_count(days)) AS times, if(days = whole, rows, bit_count(days)) AS rows
        FROM (
            SELECT account, g.address, server, remote, block, days AS whole, {_INSIDE} AS days, times, rows,
                s.first AS segment
            FROM {GROUPS} g JOIN segments s ON s.address = lower(g.address) AND block IS NOT NULL
                AND s.first < (block + 1) * {BLOCK_DAYS} AND s.last >= block * {BLOCK_DAYS}
            WHERE account NOT LIKE '%$'
        ) WHERE days > 0
    ),
    parts AS (
        SELECT account, address, server, remote, block, days, times, rows, NULL AS segment FROM whole
        UNION ALL SELECT account, address, server, remote, block, days, times, rows, segment FROM cut
        UNION ALL SELECT account, address, server, remote, block, days, times, rows, NULL FROM {GROUPS} g
            WHERE block IS NULL AND account NOT LIKE '%$'
                AND EXISTS (SELECT 1 FROM segments s WHERE s.address = lower(g.address))
    )
    SELECT account, address, server, remote, min({_FIRST}) AS first, max({_LAST}) AS last,
        sum(times)::BIGINT AS times, sum(rows)::BIGINT AS rows
    FROM parts GROUP BY account, address, server, remote, segment
    ORDER BY account, address, server, remote, first
"""

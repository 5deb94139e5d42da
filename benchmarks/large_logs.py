"""How long a log of millions of rows takes to add up, against reading it: `python -m benchmarks.large_logs`.

The log is made up: people who work most days at their machines on a few servers, machine accounts beside them, and
addresses that change hands.  Reading means that the same library goes through all columns and keeps nothing; both use
two threads, one after the other, and the better of two readings counts.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks.processor import used_s
from planner.imports.identity.servers import REMOTE_DESKTOP
from planner.imports.questions import Talk
from planner.imports.reading.grids import read_files
from planner.imports.reading.large import as_large_log, read_large
from planner.imports.reading.large_child import MEMORY, THREADS
from planner.imports.sources import FORMATS, KNOWN_HEADERS, recognise

_LOG = """
    SELECT 1 + i * 7919 % 30 AS "AccessCount",
        strftime(DATE '2024-01-01' + (i // {people} % 700)::INTEGER, '%-m/%-d/%Y') || ' 12:00:00 AM' AS "AccessDate",
        '10.' || (p // 40000) || '.' || (p // 200 % 200) || '.' || (1 + p % 200) AS "IPAddress",
        CASE WHEN i % 9 = 0 THEN 'corp\\pc-' || (p + i // {people} // 350) || '$' ELSE 'corp\\user.' || p END
            AS "UserName",
        '00000000-0000-0000-0000-000000000000' AS "TenantIdentifier", 'Windows Server 2019 Standard' AS "ProductName",
        '10a9226f-50ee-49d8-a393-9a501d47ce04' AS "RoleGuid", 'File Server' AS "RoleName",
        'FS' || (p % 7) AS "PSComputerName"
    FROM (SELECT i, i * 17 % {people} AS p FROM range({first}, {last}) t(i))
"""


def make(folder: Path, rows: int, files: int, people: int) -> list[Path]:
    """Write the log in parts, as `Export-Csv` quotes it."""
    import duckdb

    made = []
    with duckdb.connect() as log:
        for number in range(files):
            path = folder / f"ual_{number:03}.csv"
            query = _LOG.format(people=people, first=rows * number // files, last=rows * (number + 1) // files)
            log.execute(f"COPY ({query}) TO '{path}' (HEADER, FORCE_QUOTE *)")
            made.append(path)
    return made


def read_only(paths: list[Path]) -> None:
    """Go through all columns of the files and keep nothing."""
    import duckdb

    with duckdb.connect(config={"threads": THREADS, "memory_limit": MEMORY}) as log:
        listed = ", ".join(f"'{path}'" for path in paths)
        names = [name for name, *_ in log.execute(f"DESCRIBE FROM read_csv([{listed}], all_varchar=true)").fetchall()]
        lengths = ", ".join(f'sum(strlen("{name}"))' for name in names)
        log.execute(f"SELECT {lengths} FROM read_csv([{listed}], all_varchar=true)").fetchall()


def add_up(paths: list[Path]) -> int:
    """Add the files up as an import does; return how many accesses they become."""
    with ExitStack() as stack:
        grids = read_files(paths, KNOWN_HEADERS, {}, stack).grids
        found = [recognised.table for grid in grids if (recognised := recognise(grid, FORMATS)) is not None]
        logs = [log for table in found if (log := as_large_log(table, Talk())) is not None]
        assert len(logs) == len(paths)
        return sum(len(evidence) for _, evidence in read_large(logs, sorted(REMOTE_DESKTOP), Talk(), stack))


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that work takes on the clock and of processors."""
    begin, used = time.perf_counter(), used_s()
    work()
    return time.perf_counter() - begin, used_s() - used


def main() -> None:
    """Print the times and their ratio, and the most memory that a process took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--files", type=int, default=5)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where the log is kept between runs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = asked.folder or Path(name)
        paths = sorted(folder.glob("ual_*.csv")) or make(folder, asked.rows, asked.files, asked.people)
        size = sum(path.stat().st_size for path in paths)
        reading = min(_seconds(lambda: read_only(paths)) for _ in range(2))
        accesses: list[int] = []
        adding = _seconds(lambda: accesses.append(add_up(paths)))
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{asked.rows:,} rows, {size / 1e9:.2f} GB in {len(paths)} files, {accesses[0]:,} accesses")
        for what, one, other in zip(("on the clock", "of processors"), reading, adding, strict=True):
            print(f"{what}: reading {one:.1f} s, adding up {other:.1f} s, ratio {other / one:.2f}")
        print(f"at most {most:.0f} MB in a process")


if __name__ == "__main__":
    main()

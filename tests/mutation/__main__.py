"""`python -m tests.mutation`: put faults into a copy of the program and see which go unnoticed.

A draw of faults is taken of each area and one after the other written into a copy of the program, where the tests of
that area run until one of them fails.  The share that is noticed must not fall below `floor.json`; `--raise` writes it
there where it is higher.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import py_compile
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.faults import Fault, faults_of, spoilt

ROOT = Path(__file__).parents[2]
FLOOR = Path(__file__).with_name("floor.json")
AREAS = ("licensing", "report", "ingest")
COPIED = ("planner", "dashboards", "data", "tests", "tools", "benchmarks", "docs", "README.md", "pyproject.toml")
LONGEST_S = 240
"""A fault that makes tests run for ever is noticed, too."""


@dataclass(frozen=True)
class Found:
    """A fault that was tried, and whether some test noticed."""

    area: str
    path: str
    fault: Fault
    is_noticed: bool


def draw(area: str, number: int) -> Sequence[tuple[str, Fault]]:
    """Return so many faults of an area: the first ones by their turn, so that unchanged code gives the same."""
    every = [(path, fault) for path in _modules(area) for fault in faults_of(path, (ROOT / path).read_text("utf-8"))]
    return sorted(every, key=lambda each: each[1].turn)[:number]


def _modules(area: str) -> Iterator[str]:
    for path in sorted((ROOT / "planner" / area).rglob("*.py")):
        yield path.relative_to(ROOT).as_posix()


class Copy:
    """A copy of the program to put faults into."""

    def __init__(self, place: Path) -> None:
        self.place = place
        for name in COPIED:
            source, target = ROOT / name, place / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        # Compiled files are believed only while they have the hash of their source.
        compileall.compile_dir(place, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)

    def notices(self, area: str, path: str, fault: Fault) -> bool:
        """Tell whether the tests of an area fail with a fault."""
        file = self.place / path
        whole = file.read_text("utf-8")
        file.write_text(spoilt(whole, fault), "utf-8")
        try:
            return self.test(area) != 0
        finally:
            file.write_text(whole, "utf-8")

    def test(self, area: str) -> int:
        """Run the tests of an area until one fails."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", "--tb=no"]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(self.place)}
        try:
            done = subprocess.run(
                [*command, f"tests/unit/{area}"], cwd=self.place, env=environment, capture_output=True,
                timeout=LONGEST_S, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return -1
        return done.returncode


def try_all(areas: Sequence[str], number: int, jobs: int) -> list[Found]:
    """Try a draw of every area, `jobs` at a time; tell of each that goes unnoticed as soon as it is known."""
    waiting: queue.SimpleQueue[tuple[str, str, Fault]] = queue.SimpleQueue()
    for area in areas:
        for path, fault in draw(area, number):
            waiting.put((area, path, fault))
    found: list[Found] = []

    def work(place: Path) -> None:
        copy = Copy(place)
        while True:
            try:
                area, path, fault = waiting.get_nowait()
            except queue.Empty:
                return
            found.append(Found(area, path, fault, copy.notices(area, path, fault)))
            if not found[-1].is_noticed:
                print(f"unnoticed: {fault.name}, line {fault.line}", flush=True)

    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        for area in areas:
            if Copy(Path(folder) / f"whole-{area}").test(area) != 0:
                raise SystemExit(f"The tests of {area} fail without any fault.")
        workers = [threading.Thread(target=work, args=(Path(folder) / str(each),)) for each in range(jobs)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    return found


def main() -> int:
    """Try a draw of faults; return 1 where fewer are noticed than before."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("areas", nargs="*", default=AREAS, help=f"some of {', '.join(AREAS)}; all if none is given")
    parser.add_argument("--number", type=int, default=40, help="faults per area")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="faults tried at the same time")
    parser.add_argument("--raise", dest="raises", action="store_true", help="write a share that is higher as the floor")
    asked = parser.parse_args()
    found = try_all(asked.areas, asked.number, asked.jobs)
    floor: dict[str, float] = json.loads(FLOOR.read_text("utf-8"))
    is_below = False
    for area in asked.areas:
        results = [each.is_noticed for each in found if each.area == area]
        share = sum(results) / len(results)
        print(
            f"{area}: {sum(results)} of {len(results)} faults are noticed, {share:.1%}; the floor is {floor[area]:.1%}"
        )
        is_below |= share < floor[area]
        if asked.raises:
            floor[area] = max(floor[area], round(share, 3))
    if asked.raises:
        FLOOR.write_text(json.dumps(floor, indent=2) + "\n", "utf-8")
    return int(is_below)


if __name__ == "__main__":
    sys.exit(main())

"""How far one plain access travels: the modules it enters from sheet to register, and how often it changes them.

Run as `python -m tools.trace` (or `make trace`); `--pairs 20` lists the moves that are made most.

The inventory has one person, one machine, one server, one access between them and one offer.  It is planned twice by
the command line, with plan.json and the register written; the second time every entry into a function of the program
is noted, in the order in which it happens.  A move is an entry into another module than the one entered last, a
crossing one into another package of `planner/`.  What is imported once is not counted, nor is the process that reads
the file: it is the same for every file, and hands over tables.  The position today is counted: it is found by a search
of its own, before that of the scenario.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FrameType

import openpyxl

import planner

_ROOT = str(Path(planner.__file__).parent) + os.sep
_SHEETS: Mapping[str, Sequence[Sequence[object]]] = {
    "Users": [["user_id"], ["anna"]],
    "Devices": [["device_id"], ["pc1"]],
    "Servers": [["server_id", "version"], ["srv1", "2022"]],
    "Access": [["user_id", "device_id", "server_id", "kind"], ["anna", "pc1", "srv1", "standard"]],
    "Offers": [
        ["offer_id", "vendor", "product", "metric", "version", "condition", "price"],
        ["A", "V", "ws_cal", "user", "2025", "new", 40],
    ],
    "Policy": [["name", "value"], ["plan_date", "2026-11-21"]],
    "Scenarios": [["scenario"], ["cheapest"]],
}
BEFORE, GOAL = (116, 1718, 354), (60, 600, 120)
"""Modules, moves and crossings as counted before there were rooms, and what they should come to."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The modules of the program that were entered, one after the other, as paths below `planner/`."""

    entered: tuple[str, ...]

    @property
    def modules(self) -> int:
        """How many different ones there are."""
        return len(set(self.entered))

    @property
    def pairs(self) -> Counter[tuple[str, str]]:
        """The moves from one module to another, and how often each is made."""
        return Counter((left, entered) for left, entered in pairwise(self.entered) if left != entered)

    @property
    def moves(self) -> int:
        """How often another module is entered than the one before."""
        return self.pairs.total()

    @property
    def crossings(self) -> int:
        """How often that is a module of another package."""
        return sum(times for (left, entered), times in self.pairs.items() if package_of(left) != package_of(entered))


def package_of(module: str) -> str:
    """Return the package at the top of the program that a module belongs to; a module beside them is one itself."""
    return Path(module).parts[0]


def trace_of(work: Callable[[], object], root: str = _ROOT) -> Trace:
    """Do some work and return its trace through the modules below a folder, threads included."""
    entered: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            file = frame.f_code.co_filename
            if file.startswith(root):
                entered.append(file[len(root) :])

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return Trace(tuple(entered))


def trace_one_access() -> Trace:
    """Plan the inventory of one access and return its trace."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "estate.xlsx")
        _plan(folder)  # so that everything is imported
        return trace_of(lambda: _plan(folder))


def _write(path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet, rows in _SHEETS.items():
        page = book.create_sheet(sheet)
        for row in rows:
            page.append(list(row))
    del book["Sheet"]
    book.save(path)


def _plan(folder: Path) -> None:
    from planner.cli import main

    written = ["--json", str(folder / "plan.json"), "--assignments", str(folder / "register.csv")]
    sys.argv = ["cal-planner", "plan", str(folder / "estate.xlsx"), *written]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            main()
        except SystemExit as ended:
            if ended.code:
                raise RuntimeError(f"the plan could not be made: {said.getvalue()}") from ended


def table(found: Trace) -> str:
    """Return the figures of a trace beside those of before and the goal."""
    lines = [f"{'one access, from the sheet to the register':<44}{'before':>8}{'now':>8}{'goal':>8}"]
    names = ("modules entered", "moves between modules", "crossings between packages")
    figures = (found.modules, found.moves, found.crossings)
    for name, before, now, goal in zip(names, BEFORE, figures, GOAL, strict=True):
        lines.append(f"{name:<44}{before:>8,}{now:>8,}{goal:>8,}")
    return "\n".join(lines)


def main() -> None:
    """Print the figures, and the pairs of modules asked for."""
    parser = argparse.ArgumentParser(description="How far one plain access travels through the program.")
    parser.add_argument("--pairs", type=int, default=0, help="list so many pairs of modules with the most moves")
    asked = parser.parse_args()
    found = trace_one_access()
    print(table(found))
    for (left, entered), times in found.pairs.most_common(asked.pairs):
        print(f"{times:>6,}  {left} -> {entered}")


if __name__ == "__main__":
    main()

"""The faults that `make mutants` puts into the program are the ones meant, each alone, and the same every time."""

from __future__ import annotations

import ast

from tests.mutation.__main__ import AREAS, FLOOR, draw
from tests.mutation.faults import Fault, faults_of, spoilt

SOURCE = '''
"""Not a fault: 1 < 2."""
from __future__ import annotations

__all__ = ["b", "a"]


def late(day: int, end: int = 0) -> tuple[int, int]:
    """Nor here: 3 > 4."""
    if day < end and not day % 90:
        return (day, end)
    return min(end + day, 7), day
'''


def changed_lines(fault: Fault) -> tuple[str, ...]:
    whole = ast.unparse(ast.parse(SOURCE)).splitlines()
    return tuple(line.strip() for line in spoilt(SOURCE, fault).splitlines() if line not in whole)


def test_every_fault_changes_one_place() -> None:
    found = {fault.name.removeprefix("m.py late: "): changed_lines(fault) for fault in faults_of("m.py", SOURCE)}
    assert found == {
        "0 becomes 1 (1)": ("def late(day: int, end: int=1) -> tuple[int, int]:",),
        "condition turned round (1)": ("if not (day < end and (not day % 90)):",),
        "And becomes Or (1)": ("if day < end or not day % 90:",),
        "Lt becomes LtE (1)": ("if day <= end and (not day % 90):",),
        "Mod becomes FloorDiv (1)": ("if day < end and (not day // 90):",),
        "90 becomes 91 (1)": ("if day < end and (not day % 91):",),
        "elements 0 and 1 swapped (1)": ("return (end, day)",),
        "min becomes max (1)": ("return (max(end + day, 7), day)",),
        "Add becomes Sub (1)": ("return (min(end - day, 7), day)",),
        "7 becomes 8 (1)": ("return (min(end + day, 8), day)",),
    }


def test_a_draw_is_the_same_whatever_stands_around_it() -> None:
    moved = SOURCE.replace("def late", "LATER = {}\n\n\ndef late")
    assert {fault.turn for fault in faults_of("m.py", SOURCE)} <= {fault.turn for fault in faults_of("m.py", moved)}
    first = draw("report", 5)
    assert [fault.name for _, fault in first] == [fault.name for _, fault in draw("report", 9)[:5]]


def test_every_area_has_a_floor() -> None:
    assert all(f'"{area}": 0.' in FLOOR.read_text(encoding="utf-8") for area in AREAS)

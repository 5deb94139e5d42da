"""Who gets which licence, as far as a sheet is long; the rest is in a file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.domain.plan import PlanSet, Register
from planner.report.assignment_dates import assigned_since
from planner.report.excel.page import Book, Page, PageColumn
from planner.report.register_columns import coded_columns

SHEET_ROWS = 1_048_576


def write_register_sheet(book: Book, plan_set: PlanSet, register_file: str = "") -> None:
    """Write the register of every planned scenario, as far as a sheet holds it."""
    columns = (
        PageColumn("Scenario", width=14, most=16),
        PageColumn("Product", width=28),
        PageColumn("Holder", width=18, most=30),
        PageColumn("Needs", width=7),
        PageColumn("Gets", width=7),
        PageColumn("Condition", width=11),
        PageColumn("Source", width=10, most=16),
        PageColumn("Assigned since", width=13),
        PageColumn("Why", width=52),
    )
    page = book.page("Register", columns)
    registers = [(r.name, r.plan.register, r.scenario.policy.plan_date) for r in plan_set.results if r.plan]
    total = sum(len(register) for _, register, _ in registers)
    if not total:
        page.note("Nobody is given a licence in any scenario.")
        return
    page.header()
    room = SHEET_ROWS - page.row
    fits = total <= room
    page.texts(_first_rows(registers, room if fits else room - 1))  # one row says where the rest is
    page.sheet.autofilter(0, 0, max(page.row - 1, 1), len(columns) - 1)
    if not fits:
        _say_where_the_rest_is(page, total, register_file)


def _first_rows(registers: Sequence[tuple[str, Register, date]], most: int) -> list[list[str]]:
    """Return the sheet's columns over all registers, at most so many rows."""
    columns: list[list[str]] = [[] for _ in range(9)]
    for name, register, day in registers:
        rows = min(len(register), most - len(columns[0]))
        for column, texts in zip(columns, _texts(name, register, day, rows), strict=True):
            column.extend(texts)
    return columns


def _texts(name: str, register: Register, day: date, rows: int) -> tuple[list[str], ...]:
    coded = coded_columns(register)

    def texts(column: str) -> list[str]:
        different, codes = coded[column]
        return [different[code] for code in codes[:rows].tolist()]

    return (
        [name] * rows,
        texts("licence"),
        register.holder[:rows].tolist(),
        texts("required_version"),
        texts("licence_version"),
        texts("condition"),
        texts("source"),
        assigned_since(register, day, rows),
        register.reason[:rows].tolist(),
    )


def _say_where_the_rest_is(page: Page, total: int, register_file: str) -> None:
    where = register_file or 'the file that "cal-planner plan --assignments FILE" writes'
    page.note(f"A sheet is too short for all {total:,} rows; all of them are in {where}.")

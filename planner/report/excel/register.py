"""Who gets which licence, as far as a sheet is long; the rest is in a file of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.domain.holder_origin import CodedTexts
from planner.domain.plan import PlanSet, Register
from planner.report.excel.page import Book, Page, PageColumn
from planner.report.register_columns import OF_HOLDERS, coded_columns

SHEET_ROWS = 1_048_576


_COLUMNS = {
    "scenario": PageColumn("Scenario", width=12, most=16),
    "licence": PageColumn("Product", width=26),
    "holder": PageColumn("Holder", width=18, most=30),
    "required_version": PageColumn("Needs", width=7),
    "licence_version": PageColumn("Gets", width=7),
    "condition": PageColumn("Condition", width=11),
    "source": PageColumn("Source", width=10, most=16),
    "assigned_since": PageColumn("Assigned since", width=13),
    "reason": PageColumn("Why", width=40),
    "name": PageColumn("Name", width=18, most=30),
    "email": PageColumn("E-mail", width=22, most=36),
    "department": PageColumn("Department", width=14, most=24),
    "servers": PageColumn("Servers", width=20, most=40),
    "document": PageColumn("Document", width=14, most=24),
    "plan_date": PageColumn("Day of the plan", width=12),
}
_WHERE_STATED = (*OF_HOLDERS, "document")
"""Columns that are left out where no row has anything to say."""


def write_register_sheet(book: Book, plan_set: PlanSet, register_file: str = "") -> None:
    """Write the register of every planned scenario, as far as a sheet holds it."""
    planned = [(result, result.plan.register) for result in plan_set.results if result.plan]
    registers = [(register, coded_columns(result, register)) for result, register in planned]
    shown = [
        name for name in _COLUMNS
        if name not in _WHERE_STATED or any(coded[name].says_something for _, coded in registers)
    ]  # fmt: skip
    columns = [_COLUMNS[name] for name in shown]
    page = book.page("Register", columns)
    total = sum(len(register) for register, _ in registers)
    if not total:
        page.note("Nobody is given a licence in any scenario.")
        return
    page.header()
    room = SHEET_ROWS - page.row
    fits = total <= room
    page.texts(_first_rows(registers, shown, room if fits else room - 1))  # one row says where the rest is
    page.sheet.autofilter(0, 0, max(page.row - 1, 1), len(columns) - 1)
    if not fits:
        _say_where_the_rest_is(page, total, register_file)


def _first_rows(
    registers: Sequence[tuple[Register, Mapping[str, CodedTexts]]], shown: Sequence[str], most: int
) -> list[list[str]]:
    """Return the sheet's columns over all registers, at most so many rows."""
    columns: list[list[str]] = [[] for _ in shown]
    for register, coded in registers:
        rows = slice(min(len(register), most - len(columns[0])))
        for column, name in zip(columns, shown, strict=True):
            column.extend(coded[name].in_rows(rows) if name in coded else getattr(register, name)[rows].tolist())
    return columns


def _say_where_the_rest_is(page: Page, total: int, register_file: str) -> None:
    where = register_file or 'the file that "cal-planner plan --assignments FILE" writes'
    page.note(f"A sheet is too short for all {total:,} rows; all of them are in {where}.")

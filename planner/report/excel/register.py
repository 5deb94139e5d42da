"""Who gets which licence, as far as people read it; longer registers are in a file of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.domain.holder_origin import CodedTexts
from planner.domain.plan import PlanSet, Register
from planner.report.excel.page import Book, Page, PageColumn
from planner.report.register_columns import OF_HOLDERS, coded_columns
from planner.report.register_over_time import RegisterPart, register_parts
from planner.words import joined, say

MOST_ROWS = 10_000
"""So many rows, which is some hundred printed pages, a person still looks through; more is data, for a file."""

_Part = tuple[Register, Mapping[str, CodedTexts]]

_COLUMNS = {
    "scenario": PageColumn(say("Scenario"), width=12, most=16),
    "licence": PageColumn(say("Product"), width=26),
    "holder": PageColumn(say("Holder"), width=18, most=30),
    "required_version": PageColumn(say("Needs"), width=7),
    "licence_version": PageColumn(say("Gets"), width=7),
    "condition": PageColumn(say("Condition"), width=11),
    "source": PageColumn(say("Source"), width=10, most=16),
    "since": PageColumn(say("From"), width=12),
    "until": PageColumn(say("Until"), width=12),
    "assigned_since": PageColumn(say("Assigned since"), width=13),
    "reason": PageColumn(say("Why"), width=40),
    "name": PageColumn(say("Name"), width=18, most=30),
    "email": PageColumn(say("E-mail"), width=22, most=36),
    "department": PageColumn(say("Department"), width=14, most=24),
    "servers": PageColumn(say("Servers"), width=20, most=40),
    "document": PageColumn(say("Document"), width=14, most=24),
    "plan_date": PageColumn(say("Day of the plan"), width=12),
}
_WHERE_STATED = (*OF_HOLDERS, "document", "since", "until")
"""Columns that are left out where no row has anything to say."""


def write_register_sheet(book: Book, plan_set: PlanSet, register_file: str = "") -> None:
    """Write the registers of the planned scenarios, in their order and each of them whole, as far as there is room."""
    planned = [result for result in plan_set.results if result.plan]
    total, rows_of_all, fitting, elsewhere = 0, 0, list[_Part](), []
    for result in planned:
        parts = tuple(register_parts(result))
        rows = sum(len(part.register) for part in parts)
        rows_of_all += rows
        if total + rows <= MOST_ROWS:
            total += rows
            fitting.extend((part.register, _coded(part)) for part in parts)
        else:
            elsewhere.append((result.name, rows))
    shown = [
        name for name in _COLUMNS
        if name not in _WHERE_STATED or any(coded[name].says_something for _, coded in fitting)
    ]  # fmt: skip
    columns = [_COLUMNS[name] for name in shown]
    page = book.page(say("Register"), columns)
    if elsewhere:
        _say_where_the_rest_is(page, elsewhere, register_file)
    if not rows_of_all:
        page.note(say("Nobody is given a licence in any scenario."))
    if total:
        header = page.header()
        page.texts(_rows(fitting, shown))
        page.sheet.autofilter(header, 0, page.row - 1, len(columns) - 1)


def _coded(part: RegisterPart) -> Mapping[str, CodedTexts]:
    """Return a part's columns; the days of its rows where the plan has a horizon, and nothing else."""
    rows, plan = len(part.register), part.result.plan
    is_dated = plan is not None and plan.over_time is not None
    since = CodedTexts.alike(part.since.isoformat() if is_dated else "", rows)
    return {**coded_columns(part.result, part.register), "since": since, "until": part.until}


def _rows(registers: Sequence[_Part], shown: Sequence[str]) -> list[list[str]]:
    """Return the sheet's columns over all registers."""
    columns: list[list[str]] = [[] for _ in shown]
    for register, coded in registers:
        rows = slice(len(register))
        for column, name in zip(columns, shown, strict=True):
            column.extend(coded[name].in_rows(rows) if name in coded else getattr(register, name)[rows].tolist())
    return columns


def _say_where_the_rest_is(page: Page, elsewhere: Sequence[tuple[str, int]], register_file: str) -> None:
    where = register_file or 'the file that "cal-planner plan --assignments FILE" writes'
    registers = joined("; ", (say("{name} ({rows:,} rows)", name=name, rows=rows) for name, rows in elsewhere))
    page.note(
        say(
            "This sheet holds at most {most_rows:,} rows. Registers that stand in {where} instead: {registers}.",
            most_rows=MOST_ROWS,
            where=where,
            registers=registers,
        )
    )
    page.skip()

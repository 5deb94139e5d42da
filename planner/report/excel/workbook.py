"""The workbook as a whole: which sheets there are, and bytes that depend on the plans alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import xlsxwriter

from planner.domain.document import document_of
from planner.domain.issue import Issue
from planner.domain.plan import PlanSet
from planner.report.excel.assumptions import write_assumptions
from planner.report.excel.checklist import write_checklist
from planner.report.excel.issues import write_issues
from planner.report.excel.over_time import write_over_time
from planner.report.excel.page import Book
from planner.report.excel.position import write_position
from planner.report.excel.proof_index import write_proof_index
from planner.report.excel.purchase_list import PurchasePage, write_purchase_list
from planner.report.excel.register import write_register_sheet
from planner.report.excel.sales import write_sales
from planner.report.excel.style import FONT, FONT_SIZE
from planner.report.excel.summary import summary_page, write_summary
from planner.report.excel.units import write_units
from planner.report.excel.why import write_why
from planner.words import say

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # Widths of columns count digits of the default font, so it is the font of the cells.
    "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
}
"""How every workbook is written: texts stay texts."""


def write_workbook(plan_set: PlanSet, path: Path | str, issues: Sequence[Issue] = (), register_file: str = "") -> None:
    """Write plan.xlsx.  The same plan set gives the same bytes, whatever its `created` and `timings` say.

    `issues` are listed beside the scenarios' notices; `register_file` is the file to name where the register
    is longer than a sheet.
    """
    workbook = xlsxwriter.Workbook(str(path), OPTIONS)
    workbook.set_properties(
        {
            "title": say("Licence plan"),
            "created": datetime.combine(plan_set.plan_date, time()),
            "author": say("CAL Planner"),
        }
    )
    book = Book(workbook)
    document = document_of(plan_set)
    # The summary comes first in the book but refers to the totals of the lists, so they are written before it.
    summary = summary_page(book, document)
    lists = {one.name: PurchasePage(book, one, plan, document.currency) for one, plan in document.planned}
    totals = {name: write_purchase_list(sheet) for name, sheet in lists.items()}
    write_summary(summary, document, totals, workbook)
    write_over_time(book, document, workbook)
    write_sales(book, document)
    write_units(book, document)
    write_position(book, document)
    write_checklist(book, document)
    write_proof_index(book, plan_set, document)
    write_register_sheet(book, plan_set, register_file)
    write_why(book, document)
    write_assumptions(book, document)
    write_issues(book, document, issues)
    workbook.close()

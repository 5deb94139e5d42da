"""The purchase list as files: whole, with sums that agree, and harmless to open."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from planner.domain.plan import PlanStatus
from planner.report.answer import Answer, PurchaseLine
from planner.report.purchase_files import purchase_csv, purchase_workbook

LINE = PurchaseLine("Shop", "O1", "Windows Server User CAL 2022", "new", 3, 5, 15, 100.25, 300.75, "Needed.")
EMPTY = Answer("cheapest", PlanStatus.OPTIMAL, "", "EUR", (), (), (), "", (), (), ())


@pytest.fixture
def answer():
    other = replace(LINE, vendor="=cmd()", offer="-1+1", cost=20.1, pack_price=6.7)
    return replace(EMPTY, purchases=(LINE, other, replace(LINE, offer="O2", cost=0.3, pack_price=0.1)))


def test_the_csv_is_whole_and_harmless(answer):
    text = purchase_csv(answer).decode("utf-8-sig")
    head, first, second, third = csv.reader(io.StringIO(text))
    assert head[-2:] == ["cost", "currency"]
    assert first == ["Shop", "O1", "Windows Server User CAL 2022", "new", "3", "5", "15", "100.25", "300.75", "EUR"]
    assert second[:2] == ["'=cmd()", "'-1+1"]
    assert third[7:9] == ["0.10", "0.30"]


def test_the_workbook_adds_up_and_is_harmless(answer):
    content = purchase_workbook(answer)
    formulas = openpyxl.load_workbook(io.BytesIO(content)).active
    results = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
    rows = [[cell.value for cell in row] for row in results.iter_rows()]
    assert [(row[0], row[8]) for row in rows if row[0] and row[1] is None] == [
        ("Sum of =cmd()", 20.1), ("Sum of Shop", 301.05), ("Total", 321.15),
    ]  # fmt: skip
    typed = {cell.value: cell.data_type for row in formulas.iter_rows() for cell in row if cell.value}
    assert [value for value, kind in typed.items() if kind == "f"] == ["=SUM(I2:I2)", "=SUM(I5:I6)", "=I3+I7"]
    assert typed["=cmd()"] == "s"


def test_nothing_to_buy_gives_an_empty_list():
    assert purchase_csv(EMPTY).decode("utf-8-sig").count("\n") == 1
    sheet = openpyxl.load_workbook(io.BytesIO(purchase_workbook(EMPTY)), data_only=True).active
    assert sheet.cell(2, 9).value == 0

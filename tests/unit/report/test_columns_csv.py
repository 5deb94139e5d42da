"""Texts never become formulas, whichever sign a program takes for the one between columns."""

from __future__ import annotations

import csv
import io

import pytest

from planner.report.formats.columns_csv import columns_csv

TEXTS = (
    "=1+1",
    "a;=1+1",
    "a,@SUM(A1)",
    "x\t-2",
    'q;"=1"',
    "\t=1",
    "line\n+1",
    " =1",
    "＝1",
    '"=1',
    "a|=1",
    "fine, text; 5",
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_stays_text_under_every_separator(separator):
    """Fault: only what a text begins with was looked at, so that `a;=1+1` was a formula where ; parts columns."""
    written = columns_csv([("first", text, "last") for text in TEXTS]).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(written, newline=""), delimiter=separator) for cell in row]
    assert not [cell for cell in cells if cell.strip(' "').startswith(("=", "+", "-", "@", "\t", "＝"))]


def test_numbers_and_plain_texts_stay_as_they_are():
    assert columns_csv([(-5, "fine, text; 5", None, 0.5)]) == '\ufeff-5,"fine, text; 5",,0.50\r\n'.encode()

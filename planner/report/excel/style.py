"""How cells look: a few restrained formats, made once per workbook and named by what they hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import xlsxwriter

FONT, FONT_SIZE = "Arial", 10
INK, QUIET, RULE, SHADE = "#1F3A5F", "#5A6672", "#C9D1DA", "#EAEFF4"


class ColumnKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    DIFFERENCE = "difference"
    SHARE = "share"


class Weight(StrEnum):
    """What part a row plays."""

    TITLE = "title"
    SECTION = "section"
    NOTE = "note"
    HEADLINE = "headline"
    HEADER = "header"
    BODY = "body"
    EXTRA = "extra"
    GROUP = "group"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


_NUMBERS = {
    ColumnKind.COUNT: "#,##0",
    ColumnKind.MONEY: "#,##0.00",
    ColumnKind.DIFFERENCE: "+#,##0.00;-#,##0.00;0.00",
    ColumnKind.SHARE: "0.0%",
}
_LOOKS: dict[Weight, dict[str, Any]] = {
    Weight.TITLE: {"bold": True, "font_size": 16, "font_color": INK},
    Weight.SECTION: {"bold": True, "font_size": 12, "font_color": INK},
    Weight.NOTE: {"text_wrap": True, "valign": "top", "font_color": QUIET},
    Weight.HEADLINE: {"text_wrap": True, "valign": "top", "font_size": 11},
    Weight.HEADER: {"bold": True, "bg_color": SHADE, "font_color": INK, "bottom": 1, "bottom_color": INK},
    Weight.BODY: {"bottom": 1, "bottom_color": RULE},
    Weight.EXTRA: {"bottom": 1, "bottom_color": RULE},
    Weight.GROUP: {"bold": True, "font_color": INK, "bottom": 1, "bottom_color": RULE},
    Weight.SUBTOTAL: {"bold": True, "bottom": 1, "bottom_color": RULE},
    Weight.TOTAL: {"bold": True, "bg_color": SHADE, "top": 1, "bottom": 1},
}


def font_size(weight: Weight) -> float:
    """Return the height of letters in rows of this weight, in points."""
    return float(_LOOKS[weight].get("font_size", FONT_SIZE))


class Styles:
    """The formats of one workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Weight, ColumnKind, bool], Any] = {}

    def of(self, weight: Weight, kind: ColumnKind = ColumnKind.TEXT, *, indented: bool = False) -> Any:
        """Return the format for what a cell holds in a row of this weight; `indented` keeps text off its left side."""
        key = weight, kind, indented and kind is ColumnKind.TEXT
        if key not in self._made:
            self._made[key] = self._workbook.add_format(self._properties(*key))
        return self._made[key]

    @staticmethod
    def _properties(weight: Weight, kind: ColumnKind, indented: bool) -> dict[str, Any]:
        look = {"valign": "top", "font_name": FONT, "font_size": FONT_SIZE, **_LOOKS[weight]}
        if kind is not ColumnKind.TEXT:
            look["align"] = "right"
        if indented:
            look |= {"align": "left", "indent": 1}
        if weight is Weight.HEADER:
            return look | {"text_wrap": True, "valign": "bottom"}
        if kind is not ColumnKind.TEXT:
            return look | {"num_format": _NUMBERS[kind]}
        return look | ({"text_wrap": True} if weight not in (Weight.TITLE, Weight.SECTION) else {})

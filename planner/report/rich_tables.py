"""Tables and texts of the terminal, in one manner.

Text from the input is shown as it is: rich's markup in it means nothing, and control characters, which could steer the
terminal, are made visible.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from planner.domain.harmless import harmless
from planner.words import ENGLISH, shown


class Shown(Table):
    """A table whose texts are shown in the language that is spoken."""

    def add_row(self, *cells: RenderableType | None, **more: Any) -> None:
        """Add a row, its texts as the reader reads them."""
        super().add_row(*(shown(cell) if isinstance(cell, str) else cell for cell in cells), **more)


def literal(text: str, style: str = "") -> Text:
    """Return text from the input so that nothing in it is taken for markup or a control sequence."""
    return Text(harmless(shown(text)), style=style, overflow="fold")


def listing(*columns: str, right: Iterable[str] = ()) -> Table:
    """Return an empty table; long ids are folded, never cut."""
    table = Shown(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, header_style="bold")
    numbers = set(right)
    for column in columns:
        table.add_column(shown(column), justify="right" if column in numbers else "left", overflow="fold")
    return table


def amount(minor: int) -> str:
    """Write an amount with thousands separators, without its currency."""
    return shown(ENGLISH.amount(minor))

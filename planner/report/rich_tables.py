"""Tables and texts of the terminal, in one manner.

Text from the input is shown as it is: rich's markup in it means nothing, and control characters, which could steer the
terminal, are made visible.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from planner.domain import money
from planner.domain.harmless import harmless


def literal(text: str, style: str = "") -> Text:
    """Return text from the input so that nothing in it is taken for markup or a control sequence."""
    return Text(harmless(text), style=style, overflow="fold")


def listing(*columns: str, right: Iterable[str] = ()) -> Table:
    """Return an empty table; long ids are folded, never cut."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, header_style="bold")
    numbers = set(right)
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    return table


def amount(minor: int) -> str:
    """Write an amount with thousands separators, without its currency."""
    return money.words(minor, "").strip()

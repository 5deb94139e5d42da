"""A table as columns of plain values, which becomes a data frame as soon as somebody wants one.

Money is held in whole minor units; a data frame has it as exact decimal numbers with two places, never as floats.
pandas is loaded with the first data frame, so that whoever prints or writes a table does without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


class Holds(StrEnum):
    """What the cells of a column hold; each may also hold nothing, None."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    PERCENT = "percentage"
    DAY = "day"
    YES_NO = "yes or no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name for programs, its title for people, what it holds and what it means."""

    name: str
    title: str
    holds: Holds = Holds.TEXT
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length, by their names."""

    columns: tuple[Column, ...]
    values: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(self.values[self.columns[0].name])

    def __getitem__(self, name: str) -> Sequence[Any]:
        """Return the values of a column."""
        return self.values[name]

    def rows(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows, of these columns only where any are named."""
        return zip(*(self.values[name] for name in names or [column.name for column in self.columns]), strict=True)

    def states(self, name: str) -> bool:
        """Tell whether anything stands in a column."""
        return any(value not in (None, "") for value in self.values[name])

    def frame(self) -> pd.DataFrame:
        """Return the table as a data frame: a column for each of ours, by its name."""
        import pandas as pd

        return pd.DataFrame(
            {column.name: series(column.holds, self.values[column.name]) for column in self.columns},
            columns=[column.name for column in self.columns],
        )


def table_of(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> Table:
    """Return a table of rows."""
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    return Table(tuple(columns), {column.name: cells[place] for place, column in enumerate(columns)})


def decimal(amount_minor: int) -> Decimal:
    """Return an amount in whole units of its currency, with two places."""
    return Decimal(amount_minor).scaleb(-2)


def series(holds: Holds, values: Sequence[Any]) -> Any:
    """Return a column's values as pandas has them: the types that `DTYPES` names."""
    import pandas as pd

    match holds:
        case Holds.MONEY:
            return pd.Series([None if value is None else decimal(value) for value in values], dtype=object)
        case Holds.TEXT:
            return pd.array([value if value not in (None, "") else None for value in values], dtype="string")
        case _:
            convert = float if holds is Holds.SHARE else _as_it_is
            known = [None if value is None else convert(value) for value in values]
            return pd.Series(known, dtype=DTYPES[holds])


DTYPES: Mapping[Holds, Any] = {
    Holds.TEXT: "string",
    Holds.COUNT: "Int64",
    Holds.MONEY: "object",
    Holds.SHARE: "Float64",
    Holds.PERCENT: "Float64",
    Holds.DAY: "datetime64[s]",
    Holds.YES_NO: "boolean",
}
"""The type of a column in a data frame; money is `decimal.Decimal`, None where nothing is known."""


def _as_it_is(value: Any) -> Any:
    return value

"""What came of a question, as a script holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain import money
from planner.report.table import Column, Holds, table_of
from planner.study.why.questions import Reply

if TYPE_CHECKING:
    import pandas as pd

CHANGES = (
    Column("what", "What", meaning="The licence in words, with its condition."),
    Column("where", "Where", meaning="The vendor and the offer, or the lot."),
    Column("before", "Before", Holds.COUNT),
    Column("after", "After", Holds.COUNT),
)
FUTURES = (
    Column("at", "At", meaning="The rate or the cost of keeping, in words."),
    Column("total", "Total", Holds.MONEY, "As it is worth on the plan's day."),
    Column("today", "Today", meaning="What is bought or rented today."),
    Column("later", "Later", meaning="What is bought or rented on later days only."),
    Column("servers", "Servers", meaning="When servers with a choice are upgraded."),
    Column("is_present", "Now", Holds.YES_NO, "Whether this is the plan as it is."),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question about a scenario."""

    scenario: str
    reply: Reply

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words, the most important first."""
        return self.reply.sentences

    @property
    def is_final(self) -> bool:
        """Whether more time would not bring another answer."""
        return self.reply.is_final

    @property
    def changes(self) -> pd.DataFrame:
        """What another plan buys or sells otherwise."""
        return table_of(
            CHANGES, [(each.what, each.where, each.before, each.after) for each in self.reply.changes]
        ).frame()

    @property
    def points(self) -> pd.DataFrame:
        """The cheapest plans at other prices, for a question about the prices of a kind of CAL; money is exact."""
        from decimal import Decimal

        import pandas as pd

        return pd.DataFrame(
            {
                "shift": pd.Series([Decimal(each.shift) for each in self.reply.points], dtype=object),
                "total": pd.Series([Decimal(each.total) for each in self.reply.points], dtype=object),
                "users": pd.array([each.users for each in self.reply.points], dtype="Int64"),
                "devices": pd.array([each.devices for each in self.reply.points], dtype="Int64"),
            }
        )

    @property
    def futures(self) -> pd.DataFrame:
        """The cheapest plans at other rates or costs, for a question where a decision turns; money is exact."""
        return table_of(
            FUTURES,
            [
                (one.at, money.from_text(one.total), one.today, one.later, one.servers, one.is_present)
                for one in self.reply.futures
            ],
        ).frame()

    def _repr_html_(self) -> str:
        from html import escape

        text = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences)
        return text + (str(self.changes.to_html(index=False)) if self.reply.changes else "")

    def __str__(self) -> str:
        return " ".join(self.sentences)

    def __repr__(self) -> str:
        return f"<Answer for {self.scenario}: {self}>"

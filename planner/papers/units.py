"""Licences and their cost by department, site and cost centre, to charge them on."""

from __future__ import annotations

from itertools import groupby

from planner.errors import UsageError
from planner.papers.lists import ListSheet
from planner.papers.source import PaperSource
from planner.report import listed
from planner.report.table import table_of
from planner.words import say

_NOTES = (
    say(
        "A licence's cost goes to its holder's unit. That of a machine goes to the machine's "
        "unit, and where it has none to the units of the people who use it, in equal parts; "
        "whole licences and cents go to the largest remainders."
    ),
    say(
        "Each list adds up to what the plan buys, to the cent. The cost of orders and "
        "upgrades, and what sales bring in, belong to no unit."
    ),
)


def units(source: PaperSource) -> list[ListSheet]:
    """Return a list for each kind of unit.  Raises UsageError where the inventory states none."""
    source.needs_prices()
    rows = list(listed.by_unit(source.scenario).rows())
    if not rows:
        raise UsageError(
            say(
                "The inventory states no department, site or cost centre of anybody, so there is "
                "nothing to charge on to."
            )
        )
    sheets = []
    for by, of_kind in groupby(rows, key=lambda row: str(row[0])):
        lines = [row[1:] for row in of_kind]
        title = say("Licences and cost by {by}", by=by)
        table = table_of(listed.BY_UNIT[1:], lines)
        sheets.append(ListSheet(say("By {by}", by=by), title, _NOTES, table, ("held", "bought", "cost")))
    return sheets

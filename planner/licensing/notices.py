"""What a scenario remarks on that belongs to no licensing rule."""

from __future__ import annotations

from planner.domain.issue import Level, Problem

GROUPS_NOT_THERE = Problem(
    "CAL-602",
    "Groups that do not exist on the plan's day",
    "A group counts from its day in starts until the day before the one in ends. For those that start later it is said "
    "how many licences more they need, and at what price, as if they were there on the plan's day.",
    level=Level.MONEY,
)
NOT_ON_SALE = Problem(
    "CAL-604",
    "Offers that are not on sale on the plan's day",
    "An offer is bought only between its days in valid_from and valid_until.",
)
SAME_READINGS = Problem(
    "CAL-678",
    "Readings that make no difference",
    "Some rules are disputed. These other readings of them ask for the same licences, and leave the same to buy.",
)

BUDGET_BUYS_FIRST = Problem(
    "CAL-697",
    "What a budget that is too small buys first",
    "No plan keeps the budget. These purchases leave the least amount of licences missing at list prices; the smallest "
    "budget that suffices is named among what would help.",
    level=Level.MONEY,
)
WITHOUT_HORIZON = Problem(
    "CAL-720",
    "What a plan of one day leaves out",
    "Without a horizon no upgrade is chosen, costs of keeping old servers are not counted, and only who is there on "
    "the plan's day counts. Give policy horizon_months, e.g. 36, to have all of it planned.",
    level=Level.MONEY,
)

GENERAL = (GROUPS_NOT_THERE, NOT_ON_SALE, SAME_READINGS, BUDGET_BUYS_FIRST, WITHOUT_HORIZON)

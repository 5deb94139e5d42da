"""What a scenario remarks on: things that are left out for a reason that is no policy."""

from __future__ import annotations

from planner.domain.issue import Problem

LATER_UPGRADES = "CAL-601"
GROUPS_NOT_THERE = "CAL-602"
SUBSCRIPTIONS = "CAL-603"
NOT_ON_SALE = "CAL-604"
COVERED_BY_SUBSCRIPTION = "CAL-621"
OPEN_SUBSCRIPTIONS = "CAL-622"
UNKNOWN_SUBSCRIPTIONS = "CAL-623"

NOTICES = (
    Problem(
        LATER_UPGRADES,
        "Upgrades planned after the plan's day",
        "A plan without a horizon is made for one day, with the versions of that day. Set plan_date to a later day, or "
        "server_upgrades to a version, to see what an upgrade costs in licences.",
    ),
    Problem(
        GROUPS_NOT_THERE,
        "Groups that do not exist on the plan's day",
        "A group counts from its day in starts until the day before the one in ends.",
    ),
    Problem(
        SUBSCRIPTIONS,
        "Subscriptions are not bought",
        "A plan without a horizon cannot say how long a subscription would be paid for, so it buys none.",
    ),
    Problem(
        NOT_ON_SALE,
        "Offers that are not on sale on the plan's day",
        "An offer is bought only between its days in valid_from and valid_until.",
    ),
    Problem(
        COVERED_BY_SUBSCRIPTION,
        "People whom a subscription covers",
        "Their subscription includes the base User CAL of any current version, so none is planned for them. It covers "
        "no machine, nobody else and no Remote Desktop. The policies grants_... say which subscriptions do.",
    ),
    Problem(
        OPEN_SUBSCRIPTIONS,
        "Subscriptions of which it is not known whether they include CALs",
        "They count as if they did not. Look it up in your agreement, and answer yes in the policy where they do.",
    ),
    Problem(
        UNKNOWN_SUBSCRIPTIONS,
        "Subscriptions that are not known",
        "They give no right to a CAL. Office 365 plans do not; check the spelling of Microsoft 365 and EMS plans.",
    ),
)

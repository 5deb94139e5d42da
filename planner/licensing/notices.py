"""What a scenario remarks on: things that are left out for a reason that is no policy."""

from __future__ import annotations

from planner.domain.issue import Problem

LATER_UPGRADES = "CAL-601"
GROUPS_NOT_THERE = "CAL-602"
SUBSCRIPTIONS = "CAL-603"
NOT_ON_SALE = "CAL-604"
USED_EXCLUDED = "CAL-630"
USED_TERRITORY = "CAL-631"
USED_UNPROVED = "CAL-632"
USED_SAVING = "CAL-633"

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
        USED_EXCLUDED,
        "Used offers that this buyer had better not buy",
        "What the vendor states falls short of what the policies ask for, or the buyer's country or a policy rules the "
        "licences out. Ask the vendor for better evidence and correct the columns proof, install_credential, "
        "first_sale_region, lot_is_complete and segment, or change the policy that the notice names.",
    ),
    Problem(
        USED_TERRITORY,
        "Used licences where the law is less settled",
        "In the United Kingdom and in Switzerland used licences are allowed with a warning; the policy country says "
        "where the buyer is.",
    ),
    Problem(
        USED_UNPROVED,
        "Used licences bought without stated evidence",
        "A blank column of evidence does not exclude an offer, unless the policy missing_evidence is exclude. Whoever "
        "relies on a used licence must be able to prove where it comes from.",
    ),
    Problem(
        USED_SAVING,
        "What the used offers left out would have saved",
        "The same scenario, planned with the used offers admitted that were left out for what is stated about them.",
    ),
)

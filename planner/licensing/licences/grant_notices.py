"""What a scenario remarks on what licences grant and for how long: Software Assurance, suites, holders, support."""

from __future__ import annotations

from planner.domain.issue import Problem

LIFTED = "CAL-660"
SUPPORT_ENDED = "CAL-661"
SUPPORT_ENDS = "CAL-662"
SHORT_LIFE = "CAL-663"
SUITES = "CAL-664"
BRIDGES = "CAL-665"
BRIDGE_OFFERS = "CAL-666"
TIED = "CAL-667"
NOT_USED = "CAL-668"
STAND_INS = "CAL-669"

NOTICES = (
    Problem(
        LIFTED,
        "Lots that Software Assurance lifts to a newer version",
        "While Software Assurance runs (sa_until), its licences may be used at every version released until then, and "
        "the last one stays when it ends. The lots count at that version, whatever column version says; that it ran "
        "without a break since they were bought is not checked.",
    ),
    Problem(
        SUPPORT_ENDED,
        "Servers whose version is no longer supported",
        "Extended support of their version has ended. That takes no right to use them away and changes nothing in the "
        "plan; whether paid updates are still to be had is not looked at.",
    ),
    Problem(
        SUPPORT_ENDS,
        "Servers whose version is soon no longer supported",
        "Extended support of their version ends within the months of policy support_warning_months. Plan the upgrade: "
        "a newer server needs newer CALs. Scenarios with server_upgrades show what it costs in licences.",
    ),
    Problem(
        SHORT_LIFE,
        "Purchases of little lasting use",
        "A CAL does not expire, but it opens only servers of its version and older ones. It is called useful until "
        "extended support has ended for all versions in use that it opens. Compare newer licences on offer; the policy "
        "min_version admits only these.",
    ),
    Problem(
        SUITES,
        "CAL suites that count as base CALs",
        "A Core or Enterprise CAL Suite contains the base CAL, not the Remote Desktop CAL. It has no version: it "
        "counts at the newest one released while its Software Assurance runs (sa_until), or at that of column version "
        "if it is newer. On offer, new ones count at the newest version of the plan's day.",
    ),
    Problem(
        BRIDGES,
        "Bridges that count for people with an online service",
        "A bridge counts only together with its online service, one per person: as many as people have the service in "
        "column subscriptions of sheet Users and no base CAL by a subscription. The others count for nothing and are "
        "not sold. The bridge for EMS is taken to include no base CAL, because EMS itself does.",
    ),
    Problem(
        BRIDGE_OFFERS,
        "Bridges on offer",
        "They are not bought: the plan does not know what the online service costs that they need.",
    ),
    Problem(
        TIED,
        "Licences that stay with their holders",
        "They were given to their holders (assigned_to) less than 90 days before the plan's day (last_reassigned) and "
        "may not move again yet. The holder counts as holding the licence and needs no other up to its version. It is "
        "free where the holder is out of use, or needs nothing of the product.",
    ),
    Problem(
        NOT_USED,
        "Recently moved licences that are not used, or not checked",
        "A licence that may not move yet is left out where its holder needs a newer version too, has another one, or "
        "by policy need not hold one: the plan may then be too dear by one licence. For members of groups, people "
        "behind shared accounts, the two lists, and lots without a holder the 90 days are not looked at; please check "
        "them yourself.",
    ),
    Problem(
        STAND_INS,
        "People who stand in for somebody absent",
        "Their accesses count as the absent person's (column stand_in_for), who holds the licences. That is for the "
        "time of an absence only: people who are at work at the same time need licences of their own, and so does "
        "whoever stands in for a person whose base CAL comes with a subscription.",
    ),
)

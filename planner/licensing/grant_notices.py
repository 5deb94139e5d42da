"""What a scenario remarks on what licences grant and for how long: Software Assurance, suites, holders, support."""

from __future__ import annotations

from planner.domain.issue import Problem

LIFTED = "CAL-660"
SUPPORT_ENDED = "CAL-661"
SUPPORT_ENDS = "CAL-662"
SHORT_LIFE = "CAL-663"

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
)

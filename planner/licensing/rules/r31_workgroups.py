"""R31, workgroups."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.licensing.rule import Rule, Source, State
from planner.words import say

IN_WORKGROUP = Problem(
    "CAL-650",
    "Remote Desktop in a workgroup",
    "Without a domain only per-device licensing works, so only Device CALs count on a deployment with a "
    "server whose directory is workgroup, whatever the policies. Join its servers to a domain to use "
    "User CALs.",
)
TRACKED_BY_HAND = Problem(
    "CAL-652",
    "Remote Desktop User CALs that nobody counts",
    "With Entra Domain Services the licensing manager does not track User CALs. Keep a list of who holds "
    "one; the register of the plan is a good start.",
)

RULE = Rule(
    id="R31",
    title="Workgroups",
    statement=(
        say(
            "Without a domain only per-device mode works; with Entra Domain Services User CALs must be tracked by hand."
        )
    ),
    state=State.BUILT,
    sources=(
        Source("learn.microsoft.com, license Remote Desktop session hosts", "2024-07-03"),
        Source("KB 2473823", "2025-04-02"),
    ),
    standing="Microsoft's words",
    when=(IN_WORKGROUP.code, TRACKED_BY_HAND.code),
    where=("licensing/cover/session_modes.py",),
    notices=(IN_WORKGROUP, TRACKED_BY_HAND),
    tests=("tests/unit/licensing/test_session_modes.py", "tests/property/test_against_enumeration.py"),
)

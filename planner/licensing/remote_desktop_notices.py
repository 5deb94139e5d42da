"""What a scenario remarks on about Remote Desktop in practice (rules R27, R28, R30 to R32, R34, R35 and R42)."""

from __future__ import annotations

from planner.domain.issue import Problem

IN_WORKGROUP = "CAL-650"
IN_BROWSER = "CAL-651"
TRACKED_BY_HAND = "CAL-652"

NOTICES = (
    Problem(
        IN_WORKGROUP,
        "Remote Desktop in a workgroup",
        "Without a domain only per-device licensing works, so only Device CALs count on a deployment with a server "
        "whose directory is workgroup, whatever the policies. Join its servers to a domain to use User CALs.",
    ),
    Problem(
        IN_BROWSER,
        "Remote Desktop in a browser",
        "The browser client (client html5) needs per-user licensing, so only User CALs count on a deployment that is "
        "used with it, whatever the policies. With the native client Device CALs count too.",
    ),
    Problem(
        TRACKED_BY_HAND,
        "Remote Desktop User CALs that nobody counts",
        "With Entra Domain Services the licensing manager does not track User CALs. Keep a list of who holds one; the "
        "register of the plan is a good start.",
    ),
)

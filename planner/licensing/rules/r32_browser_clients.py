"""R32, browser clients."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.licensing.rule import Rule, Source, State

IN_BROWSER = Problem(
    "CAL-651",
    "Remote Desktop in a browser",
    "The browser client (client html5) needs per-user licensing, so only User CALs count on a deployment "
    "that is used with it, whatever the policies. With the native client Device CALs count too.",
)

RULE = Rule(
    id="R32",
    title="Browser clients",
    statement="The browser client needs per-user mode.",
    state=State.BUILT,
    sources=(Source("learn.microsoft.com, Remote Desktop web client", "2024-07-03"),),
    standing="Microsoft's words",
    when=(IN_BROWSER.code,),
    where=("licensing/cover/session_modes.py",),
    notices=(IN_BROWSER,),
    tests=(
        "tests/unit/licensing/test_session_modes.py",
        "tests/property/test_against_enumeration.py",
        "tests/golden/test_published_vectors.py",
    ),
)

"""R30, revoking on the licence server."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.licensing.rule import Rule, Source, State
from planner.words import say

REVOCABLE = Problem(
    "CAL-655",
    "Remote Desktop Device CALs that may be revoked",
    "On the licence server at most a fifth of the installed Device CALs of a version may be revoked at a "
    "time, to free them for other machines; User CALs cannot be revoked. It frees licences and does not "
    "add any.",
)

RULE = Rule(
    id="R30",
    title=say("Revoking on the licence server"),
    statement=(
        say("At most a fifth of the installed Device CALs of a version can be revoked at a time; User CALs cannot.")
    ),
    state=State.BUILT,
    sources=(Source("learn.microsoft.com, Remote Desktop CALs", "2025-06-16"),),
    standing="Microsoft's words",
    when=(REVOCABLE.code,),
    where=("licensing/market/licence_server_life.py",),
    notices=(REVOCABLE,),
    tests=("tests/unit/licensing/test_licence_server_life.py", "tests/golden/test_published_vectors.py"),
    limit="Told for what is owned, as if all of it were installed; it changes no plan.",
)

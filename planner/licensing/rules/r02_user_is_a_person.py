"""R2, A user is a person."""

from __future__ import annotations

from planner.licensing.rule import ALWAYS, Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R2",
    title=say("A user is a person"),
    statement=(
        say(
            "A User CAL belongs to a person: several accounts of one person need one, a shared "
            "account needs one per person behind it."
        )
    ),
    state=State.BUILT,
    sources=(
        Source("Microsoft small-business blog, How many CALs does John Smith need (learn.microsoft.com, archive)"),
    ),
    standing="Microsoft's words",
    when=(ALWAYS,),
    where=("ingest/checks/ids.py", "licensing/cover/holder_table.py"),
    tests=("tests/unit/licensing/test_requirements.py", "tests/unit/licensing/test_holder_table.py"),
)

"""R17, newer opens older."""

from __future__ import annotations

from planner.licensing.rule import ALWAYS, Rule, Source, State

RULE = Rule(
    id="R17",
    title="Newer opens older",
    statement="A CAL opens servers of its own version and older ones, never a newer one.",
    state=State.BUILT,
    sources=(
        Source("Microsoft's Windows Server 2016 licence clause and CAL FAQ (both read in copies, original not read)"),
    ),
    standing="Microsoft's words, several copies",
    when=(ALWAYS,),
    where=("licensing/servers/server_versions.py", "optimise/cover/clauses.py"),
    tests=("tests/unit/licensing/test_requirements.py", "tests/property/test_against_enumeration.py"),
)

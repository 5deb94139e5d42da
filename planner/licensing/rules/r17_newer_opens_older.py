"""R17, newer opens older."""

from __future__ import annotations

from planner.licensing.rule import ALWAYS, Assumption, Rule, Source, State
from planner.licensing.view import View
from planner.words import say


def _assumption(view: View) -> str | None:
    return say("A licence opens servers of its own version and older ones, never newer ones; 2012 R2 counts as 2012.")


RULE = Rule(
    id="R17",
    title=say("Newer opens older"),
    statement=say("A CAL opens servers of its own version and older ones, never a newer one."),
    state=State.BUILT,
    sources=(
        Source("Microsoft's Windows Server 2016 licence clause and CAL FAQ (both read in copies, original not read)"),
    ),
    standing="Microsoft's words, several copies",
    when=(ALWAYS,),
    where=("licensing/servers/server_versions.py", "optimise/cover/clauses.py"),
    tests=("tests/unit/licensing/test_requirements.py", "tests/property/test_against_enumeration.py"),
    assumes=(Assumption(20, _assumption),),
)

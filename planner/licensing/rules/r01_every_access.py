"""R1, every access is licensed at one end."""

from __future__ import annotations

from planner.licensing.rule import ALWAYS, Assumption, Rule, Source, State
from planner.licensing.view import View
from planner.words import say


def _assumption(view: View) -> str | None:
    return say("One User CAL covers a person, one Device CAL a machine, on every server of the organisation.")


RULE = Rule(
    id="R1",
    title=say("Every access is licensed at one end"),
    statement=say("Every access must be licensed at one end: the person holds a User CAL or the machine a Device CAL."),
    state=State.BUILT,
    sources=(
        Source(
            "Microsoft's Windows Server 2016 licence clause (read in a copy at markettransfer.info, original not read)"
        ),
        Source("Microsoft CAL overview (go.microsoft.com/fwlink/p/?LinkID=2125313)"),
    ),
    standing="Microsoft's words",
    when=(ALWAYS,),
    where=("licensing/cover/named_accesses.py",),
    tests=(
        "tests/unit/licensing/test_requirements.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    assumes=(Assumption(10, _assumption),),
)

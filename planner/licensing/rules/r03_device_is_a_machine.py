"""R3, A device is a machine."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R3",
    title=say("A device is a machine"),
    statement=(
        say("A Device CAL covers everybody at one machine. Private phones and home computers count like any other.")
    ),
    state=State.BUILT,
    sources=(
        Source(
            "Microsoft's Windows Server 2016 licence clause (read in a copy at markettransfer.info, original not read)"
        ),
        Source("Microsoft CAL overview"),
    ),
    standing="Microsoft's words, read in a copy",
    where=("licensing/cover/named_accesses.py",),
    tests=("tests/unit/licensing/test_requirements.py", "tests/golden/test_published_vectors.py"),
)

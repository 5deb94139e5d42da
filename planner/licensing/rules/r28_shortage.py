"""R28, what a shortage does."""

from __future__ import annotations

from planner.domain.issue import Level, Problem
from planner.licensing.rule import Rule, Source, State
from planner.words import say

TOO_FEW_OWNED = Problem(
    "CAL-654",
    "What a shortage of Remote Desktop CALs does",
    "Fewer are owned than today's use needs. Per device, a machine without a licence gets a temporary one "
    "for 90 days and is refused afterwards. Per user, Windows refuses nobody: the shortage is a silent "
    "breach of the licence terms. Temporary licences and days of grace are no capacity.",
    level=Level.MONEY,
)

RULE = Rule(
    id="R28",
    title=say("What a shortage does"),
    statement=(
        say("Too few Device CALs end in refused sessions after 90 days; too few User CALs go unnoticed until an audit.")
    ),
    state=State.BUILT,
    sources=(Source("learn.microsoft.com, Remote Desktop CALs", "2025-06-16"),),
    standing="Microsoft's words",
    when=(TOO_FEW_OWNED.code,),
    where=("licensing/market/licence_server_life.py",),
    notices=(TOO_FEW_OWNED,),
    tests=("tests/unit/licensing/test_licence_server_life.py",),
    limit=(
        "Told where fewer are owned than today's use needs; temporary licences and days of grace never count as "
        "capacity."
    ),
)

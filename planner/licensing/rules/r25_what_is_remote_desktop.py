"""R25, what counts as Remote Desktop."""

from __future__ import annotations

from planner.domain.issue import Level, Problem
from planner.licensing.rule import Rule, Source, State
from planner.words import say

NOT_REACHED = Problem(
    "CAL-679",
    "Remote Desktop servers that nobody reaches by Remote Desktop",
    "The inventory gives them a deployment or a mode of Remote Desktop, yet no access to them is of kind "
    "rds, so no Remote Desktop CAL is planned for them. A blank kind is a standard access: give the kind "
    "rds where people work on the server itself.",
    level=Level.MONEY,
)

RULE = Rule(
    id="R25",
    title=say("What counts as Remote Desktop"),
    statement=(
        say("Sessions, virtual desktops, gateway, web access, and other vendors' products that show a server's screen.")
    ),
    state=State.INFORMATION,
    sources=(
        Source("Microsoft's Remote Desktop data sheet for 2012 R2 (read in a copy)"),
        Source("licencepro"),
        Source("samexpert.com", "February 2022"),
    ),
    standing="Microsoft's words, read in a copy; several independent sources",
    notices=(NOT_REACHED,),
    limit="Kind rds in sheet Access; what it applies to, the inventory says.",
)

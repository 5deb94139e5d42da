"""R15, the edition Essentials: no CALs, as far as its cap reaches."""

from __future__ import annotations

from planner.domain.estate import AccessKind, Server
from planner.domain.issue import Problem
from planner.domain.scenario import Policy
from planner.licensing.rule import Exemption, Rule, Source, State
from planner.words import say

ESSENTIALS = Problem(
    "CAL-615",
    "Servers of edition Essentials",
    "Access to them needs no CAL, but at most 25 people and 50 machines may reach one. With more, no "
    "plan is possible: no CAL lifts that cap.",
)


def _is_essentials(server: Server, kind: AccessKind, policy: Policy) -> bool:
    return server.edition == "essentials"


RULE = Rule(
    id="R15",
    title=say("Essentials edition"),
    statement=say("An Essentials server needs no CALs for up to 25 people and 50 machines, and cannot do with more."),
    state=State.BUILT,
    sources=(
        Source("microsoftnegotiations.com"),
        Source("ADMIN magazine 28/2015 (read in a copy)"),
        Source("for the absence of sessions lucidtextjet.de"),
    ),
    standing="several independent sources",
    when=(ESSENTIALS.code,),
    where=("licensing/counting/essentials_cap.py",),
    notices=(ESSENTIALS,),
    tests=("tests/unit/licensing/test_exemptions.py", "tests/property/test_against_enumeration.py"),
    exemptions=(
        Exemption(ESSENTIALS, say("Access to servers of edition Essentials (rule R15) needs no CAL"), _is_essentials),
    ),
)

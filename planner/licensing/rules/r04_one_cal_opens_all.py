"""R4, one CAL opens all servers of the organisation that holds it; others' servers need the CALs of their owners."""

from __future__ import annotations

from planner.domain.estate import AccessKind, Server
from planner.domain.issue import Problem
from planner.domain.scenario import Policy
from planner.licensing.rule import ALWAYS, Exemption, Rule, Source, State
from planner.words import say

OTHER_OWNERS = Problem(
    "CAL-671",
    "Servers of other organisations",
    "A CAL opens the servers of the organisation that holds it. Accesses to servers with another owner "
    "are left out, Remote Desktop included: ask the owner whose CALs cover them.",
)


def _is_foreign(server: Server, kind: AccessKind, policy: Policy) -> bool:
    """Servers of other organisations need the CALs of their owners, in every layer."""
    return bool(server.owner)


RULE = Rule(
    id="R4",
    title=say("One CAL opens all servers"),
    statement=say("One CAL opens all servers of the organisation, within its version."),
    state=State.BUILT,
    sources=(
        Source("Directions on Microsoft"),
        Source("Microsoft's words seen in a copy only"),
    ),
    standing="several independent sources",
    when=(ALWAYS,),
    where=("licensing/cover/targets.py", "licensing/counting/exemptions.py"),
    notices=(OTHER_OWNERS,),
    tests=(
        "tests/unit/licensing/test_requirements.py",
        "tests/unit/licensing/test_counting.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "Servers with another owner (column owner of sheet Servers) are left out, and a notice names them; "
        "whether that owner's CALs are there is not checked."
    ),
    exemptions=(Exemption(OTHER_OWNERS, say("Servers of others (rule R4) need CALs of their owners"), _is_foreign),),
)

"""R11, a licensed server that reaches another needs no CAL of its own."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.estate import DeviceKind
from planner.domain.issue import Problem
from planner.domain.scenario import Policy
from planner.licensing.rule import Rule, Source, State, Treatment
from planner.words import say

SERVER_TO_SERVER = Problem(
    "CAL-611",
    "Accesses of licensed servers",
    "A licensed Windows Server that talks to another one needs no CAL. It does not shelter the people "
    "behind it: they are listed with accesses of their own.",
)


def _treats(policy: Policy) -> Mapping[DeviceKind, Treatment]:
    return {DeviceKind.LICENSED_SERVER: Treatment.EXEMPT}


RULE = Rule(
    id="R11",
    title=say("Server to server"),
    statement=say("A licensed server that reaches another needs no CAL; the people behind it do."),
    state=State.BUILT,
    sources=(
        Source(
            "Microsoft's Windows Server 2016 licence clause (read in a copy at markettransfer.info, original not read)"
        ),
        Source("datacenter-insider.de"),
    ),
    standing="Microsoft's words, read in a copy",
    when=(SERVER_TO_SERVER.code,),
    where=("licensing/counting/exempt_accesses.py", "licensing/counting/machine_kinds.py"),
    notices=(SERVER_TO_SERVER,),
    tests=("tests/unit/licensing/test_exemptions.py", "tests/property/test_against_enumeration.py"),
    treats=_treats,
)

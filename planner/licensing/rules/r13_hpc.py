"""R13, high performance computing."""

from __future__ import annotations

from planner.domain.estate import AccessKind, Server
from planner.domain.issue import Problem
from planner.domain.scenario import Policy
from planner.licensing.rule import Exemption, Rule, Source, State
from planner.words import say

HPC = Problem(
    "CAL-613",
    "HPC workloads",
    "Access to a server of workload hpc needs no CAL, Remote Desktop excepted.",
)


def _is_hpc(server: Server, kind: AccessKind, policy: Policy) -> bool:
    return server.workload == "hpc" and kind is not AccessKind.RDS


RULE = Rule(
    id="R13",
    title=say("High performance computing"),
    statement=say("Whoever only submits jobs to a computing cluster needs no CAL."),
    state=State.BUILT,
    sources=(
        Source(
            "Microsoft's Windows Server 2016 licence clause (read in a copy at markettransfer.info, original not read)"
        ),
    ),
    standing="Microsoft's words, read in a copy",
    when=(HPC.code,),
    notices=(HPC,),
    tests=("tests/unit/licensing/test_exemptions.py", "tests/property/test_against_enumeration.py"),
    exemptions=(Exemption(HPC, say("Access to HPC workloads (rule R13) needs no CAL"), _is_hpc),),
)

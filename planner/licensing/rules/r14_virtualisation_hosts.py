"""R14, a machine that does nothing but run virtual machines: these count, the host does not."""

from __future__ import annotations

from planner.domain.estate import AccessKind, Server
from planner.domain.issue import Problem
from planner.domain.scenario import Policy
from planner.licensing.rule import Exemption, Rule, Source, State
from planner.words import say

VIRTUALISATION = Problem(
    "CAL-614",
    "Pure virtualisation hosts",
    "A server that only runs virtual machines (workload hypervisor_only) needs no CALs and asks for no "
    "version; the virtual machines do. One that also serves files or names is an ordinary server.",
)


def _is_only_a_host(server: Server, kind: AccessKind, policy: Policy) -> bool:
    return server.workload == "hypervisor_only" and kind is not AccessKind.RDS


RULE = Rule(
    id="R14",
    title=say("Pure virtualisation hosts"),
    statement=say("A host that only runs virtual machines needs no CALs and sets nobody's version."),
    state=State.BUILT,
    sources=(
        Source(
            "Microsoft's Windows Server 2016 licence clause (read in a copy at markettransfer.info, original not read)"
        ),
    ),
    standing="Microsoft's words, read in a copy",
    when=(VIRTUALISATION.code,),
    notices=(VIRTUALISATION,),
    tests=("tests/unit/licensing/test_exemptions.py", "tests/property/test_against_enumeration.py"),
    exemptions=(
        Exemption(VIRTUALISATION, say("Access to pure virtualisation hosts (rule R14) needs no CAL"), _is_only_a_host),
    ),
)

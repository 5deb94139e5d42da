"""R24, Remote Desktop is a second layer."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.licensing.rule import WITH_RDS, Assumption, Rule, Source, State
from planner.licensing.view import View
from planner.words import say

REMOTE_DESKTOP_COUNTS = Problem(
    "CAL-619",
    "Remote Desktop on servers of special workloads",
    "A Remote Desktop session is no public web page, no HPC job and no management of virtual machines, "
    "so it needs the base CAL and the Remote Desktop CAL. Correct the workload or the kind of access if "
    "that is not meant.",
)


def _assumption(view: View) -> str | None:
    return say("A Remote Desktop access needs a Remote Desktop CAL on top of the base CAL.")


RULE = Rule(
    id="R24",
    title=say("Remote Desktop is a second layer"),
    statement=say("A Remote Desktop CAL comes on top of the base CAL and never replaces it."),
    state=State.BUILT,
    sources=(
        Source("Microsoft's Remote Desktop licensing data sheet for 2012 R2 (read in a copy, original not read)"),
    ),
    standing="Microsoft's words in a copy, several independent sources",
    when=(WITH_RDS,),
    where=("licensing/cover/deployments.py", "licensing/cover/targets.py"),
    notices=(REMOTE_DESKTOP_COUNTS,),
    tests=("tests/unit/licensing/test_requirements.py", "tests/golden/test_published_vectors.py"),
    assumes=(Assumption(30, _assumption),),
)

"""R10, administration."""

from __future__ import annotations

from planner.domain.estate import ACCESS_KINDS, AccessKind
from planner.domain.issue import Problem
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Assumption, PlannedFacts, Rule, Source, State
from planner.licensing.view import View

WS_ADMIN_SCOPE = Setting(
    "ws_admin_scope",
    PolicyKind.CHOICE,
    "organisation",
    "Whether two people or machines may administer without a base CAL in the whole organisation, or per server.",
    place=290,
    choices=("organisation", "server"),
    form=Form(
        FormGroup.COUNTED,
        "Administrators without a CAL",
        "Two people or machines may look after servers without a Windows Server CAL. Are it two in the whole "
        "organisation, or two for each server?",
        words={"organisation": "two in the whole organisation", "server": "two for each server"},
        place=360,
    ),
    shapes_requirements=True,
    readings=("organisation", "server"),
)

FREED = Problem(
    "CAL-640",
    "Administrators who need no base CAL for it",
    "Two people or machines may administer the servers without a base CAL (policy ws_admin_scope: two in "
    "all, or two per server). The plan frees those with whom it is cheapest; their accesses of other "
    "kinds count. The right is theirs by being named: keep a note of who they are.",
)
NOBODY_FREED = Problem(
    "CAL-641",
    "Accesses of administrators that no freeing helps",
    "Everybody who administers holds, or uses a machine that holds, a base CAL anyway, so that freeing "
    "anybody saves nothing.",
)


def _assumption(view: View) -> str | None:
    estate = view.estate
    if estate.everybody_everywhere or not (estate.accesses.kind == ACCESS_KINDS.index(AccessKind.ADMIN)).any():
        return None
    where = "all servers together" if view.policy[WS_ADMIN_SCOPE] == "organisation" else "each server"
    return (
        f"Two people or machines may administer {where} without a base CAL, as Microsoft's licence clause says; the "
        "plan names them. No Remote Desktop CAL is planned for accesses of kind admin."
    )


def _open_point(view: View, planned: PlannedFacts) -> str | None:
    if not planned.waived.freed:
        return None
    reading = f"policy ws_admin_scope: {view.policy[WS_ADMIN_SCOPE]}"
    return f"whether two may administer all servers together, or each one ({reading})"


RULE = Rule(
    id="R10",
    title="Administration",
    statement=(
        "Two people may administer the servers without a base CAL, and two per server without a Remote Desktop CAL."
    ),
    state=State.BUILT,
    sources=(
        Source(
            "Microsoft's Windows Server 2016 licence clause (read in a copy at markettransfer.info, original not read)"
        ),
        Source("Microsoft's Remote Desktop data sheet for 2012 R2 (read in a copy)"),
    ),
    standing="Microsoft's words, read in a copy",
    when=(FREED.code, NOBODY_FREED.code),
    where=("licensing/cover/administration.py", "optimise/proof/waivers.py"),
    settings=(WS_ADMIN_SCOPE,),
    notices=(FREED, NOBODY_FREED),
    tests=(
        "tests/unit/licensing/test_administration.py",
        "tests/unit/licensing/test_waivers_with_other_rules.py",
        "tests/unit/optimise/test_waivers.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "Accesses of kind admin are no Remote Desktop sessions here; who administers through sessions beyond "
        "two people per server states them as kind rds."
    ),
    assumes=(Assumption(100, _assumption),),
    open_point=_open_point,
)

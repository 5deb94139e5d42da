"""R10, administration."""

from __future__ import annotations

import numpy as np

from planner.domain.estate import ACCESS_KINDS, NONE, AccessKind
from planner.domain.issue import Level, Notice, Problem
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.naming import named
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


DAILY_WORK = Problem(
    "CAL-693",
    "Many people with accesses of kind admin",
    "Two people may administer without a base CAL; administration is installing, configuring and maintaining, never "
    "daily work. Where more people than that have accesses of kind admin to a server, most likely some of them are "
    "work: state those as kind standard, or rds.",
    level=Level.MONEY,
)
_ADMINISTRATORS = 2


def many_administrators(view: View) -> tuple[Notice, ...]:
    """Name the servers that more than two people administer, the most people first."""
    accesses, servers = view.estate.accesses, view.estate.servers
    admin = (accesses.kind == ACCESS_KINDS.index(AccessKind.ADMIN)) & (accesses.user != NONE) & (accesses.server >= 0)
    pairs = np.unique(np.stack((accesses.server[admin], accesses.user[admin]), axis=1), axis=0)
    people = np.bincount(pairs[:, 0], minlength=len(servers)).tolist()
    met = sorted((-number, servers[s].server_id) for s, number in enumerate(people) if number > _ADMINISTRATORS)
    if not met:
        return ()
    names = named([f"{name} ({-number} people)" for number, name in met])
    text = "More than two people have accesses of kind admin to a server; is all of that administration (rule R10)?"
    return (DAILY_WORK.notice(f"{text} {names}. Daily work is no administration: state it as kind standard or rds."),)


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
    notices=(FREED, NOBODY_FREED, DAILY_WORK),
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

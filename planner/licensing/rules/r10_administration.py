"""R10, administration."""

from __future__ import annotations

import numpy as np

from planner.domain.estate import ACCESS_KINDS, NONE, AccessKind
from planner.domain.issue import Level, Notice, Problem
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.naming import named
from planner.licensing.rule import Assumption, PlannedFacts, Rule, Source, State
from planner.licensing.view import View
from planner.words import say

WS_ADMIN_SCOPE = Setting(
    "ws_admin_scope",
    PolicyKind.CHOICE,
    "organisation",
    say("Whether two people or machines may administer without a base CAL in the whole organisation, or per server."),
    place=290,
    choices=("organisation", "server"),
    form=Form(
        FormGroup.COUNTED,
        say("Administrators without a CAL"),
        say(
            "Two people or machines may look after servers without a Windows Server CAL. Are it "
            "two in the whole organisation, or two for each server?"
        ),
        words={"organisation": say("two in the whole organisation"), "server": say("two for each server")},
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
    names = named([say("{name} ({value} people)", name=name, value=-number) for number, name in met])
    text = say(
        "More than two people have accesses of kind admin to a server; is all of that administration (rule R10)?"
    )
    return (
        DAILY_WORK.notice(
            say(
                "{text} {names}. Daily work is no administration: state it as kind standard or rds.",
                text=text,
                names=names,
            )
        ),
    )


def _assumption(view: View) -> str | None:
    estate = view.estate
    if estate.everybody_everywhere or not (estate.accesses.kind == ACCESS_KINDS.index(AccessKind.ADMIN)).any():
        return None
    where = say("all servers together") if view.policy[WS_ADMIN_SCOPE] == "organisation" else say("each server")
    return say(
        "Two people or machines may administer {where} without a base CAL, as Microsoft's licence "
        "clause says; the plan names them. No Remote Desktop CAL is planned for accesses of kind "
        "admin.",
        where=where,
    )


def _open_point(view: View, planned: PlannedFacts) -> str | None:
    if not planned.waived.freed:
        return None
    reading = say("policy ws_admin_scope: {policy}", policy=view.policy[WS_ADMIN_SCOPE])
    return say("whether two may administer all servers together, or each one ({reading})", reading=reading)


RULE = Rule(
    id="R10",
    title="Administration",
    statement=(
        say(
            "Two people may administer the servers without a base CAL, and two per server without a Remote Desktop CAL."
        )
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

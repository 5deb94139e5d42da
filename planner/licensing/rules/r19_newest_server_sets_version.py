"""R19, the newest shared server sets the version."""

from __future__ import annotations

from planner.domain.issue import Level, Problem
from planner.domain.product import VERSIONS
from planner.domain.setting import Form, FormGroup, Looser, PolicyKind, Setting
from planner.licensing.rule import Assumption, Rule, Source, State
from planner.licensing.view import View
from planner.words import say

SERVER_UPGRADES = Setting(
    "server_upgrades",
    PolicyKind.CHOICE,
    "as_planned",
    say("Planned server upgrades as they are, none, or every older server at this version from the plan's date on."),
    place=500,
    choices=("as_planned", "none", *VERSIONS),
    form=Form(
        FormGroup.VERSIONS,
        say("Server upgrades"),
        say(
            "Which Windows Server versions are you going to run? CALs must be as new as the newest "
            "server that is used. As planned: what the inventory says."
        ),
        is_usual=True,
        words={"as_planned": say("as planned"), "none": say("no upgrades")}
        | {version: say("everything at {version}", version=version) for version in VERSIONS},
        place=160,
    ),
    may_be_in_the_way=True,
    looser=Looser("none"),
    shapes_requirements=True,
)

LATER_UPGRADES = Problem(
    "CAL-601",
    "Upgrades planned after the plan's day",
    "A plan without a horizon is made for one day, with the versions of that day. Set plan_date to a "
    "later day, or server_upgrades to a version, to see what an upgrade costs in licences.",
    level=Level.MONEY,
)
NEWEST_SERVERS = Problem(
    "CAL-676",
    "What the newest servers cost in licences",
    "The newest server that somebody reaches sets the version of the CAL, so one newer server can make "
    "owned licences useless. The saving is that of the same scenario, planned with these servers at an "
    "older version.",
    level=Level.MONEY,
)
COMING_UPGRADES = Problem(
    "CAL-677",
    "What planned upgrades will cost in licences",
    "The plan is made for the versions of its day. The cost is that of the same scenario, planned with "
    "the upgrades done and without their own cost.",
    level=Level.MONEY,
)


def _assumption(view: View) -> str | None:
    version = view.policy[SERVER_UPGRADES]
    if version in ("as_planned", "none"):
        return None
    return say(
        "Every older server has version {version} from {plan_date} on.",
        version=version,
        plan_date=view.policy.plan_date,
    )


RULE = Rule(
    id="R19",
    title=say("The newest shared server sets the version"),
    statement=say("Whoever reaches a newer server needs a CAL of its version, if that access is licensed at this end."),
    state=State.BUILT,
    sources=(
        Source("follows from R17 and R7"),
        Source("industrialmonitordirect.com"),
    ),
    standing="our inference; one vendor",
    when=(NEWEST_SERVERS.code, COMING_UPGRADES.code),
    where=(
        "licensing/market/version_shock.py",
        "licensing/cover/named_accesses.py",
        "licensing/servers/server_versions.py",
    ),
    settings=(SERVER_UPGRADES,),
    notices=(LATER_UPGRADES, NEWEST_SERVERS, COMING_UPGRADES),
    tests=(
        "tests/unit/licensing/test_version_shock.py",
        "tests/unit/licensing/test_requirements.py",
        "tests/golden/test_published_vectors.py",
    ),
    limit=(
        "A notice says what the newest servers and the upgrades planned for later cost in licences, in money "
        "once a run and up to 20,000 rows to cover. With a horizon (horizon_months) planned upgrades happen on their "
        "day, and the plan decides on those that are left to it."
    ),
    assumes=(Assumption(180, _assumption),),
)

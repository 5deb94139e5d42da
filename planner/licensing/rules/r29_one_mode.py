"""R29, one mode per deployment."""

from __future__ import annotations

from planner.domain import money
from planner.domain.issue import Level, Notice, Problem
from planner.domain.product import Metric
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, Looser, PolicyKind, Setting
from planner.licensing.rule import WITH_RDS, Assumption, Rule, Source, State
from planner.licensing.view import View
from planner.words import say

RDS_MODE_STRICT = Setting(
    "rds_mode_strict",
    PolicyKind.YES_NO,
    True,
    say("Whether a Remote Desktop deployment's mode binds whose RDS CALs count there."),
    place=240,
    form=Form(
        FormGroup.REMOTE,
        say("Keep to each deployment's Remote Desktop mode"),
        say(
            "Remote Desktop servers are set to count people or machines. Yes: the plan buys the "
            "kind that the inventory says. No: it may buy either, and you change the setting."
        ),
        place=270,
    ),
    may_be_in_the_way=True,
    looser=Looser(False),
    caution=ASK_ABOUT_READING,
    may_be_an_obstacle=True,
    shapes_requirements=True,
    readings=(True, False),
)
RDS_MODE_DEFAULT = Setting(
    "rds_mode_default",
    PolicyKind.CHOICE,
    "choose",
    say(
        "What a blank rds_mode means: the plan picks one mode for the deployment, or both "
        "kinds of CALs count there. Session hosts with neither mode nor deployment, and groups "
        "without rds_deployment, are one deployment."
    ),
    place=242,
    choices=("choose", "any"),
    form=Form(
        FormGroup.REMOTE,
        say("Remote Desktop servers whose mode is not stated"),
        say(
            "A Remote Desktop server counts either people or machines. Where the inventory does "
            "not say which: may the plan pick one for each deployment, or may both kinds be used "
            "side by side?"
        ),
        words={"choose": say("the plan picks one"), "any": say("both kinds count")},
        place=275,
    ),
    may_be_in_the_way=True,
    looser=Looser("any"),
    caution=ASK_ABOUT_READING,
    shapes_requirements=True,
    readings=("choose", "any"),
)

SECOND_HOST = Problem(
    "CAL-695",
    "What a second session host would save",
    "The plan runs a deployment in one mode. With another host that is set to the other mode, people and machines for "
    "whom the other kind of licence is cheaper could use that one: compare what it saves with what such a host costs.",
    Level.MONEY,
)


def second_host_notice(deployment: str, mode: Metric, saved_minor: int, policy: Policy) -> Notice:
    """Say what two hosts, one in each mode, would save on a deployment that the plan runs in one."""
    name = deployment if deployment.startswith("all ") else say("deployment {deployment}", deployment=deployment)
    text = say(
        "The plan sets {name} to per-{mode} mode (rule R29). With a second session host in the "
        "other mode, licences would cost {saved} less.",
        name=name,
        mode=mode,
        saved=money.words(saved_minor, policy.currency),
    )
    return SECOND_HOST.notice(text, saved_minor)


def _assumption(view: View) -> str | None:
    if view.policy[RDS_MODE_STRICT]:
        return None
    return say("Remote Desktop deployments accept User and Device CALs alike, whatever mode they are set to.")


RULE = Rule(
    id="R29",
    title=say("One mode per deployment"),
    statement=(
        say(
            "A Remote Desktop deployment is in per-user or per-device mode; only CALs of its mode "
            "count there (policy rds_mode_strict)."
        )
    ),
    state=State.BUILT,
    sources=(Source("learn.microsoft.com, license Remote Desktop session hosts", "2024-07-03"),),
    standing="the setting: Microsoft's words; the limit: our inference",
    when=(WITH_RDS, SECOND_HOST.code),
    where=("licensing/cover/deployments.py",),
    settings=(RDS_MODE_STRICT, RDS_MODE_DEFAULT),
    notices=(SECOND_HOST,),
    tests=(
        "tests/unit/licensing/test_requirements.py",
        "tests/golden/test_published_vectors.py",
        "tests/unit/optimise/test_cases.py",
    ),
    assumes=(Assumption(160, _assumption),),
)

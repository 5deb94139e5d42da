"""R46, External Connectors."""

from __future__ import annotations

from planner.domain.estate import Server
from planner.domain.scenario import Policy
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Ask, Assumption, PlannedFacts, Rule, Source, State, Whom
from planner.licensing.rules.r09_external_people import BY_CAL, CONNECTED, is_external
from planner.licensing.view import View
from planner.words import say

EXTERNAL_CONNECTOR_SCOPE = Setting(
    "external_connector_scope",
    PolicyKind.CHOICE,
    "host",
    say("What an External Connector is counted for: a physical host with all servers on it, or each server."),
    place=310,
    choices=("host", "instance"),
    form=Form(
        FormGroup.OUTSIDE,
        say("What an External Connector is counted for"),
        say(
            "One External Connector lets any number of external people use a server. Do you need "
            "one for each physical machine, or one for each server that runs on it?"
        ),
        words={"host": say("each physical machine, with all servers on it"), "instance": say("each server")},
        place=380,
    ),
    may_be_in_the_way=True,
    shapes_requirements=True,
    readings=("host", "instance"),
)


def host_of(server: Server, policy: Policy) -> str:
    """Return what a connector for a server is counted for."""
    return server.server_id if policy[EXTERNAL_CONNECTOR_SCOPE] == "instance" else server.host or server.server_id


def _assumption(view: View) -> str | None:
    if view.estate.everybody_everywhere or not view.find(is_external).any():
        return None
    what = say("host with all machines on it") if view.policy[EXTERNAL_CONNECTOR_SCOPE] == "host" else say("server")
    return say(
        "An External Connector licenses all external people on one {what}; sources disagree on "
        "this. Remote Desktop needs one of its own on top.",
        what=what,
    )


def _open_point(view: View, planned: PlannedFacts) -> str | None:
    if not planned.waived.connected:
        return None
    reading = say("policy external_connector_scope: {policy}", policy=view.policy[EXTERNAL_CONNECTOR_SCOPE])
    return say("whether an External Connector is for a host or for each server on it ({reading})", reading=reading)


RULE = Rule(
    id="R46",
    title=say("External Connectors"),
    statement=(
        say("One External Connector licenses any number of external people on one host; Remote Desktop needs a second.")
    ),
    state=State.BUILT,
    sources=(
        Source("npifinancial.com", "2018-02-15"),
        Source("licensingschool.co.uk"),
        Source("connectingup.org"),
    ),
    standing="several independent sources, disputed",
    when=(CONNECTED.code, BY_CAL.code),
    where=("licensing/cover/connectors.py", "optimise/proof/waivers.py"),
    settings=(EXTERNAL_CONNECTOR_SCOPE,),
    tests=(
        "tests/unit/licensing/test_external.py",
        "tests/unit/licensing/test_waivers_with_other_rules.py",
        "tests/unit/optimise/test_waivers.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "A machine that may move within a cluster counts for the one host in column host. Where only two "
        "lists are given, external people are planned with CALs, with a notice."
    ),
    assumes=(Assumption(110, _assumption),),
    open_point=_open_point,
    asks=(
        Ask(
            Whom.MICROSOFT,
            say("Is an External Connector needed once per physical host, or once per running server?"),
            say("Per host, unless policy external_connector_scope = instance."),
        ),
    ),
)

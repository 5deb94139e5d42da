"""R7, directory, name and print services are accesses."""

from __future__ import annotations

from planner.domain.estate import AccessKind, Server
from planner.domain.issue import Level, Problem
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, Looser, PolicyKind, Setting, Trial
from planner.licensing.rule import Assumption, Rule, Source, State
from planner.licensing.rules.r12_public_web import is_public
from planner.licensing.view import View
from planner.words import say

COUNT_INFRASTRUCTURE_ACCESS = Setting(
    "count_infrastructure_access",
    PolicyKind.YES_NO,
    True,
    say("Whether everybody with an access reaches the servers marked in column infrastructure as well."),
    place=210,
    form=Form(
        FormGroup.COUNTED,
        say("Everybody reaches infrastructure servers"),
        say(
            "Does everybody who uses some server also use those for sign-in, names, addresses, printing and "
            "files? No: only where it is listed."
        ),
        place=310,
    ),
    looser=Looser(False, Trial.OTHER_NEEDS),
    caution=ASK_ABOUT_READING,
    may_be_an_obstacle=True,
    shapes_requirements=True,
    readings=(True, False),
)

INFRASTRUCTURE = Problem(
    "CAL-673",
    "Accesses that come with every other access",
    "Who signs in, looks up a name, gets an address, prints or opens a file through a Windows server "
    "uses it. So whoever has an access that counts also reaches the servers marked in column "
    "infrastructure. Accesses to public web pages, to servers of other organisations, of kind admin and "
    "those handed on by a person bring no other ones with them. The policy count_infrastructure_access = "
    "no leaves them out.",
)
LEASES = Problem(
    "CAL-674",
    "What addresses from a Windows server cost",
    "Every machine that gets its address from a Windows DHCP server uses that server: an active machine "
    "of sheet Devices without any access needs a Device CAL for that alone. A router can give addresses "
    "to guests' and unattended machines instead, which needs no CAL.",
    level=Level.MONEY,
)


def serves_everybody(server: Server) -> bool:
    """Tell whether every access brings one to this server with it, as far as policy counts those."""
    return bool(server.infrastructure) and not server.owner


def brings_more(server: Server, kind: AccessKind) -> bool:
    """Tell whether an access comes with accesses to the infrastructure."""
    return kind is not AccessKind.ADMIN and not server.owner and not is_public(server, kind)


def _assumption(view: View) -> str | None:
    estate = view.estate
    if not any(map(serves_everybody, estate.servers)) or not len(estate.accesses) or estate.everybody_everywhere:
        return None
    reading = say("reaches") if view.policy[COUNT_INFRASTRUCTURE_ACCESS] else say("is not taken to reach")
    return say(
        "Whoever has an access {reading} the servers for sign-in, names, addresses, printing and files.",
        reading=reading,
    )


RULE = Rule(
    id="R7",
    title=say("Directory, name and print services are accesses"),
    statement=(
        say("Signing in, looking up a name, getting an address and printing through a Windows server are accesses.")
    ),
    state=State.BUILT,
    sources=(
        Source("quotation attributed to Microsoft on a Xerox forum"),
        Source("redresscompliance.com"),
        Source("escat.at", "2021-02-16"),
    ),
    standing="several independent sources",
    when=(INFRASTRUCTURE.code, LEASES.code),
    where=("licensing/counting/infrastructure.py", "licensing/cover/implied_accesses.py", "licensing/cover/targets.py"),
    settings=(COUNT_INFRASTRUCTURE_ACCESS,),
    notices=(INFRASTRUCTURE, LEASES),
    tests=(
        "tests/unit/licensing/test_infrastructure.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "Only for servers marked in column infrastructure, and for accesses listed in sheet Access; groups "
        "say themselves which version they reach. Signing in to administer counts as a part of "
        "administration. A machine of the list without any access needs a Device CAL where a server has "
        "dhcp, which is the careful reading."
    ),
    assumes=(Assumption(120, _assumption),),
)

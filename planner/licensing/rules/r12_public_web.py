"""R12, public web: what is public needs no CAL, what is for staff only does unless a policy says otherwise.

The clause frees every user of a "web workload", whose definition was not readable; we read it as publicly reachable.
"""

from __future__ import annotations

from planner.domain.estate import ACCESS_KINDS, AccessKind, Server
from planner.domain.issue import Problem
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, Looser, PolicyKind, Setting, Trial
from planner.licensing.rule import Ask, Assumption, Exemption, Rule, Source, State, Whom
from planner.licensing.view import View
from planner.words import say

INTRANET_IS_WEB_WORKLOAD = Setting(
    "intranet_is_web_workload",
    PolicyKind.YES_NO,
    False,
    say("Whether web servers for staff only (web_internal) need no CAL, like public ones."),
    place=220,
    form=Form(
        FormGroup.COUNTED,
        say("Staff's web servers need no CAL"),
        say("Web servers for the public need no CAL. Does that hold for web servers for your own staff, too?"),
        place=320,
    ),
    looser=Looser(True, Trial.OTHER_NEEDS),
    caution=ASK_ABOUT_READING,
    shapes_requirements=True,
    readings=(True, False),
)

PUBLIC_WEB = Problem(
    "CAL-612",
    "Public web access",
    "Whoever a public web workload serves through its web interface needs no CAL. That is for accesses "
    "of kind web_public, and for all but Remote Desktop on servers of workload web_public. Web servers "
    "for staff only are no public web workload, and other servers behind the web server count.",
)
INTRANET = Problem(
    "CAL-670",
    "Web servers for staff only",
    "The clause that frees public web workloads of CALs is read as meaning public ones only, so web "
    "servers for staff (workload or kind web_internal) count. The policy intranet_is_web_workload = yes "
    "frees them too, Remote Desktop excepted.",
)


def is_public(server: Server, kind: AccessKind) -> bool:
    """Tell whether an access is to a public web page.  A Remote Desktop session never is."""
    return kind is AccessKind.WEB_PUBLIC or (server.workload == "web_public" and kind is not AccessKind.RDS)


def is_internal(server: Server, kind: AccessKind) -> bool:
    """Tell whether an access is to a web page for staff only."""
    return kind is AccessKind.WEB_INTERNAL or (server.workload == "web_internal" and kind is not AccessKind.RDS)


def _is_public(server: Server, kind: AccessKind, policy: Policy) -> bool:
    return is_public(server, kind)


def _is_free_for_staff(server: Server, kind: AccessKind, policy: Policy) -> bool:
    return is_internal(server, kind) and policy[INTRANET_IS_WEB_WORKLOAD]


def _assumption(view: View) -> str | None:
    estate, staff_pages = view.estate, ACCESS_KINDS.index(AccessKind.WEB_INTERNAL)
    has_workload = any(server.workload == "web_internal" for server in estate.servers)
    if not has_workload and not (estate.accesses.kind == staff_pages).any():
        return None
    reading = say("need no CAL, like public ones") if view.policy[INTRANET_IS_WEB_WORKLOAD] else say("need CALs")
    return say(
        "Web servers for staff only {reading}; whether the clause on web workloads means them is open.", reading=reading
    )


RULE = Rule(
    id="R12",
    title=say("Public web"),
    statement=(
        say(
            "People served by a public web workload need no CAL, signed in or not; web servers for "
            "staff only are not public."
        )
    ),
    state=State.BUILT,
    sources=(
        Source(
            "Microsoft's Windows Server 2016 licence clause (read in a copy at markettransfer.info, original not read)"
        ),
        Source("P. DeGroot", "July 2014"),
        Source(
            "Product Terms as quoted on 2017-11-24 in issue 926 of PowerShell/Win32-OpenSSH: database "
            "software that serves public web solutions only belongs to the web workload"
        ),
    ),
    standing="Microsoft's words, read in a copy; the reading of public is ours",
    when=(PUBLIC_WEB.code, INTRANET.code),
    settings=(INTRANET_IS_WEB_WORKLOAD,),
    notices=(PUBLIC_WEB, INTRANET),
    tests=(
        "tests/unit/licensing/test_exemptions.py",
        "tests/unit/licensing/test_counting.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "Which servers are public or for staff only, the inventory says (workload web_public or web_internal). A "
        "server with database software for public web solutions only is one too: give it workload web_public."
    ),
    exemptions=(
        Exemption(PUBLIC_WEB, say("Public web access (rule R12) needs no CAL"), _is_public),
        Exemption(INTRANET, say("Web servers for staff (rule R12) are taken to need no CAL"), _is_free_for_staff),
    ),
    assumes=(Assumption(130, _assumption),),
    asks=(
        Ask(
            Whom.MICROSOFT,
            say("Does a server that only our staff may reach by a browser count as a web workload?"),
            say("No, unless policy intranet_is_web_workload = yes."),
        ),
    ),
)

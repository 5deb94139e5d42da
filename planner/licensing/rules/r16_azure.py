"""R16, servers paid as they are used, and virtual machines in Azure.

Pay-as-you-go and Azure machines billed with Windows include the base CAL, the latter disputed.  For Remote Desktop only
people's CALs count in Azure, whatever the deployment is set to.
"""

from __future__ import annotations

import numpy as np

from planner.domain.estate import ACCESS_KINDS, EVERY_SERVER, NONE, AccessKind, Server
from planner.domain.issue import Level, Notice, Problem
from planner.domain.requirement import Ends
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, Looser, PolicyKind, Setting, Trial
from planner.licensing.rule import Ask, Assumption, Exemption, PlannedFacts, Rule, Source, State, Whom
from planner.licensing.rules.r09_external_people import is_external
from planner.licensing.view import View
from planner.words import say

AZURE_VM_WS_EXEMPT = Setting(
    "azure_vm_ws_exempt",
    PolicyKind.YES_NO,
    True,
    say(
        "Whether Azure virtual machines billed with Windows (licensing azure_vm) need no base CAL; Remote "
        "Desktop User CALs are owed there in any case."
    ),
    place=280,
    form=Form(
        FormGroup.COUNTED,
        say("No base CAL for Azure virtual machines"),
        say(
            "Azure virtual machines that are billed with Windows: does whoever uses them need no "
            "Windows Server CAL? Remote Desktop User CALs are owed there in any case."
        ),
        place=330,
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_READING,
    shapes_requirements=True,
    readings=(True, False),
)

AZURE_RDS_DEVICE_WITH_SA = Setting(
    "azure_rds_device_with_sa",
    PolicyKind.YES_NO,
    False,
    say(
        "Whether Remote Desktop Device CALs with Software Assurance that runs count on Azure "
        "virtual machines, as User CALs with it and user subscriptions do."
    ),
    place=285,
    form=Form(
        FormGroup.REMOTE,
        say("Device CALs with Software Assurance in Azure"),
        say("Remote Desktop on Azure virtual machines: do Device CALs with Software Assurance count there as well?"),
        place=360,
    ),
    caution=ASK_ABOUT_READING,
    looser=Looser(True, Trial.OTHER_NEEDS),
    shapes_requirements=True,
    readings=(True, False),
)

PAY_AS_YOU_GO = Problem(
    "CAL-616",
    "Servers licensed pay-as-you-go",
    "They include the base CAL. Remote Desktop CALs are owed on top.",
)
AZURE = Problem(
    "CAL-617",
    "Azure virtual machines",
    "Virtual machines billed with Windows include the base CAL, as licensing specialists say; a "
    "community answer on Microsoft's pages says otherwise. The policy azure_vm_ws_exempt = no plans the "
    "base CALs.",
)
AZURE_REMOTE_DESKTOP = Problem(
    "CAL-618",
    "Remote Desktop on Azure virtual machines",
    "Only User CALs with Software Assurance that runs on the plan's day (column sa_until of Owned, sa of Offers), or "
    "user subscriptions, count there; Device CALs with Software Assurance where the policy azure_rds_device_with_sa "
    "says so. A Remote Desktop External Connector is not planned there.",
)
OUTSIDERS_IN_AZURE = Problem(
    "CAL-683",
    "External people who use Remote Desktop in Azure",
    "An External Connector for Remote Desktop is not planned on Azure virtual machines, so they are planned with CALs. "
    "Whoever runs a program there for customers hosts it for them: neither CALs nor External Connectors license that, "
    "and hosting asks for an agreement of its own. Ask Microsoft or a hoster before anything is bought.",
    level=Level.BLOCKS,
)
AT_HOSTER = Problem(
    "CAL-680",
    "Servers hosted by a CSP-Hoster",
    "Their licences come with the hosting and include the base CAL (licensing csp_hoster).",
)


def _is_pay_as_you_go(server: Server, kind: AccessKind, policy: Policy) -> bool:
    return server.licensing == "payg"


def is_azure(server: Server) -> bool:
    """Tell whether a server is a virtual machine in Azure that is billed with Windows."""
    return server.licensing == "azure_vm"


def _is_free_in_azure(server: Server, kind: AccessKind, policy: Policy) -> bool:
    return is_azure(server) and policy[AZURE_VM_WS_EXEMPT]


def _is_free_at_hoster(server: Server, kind: AccessKind, policy: Policy) -> bool:
    return server.licensing == "csp_hoster"


def _remote_ends(server: Server, policy: Policy) -> Ends | None:
    return Ends.USER if is_azure(server) and not policy[AZURE_RDS_DEVICE_WITH_SA] else None


def external_in_azure(view: View) -> tuple[Notice, ...]:
    """Say that no connector for Remote Desktop is planned in Azure, and that hosting is something else."""
    estate, outside = view.estate, view.find(is_external)
    azure = [s for s, server in enumerate(estate.servers) if is_azure(server) and not server.owner]
    if not azure or not outside.any():
        return ()
    accesses = estate.accesses
    meant = np.isin(accesses.server, azure)
    if any(estate.servers[s].rds_deployment for s in azure):
        meant |= accesses.server == EVERY_SERVER
    meant &= (accesses.kind == ACCESS_KINDS.index(AccessKind.RDS)) & ~accesses.manual & (accesses.user != NONE)
    people = np.unique(accesses.user[meant])
    count = int(estate.people.persons[people[outside[people]]].sum())
    if not count:
        return ()
    return (
        OUTSIDERS_IN_AZURE.notice(
            say(
                "External people use Remote Desktop on Azure virtual machines (rule R16; people: {count}): "
                "no External Connector counts for that, so they are planned with CALs. If you run a "
                "program there for customers, that is hosting, which neither CALs nor connectors license: "
                "ask before you order.",
                count=count,
            )
        ),
    )


def _assumption(view: View) -> str | None:
    if not any(map(is_azure, view.estate.servers)):
        return None
    base = say("include the base CAL") if view.policy[AZURE_VM_WS_EXEMPT] else say("do not include the base CAL")
    return say("Azure virtual machines billed with Windows {base}; sources disagree on this.", base=base)


def _open_point(view: View, planned: PlannedFacts) -> str | None:
    if not any(map(is_azure, view.estate.servers)) or not view.policy[AZURE_VM_WS_EXEMPT]:
        return None
    return say("whether Azure virtual machines include the base CAL (policy azure_vm_ws_exempt: yes)")


RULE = Rule(
    id="R16",
    title=say("Pay-as-you-go and Azure"),
    statement=(
        say(
            "Servers paid as they are used, and Azure machines billed with Windows, need no base "
            "CALs; Remote Desktop CALs they do need, in Azure only those of people, with Software "
            "Assurance, or subscriptions."
        )
    ),
    state=State.BUILT,
    sources=(
        Source("learn.microsoft.com, Windows Server pay-as-you-go", "2025-06-27"),
        Source("for Azure samexpert.com (February 2022), a community answer disagrees", "2025-05-13"),
        Source("Microsoft's questions and answers on Azure pricing: machines billed with Windows need no base CAL"),
        Source("learn.microsoft.com, Azure Virtual Desktop: RDS CALs with Software Assurance, per user or per device"),
        Source("Product Terms, hosted by a CSP-Hoster: the licence includes access", "April 2023"),
    ),
    standing="pay-as-you-go: Microsoft's words; Azure: several independent sources, disputed",
    when=(PAY_AS_YOU_GO.code, AZURE.code, AZURE_REMOTE_DESKTOP.code, AT_HOSTER.code, OUTSIDERS_IN_AZURE.code),
    where=("licensing/cover/deployments.py", "licensing/counting/exempt_accesses.py"),
    settings=(AZURE_VM_WS_EXEMPT, AZURE_RDS_DEVICE_WITH_SA),
    notices=(PAY_AS_YOU_GO, AZURE, AZURE_REMOTE_DESKTOP, AT_HOSTER, OUTSIDERS_IN_AZURE),
    tests=("tests/unit/licensing/test_exemptions.py", "tests/property/test_against_enumeration.py"),
    exemptions=(
        Exemption(
            PAY_AS_YOU_GO, say("Access to pay-as-you-go servers (rule R16) needs no base CAL"), _is_pay_as_you_go
        ),
        Exemption(
            AT_HOSTER, say("Access to servers hosted by a CSP-Hoster (rule R16) needs no base CAL"), _is_free_at_hoster
        ),
        Exemption(AZURE, say("Access to Azure virtual machines (rule R16) needs no base CAL"), _is_free_in_azure),
    ),
    remote_ends=_remote_ends,
    asks_for_assurance=is_azure,
    assumes=(Assumption(90, _assumption),),
    open_point=_open_point,
    asks=(
        Ask(
            Whom.MICROSOFT,
            say("May RDS Device CALs with Software Assurance be used on our Azure machines?"),
            say("No, unless policy azure_rds_device_with_sa = yes; a page of Microsoft's takes both kinds."),
        ),
        Ask(
            Whom.MICROSOFT,
            say("Do Azure machines that are billed with Windows need no base CAL under our agreement?"),
            say("None, by Microsoft's answers on pricing; policy azure_vm_ws_exempt = no asks for them."),
        ),
    ),
)

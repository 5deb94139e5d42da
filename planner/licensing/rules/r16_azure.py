"""R16, servers paid as they are used, and virtual machines in Azure.

Pay-as-you-go and Azure machines billed with Windows include the base CAL, the latter disputed.  For Remote Desktop only
people's CALs count in Azure, whatever the deployment is set to.
"""

from __future__ import annotations

from planner.domain.estate import AccessKind, Server
from planner.domain.issue import Problem
from planner.domain.requirement import Ends
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Assumption, Exemption, PlannedFacts, Rule, Source, State
from planner.licensing.view import View

AZURE_VM_WS_EXEMPT = Setting(
    "azure_vm_ws_exempt",
    PolicyKind.YES_NO,
    True,
    "Whether Azure virtual machines billed with Windows (licensing azure_vm) need no base CAL; Remote "
    "Desktop User CALs are owed there in any case.",
    place=280,
    form=Form(
        FormGroup.COUNTED,
        "No base CAL for Azure virtual machines",
        "Azure virtual machines that are billed with Windows: does whoever uses them need no Windows Server "
        "CAL? Remote Desktop User CALs are owed there in any case.",
        place=330,
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_READING,
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
    "Only User CALs with active Software Assurance, or user subscriptions, count there, Device CALs "
    "never. Whether the User CALs have Software Assurance is not checked: please check it yourself.",
)


def _is_pay_as_you_go(server: Server, kind: AccessKind, policy: Policy) -> bool:
    return server.licensing == "payg"


def is_azure(server: Server) -> bool:
    """Tell whether a server is a virtual machine in Azure that is billed with Windows."""
    return server.licensing == "azure_vm"


def _is_free_in_azure(server: Server, kind: AccessKind, policy: Policy) -> bool:
    return policy[AZURE_VM_WS_EXEMPT] and is_azure(server)


def _remote_ends(server: Server) -> Ends | None:
    return Ends.USER if is_azure(server) else None


def _assumption(view: View) -> str | None:
    if not any(map(is_azure, view.estate.servers)):
        return None
    base = "include the base CAL" if view.policy[AZURE_VM_WS_EXEMPT] else "do not include the base CAL"
    return f"Azure virtual machines billed with Windows {base}; sources disagree on this."


def _open_point(view: View, planned: PlannedFacts) -> str | None:
    if not view.policy[AZURE_VM_WS_EXEMPT] or not any(map(is_azure, view.estate.servers)):
        return None
    return "whether Azure virtual machines include the base CAL (policy azure_vm_ws_exempt: yes)"


RULE = Rule(
    id="R16",
    title="Pay-as-you-go and Azure",
    statement=(
        "Servers paid as they are used, and Azure machines billed with Windows, need no base CALs; Remote "
        "Desktop CALs they do need, in Azure only those of people, with Software Assurance, or "
        "subscriptions."
    ),
    state=State.PART,
    sources=(
        Source("learn.microsoft.com, Windows Server pay-as-you-go", "2025-06-27"),
        Source("for Azure samexpert.com (February 2022), a community answer disagrees", "2025-05-13"),
    ),
    standing="pay-as-you-go: Microsoft's words; Azure: several independent sources, disputed",
    when=(PAY_AS_YOU_GO.code, AZURE.code, AZURE_REMOTE_DESKTOP.code),
    where=("licensing/remote_desktop/deployments.py", "licensing/access/exempt_accesses.py"),
    settings=(AZURE_VM_WS_EXEMPT,),
    notices=(PAY_AS_YOU_GO, AZURE, AZURE_REMOTE_DESKTOP),
    tests=("tests/unit/licensing/test_exemptions.py", "tests/property/test_against_enumeration.py"),
    limit="Whether the User CALs used in Azure have Software Assurance is not checked; a notice asks.",
    exemptions=(
        Exemption(PAY_AS_YOU_GO, "Access to pay-as-you-go servers (rule R16) needs no base CAL", _is_pay_as_you_go),
        Exemption(AZURE, "Access to Azure virtual machines (rule R16) needs no base CAL", _is_free_in_azure),
    ),
    remote_ends=_remote_ends,
    assumes=(Assumption(90, _assumption),),
    open_point=_open_point,
)

"""R8, printers, scanners, time clocks and network gear, whose treatment is disputed and so a policy.

* lenient (default): a peripheral everybody of whose users holds a User CAL needs nothing of its own, so each
  person and the peripheral are an ordinary requirement; one nobody uses needs a Device CAL.  Attributed to
  Microsoft's volume licensing staff in quotations.
* strict: each has its own Device CAL, whatever people hold (reseller pages).
* exempt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.estate import DEVICE_KINDS, DeviceKind
from planner.domain.issue import Level, Notice, Problem
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, Looser, PolicyKind, Setting
from planner.licensing.rule import ALWAYS, Assumption, PlannedFacts, Rule, Source, State, Treatment
from planner.licensing.view import View
from planner.words import say

PERIPHERALS = Setting(
    "peripherals",
    PolicyKind.CHOICE,
    "covered_if_all_users_licensed",
    say("Printers, scanners and time clocks: covered by their users' CALs, each with a Device CAL, or exempt."),
    place=190,
    choices=("covered_if_all_users_licensed", "each_needs_device_cal", "exempt"),
    form=Form(
        FormGroup.COUNTED,
        say("Printers, scanners and time clocks"),
        say(
            "Do they need CALs of their own? Sources disagree: covered if all the people who use "
            "them have User CALs, always, or never."
        ),
        words={
            "covered_if_all_users_licensed": say("covered if all their users are licensed"),
            "each_needs_device_cal": say("each needs a Device CAL"),
            "exempt": say("need no CAL"),
        },
        place=340,
    ),
    may_be_in_the_way=True,
    looser=Looser("exempt"),
    caution=ASK_ABOUT_READING,
    shapes_requirements=True,
    readings=("covered_if_all_users_licensed", "each_needs_device_cal", "exempt"),
)

NETWORK_GEAR = Setting(
    "network_gear",
    PolicyKind.CHOICE,
    "exempt",
    say("Network gear: exempt, or each with a Device CAL."),
    place=200,
    choices=("exempt", "each_needs_device_cal"),
    form=Form(
        FormGroup.COUNTED,
        say("Network gear"),
        say("Do switches, routers and the like need Device CALs?"),
        words={"exempt": say("needs no CAL"), "each_needs_device_cal": say("each needs a Device CAL")},
        place=350,
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_READING,
    shapes_requirements=True,
    readings=("exempt", "each_needs_device_cal"),
)


PERIPHERAL_KINDS = (DeviceKind.PRINTER, DeviceKind.SCANNER, DeviceKind.TIME_CLOCK)
_TREATMENTS = {
    "covered_if_all_users_licensed": Treatment.ORDINARY,
    "each_needs_device_cal": Treatment.OWN_CAL,
    "exempt": Treatment.EXEMPT,
}


def _treats(policy: Policy) -> Mapping[DeviceKind, Treatment]:
    peripherals, network_gear = policy.values_of((PERIPHERALS, NETWORK_GEAR))
    return {
        **dict.fromkeys(PERIPHERAL_KINDS, _TREATMENTS[peripherals]),
        DeviceKind.NETWORK: _TREATMENTS[network_gear],
    }


_READINGS = {
    "covered_if_all_users_licensed": say(
        "A printer, scanner or time clock is covered where everybody who uses it holds a User "
        "CAL, else by a Device CAL of its own; sources disagree on this."
    ),
    "each_needs_device_cal": say("Every printer, scanner and time clock has a Device CAL of its own."),
    "exempt": say("Printers, scanners and time clocks need no CAL; sources disagree on this."),
}


LEFT_OUT = Problem(
    "CAL-691",
    "Machines that need no licence because of their kind",
    "Policies peripherals and network_gear leave kinds of machines out. Machines of another kind (controllers, "
    "terminals, engines) that are entered as printers or network gear need licences: correct their kind in Devices.",
    level=Level.BLOCKS,
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Machines that use servers and are left out because of their kind, and the policy that leaves them out."""

    setting: Setting[str]
    machines: int

    def notice(self, costs: str, amount_minor: int | None) -> Notice:
        """Return the notice, with what covering them costs in words and in minor units."""
        one = self.machines == 1
        left = say(
            "{machines:,} {form} servers",
            machines=self.machines,
            form=say("machine that uses") if one else say("machines that use"),
        )
        why = say(
            "{form} left out (policy {name}: exempt, rule R8)",
            form=say("is") if one else say("are"),
            name=self.setting.name,
        )
        return LEFT_OUT.notice(
            say("{left} {why}; {costs}. Check the kind of each in Devices.", left=left, why=why, costs=costs),
            amount_minor,
        )


def left_out(view: View) -> Iterator[LeftOut]:
    """Find how many machines are left out because of their kind, by policy."""
    machines, accesses = view.estate.machines, view.estate.accesses
    uses = np.zeros(len(machines.ids) + 1, dtype=bool)
    uses[accesses.device[~accesses.manual]] = True
    groups = [group for group in view.estate.groups if group.exists_on(view.policy.plan_date)]
    kinds = {PERIPHERALS: PERIPHERAL_KINDS, NETWORK_GEAR: (DeviceKind.NETWORK,)}
    for setting, its in kinds.items():
        if view.policy[setting] != "exempt":
            continue
        listed = np.isin(machines.kind, [DEVICE_KINDS.index(kind) for kind in its]) & machines.active & uses[:-1]
        number = int(listed.sum()) + (sum(g.peripherals for g in groups) if setting is PERIPHERALS else 0)
        if number:
            yield LeftOut(setting, number)


def _assumption(view: View) -> str | None:
    return _READINGS[view.policy[PERIPHERALS]]


def _open_point(view: View, planned: PlannedFacts) -> str | None:
    reading = view.policy[PERIPHERALS]
    if reading == "each_needs_device_cal" or not _has_peripherals(view):
        return None
    return say(
        "whether printers, scanners and time clocks need no CAL of their own (policy peripherals: {reading})",
        reading=reading,
    )


def _has_peripherals(view: View) -> bool:
    machines = view.estate.machines
    kinds = [DEVICE_KINDS.index(kind) for kind in PERIPHERAL_KINDS]
    in_groups = any(group.peripherals and group.exists_on(view.policy.plan_date) for group in view.estate.groups)
    return in_groups or bool((np.isin(machines.kind, kinds) & machines.active).any())


RULE = Rule(
    id="R8",
    title=say("Printers, scanners, time clocks"),
    statement=(
        say(
            "Printers, scanners and time clocks need no CAL of their own if everybody who uses "
            "them is licensed as a person; stricter readings exist (policy peripherals)."
        )
    ),
    state=State.BUILT,
    sources=(
        Source("quotation attributed to Microsoft on a Xerox forum"),
        Source("escat.at (2021-02-16); original not read"),
    ),
    standing="disputed",
    when=(ALWAYS,),
    where=("licensing/counting/machine_kinds.py",),
    settings=(PERIPHERALS, NETWORK_GEAR),
    notices=(LEFT_OUT,),
    tests=("tests/unit/licensing/test_requirements.py", "tests/golden/test_published_vectors.py"),
    treats=_treats,
    assumes=(Assumption(150, _assumption),),
    open_point=_open_point,
)

"""From the estate and a scenario's policy to what must be covered.

Every access that is left after the exemptions needs a licensed end (rule R1): a User CAL for the person (R2)
or a Device CAL for the machine (R3).  One row per pair, product and admissible ends, at the newest version needed.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import DEVICE_KINDS, NONE, DeviceKind, Estate, Infrastructure, Pattern
from planner.domain.product import Metric
from planner.domain.requirement import Requirements, Tied
from planner.domain.scenario import Policy
from planner.licensing.counting.infrastructure import machines_with_a_lease_only
from planner.licensing.counting.machine_kinds import treatments
from planner.licensing.cover.connectors import with_connectors
from planner.licensing.cover.holder_table import HolderTable, Members
from planner.licensing.cover.named_accesses import add_accesses
from planner.licensing.cover.populations import Population, add_population, group_population
from planner.licensing.cover.potential_access import add_potential
from planner.licensing.cover.reassignment import ORIGIN, Recent
from planner.licensing.cover.remote_rights import with_remote_rights
from planner.licensing.cover.targets import ServerPark, server_park
from planner.licensing.rule import Treatment
from planner.licensing.rulebook import SETTINGS
from planner.licensing.rules.r08_peripherals import PERIPHERAL_KINDS
from planner.licensing.rules.r38_stand_ins import are_licensed
from planner.licensing.rules.r45_subscriptions import has_base_right, has_remote_right
from planner.licensing.rules.r60_licence_position import as_counted, counts_potential
from planner.licensing.servers.server_versions import exists
from planner.licensing.view import View
from planner.words import say


def find_requirements(view: View, recent: Sequence[Recent] = (), *, dealt_out: bool = False) -> Requirements:
    """Return what `policy` says must be covered, `recent` being licences that moved too recently to move again.

    With `dealt_out`, machines whose pairing is unknown are dealt out to people as evenly as possible: an
    example of what knowing the pairs could save, never a claim.
    """
    estate, policy = view.estate, view.policy
    park = view.find(as_counted).find(server_park)
    table = HolderTable()
    for number, group in enumerate(estate.groups):
        if exists(group, policy):
            deal = dealt_out and group.pattern is Pattern.UNKNOWN
            add_population(table, group_population(view, number, dealt_out=deal), policy)
    has_right = view.find(has_base_right)
    tied: tuple[Tied, ...] = ()
    if counts_potential(view):
        add_potential(table, view, park, has_right)
    elif estate.everybody_everywhere:
        _add_two_lists(table, view, park, has_right, dealt_out=dealt_out)
    else:
        tied = add_accesses(table, view, park, has_right, recent)
        _add_leases(table, view, park)
    groups = [say('group "{name}"', name=group.name) for group in estate.groups]
    origins = (*park.in_words(), *groups, *([ORIGIN] if recent else []))
    found = table.requirements(origins, park.modes.choices, park.waivers, park.administered.names)
    found = with_remote_rights(found, view, tied_from=len(origins) - bool(recent))
    return replace(with_connectors(found, park.connectors), tied=tied)


_SHAPING = tuple(setting for setting in SETTINGS if setting.shapes_requirements)


def requirement_policies(policy: Policy) -> Hashable:
    """Return the policies that requirements depend on: policies that agree in them ask for the same to be covered."""
    return policy.values_of(_SHAPING)


def _add_leases(table: HolderTable, view: View, park: ServerPark) -> None:
    """Add the machines that need a licence for their address alone (rule R7): equals, without a known person."""
    estate = view.estate
    alone = np.flatnonzero(machines_with_a_lease_only(view))
    giving = [s for s in park.infrastructure if Infrastructure.DHCP in park.servers[s].infrastructure]
    layers = park.base(giving)
    if len(alone) and layers:
        members = Members.behind(estate.machines.ids[alone], np.ones_like(alone))
        table.add_layers(NONE, table.add_class(Metric.DEVICE, members), layers)


def _add_two_lists(
    table: HolderTable,
    view: View,
    park: ServerPark,
    has_right: NDArray[np.bool_],
    *,
    dealt_out: bool,
) -> None:
    """Everybody may use everything: the safe reading of a list of people and a list of machines.

    People with a right to the base layer stand behind the others, and among both those with a subscription for Remote
    Desktop behind those without.
    """
    estate, policy = view.estate, view.policy
    people = estate.people
    active = np.flatnonzero(view.find(are_licensed))
    order = has_right[active] * 2 + view.find(has_remote_right)[active]
    active = active[np.argsort(order, kind="stable")]
    persons_before = np.append(0, np.cumsum(people.persons[active]))
    boundaries = persons_before[np.searchsorted(np.sort(order), (1, 3))]
    users = Members.behind(people.ids[active], people.persons[active])
    if not len(users) or not estate.servers:
        return
    layers = park.everything()
    if not layers:
        return
    others = [(kind, treatment) for kind, treatment in treatments(policy).items() if kind not in PERIPHERAL_KINDS]
    ordinary = [kind for kind, treatment in others if treatment is Treatment.ORDINARY]
    own_cal = [kind for kind, treatment in others if treatment is Treatment.OWN_CAL]
    add_population(
        table,
        Population(
            users=users,
            devices=_machines_of(estate, ordinary),
            peripherals=_machines_of(estate, PERIPHERAL_KINDS),
            dealt_out=dealt_out,
            remote_users=len(users),
            plain=layers,
            remote=layers,
            peripheral=layers,
            told_apart=tuple(boundaries.tolist()),
            licensed_from=len(users) - int(people.persons[active[has_right[active]]].sum()),
        ),
        policy,
    )
    table.add_layers(NONE, table.add_class(Metric.DEVICE, _machines_of(estate, own_cal)), layers)


def _machines_of(estate: Estate, kinds: Sequence[DeviceKind]) -> Members:
    """Return the active machines of some kinds."""
    machines = estate.machines
    ids = machines.ids[machines.active & np.isin(machines.kind, [DEVICE_KINDS.index(kind) for kind in kinds])]
    return Members.behind(ids, np.ones(len(ids), dtype=np.int64))

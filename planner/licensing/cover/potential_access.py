"""Actual or potential access (rule R60): what auditors may count where limits cannot be shown.

By default the accesses that are listed count.  Policy `count_basis` = potential_access reads the same inventory as if
every active person might reach every server from every active machine known, by Remote Desktop where a server has a
deployment or is reached so by somebody: two lists without pairs.  What is known beyond that stays as it is: a person
who works from any machine, and an unattended machine, need what they need in any case.  Nobody only administers then,
and external people are planned with CALs, as with two lists.  Groups say themselves who
reaches what, and are left as they are.

Sources: redresscompliance.com; microsoftnegotiations.com; Directions on Microsoft (2026-04-29).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import ACCESS_KINDS, EVERY_SERVER, NONE, AccessKind, Codes, Estate
from planner.domain.product import WS, Metric
from planner.licensing.counting.machine_kinds import are_treated, treatments
from planner.licensing.cover.holder_table import HolderTable, Members
from planner.licensing.cover.named_accesses import LoneNeeds, lone_needs
from planner.licensing.cover.targets import Layer, ServerPark
from planner.licensing.rule import Treatment
from planner.licensing.rules.r38_stand_ins import are_licensed
from planner.licensing.rules.r45_subscriptions import has_remote_right
from planner.licensing.view import View

Flags = NDArray[np.bool_]


class _Class(NamedTuple):
    """Holders who need the same: their class, what they need alone, and whether they have a right to the base layer."""

    holder: int
    alone: tuple[Layer, ...]
    has_base_right: bool = False

    def needs(self, layers: Iterable[Layer]) -> bool:
        """Tell whether these people need a licence for some of `layers`."""
        return any(layer.product != WS or not self.has_base_right for layer in layers)


def add_potential(table: HolderTable, view: View, park: ServerPark, has_base_right: Flags) -> None:
    """Add everybody with everything, and what people and machines need alone in any case.

    Holders are told apart only by what they need alone, and people by their right to the base layer; who needs nothing
    is no class.
    """
    estate = view.estate
    everything = park.everything(_by_remote_desktop(estate))
    lone = lone_needs(view, park)
    people, machines = estate.people, estate.machines
    counts = view.find(are_licensed)
    one_each = np.ones_like(machines.kind)
    ordinary, own_cal = (_treated(view, as_) for as_ in (Treatment.ORDINARY, Treatment.OWN_CAL))
    alike = _alike(lone, lone.user, len(people.ids)) * 4 + view.find(has_remote_right) * 2 + has_base_right
    users = []
    for code, among in _groups(alike, counts):
        found = _Class(NONE, _layers_of(lone, lone.user, among[0]), bool(code % 2))
        if found.needs(found.alone) or (ordinary.any() and found.needs(everything)):
            members = Members.behind(people.ids[among], people.persons[among])
            users.append(found._replace(holder=table.add_class(Metric.USER, members)))
    is_met = any(user.needs(everything) for user in users)
    devices = []
    for _, among in _groups(_alike(lone, lone.device, len(machines.ids)), ordinary):
        alone = _layers_of(lone, lone.device, among[0])
        if alone or is_met:
            members = Members.behind(machines.ids[among], one_each[among])
            devices.append(_Class(table.add_class(Metric.DEVICE, members), alone))
    for user in users:
        table.add_layers(user.holder, NONE, user.alone, has_base_right=user.has_base_right)
        for device in devices:
            table.add_layers(user.holder, device.holder, everything, has_base_right=user.has_base_right)
    for device in devices:
        table.add_layers(NONE, device.holder, device.alone)
    if everything and counts.any():
        members = Members.behind(machines.ids[own_cal], one_each[own_cal])
        table.add_layers(NONE, table.add_class(Metric.DEVICE, members), everything)


def _treated(view: View, wanted: Treatment) -> Flags:
    estate, policy = view.estate, view.policy
    by_kind = are_treated(wanted, treatments(policy))
    found: Flags = estate.machines.active & by_kind[estate.machines.kind]
    return found


def _by_remote_desktop(estate: Estate) -> list[int]:
    """Return the servers that some access names for a Remote Desktop session."""
    accesses = estate.accesses
    servers = np.unique(accesses.server[(accesses.kind == ACCESS_KINDS.index(AccessKind.RDS)) & ~accesses.manual])
    return [server for server in servers.tolist() if server != EVERY_SERVER]


def _alike(lone: LoneNeeds, end: Codes, size: int) -> Codes:
    """Return a number per holder, the same for all who need the same alone; 0 is nothing.

    Each holder has few rows, one per product and ends, so going through them by their place takes few rounds.
    """
    rows = np.flatnonzero(end != NONE)
    holder, layer = end[rows], lone.layer[rows]
    place = np.arange(len(rows)) - np.searchsorted(holder, holder)
    number = np.zeros(size, dtype=np.int64)
    for turn in range(int(place.max(initial=-1)) + 1):
        now = place == turn
        number[holder[now]] += (layer[now] + 1) * (number.max() + 1)
        number = np.unique(np.append(0, number), return_inverse=True)[1][1:]
    return number


def _groups(number: Codes, among: Flags) -> list[tuple[int, Codes]]:
    """Return each number that occurs `among` holders, with these holders."""
    places = np.flatnonzero(among)
    return [(code, places[number[places] == code]) for code in np.unique(number[places]).tolist()]


def _layers_of(lone: LoneNeeds, end: Codes, holder: int) -> tuple[Layer, ...]:
    """Return what one holder needs alone."""
    first, last = np.searchsorted(end[end != NONE], [holder, holder + 1])
    return tuple(lone.layers[each] for each in lone.layer[end != NONE][first:last].tolist())

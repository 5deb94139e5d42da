"""People and machines given as counts: headcount groups, and two lists without pairs (rules R1, R3, R8).

Both are one population that meets in a pattern.  Nobody is spelled out: people who need the same are one class.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from planner.domain.estate import NONE, AccessKind, Pattern
from planner.domain.holder_origin import GROUP_DEVICE, GROUP_PERIPHERAL, GROUP_USER
from planner.domain.product import RDS, WS, Metric, Version, rank
from planner.domain.scenario import Policy
from planner.licensing.counting.group_servers import group_servers
from planner.licensing.counting.machine_kinds import treatments
from planner.licensing.cover.holder_table import HolderTable, Members
from planner.licensing.cover.targets import Layer, server_park
from planner.licensing.rule import Treatment
from planner.licensing.rules.r08_peripherals import PERIPHERAL_KINDS
from planner.licensing.rules.r09_external_people import group_is_external
from planner.licensing.rules.r45_subscriptions import group_has_base_right
from planner.licensing.rules.r60_licence_position import as_counted
from planner.licensing.view import View


@dataclass(frozen=True, slots=True)
class Population:
    """People, machines and unattended peripherals, and what each meeting needs.

    The first `remote_users` people need `remote`, the others `plain`; a person and a peripheral need `peripheral`.
    People from the place `licensed_from` on have a right to the base layer (rule R45); None: nobody has.
    """

    users: Members
    devices: Members
    peripherals: Members
    dealt_out: bool
    """Whether machines are dealt out to people; else everybody may use every machine."""
    remote_users: int
    plain: Sequence[Layer]
    remote: Sequence[Layer]
    peripheral: Sequence[Layer]
    licensed_from: int | None = None
    told_apart: tuple[int, ...] = ()
    """Further places where people begin who must be a class of their own."""
    remote_peripherals: int = 0
    """So many of the peripherals, the first ones, use Remote Desktop, and with it need what its users do."""

    def has_base_right(self, person: int) -> bool:
        """Tell whether the person at a place needs no base CAL."""
        return self.licensed_from is not None and person >= self.licensed_from

    def cuts(self, *places: int) -> list[tuple[int, int]]:
        """Return the runs of people that no place, and no beginning of other needs or rights, separates."""
        more = () if self.licensed_from is None else (self.licensed_from,)
        return list(pairwise(sorted({0, self.remote_users, len(self.users), *places, *more, *self.told_apart})))


class _People(NamedTuple):
    """A class of people, or `NONE` for nobody, whether they have a right to the base layer, and use Remote Desktop."""

    users: int
    has_base_right: bool
    is_remote: bool


_NOBODY = _People(NONE, has_base_right=False, is_remote=True)


def group_population(view: View, number: int, *, dealt_out: bool) -> Population:
    """Return the population of a headcount group, given by its number.

    A Remote Desktop session is a base access too, so its base CAL must reach the newer of both versions (R24).
    """
    group = view.estate.groups[number]
    targets = view.find(group_servers).targets[number]
    plain = _layers(view, number, targets.base, AccessKind.STANDARD, group.server_version)
    remote = _layers(view, number, targets.remote, AccessKind.RDS, group.rds_version)
    has_right = group_has_base_right(group, view)
    return Population(
        users=Members.numbered(f"{group.name}{GROUP_USER}", group.users),
        devices=Members.numbered(f"{group.name}{GROUP_DEVICE}", group.devices),
        peripherals=Members.numbered(f"{group.name}{GROUP_PERIPHERAL}", group.peripherals),
        dealt_out=dealt_out or group.pattern is Pattern.OWN,
        remote_users=group.rds_users,
        plain=newest_of_each(plain),
        remote=newest_of_each([*plain, *remote]),
        peripheral=newest_of_each(plain),
        licensed_from=0 if has_right else None,
        remote_peripherals=min(group.peripheral_rds, group.peripherals),
    )


def _layers(view: View, number: int, servers: Sequence[int], kind: AccessKind, at_least: Version | None) -> list[Layer]:
    """Return what reaching servers needs; a version that a group gives beside their names counts where it is newer."""
    park, group = view.find(as_counted).find(server_park), view.estate.groups[number]
    floor = NONE if at_least is None else rank(at_least)
    how = {"is_external": group_is_external(group, view), "alone": not group.joins_directory}
    found = []
    for server in servers:
        owes_base = server in park.owing[kind]
        for layer in park.layers(server, kind, **how):
            is_its_own = layer.product == RDS or (owes_base and park.is_on_host_of(layer, server))
            if is_its_own and layer.version < floor:
                layer = replace(layer, version=floor, origin=len(park.servers) + number)
            found.append(layer)
    return found


def newest_of_each(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """Return the newest layer per product, ends and waiver; one that can be waived says nothing beside as new a one."""
    best: dict[tuple[int, int, int], Layer] = {}
    for layer in layers:
        key = layer.product, layer.ends, layer.waiver
        if key not in best or (layer.version, -layer.origin) > (best[key].version, -best[key].origin):
            best[key] = layer
    plain = {key[:2]: layer.version for key, layer in best.items() if key[2] == NONE}
    return tuple(
        layer for key, layer in sorted(best.items()) if key[2] == NONE or plain.get(key[:2], NONE) < layer.version
    )


def add_population(table: HolderTable, population: Population, policy: Policy) -> None:
    """Add a population's classes and rows to `table`."""
    everybody = len(population.users)
    if not everybody:
        machines = table.add_class(Metric.DEVICE, population.devices)
        table.add_layers(NONE, machines, population.remote)
        _add_peripherals(table, population, [_NOBODY], policy)
        return
    add = _add_dealt_out if population.dealt_out else _add_shared
    _add_peripherals(table, population, add(table, population, everybody), policy)


def _add_shared(table: HolderTable, population: Population, everybody: int) -> list[_People]:
    """Everybody may use every machine; return the classes of people.

    With rights to the base layer, people or machines may need nothing; there is no class of those.
    """
    machines = NONE
    classes = []
    for start, end in population.cuts():
        has_right = population.has_base_right(start)
        layers = population.remote if start < population.remote_users else population.plain
        if not _needed(layers, has_right):
            continue
        if machines == NONE:
            machines = table.add_class(Metric.DEVICE, population.devices)
        users = table.add_class(Metric.USER, population.users.part(start, end - start))
        table.add_layers(users, machines, layers, has_base_right=has_right)
        classes.append(_People(users, has_right, start < population.remote_users))
    return classes


def _needed(layers: Sequence[Layer], has_base_right: bool) -> Sequence[Layer]:
    """Return the layers that people still need a licence for, somewhere."""
    return [layer for layer in layers if layer.product != WS] if has_base_right else layers


def _add_dealt_out(table: HolderTable, population: Population, everybody: int) -> list[_People]:
    """Deal machines out in order, the first people getting one more; return the classes of people.

    People fall into at most four classes of equals: with or without Remote Desktop, with one machine more or less,
    with or without a right to the base layer.
    """
    each, one_more = divmod(len(population.devices), everybody)
    classes = []
    for start, end in population.cuts(one_more):
        has_right = population.has_base_right(start)
        layers = population.remote if start < population.remote_users else population.plain
        if not _needed(layers, has_right):
            continue
        machines = each + (start < one_more)
        users = table.add_class(Metric.USER, population.users.part(start, end - start))
        first_machine = start * each + min(start, one_more)
        dealt = population.devices.part(first_machine, (end - start) * machines)
        devices = table.add_class(Metric.DEVICE, dealt, unit_size=max(machines, 1))
        table.add_layers(users, devices, layers, matched=devices != NONE, has_base_right=has_right)
        classes.append(_People(users, has_right, start < population.remote_users))
    return classes


def _add_peripherals(table: HolderTable, population: Population, people: Sequence[_People], policy: Policy) -> None:
    """Peripherals are used by exactly the people of the population; see rule R8 for the three readings."""
    reading = treatments(policy)[PERIPHERAL_KINDS[0]]
    if reading is Treatment.EXEMPT:
        return
    users = [_NOBODY] if reading is Treatment.OWN_CAL else people
    number, remote = len(population.peripherals), population.remote_peripherals
    for first, count, is_remote in ((0, remote, True), (remote, number - remote, False)):
        layers = {each: population.remote if is_remote and each.is_remote else population.peripheral for each in users}
        needing = [each for each in users if _needed(layers[each], each.has_base_right)]
        if not needing or not count:
            continue
        peripherals = table.add_class(Metric.DEVICE, population.peripherals.part(first, count))
        for each in needing:
            table.add_layers(each.users, peripherals, layers[each], has_base_right=each.has_base_right)

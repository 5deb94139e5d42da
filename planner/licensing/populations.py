"""People and machines given as counts: headcount groups, and two lists without pairs (rules R1, R3, R8).

Both are one population that meets in a pattern.  Nobody is spelled out: people who need the same are one class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from planner.domain.estate import NONE, Group, Pattern
from planner.domain.product import RDS, WS, Metric
from planner.domain.requirement import Ends
from planner.domain.scenario import Policy
from planner.licensing.holder_table import HolderTable, Members
from planner.licensing.peripherals import PERIPHERALS, Treatment, treatment
from planner.licensing.server_versions import group_versions
from planner.licensing.targets import Layer


@dataclass(frozen=True, slots=True)
class Population:
    """People, machines and unattended peripherals, and what each meeting needs.

    The first `remote_users` people need `remote`, the others `plain`; a person and a peripheral need `peripheral`.
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


def group_population(group: Group, origin: int, policy: Policy, *, dealt_out: bool) -> Population:
    """Return the population of a headcount group.

    A Remote Desktop session is a base access too, so its base CAL must reach the newer of both versions (R24).
    """
    server, remote = group_versions(group, policy)
    plain = (Layer(WS, Ends.EITHER, server, origin),)
    with_remote: Sequence[Layer] = plain
    if remote is not None:
        with_remote = (
            Layer(WS, Ends.EITHER, max(server, remote), origin),
            Layer(RDS, Ends.EITHER, remote, origin),
        )
    return Population(
        users=Members.numbered(f"{group.name}/user/", group.users),
        devices=Members.numbered(f"{group.name}/device/", group.devices),
        peripherals=Members.numbered(f"{group.name}/peripheral/", group.peripherals),
        dealt_out=dealt_out or group.pattern is Pattern.OWN,
        remote_users=group.rds_users,
        plain=plain,
        remote=with_remote,
        peripheral=plain,
    )


def add_population(table: HolderTable, population: Population, policy: Policy) -> None:
    """Add a population's classes and rows to `table`."""
    everybody = len(population.users)
    if not everybody:
        machines = table.add_class(Metric.DEVICE, population.devices)
        table.add_layers(NONE, machines, population.remote)
        _add_peripherals(table, population, [NONE], policy)
        return
    add = _add_dealt_out if population.dealt_out else _add_shared
    _add_peripherals(table, population, add(table, population, everybody), policy)


def _add_shared(table: HolderTable, population: Population, everybody: int) -> list[int]:
    """Everybody may use every machine; return the classes of people."""
    machines = table.add_class(Metric.DEVICE, population.devices)
    remote = table.add_class(Metric.USER, population.users.part(0, population.remote_users))
    plain = table.add_class(Metric.USER, population.users.part(population.remote_users, everybody))
    people = [(remote, population.remote), (plain, population.plain)]
    for users, layers in people:
        if users != NONE:
            table.add_layers(users, machines, layers)
    return [users for users, _ in people if users != NONE]


def _add_dealt_out(table: HolderTable, population: Population, everybody: int) -> list[int]:
    """Deal machines out in order, the first people getting one more; return the classes of people.

    People fall into at most three classes of equals: with or without Remote Desktop, with one machine more or less.
    """
    each, one_more = divmod(len(population.devices), everybody)
    classes = []
    for start, end in pairwise(sorted({0, one_more, population.remote_users, everybody})):
        machines = each + (start < one_more)
        users = table.add_class(Metric.USER, population.users.part(start, end - start))
        first_machine = start * each + min(start, one_more)
        dealt = population.devices.part(first_machine, (end - start) * machines)
        devices = table.add_class(Metric.DEVICE, dealt, unit_size=max(machines, 1))
        layers = population.remote if start < population.remote_users else population.plain
        table.add_layers(users, devices, layers, matched=devices != NONE)
        classes.append(users)
    return classes


def _add_peripherals(table: HolderTable, population: Population, people: Sequence[int], policy: Policy) -> None:
    """Peripherals are used by exactly the people of the population; see `peripherals.py` for the three readings."""
    reading = treatment(PERIPHERALS[0], policy)
    if reading is Treatment.EXEMPT:
        return
    peripherals = table.add_class(Metric.DEVICE, population.peripherals)
    if peripherals == NONE:
        return
    for users in [NONE] if reading is Treatment.OWN_CAL else people:
        table.add_layers(users, peripherals, population.peripheral)

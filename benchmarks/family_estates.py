"""More made-up estates, each with one thing that makes plans hard to prove: pools, logins, deployments, administrators.

They are for `benchmarks.families`; like those of `estates.py`, the same shape, size and seed give the same estate.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.random import Generator

from benchmarks.estates import (
    RUNNING,
    SERVERS,
    Part,
    Shape,
    Teams,
    accesses_of,
    chance,
    draw_versions,
    estate_of,
    fill,
    hospital,
    mixed,
    named,
)
from planner.domain.estate import ACCESS_KINDS, NONE, RELATIONS, Accesses, AccessKind, Codes, Estate, RdsMode, Relation
from planner.domain.estate import Server as DomainServer

_STANDARD, _RDS, _ADMIN = (ACCESS_KINDS.index(kind) for kind in (AccessKind.STANDARD, AccessKind.RDS, AccessKind.ADMIN))


def _pools(rng: Generator, people: int) -> Part:
    count = max(people // 40, 3)
    sizes = rng.integers(5, 31, count)
    first = np.cumsum(sizes) - sizes
    home = np.arange(people) * count // people
    # Everybody uses the pool at home; half use the next one too, a fifth one somewhere else.
    reached = [home, np.where(chance(rng, 0.5, people), (home + 1) % count, home)]
    reached.append(np.where(chance(rng, 0.2, people), rng.integers(0, count, people), home))
    user = np.tile(np.arange(people), len(reached))
    pool = np.concatenate(reached)
    each = sizes[pool]
    device = np.repeat(first[pool], each) + np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    user, pool = np.repeat(user, each), np.repeat(pool, each)
    base = draw_versions(rng, count)[pool]
    return Part(people, int(sizes.sum()), user, device, base, np.where(chance(rng, 0.2, people)[user], base, NONE))


def _machine_versions(rng: Generator, people: int) -> Part:
    part = hospital(rng, people)
    base = draw_versions(rng, part.devices)[part.device]
    return replace(part, base=base, remote=np.where(part.remote == NONE, NONE, base))


_PAIRS_PER_PERSON, _MACHINES_PER_PERSON = 27, 2
_USERS_FALL, _MACHINES_FALL = 0.6, 0.85
"""How steeply the most active people and the most used machines stand out: the exponents of two power laws."""


def _logins(rng: Generator, people: int) -> Part:
    machines = _MACHINES_PER_PERSON * people
    count = _PAIRS_PER_PERSON * people
    user = np.concatenate([np.arange(people), _by_power_law(rng, people, _USERS_FALL, count - people)])
    device = np.concatenate([np.arange(people) * 2, _by_power_law(rng, machines, _MACHINES_FALL, count - people)])
    newest = np.full(count, RUNNING.index(RUNNING[-2]))
    return Part(people, machines, user, device, newest, np.full(count, NONE))


def _by_power_law(rng: Generator, count: int, exponent: float, draws: int) -> Codes:
    """Draw numbers below `count`, each of its own likelihood; which are likely has nothing to do with their order."""
    weight = np.cumsum(np.arange(1, count + 1, dtype=float) ** -exponent)
    return rng.permutation(count)[np.searchsorted(weight, rng.random(draws) * weight[-1])]


def _login_versions(rng: Generator, people: int) -> Part:
    part = _logins(rng, people)
    return replace(part, base=rng.integers(0, len(RUNNING), part.devices)[part.device])


_DEPLOYMENTS = 40


def _deployments(rng: Generator, people: int) -> Estate:
    sizes = fill(people, lambda count: rng.integers(3, 13, count))
    teams = Teams(sizes, np.maximum(sizes * rng.integers(5, 13, len(sizes)) // 10, 1))
    user, device = teams.some_pairs(rng, 3)
    # Each team has two deployments of its own, and everybody uses one or both of them.
    farms = rng.integers(0, _DEPLOYMENTS, (len(teams), 2))[teams.of_user[user]]
    uses_both = chance(rng, 0.4, people)[user]
    servers = tuple(
        DomainServer(f"farm{number:02d}", RUNNING[int(version)], rds_mode=RdsMode.CHOOSE)
        for number, version in enumerate(draw_versions(rng, _DEPLOYMENTS))
    )
    table = np.concatenate(
        [
            np.column_stack([user, device, farms[:, 0], np.full(len(user), _RDS)]),
            np.column_stack([user, device, farms[:, 1], np.full(len(user), _RDS)])[uses_both],
        ]
    )
    return replace(estate_of(people, int(teams.machines.sum()), _accesses(table)), servers=servers)


def _administrators(rng: Generator, people: int) -> Estate:
    """A third of the people only administer: each some servers, from machines of their own and machines of all."""
    admins = max(people // 3, 1)
    part = mixed(rng, max(people - admins, 1)) if people > 1 else None
    users, devices = (part.users, part.devices) if part else (0, 0)
    ordinary = accesses_of(part) if part else _accesses(np.empty((0, 4), dtype=np.int64))
    shared = max(admins // 8, 1)
    hosts = min(max(people // 12, 3), 60)
    rows = []
    for admin in range(admins):
        machines = [devices + shared + admin, devices + int(rng.integers(0, shared))]
        for server in rng.choice(hosts, min(hosts, int(rng.integers(1, 4))), replace=False).tolist():
            at = machines if rng.random() < 0.5 else machines[: 1 + int(rng.integers(0, 2))]
            rows += [(users + admin, machine, len(SERVERS) + server, _ADMIN) for machine in at]
    standard = np.column_stack([ordinary.user, ordinary.device, ordinary.server, ordinary.kind])
    # Some who have other work administer too.
    helpers = np.flatnonzero(chance(rng, 0.1, users))
    rows += [(int(user), NONE, len(SERVERS) + int(rng.integers(0, hosts)), _ADMIN) for user in helpers]
    table = np.concatenate([standard, np.array(rows, dtype=np.int64).reshape(-1, 4)])
    # The servers that are administered sort behind those that are used.
    parks = tuple(
        DomainServer(f"z{number:02d}", RUNNING[int(version)])
        for number, version in enumerate(draw_versions(rng, hosts))
    )
    estate = estate_of(users + admins, devices + shared + admins, _accesses(table))
    return replace(estate, servers=(*SERVERS, *parks))


def _outsiders(rng: Generator, people: int) -> Estate:
    """Two in five are external people, who reach a few hosts from machines nobody knows."""
    external = people * 2 // 5
    part = mixed(rng, people - external)
    ordinary = accesses_of(part)
    hosts = min(max(people // 40, 4), 20)
    reached = 1 + (chance(rng, 0.4, external)).astype(np.int64)
    user = np.repeat(np.arange(external), reached)
    server = (rng.integers(0, hosts, len(user)) ** 2) // hosts  # some hosts have many more external people
    kind = np.where(chance(rng, 0.2, len(user)), _RDS, _STANDARD)
    table = np.concatenate(
        [
            np.column_stack([ordinary.user, ordinary.device, ordinary.server, ordinary.kind]),
            np.column_stack([part.users + user, np.full(len(user), NONE), len(SERVERS) + server, kind]),
        ]
    )
    parks = tuple(
        DomainServer(f"z{number:02d}", RUNNING[int(version)], rds_deployment="farm")
        for number, version in enumerate(draw_versions(rng, hosts))
    )
    relation = np.full(people, RELATIONS.index(Relation.EMPLOYEE))
    relation[part.users :] = RELATIONS.index(Relation.EXTERNAL)
    estate = estate_of(people, part.devices, _accesses(table))
    return replace(estate, servers=(*SERVERS, *parks), relation=relation)


def _accesses(table: Codes) -> Accesses:
    """Return distinct accesses, sorted, from rows of user, device, server and kind."""
    table = np.unique(table, axis=0)
    return Accesses(*np.ascontiguousarray(table.T), manual=np.zeros(len(table), dtype=bool))


FAMILY_SHAPES: dict[str, Shape] = {
    "pools": Shape("Pools of 5 to 30 machines; everybody uses every machine of one to three pools.", named(_pools)),
    "machine_versions": Shape("Like hospital, but every machine has its version.", named(_machine_versions)),
    "logins": Shape("Sign-ins as they are logged: few machines that all use, many that few do.", named(_logins)),
    "login_versions": Shape("Like logins, but every machine has one of four versions.", named(_login_versions)),
    "deployments": Shape("Remote Desktop on forty deployments whose mode the plan picks.", _deployments),
    "administrators": Shape("Like mixed, with a third who only administer, server by server.", _administrators),
    "outsiders": Shape("Like mixed, with two in five external, for whom hosts may have connectors.", _outsiders),
}

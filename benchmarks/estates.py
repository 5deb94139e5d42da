"""Made-up estates of any size and many shapes: offices, shifts, hot desks, a hospital, and shapes made to be awkward.

The same shape, size and seed give the same estate.  Nothing loops over people: a shape draws its teams as columns,
a team being people and machines that meet, and says which person uses which machine for what.  `SHAPES` lists them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.markets import make_market
from planner.domain.estate import (
    ACCESS_KINDS,
    DEVICE_KINDS,
    NONE,
    Accesses,
    AccessKind,
    Codes,
    DeviceKind,
    Estate,
    Group,
    Machines,
    Pattern,
    People,
    Server,
)
from planner.domain.product import Version

__all__ = ["SERVERS", "SHAPES", "Shape", "make_estate", "make_market"]

RUNNING = tuple(map(Version, ("2016", "2019", "2022", "2025")))
SERVERS = tuple(
    Server(f"{role}{version}", version, rds_deployment="farm" if role == "rds" else "")
    for role in ("app", "rds")
    for version in RUNNING
)
"""An application server and a session host of each version, in this order."""
_HOW_OFTEN = np.array([0, 1, 1, 2, 2, 2, 3])
"""Versions as often as they occur: most servers are neither the oldest nor the newest."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """People and machines, both counted from 0, and what for they meet; a pair may stand there more than once.

    `base` and `remote` index `RUNNING`: the application server and the session host that are reached, or `NONE`.
    """

    users: int
    devices: int
    user: Codes  # all of shape (meetings,)
    device: Codes
    base: Codes
    remote: Codes


@dataclass(frozen=True, slots=True)
class Teams:
    """So many people and machines per team; both are numbered team by team."""

    people: Codes  # shape (teams,)
    machines: Codes  # shape (teams,), at least 1

    def __len__(self) -> int:
        return len(self.people)

    @property
    def of_user(self) -> Codes:
        """The team of each person."""
        return np.repeat(np.arange(len(self)), self.people)

    @property
    def first_machine(self) -> Codes:
        """The first machine of each team."""
        return _starts(self.machines)

    def all_pairs(self) -> tuple[Codes, Codes]:
        """Everybody uses every machine of the team."""
        team = self.of_user
        each = self.machines[team]
        return np.repeat(np.arange(len(team)), each), np.repeat(self.first_machine[team], each) + _count_up(each)

    def some_pairs(self, rng: Generator, most: int) -> tuple[Codes, Codes]:
        """Each person uses one to `most` machines of the team, as far as there are so many."""
        team = self.of_user
        available = self.machines[team]
        wanted = np.minimum(rng.integers(1, most + 1, len(team)), available)
        user, place = np.nonzero(np.arange(most) < wanted[:, None])
        return user, self.first_machine[team][user] + _draw_distinct(rng, available, most)[user, place]

    def part(self, user: Codes, device: Codes, base: Codes, with_remote: Mask) -> Part:
        """Meetings of these teams, Remote Desktop running the version of the base where there is any."""
        users, devices = int(self.people.sum()), int(self.machines.sum())
        return Part(users, devices, user, device, base, np.where(with_remote, base, NONE))


def _starts(counts: Codes) -> Codes:
    return np.asarray(np.cumsum(counts) - counts)


def _count_up(counts: Codes) -> Codes:
    """Return 0, 1, ... count - 1 for each count, one after the other."""
    return np.arange(counts.sum()) - np.repeat(_starts(counts), counts)


def _draw_distinct(rng: Generator, available: Codes, most: int) -> Codes:
    """Draw `most` different numbers below `available` in each row, shape (rows, most); those beyond it mean nothing."""
    drawn = np.empty((len(available), most), dtype=np.int64)
    for place in range(most):
        number = rng.integers(0, np.maximum(available - place, 1))
        # The n-th number that is still free: step over the taken ones, smallest first.
        for taken in np.sort(drawn[:, :place], axis=1).T:
            number += number >= taken
        drawn[:, place] = number
    return drawn


def draw_versions(rng: Generator, count: int) -> Codes:
    return np.asarray(_HOW_OFTEN[rng.integers(0, len(_HOW_OFTEN), count)])


def _version_of(rng: Generator, team: Codes, draws_apart: Mask) -> Codes:
    """Return a version per meeting: the one of its team, or its own where the team `draws_apart`."""
    together = draw_versions(rng, len(draws_apart))[team]
    return np.where(draws_apart[team], draw_versions(rng, len(team)), together)


def chance(rng: Generator, share: float, count: int) -> Mask:
    return np.asarray(rng.random(count) < share)


def fill(people: int, draw: Callable[[int], Codes]) -> Codes:
    """Return team sizes, as `draw` gives so many of them, that add up to `people`; the last one is cut to fit."""
    sizes = np.empty(0, dtype=np.int64)
    while sizes.sum() < people:
        sizes = np.concatenate([sizes, draw(max(people // 10, 10))])
    before = _starts(sizes)
    kept = before < people
    return np.minimum(sizes, people - before)[kept]


def _join(parts: Sequence[Part]) -> Part:
    """Put parts side by side; none of them meets another."""
    users, devices = _starts(np.array([p.users for p in parts])), _starts(np.array([p.devices for p in parts]))
    return Part(
        sum(part.users for part in parts),
        sum(part.devices for part in parts),
        np.concatenate([part.user + first for part, first in zip(parts, users, strict=True)]),
        np.concatenate([part.device + first for part, first in zip(parts, devices, strict=True)]),
        np.concatenate([part.base for part in parts]),
        np.concatenate([part.remote for part in parts]),
    )


# Teams of the mixed estate.  `apart`: every access draws its own version, else every team does.


def _own(rng: Generator, people: int, *, apart: bool = False) -> Part:
    machines = np.array([1, 1, 2, 2, 3])[rng.integers(0, 5, people)]
    teams = Teams(np.ones(people, dtype=np.int64), machines)
    user, device = teams.all_pairs()
    base = _version_of(rng, user, np.full(people, apart))
    return teams.part(user, device, base, chance(rng, 0.3, people)[user])


def _shifts(rng: Generator, people: int, *, apart: bool = False) -> Part:
    def draw(count: int) -> Codes:
        at_once = rng.integers(4, 14, count)
        shifts = np.array([1, 2, 2, 3, 3, 3])[rng.integers(0, 6, count)]
        terminals.append(at_once)
        return shifts * at_once - rng.integers(0, at_once // 3 + 1)  # not every shift is fully manned

    terminals: list[Codes] = []
    sizes = fill(people, draw)
    teams = Teams(sizes, np.concatenate(terminals)[: len(sizes)])
    user, device = teams.all_pairs()
    team = teams.of_user[user]
    base = _version_of(rng, team, np.full(len(teams), apart))
    return teams.part(user, device, base, chance(rng, 0.4, len(teams))[team])


def _hot_desks(rng: Generator, people: int, *, apart: bool = False) -> Part:
    sizes = fill(people, lambda count: rng.integers(20, 61, count))
    teams = Teams(sizes, np.maximum(sizes * 3 // 4, 1))
    user, device = teams.some_pairs(rng, 4)
    base = _version_of(rng, teams.of_user[user], np.full(len(teams), apart))
    return teams.part(user, device, base, chance(rng, 0.2, people)[user])


def hospital(rng: Generator, people: int, *, apart: bool = True) -> Part:
    sizes = fill(people, lambda count: rng.integers(15, 41, count))
    wards = Teams(sizes, rng.integers(8, 21, len(sizes)))
    user, device = wards.some_pairs(rng, 5)
    roamer, elsewhere = _roam(rng, wards)
    user, device = np.concatenate([user, roamer]), np.concatenate([device, elsewhere])
    base = _version_of(rng, wards.of_user[user], np.full(len(wards), apart))
    return wards.part(user, device, base, chance(rng, 0.2, people)[user])


def _roam(rng: Generator, wards: Teams) -> tuple[Codes, Codes]:
    """Return who uses a machine of another ward, and which; one person of each ward helps out in the next one."""
    if len(wards) == 1:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    ward = wards.of_user
    steps = rng.integers(1, len(wards), len(ward))
    heads = _starts(wards.people)
    steps[heads] = 1  # a ring through all wards, so that they hang together
    roams = chance(rng, 0.08, len(ward))
    roams[heads] = True
    other = (ward + steps)[roams] % len(wards)
    return np.flatnonzero(roams), wards.first_machine[other] + rng.integers(0, wards.machines[other])


_SHARES = ((_own, 0.45), (_shifts, 0.25), (_hot_desks, 0.2), (hospital, 0.1))


def mixed(rng: Generator, people: int, **style: bool) -> Part:
    ends = np.rint(np.cumsum([share for _, share in _SHARES]) * people).astype(int).tolist()
    counts = np.diff([0, *ends]).tolist()
    builders = [build for build, _ in _SHARES]
    return _join([build(rng, count, **style) for build, count in zip(builders, counts, strict=True) if count])


def _versions(rng: Generator, people: int) -> Part:
    return mixed(rng, people, apart=True)


# Awkward shapes.


def _ten_machines(rng: Generator, people: int) -> Part:
    teams = Teams(np.array([people]), np.array([10]))
    user, device = teams.all_pairs()
    return teams.part(user, device, draw_versions(rng, 10)[device], chance(rng, 0.1, people)[user])


_REACHED = np.array([[0, 1, 2, 4, 5], [0, 1, 4, 5, 6], [1, 2, 3, 6, 7], [0, 1, 2, 3, 4]])
"""Servers, as indices into `SERVERS`, that the people of a team of `repeated` reach: four habits of five servers."""


def _repeated(rng: Generator, people: int) -> Part:
    sizes = fill(people, lambda count: np.array([1, 2, 3, 5])[rng.integers(0, 4, count)])
    teams = Teams(sizes, np.full(len(sizes), 2))
    user, device = teams.all_pairs()
    server = _REACHED[rng.integers(0, len(_REACHED), len(teams))[teams.of_user[user]]].ravel()
    is_host = server >= len(RUNNING)
    user, device = np.repeat(user, _REACHED.shape[1]), np.repeat(device, _REACHED.shape[1])
    return replace(
        teams.part(user, device, np.where(is_host, NONE, server), is_host),
        remote=np.where(is_host, server - len(RUNNING), NONE),
    )


def _stars(rng: Generator, people: int) -> Part:
    admins = people // 20
    largest = max(people // 20, 4)
    kiosks = fill(people - admins, lambda count: np.minimum(3 * (1 + rng.pareto(1.2, count)), largest).astype(int))
    sizes = np.concatenate([kiosks, np.ones(admins, dtype=np.int64)])
    machines = np.concatenate([np.ones(len(kiosks), dtype=np.int64), rng.integers(4, 41, admins)])
    teams = Teams(sizes, machines)
    user, device = teams.all_pairs()
    base = _version_of(rng, teams.of_user[user], chance(rng, 0.25, len(teams)))
    return teams.part(user, device, base, chance(rng, 0.3, people)[user])


def _paths(rng: Generator, people: int) -> Part:
    longest = max(people // 10, 1)
    rest = fill(people - longest, lambda count: rng.integers(2, 401, count))
    sizes = np.concatenate([[longest], rest])
    teams = Teams(sizes, sizes + 1)
    user = np.repeat(np.arange(people), 2)
    # Person i of a chain uses its machines i and i + 1; each chain has one machine more than people.
    device = user + teams.of_user[user] + np.tile([0, 1], people)
    base = _version_of(rng, teams.of_user[user], chance(rng, 0.5, len(teams)))
    return teams.part(user, device, base, chance(rng, 0.7, people)[user])


def _coupled(rng: Generator, people: int) -> Part:
    sizes = fill(people, lambda count: rng.integers(8, 41, count))
    teams = Teams(sizes, np.maximum(sizes * rng.integers(5, 11, len(sizes)) // 10, 1))
    user, device = teams.some_pairs(rng, 4)
    team = teams.of_user[user]
    base = draw_versions(rng, len(teams))
    remote = (base + rng.integers(1, len(RUNNING), len(teams))) % len(RUNNING)  # never the base's version
    what = rng.random(people)[user]  # a fifth work without Remote Desktop, a fifth with nothing else
    return Part(
        people,
        int(teams.machines.sum()),
        user,
        device,
        np.where(what < 0.8, base[team], NONE),
        np.where(what >= 0.2, remote[team], NONE),
    )


def _empty_layers(rng: Generator, people: int) -> Part:
    part = mixed(rng, people)
    return replace(part, remote=np.full(len(part.user), NONE))


def _little_remote(rng: Generator, people: int) -> Part:
    part = mixed(rng, people)
    stays = chance(rng, 0.02, people)
    return replace(part, remote=np.where(stays[part.user], part.remote, NONE))


# Shapes without named pairs.


def _groups(rng: Generator, people: int) -> Estate:
    count = min(max(people // 100, 4), 200)
    sizes = rng.multinomial(people, rng.dirichlet(np.ones(count)))
    groups = tuple(_group(rng, f"group {number:03d}", int(size)) for number, size in enumerate(sizes))
    return replace(estate_of(0, 0, _no_accesses()), groups=groups)


def _group(rng: Generator, name: str, people: int) -> Group:
    """A headcount group; a few own groups have fewer machines than people."""
    pattern = Pattern.OWN if rng.random() < 0.6 else Pattern.SHARED
    ratio = rng.uniform(0.8, 2.5) if pattern is Pattern.OWN else rng.uniform(0.2, 1.0)
    server, remote = (RUNNING[code] for code in draw_versions(rng, 2).tolist())
    uses_remote = bool(people) and rng.random() < 0.4
    return Group(
        name,
        people,
        int(people * ratio) + 1,
        pattern,
        server,
        rds_version=remote if uses_remote else None,
        rds_users=int(rng.integers(1, people + 1)) if uses_remote else 0,
        peripherals=int(rng.integers(1, 10)) if rng.random() < 0.3 else 0,
    )


def _two_lists(rng: Generator, people: int) -> Estate:
    estate = estate_of(people, people * 6 // 5 + 1, _no_accesses())
    kind = estate.machines.kind.copy()
    kind[chance(rng, 0.03, len(kind))] = DEVICE_KINDS.index(DeviceKind.PRINTER)
    return replace(estate, machines=replace(estate.machines, kind=kind), everybody_everywhere=True)


def _no_accesses() -> Accesses:
    none = np.empty(0, dtype=np.int64)
    return Accesses(none, none, none, none, none.astype(bool))


def estate_of(users: int, devices: int, accesses: Accesses) -> Estate:
    """Return an estate of active people and workstations."""
    workstation = DEVICE_KINDS.index(DeviceKind.WORKSTATION)
    return Estate(
        groups=(),
        servers=SERVERS,
        people=People(_ids("u", users), np.ones(users, dtype=np.int64), np.ones(users, dtype=bool)),
        machines=Machines(_ids("d", devices), np.full(devices, workstation), np.ones(devices, dtype=bool)),
        accesses=accesses,
    )


def _ids(stem: str, count: int) -> NDArray[np.object_]:
    """Return ids that are sorted: u0000000, u0000001, ..."""
    ids = np.empty(count, dtype=object)
    ids[:] = [f"{stem}{number:07d}" for number in range(count)]  # as fast as NumPy's own text functions
    return ids


def named(build: Callable[[Generator, int], Part]) -> Callable[[Generator, int], Estate]:
    """Return a builder of estates from one of pairs."""

    def build_estate(rng: Generator, people: int) -> Estate:
        part = build(rng, people)
        return estate_of(part.users, part.devices, accesses_of(part))

    return build_estate


def accesses_of(part: Part) -> Accesses:
    """Return the distinct accesses, sorted: one to the application server, one to the session host, or both."""
    pair = (part.user * part.devices + part.device) * len(SERVERS)
    base, remote = part.base != NONE, part.remote != NONE
    keys = np.concatenate([pair[base] + part.base[base], pair[remote] + len(RUNNING) + part.remote[remote]])
    keys = np.sort(keys)  # np.unique sorts no whole numbers but hashes them, which takes ten times as long
    keys = keys[np.diff(keys, prepend=-1) > 0]
    pair, server = np.divmod(keys, len(SERVERS))
    user, device = np.divmod(pair, part.devices)
    standard, rds = ACCESS_KINDS.index(AccessKind.STANDARD), ACCESS_KINDS.index(AccessKind.RDS)
    kind = np.where(server >= len(RUNNING), rds, standard)
    return Accesses(user, device, server, kind, np.zeros(len(keys), dtype=bool))


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of estate, in a line, and how it is made."""

    meaning: str
    build: Callable[[Generator, int], Estate]


SHAPES: dict[str, Shape] = {
    "mixed": Shape("Offices 45 %, shifts 25 %, hot desks 20 %, a hospital 10 %; one version per team.", named(mixed)),
    "versions": Shape("Like mixed, but every access draws its own version.", named(_versions)),
    "own": Shape("Offices: each person has one to three machines of their own.", named(_own)),
    "shifts": Shape("Teams of one to three shifts in which everybody uses every terminal.", named(_shifts)),
    "hot_desks": Shape("Teams of 20 to 60 with fewer desks than people, each using one to four.", named(_hot_desks)),
    "hospital": Shape(
        "One giant component: wards whose people roam, a version per access.",
        named(hospital),
    ),
    "groups": Shape("Headcount groups alone, own and shared, some with Remote Desktop and peripherals.", _groups),
    "two_lists": Shape("People and machines without any pairs: everybody everywhere; some printers.", _two_lists),
    "ten_machines": Shape("Everybody uses the same ten machines, each for a version of its own.", named(_ten_machines)),
    "repeated": Shape("Small teams whose pairs repeat: five servers per pair, few patterns.", named(_repeated)),
    "stars": Shape(
        "Kiosks used by up to a twentieth of all people, and people with dozens of machines.", named(_stars)
    ),
    "paths": Shape("Chains person-machine-person-machine, the longest with a tenth of all people.", named(_paths)),
    "coupled": Shape(
        "Teams whose base and Remote Desktop needs meet at the same ends, at different versions.", named(_coupled)
    ),
    "empty_layers": Shape("Like mixed, without any Remote Desktop.", named(_empty_layers)),
    "little_remote": Shape(
        "Like mixed, with Remote Desktop for fewer than two people in a hundred.", named(_little_remote)
    ),
}


def make_estate(people: int, seed: int, shape: str = "mixed", shapes: Mapping[str, Shape] = SHAPES) -> Estate:
    """Return an estate of exactly so many people (at least one).

    Raises KeyError for a shape that is not in `shapes`, ValueError for a number of people below 1.
    """
    if people < 1:
        raise ValueError(f"an estate has at least one person, not {people}")
    return shapes[shape].build(np.random.default_rng([zlib.crc32(shape.encode()), people, seed]), people)

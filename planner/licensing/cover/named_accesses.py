"""From accesses of named people and machines to requirement rows, in whole columns.

Accesses come in millions but need few different layers.  So each layer gets a number, and a pair of ends with a
layer becomes one whole number; sorting those numbers brings everything together that a pair needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import ACCESS_KINDS, NONE, Codes, Estate
from planner.domain.product import WS, Metric
from planner.domain.requirement import Ends, Tied, Waiver
from planner.licensing.counting import machine_kinds
from planner.licensing.cover.administration import FREE
from planner.licensing.cover.holder_table import HolderTable, Members, RequirementRows
from planner.licensing.cover.reassignment import Recent, idle, tie
from planner.licensing.cover.targets import Layer, ServerPark
from planner.licensing.rules.r09_external_people import is_external
from planner.licensing.rules.r38_stand_ins import licensed_as
from planner.licensing.view import View

# Which ends of an access are known, and which one "either end" then means.
_BOTH, _USER_ONLY, _DEVICE_ONLY = range(3)
_EITHER_MEANS = {_BOTH: Ends.EITHER, _USER_ONLY: Ends.USER, _DEVICE_ONLY: Ends.DEVICE}


def add_accesses(
    table: HolderTable,
    view: View,
    park: ServerPark,
    has_base_right: NDArray[np.bool_],
    recent: Sequence[Recent] = (),
) -> tuple[Tied, ...]:
    """Add the named accesses: a class per person and machine that needs something, a row per pair, product and ends.

    `has_base_right`, shape (people,), marks people who need no base CAL.  Return what became of the licences that
    moved recently; what the last origin is, is their reason.
    """
    estate, policy = view.estate, view.policy
    user, device, target = needing(view)
    target = target * 2 + _are_external(view)[user]
    layers = _Layers.of(park, target)
    machines = len(estate.machines.ids)
    pair_and_layer = _newest(_all_needs(user, device, target, machines, layers), layers)
    del user, device, target
    if not len(pair_and_layer):
        return idle(recent)
    rows, classes = _add(table, estate, pair_and_layer, layers, has_base_right, park.waivers)
    tied: tuple[Tied, ...] = ()
    if recent:
        origin = len(park.servers) + len(estate.groups)
        rows, tied = tie(rows, classes, recent, origin, coupled=policy.base_and_rds_same_metric)
    table.add_rows(rows)
    return tied


def _are_external(view: View) -> NDArray[np.bool_]:
    """Tell whose accesses are those of external people, shape (people + 1,); the last one is an unknown person.

    People who use the same licences are told together, by the nearest of them, like accounts of one person.
    """
    found = np.append(view.find(is_external), False)
    licensed = view.find(licensed_as)
    if licensed is not None:
        found[licensed[~found]] = False
    return found


def needing(view: View) -> tuple[Codes, Codes, Codes]:
    """Return user, device and target (a number per server and kind) of every access that needs a licence.

    Not those where a person hands the result on: the chain of access ends there (rule R6).  Those to exempt
    servers are still here; they need no layer, see `counting/exemptions.py`.  Users are those whose licences are used
    (rule R38).
    """
    estate, policy = view.estate, view.policy
    accesses = estate.accesses
    stays, user = machine_kinds.apply(accesses, estate.machines.kind, policy)
    stays &= ~accesses.manual
    stays &= (user != NONE) | (accesses.device != NONE)
    licensed = view.find(licensed_as)
    if licensed is not None:
        user = licensed[user]
    # `EVERY_SERVER` is -1, so the first targets are its.
    target = (accesses.server + 1) * len(ACCESS_KINDS) + accesses.kind
    return user[stays], accesses.device[stays], target[stays]


@dataclass(frozen=True, slots=True)
class LoneNeeds:
    """What people need whatever machine they use, and machines whoever uses them; sorted by holder within an end."""

    user: Codes  # shape (rows,): NONE for a machine alone
    device: Codes  # shape (rows,): NONE for a person alone
    layer: Codes  # shape (rows,): index of `layers`
    layers: tuple[Layer, ...]


def lone_needs(view: View, park: ServerPark) -> LoneNeeds:
    """Return what the accesses need that only one end of is known."""
    estate = view.estate
    user, device, target = needing(view)
    is_lone = (user == NONE) | (device == NONE)
    user, device, target = user[is_lone], device[is_lone], target[is_lone] * 2  # nobody counts as external
    layers = _Layers.of(park, target)
    machines = len(estate.machines.ids)
    if not len(layers):
        none = np.empty(0, dtype=np.int64)
        return LoneNeeds(none, none, none, ())
    pair, layer = np.divmod(_newest(_all_needs(user, device, target, machines, layers), layers), len(layers))
    user, device = np.divmod(pair, machines + 1)
    columns = np.stack((layers.product, layers.ends, layers.version, layers.origin), axis=1)
    return LoneNeeds(user - 1, device - 1, layer, tuple(Layer(*each) for each in columns.tolist()))


@dataclass(frozen=True, slots=True)
class _Layers:
    """The layers that occur, numbered by product, ends, waiver and then from the newest version down."""

    product: Codes  # shape (layers,), like all up to `head`
    ends: Codes
    version: Codes
    origin: Codes
    waiver: Codes
    head: Codes  # first layer of the same product, ends and waiver
    plain: Codes  # first layer of the same product and ends
    needed: Codes  # the layers that accesses need, target by target and for each of the known ends
    count: Codes  # shape (targets * 3,): how many of them belong to each target and known ends

    @staticmethod
    def of(park: ServerPark, target: Codes) -> _Layers:
        """Return the layers of the targets that occur; a version is named after its first server."""
        needs = _needs(park, target)
        ordered = sorted(
            {layer for layers in needs.values() for layer in layers},
            key=lambda layer: (layer.product, layer.ends, layer.waiver, -layer.version, layer.origin),
        )
        number_of = {layer: number for number, layer in enumerate(ordered)}
        head_of: dict[tuple[int, ...], int] = {}
        for layer in ordered:
            head_of.setdefault((layer.product, layer.ends), number_of[layer])
            head_of.setdefault((layer.product, layer.ends, layer.waiver), number_of[layer])
        columns = [
            (*(x.product, x.ends, x.version, x.origin, x.waiver), head_of[x.product, x.ends, x.waiver], plain)
            for x in ordered
            for plain in (head_of[x.product, x.ends],)
        ]
        product, ends, version, origin, waiver, head, plain = np.array(columns, dtype=np.int64).reshape(-1, 7).T
        needed = [number_of[layer] for _, layers in sorted(needs.items()) for layer in layers]
        count = np.zeros(_targets(park) * len(_EITHER_MEANS), dtype=np.int64)
        for place, layers in needs.items():
            count[place] = len(layers)
        return _Layers(product, ends, version, origin, waiver, head, plain, np.array(needed, dtype=np.int64), count)

    def __len__(self) -> int:
        return len(self.product)


def _targets(park: ServerPark) -> int:
    """Return the number of targets: servers (or all of them) and kinds, for internal and for external people."""
    return (len(park.servers) + 1) * len(ACCESS_KINDS) * 2


def _needs(park: ServerPark, target: Codes) -> dict[int, list[Layer]]:
    """Return the layers of each target that occurs, by target * 3 + known ends."""
    needs = {}
    for number in np.flatnonzero(np.bincount(target, minlength=_targets(park))).tolist():
        server, kind = divmod(number // 2, len(ACCESS_KINDS))
        layers = park.layers(server - 1, ACCESS_KINDS[kind], is_external=bool(number % 2))
        for known, means in _EITHER_MEANS.items():
            place = number * len(_EITHER_MEANS) + known
            needs[place] = [replace(each, ends=means) if each.ends == Ends.EITHER else each for each in layers]
    return needs


def _all_needs(user: Codes, device: Codes, target: Codes, machines: int, layers: _Layers) -> Codes:
    """Return a number per access and layer, in ascending order: by user, device and layer.

    Millions of people and machines and a hundred thousand layers are far from the limits of 64 bits.
    """
    known = np.select([user == NONE, device == NONE], [_DEVICE_ONLY, _USER_ONLY], _BOTH)
    place = target * len(_EITHER_MEANS) + known
    count = layers.count[place]
    # An access needs the layers from the first one of its place on, as many as there are.
    first = (np.cumsum(layers.count) - layers.count)[place] - (np.cumsum(count) - count)
    layer = layers.needed[np.repeat(first, count) + np.arange(count.sum())]
    pair = (user + 1) * (machines + 1) + (device + 1)
    numbers: Codes = np.repeat(pair * len(layers), count) + layer
    numbers.sort()
    return numbers


def _newest(numbers: Codes, layers: _Layers) -> Codes:
    """Keep, per pair, product, ends and waiver, the newest version; the first server of it gives its name.

    A row that can be waived says nothing new beside one that cannot and asks for as new a version.
    """
    if not len(numbers):
        return numbers
    layer = numbers % len(layers)
    head = numbers - layer + layers.head[layer]
    is_first = np.ones(len(numbers), dtype=bool)
    is_first[1:] = head[1:] != head[:-1]
    kept: Codes = numbers[is_first]
    if (layers.waiver == NONE).all():
        return kept
    layer = kept % len(layers)
    group = kept - layer + layers.plain[layer]
    first = np.searchsorted(group, group)  # rows are in the order of their groups, those without a waiver first
    is_plain = layers.waiver[layer[first]] == NONE
    implied = is_plain & (layers.waiver[layer] != NONE) & (layers.version[layer[first]] >= layers.version[layer])
    left: Codes = kept[~implied]
    return left


def _add(
    table: HolderTable,
    estate: Estate,
    pair_and_layer: Codes,
    layers: _Layers,
    has_base_right: NDArray[np.bool_],
    waivers: tuple[Waiver, ...],
) -> tuple[RequirementRows, tuple[Codes, Codes]]:
    """Add holders and return rows, given a number per row as `_all_needs` makes them, and whose class is which."""
    people, machines = estate.people, estate.machines
    pair, layer = np.divmod(pair_and_layer, len(layers))
    user, device = np.divmod(pair, len(machines.ids) + 1)
    base_version = _base_versions(pair, layers.product[layer], layers.version[layer])
    waiver = layers.waiver[layer]
    has_right = np.append(False, has_base_right)[user]
    if has_right.any():  # the base layer of these pairs is covered already
        stays = ~has_right | (layers.product[layer] != WS)
        layer, user, device, base_version, has_right, waiver = (
            column[stays] for column in (layer, user, device, base_version, has_right, waiver)
        )
    user, users = _renumbered(user, len(people.ids))
    device, devices = _renumbered(device, len(machines.ids))
    members = Members.behind(people.ids[users], people.persons[users])
    pieces = np.ones(len(users), dtype=np.int64)
    is_singled = np.zeros(len(users), dtype=bool)
    may_be_freed = np.array([*(one.administration != NONE for one in waivers), False])[waiver]
    is_singled[user[may_be_freed & (user != NONE)]] = True
    if (is_singled & (people.persons[users] != 1)).any():  # the plan may free some of them
        members, pieces = members.singled_out(is_singled, FREE)
        row, user = _per_piece(user, pieces)
        layer, device, base_version, has_right, waiver = (
            column[row] for column in (layer, device, base_version, has_right, waiver)
        )
    first_user = table.add_named(Metric.USER, members)
    first_device = table.add_named(Metric.DEVICE, Members.behind(machines.ids[devices], np.ones_like(devices)))
    user[user != NONE] += first_user
    device[device != NONE] += first_device
    rows = RequirementRows(
        user=user,
        device=device,
        product=layers.product[layer],
        version=layers.version[layer],
        ends=layers.ends[layer],
        matched=np.zeros(len(layer), dtype=bool),
        base_version=base_version,
        has_base_right=has_right,
        waiver=waiver,
        origin=layers.origin[layer],
    )
    return rows, (
        _classes(users, first_user + np.cumsum(pieces) - pieces, len(people.ids)),
        _classes(devices, first_device + np.arange(len(devices)), len(machines.ids)),
    )


def _classes(occurring: Codes, number: Codes, size: int) -> Codes:
    """Return the (first) class of each person or machine, `NONE` for those that need nothing, shape (size,)."""
    classes = np.full(size, NONE)
    classes[occurring] = number
    return classes


def _per_piece(user: Codes, pieces: Codes) -> tuple[Codes, Codes]:
    """Return the rows, each as often as its person's account falls into pieces, and the piece of each."""
    count = np.append(pieces, 1)[user]  # one more at the end: it is where a row without a person (`NONE`) looks
    row = np.repeat(np.arange(len(user)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    first = np.append(np.cumsum(pieces) - pieces, NONE)
    return row, first[user[row]] + place


def _renumbered(code: Codes, size: int) -> tuple[Codes, Codes]:
    """Return a column of codes + 1 (0: no such end) numbered by those that occur, and the codes that occur."""
    occurs = np.zeros(size + 1, dtype=bool)
    occurs[code] = True
    occurs[0] = False
    number = np.cumsum(occurs) - 1
    number[0] = NONE
    return number[code], np.flatnonzero(occurs) - 1


def _base_versions(pair: Codes, product: Codes, version: Codes) -> Codes:
    """Return, for each Remote Desktop row, the base version of its pair; `NONE` for base rows.

    Rows are sorted by pair and product, so a pair's base rows come first: mostly one, and the newest counts.  It has
    none where all its base accesses are exempt; then there is `NONE` too.
    """
    is_base = product == WS
    if (is_base[1:] & is_base[:-1] & (pair[1:] == pair[:-1])).any():
        number = np.cumsum(np.append(False, pair[1:] != pair[:-1]))
        newest: Codes = np.full(int(number[-1]) + 1, NONE, dtype=np.int64)
        np.maximum.at(newest, number[is_base], version[is_base])
        found: Codes = np.where(is_base, NONE, newest[number])
        return found
    # The last base row so far, which may be another pair's; before the first one, `NONE` stands at the front.
    last = np.cumsum(is_base)
    versions: Codes = np.append(NONE, version[is_base])[last]
    versions[is_base | (np.append(NONE, pair[is_base])[last] != pair)] = NONE
    return versions

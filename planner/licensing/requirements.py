"""From the estate and a scenario's policy to what must be covered.

Every access that is left after the exemptions needs a licensed end (rule R1): a User CAL for the person (R2)
or a Device CAL for the machine (R3).  One row per pair, product and admissible ends, at the newest version needed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import ACCESS_KINDS, DEVICE_KINDS, NONE, Accesses, Codes, DeviceKind, Estate, Pattern
from planner.domain.product import WS, Metric
from planner.domain.requirement import Ends, Requirements
from planner.domain.scenario import Policy
from planner.licensing import peripherals
from planner.licensing.holder_table import HolderTable, Piece, people_behind
from planner.licensing.peripherals import PERIPHERALS, Treatment, treatment
from planner.licensing.populations import Population, add_population, group_population
from planner.licensing.server_versions import exists
from planner.licensing.targets import ServerPark, server_park


def find_requirements(estate: Estate, policy: Policy, *, dealt_out: bool = False) -> Requirements:
    """Return what `policy` says must be covered.

    With `dealt_out`, machines whose pairing is unknown are dealt out to people as evenly as possible: an
    example of what knowing the pairs could save, never a claim.
    """
    park = server_park(estate.servers, policy)
    table = HolderTable()
    for number, group in enumerate(estate.groups):
        if exists(group, policy):
            deal = dealt_out and group.pattern is Pattern.UNKNOWN
            origin = len(estate.servers) + number
            add_population(table, group_population(group, origin, policy, dealt_out=deal), policy)
    if estate.everybody_everywhere:
        _add_two_lists(table, estate, park, policy, dealt_out=dealt_out)
    else:
        _add_accesses(table, estate, park, policy)
    groups = (f'group "{group.name}"' for group in estate.groups)
    return table.requirements((*park.in_words(), *groups), park.modes.choices)


def _add_two_lists(table: HolderTable, estate: Estate, park: ServerPark, policy: Policy, *, dealt_out: bool) -> None:
    """Everybody may use everything: the safe reading of a list of people and a list of machines."""
    people, machines = estate.people, estate.machines
    users = [
        people_behind(name, count)
        for name, count in zip(people.ids[people.active].tolist(), people.persons[people.active].tolist(), strict=True)
    ]
    if not users or not estate.servers:
        return
    layers = park.everything()

    def machines_of(kinds: list[DeviceKind]) -> list[Piece]:
        codes = [DEVICE_KINDS.index(kind) for kind in kinds]
        return [Piece(name, NONE, 1) for name in machines.ids[machines.active & np.isin(machines.kind, codes)].tolist()]

    by_treatment = {kind: treatment(kind, policy) for kind in DEVICE_KINDS if kind not in PERIPHERALS}
    add_population(
        table,
        Population(
            users=users,
            devices=machines_of([kind for kind, reading in by_treatment.items() if reading is Treatment.ORDINARY]),
            peripherals=machines_of(list(PERIPHERALS)),
            dealt_out=dealt_out,
            remote_users=sum(piece.count for piece in users),
            plain=layers,
            remote=layers,
            peripheral=layers,
        ),
        policy,
    )
    alone = machines_of([kind for kind, reading in by_treatment.items() if reading is Treatment.OWN_CAL])
    table.add_layers(NONE, table.add_class(Metric.DEVICE, alone), layers)


def _add_accesses(table: HolderTable, estate: Estate, park: ServerPark, policy: Policy) -> None:
    """Add the named accesses: a class per person and machine, a row per pair, product and ends."""
    kept = _without_manual(estate.accesses)
    stays, user = peripherals.apply(kept, estate.machines.kind, policy)
    rows = _newest_per_pair(_layer_rows(kept, user, stays, park))
    if not len(rows):
        return
    users, devices = np.unique(rows[rows[:, 0] != NONE, 0]), np.unique(rows[rows[:, 1] != NONE, 1])
    first_user = table.add_named(Metric.USER, estate.people.ids[users], estate.people.persons[users])
    first_device = table.add_named(Metric.DEVICE, estate.machines.ids[devices], np.ones_like(devices))
    columns = rows.T
    table.add_rows(
        np.column_stack(
            [
                np.where(columns[0] == NONE, NONE, first_user + np.searchsorted(users, columns[0])),
                np.where(columns[1] == NONE, NONE, first_device + np.searchsorted(devices, columns[1])),
                columns[2],
                columns[4],
                columns[3],
                np.zeros(len(rows), dtype=np.int64),
                _base_versions(rows),
                columns[5],
            ]
        )
    )


def _without_manual(accesses: Accesses) -> Accesses:
    """Drop accesses where a person hands the result on: the chain of access ends there (rule R6)."""
    stays = ~accesses.manual
    return Accesses(*(getattr(accesses, name)[stays] for name in ("user", "device", "server", "kind", "manual")))


def _layer_rows(accesses: Accesses, user: Codes, stays: NDArray[np.bool_], park: ServerPark) -> Codes:
    """Return rows (user, device, product, ends, version, origin) for every layer of every access."""
    key = accesses.server * len(ACCESS_KINDS) + accesses.kind
    parts = [np.empty((0, 6), dtype=np.int64)]
    for target in np.unique(key[stays]).tolist():
        server, kind = divmod(target, len(ACCESS_KINDS))
        here = stays & (key == target)
        for layer in park.layers(server, ACCESS_KINDS[kind]):
            fixed = np.array([layer.product, layer.ends, layer.version, layer.origin], dtype=np.int64)
            ends = np.column_stack([user[here], accesses.device[here]])
            parts.append(np.column_stack([ends, np.broadcast_to(fixed, (len(ends), 4))]))
    rows: Codes = np.concatenate(parts)
    return rows


def _newest_per_pair(rows: Codes) -> Codes:
    """Keep, per pair, product and ends, the newest version; the first server of that version gives its name."""
    rows = _without_missing_ends(rows)
    order = np.lexsort((rows[:, 5], -rows[:, 4], rows[:, 3], rows[:, 2], rows[:, 1], rows[:, 0]))
    rows = rows[order]
    is_first = np.ones(len(rows), dtype=bool)
    is_first[1:] = (rows[1:, :4] != rows[:-1, :4]).any(axis=1)
    kept: Codes = rows[is_first & ((rows[:, 0] != NONE) | (rows[:, 1] != NONE))]
    return kept


def _without_missing_ends(rows: Codes) -> Codes:
    """Return rows whose admissible ends are there: where only one end is known, "either" means that one."""
    user, device, _, ends, _, _ = rows.T
    only = np.where(user == NONE, Ends.DEVICE, np.where(device == NONE, Ends.USER, Ends.EITHER))
    return np.column_stack([rows[:, :3], np.where(ends == Ends.EITHER, only, ends), rows[:, 4:]])


def _base_versions(rows: Codes) -> Codes:
    """Return, for each Remote Desktop row, the base version of its pair; `NONE` for base rows.

    Rows are sorted by pair and product, and every pair has exactly one base row, which comes first.
    """
    is_base = rows[:, 2] == WS
    last_base = np.maximum.accumulate(np.where(is_base, np.arange(len(rows)), 0))
    versions: Codes = np.where(is_base, NONE, rows[last_base, 4])
    return versions

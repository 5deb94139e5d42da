"""What stands behind the holders of licences: a person, a machine or a headcount group, and what is known of them.

Holders come in millions and are known by names; this finds the people and machines again, and hands out what is
known of them as few different texts and, for each holder, which of them is theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import EVERY, EVERY_SERVER, NONE, Codes, Estate, Group, Particulars, Server
from planner.domain.product import DEVICE, USER
from planner.domain.requirement import Holders

SHARED_ACCOUNT = "/person/"
"""Between the id of an account that several people share and the number of one of them."""
GROUP_USER, GROUP_DEVICE, GROUP_PERIPHERAL = "/user/", "/device/", "/peripheral/"
"""Between the name of a headcount group and the number of one of its people, machines and peripherals."""
ALL_SERVERS = "all servers"
_BETWEEN = "; "


@dataclass(frozen=True, slots=True, eq=False)
class CodedTexts:
    """A text per row, each different one kept once: `texts`, and in `codes` the place of each row's among them."""

    texts: list[str]
    codes: Codes

    @staticmethod
    def of(texts: Sequence[str], codes: Codes) -> CodedTexts:
        """Return texts, some of which may be the same, so that each stands once."""
        place: dict[str, int] = {}
        places = np.array([place.setdefault(text, len(place)) for text in texts], dtype=np.int64)
        return CodedTexts(list(place), places[codes] if len(places) else codes)

    @staticmethod
    def alike(text: str, rows: int) -> CodedTexts:
        """Return the same text for all rows."""
        return CodedTexts([text], np.zeros(rows, dtype=np.int64))

    def in_rows(self, rows: slice) -> list[str]:
        """Return the text of each of some rows."""
        return [self.texts[code] for code in self.codes[rows].tolist()]

    @property
    def says_something(self) -> bool:
        """Whether any row has a text that is not empty."""
        return any(self.texts[code] for code in np.unique(self.codes).tolist())


@dataclass(frozen=True, slots=True, eq=False)
class Origins:
    """The person, machine or group behind each of some holders, all of shape (holders,), `NONE` for what is not.

    A holder that is none of the three is the host of an External Connector: then `host` has its name.
    """

    person: Codes  # index into `Estate.people`
    machine: Codes  # index into `Estate.machines`
    group: Codes  # index into `Estate.groups`
    host: CodedTexts

    @staticmethod
    def of(members: Codes, holders: Holders, estate: Estate) -> Origins:
        """Return what stands behind some members of the holders."""
        piece = np.searchsorted(np.cumsum(holders.piece_count), members, side="right")
        metric, is_one = holders.metric[holders.piece_class], holders.piece_first == NONE
        stems = holders.piece_stem.tolist()
        group = np.full(len(stems), NONE, dtype=np.int64)
        group_of = {
            f"{each.name}{between}": number
            for number, each in enumerate(estate.groups)
            for between in (GROUP_USER, GROUP_DEVICE, GROUP_PERIPHERAL)
        }
        for place in np.flatnonzero(~is_one).tolist():
            group[place] = group_of.get(stems[place], NONE)
            stems[place] = stems[place].removesuffix(SHARED_ACCOUNT)
        named = group == NONE
        person = _places(stems, (metric == USER) & named, estate.people.ids)
        machine = _places(stems, (metric == DEVICE) & named, estate.machines.ids)
        is_host = (metric != USER) & (metric != DEVICE)
        hosts = ["", *(stems[place] for place in np.flatnonzero(is_host).tolist())]
        return Origins(
            person[piece],
            machine[piece],
            group[piece],
            CodedTexts.of(hosts, np.where(is_host, np.cumsum(is_host), 0)[piece]),
        )

    def particular(self, estate: Estate, name: str) -> CodedTexts:
        """Return one of the `Particulars` of each holder, an empty text where the inventory says nothing.

        A member of a headcount group has those of the group, which has no name and no e-mail.
        """
        texts, codes = [""], np.zeros(len(self.person), dtype=np.int64)
        for holder, of_end in ((self.person, estate.people.particulars), (self.machine, estate.machines.particulars)):
            known = getattr(of_end, name)
            if known is not None:
                code = known.code[holder]
                is_said = (holder != NONE) & (code != NONE)
                codes[is_said] = len(texts) + code[is_said]
                texts += known.values.tolist()
        is_group = self.group != NONE
        codes[is_group] = len(texts) + self.group[is_group]
        texts += [getattr(group, name, "") if name != "name" else "" for group in estate.groups]
        return CodedTexts.of(texts, codes)

    def servers(self, estate: Estate) -> CodedTexts:
        """Return the ids of the servers that each holder reaches by what the inventory says, sorted, between `; `."""
        texts, codes = [""], np.zeros(len(self.person), dtype=np.int64)
        accesses, ends = estate.accesses, ((self.person, "user", "people"), (self.machine, "device", "machines"))
        for holder, column, kind in ends:
            known = _reached(getattr(accesses, column), len(getattr(estate, kind).ids), estate)
            codes[holder != NONE] = len(texts) + known.codes[holder[holder != NONE]]
            texts += known.texts
        is_group, is_host = self.group != NONE, self.host.codes != 0
        codes[is_group] = len(texts) + self.group[is_group]
        texts += [_of_group(group) for group in estate.groups]
        codes[is_host] = len(texts) + self.host.codes[is_host]
        texts += [_on_host(host, estate.servers) for host in self.host.texts]
        return CodedTexts.of(texts, codes)


def states(estate: Estate, name: str) -> bool:
    """Tell whether the inventory states one of the `Particulars` of anybody, any machine or any group."""
    ends: tuple[Particulars, ...] = estate.people.particulars, estate.machines.particulars
    return any(getattr(end, name) is not None for end in ends) or any(
        getattr(group, name, "") for group in estate.groups if name != "name"
    )


def _places(names: Sequence[str], wanted: NDArray[np.bool_], ids: NDArray[np.object_]) -> Codes:
    """Return the place of each wanted name among ids, `NONE` for what is not there."""
    found = np.full(len(names), NONE, dtype=np.int64)
    place = dict(zip(ids.tolist(), range(len(ids)), strict=True))
    rows = np.flatnonzero(wanted)
    found[rows] = [place.get(names[row], NONE) for row in rows.tolist()]
    return found


def _reached(holder: Codes, holders: int, estate: Estate) -> CodedTexts:
    """Return the servers that each person, or each machine, reaches; holders who reach the same have the same text."""
    if estate.everybody_everywhere:
        return CodedTexts.alike(ALL_SERVERS, holders)
    width, server = len(estate.servers) + 1, estate.accesses.server
    numbers = np.unique((holder * width + (server - EVERY_SERVER))[holder != NONE])
    found, servers = np.divmod(numbers, width)
    begins = np.searchsorted(found, np.arange(holders))
    count = np.searchsorted(found, np.arange(holders), side="right") - begins
    reaches_all = (count > 0) & (np.append(servers, NONE)[begins] == 0)
    count[reaches_all] = 1  # what else is named is among them
    set_of = _equal_runs(servers, begins, count, width)
    _, first, code = np.unique(set_of, return_index=True, return_inverse=True)
    ids = [ALL_SERVERS, *(each.server_id for each in estate.servers)]
    runs = [servers[begins[each] : begins[each] + count[each]].tolist() for each in first.tolist()]
    return CodedTexts([_BETWEEN.join(ids[each] for each in run) for run in runs], code.reshape(-1))


def _equal_runs(values: Codes, begins: Codes, count: Codes, width: int) -> Codes:
    """Return a number per run of values, the same for equal runs; values are below `width`.

    Runs are told apart value by value, as in a tree of words: the number of a run so far and its next value make
    the next number, and a number is not given twice.
    """
    number, given = np.zeros(len(begins), dtype=np.int64), 1
    for step in range(int(count.max(initial=0))):
        goes_on = np.flatnonzero(count > step)
        different, place = np.unique(number[goes_on] * width + values[begins[goes_on] + step], return_inverse=True)
        number[goes_on] = given + place.reshape(-1)
        given += len(different)
    return number


def _of_group(group: Group) -> str:
    named = sorted({*group.servers, *group.rds_servers} - {EVERY})
    return ALL_SERVERS if EVERY in group.servers else _BETWEEN.join(named)


def _on_host(host: str, servers: Sequence[Server]) -> str:
    return _BETWEEN.join(each.server_id for each in servers if host and host in (each.host, each.server_id))

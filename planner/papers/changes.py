"""What a plan changes for whom: who gets a licence, keeps one or loses one, and how many people that is per server.

An inventory mostly does not say who holds an owned licence today.  Where it does, a licence is kept or lost; where it
does not, one from stock may be its holder's already, and that is what is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from planner.domain.holder_origin import ALL_SERVERS
from planner.domain.lot import Lot
from planner.domain.product import Metric, in_words, suite_in_words
from planner.papers.held import Held
from planner.papers.lists import ListSheet
from planner.papers.source import PaperSource
from planner.report.table import Column, Holds, Table, table_of
from planner.words import say

GAINS, FROM_STOCK, KEEPS, LOSES = "gains", say("gets one from stock"), "keeps", "loses"
PEOPLE = (
    Column("holder", say("Holder")),
    Column("name", say("Name")),
    Column("department", say("Department")),
    Column("kind", say("Person or machine")),
    Column("change", say("Change")),
    Column("licence", say("Licence")),
    Column("version", say("Version")),
    Column("source", say("From")),
    Column("servers", say("Servers")),
    Column("why", say("Why")),
)
SERVERS = (
    Column("server", say("Server")),
    Column("people", say("People"), Holds.COUNT, "Who reach it and hold a licence in this plan."),
    Column("machines", say("Machines"), Holds.COUNT),
    Column("gain", say("Gain"), Holds.COUNT, "Of these, who get a licence that is bought."),
    Column("stock", say("From stock"), Holds.COUNT, "Who get one that is owned, and of whom nothing is said today."),
    Column("keep", say("Keep"), Holds.COUNT, "Who keep what they have."),
)
_NOTES = (
    say(
        "gains: a licence that the plan buys. keeps: an owned licence that the inventory gives "
        "to this holder today. gets one from stock: an owned licence of which the inventory "
        "does not say that this holder has it; it may be so all the same. loses: a licence "
        "that the inventory gives to this holder, and that the plan sells or leaves idle."
    ),
)
_NO_SERVER = say("(no server is named)")
_KINDS = {Metric.USER: "person", Metric.DEVICE: "machine", Metric.HOST: "host"}


def changes(source: PaperSource) -> list[ListSheet]:
    """Return who is affected, and the same by server.  Raises UsageError without the inventory and who holds what."""
    held, inventory = source.needs_held(), source.needs_inventory()
    given = {lot.owned_id: lot.assigned_to for lot in inventory.lots}
    change = [
        GAINS if lot is None else KEEPS if given.get(lot) == who else FROM_STOCK
        for lot, who in zip(held.lot, held.holder, strict=True)
    ]
    people = [*_people(held, change), *_lost(inventory.lots, held, source)]
    servers = [server.server_id for server in inventory.estate.servers]
    title = say("What changes for whom")
    return [
        ListSheet(say("People and machines"), title, _NOTES, table_of(PEOPLE, people)),
        ListSheet("Servers", say("{title}, by server", title=title), _NOTES, _by_server(held, change, servers)),
    ]


def _people(held: Held, change: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield a row per licence in use."""
    yield from zip(
        held.holder, held.name, held.department, [_KINDS[metric] for metric in held.metric], change, held.licence,
        held.version, held.source, held.servers, held.reason, strict=True,
    )  # fmt: skip


def _lost(lots: Iterable[Lot], held: Held, source: PaperSource) -> Iterator[tuple[str, ...]]:
    """Yield a row for each licence that the inventory gives to somebody who does not hold it in the plan."""
    kept = set(zip(held.lot, held.holder, strict=True))
    sold = {line.owned_id for line in source.plan.sales}
    for lot in lots:
        if lot.assigned_to and (lot.owned_id, lot.assigned_to) not in kept:
            why = say("It is sold.") if lot.owned_id in sold else say("It is left idle, or serves somebody else.")
            yield (
                lot.assigned_to, "", "", _KINDS[lot.metric], LOSES, _licence(lot), str(lot.version), lot.owned_id, "",
                why,
            )  # fmt: skip


def _licence(lot: Lot) -> str:
    return suite_in_words(lot.suite, lot.metric) if lot.suite is not None else in_words(lot.product, lot.metric)


def _by_server(held: Held, changes: Sequence[str], ids: Sequence[str]) -> Table:
    """Return how many holders reach each server, each holder once."""
    people: Counter[str] = Counter()
    machines: Counter[str] = Counter()
    changed: dict[str, Counter[str]] = {change: Counter() for change in (GAINS, FROM_STOCK, KEEPS)}
    seen: set[tuple[Metric, str]] = set()
    told: set[tuple[Metric, str, str]] = set()
    for holder, metric, change, servers in zip(held.holder, held.metric, changes, held.servers, strict=True):
        reached = ids if servers == ALL_SERVERS else servers.split("; ") if servers else [_NO_SERVER]
        if (metric, holder) not in seen:
            seen.add((metric, holder))
            (people if metric is Metric.USER else machines).update(reached)
        if (metric, holder, change) not in told:
            told.add((metric, holder, change))
            changed[change].update(reached)
    names = [*ids, *([_NO_SERVER] if people[_NO_SERVER] or machines[_NO_SERVER] else [])]
    return table_of(
        SERVERS,
        [
            (name, people[name], machines[name], changed[GAINS][name], changed[FROM_STOCK][name], changed[KEEPS][name])
            for name in names
        ],
    )

"""What a plan changes for whom: who gets a licence, keeps one or loses one, and how many people that is per server.

An inventory mostly does not say who holds an owned licence today.  Where it does, a licence is kept or lost; where it
does not, one from stock may be its holder's already, and that is what is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planner.domain.holder_origin import ALL_SERVERS
from planner.domain.lot import Lot
from planner.domain.plan import Plan, ScenarioResult
from planner.domain.product import HOLDER_METRICS, Metric, in_words, suite_in_words
from planner.papers.lists import ListSheet
from planner.papers.source import PaperSource
from planner.report.register_columns import coded_columns
from planner.report.table import Column, Holds, Table, table_of

GAINS, FROM_STOCK, KEEPS, LOSES = "gains", "gets one from stock", "keeps", "loses"
PEOPLE = (
    Column("holder", "Holder"),
    Column("name", "Name"),
    Column("department", "Department"),
    Column("kind", "Person or machine"),
    Column("change", "Change"),
    Column("licence", "Licence"),
    Column("version", "Version"),
    Column("source", "From"),
    Column("servers", "Servers"),
    Column("why", "Why"),
)
SERVERS = (
    Column("server", "Server"),
    Column("people", "People", Holds.COUNT, "Who reach it and hold a licence in this plan."),
    Column("machines", "Machines", Holds.COUNT),
    Column("gain", "Gain", Holds.COUNT, "Of these, who get a licence that is bought."),
    Column("stock", "From stock", Holds.COUNT, "Who get one that is owned, and of whom nothing is said today."),
    Column("keep", "Keep", Holds.COUNT, "Who keep what they have."),
)
_NOTES = (
    "gains: a licence that the plan buys. keeps: an owned licence that the inventory gives to this holder today. gets "
    "one from stock: an owned licence of which the inventory does not say that this holder has it; it may be so all "
    "the same. loses: a licence that the inventory gives to this holder, and that the plan sells or leaves idle.",
)
_NO_SERVER = "(no server is named)"
_KINDS = {Metric.USER: "person", Metric.DEVICE: "machine", Metric.HOST: "host"}


def changes(source: PaperSource) -> list[ListSheet]:
    """Return who is affected, and the same by server.  Raises UsageError without the inventory."""
    result = source.needs_result()
    plan = result.plan
    assert plan is not None  # a source has a planned scenario
    rows = _Rows.of(result, plan)
    people = list(rows.people()) + list(_lost(source.needs_inventory().lots, plan))
    title = "What changes for whom"
    return [
        ListSheet("People and machines", title, _NOTES, table_of(PEOPLE, people)),
        ListSheet("Servers", f"{title}, by server", _NOTES, _by_server(rows, result)),
    ]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The register as columns of texts, a text per row."""

    holder: list[str]
    metric: list[Metric]
    change: list[str]
    columns: dict[str, list[str]]
    reason: list[str]

    @staticmethod
    def of(result: ScenarioResult, plan: Plan) -> _Rows:
        """Return the register of a scenario."""
        register = plan.register
        coded = coded_columns(result, register)
        wanted = ("name", "department", "licence", "licence_version", "source", "servers")
        every = slice(0, len(register))
        holder = register.holder.tolist()
        sources = [register.sources[code] for code in register.source.tolist()]
        changes = [
            GAINS if one.lot is None else KEEPS if one.lot.assigned_to == who else FROM_STOCK
            for one, who in zip(sources, holder, strict=True)
        ]
        return _Rows(
            holder,
            [HOLDER_METRICS[code] for code in register.metric.tolist()],
            changes,
            {name: coded[name].in_rows(every) for name in wanted},
            register.reason.tolist(),
        )

    def people(self) -> Iterator[tuple[str, ...]]:
        """Yield a row per licence in use."""
        of = self.columns
        yield from zip(
            self.holder, of["name"], of["department"], [_KINDS[metric] for metric in self.metric], self.change,
            of["licence"], of["licence_version"], of["source"], of["servers"], self.reason, strict=True,
        )  # fmt: skip


def _lost(lots: Iterable[Lot], plan: Plan) -> Iterator[tuple[str, ...]]:
    """Yield a row for each licence that the inventory gives to somebody who does not hold it in the plan."""
    register = plan.register
    held = zip(register.source.tolist(), register.holder.tolist(), strict=True)
    kept = {(lot.owned_id, who) for code, who in held if (lot := register.sources[code].lot) is not None}
    sold = {line.lot.owned_id for line in plan.sales}
    for lot in lots:
        if lot.assigned_to and (lot.owned_id, lot.assigned_to) not in kept:
            why = "It is sold." if lot.owned_id in sold else "It is left idle, or serves somebody else."
            yield (
                lot.assigned_to, "", "", _KINDS[lot.metric], LOSES, _licence(lot), str(lot.version), lot.owned_id, "",
                why,
            )  # fmt: skip


def _licence(lot: Lot) -> str:
    return suite_in_words(lot.suite, lot.metric) if lot.suite is not None else in_words(lot.product, lot.metric)


def _by_server(rows: _Rows, result: ScenarioResult) -> Table:
    """Return how many holders reach each server, each holder once."""
    ids = [server.server_id for server in result.estate.servers] if result.estate is not None else []
    people: Counter[str] = Counter()
    machines: Counter[str] = Counter()
    changed: dict[str, Counter[str]] = {change: Counter() for change in (GAINS, FROM_STOCK, KEEPS)}
    seen: set[tuple[Metric, str]] = set()
    told: set[tuple[Metric, str, str]] = set()
    for holder, metric, change, servers in zip(
        rows.holder, rows.metric, rows.change, rows.columns["servers"], strict=True
    ):
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

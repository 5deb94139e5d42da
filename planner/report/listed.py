"""What reports list, each table once: which columns it has, what they are called, and what stands in them.

The terminal, the workbook, the purchase files, the comparison and the dashboard show these tables, each as many of
the columns as it has room for; `tables` hands them out as data frames.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from planner.domain.comparison import compare, differing_policies, find_baseline
from planner.domain.document import PlanDocument, PlanLines, PurchaseLine, ScenarioDocument
from planner.domain.money import round_half_up
from planner.domain.plan import UnitLine
from planner.domain.product import HOLDER_METRICS, Condition, Metric, Product, Version, in_words, rank
from planner.report.cash import cash_by_date
from planner.report.policy_words import differences_in_words, label_of, value_in_words
from planner.report.table import Column, Holds, Table, table_of
from planner.report.words import differences, outcome, told_apart
from planner.words import say
from planner.words.numbers import ENGLISH, Numbers

COUNT, MONEY, SHARE, DAY, YES_NO = Holds.COUNT, Holds.MONEY, Holds.SHARE, Holds.DAY, Holds.YES_NO

PURCHASES = (
    Column("vendor", say("Vendor")),
    Column("sku", say("SKU"), meaning="The vendor's part number, of the price break that is reached."),
    Column("licence", say("Product"), meaning="The licence in words."),
    Column("condition", say("Condition"), meaning="`new` or `used`."),
    Column("packs", say("Packs"), COUNT),
    Column("licences", say("Licences"), COUNT, "Licences in all packs."),
    Column("pack_price", say("Price per pack"), MONEY, "In the plan's currency, without VAT."),
    Column("line_total", say("Line total"), MONEY, "Price of all packs."),
    Column("valid_until", say("Valid until"), DAY, "Last day on which the offer can be bought."),
    Column("lead_days", say("Delivery (days)"), COUNT),
    Column("url", say("Link")),
    Column("note", say("Note")),
    Column("offer_id", say("Offer")),
    Column("pack_size", say("Pack size"), COUNT, "Licences in a pack."),
    Column("channel", say("Channel")),
    Column(
        "quoted_price", say("Quoted price"), MONEY, "Price of a pack as it was quoted, where that is another currency."
    ),
    Column("quoted_currency", say("Quoted in"), meaning="That currency."),
    Column(
        "licence_price",
        say("Price per licence"),
        MONEY,
        "Price per pack over its licences, rounded half up to the cent.",
    ),
    Column("product", say("Product code"), meaning="As in plan.json, `ws_cal`."),
    Column("metric", say("Metric"), meaning="As in plan.json, `user`."),
    Column("version", say("Version")),
    Column("period", say("Period"), COUNT),
    Column("order_on", say("Order on"), DAY, "Day of the order, in a plan with a horizon."),
    Column("reason", say("Why")),
)
TITLES = {column.name: column.title for column in PURCHASES}
SALES = (
    Column("owned_id", say("Owned id")),
    Column("licence", say("Product"), meaning="The licence in words; nothing in plans of earlier versions."),
    Column("condition", say("Condition")),
    Column("document", say("Document")),
    Column("quantity", say("Quantity"), COUNT),
    Column("unit_price", say("Price each"), MONEY),
    Column("proceeds", say("Proceeds"), MONEY),
    Column("period", say("Period"), COUNT),
    Column("sell_on", say("Sell on"), DAY, "Day of the sale, in a plan with a horizon."),
    Column("reason", say("Why")),
)
POSITION = (
    Column("licence", say("Product"), meaning="The licence in words."),
    Column("holders", say("Needed"), COUNT, "Holders whose own need is this version."),
    Column("holders_at_or_above", say("Needed, this version or newer"), COUNT),
    Column("owned", say("Owned"), COUNT),
    Column(
        "usable", say("Usable"), COUNT, "Owned ones that are good for somebody; nothing in plans of earlier versions."
    ),
    Column(
        "missing_today", say("Missing today"), COUNT, "Before anything is bought; nothing in plans of earlier versions."
    ),
    Column("bought", say("Bought"), COUNT),
    Column("sold", say("Sold"), COUNT),
    Column("idle", say("Surplus"), COUNT, "Left once every holder has a licence."),
    Column("product", say("Product code")),
    Column("metric", say("Metric")),
    Column("version", say("Version")),
    Column("period", say("Period"), COUNT),
)
BY_UNIT = (
    Column("by", say("By"), meaning="`department`, `site` or `cost centre`."),
    Column(
        "unit", say("Unit"), meaning="As the inventory writes it, or words for holders without one and for spare ones."
    ),
    Column("held", say("Licences held"), COUNT, "Licences in use, owned and bought."),
    Column("bought", say("Bought"), COUNT, "Licences that the plan buys."),
    Column("cost", say("Cost"), MONEY, "What the bought ones cost, by the price of each purchase."),
)
BY_VENDOR = (
    Column("vendor", say("Vendor")),
    Column("lines", say("Lines"), COUNT),
    Column("licences", say("Licences"), COUNT),
    Column("total", say("Total"), MONEY),
    Column("quoted_total", say("As quoted"), MONEY, "The same in the vendor's currency, where that is another one."),
    Column("quoted_currency", say("Quoted in")),
)
COSTS = (Column("what", say("What")), Column("total", say("Amount"), MONEY))
CASH_DATES = (
    Column("when", say("Day")),
    Column("paid", say("Paid"), MONEY),
    Column("comes_in", say("Comes in"), MONEY),
)
OPTIONS = (
    Column("scenario", say("Scenario")),
    Column("total", say("Total"), MONEY),
    Column(
        "saved", say("This plan saves"), MONEY, "Against that scenario; less than nought: that scenario costs less."
    ),
    Column("saved_percent", say("Saving (%)"), Holds.PERCENT, "The same as a percentage of that scenario's total."),
    Column("result", say("Result")),
    Column("what_differs", say("What is different there")),
    Column("reason", say("Why there is no plan")),
)
TOTAL = say("Total")
NO_DAY = say("No day: own costs of ordering, of two kinds of CAL and of servers")
NOT_STATED, SPARE = say("(not stated)"), say("(spare, held by nobody)")
COVERAGE = (
    Column("licence", say("Licence"), meaning="The licence in words."),
    Column("product", say("Product code")),
    Column("metric", say("Metric")),
    Column("required_version", say("Version needed"), meaning="The newest this holder itself must cover."),
    Column("licence_version", say("Version given")),
    Column("licences", say("Licences"), COUNT),
)
SCENARIOS = (
    Column("scenario", say("Scenario")),
    Column("status", say("Status"), meaning="As in plan.json, `optimal`."),
    Column("result", say("Result"), meaning="How good the plan is, or why there is none, in words."),
    Column("total", say("Total"), MONEY),
    Column("difference", say("Difference"), MONEY, "To the first scenario that has a plan."),
    Column("saving", say("Saving"), MONEY, "Against the baseline."),
    Column("saving_share", say("Saving (share)"), SHARE, "The same as a share of the baseline's total."),
    Column("new_licences", say("New licences"), COUNT),
    Column("used_licences", say("Used licences"), COUNT),
    Column("licences", say("Licences bought"), COUNT),
    Column("vendors", say("Vendors"), COUNT),
    Column("savable", say("Could still be saved, at most"), MONEY),
    Column("what_differs", say("What differs"), meaning="Policies other than the first scenario's, with their values."),
    Column("is_baseline", say("Baseline"), YES_NO, "Whether savings are counted from this scenario."),
)
RULES = (
    Column("policy", say("Name in a workbook")),
    Column("rule", say("Rule"), meaning="The policy in plain words."),
)
LINE = (
    Column("vendor", say("Vendor")),
    Column("sku", say("SKU")),
    Column("licence", say("Product")),
    Column("condition", say("Condition")),
    Column("offer_id", say("Offer")),
)
"""What tells a purchase line from others."""
DIFFERING = (
    Column("scenario", say("Scenario")),
    *LINE,
    Column("packs_before", say("Packs before"), COUNT, "Of the scenario that differences are counted from."),
    Column("packs", say("Packs"), COUNT),
    Column("licences_before", say("Licences before"), COUNT),
    Column("licences", say("Licences"), COUNT),
    Column("pack_price_before", say("Price per pack before"), MONEY, "Nothing where the line is not there."),
    Column("pack_price", say("Price per pack"), MONEY, "Nothing where the line is not there."),
    Column("line_total_before", say("Line total before"), MONEY),
    Column("line_total", say("Line total"), MONEY),
    Column("difference", say("Difference"), MONEY),
)


def purchases(scenario: ScenarioDocument) -> Table:
    """Return what to buy, by vendor, offer and period."""
    plan = scenario.plan
    if plan is None:
        return table_of(PURCHASES, [])
    days = _days(plan)
    rows = [_purchase(line, days[line.period], is_priced=not plan.is_unpriced) for line in plan.purchases]
    return table_of(PURCHASES, rows)


def _purchase(line: PurchaseLine, order_on: date | None, *, is_priced: bool) -> tuple[object, ...]:
    condition = line.condition if is_priced else say("new or used")
    price, total = (line.pack_price_minor, line.cost_minor) if is_priced else (None, None)
    each = None if price is None else round_half_up(Fraction(price, line.pack_size))
    return (
        line.vendor, line.sku, line.licence, condition, line.packs, line.licences, price, total,
        line.valid_until, line.lead_days, line.url, line.note, line.offer_id, line.pack_size,
        line.channel, line.quoted_price_minor, line.quoted_currency, each, line.product.value, line.metric.value,
        str(line.version), line.period, order_on, line.reason,
    )  # fmt: skip


def by_vendor(scenario: ScenarioDocument) -> Table:
    """Return what is bought from each vendor, in all; the sums come last."""
    vendors = dict.fromkeys(line.vendor for line in scenario.purchases)
    lines = {vendor: [line for line in scenario.purchases if line.vendor == vendor] for vendor in vendors}
    rows = [(name, *_sums(of_it), *_as_quoted(of_it)) for name, of_it in lines.items()]
    return table_of(BY_VENDOR, [*rows, (TOTAL, *_sums(scenario.purchases), None, "")])


def _sums(lines: Sequence[PurchaseLine]) -> tuple[int, int, int]:
    return len(lines), sum(line.licences for line in lines), sum(line.cost_minor for line in lines)


def _as_quoted(lines: Sequence[PurchaseLine]) -> tuple[int | None, str]:
    """Return what lines cost in the currency that all of them are quoted in, where that is not the plan's."""
    currencies = {line.quoted_currency for line in lines}
    prices = [line.quoted_price_minor for line in lines if line.quoted_price_minor is not None]
    if len(currencies) > 1 or "" in currencies or len(prices) < len(lines):
        return None, ""
    return sum(line.packs * price for line, price in zip(lines, prices, strict=True)), currencies.pop()


def costs(plan: PlanLines) -> Table:
    """Return what the total of a plan consists of, sales with a minus; the total comes last."""
    cost, used = plan.cost, sum(line.worth_minor for line in plan.purchases if line.condition is Condition.USED)
    parts = (
        (say("New licences"), cost.purchases - used),
        (say("Used licences"), used),
        (say("Placing orders"), cost.orders),
        (say("Managing two kinds of CAL"), cost.mixing),
        (say("Server upgrades"), cost.upgrades),
        (say("Keeping old versions of servers"), cost.keeping),
        (say("Sales of owned licences"), -cost.sales),
        (say("What is left at the end of the horizon"), -cost.end_value),
    )
    return table_of(COSTS, [*((name, amount) for name, amount in parts if amount), (TOTAL, cost.total)])


def cash_dates(scenario: ScenarioDocument, payment_days: int, day_in_words: Callable[[date], str]) -> Table:
    """Return what is paid and comes in by day, vendors so many days after the order; the sums come last."""
    lines = cash_by_date(scenario, payment_days)
    sums = (TOTAL, sum(line.paid_minor for line in lines), sum(line.comes_in_minor for line in lines))
    return table_of(
        CASH_DATES,
        [
            *(
                (NO_DAY if line.day is None else day_in_words(line.day), line.paid_minor, line.comes_in_minor)
                for line in lines
            ),
            *([sums] if lines else []),
        ],
    )


def options(document: PlanDocument, scenario: str, numbers: Numbers = ENGLISH) -> Table:
    """Return the other scenarios as options beside one: what each costs more, or why there is no plan of it.

    The cheapest comes first, what has no plan last.
    """
    chosen = document[scenario]
    own = None if chosen.plan is None or chosen.plan.is_unpriced else chosen.plan.cost.total
    rows: list[tuple[object, ...]] = []
    for one in document.scenarios:
        if one.name == scenario:
            continue
        differs = differing_policies(chosen.policy, one.policy)
        otherwise = differences_in_words(differs, one.policy, document.currency, numbers)
        total = None if one.plan is None or one.plan.is_unpriced else one.plan.cost.total
        saved = None if total is None or own is None else total - own
        percent = None if total is None or saved is None else percent_of(saved, total)
        rows.append((one.name, total, saved, percent, outcome(one, document.currency), otherwise, one.reason))
    rows.sort(key=lambda row: (row[1] is None, row[1] or 0))
    return table_of(OPTIONS, rows)


def percent_of(part_minor: int, whole_minor: int) -> float | None:
    """Return an amount as so many per cent of another, None where that is nothing to take a share of."""
    share = share_of(part_minor, whole_minor)
    return None if share is None else float(share * 100)


def sales(scenario: ScenarioDocument) -> Table:
    """Return what to sell, by lot and day."""
    days = _days(scenario.plan) if scenario.plan else []
    return table_of(
        SALES,
        [
            (
                line.owned_id, line.licence, line.condition, line.document,
                line.quantity, line.unit_price_minor, line.proceeds_minor, line.period, days[line.period], line.reason,
            )
            for line in scenario.sales
        ],
    )  # fmt: skip


def _days(plan: PlanLines) -> list[date | None]:
    """Return the day of each period, None for a plan of one day."""
    return [period.starts if plan.cash is not None else None for period in plan.periods]


def position(scenario: ScenarioDocument) -> Table:
    """Return need and supply after the plan: a row for every product, metric and version that occurs."""
    return table_of(
        POSITION,
        [
            (
                row.licence, row.holders, row.holders_at_or_above, row.owned, row.usable, row.missing_today,
                row.bought, row.sold, row.idle, row.product.value, row.metric.value, str(row.version), row.period,
            )
            for row in (scenario.plan.positions if scenario.plan else ())
        ],
    )  # fmt: skip


def by_unit(scenario: ScenarioDocument) -> Table:
    """Return licences held and bought, and what the bought ones cost, by department, site and cost centre."""
    lines = scenario.plan.by_unit if scenario.plan else ()
    return table_of(BY_UNIT, [_of_unit(line) for line in lines])


def _of_unit(line: UnitLine) -> tuple[object, ...]:
    unit = SPARE if line.is_spare else line.unit or NOT_STATED
    return line.by.replace("_", " "), unit, line.held, line.bought, line.cost_minor


Served = tuple[Product, Metric, Version, Version]
"""A licence's product and metric, the version its holder needs, and the version it is of."""


def coverage(numbers: Mapping[Served, int]) -> Table:
    """Return how many licences serve needs of which version, by product, metric and version."""

    def place(served: Served) -> tuple[int, ...]:
        product, metric, required, given = served
        return list(Product).index(product), HOLDER_METRICS.index(metric), rank(required), rank(given)

    return table_of(
        COVERAGE,
        [
            (in_words(product, metric, given), product.value, metric.value, str(required), str(given), number)
            for (product, metric, required, given), number in sorted(numbers.items(), key=lambda one: place(one[0]))
        ],
    )


def scenarios(document: PlanDocument) -> Table:
    """Return the scenarios side by side: differences from the first planned one, savings against the baseline."""
    baseline = find_baseline(document)
    first = document.scenarios[0].policy if document.scenarios else {}
    rows: list[tuple[object, ...]] = []
    for one, row in zip(document.scenarios, compare(document.scenarios), strict=True):
        differs = differences(first, one.policy, document.currency)
        if one.plan is not None and one.plan.is_unpriced:
            how, licences = outcome(one, document.currency), one.plan.licences
            rows.append((one.name, one.status.value, how, *[None] * 6, licences, None, None, differs, False))
            continue
        if one.plan is None or baseline is None:
            rows.append((one.name, one.status.value, outcome(one, document.currency), *[None] * 9, differs, False))
            continue
        plan, base = one.plan, baseline[1].cost.total
        saved = base - plan.cost.total
        how = outcome(one, document.currency)
        rows.append(
            (
                one.name, one.status.value, how, plan.cost.total, row.difference_minor, saved, share_of(saved, base),
                plan.new_licences, plan.used_licences, plan.licences, plan.vendors, plan.savable_minor, differs,
                one is baseline[0],
            )
        )  # fmt: skip
    return table_of(SCENARIOS, rows)


def share_of(part_minor: int, whole_minor: int) -> Fraction | None:
    """Return an amount as a share of another, None where that is nothing to take a share of."""
    return Fraction(part_minor, whole_minor) if whole_minor > 0 else None


def rules_that_differ(
    compared: Sequence[ScenarioDocument], names: Sequence[str], currency: str, numbers: Numbers = ENGLISH
) -> Table:
    """Return the rules in which any two scenarios differ, with a column per scenario, called as `names` has it."""
    policies = [one.policy for one in compared]
    differing = dict.fromkeys(name for other in policies for name in differing_policies(policies[0], other))
    titles = told_apart([*(column.name for column in RULES), *names])[len(RULES) :]
    columns = *RULES, *(Column(one, one) for one in titles)
    rows = [
        (name, label_of(name), *(value_in_words(name, policy.get(name), currency, numbers) for policy in policies))
        for name in differing
    ]
    return table_of(columns, rows)


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A purchase line in several scenarios: None where a scenario does not buy it."""

    told: PurchaseLine
    lines: tuple[PurchaseLine | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the scenarios do not all buy as many packs at the same price."""
        return len({line and (line.packs, line.licences, line.pack_price_minor) for line in self.lines}) > 1


def offer_lines(compared: Sequence[ScenarioDocument]) -> Iterator[OfferLine]:
    """Yield every line that any of the scenarios buys, by vendor and offer, beside what the others buy of it."""
    lines = [{_same(line): line for line in one.purchases} for one in compared]
    for key in sorted({key for found in lines for key in found}):
        each = tuple(found.get(key) for found in lines)
        yield OfferLine(next(filter(None, each)), each)


def _same(line: PurchaseLine) -> tuple[str, ...]:
    """Return what makes a line the same in two scenarios."""
    return line.vendor, line.offer_id, line.licence, line.condition.value, str(line.period)


def purchase_lines_that_differ(
    reference: ScenarioDocument, others: Iterable[ScenarioDocument], names: Sequence[str]
) -> Table:
    """Return the lines of scenarios in which they differ from a reference; `names` says how they are called."""
    rows: list[tuple[object, ...]] = []
    for name, other in zip(names, others, strict=True):
        for one in offer_lines([reference, other]):
            if one.differs:
                rows.append((name, *_told(one.told), *_before_and_after(*one.lines)))
    return table_of(DIFFERING, rows)


def _told(line: PurchaseLine) -> tuple[object, ...]:
    return line.vendor, line.sku, line.licence, line.condition.value, line.offer_id


def _before_and_after(before: PurchaseLine | None, after: PurchaseLine | None) -> Iterator[object]:
    yield from (line.packs if line else 0 for line in (before, after))
    yield from (line.licences if line else 0 for line in (before, after))
    yield from (line.pack_price_minor if line else None for line in (before, after))
    paid = [line.cost_minor if line else 0 for line in (before, after)]
    yield from (*paid, paid[1] - paid[0])

"""A plan as it is shown, saved and read back: everything plan.json says, typed, with money in whole minor units.

A document is made once, from what a run produced, or read from a plan.json; whoever shows, compares or exports plans
works on it, so that a plan saved long ago is shown as it was made.  What earlier versions of the program did not write
yet is None, or an empty text, never a guess.

Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from planner.domain.inventory import SourceFile
from planner.domain.issue import Notice
from planner.domain.plan import (
    Alternative,
    Cost,
    DataLevel,
    Plan,
    PlanSet,
    PlanStatus,
    PoolPosition,
    Purchase,
    Relaxation,
    Sale,
    ScenarioResult,
    ServerUpgrade,
    Size,
    Switch,
    UnitLine,
    UpgradeEffect,
    gap_between,
)
from planner.domain.position import LicencesShort, PositionToday
from planner.domain.product import Condition, Metric, Product, Suite, Version, in_words, suite_in_words
from planner.domain.profile import Profile
from planner.domain.review import CheckLine, Risk
from planner.domain.shortfall import by_pool, missing_today, usable


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """So many packs of one offer, and what the vendor says of it.  Prices are of a pack, in the plan's currency."""

    offer_id: str
    vendor: str
    product: Product
    metric: Metric
    version: Version
    condition: Condition
    pack_size: int
    packs: int
    licences: int
    pack_price_minor: int
    cost_minor: int
    period: int = 0
    reason: str = ""
    sku: str = ""
    """The vendor's part number, of the price break that is reached."""
    valid_until: date | None = None
    lead_days: int | None = None
    """Days until it is delivered."""
    channel: str = ""
    url: str = ""
    note: str = ""
    quoted_currency: str = ""
    """The currency of the quotation, where it is not the plan's."""
    quoted_price_minor: int | None = None
    """Price of a pack in that currency."""
    suite: Suite | None = None
    """The suite it is bought as; `product` is what is planned of it."""
    quotation: str = ""
    """Number of the vendor's quotation."""
    value_minor: int | None = None
    """What it costs as it is worth on the plan's day, where it may be paid on a later one."""
    term_months: int | None = None
    """Months a subscription runs in a plan with a horizon; None: it has no end, or there is none."""

    @property
    def worth_minor(self) -> int:
        """What all packs cost as it is worth on the plan's day."""
        return self.cost_minor if self.value_minor is None else self.value_minor

    @property
    def licence(self) -> str:
        """The licence in words, by the name it is sold under."""
        if self.suite is not None:
            return suite_in_words(self.suite, self.metric)
        return in_words(self.product, self.metric, self.version)


@dataclass(frozen=True, slots=True)
class SaleLine:
    """So many licences sold from one lot; what they are is None where an earlier version did not write it."""

    owned_id: str
    quantity: int
    unit_price_minor: int
    proceeds_minor: int
    period: int = 0
    reason: str = ""
    product: Product | None = None
    metric: Metric | None = None
    version: Version | None = None
    condition: Condition | None = None
    document: str = ""
    suite: Suite | None = None
    """The suite it was bought as; `product` is what is planned of it."""
    value_minor: int | None = None
    """What it brings as it is worth on the plan's day, where it may be sold on a later one."""

    @property
    def licence(self) -> str | None:
        """The licence in words, by the name it was bought under."""
        if self.suite is not None:
            return suite_in_words(self.suite, self.metric)
        return in_words(self.product, self.metric, self.version) if self.product and self.metric else None


@dataclass(frozen=True, slots=True)
class SwitchLine:
    """So many licences of one lot that change their metric."""

    owned_id: str
    before: Metric
    after: Metric
    quantity: int
    reason: str = ""
    product: Product | None = None
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Need and supply of one product, metric and version; a line for every version that occurs."""

    product: Product
    metric: Metric
    version: Version
    period: int
    holders: int
    holders_at_or_above: int
    owned: int
    bought: int
    sold: int
    idle: int
    usable: int | None = None
    """Owned licences that are good for somebody in this pool."""
    missing_today: int | None = None
    """Licences of this version or newer that would have to come on top before anything is bought."""

    @property
    def licence(self) -> str:
        """The licence in words."""
        return in_words(self.product, self.metric, self.version)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time that a plan is made for."""

    period: int
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Checks:
    """What the audit found: how many requirements there are, and how many of them nothing covers."""

    audited: bool
    requirements: int
    uncovered: int


@dataclass(frozen=True, slots=True)
class PlanLines:
    """What a plan consists of, line by line, what it costs, and how good it is."""

    cost: Cost
    bound_minor: int
    purchases: tuple[PurchaseLine, ...]  # by vendor, offer_id, period
    sales: tuple[SaleLine, ...]  # by owned_id
    positions: tuple[Position, ...]  # by product, metric, version
    periods: tuple[Period, ...]
    checks: Checks
    checklist: tuple[CheckLine, ...] = ()
    """What an auditor asks for; empty in plans of earlier versions."""
    risk: Risk | None = None
    switches: tuple[SwitchLine, ...] = ()
    modes: Mapping[str, Metric] = field(default_factory=dict)
    """The mode picked for each Remote Desktop deployment that left it to the plan."""
    example_if_own_minor: int | None = None
    by_unit: tuple[UnitLine, ...] = ()
    """Licences by department, site and cost centre; empty where the inventory states none, or in earlier plans."""
    is_unpriced: bool = False
    """Whether nothing has a price: then the purchases are what to ask for, and every amount is nought."""
    cash: Cost | None = None
    """With a horizon: the cost as it is paid; `cost` is then what that is worth on the plan's day."""
    upgrades: tuple[ServerUpgrade, ...] = ()  # by server_id
    """With a horizon: what becomes of the servers that are upgraded, may be, or cost something to keep."""
    alternatives: tuple[Alternative, ...] = ()
    """With a horizon: what the scenario costs without foresight."""
    effects: tuple[UpgradeEffect, ...] = ()
    """With a horizon: what each upgrade means for licences."""

    def in_period(self, period: int) -> PlanLines:
        """Return the plan with what is bought and sold in one period only."""
        return replace(
            self,
            purchases=tuple(line for line in self.purchases if line.period == period),
            sales=tuple(line for line in self.sales if line.period == period),
        )

    @property
    def savable_minor(self) -> int:
        """What could still be saved at most; nought where the plan is proved cheapest."""
        return self.cost.total - self.bound_minor

    @property
    def gap(self) -> Fraction:
        """The same as a share of the total."""
        return gap_between(self.cost.total, self.bound_minor)

    @property
    def licences(self) -> int:
        """Licences bought."""
        return sum(line.licences for line in self.purchases)

    @property
    def used_licences(self) -> int:
        """Used licences bought."""
        return sum(line.licences for line in self.purchases if line.condition is Condition.USED)

    @property
    def new_licences(self) -> int:
        """New licences bought."""
        return self.licences - self.used_licences

    @property
    def vendors(self) -> int:
        """Vendors ordered from."""
        return len({line.vendor for line in self.purchases})


@dataclass(frozen=True, slots=True)
class BudgetLines:
    """What a budget that is too small buys first, and what is missing all the same."""

    purchases: tuple[PurchaseLine, ...]
    missing: tuple[LicencesShort, ...]
    amount_minor: int | None
    """At list prices; None where one is not known."""


@dataclass(frozen=True, slots=True)
class ScenarioDocument:
    """One scenario.  `plan` is there where the status is optimal, feasible or unpriced."""

    name: str
    status: PlanStatus
    policy: Mapping[str, Any]
    """Every policy in force, as plan.json writes them."""
    data_level: DataLevel
    assumptions: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    plan: PlanLines | None = None
    reason: str = ""
    """Why there is no plan."""
    relaxations: tuple[Relaxation, ...] = ()
    within_budget: BudgetLines | None = None
    """Where the budget alone is too small: what it buys first."""
    is_reading: bool = False
    """Whether it is only there to see what another reading of a disputed rule costs."""

    @property
    def total_minor(self) -> int | None:
        """What the plan costs; None where there is none."""
        return self.plan.cost.total if self.plan else None

    @property
    def purchases(self) -> tuple[PurchaseLine, ...]:
        """What is bought; empty where there is no plan."""
        return self.plan.purchases if self.plan else ()

    @property
    def sales(self) -> tuple[SaleLine, ...]:
        """What is sold; empty where there is no plan."""
        return self.plan.sales if self.plan else ()

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return str(self.policy["currency"])

    @property
    def horizon_months(self) -> int:
        """Months the plan looks ahead; 0: it is of one day."""
        return int(self.policy.get("horizon_months") or 0)

    @property
    def plan_date(self) -> date:
        """The day that is planned for."""
        return date.fromisoformat(self.policy["plan_date"])


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """Everything one run produced, in the order planned."""

    inventory: SourceFile
    catalogue: SourceFile | None
    created: str
    version: str
    currency: str
    scenarios: tuple[ScenarioDocument, ...]
    timings: Mapping[str, float]
    size: Size
    position_today: PositionToday | None = None
    """What is missing before anything is bought; None where that was not found, or in plans of earlier versions."""
    profile: Profile = field(default_factory=Profile)
    """What papers say of the organisation and its vendors; blank where the inventory says nothing."""

    @property
    def plan_date(self) -> date:
        """The day that the first scenario is planned for."""
        return self.scenarios[0].plan_date

    @property
    def planned(self) -> tuple[tuple[ScenarioDocument, PlanLines], ...]:
        """The scenarios that have a plan, with it."""
        return tuple((one, one.plan) for one in self.scenarios if one.plan)

    @property
    def best(self) -> ScenarioDocument:
        """The cheapest planned scenario, mere readings last; the first scenario where none has a plan.

        Totals are compared over the same time only, so those that look further ahead come first.
        """
        planned = sorted(self.planned, key=lambda one: (one[0].is_reading, -one[0].horizon_months, one[1].cost.total))
        return planned[0][0] if planned else self.scenarios[0]

    def __getitem__(self, name: str) -> ScenarioDocument:
        """Return a scenario by its name.  Raises KeyError for one that the plan does not have."""
        for one in self.scenarios:
            if one.name == name:
                return one
        raise KeyError(name)


def document_of(plan_set: PlanSet) -> PlanDocument:
    """Return the document of everything one run produced."""
    return PlanDocument(
        inventory=plan_set.inventory,
        catalogue=plan_set.catalogue,
        created=plan_set.created,
        version=plan_set.version,
        currency=plan_set.currency,
        scenarios=tuple(scenario_of(result) for result in plan_set.results),
        timings=plan_set.timings,
        size=plan_set.size,
        position_today=plan_set.position_today,
        profile=plan_set.profile,
    )


def scenario_of(result: ScenarioResult) -> ScenarioDocument:
    """Return the document of one scenario."""
    return ScenarioDocument(
        name=result.name,
        status=result.status,
        policy=result.scenario.policy.as_json(),
        data_level=result.data_level,
        assumptions=result.assumptions,
        notices=result.notices,
        plan=_lines(result, result.plan) if result.plan else None,
        reason="" if result.plan else result.reason,
        relaxations=result.relaxations,
        within_budget=_within_budget(result),
        is_reading=result.scenario.is_reading,
    )


def _lines(result: ScenarioResult, plan: Plan) -> PlanLines:
    policy, review = result.scenario.policy, result.review
    by_vendor = sorted(plan.purchases, key=lambda line: (line.offer.vendor, line.offer.offer_id, line.period))
    return PlanLines(
        cost=plan.cost,
        bound_minor=plan.lower_bound_minor,
        purchases=tuple(_purchase(line, policy.currency) for line in by_vendor),
        sales=tuple(map(_sale, plan.sales)),
        positions=tuple(_positions(plan.pools)),
        periods=_periods(plan, policy.plan_date),
        checks=Checks(audited=True, requirements=plan.requirements, uncovered=0),
        checklist=review.checklist if review else (),
        risk=review.risk if review else None,
        switches=tuple(map(_switch, plan.switches)),
        modes=dict(sorted(plan.modes.items())),
        example_if_own_minor=result.example_if_own_minor,
        by_unit=tuple(_of_unit(line, result) for line in result.by_unit),
        is_unpriced=result.status is PlanStatus.UNPRICED,
        cash=plan.over_time.cash if plan.over_time else None,
        upgrades=plan.over_time.upgrades if plan.over_time else (),
        alternatives=plan.over_time.alternatives if plan.over_time else (),
        effects=plan.over_time.effects if plan.over_time else (),
    )


def _periods(plan: Plan, day: date) -> tuple[Period, ...]:
    if plan.over_time is None:
        return (Period(0, day, day),)
    return tuple(Period(each.period, each.starts, each.ends) for each in plan.over_time.stretches)


def _of_unit(line: UnitLine, result: ScenarioResult) -> UnitLine:
    return replace(line, cost_minor=None) if result.status is PlanStatus.UNPRICED else line


def _purchase(line: Purchase, currency: str) -> PurchaseLine:
    offer, paid = line.offer, line.offer.break_for(line.packs)
    is_foreign = offer.currency != currency
    return PurchaseLine(
        offer_id=offer.offer_id,
        vendor=offer.vendor,
        product=offer.product,
        metric=offer.metric,
        version=offer.version,
        condition=offer.condition,
        pack_size=offer.pack_size,
        packs=line.packs,
        licences=line.licences,
        pack_price_minor=line.pack_price_minor,
        cost_minor=line.cost_minor,
        period=line.period,
        reason=line.reason,
        sku=paid.sku or "",
        valid_until=offer.valid_until,
        lead_days=offer.lead_days,
        channel=offer.channel or "",
        url=paid.url or "",
        note=paid.note or "",
        quoted_currency=offer.currency if is_foreign else "",
        quoted_price_minor=paid.listed_minor if is_foreign else None,
        suite=offer.suite,
        quotation=offer.quotation,
        value_minor=None if paid.present_minor is None else line.value_minor,
        term_months=None if paid.present_minor is None else offer.term_months,
    )


def _within_budget(result: ScenarioResult) -> BudgetLines | None:
    found, currency = result.within_budget, result.scenario.policy.currency
    if found is None:
        return None
    lines = tuple(_purchase(line, currency) for line in found.purchases)
    return BudgetLines(lines, found.missing, found.amount_minor)


def _sale(line: Sale) -> SaleLine:
    lot = line.lot
    return SaleLine(
        owned_id=lot.owned_id,
        quantity=line.quantity,
        unit_price_minor=lot.resale_minor,
        proceeds_minor=line.proceeds_minor,
        period=line.period,
        reason=line.reason,
        product=lot.product,
        metric=lot.metric,
        version=lot.version,
        condition=lot.condition,
        document=lot.document or "",
        suite=lot.suite,
        value_minor=None if lot.resale_present_minor is None else line.value_minor,
    )


def _switch(line: Switch) -> SwitchLine:
    lot = line.lot
    return SwitchLine(lot.owned_id, lot.metric, line.to, line.quantity, line.reason, lot.product, lot.version)


def _positions(pools: tuple[PoolPosition, ...]) -> Iterator[Position]:
    missing = {id(row): number for rows in by_pool(pools).values() for row, number in missing_today(rows)}
    for row in pools:
        yield Position(
            product=row.product,
            metric=row.metric,
            version=row.version,
            period=row.period,
            holders=row.holders,
            holders_at_or_above=row.holders_at_or_above,
            owned=row.owned,
            bought=row.bought,
            sold=row.sold,
            idle=row.idle,
            usable=usable(row, pools),
            missing_today=missing.get(id(row), 0) if row.period == 0 else None,
        )

"""A plan and everything said about it: what to buy and sell, who gets what, what it costs, how good it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.by_content import ByContent
from planner.domain.estate import Codes, Estate
from planner.domain.inventory import SourceFile
from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.position import LicencesShort, PositionToday
from planner.domain.product import WITH_ASSURANCE, Condition, Metric, Product, Version, opposite, rank
from planner.domain.profile import Profile
from planner.domain.requirement import Requirements
from planner.domain.review import Review
from planner.domain.scenario import Scenario
from planner.words import SaidEnum


class PlanStatus(StrEnum):
    """How planning a scenario ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    UNPRICED = "unpriced"
    """Nothing is on offer: the plan says what to ask vendors for, and no amounts."""
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


class DataLevel(StrEnum):
    """How exactly the inventory says who uses what; from strongest to weakest claim."""

    PAIRS = "pairs"
    GROUPS = "groups"
    UPPER_BOUND = "upper_bound"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a plan costs, in minor units.  `sales` is what comes in."""

    purchases: int
    orders: int
    mixing: int
    upgrades: int
    sales: int
    keeping: int = 0
    """What keeping old versions of servers costs."""
    end_value: int = 0
    """What licences are still worth at the end of a horizon, and subscriptions that reach beyond it."""

    @property
    def total(self) -> int:
        """The objective: all that goes out less what comes in and what is still there."""
        out = self.purchases + self.orders + self.mixing + self.upgrades + self.keeping
        return out - self.sales - self.end_value


def gap_between(total_minor: int, bound_minor: int) -> Fraction:
    """Return how much of a total could still be saved at most, as a share of it."""
    return Fraction(total_minor - bound_minor, max(abs(total_minor), abs(bound_minor), 1))


@dataclass(frozen=True, slots=True)
class Purchase:
    """So many packs of one offer, at the price of the break they reach."""

    offer: Offer
    packs: int
    period: int = 0
    reason: str = ""

    @property
    def licences(self) -> int:
        """Licences in all packs."""
        return self.packs * self.offer.pack_size

    @property
    def pack_price_minor(self) -> int:
        """Price of one pack."""
        return self.offer.break_for(self.packs).price_minor

    @property
    def cost_minor(self) -> int:
        """Price of all packs."""
        return self.packs * self.pack_price_minor

    @property
    def value_minor(self) -> int:
        """What they cost as it is worth on the plan's day."""
        return self.packs * self.offer.break_for(self.packs).value_minor

    @property
    def back_minor(self) -> int:
        """What of that is still there at the end of a horizon."""
        return self.packs * self.offer.break_for(self.packs).back_minor


@dataclass(frozen=True, slots=True)
class Sale:
    """So many licences sold from one lot."""

    lot: Lot
    quantity: int
    period: int = 0
    reason: str = ""

    @property
    def proceeds_minor(self) -> int:
        """What the sale brings in."""
        return self.quantity * self.lot.resale_minor

    @property
    def value_minor(self) -> int:
        """What it brings in as it is worth on the plan's day."""
        return self.quantity * self.lot.resale_value_minor


@dataclass(frozen=True, slots=True)
class Switch:
    """So many licences of one lot that change their metric."""

    lot: Lot
    quantity: int
    reason: str = ""

    @property
    def to(self) -> Metric:
        """The metric they get."""
        return opposite(self.lot.metric)


@dataclass(frozen=True, slots=True)
class PoolPosition:
    """Need and supply of one product, metric and version; a row for every version that occurs.

    Switched licences are owned in the pool that they are switched to.
    """

    product: Product
    metric: Metric
    version: Version
    holders: int
    holders_at_or_above: int
    owned: int
    bought: int
    sold: int
    idle: int
    period: int = 0
    barred: int = 0
    """Owned licences that nobody may use, because no licence server holds them."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Licences of one department, site or cost centre; what the bought ones cost, in minor units."""

    by: str
    """`department`, `site` or `cost_centre`."""
    unit: str
    """As the inventory writes it; blank for holders of whom it states none, and for spare licences."""
    held: int
    """Licences in use there, owned and bought."""
    bought: int
    cost_minor: int | None
    """None where there are no prices yet."""
    is_spare: bool = False
    """Whether these are licences that are bought and that nobody holds."""


@dataclass(frozen=True, slots=True)
class RegisterSource:
    """Where a licence in use comes from: a lot or an offer."""

    source_id: str
    condition: Condition
    version: Version
    lot: Lot | None = None
    """The lot, where it is one; None: bought by the plan."""
    with_assurance: bool = False
    """Whether it counts as under Software Assurance, or as a subscription."""
    period: int = 0
    """The period in which it is bought."""

    @property
    def level(self) -> int:
        """What its licences are good for: an index into `LEVELS`."""
        return rank(WITH_ASSURANCE if self.with_assurance else self.version)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Register(ByContent):
    """One row per licence in use, as columns of shape (rows,)."""

    product: Codes  # the layer, index into PRODUCTS; with the metric it says which licence it is
    metric: Codes  # index into HOLDER_METRICS
    member: Codes  # index into Holders.names() of the requirements the plan was made for
    holder: NDArray[np.object_]  # its name
    required: Codes  # level this holder itself must cover
    licence: Codes  # level of the licence given
    source: Codes  # index into sources
    reason: NDArray[np.object_]
    sources: tuple[RegisterSource, ...]
    period: int = 0

    def __len__(self) -> int:
        return len(self.product)


@dataclass(frozen=True, slots=True)
class ServerUpgrade:
    """What becomes of one server within a horizon, and what that costs, as it is paid and as it is worth today."""

    server_id: str
    before: Version
    to: Version | None
    """None: no upgrade is planned, nor to be chosen."""
    on: date | None
    """None: it keeps its version within the horizon."""
    is_chosen: bool
    cost_minor: int = 0
    keeping_minor: int = 0
    cash_cost_minor: int = 0
    cash_keeping_minor: int = 0
    payments: tuple[tuple[date, int], ...] = ()
    """What is paid for keeping the old version, and on which days, in minor units of that day."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """One period of a plan over time: who holds what, and what had to be covered."""

    period: int
    starts: date
    ends: date
    """The first day of the next period, or the horizon's end."""
    register: Register
    needs: Requirements
    freed: tuple[tuple[int, int], ...] = ()


class Restriction(SaidEnum):
    """What another plan of a scenario is kept from, so that the difference shows what foresight is worth."""

    EVERYTHING_TODAY = "everything today"
    NOTHING_EARLY = "nothing before it is needed"


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a scenario costs under a restriction, with the upgrades on the days of its plan."""

    restriction: Restriction
    status: PlanStatus
    total_minor: int | None = None
    """None where it is impossible, or not known."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The cheapest plan in which servers are upgraded that the plan keeps, or kept that it upgrades."""

    on: date | None
    """The day they are upgraded on there; None: they stay as they are."""
    licences_minor: int
    """What licences and their orders cost more there, as it is worth on the plan's day; below nought: less."""
    upgrades_minor: int
    """The same of upgrading."""
    keeping_minor: int
    """The same of keeping old versions."""

    @property
    def more_minor(self) -> int:
        """What everything costs more there; below nought: less."""
        return self.licences_minor + self.upgrades_minor + self.keeping_minor


@dataclass(frozen=True, slots=True)
class UpgradeEffect:
    """What an upgrade means for licences: the plan against the one in which these servers stay as they are."""

    servers: tuple[str, ...]
    """Those that are upgraded together."""
    on: date | None
    """None: they might have been upgraded, and are not within the horizon."""
    licences_minor: int | None
    """What licences cost more with it, as that is worth on the plan's day; None where it is not known, or not done."""
    useless: int = 0
    """Owned licences in use at the horizon's end without the upgrade that are in no use with it."""
    otherwise: Otherwise | None = None
    """The other way for these servers, with all else on the days of the plan; None where it is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class OverTime:
    """What a plan with a horizon says beside its lines."""

    stretches: tuple[Stretch, ...]
    upgrades: tuple[ServerUpgrade, ...]  # by server_id
    cash: Cost
    """The cost as it is paid; the plan's own is what that is worth today."""
    alternatives: tuple[Alternative, ...] = ()
    effects: tuple[UpgradeEffect, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A complete, audited plan.  `lower_bound_minor` is proved: no plan costs less."""

    cost: Cost
    lower_bound_minor: int
    purchases: tuple[Purchase, ...]  # by vendor, offer_id
    sales: tuple[Sale, ...]  # by owned_id
    pools: tuple[PoolPosition, ...]  # by product, metric, version
    register: Register
    modes: Mapping[str, Metric]
    """The mode picked for each Remote Desktop deployment that left it to the plan."""
    requirements: int
    over_time: OverTime | None = None
    """With a horizon; then the register above is that of the first period, and purchases, sales and "
    "pools are of all."""
    switches: tuple[Switch, ...] = ()  # by owned_id
    freed: tuple[tuple[int, int], ...] = ()
    """Who is freed of the base CAL for administration: (administration, member), as the requirements number them."""

    @property
    def is_proved(self) -> bool:
        """Whether the cost equals the bound to the cent."""
        return self.cost.total == self.lower_bound_minor

    @property
    def gap(self) -> Fraction:
        """The share of the total that could still be saved at most; 0 where the plan is proved."""
        return gap_between(self.cost.total, self.lower_bound_minor)

    @property
    def licences(self) -> int:
        """Licences bought."""
        return sum(line.licences for line in self.purchases)

    @property
    def vendors(self) -> int:
        """Vendors ordered from."""
        return len({line.offer.vendor for line in self.purchases})


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A change of one policy that helps to make an infeasible scenario feasible; values as plan.json writes them."""

    policy: str
    before: Any
    after: Any
    text: str
    is_enough: bool = True
    """Whether it helps alone; False: only together with the others of its scenario."""


@dataclass(frozen=True, slots=True)
class WithinBudget:
    """What a budget that is too small buys first, and the least amount of licences that are missing all the same."""

    purchases: tuple[Purchase, ...]  # by offer_id
    missing: tuple[LicencesShort, ...]  # by product, metric, version
    amount_minor: int | None
    """At list prices; None where one is not known."""


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What came of one scenario.  `plan` is there exactly where the status is optimal or feasible."""

    scenario: Scenario
    status: PlanStatus
    data_level: DataLevel
    assumptions: tuple[str, ...]
    notices: tuple[Notice, ...]
    plan: Plan | None = None
    example_if_own_minor: int | None = None
    """Two lists or unknown pairing only: an example of what pairs could save, not a bound."""
    reason: str = ""
    relaxations: tuple[Relaxation, ...] = ()
    within_budget: WithinBudget | None = None
    """Where the budget alone is too small: what it buys first."""
    review: Review | None = None
    """What an auditor asks for; there where a plan is."""
    needs: Requirements | None = None
    """What the plan covers, which numbers the members of its register; there where a plan is."""
    estate: Estate | None = None
    """Who and what the holders of its register are; there where a plan is."""
    by_unit: tuple[UnitLine, ...] = ()
    """Its licences by department, site and cost centre; empty where the inventory states none."""

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.name


@dataclass(frozen=True, slots=True)
class Size:
    """How big the estate is."""

    users: int
    devices: int
    accesses: int
    requirements: int
    classes: int


@dataclass(frozen=True, slots=True)
class PlanSet:
    """Everything one run produced; the content of plan.json and plan.xlsx."""

    inventory: SourceFile
    catalogue: SourceFile | None
    created: str
    version: str
    currency: str
    plan_date: date
    results: tuple[ScenarioResult, ...]
    timings: Mapping[str, float]
    size: Size
    position_today: PositionToday | None = None
    """What is missing before anything is bought; None where the run ended before that was found."""
    profile: Profile = field(default_factory=Profile)
    """What papers say of the organisation and its vendors."""

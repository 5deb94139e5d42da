"""What can be bought: packs, price breaks, stock, minimum order, term."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from planner.domain.evidence import Evidence
from planner.domain.product import WITH_ASSURANCE, Condition, Metric, Product, Suite, Version, rank


@dataclass(frozen=True, slots=True)
class PriceBreak:
    """The price of one pack from `min_packs` packs on, for the whole quantity."""

    min_packs: int
    price_minor: int
    """Per pack, in the plan's currency (converted and rounded once)."""
    listed_minor: int
    """Per pack, in the offer's own currency."""
    sku: str = ""
    url: str = ""
    note: str = ""
    present_minor: int | None = None
    """What a pack is worth today that is paid on a later day; None: what it costs."""
    back_minor: int = 0
    """What of that is still there at the end of a horizon, as it is worth today."""
    cash_back_minor: int = 0
    """The same as it is worth at the end of the horizon."""
    today_minor: int | None = None
    """The price on the plan's day, of a price on a later one."""

    @property
    def value_minor(self) -> int:
        """What a pack costs as it is worth today."""
        return self.price_minor if self.present_minor is None else self.present_minor

    @property
    def net_minor(self) -> int:
        """The same less what is still there at the end: what a plan minimises."""
        return self.value_minor - self.back_minor


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing a vendor sells.  `breaks` are in ascending `min_packs`; the first one is the minimum order."""

    offer_id: str
    vendor: str
    product: Product
    metric: Metric
    version: Version
    condition: Condition
    breaks: tuple[PriceBreak, ...]
    currency: str
    pack_size: int = 1
    stock_packs: int | None = None
    """Packs available; None: unlimited."""
    term_months: int | None = None
    """Months a subscription runs; None: perpetual."""
    has_sa: bool = False
    """Whether Software Assurance comes with the licences."""
    valid_from: date | None = None
    valid_until: date | None = None
    lead_days: int | None = None
    channel: str = ""
    quotation: str = ""
    """Number of the vendor's quotation that it stands in."""
    evidence: Evidence = field(default_factory=Evidence)
    """What the vendor states about used licences."""
    suite: Suite | None = None
    """The suite or bridge that is sold; then `product` is the layer it may contain a CAL of."""
    with_assurance: bool = False
    """Whether a scenario counts it as under Software Assurance, or as a subscription, which some accesses ask for."""
    remark: str = ""
    """Why a scenario takes the offer for something else than it is sold as, in a sentence; empty in the inventory."""
    period: int = 0
    """The period in which it is bought; each has prices of its own."""
    last_period: int | None = None
    """The last period in which its licences count; None: all to the end."""

    @property
    def order(self) -> tuple[int, str]:
        """What tells orders apart: the period, and the offer's id."""
        return self.period, self.offer_id

    def serves(self, period: int) -> bool:
        """Tell whether licences bought here count in a period."""
        return self.period <= period and (self.last_period is None or period <= self.last_period)

    @property
    def level(self) -> int:
        """What the licences are good for: an index into `LEVELS`."""
        return rank(WITH_ASSURANCE if self.with_assurance else self.version)

    def is_on_sale(self, day: date) -> bool:
        """Tell whether it can be bought on a day."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)

    @property
    def min_order_packs(self) -> int:
        """Buy nothing, or at least so many packs."""
        return self.breaks[0].min_packs

    def break_for(self, packs: int) -> PriceBreak:
        """Return the break paid for `packs` packs: the cheapest whose minimum is reached.

        Raises ValueError below the minimum order.
        """
        reached = [step for step in self.breaks if step.min_packs <= packs]
        if not reached:
            raise ValueError(f"{self.offer_id}: {packs} packs are fewer than the minimum order")
        return min(reached, key=lambda step: (step.price_minor, step.min_packs))

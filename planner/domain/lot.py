"""Licences the organisation already owns, lot by lot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from planner.domain.evidence import Evidence
from planner.domain.product import WITH_ASSURANCE, Condition, Metric, Product, Suite, Version, rank


@dataclass(frozen=True, slots=True)
class Lot:
    """Owned licences of one kind.  `resale_minor` is per licence, 0: not for sale."""

    owned_id: str
    product: Product
    metric: Metric
    version: Version
    quantity: int
    condition: Condition = Condition.NEW
    resale_minor: int = 0
    transferable: bool = True
    sa_until: date | None = None
    sa_renewed_on: date | None = None
    """Day Software Assurance was last renewed."""
    term_months: int | None = None
    """Months a subscription runs; None: perpetual."""
    ends_on: date | None = None
    """Last day on which a subscription runs; None: no end is known."""
    document: str = ""
    acquired_on: date | None = None
    assigned_to: str = ""
    last_reassigned: date | None = None
    evidence: Evidence = field(default_factory=Evidence)
    """What is stated about where the licences come from, which a buyer of them asks for."""
    suite: Suite | None = None
    """The suite or bridge the licences were bought as; then `product` is the layer it may contain a CAL of."""
    is_tied: bool = False
    """Whether a scenario leaves the licence with `assigned_to`, who holds it in every plan."""
    with_assurance: bool = False
    """Whether a scenario counts it as under Software Assurance, or as a subscription, which some accesses ask for."""
    resale_present_minor: int | None = None
    """What one licence brings on a later day, as it is worth today; None: what it brings."""
    resale_today_minor: int | None = None
    """What one licence would bring on the plan's day, where `resale_minor` is that of a later one."""
    remark: str = ""
    """Why a scenario uses the lot otherwise than the inventory says, in a sentence; empty in the inventory."""

    @property
    def resale_value_minor(self) -> int:
        """What one licence brings if sold, as it is worth today."""
        return self.resale_minor if self.resale_present_minor is None else self.resale_present_minor

    @property
    def is_subscription(self) -> bool:
        """Whether the licences run for a term."""
        return self.term_months is not None or self.ends_on is not None

    def has_ended(self, day: date) -> bool:
        """Tell whether the term of a subscription is over on a day."""
        return self.ends_on is not None and self.ends_on < day

    @property
    def level(self) -> int:
        """What the licences are good for: an index into `LEVELS`."""
        return rank(WITH_ASSURANCE if self.with_assurance else self.version)

    @property
    def is_sellable(self) -> bool:
        """Whether any of it may be sold: it has a resale price, may be transferred and runs for good."""
        return self.transferable and self.resale_minor > 0 and not self.is_subscription

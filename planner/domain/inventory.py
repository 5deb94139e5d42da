"""All that one run reads: the estate, the market, what is owned, and the scenarios to plan."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.domain.estate import Estate
from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.profile import Profile
from planner.domain.scenario import Policy, Scenario


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file or folder that was read: its name without folders, and the SHA-256 of its content."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """A clean inventory.  Offers and lots are sorted by id, scenarios in the order to plan them."""

    source: SourceFile
    catalogue: SourceFile | None
    estate: Estate
    offers: tuple[Offer, ...]
    lots: tuple[Lot, ...]
    scenarios: tuple[Scenario, ...]
    notices: tuple[Notice, ...]
    """Remarks that hold for every scenario."""
    policy: Policy
    """What a further scenario would start from: the defaults, and what sheet Policy says."""
    profile: Profile = field(default_factory=Profile)
    """What papers say of the organisation and its vendors."""

    def __repr__(self) -> str:
        counts = f"{len(self.offers)} offers, {len(self.lots)} lots, {len(self.scenarios)} scenarios"
        return f"<Inventory {self.source.name}: {counts}>"

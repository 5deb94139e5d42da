"""The position today: which licences are missing before anything is bought, whatever any scenario decides."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from planner.domain.product import Metric, Product, Version


@dataclass(frozen=True, slots=True)
class LicencesShort:
    """So many licences of one kind that are not there, good for this version or a newer one."""

    product: Product
    metric: Metric
    version: Version
    licences: int


@dataclass(frozen=True, slots=True)
class Unproven:
    """Used licences that count as held although their proof is not complete, and what their loss would cost."""

    licences: int
    amount_minor: int | None
    """At list prices, what would be missing in addition if none of them counted; None: not known."""


@dataclass(frozen=True, slots=True)
class PositionToday:
    """What is missing today, at the least amount over all choices of people and machines.

    Money is in minor units at list prices; None where no list price tells it, or nothing would cover an access.
    """

    missing: tuple[LicencesShort, ...]  # by product, metric, newest version first
    amount_minor: int | None
    licences_in_use: int
    """Licences that the cheapest way to be licensed today takes, held or missing."""
    audit_amount_minor: int | None
    unproven: Unproven
    is_proved: bool = True
    """False: the time was over before it was proved that no smaller amount will do."""

    @property
    def licences(self) -> int:
        """Licences missing, of all kinds."""
        return sum(line.licences for line in self.missing)

    @property
    def share_of_use(self) -> Fraction:
        """Missing licences as a share of those in use, over all products; 0 where nothing is in use."""
        return Fraction(self.licences, self.licences_in_use) if self.licences_in_use else Fraction(0)

"""What is bought from one vendor: what request forms, order forms and all electronic orders say alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from planner.domain.document import PurchaseLine
from planner.domain.product import Condition
from planner.domain.profile import VendorProfile
from planner.papers.source import PaperSource

LICENCES = "EA"
"""Unit of quantity by UN/ECE Recommendation 20: each; a pack is counted as one."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order: so many packs of an offer.  Amounts are in minor units of the plan's currency."""

    number: int
    purchase: PurchaseLine
    sku: str
    """The vendor's part number; empty where none is known."""

    @property
    def description(self) -> str:
        """The product in full: what it is, whether it is used, how many licences a pack holds."""
        line = self.purchase
        pack = f", pack of {line.pack_size:,}" if line.pack_size > 1 else ""
        used = ", used" if line.condition is Condition.USED else ", new"
        return f"Microsoft {line.licence}{used}{pack}"

    @property
    def part(self) -> str:
        """The part number, or the offer's id where there is none."""
        return self.sku or self.purchase.offer_id


@dataclass(frozen=True, slots=True)
class Order:
    """Everything bought from one vendor on one day."""

    number: str
    vendor: VendorProfile
    lines: tuple[OrderLine, ...]
    day: date
    period: int = 0

    @property
    def receiver(self) -> str:
        """What tells the order from others in the names of files: the vendor, and the day where it is a later one."""
        return f"{self.vendor.vendor}, {self.day.isoformat()}" if self.period else self.vendor.vendor

    @property
    def total_minor(self) -> int:
        """What the lines cost together, without VAT."""
        return sum(line.purchase.cost_minor for line in self.lines)

    @property
    def quotations(self) -> tuple[str, ...]:
        """Numbers of the vendor's quotations, each once."""
        return tuple(dict.fromkeys(line.purchase.quotation for line in self.lines if line.purchase.quotation))

    @property
    def valid_until(self) -> date | None:
        """The last day on which all of it can be bought; None where no line says."""
        return min((line.purchase.valid_until for line in self.lines if line.purchase.valid_until), default=None)

    @property
    def lead_days(self) -> int | None:
        """Days until the last of it is delivered; None where no line says."""
        return max(
            (line.purchase.lead_days for line in self.lines if line.purchase.lead_days is not None), default=None
        )


def orders(source: PaperSource) -> Iterator[Order]:
    """Yield an order for each vendor, and for each day on which something is bought, by vendor."""
    starts = {period.period: period.starts for period in source.plan.periods}
    lines = sorted(source.plan.purchases, key=lambda line: (line.vendor, line.period, line.offer_id))
    for place, ((name, period), bought) in enumerate(groupby(lines, key=lambda one: (one.vendor, one.period)), 1):
        vendor = source.vendor(name)
        yield Order(
            number=f"{source.number}-{place}",
            vendor=vendor,
            lines=tuple(OrderLine(number, line, _sku(line, vendor)) for number, line in enumerate(bought, 1)),
            day=starts.get(period, source.day),
            period=period,
        )


def _sku(line: PurchaseLine, vendor: VendorProfile) -> str:
    return line.sku or vendor.part_number(line.suite or line.product, line.metric, line.version, line.condition)

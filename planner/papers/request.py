"""Requests for quotation: which vendor is asked for what, and what every request says.

A request names function and equivalence and no product alone, and lists the evidence wanted for used licences; that is
what public buyers in Germany have to do (rule R66), and what a private one is well advised to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.evidence import PROOF_ITEMS, PROOF_WORDS, ProofItem
from planner.domain.product import (
    WITH_ASSURANCE,
    Condition,
    Metric,
    Product,
    Suite,
    Version,
    in_words,
    layer_of,
    rank,
    suite_in_words,
)
from planner.domain.profile import VendorProfile
from planner.errors import UsageError
from planner.papers.source import PaperSource

_FUNCTIONS = {
    Product.WS_CAL: "the functions of servers with Windows Server: sign-in, files, printing and programs",
    Product.RDS_CAL: "Remote Desktop sessions on servers with Windows Server",
    Product.WS_CONNECTOR: "the functions of one server with Windows Server for people outside the organisation",
    Product.RDS_CONNECTOR: "Remote Desktop sessions on one server for people outside the organisation",
}
_WHOSE = {
    Metric.USER: "Right of one person to use, from any machine,",
    Metric.DEVICE: "Right of one machine to give whoever works at it",
    Metric.HOST: "Right to use",
}
INTRODUCTION = (
    "Please quote for the rights of use below, or in sheet Lines. Each line says what function is wanted; the product "
    "named there is one that has it. Anything that grants the same right for the stated version of the servers or a "
    "newer one is equivalent; say in the remark what it is and why."
)
PRICES = (
    "Prices are per pack and without VAT, with all fees. Where the price falls from a number of packs on, say from how "
    "many; in sheet Lines further rows of the same line are there for that. A line without a price is taken as not "
    "offered."
)
VALIDITY = (
    "Please state how long the quotation is valid, how many packs are available, and in how many days you deliver."
)
INDEMNITY = (
    "The seller holds the organisation harmless against claims of third parties that rest on a lack of title to the "
    "licences."
)
USED = (
    "For used licences please state, line by line, which of these documents you hand over with the delivery (by "
    "number), where and when the licences were first sold, and whether it is a whole original lot or a part of one:"
)
EXTRA_EVIDENCE = (
    "The licences must be perpetual and fully paid, first sold with the consent of the right holder in the European "
    "Economic Area, and every earlier owner must have made his copies unusable."
)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One right of use that is asked for, new or used."""

    name: str
    product: Product
    metric: Metric
    version: Version
    condition: Condition
    licences: int
    sku: str
    suite: Suite | None = None
    is_either: bool = False
    """Whether the same is asked for both new and used."""

    @property
    def code(self) -> str:
        """The product as sheet Offers calls it."""
        return (self.suite or self.product).value

    @property
    def licence(self) -> str:
        """The product in full."""
        if self.suite is not None:
            return f"Microsoft {suite_in_words(self.suite, self.metric)}"
        return f"Microsoft {in_words(self.product, self.metric, self.version)}"

    @property
    def function(self) -> str:
        """What is wanted, without naming a product alone."""
        if self.version == WITH_ASSURANCE:
            server = "of every version, with rights to new versions"
        else:
            server = f"of version {self.version} and older"
        return f"{_WHOSE[self.metric]} {_FUNCTIONS[self.product]}, {server}; or equivalent"

    @property
    def wanted(self) -> str:
        """Whether new, used or either is wanted."""
        return f"either ({self.condition.value} here)" if self.is_either else self.condition.value


@dataclass(frozen=True, slots=True)
class Request:
    """What one vendor is asked."""

    number: str
    vendor: VendorProfile
    lines: tuple[RequestLine, ...]

    @property
    def asks_for_used(self) -> bool:
        """Whether evidence is wanted."""
        return any(line.condition is Condition.USED for line in self.lines)

    @property
    def evidence(self) -> tuple[tuple[int, str], ...]:
        """The documents wanted with used licences, by their numbers; the last one for Remote Desktop only."""
        is_remote = any(layer_of(line.product) for line in self.lines)
        return tuple(
            (number, PROOF_WORDS[item])
            for number, item in enumerate(PROOF_ITEMS, 1)
            if is_remote or item is not ProofItem.CREDENTIAL
        )


def requests(source: PaperSource) -> tuple[Request, ...]:
    """Return a request for each vendor who sells something of what the plan buys.

    Those are the vendors that the plan buys from, and those of the profile that are to be asked.  Raises UsageError
    where nothing is bought, or nobody is known to ask.
    """
    wanted = _wanted(source)
    if not wanted:
        raise UsageError(f'Scenario "{source.scenario.name}" buys nothing, so there is nothing to ask for.')
    bought_from = {line.vendor for line in source.plan.purchases if line.vendor}
    asked = {one.vendor for one in source.profile.vendors if one.ask}
    found = []
    for place, name in enumerate(sorted(bought_from | asked), 1):
        vendor, number = source.vendor(name), f"{source.number}-R{place}"
        lines = tuple(_lines(source, vendor, number, wanted))
        found += [Request(number, vendor, lines)] if lines else []
    if not found:
        raise UsageError("Nobody is known to ask: name vendors in sheet Vendors, or in a profile (--profile FILE).")
    return tuple(found)


_Kind = tuple[Product, Metric, Version, Suite | None]


def _wanted(source: PaperSource) -> dict[_Kind, int]:
    """Return how many licences of each kind the plan buys, by product, metric and version.

    With a horizon that is what it buys first: what vendors would ask for later is for later requests.
    """
    first = min((line.period for line in source.plan.purchases), default=0)
    found: dict[_Kind, int] = {}
    for line in (line for line in source.plan.purchases if line.period == first):
        kind = line.product, line.metric, line.version, line.suite
        found[kind] = found.get(kind, 0) + line.licences
    return dict(sorted(found.items(), key=_place))


def _place(item: tuple[_Kind, int]) -> tuple[int, int, int, str]:
    product, metric, version, suite = item[0]
    return list(Product).index(product), list(Metric).index(metric), rank(version), suite or ""


def _lines(source: PaperSource, vendor: VendorProfile, number: str, wanted: dict[_Kind, int]) -> Iterator[RequestLine]:
    conditions = _conditions(source, vendor)
    place = 0
    for (product, metric, version, suite), licences in wanted.items():
        for condition in conditions:
            place += 1
            sku = vendor.part_number(suite or product, metric, version, condition) or _sku_bought(
                source, vendor, (product, metric, version, suite), condition
            )
            yield RequestLine(
                name=f"{number}/{place}",
                product=product,
                metric=metric,
                version=version,
                condition=condition,
                licences=licences,
                sku=sku,
                suite=suite,
                is_either=len(conditions) > 1,
            )


def _conditions(source: PaperSource, vendor: VendorProfile) -> tuple[Condition, ...]:
    """Return whether new or used licences are asked for, or both."""
    policy = source.scenario.policy
    may_be_used = bool(policy.get("allow_used", True)) and policy.get("max_used_share", 1) != 0
    allowed = (Condition.NEW, Condition.USED) if may_be_used else (Condition.NEW,)
    return tuple(one for one in allowed if vendor.sells in ("either", one.value))


def _sku_bought(source: PaperSource, vendor: VendorProfile, kind: _Kind, condition: Condition) -> str:
    skus = (
        line.sku
        for line in source.plan.purchases
        if line.vendor == vendor.vendor
        and (line.product, line.metric, line.version, line.suite) == kind
        and line.condition is condition
    )
    return next(filter(None, skus), "")

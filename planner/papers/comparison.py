"""Line by line, what each vendor asks for the same, and why this one was taken.

"The same" are offers of the product and metric whose version is the line's or newer, new and used alike.  Each is
priced for the licences of the line: in whole packs, at the price break that they reach, and not below its minimum.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from planner.domain import money
from planner.domain.document import PurchaseLine
from planner.domain.inventory import Inventory
from planner.domain.offer import Offer
from planner.domain.product import Condition, rank
from planner.domain.scenario import Policy
from planner.errors import UsageError
from planner.licensing.market.used_licences import judge
from planner.papers.lists import ListSheet
from planner.papers.source import PaperSource
from planner.report.table import Column, Holds, table_of
from planner.words import say

COLUMNS = (
    Column("line", say("Line"), Holds.COUNT),
    Column("licence", say("To buy"), meaning="The licence of the purchase line."),
    Column("licences", say("Licences"), Holds.COUNT),
    Column("vendor", say("Vendor")),
    Column("offer_id", say("Offer")),
    Column("version", say("Version")),
    Column("condition", say("Condition")),
    Column("pack_size", say("Pack of"), Holds.COUNT),
    Column("packs", say("Packs for it"), Holds.COUNT, "Whole packs for these licences, at least the minimum order."),
    Column("price", say("Price per pack"), Holds.MONEY),
    Column("per_licence", say("Per licence"), Holds.MONEY, "Rounded to the cent."),
    Column("cost", say("Cost for it"), Holds.MONEY),
    Column("taken", say("Taken (packs)"), Holds.COUNT),
    Column("why", say("Why")),
)
_NOTES = (
    say(
        "For every line of the purchase list: all offers that could serve it, priced for as "
        "many licences as the line has. What the plan takes of each stands in the column "
        "before last."
    ),
)
_LATER = say("What is bought on later days is left out: what vendors will ask then is an expectation.")


def comparison(source: PaperSource) -> list[ListSheet]:
    """Return the comparison.  Raises UsageError without the inventory, which holds the other offers."""
    source.needs_prices()
    inventory = source.needs_inventory()
    policy = _policy(inventory, source)
    allowed = {offer.offer_id for offer in judge(inventory.offers, policy).eligible}
    today = source.plan.in_period(0).purchases
    taken = {line.offer_id: line.packs for line in today}
    rows = [
        row
        for number, line in enumerate(today, 1)
        for row in _Line(number, line, source, policy, allowed, taken).rows(inventory)
    ]
    notes = _NOTES if len(today) == len(source.plan.purchases) else (*_NOTES, _LATER)
    return [ListSheet("Comparison", say("Offers compared, line by line"), notes, table_of(COLUMNS, rows))]


def _policy(inventory: Inventory, source: PaperSource) -> Policy:
    for one in inventory.scenarios:
        if one.name == source.scenario.name:
            return one.policy
    raise UsageError(
        say(
            'The inventory has no scenario "{name}", so nobody could say what its rules admit. Write '
            "it into sheet Scenarios and plan again.",
            name=source.scenario.name,
        )
    )


class _Line:
    """One purchase line and what else could serve it."""

    def __init__(
        self,
        number: int,
        line: PurchaseLine,
        source: PaperSource,
        policy: Policy,
        allowed: set[str],
        taken: dict[str, int],
    ) -> None:
        self._number, self._line, self._source, self._policy = number, line, source, policy
        self._allowed, self._taken = allowed, taken
        self._each = Fraction(line.pack_price_minor, line.pack_size)

    def rows(self, inventory: Inventory) -> Iterator[tuple[object, ...]]:
        """Yield the line's own offer first, then the others by what they cost per licence."""
        line = self._line
        rivals = [
            offer
            for offer in inventory.offers
            if (offer.product, offer.metric) == (line.product, line.metric)
            and (offer.level >= rank(line.version) or offer.suite is not None)
        ]
        rivals.sort(key=lambda offer: (offer.offer_id != line.offer_id, self._per_licence(offer), offer.offer_id))
        for offer in rivals:
            packs = self._packs(offer)
            price = offer.break_for(packs).price_minor
            yield (
                self._number, line.licence, line.licences, offer.vendor, offer.offer_id, str(offer.version),
                offer.condition.value, offer.pack_size, packs, price,
                money.round_half_up(Fraction(price, offer.pack_size)), packs * price,
                self._taken.get(offer.offer_id, 0), self._why(offer, packs),
            )  # fmt: skip

    def _packs(self, offer: Offer) -> int:
        """Return the packs of an offer for the licences of the line; of the line's own, those that are bought."""
        if offer.offer_id == self._line.offer_id:
            return self._line.packs
        return max(-(-self._line.licences // offer.pack_size), offer.min_order_packs)

    def _per_licence(self, offer: Offer) -> Fraction:
        return Fraction(offer.break_for(self._packs(offer)).price_minor, offer.pack_size)

    def _why(self, offer: Offer, packs: int) -> str:
        if offer.offer_id == self._line.offer_id:
            return say("Taken. {reason}", reason=self._line.reason).strip()
        if offer.offer_id in self._taken:
            return say("Taken on a line of its own.")
        if barred := self._barred(offer):
            return barred
        if offer.stock_packs is not None and offer.stock_packs < packs:
            return say("Not enough: {stock_packs:,} packs are left.", stock_packs=offer.stock_packs)
        more = self._per_licence(offer) - self._each
        if more > 0:
            return say(
                "Dearer by {round_half_up} per licence.",
                round_half_up=money.words(money.round_half_up(more), self._source.currency),
            )
        dearer = packs * offer.break_for(packs).price_minor - self._line.cost_minor
        if dearer > 0:
            return say(
                "In whole packs {dearer} dearer for these licences.", dearer=money.words(dearer, self._source.currency)
            )
        if not self._source.plan.savable_minor:
            return say("Costs no more per licence here, but it is proved that no other choice costs less in all.")
        return say("Costs no more per licence here; the search ended before everything was compared.")

    def _barred(self, offer: Offer) -> str:
        """Return why the rules of the scenario do not admit an offer; nothing where they do."""
        policy = self._policy
        if offer.vendor in policy.excluded_vendors or offer.offer_id in policy.excluded_offers:
            return say("Left out by the rules of this scenario.")
        if offer.condition is Condition.USED and not policy.allow_used:
            return say("Used licences are not bought in this scenario.")
        if policy.min_version is not None and rank(offer.version) < rank(policy.min_version):
            return say(
                "Older than {min_version}, the oldest version that may be bought.", min_version=policy.min_version
            )
        if not offer.is_on_sale(policy.plan_date):
            return say("Not on sale on the day of the plan.")
        if offer.offer_id not in self._allowed:
            return say("What is stated about its origin falls short of what the rules ask for.")
        return ""

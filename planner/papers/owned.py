"""What owned licences are worth net of a dealer's commission, and which share of the purchases their sale pays.

The commission (policy `resale_commission`) is shown here only; the plan counts prices as the inventory has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from planner.domain import money
from planner.domain.lot import Lot
from planner.domain.product import in_words, suite_in_words
from planner.papers.lists import ListSheet
from planner.papers.source import PaperSource
from planner.report.table import Column, Holds, table_of
from planner.report.words import percent
from planner.words import say

COLUMNS = (
    Column("owned_id", say("Owned id")),
    Column("licence", say("Licence")),
    Column("document", say("Document")),
    Column("quantity", say("Quantity"), Holds.COUNT),
    Column("price", say("Price each"), Holds.MONEY, "What one brings before the dealer's commission."),
    Column("gross", say("Worth"), Holds.MONEY, "All of the lot at that price."),
    Column("net", say("Worth, net"), Holds.MONEY, "Less the commission."),
    Column("sold", say("Sold"), Holds.COUNT, "So many the plan sells."),
    Column("proceeds", say("Proceeds"), Holds.MONEY, "As the plan counts them."),
    Column("proceeds_net", say("Proceeds, net"), Holds.MONEY, "Less the commission."),
    Column("remark", say("Remark")),
)


def owned(source: PaperSource) -> list[ListSheet]:
    """Return the list of lots.  Raises UsageError without the inventory."""
    source.needs_prices()
    inventory = source.needs_inventory()
    commission = Fraction(str(source.scenario.policy.get("resale_commission", 0)))
    sold = {line.owned_id: line for line in source.plan.sales}
    rows = []
    for lot in inventory.lots:
        worth = lot.quantity * lot.resale_minor if lot.is_sellable else 0
        sale = sold.get(lot.owned_id)
        proceeds = sale.proceeds_minor if sale else 0
        rows.append(
            (
                lot.owned_id, _licence(lot), lot.document, lot.quantity, lot.resale_minor, worth,
                net_of(worth, commission), sale.quantity if sale else 0, proceeds, net_of(proceeds, commission),
                _remark(lot),
            )
        )  # fmt: skip
    table = table_of(COLUMNS, rows)
    summed = ("quantity", "gross", "net", "sold", "proceeds", "proceeds_net")
    return [
        ListSheet(
            "Owned",
            say("What owned licences are worth"),
            _notes(source, commission, table["proceeds_net"]),
            table,
            summed,
        )
    ]


def net_of(amount_minor: int, commission: Fraction) -> int:
    """Return an amount less the commission, which is rounded to the cent."""
    return amount_minor - money.round_half_up(amount_minor * commission)


def _notes(source: PaperSource, commission: Fraction, net: Sequence[int]) -> tuple[str, ...]:
    purchases, proceeds = source.paid.purchases, sum(net)
    said = say("The dealer keeps {commission} (policy resale_commission).", commission=percent(commission))
    if not purchases:
        return (said, say("Nothing is bought, so there is nothing for a sale to pay."))
    share = percent(Fraction(proceeds, purchases))
    return (
        said,
        say(
            "What the plan sells brings in {proceeds} net, which pays {share} of the purchases of {purchases}.",
            proceeds=money.words(proceeds, source.currency),
            share=share,
            purchases=money.words(purchases, source.currency),
        ),
    )


def _licence(lot: Lot) -> str:
    if lot.suite is not None:
        return suite_in_words(lot.suite, lot.metric)
    return in_words(lot.product, lot.metric, lot.version)


def _remark(lot: Lot) -> str:
    if lot.is_subscription:
        return say("a subscription, which cannot be sold")
    if not lot.transferable:
        return say("may not be sold")
    return "" if lot.resale_minor else say("no resale price is stated")

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

COLUMNS = (
    Column("owned_id", "Owned id"),
    Column("licence", "Licence"),
    Column("document", "Document"),
    Column("quantity", "Quantity", Holds.COUNT),
    Column("price", "Price each", Holds.MONEY, "What one brings before the dealer's commission."),
    Column("gross", "Worth", Holds.MONEY, "All of the lot at that price."),
    Column("net", "Worth, net", Holds.MONEY, "Less the commission."),
    Column("sold", "Sold", Holds.COUNT, "So many the plan sells."),
    Column("proceeds", "Proceeds", Holds.MONEY, "As the plan counts them."),
    Column("proceeds_net", "Proceeds, net", Holds.MONEY, "Less the commission."),
    Column("remark", "Remark"),
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
            "Owned", "What owned licences are worth", _notes(source, commission, table["proceeds_net"]), table, summed
        )
    ]


def net_of(amount_minor: int, commission: Fraction) -> int:
    """Return an amount less the commission, which is rounded to the cent."""
    return amount_minor - money.round_half_up(amount_minor * commission)


def _notes(source: PaperSource, commission: Fraction, net: Sequence[int]) -> tuple[str, ...]:
    purchases, proceeds = source.paid.purchases, sum(net)
    said = f"The dealer keeps {percent(commission)} (policy resale_commission)."
    if not purchases:
        return (said, "Nothing is bought, so there is nothing for a sale to pay.")
    share = percent(Fraction(proceeds, purchases))
    return (
        said,
        f"What the plan sells brings in {money.words(proceeds, source.currency)} net, which pays {share} of the "
        f"purchases of {money.words(purchases, source.currency)}.",
    )


def _licence(lot: Lot) -> str:
    if lot.suite is not None:
        return suite_in_words(lot.suite, lot.metric)
    return in_words(lot.product, lot.metric, lot.version)


def _remark(lot: Lot) -> str:
    if lot.is_subscription:
        return "a subscription, which cannot be sold"
    if not lot.transferable:
        return "may not be sold"
    return "" if lot.resale_minor else "no resale price is stated"

"""The proof index: what shows that each lot and each purchase is rightly held, and what is lacking (rule R55).

Of used licences every item is asked for that policy `min_proof_score` names, and of Remote Desktop ones also
something to install them with (rule R35).  Of new ones the invoice or agreement is enough.  What is owned is not
judged by this: a lot with a gap in its proof counts in the plan like any other, and the index shows the gap.

Source: as for rule R52; that whoever relies on a used licence bears the burden of proof is a ruling of the
Regional Court Munich I (33 O 11469/15), as reported by others.
"""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.evidence import PROOF_ITEMS, Credential, Evidence, ProofItem
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.plan import Purchase
from planner.domain.product import Condition, Product
from planner.domain.review import ProofLine
from planner.domain.scenario import Policy
from planner.licensing.rules.r55_proof import items_held, items_needed
from planner.words import joined, say

_SELLER, _DEALER = say("whoever sold it, or your own purchasing"), say("the dealer it was bought from")


def proof_index(lots: Iterable[Lot], purchases: Iterable[Purchase], policy: Policy) -> tuple[ProofLine, ...]:
    """Return a line per lot that has licences and per purchase, used licences first, else in their order."""
    lines = [
        *(_of_lot(lot, policy) for lot in lots if lot.quantity),
        *(_of_purchase(line, policy) for line in purchases),
    ]
    return tuple(sorted(lines, key=lambda line: not line.is_used))


def _of_lot(lot: Lot, policy: Policy) -> ProofLine:
    seller = _DEALER if lot.condition is Condition.USED else _SELLER
    return _line(lot, policy, lot.owned_id, True, lot.quantity, lot.document, seller)


def _of_purchase(line: Purchase, policy: Policy) -> ProofLine:
    return _line(line.offer, policy, line.offer.offer_id, False, line.licences, "", line.offer.vendor)


def _line(
    item: Lot | Offer, policy: Policy, name: str, is_owned: bool, quantity: int, document: str, ask: str
) -> ProofLine:
    is_used = item.condition is Condition.USED
    origin, items = _about(item.product, item.evidence, policy) if is_used else _NOTHING
    what = (item.product, item.metric, item.version, item.condition)
    return ProofLine(name, is_owned, *what, quantity, document, origin, *items, ask)


Items = tuple[ProofItem, ...]
_NOTHING: tuple[str, tuple[Items, Items, Items]] = ("", ((), (), ()))


def _about(product: Product, evidence: Evidence, policy: Policy) -> tuple[str, tuple[Items, Items, Items]]:
    return _origin(evidence), _items(product, evidence, policy)


def _origin(evidence: Evidence) -> str:
    """Say what is stated of where used licences come from."""
    parts = []
    if evidence.first_sale_region is not None:
        parts.append(say("first sold in {first_sale_region}", first_sale_region=evidence.first_sale_region))
    if evidence.lot_is_complete is not None:
        parts.append(say("a whole lot") if evidence.lot_is_complete else say("part of a larger lot"))
    if evidence.segment is not None:
        parts.append(evidence.segment.value)
    return joined(", ", parts)


def _items(product: Product, evidence: Evidence, policy: Policy) -> tuple[Items, Items, Items]:
    """Return the items held, those said not to be there, and those of which nothing is said."""
    held, asked = items_held(evidence), set(items_needed(product, policy))
    # Whoever states the other items and leaves this one out, says that it is not there only if it was asked for.
    is_denied = dict.fromkeys(PROOF_ITEMS, evidence.proof is not None)
    if product is Product.RDS_CAL:
        is_denied[ProofItem.CREDENTIAL] &= ProofItem.CREDENTIAL in asked
        is_denied[ProofItem.CREDENTIAL] |= evidence.install_credential is Credential.NO
        asked.add(ProofItem.CREDENTIAL)
    gaps = [item for item in PROOF_ITEMS if item in asked and item not in held]
    return (
        tuple(item for item in PROOF_ITEMS if item in held),
        tuple(item for item in gaps if is_denied[item]),
        tuple(item for item in gaps if not is_denied[item]),
    )

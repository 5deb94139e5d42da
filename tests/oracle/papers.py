"""What an auditor would find, worked out from the sheets and the register alone: papers, and what is missing today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .estate import ASSURED, Estate, Lot, Offer, Policy, half_up

IN_ORDER, MISSING, NOT_STATED, DOES_NOT_APPLY = "in order", "missing", "not stated", "does not apply"
Row = Mapping[str, str]


@dataclass(frozen=True)
class Shortage:
    """Licences missing today in one pool: the versions they must have, and how many people or machines need one."""

    product: str
    metric: str
    needed: int
    versions: tuple[int, ...]


def level_of(text: str) -> int:
    """Read a version, or the grade above all."""
    return ASSURED if text == "SA" else int(text)


def shortages(register: Iterable[Row], lots: Sequence[tuple[Lot, int]]) -> list[Shortage]:
    """Give every holder, the newest need first, one owned licence that is good enough; name those left without.

    Lots come with the level that they are good for.
    """
    found = []
    rows = list(register)
    for product, metric in sorted({(row["product"], row["metric"]) for row in rows}):
        here = [row for row in rows if (row["product"], row["metric"]) == (product, metric)]
        needs = [level_of(row["required_version"]) for row in here]
        mine = [(lot, level) for lot, level in lots if (lot.product, lot.metric) == (product, metric)]
        owned = [level for lot, level in mine for _ in range(lot.quantity)]
        without = []
        for need in sorted(needs, reverse=True):
            fitting = [version for version in owned if version >= need]
            if fitting:
                owned.remove(min(fitting))
            else:
                without.append(need)
        if without:
            found.append(Shortage(product, metric, len(needs), tuple(without)))
    return found


def risk(found: Sequence[Shortage], offers: Sequence[Offer], policy: Policy) -> int | None:
    """What an audit would cost, in cents; None where some missing licence has no list price."""
    if not found:
        return 0
    total = policy.audit_cost
    for shortage in found:
        prices = [_list_price(shortage, version, offers, policy) for version in shortage.versions]
        if any(price is None for price in prices):
            return None
        is_large = Fraction(len(shortage.versions), shortage.needed) > policy.audit_threshold
        total += half_up(sum(p for p in prices if p is not None) * (policy.audit_factor if is_large else Fraction(1)))
    return total


def _list_price(shortage: Shortage, version: int, offers: Sequence[Offer], policy: Policy) -> Fraction | None:
    given = {"ws_cal": policy.list_price_ws_cal, "rds_cal": policy.list_price_rds_cal}.get(shortage.product)
    if given is not None:
        return Fraction(given)
    prices = []
    for offer in offers:
        fits = (offer.product, offer.metric) == (shortage.product, shortage.metric) and offer.level >= version
        begun = offer.valid_from is None or offer.valid_from <= policy.plan_date
        lasts = offer.valid_until is None or policy.plan_date <= offer.valid_until
        if fits and begun and lasts and offer.condition == "new" and offer.term_months is None:
            price = next(price for packs, price in offer.breaks if packs == offer.minimum)
            prices.append(Fraction(price, offer.pack_size))
    return min(prices) if prices else None


def states(
    estate: Estate, policy: Policy, lots: Sequence[Lot], bought: Sequence[Offer], missing: int
) -> dict[str, str]:
    """Return how points of the checklist stand that follow from the sheets."""
    kept = [lot for lot in lots if lot.quantity]
    documents = [bool(lot.document) for lot in kept]
    papers = [_gap(lot.product, lot.proof, lot.credential, policy) for lot in kept if lot.condition == "used"]
    papers += [_gap(o.product, o.proof, o.credential, policy) for o in bought if o.condition == "used"]
    return {
        "Licences held today": MISSING if missing else IN_ORDER,
        "Purchase documents": DOES_NOT_APPLY if not documents else IN_ORDER if all(documents) else MISSING,
        "Used licences": _worst(papers),
        "Server licences": _server_licences(estate, policy),
    }


def _gap(product: str, proof: frozenset[str] | None, credential: bool | None, policy: Policy) -> str:
    """Whether the papers of used licences are complete, have a known gap, or an unknown one."""
    others = policy.min_proof_score - {"8"}
    answers = [NOT_STATED if proof is None and others else IN_ORDER if others <= (proof or frozenset()) else MISSING]
    if product == "rds_cal":
        has_it = bool(credential) or "8" in (proof or ())
        if has_it:
            answers.append(IN_ORDER)
        elif credential is False or (proof is not None and "8" in policy.min_proof_score):
            answers.append(MISSING)
        else:
            answers.append(NOT_STATED)
    return _worst(answers)


def _worst(answers: Sequence[str]) -> str:
    if not answers:
        return DOES_NOT_APPLY
    return next((state for state in (MISSING, NOT_STATED) if state in answers), IN_ORDER)


def _server_licences(estate: Estate, policy: Policy) -> str:
    servers = [server for server in estate.servers if not server.owner]
    if not servers:
        return NOT_STATED
    if any(server.licensed_until and server.licensed_until < policy.plan_date for server in servers):
        return MISSING
    owned = [bool(server.licence_document) for server in servers if server.licensing == "perpetual"]
    return DOES_NOT_APPLY if not owned else IN_ORDER if all(owned) else NOT_STATED

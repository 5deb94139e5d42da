"""Which offers may be bought and which lots may be used in one scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.estate import NONE, Codes
from planner.domain.issue import Notice, Problem
from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.product import CONNECTORS, METRICS, PRODUCTS, Condition, Metric, Product, rank
from planner.domain.requirement import Ends, Requirements
from planner.domain.scenario import Policy
from planner.licensing.cover.assurance import asked_with_assurance, offered_with_assurance, owned_with_assurance
from planner.licensing.cover.reassignment import kept_by_holders
from planner.licensing.market.install_paths import without_uninstallable
from planner.licensing.market.licence_servers import LicenceLimit, too_new
from planner.licensing.market.suites import as_sold, offer_notices
from planner.licensing.market.switching import may_be_switched
from planner.licensing.market.unsold import is_for_sale
from planner.licensing.market.used_licences import judge, objections_to_sale
from planner.licensing.notices import NOT_ON_SALE
from planner.licensing.rules.r47_rds_subscriptions import SUBSCRIPTIONS, SUBSCRIPTIONS_ALLOWED
from planner.licensing.rules.r66_public_buyers import new_only_notices
from planner.words import joined, say


@dataclass(frozen=True, slots=True)
class Asked:
    """What requirements ask of a market: the oldest version rank needed of each kind, and what is asked for assured."""

    needed: Mapping[tuple[Product, Metric], int]
    assured: frozenset[Product]

    @staticmethod
    def of(requirements: Iterable[Requirements], policy: Policy) -> Asked:
        """Return what the requirements of one or several periods ask for together."""
        needed: dict[tuple[Product, Metric], int] = {}
        assured = frozenset[Product]()
        for each in requirements:
            for kind, oldest in oldest_needed(each, policy).items():
                needed[kind] = min(oldest, needed.get(kind, oldest))
            assured |= asked_with_assurance(each)
        return Asked(needed, assured)


def find_market(
    offers: Iterable[Offer],
    lots: Iterable[Lot],
    requirements: Requirements,
    policy: Policy,
    limit: LicenceLimit | None = None,
    asked: Asked | None = None,
) -> Market:
    """Return the market of a scenario; what is left out is told in a notice unless a plain policy says so.

    `limit` is what licence servers hold, None where nothing is known of them.  `asked` is what other periods ask for
    too, None: nothing.
    """
    asked = asked or Asked.of([requirements], policy)
    needed, assured = asked.needed, asked.assured
    kept, told = [], dict[Problem, list[str]]()
    bridges = []
    for listed in offers:
        offer = as_sold(listed if listed.product not in assured else offered_with_assurance(listed), policy)
        if offer is None:
            bridges.append(listed)
            continue
        problem = _not_on_sale(offer, policy)
        if problem:
            told.setdefault(problem, []).append(offer.offer_id)
        elif _is_wanted(offer, policy) and _can_serve(offer, needed):
            kept.append(offer)
    kept, uninstallable = without_uninstallable(kept, policy)
    counting = (lot if lot.product not in assured else owned_with_assurance(lot, policy) for lot in lots)
    used, staying = kept_by_holders(counting if policy.use_owned else (), requirements.tied, policy)
    barred, cannot_be_held = [], tuple[Notice, ...]()
    if limit is not None:
        barred = [lot for lot in used if not limit.holds(lot)]
        cannot_be_held = too_new([offer for offer in kept if not limit.holds(offer)], barred, limit)
        kept = [offer for offer in kept if limit.holds(offer)]
    judged = judge(kept, policy)
    sellable = frozenset(
        lot.owned_id for lot in used if is_for_sale(lot, policy) and not objections_to_sale(lot, policy)
    )
    notices = tuple(
        each.notice(say("{remarks} {value}.", remarks=_REMARKS[each], value=joined(", ", told[each])))
        for each in _REMARKS
        if each in told
    )
    notices = (
        *new_only_notices(policy),
        *staying,
        *notices,
        *offer_notices(judged.eligible, bridges),
        *uninstallable,
        *cannot_be_held,
    )
    return Market(
        judged.eligible,
        used,
        sellable,
        (*notices, *judged.notices),
        judged.ineligible,
        newest_rds=None if limit is None else limit.newest,
        barred=frozenset(lot.owned_id for lot in barred),
        switchable=frozenset(
            lot.owned_id for lot in used if lot not in barred and not lot.is_tied and may_be_switched(lot, policy)
        ),
    )


def oldest_needed(requirements: Requirements, policy: Policy) -> dict[tuple[Product, Metric], int]:
    """Return, per product and metric, the oldest version rank that some requirement could be covered with there."""
    oldest = {}
    for p, product in enumerate(PRODUCTS):
        for metric in METRICS:
            if rules_out(policy, product, metric):
                continue
            end = requirements.user if metric is Metric.USER else requirements.device
            other = Ends.DEVICE if metric is Metric.USER else Ends.USER
            rows = (requirements.product == p) & (end != NONE) & (requirements.ends != other)
            versions = requirements.version[rows]
            if product is Product.WS_CAL and metric is Metric.DEVICE and policy.base_and_rds_same_metric:
                versions = np.append(versions, _base_behind_remote(requirements))
            if len(versions):
                oldest[product, metric] = int(np.min(versions))
    for connector in requirements.connectors:
        key = CONNECTORS[connector.layer], Metric.HOST
        oldest[key] = min(connector.version, oldest.get(key, connector.version))
    return oldest


def _base_behind_remote(requirements: Requirements) -> Codes:
    """Return the base versions of machines that need no base CAL unless they cover a Remote Desktop access.

    Their people have a right to the base layer, so there is no base requirement; but a machine that covers the
    Remote Desktop access must cover the base access too where policy asks for the same end.
    """
    rows = requirements.has_base_right & (requirements.device != NONE) & (requirements.ends != Ends.USER)
    rows &= requirements.base_version != NONE  # else their base accesses are all exempt
    versions: Codes = requirements.base_version[rows]
    return versions


def rules_out(policy: Policy, product: Product, metric: Metric) -> bool:
    """Tell whether policy allows only the other metric for this product (rule R5: mixing is allowed by default)."""
    rule = policy.ws_metrics if product is Product.WS_CAL else policy.rds_metrics
    return rule in METRICS and rule != metric


_REMARKS = {
    SUBSCRIPTIONS: say("Subscriptions are not bought for a plan of one day (policy subscriptions: no):"),
    NOT_ON_SALE: say("Not on sale on the plan's day:"),
}


def _not_on_sale(offer: Offer, policy: Policy) -> Problem | None:
    """Return what says why nobody could buy an offer on the plan's day; None where somebody could."""
    is_subscription = offer.term_months is not None and offer.condition is Condition.NEW  # for used ones see rule R56
    if is_subscription and not policy[SUBSCRIPTIONS_ALLOWED]:
        return SUBSCRIPTIONS
    return None if offer.is_on_sale(policy.plan_date) else NOT_ON_SALE


def _is_wanted(offer: Offer, policy: Policy) -> bool:
    """Tell whether an offer can be had at all, and policies on vendors, offers, condition and version admit it."""
    return (
        (policy.allow_used or offer.condition is Condition.NEW)
        and (offer.stock_packs is None or offer.stock_packs >= offer.min_order_packs)
        and offer.vendor not in policy.excluded_vendors
        and offer.offer_id not in policy.excluded_offers
        and (policy.min_version is None or rank(offer.version) >= rank(policy.min_version))
    )


def _can_serve(offer: Offer, needed: Mapping[tuple[Product, Metric], int]) -> bool:
    """Tell whether some requirement could be covered with an offer, judged before any reduction."""
    oldest = needed.get((offer.product, offer.metric))
    return oldest is not None and offer.level >= oldest

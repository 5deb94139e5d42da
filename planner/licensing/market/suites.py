"""CAL suites and bridges: what they grant of the base layer (rules R43 and R44).

R43: a Core or Enterprise CAL Suite contains the base CAL, for a person or a machine as the suite is; never Remote
Desktop.  A suite has no version: it counts at the newest version released while its Software Assurance runs, and at
the last one reached when that ends (rule R39).  A new suite is sold with Software Assurance, so on offer it is a base
CAL of the newest version of the plan's day; a used one has the version stated.

R44: a bridge supplements an online service.  It counts only together with that service, one per person: lots of
bridges count up to the number of people whose column `subscriptions` names the service and who have no right to the
base layer anyway.  Which person then holds which licence is not looked at, so a notice says whom they are for.  The
bridge for EMS is taken to be the one without a base CAL, because EMS brings it itself.  Bridges are never bought: the
plan does not know what the service costs.

What each product grants is data, `suites.csv` beside this file.  Sources: Microsoft's CAL equivalency table (2022
edition; the 2025 edition in a mirror) and its brief on the suites (read in a copy).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.data_table import rows_beside
from planner.domain.estate import Codes
from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.product import Condition, Metric, Suite, counted, in_words, newest_on, rank, suite_in_words
from planner.domain.scenario import Policy
from planner.licensing.market.software_assurance import lifted
from planner.licensing.rules.r43_suites import SUITES
from planner.licensing.rules.r44_bridges import BRIDGE_OFFERS, BRIDGES
from planner.licensing.rules.r45_subscriptions import has_base_right
from planner.licensing.subscription_names import folded
from planner.licensing.view import View
from planner.words import joined, say

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Grant:
    """What a product of the table grants; `services`: the online services it needs, all of them."""

    base_cal: bool
    services: tuple[str, ...]
    is_bridge: bool


def _read() -> dict[Suite, _Grant]:
    rows = rows_beside(__package__, "suites.csv")
    return {
        Suite(row["product"]): _Grant(
            row["grants_base_cal"] == "yes",
            tuple(filter(None, row["online_services"].split(";"))),
            "bridge" in row["product"],
        )
        for row in rows
    }


_GRANTS: Mapping[Suite, _Grant] = _read()
_WRITTEN = {"Office 365": ("office365", "o365"), "Intune": ("intune",)}
"""How the name of a subscription tells its service, folded."""


class Bridges:
    """Deals the people with an online service out to lots of bridges, one licence each."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._free: Codes | None = None  # how many behind each id have no bridge yet, shape (people,)

    def take(self, lot: Lot, services: Iterable[str]) -> int:
        """Return how many licences of a lot count; the people they count for are not free any more."""
        if lot.metric is not Metric.USER:
            return 0
        if self._free is None:
            people = self._view.estate.people
            self._free = np.where(people.active & ~self._view.find(has_base_right), people.persons, 0)
        has = {service: self._with(service) for service in _WRITTEN}
        fitting = np.flatnonzero(np.logical_and.reduce([self._free > 0, *(has[service] for service in services)]))
        # Whoever has one service only first: others may still have a bridge for another one.
        services_of = np.sum(list(has.values()), axis=0)
        fitting = fitting[np.argsort(services_of[fitting], kind="stable")]
        reached = np.minimum(np.cumsum(self._free[fitting]), lot.quantity)
        taken = np.diff(reached, prepend=0)
        self._free[fitting] -= taken
        return int(taken.sum())

    def _with(self, service: str) -> Flags:
        """Tell who has a subscription to a service, shape (people,)."""
        estate = self._view.estate
        subscriptions = estate.subscriptions
        meant = [any(word in folded(name) for word in _WRITTEN[service]) for name in subscriptions.names]
        found = np.zeros(len(estate.people.ids), dtype=bool)
        found[subscriptions.person[np.array(meant, dtype=bool)[subscriptions.name]]] = True
        return found


def as_base_cals(lot: Lot, bridges: Bridges, policy: Policy) -> Lot:
    """Return a lot of suites or bridges as the base CALs it grants, possibly none; other lots as they are."""
    if lot.suite is None:
        return lot
    grant = _GRANTS[lot.suite]
    quantity = lot.quantity
    if grant.is_bridge:
        quantity = bridges.take(lot, grant.services) if grant.base_cal else 0
    cal = lifted(lot, policy)
    words = in_words(cal.product, cal.metric, cal.version)
    rule = "R44" if grant.is_bridge else "R43"
    remark = say(
        "Lot {owned_id} is of {suite} licences, which count as {words} (rule {rule}).",
        owned_id=lot.owned_id,
        suite=suite_in_words(lot.suite),
        words=words,
        rule=rule,
    )
    return replace(cal, quantity=quantity, remark=remark)


def suite_notices(steps: Iterable[tuple[Lot, Lot]]) -> tuple[Notice, ...]:
    """Say what lots of suites and bridges count as; `steps` has each lot before and after."""
    suites, bridges = [], []
    for before, after in steps:
        if before.suite is None:
            continue
        grant = _GRANTS[before.suite]
        words = counted(after.quantity, after.product, after.metric, after.version)
        if grant.is_bridge:
            number = say(
                "{quantity} of {quantity_2}{why}", quantity=after.quantity, quantity_2=before.quantity, why=_why(grant)
            )
            bridges.append(
                say(
                    "{owned_id} ({suite}), {number}",
                    owned_id=before.owned_id,
                    suite=suite_in_words(before.suite),
                    number=number,
                )
            )
        else:
            suites.append(
                say(
                    "{owned_id} ({suite}) as {words}",
                    owned_id=before.owned_id,
                    suite=suite_in_words(before.suite),
                    words=words,
                )
            )
    told = []
    if suites:
        told.append(
            SUITES.notice(say("CAL suites count as base CALs (rule R43): {value}.", value=joined("; ", suites)))
        )
    if bridges:
        text = say("Licences of bridges that count as base User CALs (rule R44)")
        told.append(
            BRIDGES.notice(
                say("{text}: {value}. {one_each}", text=text, value=joined("; ", bridges), one_each=_ONE_EACH)
            )
        )
    return tuple(told)


_ONE_EACH = say(
    "One counts per person who has the service and no base CAL by a subscription; the plan "
    "does not look at who gets it, so give them to these people."
)


def _why(grant: _Grant) -> str:
    if not grant.base_cal:
        return say(", as it includes no base CAL: EMS itself does")
    return say(", for people with {value}", value=joined(say(" and "), grant.services))


def as_sold(offer: Offer, policy: Policy) -> Offer | None:
    """Return an offer of suites as one of base CALs, None for one of bridges; other offers as they are."""
    if offer.suite is None:
        return offer
    grant = _GRANTS[offer.suite]
    if grant.is_bridge:
        return None
    version = offer.version
    if offer.condition is Condition.NEW:
        version = max(version, newest_on(policy.plan_date), key=rank)
    words = in_words(offer.product, offer.metric, version)
    return replace(
        offer,
        version=version,
        remark=say(
            "These are {suite} licences, which count as {words} (rule R43).",
            suite=suite_in_words(offer.suite),
            words=words,
        ),
    )


def offer_notices(kept: Iterable[Offer], bridges: Iterable[Offer]) -> tuple[Notice, ...]:
    """Name the offers of suites that may be bought as base CALs, and those of bridges, which are not."""
    told = []
    suites = [
        say(
            "{offer_id} ({suite}) as {licence}",
            offer_id=offer.offer_id,
            suite=suite_in_words(offer.suite),
            licence=in_words(offer.product, offer.metric, offer.version),
        )
        for offer in kept
        if offer.suite is not None
    ]
    if suites:
        told.append(
            SUITES.notice(
                say("Offers of CAL suites count as base CALs (rule R43): {value}.", value=joined("; ", suites))
            )
        )
    left = [
        say("{offer_id} ({suite})", offer_id=offer.offer_id, suite=suite_in_words(offer.suite))
        for offer in bridges
        if offer.suite is not None
    ]
    if left:
        text = say("Bridges are not bought, as they count only with an online service (rule R44)")
        told.append(BRIDGE_OFFERS.notice(say("{text}: {value}.", text=text, value=joined(", ", left))))
    return tuple(told)

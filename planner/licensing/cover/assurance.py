"""Licences with Software Assurance that runs, and subscriptions: a level above every version (rules R16, R39, R47).

Some servers admit no other Remote Desktop CALs, whatever their version.  Where a scenario asks for that, such lots and
offers count at the level above all versions, which serves older needs too; where nothing asks for it, they count as
what they are sold as, so that nothing is told apart that need not be.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.product import ASSURANCE, PRODUCTS, Product
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy


def asked_with_assurance(requirements: Requirements) -> frozenset[Product]:
    """Return the products of which some access asks for licences with Software Assurance, or subscriptions."""
    asked = np.unique(requirements.product[requirements.version == ASSURANCE])
    return frozenset(PRODUCTS[product] for product in asked.tolist())


def offered_with_assurance(offer: Offer) -> Offer:
    """Return an offer at the level that Software Assurance, or being a subscription, gives it."""
    return replace(offer, with_assurance=offer.has_sa or offer.term_months is not None)


def owned_with_assurance(lot: Lot, policy: Policy) -> Lot:
    """Return a lot at the level that Software Assurance, or being a subscription, gives it on the plan's day."""
    return replace(lot, with_assurance=is_assured(lot, policy.plan_date))


def is_assured(lot: Lot, day: date) -> bool:
    """Tell whether Software Assurance runs for a lot on a day, or a subscription."""
    runs_for_a_term = lot.is_subscription and not lot.has_ended(day)
    return runs_for_a_term or (lot.sa_until is not None and lot.sa_until >= day)

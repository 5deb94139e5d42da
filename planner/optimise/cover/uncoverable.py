"""Requirements that no licence can cover under a policy, whatever is on offer: the plainest reason for "impossible"."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE
from planner.domain.product import METRICS, PRODUCTS, Metric, in_words
from planner.domain.requirement import Ends, Requirements
from planner.domain.scenario import Policy
from planner.optimise.cover.clauses import metric_rules
from planner.words import say


def uncoverable(requirements: Requirements, policy: Policy) -> str:
    """Name somebody whom no licence can cover, and say why; an empty text if there is nobody."""
    may_be_waived = requirements.waiver != NONE
    rows = np.flatnonzero(
        ~may_be_waived & ~_has_end(requirements, policy, Metric.USER) & ~_has_end(requirements, policy, Metric.DEVICE)
    )
    if not len(rows):
        return ""
    row = int(rows[0])
    more = say(" The same holds for {rows} more of its kind.", rows=len(rows) - 1) if len(rows) > 1 else ""
    return _in_words(requirements, row) + more


def _has_end(requirements: Requirements, policy: Policy, metric: Metric) -> NDArray[np.bool_]:
    """Tell which rows could be covered by a licence of one metric, shape (rows,)."""
    end = requirements.user if metric is Metric.USER else requirements.device
    other_only = Ends.DEVICE if metric is Metric.USER else Ends.USER
    ruled_out = [rule in METRICS and rule != metric for rule in metric_rules(policy)]
    has: NDArray[np.bool_] = (end != NONE) & (requirements.ends != other_only)
    has &= ~np.array(ruled_out)[requirements.product]
    return has


def _in_words(requirements: Requirements, row: int) -> str:
    user, device = int(requirements.user[row]), int(requirements.device[row])
    product, origin = PRODUCTS[requirements.product[row]], requirements.origins[requirements.origin[row]]
    demanded = {Ends.USER: Metric.USER, Ends.DEVICE: Metric.DEVICE}.get(Ends(min(int(requirements.ends[row]), 3)))
    who = _first_member(requirements, user if user != NONE else device)
    if demanded and (user if demanded is Metric.USER else device) == NONE:
        unknown = say("person") if demanded is Metric.USER else say("machine")
        wanted = in_words(product, demanded)
        return say(
            "{who} reaches {origin}, where only a {wanted} counts, but no {unknown} is known there.",
            who=who,
            origin=origin,
            wanted=wanted,
            unknown=unknown,
        )
    metric = demanded or (Metric.USER if user != NONE else Metric.DEVICE)
    who = _first_member(requirements, user if metric is Metric.USER else device)
    return say(
        "{who} reaches {origin} and can only be covered by a {licence}, which the policies rule out.",
        who=who,
        origin=origin,
        licence=in_words(product, metric),
    )


def _first_member(requirements: Requirements, holder: int) -> str:
    """Return the name of a class's first member."""
    holders = requirements.holders
    piece = int(np.searchsorted(holders.piece_class, holder))
    stem, first = str(holders.piece_stem[piece]), int(holders.piece_first[piece])
    return stem if first == NONE else f"{stem}{first}"

"""People with a Remote Desktop User CAL by subscription (rule R47): what need is left of theirs.

Such a person is licensed wherever licences of people count.  Where a deployment's mode is left to the plan, the
subscription serves per user only; where both layers must be at one end, the base CAL there may be owed still.  These
rows stay, marked; all others of such a person go.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.estate import NONE
from planner.domain.product import RDS, USER
from planner.domain.requirement import Ends, Holders, Requirements
from planner.domain.scenario import BASE_AND_RDS_SAME_METRIC
from planner.licensing.rules.r45_subscriptions import Flags, group_has_remote_right, has_remote_right
from planner.licensing.view import View


def with_remote_rights(requirements: Requirements, view: View, tied_from: int) -> Requirements:
    """Return the requirements without what subscriptions cover; licences that may not move stay needed.

    `tied_from` is the origin of the rows that such licences bring.
    """
    stems = _stems(view)
    if not stems:
        return requirements
    right = _of_classes(requirements.holders, stems)
    rows = requirements
    has_right = (rows.product == RDS) & np.append(right, False)[rows.user] & (rows.origin < tied_from)
    has_right &= rows.ends != Ends.DEVICE
    owes_base = (rows.base_version != NONE) & ~rows.has_base_right if view.policy[BASE_AND_RDS_SAME_METRIC] else False
    gone = has_right & (rows.ends < Ends.CHOOSE) & ~np.broadcast_to(owes_base, len(rows))
    return replace(rows, has_remote_right=has_right).without(gone)


def _stems(view: View) -> frozenset[str]:
    """Return the beginnings of the names of all people who have the right."""
    people = view.estate.people.ids[view.find(has_remote_right)].tolist()
    groups = [f"{group.name}/user/" for group in view.estate.groups if group_has_remote_right(group)]
    return frozenset([*people, *(f"{person}/person/" for person in people), *groups])


def _of_classes(holders: Holders, stems: frozenset[str]) -> Flags:
    """Tell which classes are of people with the right, shape (classes,)."""
    of_piece = np.array([stem in stems for stem in holders.piece_stem.tolist()], dtype=bool)
    found = np.zeros(len(holders), dtype=bool)
    found[holders.piece_class[of_piece]] = True
    found &= holders.metric == USER
    return found

"""Since when a licence of the register is assigned to its holder, as far as anybody has written it down.

A licence that is bought is assigned when it comes.  One that the inventory says its holder has already is theirs
since the day it was last moved, else since it was bought.  Any other owned licence is assigned by the plan itself,
unless the inventory says when the lot was last moved: nobody wrote down who had it.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from planner.domain.holder_origin import CodedTexts
from planner.domain.lot import Lot
from planner.domain.plan import Register
from planner.words import say

ON_PURCHASE, NOT_STATED = say("on purchase"), say("not stated")


def assigned_since(register: Register, plan_date: date) -> CodedTexts:
    """Return the day, or words for it, of each row of a register."""
    texts = [_since(source.lot, plan_date) for source in register.sources]
    codes = register.source.copy()
    kept = {code: source.lot for code, source in enumerate(register.sources) if source.lot and source.lot.assigned_to}
    for row in np.flatnonzero(np.isin(register.source, list(kept))).tolist():
        codes[row] = len(texts)
        texts.append(_of_one(kept[int(register.source[row])], register.holder[row], plan_date))
    return CodedTexts.of(texts, codes)


def _since(lot: Lot | None, plan_date: date) -> str:
    if lot is None:
        return ON_PURCHASE
    return (lot.last_reassigned or plan_date).isoformat()


def _of_one(lot: Lot, holder: str, plan_date: date) -> str:
    """Return the day for a single licence whose present holder the inventory names."""
    if lot.assigned_to != holder:
        return plan_date.isoformat()
    day = lot.last_reassigned or lot.acquired_on
    return day.isoformat() if day else NOT_STATED

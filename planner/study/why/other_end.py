"""What must be covered if somebody's accesses are licensed at one end only, or if they used more machines.

Both are changes of the requirement rows; what is asked about stays one class, so a headcount group is asked about as
a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.product import DEVICE, METRICS, PRODUCTS, RDS, USER, WS, Metric, Product, opposite
from planner.domain.requirement import Ends, Holders, Requirements
from planner.errors import UsageError
from planner.study.why.names import EVERYBODY, NUMBERED
from planner.study.why.questions import OtherEnd
from planner.words import say


def classes_of(holders: Holders, who: str, whose: Metric | None = None) -> Codes:
    """Return the classes of people, or of machines, that hold a name, or any of `stem/*`.

    Raises UsageError for somebody who is not there, and for a name that a person and a machine have, unless `whose`
    says which is meant.
    """
    metrics = [METRICS.index(whose)] if whose else [USER, DEVICE]
    may = np.isin(holders.metric[holders.piece_class], metrics)
    alone = may & (holders.piece_first == NONE)
    found = alone & (holders.piece_stem == who)
    numbered = NUMBERED.fullmatch(who)
    if not found.any() and numbered:
        stem, number = numbered.groups()
        found = may & ~alone & (holders.piece_stem == stem)
        if number != EVERYBODY:
            place = int(number) - holders.piece_first
            found &= (place >= 0) & (place < holders.piece_count)
    if not found.any():
        raise UsageError(say('Nobody called "{who}" has anything to cover in this scenario.', who=who))
    classes = np.unique(holders.piece_class[found])
    if len(np.unique(holders.metric[classes])) > 1:
        raise UsageError(say('A person and a machine are called "{who}". Say which one you mean.', who=who))
    return classes


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody of the requirements, with the layer that is asked about."""

    who: str
    classes: Codes
    metric: Metric
    members: int
    layer: Product
    rows: NDArray[np.bool_]
    """The requirement rows of that layer, shape (rows,)."""

    @staticmethod
    def of(requirements: Requirements, question: OtherEnd) -> Asked:
        """Return whom a name means.  Raises UsageError where they are not there, or need nothing of this layer."""
        holders, who, layer = requirements.holders, question.who, question.layer
        classes = classes_of(holders, who, question.whose)
        metric = int(holders.metric[classes[0]])
        mine = np.isin(requirements.user if metric == USER else requirements.device, classes)
        rows = mine & (requirements.product == PRODUCTS.index(layer))
        if not rows.any():
            raise UsageError(say('"{who}" needs no licence of this kind.', who=who))
        return Asked(who, classes, METRICS[metric], int(holders.members[classes].sum()), layer, rows)

    def why_not(self, requirements: Requirements, end: Metric) -> str:
        """Say what keeps the accesses from being licensed at one end; an empty text: nothing does."""
        column, opposite = (requirements.user, Ends.DEVICE) if end is Metric.USER else (requirements.device, Ends.USER)
        if (column[self.rows] == NONE).any():
            return _NO_OTHER_END[end]
        return _FIXED[end] if (requirements.ends[self.rows] == opposite).any() else ""

    def is_waived(self, requirements: Requirements) -> bool:
        """Tell whether something besides a CAL may cover these accesses: administration, or an External Connector."""
        return bool((requirements.waiver[self.rows] != NONE).any())

    def is_single(self, requirements: Requirements) -> bool:
        """Tell whether each unit of the classes is one person or machine, not a bundle of somebody's own machines."""
        return bool((requirements.holders.unit_size[self.classes] == 1).all())

    def binds_others(self, requirements: Requirements) -> bool:
        """Tell whether the end is that of a whole Remote Desktop deployment, which others use too."""
        ends = requirements.ends
        shared = np.isin(ends, ends[self.rows & (ends >= Ends.CHOOSE)])
        return bool((shared & ~self.rows).any())

    def licensed_at(self, requirements: Requirements, end: Metric) -> Requirements:
        """Return the requirements with these accesses licensed at one end, whatever else could cover them.

        Where the mode of a Remote Desktop deployment is left to the plan, it is the mode for everybody who uses it.
        """
        ends = requirements.ends.copy()
        to = Ends.USER if end is Metric.USER else Ends.DEVICE
        ends[self.rows & (ends == Ends.EITHER)] = to
        ends[np.isin(requirements.ends, ends[self.rows & (ends >= Ends.CHOOSE)])] = to
        waiver = np.where(self.rows, NONE, requirements.waiver)
        return replace(requirements, ends=ends, waiver=waiver).newest_of_each()

    def with_more(self, requirements: Requirements, more: int) -> Requirements:
        """Return the requirements if each of them used `more` machines of their own, or each machine so many people.

        They are used for the same as what is used now, in every layer.
        """
        mine = requirements.user if self.metric is Metric.USER else requirements.device
        holders, parts = requirements.holders, []
        for each in self.classes.tolist():
            rows = _newest_rows(requirements, np.flatnonzero(mine == each))
            for number in range(more):
                own, new = np.full(len(rows), each), np.full(len(rows), len(holders))
                stem = f"{_MORE}{each}/{number}/"
                holders = holders.with_numbered(METRICS.index(opposite(self.metric)), stem, int(holders.units[each]))
                user, device = (own, new) if self.metric is Metric.USER else (new, own)
                parts.append(_matched_pair(requirements, rows, user, device))
        columns: dict[str, Any] = {
            name: np.concatenate([getattr(requirements, name), *(part[name] for part in parts)]) for name in parts[0]
        }
        return replace(requirements, holders=holders, **columns)


_MORE = "more/"
_NO_OTHER_END = {
    Metric.USER: say("An access without a person behind it can be licensed at the machine only."),
    Metric.DEVICE: say("They reach a server from any machine, so only the people can be licensed."),
}
_FIXED = {
    Metric.USER: say("What they use counts machines only, so licences of people do not count there."),
    Metric.DEVICE: say("What they use counts people only, so licences of machines do not count there."),
}


def _newest_rows(requirements: Requirements, rows: Codes) -> Codes:
    """Return the newest row of each layer; of several, one for which either end will do, if there is one."""
    order = np.lexsort((-requirements.ends[rows], requirements.version[rows], requirements.product[rows]))
    products = requirements.product[rows][order]
    is_last = np.append(products[1:] != products[:-1], True)
    newest: Codes = rows[order[is_last]]
    return newest


def _matched_pair(requirements: Requirements, rows: Codes, user: Codes, device: Codes) -> dict[str, NDArray[Any]]:
    """Return copies of the rows, one per layer, for a new pair whose units meet one by one."""
    copied = ("product", "version", "ends", "base_version", "has_base_right", "waiver", "origin")
    columns = {name: getattr(requirements, name)[rows] for name in copied}
    if requirements.has_remote_right is not None:
        columns["has_remote_right"] = requirements.has_remote_right[rows]
    # The base layer of the new pair is that of these rows, whatever pair the Remote Desktop row was copied from.
    base = columns["version"][columns["product"] == WS]
    follows = (columns["product"] == RDS) & ~columns["has_base_right"]
    columns["base_version"] = np.where(follows, base[0] if len(base) else NONE, columns["base_version"])
    return columns | {"user": user, "device": device, "matched": np.ones(len(rows), dtype=bool)}

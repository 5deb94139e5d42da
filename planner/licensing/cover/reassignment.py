"""Licences that moved too recently to move again (rule R37).

A licence is given to another holder no sooner than 90 days after it last was, unless a machine is lost for good or
somebody leaves.  So a lot with `assigned_to` and a `last_reassigned` of less than 90 days before the plan's day stays
where it is, and the plan reads "assigned" as "held": its holder holds a licence of its version, which covers whatever
this end may cover up to that version, counts as a holder in every policy, and is neither given to others nor sold.

It is free at once where the holder is out of use (column `active`), or needs nothing of the product: nobody is made
to hold what no access asks for.  It is left out of the plan, neither used nor sold, where it stays but cannot be said
to be of use: where the holder needs a newer version too (which licence then covers what is left open; what
administration or a connector might take away counts as needed here), where a policy rules the kind of licence out or
lets the plan pick it, and where the holder has another one already.  That is never too few licences, but may be one
too many.  Members of groups, people behind shared accounts, and the two lists are not told apart by the plan, so
there the days are not looked at, with a notice.

Source: Product Terms (June 2016, and universal terms), read in copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from planner.domain.estate import NONE, Codes, Estate
from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.product import ASSURANCE, DEVICE, METRICS, PRODUCTS, USER, WS, Metric, Product, rank
from planner.domain.requirement import Ends, Tied
from planner.licensing.cover.assurance import is_assured
from planner.licensing.cover.holder_table import RequirementRows
from planner.licensing.naming import named
from planner.licensing.rules.r37_ninety_days import NOT_USED, TIED
from planner.licensing.view import View

DAYS = 90
ORIGIN = "a licence that stays with its holder"
"""What asks for a version there, in words."""


@dataclass(frozen=True, slots=True)
class Recent:
    """A licence that moved recently; `holder` indexes the people or the machines."""

    owned_id: str
    product: int
    metric: int
    version: int
    holder: int
    since: date
    is_admitted: bool
    """Whether the policies admit this kind of licence for certain."""
    is_assured: bool = False
    """Whether it serves where only licences with Software Assurance, or subscriptions, do."""

    @property
    def free_on(self) -> date:
        """The day from which it may move."""
        return self.since + timedelta(days=DAYS)


def recently_moved(lots: Sequence[Lot], view: View) -> tuple[tuple[Recent, ...], tuple[Lot, ...]]:
    """Return the licences that may not move yet, newest version first, and those of which that is not known."""
    estate, policy = view.estate, view.policy
    found, unknown = [], []
    for lot in lots:
        if lot.last_reassigned is None or policy.plan_date >= lot.last_reassigned + timedelta(days=DAYS):
            continue
        place = None if estate.everybody_everywhere or lot.quantity != 1 else _place(lot, estate)
        if place is None:
            unknown.append(lot)
        elif _is_active(lot, place, estate):
            rule = policy.ws_metrics if lot.product is Product.WS_CAL else policy.rds_metrics
            found.append(
                Recent(
                    owned_id=lot.owned_id,
                    product=PRODUCTS.index(lot.product),
                    metric=METRICS.index(lot.metric),
                    version=rank(lot.version),
                    holder=place,
                    since=lot.last_reassigned,
                    is_admitted=rule in ("any", lot.metric),
                    is_assured=is_assured(lot, policy.plan_date),
                )
            )
    return tuple(sorted(found, key=lambda each: (-each.version, each.owned_id))), tuple(unknown)


def _place(lot: Lot, estate: Estate) -> int | None:
    """Return the index of a lot's holder, None for one that is not a single person or machine with a name."""
    ids = estate.people.ids if lot.metric is Metric.USER else estate.machines.ids
    place = int(np.searchsorted(ids, lot.assigned_to))
    if not lot.assigned_to or place == len(ids) or ids[place] != lot.assigned_to:
        return None
    return place if lot.metric is Metric.DEVICE or estate.people.persons[place] == 1 else None


def _is_active(lot: Lot, place: int, estate: Estate) -> bool:
    return bool((estate.people if lot.metric is Metric.USER else estate.machines).active[place])


def tie(
    rows: RequirementRows, classes: tuple[Codes, Codes], recent: Sequence[Recent], origin: int, *, coupled: bool
) -> tuple[RequirementRows, tuple[Tied, ...]]:
    """Return the rows with what licences ask for that stay with their holders, and what became of these licences.

    `classes` has the class of each person and of each machine, `NONE` for those that need nothing; `origin` names the
    reason; `coupled` tells whether policy asks for both layers at one end.
    """
    size = max(int(column.max(initial=NONE)) for column in classes) + 1
    needs = [_newest_needs(rows, classes[m], m, recent, size, coupled=coupled) for m in range(len(METRICS))]
    told, holding = [], dict[_Key, Recent]()
    for each in recent:
        holder = int(classes[each.metric][each.holder])
        need = NONE if holder == NONE else int(needs[each.metric][each.product, holder])
        if need == NONE:
            continue
        why, level = "", ASSURANCE if need == ASSURANCE and each.is_assured else each.version
        if need > level:
            why = "who needs a newer version too"
        elif not each.is_admitted:
            why = "who by the policies on metrics need not hold one"
        elif (each.metric, holder, each.product) in holding:
            why = "who has another one"
        else:
            holding[each.metric, holder, each.product] = replace(each, version=level)
        told.append(Tied(each.owned_id, each.since, each.free_on, why))
    return _with_holdings(rows, holding, origin), tuple(sorted(told, key=lambda one: one.owned_id))


_Key = tuple[int, int, int]
"""Metric, class and product."""


def _newest_needs(
    rows: RequirementRows, classes: Codes, metric: int, recent: Sequence[Recent], size: int, *, coupled: bool
) -> Codes:
    """Return the newest version that the classes of recent licences need, shape (products, size); `NONE` for none."""
    newest = np.full((len(PRODUCTS), size), NONE)
    wanted = np.zeros(size + 1, dtype=bool)  # the last place is for a missing end
    wanted[[int(classes[each.holder]) for each in recent if each.metric == metric]] = True
    wanted[NONE] = False
    end, other = (rows.user, Ends.DEVICE) if metric == USER else (rows.device, Ends.USER)
    at = np.flatnonzero(wanted[end] & (rows.ends != other))
    np.maximum.at(newest, (rows.product[at], end[at]), rows.version[at])
    if coupled and metric == DEVICE:
        # The base accesses of these people are covered, but a machine that covers the other layer covers them too.
        behind = at[rows.has_base_right[at] & (newest[WS, end[at]] != NONE)]
        np.maximum.at(newest, (WS, end[behind]), rows.base_version[behind])
    return newest


def _with_holdings(rows: RequirementRows, holding: Mapping[_Key, Recent], origin: int) -> RequirementRows:
    """Return the rows with one per licence held, which only its holder covers; a row that asks for less is raised."""
    if not holding:
        return rows
    columns = {name: column.copy() for name, column in rows._asdict().items()}
    for metric, own in enumerate((Ends.USER, Ends.DEVICE)):
        end, other = (rows.user, rows.device) if metric == USER else (rows.device, rows.user)
        held = np.array(sorted({holder for m, holder, _ in holding if m == metric}), dtype=np.int64)
        # Rows that something else may take away do not say that the licence is held.
        stays = (other == NONE) & (rows.ends == own) & (rows.waiver == NONE)
        alone = np.flatnonzero(stays & np.isin(end, held))
        place = {(metric, int(end[at]), int(rows.product[at])): int(at) for at in alone}
        for key, each in holding.items():
            if key in place:
                columns["version"][place[key]] = each.version
                columns["origin"][place[key]] = origin
        new = [key for key in holding if key[0] == metric and key not in place]
        holder, product = np.array([key[1:] for key in new], dtype=np.int64).reshape(-1, 2).T
        added = RequirementRows(
            user=holder if metric == USER else np.full(len(new), NONE),
            device=holder if metric == DEVICE else np.full(len(new), NONE),
            product=product,
            version=np.array([holding[key].version for key in new], dtype=np.int64),
            ends=np.full(len(new), int(own)),
            matched=np.zeros(len(new), dtype=bool),
            base_version=np.full(len(new), NONE),
            has_base_right=np.zeros(len(new), dtype=bool),
            waiver=np.full(len(new), NONE),
            origin=np.full(len(new), origin),
        )
        columns = {name: np.concatenate([column, getattr(added, name)]) for name, column in columns.items()}
    return RequirementRows(**columns)


def kept_by_holders(lots: Iterable[Lot], tied: Sequence[Tied]) -> tuple[tuple[Lot, ...], tuple[Notice, ...]]:
    """Return the lots without those left out, each that stays with its holder marked, and say which these are."""
    by_id = {each.owned_id: each for each in tied}
    kept, staying, left = [], [], []
    for lot in lots:
        each = by_id.get(lot.owned_id)
        if each is None:
            kept.append(lot)
        elif each.why_unused:
            left.append(f"{lot.owned_id} of {lot.assigned_to}, {each.why_unused} (until {each.free_on})")
        else:
            staying.append(f"{lot.owned_id} with {lot.assigned_to} (until {each.free_on})")
            remark = (
                f"Has had licence {lot.owned_id} since {each.since}; it may not move before {each.free_on} (rule R37)."
            )
            kept.append(replace(lot, is_tied=True, remark=f"{remark} {lot.remark}".strip()))
    told = []
    if staying:
        text = "Licences that moved less than 90 days ago stay with their holders and are not sold (rule R37"
        told.append(TIED.notice(f"{text}; licences: {len(staying)}): {named(staying)}."))
    if left:
        text = "Licences that moved less than 90 days ago are left out, neither used nor sold (rule R37"
        told.append(NOT_USED.notice(f"{text}; licences: {len(left)}): {named(left)}."))
    return tuple(kept), tuple(told)


def unknown_notices(unknown: Sequence[Lot]) -> tuple[Notice, ...]:
    """Name the lots that moved recently, but whose holder is not told apart from others or not given."""
    if not unknown:
        return ()
    text = (
        "Licences moved less than 90 days ago whose holder is no single person or machine with accesses of its own are "
        "planned as if they might move (rule R37"
    )
    count = sum(lot.quantity for lot in unknown)
    return (NOT_USED.notice(f"{text}; licences: {count}): {named([lot.owned_id for lot in unknown])}."),)

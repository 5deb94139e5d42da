"""Licences that moved too recently to move again (rule R37).

A licence is given to another holder no sooner than 90 days after it last was, unless a machine is lost for good or
somebody leaves.  So a lot with `assigned_to` and a `last_reassigned` of less than 90 days before the plan's day stays
where it is: it is neither given to others nor sold, in whatever scenario.  There it is *used* (its holder counts as
holding a licence of its version, which covers whatever this end may cover up to that version) or *idle*: where the
holder needs nothing of the product any more, has another one that stays, or a policy rules its metric out.

Where using it might cost more than leaving it idle (a product with one metric only, a cost of mixing, spare licences)
or the holder needs a newer version too (then the licence serves only if the other end covers what is newer), both
ways are planned as variants, and the cheaper one is the plan.  Beyond `MOST_WAYS` the licence is left idle, which is
never too few licences, but may be one too many.

It is free at once where the holder is out of use (column `active`; a group that has ended).  Members of groups, people
behind shared accounts, and the two lists are not told apart by the plan: their licences are used among their likes
where nobody else might come to use them, else idle, and not sold.  A lot without a holder,
or with a shared account for one, may move.

Source: Product Terms (June 2016, and universal terms), read in copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import product as combined

import numpy as np
from numpy.typing import NDArray

from planner.domain import money
from planner.domain.estate import NONE, Codes, Estate, Group
from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.product import ASSURANCE, DEVICE, METRICS, PRODUCTS, USER, WS, Metric, Product, rank
from planner.domain.requirement import Ends, Tied
from planner.domain.scenario import Policy
from planner.licensing.counting.machine_kinds import are_treated, treatments
from planner.licensing.cover.assurance import is_assured
from planner.licensing.cover.holder_table import RequirementRows
from planner.licensing.naming import named
from planner.licensing.rule import Treatment
from planner.licensing.rules.r37_ninety_days import NOT_USED, TIED
from planner.licensing.rules.r38_stand_ins import are_licensed
from planner.licensing.rules.r45_subscriptions import has_base_right, has_remote_right
from planner.licensing.view import View
from planner.words import say

DAYS = 90
MOST_WAYS = 16
"""So many ways to use such licences or leave them idle are planned at most."""
ORIGIN = say("a licence that stays with its holder")
"""What asks for a version there, in words."""


class Use(StrEnum):
    """What a plan makes of a licence that stays with its holder."""

    WHERE_IT_SERVES = "where it serves"
    """Held, unless the holder needs a newer version too."""
    ALONE = "alone"
    """Held, and the holder has no newer one: the other ends cover what asks for that."""
    IDLE = "idle"


Way = tuple[tuple[str, Use], ...]
"""What becomes of some of them, by the ids of their lots."""


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
    use: Use = Use.WHERE_IT_SERVES

    @property
    def free_on(self) -> date:
        """The day from which it may move."""
        return self.since + timedelta(days=DAYS)


@dataclass(frozen=True, slots=True)
class Moved:
    """Lots that moved recently, by what the plan knows of their holders."""

    known: tuple[Recent, ...] = ()
    """Of single people and machines, newest version first."""
    members: tuple[Lot, ...] = ()
    """Of people or machines that are not told apart from their likes."""
    strangers: tuple[Lot, ...] = ()
    """Of holders that the inventory does not have otherwise, or whose likes are not all that might come to use them."""
    free: tuple[Lot, ...] = ()
    """Of nobody in particular."""


def recently_moved(lots: Sequence[Lot], view: View) -> Moved:
    """Return the licences that may not move yet."""
    estate, policy = view.estate, view.policy
    known, members, strangers, free = [], list[Lot](), list[Lot](), list[Lot]()
    for lot in lots:
        if lot.last_reassigned is None or policy.plan_date >= lot.last_reassigned + timedelta(days=DAYS):
            continue
        place = None if lot.quantity != 1 else _place(lot, estate)
        if not lot.assigned_to or lot.quantity != 1 or lot.metric is Metric.HOST:
            free.append(lot)
        elif place is None:
            _sort_member(lot, view, members, strangers, free)
        elif not _is_active(lot, place, estate):
            continue
        elif lot.metric is Metric.USER and estate.people.persons[place] > 1:
            free.append(lot)
        elif estate.everybody_everywhere:
            (members if _needs_what_its_likes_need(lot, place, view) else strangers).append(lot)
        else:
            known.append(_recent(lot, place, policy))
    known.sort(key=lambda each: (-each.version, each.owned_id))
    return Moved(tuple(known), tuple(members), tuple(strangers), tuple(free))


def _needs_what_its_likes_need(lot: Lot, place: int, view: View) -> bool:
    """Tell whether a lot's holder, by name in a list, needs such a licence as the others of the list do.

    Else, and where groups stand beside the list, the licence would serve somebody else.
    """
    estate, policy = view.estate, view.policy
    if any(group.exists_on(policy.plan_date) for group in estate.groups):
        return False
    if lot.metric is Metric.DEVICE:
        return not view.find(_exempt_kinds)[estate.machines.kind[place]]
    has_right = view.find(has_base_right if lot.product is Product.WS_CAL else has_remote_right)
    return bool(view.find(are_licensed)[place] and not has_right[place])


def _exempt_kinds(view: View) -> NDArray[np.bool_]:
    """Tell which kinds of machine need no licence, shape (kinds,)."""
    return are_treated(Treatment.EXEMPT, treatments(view.policy))


def _recent(lot: Lot, place: int, policy: Policy) -> Recent:
    rule = policy.ws_metrics if lot.product is Product.WS_CAL else policy.rds_metrics
    assert lot.last_reassigned is not None
    return Recent(
        owned_id=lot.owned_id,
        product=PRODUCTS.index(lot.product),
        metric=METRICS.index(lot.metric),
        version=rank(lot.version),
        holder=place,
        since=lot.last_reassigned,
        is_admitted=rule in ("any", "single", lot.metric),
        is_assured=is_assured(lot, policy.plan_date),
    )


def _place(lot: Lot, estate: Estate) -> int | None:
    """Return the index of a lot's holder among people or machines, None for one that is not there by name."""
    ids = estate.people.ids if lot.metric is Metric.USER else estate.machines.ids
    place = int(np.searchsorted(ids, lot.assigned_to))
    return place if lot.assigned_to and place < len(ids) and ids[place] == lot.assigned_to else None


def _sort_member(lot: Lot, view: View, members: list[Lot], strangers: list[Lot], free: list[Lot]) -> None:
    """Sort a lot by its holder, whose name is not among people or machines: `group/user/3`, `till/person/2`."""
    start, _, number = lot.assigned_to.rpartition("/")
    name, _, kind = start.rpartition("/")
    if not number.isdigit():
        strangers.append(lot)
        return
    kinds = ("user",) if lot.metric is Metric.USER else ("device", "peripheral")
    group = next((each for each in view.estate.groups if each.name == name), None)
    if group is not None and kind in kinds:
        count = {"user": group.users, "device": group.devices, "peripheral": group.peripherals}[kind]
        is_there = 1 <= int(number) <= count and (group.ends is None or view.policy.plan_date < group.ends)
        if is_there:
            (members if _serves_its_group_only(lot, group, int(number), view) else strangers).append(lot)
        return
    people = view.estate.people
    place = int(np.searchsorted(people.ids, name))
    if kind == "person" and lot.metric is Metric.USER and place < len(people.ids) and people.ids[place] == name:
        if people.active[place] and 1 <= int(number) <= people.persons[place]:
            members.append(lot)
        return
    strangers.append(lot)


def _serves_its_group_only(lot: Lot, group: Group, number: int, view: View) -> bool:
    """Tell whether a member's licence cannot come to serve anybody but the member's likes.

    They are alike where all of the member's end need the licence, and where there is nobody else in the estate.
    """
    if lot.product is Product.RDS_CAL and lot.metric is Metric.USER and number > group.rds_users:
        return False
    others = [each for each in view.estate.groups if each != group and each.exists_on(view.policy.plan_date)]
    is_alone = not others and not len(view.estate.accesses)
    return is_alone or (group.devices + group.peripherals if lot.metric is Metric.USER else group.users) == 0


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
    told, holding, seen = [], dict[_Key, Recent](), set[_Key]()
    for each in recent:
        holder = int(classes[each.metric][each.holder])
        need = NONE if holder == NONE else int(needs[each.metric][each.product, holder])
        level = ASSURANCE if need == ASSURANCE and each.is_assured else each.version
        if each.use is Use.ALONE and not _has_other_ends(rows, each, holder, level):
            each = replace(each, use=Use.WHERE_IT_SERVES)
        why = _why_idle(each, need, level, is_second=(each.metric, each.holder, each.product) in seen)
        seen.add((each.metric, each.holder, each.product))
        if not why:
            holding[each.metric, holder, each.product] = replace(each, version=level)
        told.append(Tied(each.owned_id, each.since, each.free_on, why))
    rows = _without_newer(rows, holding)
    return _with_holdings(rows, holding, origin), tuple(sorted(told, key=lambda one: one.owned_id))


def _has_other_ends(rows: RequirementRows, each: Recent, holder: int, level: int) -> bool:
    """Tell whether all that the holder needs newer than a licence may be covered at the other ends instead."""
    mine = (rows.user if each.metric == USER else rows.device) == holder
    newer = mine & (rows.product == each.product) & (rows.version > level)
    return bool((rows.ends[newer] == Ends.EITHER).all())


NEEDS_NEWER = say("who needs a newer version too")


def _why_idle(each: Recent, need: int, level: int, *, is_second: bool) -> str:
    """Return why a licence that stays with its holder is not used there; an empty text where it is."""
    if need == NONE:
        return say("who needs none now")
    if is_second:
        return say("who has another one")
    if not each.is_admitted:
        return say("who by the policies on metrics need not hold one")
    if each.use is Use.IDLE:
        return say("where it is cheaper idle")
    return NEEDS_NEWER if need > level and each.use is not Use.ALONE else ""


def _without_newer(rows: RequirementRows, holding: Mapping[_Key, Recent]) -> RequirementRows:
    """Return the rows, of which those newer than a licence that is held alone are left to the other end."""
    ends = rows.ends.copy()
    for (metric, holder, product), each in holding.items():
        if each.use is Use.ALONE:
            mine = (rows.user if metric == USER else rows.device) == holder
            mine &= (rows.product == product) & (rows.version > each.version) & (rows.ends == Ends.EITHER)
            ends[mine] = Ends.DEVICE if metric == USER else Ends.USER
    return rows._replace(ends=ends)


def idle(recent: Sequence[Recent]) -> tuple[Tied, ...]:
    """Return licences whose holders need nothing at all."""
    found = [
        Tied(each.owned_id, each.since, each.free_on, _why_idle(each, NONE, NONE, is_second=False)) for each in recent
    ]
    return tuple(sorted(found, key=lambda one: one.owned_id))


def ways(recent: Sequence[Recent], tied: Sequence[Tied], policy: Policy) -> tuple[Way, ...]:
    """Return what else may be made of licences that stay with their holders, where it might be cheaper.

    `tied` says what becomes of them as they are.  One way is missing: to leave all as it is.
    """
    why = {each.owned_id: each.why_unused for each in tied}
    choices: list[tuple[Way, Way]] = []
    for metric, product in combined(range(len(METRICS)), range(len(PRODUCTS))):
        held = [one for one in recent if (one.metric, one.product) == (metric, product) and why.get(one.owned_id) == ""]
        if held and _may_cost(metric, product, policy):
            each_alone = policy.spare_of(product, metric) > 0 and len(held) <= _FEW
            for some in [[one] for one in held] if each_alone else [held]:
                choices.append(((), tuple((one.owned_id, Use.IDLE) for one in some)))
    if not policy.base_and_rds_same_metric:
        newer = [one for one in recent if why.get(one.owned_id) == NEEDS_NEWER]
        choices += [((), ((one.owned_id, Use.ALONE),)) for one in newer]
    choices = choices[: MOST_WAYS.bit_length() - 1]
    return tuple(way for some in combined(*choices) if (way := tuple(use for each in some for use in each)))


_FEW = 3
"""So many licences of a pool with spare ones are used or idle one by one; more of them together."""


def _may_cost(metric: int, product: int, policy: Policy) -> bool:
    """Tell whether somebody who holds a licence may cost more than nobody."""
    rule = (policy.ws_metrics, policy.rds_metrics)[product]
    mixing = (policy.ws_mixing_cost, policy.rds_mixing_cost)[product]
    return rule == "single" or (rule == "any" and mixing > 0) or policy.spare_of(product, metric) > 0


def using(recent: Iterable[Recent], way: Way) -> tuple[Recent, ...]:
    """Return licences with what one way makes of them."""
    uses = dict(way)
    return tuple(replace(each, use=uses.get(each.owned_id, each.use)) for each in recent)


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


def kept_by_holders(
    lots: Iterable[Lot], tied: Sequence[Tied], policy: Policy
) -> tuple[tuple[Lot, ...], tuple[Notice, ...]]:
    """Return the lots without those left idle, each that stays with its holder marked, and say which these are."""
    by_id = {each.owned_id: each for each in tied}
    kept, staying, left, worth = [], [], [], 0
    for lot in lots:
        each = by_id.get(lot.owned_id)
        if each is None:
            kept.append(lot)
        elif each.why_unused:
            left.append(
                say(
                    "{owned_id} of {assigned_to}, {why_unused} (until {free_on})",
                    owned_id=lot.owned_id,
                    assigned_to=lot.assigned_to,
                    why_unused=each.why_unused,
                    free_on=each.free_on,
                )
            )
            worth += lot.resale_minor if policy.sell_surplus and lot.is_sellable else 0
        else:
            staying.append(
                say(
                    "{owned_id} with {assigned_to} (until {free_on})",
                    owned_id=lot.owned_id,
                    assigned_to=lot.assigned_to,
                    free_on=each.free_on,
                )
            )
            remark = say(
                "Has had licence {owned_id} since {since}; it may not move before {free_on} (rule R37).",
                owned_id=lot.owned_id,
                since=each.since,
                free_on=each.free_on,
            )
            kept.append(
                replace(
                    lot, is_tied=True, remark=say("{remark} {remark_2}", remark=remark, remark_2=lot.remark).strip()
                )
            )
    told = []
    if staying:
        text = say("Licences that moved less than 90 days ago stay with their holders and are not sold (rule R37")
        told.append(
            TIED.notice(
                say("{text}; licences: {staying}): {names}.", text=text, staying=len(staying), names=named(staying))
            )
        )
    if left:
        text = say("Licences that moved less than 90 days ago stay with their holders and are idle there (rule R37")
        brings = say("; sold they would bring {worth}", worth=money.words(worth, policy.currency)) if worth else ""
        told.append(
            NOT_USED.notice(
                say(
                    "{text}; licences: {left}{brings}): {names}.",
                    text=text,
                    left=len(left),
                    brings=brings,
                    names=named(left),
                )
            )
        )
    return tuple(kept), tuple(told)


def member_notices(moved: Moved) -> tuple[Notice, ...]:
    """Name the lots that moved recently whose holder is no single person or machine that the plan knows."""
    parts = (
        (
            moved.members,
            say(
                "Licences moved less than 90 days ago to members of groups or lists, whom the plan "
                "does not tell apart, are used there and not sold: give them to those who have them"
            ),
        ),
        (
            moved.strangers,
            say(
                "Licences moved less than 90 days ago stay with holders who are not told apart from "
                "others, or whom no other sheet names, neither used nor sold"
            ),
        ),
        (
            moved.free,
            say(
                "Licences moved less than 90 days ago that no single person or machine holds are "
                "planned as if they might move"
            ),
        ),
    )
    return tuple(
        NOT_USED.notice(
            say(
                "{text} (rule R37; licences: {quantity}): {names}.",
                text=text,
                quantity=sum(lot.quantity for lot in lots),
                names=named([lot.owned_id for lot in lots]),
            )
        )
        for lots, text in parts
        if lots
    )

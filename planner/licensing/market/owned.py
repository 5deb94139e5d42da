"""What owned licences amount to in a scenario: how many of which product count, and at which version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.licensing.cover.reassignment import Recent, member_notices, recently_moved
from planner.licensing.market.software_assurance import lifted, lifting_notices
from planner.licensing.market.suites import Bridges, as_base_cals, suite_notices
from planner.licensing.naming import named
from planner.licensing.rules.r35_install_path import not_installed
from planner.licensing.rules.r47_rds_subscriptions import ENDED
from planner.licensing.rules.r55_proof import without_unproven
from planner.licensing.rules.r60_licence_position import as_counted
from planner.licensing.view import View
from planner.words import say


@dataclass(frozen=True, slots=True)
class Owned:
    """The lots of a scenario as they may be used, sorted by id, and what is to be told about them."""

    lots: tuple[Lot, ...]
    notices: tuple[Notice, ...] = ()
    recent: tuple[Recent, ...] = ()
    """Licences that moved too recently to move again, of which the holders' needs decide what becomes of them."""


def find_owned(lots: Iterable[Lot], view: View, newest_rds: int | None = None) -> Owned:
    """Return the lots as they count under `policy`; none where it plans as if nothing were owned.

    `newest_rds` is the rank of the newest Remote Desktop CALs that a licence server holds, None where it is not known.
    """
    policy = view.policy
    if not policy.use_owned:
        return Owned(())
    bridges, running, ended = Bridges(view), list[Lot](), list[Lot]()
    proved, unproved = without_unproven(tuple(lots), policy)
    for lot in proved:
        (ended if lot.has_ended(policy.plan_date) else running).append(lot)
    steps = [
        (lot, as_base_cals(lot, bridges, policy) if lot.suite else lifted(lot, policy, newest_rds)) for lot in running
    ]
    counting = tuple(after for _, after in steps if after.quantity or after.suite is None)
    moved = recently_moved(counting, view.find(as_counted))
    strangers = {lot.owned_id for lot in moved.strangers}
    staying = {lot.owned_id for lot in moved.members}
    counting = tuple(
        replace(lot, transferable=lot.transferable and lot.owned_id not in staying)
        for lot in counting
        if lot.owned_id not in strangers
    )
    told = (*_ended(ended), *not_installed(proved), *unproved)
    notices = (*told, *lifting_notices(steps), *suite_notices(steps), *member_notices(moved))
    return Owned(counting, notices, moved.known)


def _ended(lots: Sequence[Lot]) -> Iterator[Notice]:
    """Name the subscriptions whose term is over, which give nothing any more (rule R47)."""
    if lots:
        names = named([say("{owned_id} on {ends_on}", owned_id=lot.owned_id, ends_on=lot.ends_on) for lot in lots])
        count = sum(lot.quantity for lot in lots)
        text = say("Owned subscriptions have ended and are not counted (rule R47; licences: {count})", count=count)
        yield ENDED.notice(say("{text}: {names}.", text=text, names=names))

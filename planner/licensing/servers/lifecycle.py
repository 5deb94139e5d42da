"""Dates in the life of versions: whose support ends, and until when a licence is useful (rules R58 and R59).

R58: extended support of a version ends on a known day.  Servers that run it are named once that day has passed, or
lies within the months of policy `support_warning_months`.  The end of support takes no right away and changes no plan.
With a horizon, those are named that run on beyond it at no cost, and payments after the last updates that are sold.

R59: a CAL does not expire, but it is of use only while a server of its version or an older one is in use and
supported: until the latest end of extended support among the versions of servers in use that it opens.  Purchases
whose use ends within those months are named.  This follows from R17 and R58; no source says it in these words.

The dates are data (`planner/domain/versions.csv`): learn.microsoft.com lifecycle pages as scraped on 14 May 2026, one
day subtracted for their roll-over to UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from planner.domain.issue import Notice, Problem
from planner.domain.offer import Offer
from planner.domain.product import LIFECYCLES, VERSIONS, Version, rank
from planner.licensing.naming import named
from planner.licensing.rules.r58_support_dates import (
    KEPT_TOO_LONG,
    OUTLIVES,
    SUPPORT_ENDED,
    SUPPORT_ENDS,
    SUPPORT_WARNING_MONTHS,
)
from planner.licensing.rules.r59_useful_life import SHORT_LIFE
from planner.licensing.servers.server_versions import exists, group_versions, server_versions
from planner.licensing.view import View
from planner.timeline.calendar import months_later
from planner.timeline.horizon import Horizon
from planner.timeline.upgrades import Stay
from planner.words import joined, say


def support_notices(view: View) -> tuple[Notice, ...]:
    """Name the servers and groups whose version is out of support on the plan's day, or soon is (rule R58)."""
    policy = view.policy
    in_use = _in_use(view)
    last = months_later(policy.plan_date, policy[SUPPORT_WARNING_MONTHS])
    ended, ends, is_over, is_soon = [], [], list[Version](), list[Version]()
    for version, names in in_use.items():
        end = LIFECYCLES[VERSIONS[version]].extended_end
        if end is None:
            ended.append(
                say("{versions}, whose dates are not recorded: {names}", versions=VERSIONS[version], names=named(names))
            )
        elif end < policy.plan_date:
            ended.append(say("{versions} on {end}: {names}", versions=VERSIONS[version], end=end, names=named(names)))
            is_over.append(VERSIONS[version])
        elif end <= last:
            ends.append(say("{versions} on {end}: {names}", versions=VERSIONS[version], end=end, names=named(names)))
            is_soon.append(VERSIONS[version])
    told = []
    if ended:
        said = say("Extended support has ended (rule R58) for {value}.", value=joined("; ", ended))
        told.append(_with_updates(SUPPORT_ENDED, said, is_over, policy.plan_date))
    if ends:
        said = say("Extended support ends soon (rule R58) for {value}.", value=joined("; ", ends))
        told.append(_with_updates(SUPPORT_ENDS, said, is_soon, policy.plan_date))
    return tuple(told)


def _with_updates(problem: Problem, said: str, versions: Iterable[Version], day: date) -> Notice:
    """Return a notice of support that ends, with what is known of paid updates of these versions."""
    return problem.notice(
        say("{said} {paid_updates}{source}", said=said, paid_updates=_paid_updates(versions, day), source=_SOURCE)
    )


def _paid_updates(versions: Iterable[Version], day: date) -> str:
    """Say until when security updates are sold after extended support; nothing where none are known to be."""
    last = {version: LIFECYCLES[version].paid_updates_end for version in versions}
    still = [
        say("for {version} until {end}", version=version, end=end)
        for version, end in last.items()
        if end and end >= day
    ]
    over = [
        say("for {version} until {end}", version=version, end=end) for version, end in last.items() if end and end < day
    ]
    said = say("Security updates are sold after that {value}. ", value=joined(", ", still)) if still else ""
    return said + (say("Security updates were sold after that {value}. ", value=joined(", ", over)) if over else "")


def horizon_notices(view: View, stays: Iterable[Stay], horizon: Horizon) -> tuple[Notice, ...]:
    """Name what runs a version beyond its support in a horizon: at no cost, or after the last updates (rule R58)."""
    for_free: dict[Version, list[str]] = {}
    too_late: dict[Version, list[str]] = {}
    for stay in (*stays, *_stays_of_groups(view, horizon)):
        life = LIFECYCLES[stay.version]
        if max(life.unsupported_from or stay.starts, stay.starts) < stay.ends and not stay.is_paid_for:
            until = say(" until {ends}", ends=stay.ends) if stay.ends < horizon.ends else ""
            for_free.setdefault(stay.version, []).append(f"{stay.name}{until}")
        if life.paid_updates_end and any(day > life.paid_updates_end for day in stay.paid_on):
            too_late.setdefault(stay.version, []).append(stay.name)
    told = []
    if for_free:
        named_by_version = joined(
            "; ",
            (
                say("{since}: {names}", since=_since(version), names=named(for_free[version]))
                for version in _sorted(for_free)
            ),
        )
        told.append(
            OUTLIVES.notice(
                say(
                    "Within the horizon, until {ends}, versions run on without extended support, and nothing "
                    "is counted for keeping them (rule R58): {named_by_version}. Give keep_cost or an upgrade "
                    "where there is one.",
                    ends=horizon.ends,
                    named_by_version=named_by_version,
                )
            )
        )
    if too_late:
        named_by_version = joined(
            "; ",
            (
                say(
                    "{version} after {paid_updates_end}: {names}",
                    version=version,
                    paid_updates_end=LIFECYCLES[version].paid_updates_end,
                    names=named(too_late[version]),
                )
                for version in _sorted(too_late)
            ),
        )
        told.append(
            KEPT_TOO_LONG.notice(
                say(
                    "Payments for keeping a version are counted after the last day for which security updates "
                    "are known to be sold for it (rule R58): {named_by_version}.",
                    named_by_version=named_by_version,
                )
            )
        )
    return tuple(told)


def _sorted(versions: Iterable[Version]) -> list[Version]:
    return sorted(versions, key=rank)


def _since(version: Version) -> str:
    end = LIFECYCLES[version].extended_end
    return (
        say("{version}, whose dates are not recorded", version=version)
        if end is None
        else say("{version} after {end}", version=version, end=end)
    )


def _stays_of_groups(view: View, horizon: Horizon) -> Iterator[Stay]:
    """Yield when the servers that a group names by version only are used."""
    for group in view.estate.groups:
        starts = max(group.starts or horizon.starts, horizon.starts)
        ends = min(group.ends or horizon.ends, horizon.ends)
        versions = {version for version in group_versions(group, view.policy) if version is not None}
        if starts < ends:
            for version in sorted(versions):
                yield Stay(say('servers of group "{name}"', name=group.name), VERSIONS[version], starts, ends)


_SOURCE = say("The right to use them stays. The dates are those of Microsoft's lifecycle pages of 2026-05-14.")


def remarks_on_life(bought: Iterable[Offer], view: View) -> tuple[Notice, ...]:
    """Name the purchases that are of use for no longer than the months of policy support_warning_months (rule R59)."""
    policy = view.policy
    in_use = _in_use(view)
    last = months_later(policy.plan_date, policy[SUPPORT_WARNING_MONTHS])
    found = []
    for offer in bought:
        until = useful_until(offer, in_use)
        if until is not None and until <= last:
            over = say(", which is over") if until < policy.plan_date else ""
            found.append(
                say(
                    "{offer_id} ({version}, until {until}{over})",
                    offer_id=offer.offer_id,
                    version=offer.version,
                    until=until,
                    over=over,
                )
            )
    if not found:
        return ()
    text = say("Licences are bought that open only servers whose extended support ends soon (rule R59)")
    return (SHORT_LIFE.notice(say("{text}: {value}.", text=text, value=joined("; ", found))),)


def useful_until(offer: Offer, versions: Iterable[int]) -> date | None:
    """Return the latest end of support among the versions that a licence opens; None where no date is known."""
    opened = (LIFECYCLES[VERSIONS[version]].extended_end for version in versions if version <= rank(offer.version))
    return max(filter(None, opened), default=None)


def _in_use(view: View) -> Mapping[int, list[str]]:
    """Return the version ranks in use on the plan's day, oldest first, each with who has it."""
    found: dict[int, list[str]] = {}
    for version, name in _servers(view):
        found.setdefault(version, []).append(name)
    return dict(sorted(found.items()))


def _servers(view: View) -> Iterator[tuple[int, str]]:
    estate, policy = view.estate, view.policy
    ranks = view.find(server_versions).ranks.tolist()
    for version, server in zip(ranks, estate.servers, strict=True):
        if not server.owner:
            yield version, server.server_id
    for group in estate.groups:
        if exists(group, policy):
            versions = {version for version in group_versions(group, policy) if version is not None}
            yield from ((version, say('servers of group "{name}"', name=group.name)) for version in sorted(versions))

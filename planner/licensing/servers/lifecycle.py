"""Dates in the life of versions: whose support ends, and until when a licence is useful (rules R58 and R59).

R58: extended support of a version ends on a known day.  Servers that run it are named once that day has passed, or
lies within the months of policy `support_warning_months`.  The end of support takes no right away and changes no plan.

R59: a CAL does not expire, but it is of use only while a server of its version or an older one is in use and
supported: until the latest end of extended support among the versions of servers in use that it opens.  Purchases
whose use ends within those months are named.  This follows from R17 and R58; no source says it in these words.

The dates are data (`planner/domain/versions.csv`): learn.microsoft.com lifecycle pages as scraped on 14 May 2026, one
day subtracted for their roll-over to UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from planner.domain.issue import Notice
from planner.domain.offer import Offer
from planner.domain.product import LIFECYCLES, VERSIONS, rank
from planner.licensing.naming import named
from planner.licensing.rules.r58_support_dates import SUPPORT_ENDED, SUPPORT_ENDS, SUPPORT_WARNING_MONTHS
from planner.licensing.rules.r59_useful_life import SHORT_LIFE
from planner.licensing.servers.server_versions import exists, group_versions, server_versions
from planner.licensing.view import View
from planner.timeline.calendar import months_later


def support_notices(view: View) -> tuple[Notice, ...]:
    """Name the servers and groups whose version is out of support on the plan's day, or soon is (rule R58)."""
    policy = view.policy
    in_use = _in_use(view)
    last = months_later(policy.plan_date, policy[SUPPORT_WARNING_MONTHS])
    ended, ends = [], []
    for version, names in in_use.items():
        end = LIFECYCLES[VERSIONS[version]].extended_end
        if end is None:
            ended.append(f"{VERSIONS[version]}, whose dates are not recorded: {named(names)}")
        elif end < policy.plan_date:
            ended.append(f"{VERSIONS[version]} on {end}: {named(names)}")
        elif end <= last:
            ends.append(f"{VERSIONS[version]} on {end}: {named(names)}")
    told = []
    if ended:
        told.append(SUPPORT_ENDED.notice(f"Extended support has ended (rule R58) for {'; '.join(ended)}. {_SOURCE}"))
    if ends:
        told.append(SUPPORT_ENDS.notice(f"Extended support ends soon (rule R58) for {'; '.join(ends)}. {_SOURCE}"))
    return tuple(told)


_SOURCE = "The right to use them stays. The dates are those of Microsoft's lifecycle pages of 2026-05-14."


def remarks_on_life(bought: Iterable[Offer], view: View) -> tuple[Notice, ...]:
    """Name the purchases that are of use for no longer than the months of policy support_warning_months (rule R59)."""
    policy = view.policy
    in_use = _in_use(view)
    last = months_later(policy.plan_date, policy[SUPPORT_WARNING_MONTHS])
    found = []
    for offer in bought:
        until = useful_until(offer, in_use)
        if until is not None and until <= last:
            over = ", which is over" if until < policy.plan_date else ""
            found.append(f"{offer.offer_id} ({offer.version}, until {until}{over})")
    if not found:
        return ()
    text = "Licences are bought that open only servers whose extended support ends soon (rule R59)"
    return (SHORT_LIFE.notice(f"{text}: {'; '.join(found)}."),)


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
            yield from ((version, f'servers of group "{group.name}"') for version in sorted(versions))

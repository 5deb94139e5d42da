"""Which version each server and group has on the plan's day, and what upgrades cost (rules R17, R19, R21).

A licence must reach the version that runs, not the one on the server's licence; the edition does not matter.
Sources: Microsoft's Windows Server 2016 licence clause and CAL FAQ, both read in copies (original not read).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.estate import Codes, Group, Server
from planner.domain.issue import Notice
from planner.domain.product import VERSION_BY_SPELLING, VERSIONS, Version, rank
from planner.domain.scenario import Policy
from planner.licensing.naming import named
from planner.licensing.notices import GROUPS_NOT_THERE, WITHOUT_HORIZON
from planner.licensing.rules.r19_newest_server_sets_version import LATER_UPGRADES, SERVER_UPGRADES
from planner.licensing.view import View
from planner.words import joined, say


@dataclass(frozen=True, slots=True)
class ServerVersions:
    """The version of every server on the plan's day."""

    ranks: Codes  # shape (servers,)
    upgrade_cost_minor: int
    """What bringing servers to the version of policy `server_upgrades` costs."""
    notices: tuple[Notice, ...]


def _forced(policy: Policy) -> Version | None:
    return VERSION_BY_SPELLING.get(policy[SERVER_UPGRADES])


def _planned(server: Server, policy: Policy) -> Version:
    """The version a server has on the plan's day by its own plan; policy `none` drops every planned upgrade."""
    is_done = server.upgrade_to and server.upgrade_on and server.upgrade_on <= policy.plan_date
    if is_done and server.upgrade_to and policy[SERVER_UPGRADES] != "none":
        return server.upgrade_to
    return server.version


def server_versions(view: View) -> ServerVersions:
    """Return versions on the plan's day: upgrades up to that day are done and cost nothing.

    A version in policy `server_upgrades` lifts every server that is older to it, at its upgrade cost; what is paid
    for servers of other organisations (rule R4) is not ours.
    """
    servers, policy = view.estate.servers, view.policy
    planned = [_planned(server, policy) for server in servers]
    forced = _forced(policy)
    ranks = np.array([rank(version) for version in planned], dtype=np.int64)
    cost = 0
    if forced:
        older = ranks < rank(forced)
        lifted = [server for server, is_older in zip(servers, older, strict=True) if is_older and not server.owner]
        cost = sum(server.upgrade_cost_minor for server in lifted)
        ranks = np.maximum(ranks, rank(forced))
    return ServerVersions(ranks, cost, (*_later_upgrades(servers, policy), *_without_horizon(view)))


def _later_upgrades(servers: tuple[Server, ...], policy: Policy) -> tuple[Notice, ...]:
    if policy[SERVER_UPGRADES] != "as_planned" or policy.horizon_months:
        return ()
    own = [server for server in servers if not server.owner]
    later = [s for s in own if s.upgrade_to and s.upgrade_on and s.upgrade_on > policy.plan_date]
    if not later:
        return ()
    named = joined(
        "; ",
        (
            say(
                "{server_id} to {upgrade_to} on {upgrade_on}",
                server_id=s.server_id,
                upgrade_to=s.upgrade_to,
                upgrade_on=s.upgrade_on,
            )
            for s in later
        ),
    )
    text = say(
        "Upgrades planned after {plan_date} are not part of this plan: {names}.",
        plan_date=policy.plan_date,
        names=named,
    )
    return (LATER_UPGRADES.notice(text),)


def _without_horizon(view: View) -> tuple[Notice, ...]:
    """Say what a plan of one day leaves out of what the inventory says about later days."""
    estate, policy = view.estate, view.policy
    if policy.horizon_months:
        return ()
    own = [server for server in estate.servers if not server.owner]
    chosen = [server.server_id for server in own if server.upgrade_choice]
    kept = [server.server_id for server in own if server.keep_cost_minor]
    coming = [
        int((holders.presence.starts > policy.plan_date.toordinal()).sum() if holders.presence else 0)
        for holders in (estate.people, estate.machines)
    ]
    parts = [say("no upgrade is chosen ({names})", names=named(chosen))] if chosen else []
    parts += [say("what keeping old versions costs is not counted ({names})", names=named(kept))] if kept else []
    parts += (
        [
            say(
                "who starts later is not part of it (people: {coming}, machines: {coming_2})",
                coming=coming[0],
                coming_2=coming[1],
            )
        ]
        if any(coming)
        else []
    )
    if not parts:
        return ()
    return (
        WITHOUT_HORIZON.notice(
            say("This is a plan of one day (policy horizon_months: 0): {value}.", value=joined("; ", parts))
        ),
    )


def group_versions(group: Group, policy: Policy) -> tuple[int | None, int | None]:
    """Return the ranks of a group's server_version and rds_version (None without one) on the plan's day."""
    floor = rank(_forced(policy) or VERSIONS[0])
    stated = (group.server_version, group.rds_version)
    base, remote = (None if version is None else max(rank(version), floor) for version in stated)
    return base, remote


def exists(group: Group, policy: Policy) -> bool:
    """Tell whether a group exists on the plan's day: from `starts` on, until the day before `ends`."""
    return group.exists_on(policy.plan_date)


def ended_groups(groups: tuple[Group, ...], policy: Policy) -> tuple[Notice, ...]:
    """Return a notice that names the groups which do not exist any more on the plan's day, if there are any."""
    names = [group.name for group in groups if group.ends and group.ends <= policy.plan_date]
    if not names:
        return ()
    text = say("Groups that do not exist any more on {plan_date} are not part of this plan", plan_date=policy.plan_date)
    return (GROUPS_NOT_THERE.notice(say("{text}: {value}.", text=text, value=joined(", ", names))),)


def starting_later(groups: Iterable[Group], policy: Policy) -> dict[date, list[Group]]:
    """Return the groups that start after the plan's day, by their day, in its order."""
    days: dict[date, list[Group]] = {}
    for group in groups:
        if group.starts and group.starts > policy.plan_date:
            days.setdefault(group.starts, []).append(group)
    return dict(sorted(days.items()))


def later_groups_notice(days: dict[date, list[Group]], costs: dict[date, str], amount_minor: int | None) -> Notice:
    """Return what is told of groups that start later, with what each day adds where that is known."""
    parts = []
    for day, groups in days.items():
        cost = say(": {costs}", costs=costs[day]) if day in costs else ""
        parts.append(say("on {day} {value}{cost}", day=day, value=joined(", ", map(_in_words, groups)), cost=cost))
    return GROUPS_NOT_THERE.notice(
        say("Groups that start later are not part of this plan: {value}.", value=joined("; ", parts)), amount_minor
    )


def _in_words(group: Group) -> str:
    """Name a group with its people and machines: `Pickers (60 people, 1 machine)`."""
    people = say("{users:,} {form}", users=group.users, form=say("person") if group.users == 1 else say("people"))
    return say(
        "{name} ({people}, {devices:,} {form})",
        name=group.name,
        people=people,
        devices=group.devices,
        form=say("machine") if group.devices == 1 else say("machines"),
    )

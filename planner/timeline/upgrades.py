"""When servers are upgraded: on their planned days, or on days the plan chooses, and what that and keeping costs.

Servers that share a name in `upgrade_together` are one choice, every other server with a choice is one by itself.
Whatever is chosen becomes the planned day of those servers, so everything later sees planned upgrades only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from planner.domain.estate import Server
from planner.domain.product import LIFECYCLES, Version
from planner.timeline.calendar import Step, months_later, moved_back
from planner.timeline.horizon import Horizon

_MONTHS_BETWEEN = 3
"""So many months lie between the days to choose from."""


@dataclass(frozen=True, slots=True)
class UpgradeChoice:
    """Servers that are upgraded together, and the days on which they may be; None: not within the horizon."""

    servers: tuple[str, ...]  # ids, sorted
    days: tuple[date | None, ...]  # ascending, None last

    @property
    def name(self) -> str:
        """What tells it from others: its first server."""
        return self.servers[0]


def choices_of(servers: Iterable[Server], horizon: Horizon) -> tuple[UpgradeChoice, ...]:
    """Return what there is to choose within a horizon, by the first server of each choice."""
    together: dict[tuple[str, str], list[Server]] = {}
    for server in servers:
        if server.upgrade_choice:
            key = ("", server.upgrade_together) if server.upgrade_together else (server.server_id, "")
            together.setdefault(key, []).append(server)
    found = (
        UpgradeChoice(tuple(sorted(s.server_id for s in some)), _days(some[0], horizon)) for some in together.values()
    )
    return tuple(sorted(found, key=lambda choice: choice.name))


def _days(server: Server, horizon: Horizon) -> tuple[date | None, ...]:
    first, until = max(horizon.starts, server.upgrade_from or horizon.starts), server.upgrade_until
    is_bound = until is not None and until in horizon
    last = min(until or horizon.ends, horizon.ends)
    days = list[date]()
    for number in count():
        day = months_later(first, number * _MONTHS_BETWEEN)
        if day >= last:
            break
        days.append(day)
    if until is not None and is_bound:
        return (*days, until)
    return (*days, None)


def with_days(servers: Iterable[Server], days: Mapping[str, date | None]) -> tuple[Server, ...]:
    """Return the servers with the chosen day of each, by its id, as its planned one; None: no upgrade at all."""

    def decided(server: Server) -> Server:
        if server.server_id not in days:
            return server
        day = days[server.server_id]
        return replace(server, upgrade_on=day, upgrade_to=server.upgrade_to if day else None)

    return tuple(decided(server) for server in servers)


def in_steps(servers: Iterable[Server], step: Step) -> tuple[Server, ...]:
    """Return the servers with their planned upgrades moved back to the first day of their step."""
    return tuple(
        replace(server, upgrade_on=moved_back(server.upgrade_on, step))
        if server.upgrade_on and not server.upgrade_choice
        else server
        for server in servers
    )


def put_off(servers: Iterable[Server], plan_date: date, months: int) -> tuple[Server, ...]:
    """Return the servers with upgrades planned for later days, and last days to choose, some months on."""

    def later(day: date | None) -> date | None:
        return months_later(day, months) if day is not None and day > plan_date else day

    return tuple(
        replace(server, upgrade_on=later(server.upgrade_on), upgrade_until=later(server.upgrade_until))
        for server in servers
    )


def first_payment(server: Server, plan_date: date) -> date:
    """Return the day of the first payment for keeping a server as it is: as given, or once its support has ended."""
    if server.keep_cost_from is not None:
        return server.keep_cost_from
    return LIFECYCLES[server.version].unsupported_from or plan_date


def keeping_days(server: Server, horizon: Horizon, upgraded_on: date | None) -> Iterator[date]:
    """Yield the days within a horizon on which keeping a server's old version is paid for.

    Earlier payments are made, and none falls due from the day it is upgraded on.
    """
    if not server.keep_cost_minor:
        return
    first = first_payment(server, horizon.starts)
    for number in count():
        day = months_later(first, number * server.keep_cost_months)
        if day >= horizon.ends or (upgraded_on is not None and day >= upgraded_on):
            return
        if day >= horizon.starts:
            yield day


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount that is due on a day, in minor units of that day."""

    day: date
    amount_minor: int


def keeping(server: Server, horizon: Horizon, upgraded_on: date | None) -> Sequence[Payment]:
    """Return the payments for keeping a server's old version within a horizon."""
    return [Payment(day, server.keep_cost_minor) for day in keeping_days(server, horizon, upgraded_on)]


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of a horizon in which a server, or the servers of a group, run one version."""

    name: str
    version: Version
    starts: date
    ends: date
    """The first day on which it is another version, or the horizon's end."""
    is_paid_for: bool = False
    """Whether keeping the version costs something."""
    paid_on: tuple[date, ...] = ()
    """The days on which that is paid for within the horizon."""


def stays_of(server: Server, horizon: Horizon, upgraded_on: date | None, to: Version | None) -> Iterator[Stay]:
    """Yield which versions a server runs within a horizon, the older one first."""
    turns = horizon.ends if upgraded_on is None or to is None else min(max(upgraded_on, horizon.starts), horizon.ends)
    if horizon.starts < turns:
        paid_on = tuple(keeping_days(server, horizon, upgraded_on))
        yield Stay(server.server_id, server.version, horizon.starts, turns, server.keep_cost_minor > 0, paid_on)
    if to is not None and turns < horizon.ends:
        yield Stay(server.server_id, to, turns, horizon.ends)

"""Whom subscriptions cover, in words: people by name and people of groups, and what is open or not recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from planner.domain.estate import NONE, Estate, Group
from planner.domain.issue import Notice
from planner.licensing.cover.named_accesses import needing
from planner.licensing.naming import named
from planner.licensing.rules.r38_stand_ins import are_licensed
from planner.licensing.rules.r45_subscriptions import (
    COVERED_BY_SUBSCRIPTION,
    KNOWN_GRANTS,
    NO_CAL,
    OF_SHARED_ACCOUNTS,
    OPEN_SUBSCRIPTIONS,
    UNKNOWN_SUBSCRIPTIONS,
    Flags,
    find_grant,
    gives_base_right,
    group_has_base_right,
    group_has_remote_right,
    has_base_right,
    has_remote_right,
    having,
)
from planner.licensing.rules.r47_rds_subscriptions import COVERED_REMOTELY
from planner.licensing.rules.r60_licence_position import as_counted
from planner.licensing.servers.server_versions import exists
from planner.licensing.subscription_names import Gives, meaning_of, plans_alike
from planner.licensing.view import View
from planner.words import joined, say


def people_covered(view: View) -> tuple[Notice, ...]:
    """Return notices of whom subscriptions cover, counting only people who would need a licence without one."""
    estate = view.estate
    names = {*estate.subscriptions.names, *(name for group in estate.groups for name in group.subscriptions)}
    if not names:
        return ()
    among = _who_needs_something(view)
    texts = {
        COVERED_BY_SUBSCRIPTION: _covered(view, among),
        COVERED_REMOTELY: _covered_remotely(view, among),
        OF_SHARED_ACCOUNTS: _shared(view, among.people),
        OPEN_SUBSCRIPTIONS: _open(view, among),
        NO_CAL: _without_a_cal(view, among),
        UNKNOWN_SUBSCRIPTIONS: _unknown(names),
    }
    return tuple(problem.notice(text) for problem, text in texts.items() if text)


@dataclass(frozen=True, slots=True)
class _Among:
    """Some people by name, as flags of shape (people,), and some groups."""

    estate: Estate
    people: Flags
    groups: tuple[Group, ...]

    def where(self, people: Flags, in_group: Callable[[Group], bool]) -> _Among:
        """Return those of them for whom something holds."""
        return _Among(self.estate, self.people & people, tuple(group for group in self.groups if in_group(group)))

    @property
    def count(self) -> int:
        """How many people they are."""
        return int(self.estate.people.persons[self.people].sum()) + sum(group.users for group in self.groups)

    def with_one(self, wanted: Callable[[str], bool]) -> _Among:
        """Return those with a subscription whose name is `wanted`."""
        return self.where(having(self.estate, wanted), lambda group: any(map(wanted, group.subscriptions)))

    def counts(self, wanted: Callable[[str], bool]) -> dict[str, int]:
        """Count the people with each wanted subscription, plans in the order of the table; none that nobody has."""
        names = {*self.estate.subscriptions.names, *(name for group in self.groups for name in group.subscriptions)}
        meant = {name: meaning_of(name).title for name in names if wanted(name)}
        plans = dict.fromkeys(grant.subscription for grant in KNOWN_GRANTS)
        counts = {}
        for title in [*plans, *sorted(set(meant.values()) - set(plans))]:
            count = self.with_one(lambda name, title=title: meant.get(name) == title).count  # type: ignore[misc]
            if count:
                counts[title] = count
        return counts


def _who_needs_something(view: View) -> _Among:
    estate = view.estate
    if view.find(as_counted).estate.everybody_everywhere:
        has_access = view.find(are_licensed) & bool(estate.servers)
    else:
        user, _, _ = needing(view)
        has_access = np.zeros(len(estate.people.ids), dtype=bool)
        has_access[user[user != NONE]] = True
    return _Among(estate, has_access, tuple(group for group in estate.groups if exists(group, view.policy)))


def _without_the_right(view: View, among: _Among) -> _Among:
    return among.where(~view.find(has_base_right), lambda group: not group_has_base_right(group, view))


def _covered(view: View, among: _Among) -> str:
    policy = view.policy
    covered = among.where(view.find(has_base_right), lambda group: group_has_base_right(group, view))
    counts = covered.counts(lambda name: gives_base_right(name, policy))
    return (
        say(
            "Covered by a subscription, so that no base User CAL is needed (people: {count}): "
            "{licence}. Remote Desktop CALs are needed all the same.",
            count=covered.count,
            licence=_in_words(counts),
        )
        if covered.count
        else ""
    )


def _covered_remotely(view: View, among: _Among) -> str:
    covered = among.where(view.find(has_remote_right), group_has_remote_right)
    return (
        say(
            "These people have a Remote Desktop User CAL by subscription and need no other where "
            "licences of people count (rule R47; people: {count}). Base CALs are needed all the same.",
            count=covered.count,
        )
        if covered.count
        else ""
    )


def _shared(view: View, has_access: Flags) -> str:
    """Say whose right rests on a subscription that is named once for several people."""
    people = view.estate.people
    has_right = view.find(has_base_right) | view.find(has_remote_right)
    behind = has_right & has_access & (people.persons > 1)
    count = int(people.persons[behind].sum())
    return (
        say(
            "Each of the people behind these accounts counts as having its subscription (people: {count}): {names}.",
            count=count,
            names=named(people.ids[behind].tolist()),
        )
        if count
        else ""
    )


def _open(view: View, among: _Among) -> str:
    """Ask about subscriptions that no source says anything of, wherever they would save somebody's base CAL."""
    counts = _without_the_right(view, among).counts(_is_open)
    if not counts:
        return ""
    policies = joined(", ", (grant.setting.name for grant in KNOWN_GRANTS if grant.subscription in counts))
    return say(
        "No source read says whether these subscriptions include the base User CAL, so they count "
        "as if they did not: {licence}. If your agreement says they do, answer yes to {policies}.",
        licence=_in_words(counts),
        policies=policies,
    )


def _is_open(name: str) -> bool:
    grant = find_grant(name)
    return grant is not None and grant.is_open


def _without_a_cal(view: View, among: _Among) -> str:
    """Say which known products give nothing to people who have nothing else that does."""
    counts = _without_the_right(view, among).counts(lambda name: meaning_of(name).gives is Gives.NOTHING)
    return (
        say("These subscriptions include no CAL, so whoever has them needs one: {licence}.", licence=_in_words(counts))
        if counts
        else ""
    )


def _unknown(names: Iterable[str]) -> str:
    """Say which names nobody knows, and which plans they may be."""
    unknown = sorted(name for name in names if meaning_of(name).gives is Gives.UNKNOWN)
    if not unknown:
        return ""
    usual = [grant.subscription for grant in KNOWN_GRANTS if grant.setting.default]
    alike = list(dict.fromkeys(title for name in unknown for title in plans_alike(name))) or usual
    return say(
        "Subscriptions that are not recognised are not counted: {names}. Write them as {value}, if "
        "they are one of these.",
        names=named(unknown),
        value=joined(", ", alike),
    )


def _in_words(counts: dict[str, int]) -> str:
    return joined(", ", (say("{title} (people: {count})", title=title, count=count) for title, count in counts.items()))

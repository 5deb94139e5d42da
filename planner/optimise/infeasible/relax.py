"""Why a scenario is impossible: which policies clash, and the smallest change that makes it possible.

Each policy that restricts something is loosened alone, the others kept; those that help are reported with the
mildest value that does.  If none helps alone, a smallest set of them is sought.  If even all together do not, the
market itself is too small, and the least number of licences missing from it is reported.  Every change that is
reported was solved with and found feasible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from math import ceil, floor, inf
from typing import Any

from planner.domain.plan import Relaxation
from planner.domain.product import HOLDER_METRICS, LEVELS, VERSIONS, Product, Version, counted, licence_of, rank
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.domain.setting import Trial
from planner.licensing.rulebook import SETTING_BY_NAME, SETTINGS
from planner.optimise.cover.uncoverable import uncoverable
from planner.optimise.direct import build
from planner.optimise.infeasible.words import reason, relaxation
from planner.optimise.market.model import pool_of
from planner.optimise.proof.bounds import Objective
from planner.optimise.proof.prepare import Variant
from planner.optimise.solve import Cheapest, find_cheapest_of, total_cost
from planner.optimise.solvers.highs import Clock, Limits, SolveStatus, solve
from planner.optimise.solvers.program import total, whole
from planner.words import joined, say

ProblemFor = Callable[[Policy], Sequence[Variant]]
"""The variants that a changed policy leaves; what they cost is of no interest here."""

_STEPS = 10_000
"""Shares are sought to four decimals."""
_MANY = 1_000


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why nothing is possible, in one sentence, and what would help."""

    reason: str
    relaxations: tuple[Relaxation, ...]


class _OutOfTime(Exception):
    """The search took longer than it may; what is known so far is told."""


@dataclass(frozen=True, slots=True)
class _Mildest:
    """The mildest value of a policy that was found to help, and whether it is shown that no milder one does."""

    value: Any
    is_proved: bool = True


class _Search:
    """Answers "is this policy feasible?" by solving, within a time limit."""

    def __init__(self, problem_for: ProblemFor, limits: Limits) -> None:
        self.problem_for = problem_for
        self._clock = Clock(limits)

    def least(self, policy: Policy, objective: Objective) -> _Mildest:
        """Return the least value of an objective of the market model, None for it if the policy is infeasible."""
        found = self._find(policy, objective, gap=0.0)
        value = None if found.status is SolveStatus.INFEASIBLE else found.value
        return _Mildest(value, is_proved=found.status is not SolveStatus.FEASIBLE)

    def is_feasible(self, policy: Policy) -> bool:
        """Tell whether the policy allows any plan at all."""
        return self._find(policy, total_cost, gap=inf).status is not SolveStatus.INFEASIBLE

    def offers(self, policy: Policy) -> int:
        """Return how many offers the policy admits, in the variant that admits most."""
        return max(len(variant.market.offers) for variant in self.problem_for(policy))

    def required(self, policy: Policy) -> Requirements:
        """Return what the policy asks to cover as servers are."""
        return self.problem_for(policy)[0].prepared.original

    def owns_remote_desktop(self, policy: Policy) -> bool:
        """Tell whether Remote Desktop CALs are owned and count."""
        return any(
            lot.product is Product.RDS_CAL for variant in self.problem_for(policy) for lot in variant.market.lots
        )

    def _find(self, policy: Policy, objective: Objective, gap: float) -> Cheapest:
        if self._clock.is_over:
            raise _OutOfTime
        # What mixing costs makes nothing possible or impossible.
        free = replace(policy, ws_mixing_cost=0, rds_mixing_cost=0)
        found = find_cheapest_of(self.problem_for(free), free, replace(self._clock.left, gap=gap), objective)
        if found.status is SolveStatus.STOPPED_EMPTY:
            raise _OutOfTime
        return found

    def missing_licences(self, policy: Policy) -> dict[tuple[int, int, int], int] | None:
        """Return the least licences, by product, metric and version, that must come on offer; None if none help."""
        if self._clock.is_over:  # the plain model of a large estate takes minutes
            return None
        found = [self._missing(variant, policy) for variant in self.problem_for(policy)]
        return min((each for each in found if each is not None), key=lambda each: sum(each.values()), default=None)

    def _missing(self, variant: Variant, policy: Policy) -> dict[tuple[int, int, int], int] | None:
        market = variant.market
        model = build(variant.prepared.reduction.requirements, market, policy, with_shortage=True)
        # The fewest licences; among equals, of kinds that somebody sells.
        sold = {(*pool_of(offer), offer.level) for offer in market.offers}
        weight = {key: _MANY + (key not in sold) for key in model.market.missing}
        model.problem.minimise(total(weight[key] * value for key, value in model.market.missing.items()))
        run = solve(model.problem, self._clock.left)
        if run.status not in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE):
            return None
        return {key: whole(value) for key, value in model.market.missing.items() if whole(value)}


def explain_infeasible(policy: Policy, problem_for: ProblemFor, limits: Limits) -> Explanation:
    """Return why `policy` allows no plan, and the changes that would help.

    First what the scenario sets is taken back towards the defaults; only if that cannot help, policies are
    loosened beyond their defaults.  `problem_for` gives requirements and market under a changed policy.
    """
    search = _Search(problem_for, limits)
    changes = _find_changes(search, policy)
    short = uncoverable(problem_for(policy)[0].prepared.original, policy) or _what_is_missing(search, policy)
    return replace(changes, reason=say("{short} {reason}", short=short, reason=changes.reason).strip())


def _find_changes(search: _Search, policy: Policy) -> Explanation:
    found: list[Relaxation] = []
    try:
        for loose in _looser_and_looser(search, policy):
            for name in loose:
                found.extend(_mildest(search, policy, name, loose[name]))
            if found:
                return Explanation(reason([r.policy for r in found], alone=True), tuple(found))
            if search.is_feasible(_with(policy, loose)):
                found = _smallest_set(search, policy, loose)
                return Explanation(reason([r.policy for r in found], alone=False), tuple(found))
        return _too_small_a_market(search, policy, _with(policy, loose))
    except _OutOfTime:
        told = say(" Not every policy could be tried in the time given.")
        so_far = reason([r.policy for r in found], alone=True) if found else say("No plan is possible.")
        return Explanation(so_far + told, tuple(found))


def _with(policy: Policy, changes: dict[str, Any]) -> Policy:
    return policy.having(**changes)


def _taken_back(policy: Policy) -> dict[str, Any]:
    """Return the default, or what stands for it, of every policy that allows less than by default."""
    return {
        setting.name: setting.default if setting.taken_back is None else setting.taken_back
        for setting in SETTINGS
        if setting.may_be_in_the_way and setting.restricts(policy[setting])
    }


def _looser_and_looser(search: _Search, policy: Policy) -> Iterator[dict[str, Any]]:
    back = _taken_back(policy)
    yield back
    yield back | _beyond_defaults(search, policy)


def _beyond_defaults(search: _Search, policy: Policy) -> dict[str, Any]:
    """Return the policies whose default is not their loosest value, with that value, as far as a search pays."""
    back = _with(policy, _taken_back(policy))
    loosest = _by_trial(Trial.ALWAYS)
    if search.owns_remote_desktop(policy):
        loosest |= _by_trial(Trial.OWNED_REMOTE_DESKTOP)
    admitted = search.offers(back)
    alone = ({name: value} for name, value in _by_trial(Trial.MORE_OFFERS).items())
    for changes in (_by_trial(Trial.MORE_USED_OFFERS), *alone):
        if search.offers(_with(back, changes)) > admitted:
            loosest |= changes
    required = search.required(back)
    for name, value in _by_trial(Trial.OTHER_NEEDS).items():
        if not search.required(_with(back, {name: value})).asks_the_same(required):
            loosest[name] = value
    return {name: value for name, value in loosest.items() if _value(policy, name) != value}


def _by_trial(when: Trial) -> dict[str, Any]:
    """Return the loosest values that are tried under one condition."""
    return {each.name: each.looser.value for each in SETTINGS if each.looser and each.looser.when is when}


def _value(policy: Policy, name: str) -> Any:
    return policy[SETTING_BY_NAME[name]]


def _mildest(search: _Search, policy: Policy, name: str, loosest: Any) -> Iterator[Relaxation]:
    """Yield the mildest change of one policy that makes it feasible, if any does."""
    if not search.is_feasible(_with(policy, {name: loosest})):
        return
    mildest = _mildest_value(search, policy, name, loosest)
    yield relaxation(policy, name, mildest.value, is_proved=mildest.is_proved)


def _mildest_value(search: _Search, policy: Policy, name: str, loosest: Any) -> _Mildest:
    """Return the value nearest to the present one that is feasible, knowing that `loosest` is."""
    match name:
        case "budget":
            return search.least(replace(policy, budget=None), lambda market: market.purchases)
        case "max_vendors":
            wide = replace(policy, max_vendors=search.offers(policy))
            return search.least(wide, lambda market: total(market.vendor_used.values()))
        case _ if name == "max_used_share" or name.startswith("spare_share"):
            return _Mildest(_mildest_share(search, policy, name, loosest))
        case "min_version":
            return _Mildest(_mildest_version(search, policy))
        case "excluded_vendors" | "excluded_offers":
            return _Mildest(_mildest_names(search, policy, name))
        case _:
            return _Mildest(loosest)


def _mildest_share(search: _Search, policy: Policy, name: str, loosest: Fraction) -> Fraction:
    """Return the feasible share nearest to the present one, to four decimals, by halving the distance."""
    present = _value(policy, name)
    bad = floor(present * _STEPS) if loosest > present else ceil(present * _STEPS)
    good = int(loosest * _STEPS)
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        share = Fraction(middle, _STEPS)
        if search.is_feasible(_with(policy, {name: share})):
            good = middle
        else:
            bad = middle
    return Fraction(good, _STEPS)


def _mildest_version(search: _Search, policy: Policy) -> Version | None:
    newest = rank(policy.min_version) if policy.min_version else 0
    for version in reversed(VERSIONS[:newest]):
        if search.is_feasible(replace(policy, min_version=version)):
            return version
    return None


def _mildest_names(search: _Search, policy: Policy, name: str) -> tuple[str, ...]:
    """Return the longest part of the list that may stay."""
    names: tuple[str, ...] = _value(policy, name)
    for size in range(len(names) - 1, 0, -1):
        for kept in combinations(sorted(names), size):
            if search.is_feasible(_with(policy, {name: kept})):
                return kept
    return ()


def _smallest_set(search: _Search, policy: Policy, loose: dict[str, Any]) -> list[Relaxation]:
    """Return the changes of a smallest set of policies that together make it feasible, each as mild as can be."""
    for size in range(2, len(loose) + 1):
        for names in combinations(loose, size):
            changed = {name: loose[name] for name in names}
            if search.is_feasible(_with(policy, changed)):
                found = []
                for name in names:
                    others = _with(policy, {**changed, name: _value(policy, name)})
                    mildest = _mildest_value(search, others, name, loose[name])
                    changed[name] = mildest.value
                    change = relaxation(policy, name, mildest.value, is_proved=mildest.is_proved)
                    found.append(replace(change, is_enough=False))
                return found
    return []


def _what_is_missing(search: _Search, policy: Policy) -> str:
    """Say which licences the market is short of, whatever money and vendors may be had."""
    missing = search.missing_licences(replace(policy, budget=None, max_vendors=None)) or {}
    short = [_licences(count, p, m, v) for (p, m, v), count in sorted(missing.items())]
    return (
        say(
            "With what may be bought and used here, at least {value} would be missing.",
            value=joined(say(" and "), short),
        )
        if short
        else ""
    )


def _too_small_a_market(search: _Search, policy: Policy, loosest: Policy) -> Explanation:
    missing = search.missing_licences(policy) or search.missing_licences(loosest) or {}
    wanted = [_licences(count, p, m, v).replace(" ", " more ", 1) for (p, m, v), count in sorted(missing.items())]
    text = (
        say("at least {value} must be on offer", value=joined(say(" and "), wanted))
        if wanted
        else say("more licences must be on offer")
    )
    return Explanation(say("Too little is on offer, whatever the policies."), (Relaxation("offers", None, None, text),))


def _licences(count: int, layer: int, metric: int, version: int) -> str:
    return counted(count, licence_of(layer, metric), HOLDER_METRICS[metric], LEVELS[version])

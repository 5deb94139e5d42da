"""What scenarios of one inventory have in common: each part is found when it is first asked for."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

from planner.domain.inventory import Inventory
from planner.domain.issue import Notice
from planner.domain.market import Market
from planner.domain.plan import Size
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.licensing import (
    Owned,
    Recent,
    ServerVariant,
    Use,
    as_counted,
    count_basis,
    find_market,
    find_owned,
    find_requirements,
    implied_accesses,
    people_covered,
    requirement_policies,
    server_variants,
    using,
    ways,
)
from planner.licensing.view import View
from planner.optimise import Prepared, Variant
from planner.planning.over_time import ScenarioOverTime, Shared

_VIEWS = 4
"""So many earlier views are kept: the search for what would help makes many, each asked for once or twice."""


@dataclass(slots=True, eq=False)
class _Seen:
    """The estate under one policy, with the accesses that are listed, and what was found for that policy."""

    view: View
    owned: dict[int | None, Owned] = field(default_factory=dict)
    """By the rank of the newest Remote Desktop CALs that licence servers hold."""
    server_variants: tuple[ServerVariant, ...] = ()
    keys: dict[tuple[ServerVariant, bool], tuple[Hashable, tuple[Recent, ...]]] = field(default_factory=dict)
    """What tells requirements apart; by what is upgraded and whether machines are dealt out, as are the markets."""
    markets: dict[tuple[ServerVariant, bool], Market] = field(default_factory=dict)


class ScenarioCache:
    """An inventory, and what its scenarios have in common; each part is found when it is first asked for."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self._requirements: dict[Hashable, Requirements] = {}
        self._prepared: dict[Hashable, Prepared] = {}
        self._covered: dict[Hashable, tuple[Notice, ...]] = {}
        self._counted: dict[Hashable, tuple[Notice, ...]] = {}
        self._seen: list[_Seen] = []
        self.remarks: dict[str, tuple[Notice, ...]] = {}
        """What else there is to say about scenarios, by their names."""
        self.told_of_second_hosts = False
        """Whether some scenario has worked out already what second session hosts would save."""
        self.told_of_newer_servers = False
        """Whether some scenario has worked out already what newer servers cost."""
        self.told_of_later_groups = False
        """Whether some scenario has worked out already what groups cost that start later."""
        self._shared_over_time = Shared()

    def over_time(self, policy: Policy, inventory: Inventory | None = None) -> ScenarioOverTime:
        """Return a scenario with a horizon, which shares with others what they ask to cover alike.

        Another inventory than its own may differ in offers, and in what upgrading and keeping servers costs.
        """
        return ScenarioOverTime(inventory or self.inventory, policy, self._shared_over_time)

    def as_listed(self, policy: Policy) -> View:
        """Return the estate under one policy, with the accesses that are listed."""
        return self._under(policy).view

    def _under(self, policy: Policy) -> _Seen:
        known = next((seen for seen in self._seen if seen.view.policy is policy), None)
        if known is None:
            known = _Seen(View(self.inventory.estate.on(policy.plan_date), policy))
            self._seen = [*self._seen[-_VIEWS:], known]
        return known

    def view(self, policy: Policy) -> View:
        """Return the estate as one policy sees and counts it."""
        return self.as_listed(policy).find(as_counted)

    def server_variants(self, policy: Policy) -> tuple[ServerVariant, ...]:
        """Return what may be done to licence servers under one policy; the first one is: nothing."""
        seen = self._under(policy)
        if not seen.server_variants:
            plain = server_variants(seen.view, self.inventory.offers, self.owned(policy).lots)
            seen.server_variants = plain
            if self.owned(policy).recent:
                others = tuple(other for each in plain for other in self._other_ways(policy, each))
                seen.server_variants = (*plain, *others)
        return seen.server_variants

    def _other_ways(self, policy: Policy, variant: ServerVariant) -> list[ServerVariant]:
        """Return a variant with what else may be made of licences that may not move yet."""
        _, recent = self._key(policy, variant, dealt_out=False)
        tied = self.requirements(policy, variant).tied
        return [replace(variant, way=way) for way in ways(recent, tied, policy)]

    def requirements(self, policy: Policy, server_variant: ServerVariant, *, dealt_out: bool = False) -> Requirements:
        """Return what one policy asks to cover; see `find_requirements`."""
        key, recent = self._key(policy, server_variant, dealt_out)
        if key not in self._requirements:
            listed = self.as_listed(policy)
            view = listed.of(server_variant.estate) if server_variant.changes_needs else listed
            self._requirements[key] = find_requirements(view, recent, dealt_out=dealt_out)
        return self._requirements[key]

    def _key(
        self, policy: Policy, server_variant: ServerVariant, dealt_out: bool
    ) -> tuple[Hashable, tuple[Recent, ...]]:
        """Return what tells requirements apart, and the licences that may not move yet, which ask for something too."""
        keys = self._under(policy).keys
        if (server_variant, dealt_out) not in keys:
            recent = using(self.owned(policy, server_variant).recent, server_variant.way)
            if (limit := server_variant.limit) is not None:
                recent = tuple(each if limit.admits(each) else replace(each, use=Use.IDLE) for each in recent)
            coupled = policy.base_and_rds_same_metric if recent else None
            key = (dealt_out, requirement_policies(policy), server_variant.key, recent, coupled)
            keys[server_variant, dealt_out] = key, recent
        return keys[server_variant, dealt_out]

    def owned(self, policy: Policy, server_variant: ServerVariant | None = None) -> Owned:
        """Return what owned licences amount to under one policy, and with what licence servers hold."""
        newest_rds = server_variant.limit.newest if server_variant and server_variant.limit else None
        seen = self._under(policy)
        if newest_rds not in seen.owned:
            seen.owned[newest_rds] = find_owned(self.inventory.lots, seen.view, newest_rds)
        return seen.owned[newest_rds]

    def forget(self, policy: Policy, *, but: Policy) -> None:
        """Drop what one policy asks to cover, unless another one asks for it too."""
        key, _ = self._key(policy, self.server_variants(policy)[0], dealt_out=False)
        if key != self._key(but, self.server_variants(but)[0], dealt_out=False)[0]:
            self._requirements.pop(key, None)

    def prepared(self, policy: Policy, server_variant: ServerVariant, *, dealt_out: bool = False) -> Prepared:
        """Return the requirements of one policy made ready for the optimiser."""
        key = (*self._key(policy, server_variant, dealt_out), policy.base_and_rds_same_metric)
        if key not in self._prepared:
            self._prepared[key] = Prepared.of(self.requirements(policy, server_variant, dealt_out=dealt_out), policy)
        return self._prepared[key]

    def people_covered(self, policy: Policy) -> tuple[Notice, ...]:
        """Return notices of whom subscriptions cover, which goes through the accesses once more."""
        key = requirement_policies(policy)
        if key not in self._covered:
            self._covered[key] = people_covered(self.as_listed(policy))
        return self._covered[key]

    def counted(self, policy: Policy) -> tuple[Notice, ...]:
        """Return notices of what is counted beyond the accesses that are listed, which goes through them once more."""
        key = requirement_policies(policy)
        if key not in self._counted:
            self._counted[key] = (*count_basis(self.as_listed(policy)), *implied_accesses(self.view(policy)))
        return self._counted[key]

    def market(self, policy: Policy, server_variant: ServerVariant, *, dealt_out: bool = False) -> Market:
        """Return the market that one policy leaves to cover its requirements."""
        markets = self._under(policy).markets
        if (server_variant, dealt_out) not in markets:
            requirements = self.requirements(policy, server_variant, dealt_out=dealt_out)
            markets[server_variant, dealt_out] = self.market_for(requirements, policy, server_variant)
        return markets[server_variant, dealt_out]

    def market_for(self, requirements: Requirements, policy: Policy, server_variant: ServerVariant) -> Market:
        """Return the market that one policy leaves to cover some requirements."""
        owned = self.owned(policy, server_variant)
        market = find_market(self.inventory.offers, owned.lots, requirements, policy, server_variant.limit)
        return replace(market, notices=(*owned.notices, *market.notices))

    def variants(
        self, policy: Policy, server_variants: Sequence[ServerVariant], *, dealt_out: bool = False
    ) -> list[Variant]:
        """Return what the optimiser gets to see of each: requirements and market, and what it costs."""
        return [
            Variant(
                self.prepared(policy, server_variant, dealt_out=dealt_out),
                self.market(policy, server_variant, dealt_out=dealt_out),
                server_variant.cost_minor,
            )
            for server_variant in server_variants
        ]

    def size(self, policy: Policy) -> Size:
        """Return how big the estate is, under one policy."""
        estate, prepared = self.inventory.estate, self.prepared(policy, self.server_variants(policy)[0])
        return Size(
            users=sum(g.users for g in estate.groups) + int(estate.people.persons.sum()),
            devices=sum(g.devices + g.peripherals for g in estate.groups) + len(estate.machines.ids),
            accesses=len(estate.accesses),
            requirements=prepared.original.pairs,
            classes=len(prepared.reduction.requirements.holders),
        )

"""What scenarios of one inventory have in common: each part is found when it is first asked for."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from planner.domain.inventory import Inventory
from planner.domain.issue import Notice
from planner.domain.market import Market
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.licensing import (
    Owned,
    Recent,
    ServerWay,
    as_counted,
    count_basis,
    find_market,
    find_owned,
    find_requirements,
    implied_accesses,
    people_covered,
    requirement_policies,
    server_ways,
)
from planner.optimise import Prepared, Setup


class Shared:
    """An inventory, and what its scenarios have in common; each part is found when it is first asked for."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self._requirements: dict[Hashable, Requirements] = {}
        self._prepared: dict[Hashable, Prepared] = {}
        self._covered: dict[Hashable, tuple[Notice, ...]] = {}
        self._counted: dict[Hashable, tuple[Notice, ...]] = {}
        self.remarks: dict[str, tuple[Notice, ...]] = {}
        """What else there is to say about scenarios, by their names."""
        self.told_of_newer_servers = False
        """Whether some scenario has worked out already what newer servers cost."""

    def ways(self, policy: Policy) -> tuple[ServerWay, ...]:
        """Return what may be done to licence servers under one policy; the first one is: nothing."""
        lots = self.owned(policy).lots if policy.use_owned else ()
        return server_ways(self.inventory.estate, self.inventory.offers, lots, policy)

    def requirements(self, policy: Policy, way: ServerWay, *, dealt_out: bool = False) -> Requirements:
        """Return what one policy asks to cover; see `find_requirements`."""
        key, recent = self._key(policy, way, dealt_out)
        if key not in self._requirements:
            estate = way.estate if way.changes_needs else self.inventory.estate
            self._requirements[key] = find_requirements(estate, policy, recent, dealt_out=dealt_out)
        return self._requirements[key]

    def _key(self, policy: Policy, way: ServerWay, dealt_out: bool) -> tuple[Hashable, tuple[Recent, ...]]:
        """Return what tells requirements apart, and the licences that may not move yet, which ask for something too."""
        recent = tuple(each for each in self.owned(policy, way).recent if way.limit is None or way.limit.admits(each))
        coupled = policy.base_and_rds_same_metric if recent else None
        return (dealt_out, requirement_policies(policy), way.key, recent, coupled), recent

    def owned(self, policy: Policy, way: ServerWay | None = None) -> Owned:
        """Return what owned licences amount to under one policy, and with what licence servers hold."""
        newest_rds = way.limit.newest if way and way.limit else None
        return find_owned(self.inventory.lots, self.inventory.estate, policy, newest_rds)

    def forget(self, policy: Policy, *, but: Policy) -> None:
        """Drop what one policy asks to cover, unless another one asks for it too."""
        key, _ = self._key(policy, self.ways(policy)[0], dealt_out=False)
        if key != self._key(but, self.ways(but)[0], dealt_out=False)[0]:
            self._requirements.pop(key, None)

    def prepared(self, policy: Policy, way: ServerWay, *, dealt_out: bool = False) -> Prepared:
        """Return the requirements of one policy made ready for the optimiser."""
        key = (*self._key(policy, way, dealt_out), policy.base_and_rds_same_metric)
        if key not in self._prepared:
            self._prepared[key] = Prepared.of(self.requirements(policy, way, dealt_out=dealt_out), policy)
        return self._prepared[key]

    def people_covered(self, policy: Policy) -> tuple[Notice, ...]:
        """Return notices of whom subscriptions cover, which goes through the accesses once more."""
        key = requirement_policies(policy)
        if key not in self._covered:
            self._covered[key] = people_covered(self.inventory.estate, policy)
        return self._covered[key]

    def counted(self, policy: Policy) -> tuple[Notice, ...]:
        """Return notices of what is counted beyond the accesses that are listed, which goes through them once more."""
        key = requirement_policies(policy)
        if key not in self._counted:
            estate = self.inventory.estate
            self._counted[key] = (*count_basis(estate, policy), *implied_accesses(as_counted(estate, policy), policy))
        return self._counted[key]

    def market(self, policy: Policy, way: ServerWay, *, dealt_out: bool = False) -> Market:
        """Return the market that one policy leaves to cover its requirements."""
        return self.market_for(self.requirements(policy, way, dealt_out=dealt_out), policy, way)

    def market_for(self, requirements: Requirements, policy: Policy, way: ServerWay) -> Market:
        """Return the market that one policy leaves to cover some requirements."""
        owned = self.owned(policy, way)
        market = find_market(self.inventory.offers, owned.lots, requirements, policy, way.limit)
        return replace(market, notices=(*owned.notices, *market.notices))

    def setups(self, policy: Policy, ways: Sequence[ServerWay], *, dealt_out: bool = False) -> list[Setup]:
        """Return requirements and market of every way, with what it costs."""
        return [
            Setup(
                self.prepared(policy, way, dealt_out=dealt_out),
                self.market(policy, way, dealt_out=dealt_out),
                way.cost_minor,
            )
            for way in ways
        ]

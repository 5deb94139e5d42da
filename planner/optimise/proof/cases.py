"""Choices about the cover as a whole split a scenario into cases: single metrics, mixing costs, some waivers.

    a large Remote Desktop deployment runs per user or per device
    a product under the policy `single` is licensed per user or per device
    a product with a mixing cost holds User CALs only, Device CALs only, or both and pays
    requirements that can be waived are, or are not: see waivers.py

In a case all of these are answered, and what is left is covers and a market.  While a question is open, the case
asks for less than any answer would, so its bound holds for all of them; cases are opened best bound first, and
those that cannot beat the best plan are never looked into.

Where something may be done to the servers or not, each is a variant of its own, with requirements and a market of
its own; the cases of all variants wait together.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from planner.domain.estate import NONE, Codes
from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.product import DEVICE, HOST, METRICS, PRODUCTS, USER, Metric
from planner.domain.requirement import Connector, Ends, Requirements
from planner.domain.scenario import Policy
from planner.optimise.cover.clauses import Clauses, clauses_of_row, find_clauses, metric_rules
from planner.optimise.market.model import PRICE_UNIT, Pool, in_period, pool_of
from planner.optimise.proof.waivers import Answers, Question
from planner.optimise.smaller.columns import Flags

BOTH = len(METRICS)
"""The answer "both metrics, and pay for mixing"."""
APART = BOTH + 1
"""With several periods, the answer "no period has both metrics"; which one it has is then asked period by period."""

_RULES = ("ws_metrics", "rds_metrics")


Answer = tuple[tuple[str, int], int]
"""A question and its answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """Answers by question: ("mode", deployment), ("single", product) or ("mixing", product).

    Modes that are no question are nodes in the graph of covers; once there is a plan, they are answered too.
    """

    requirements: Requirements
    market: Market
    policy: Policy
    answers: tuple[Answer, ...] = ()
    variant: int = 0
    """The variant it belongs to, where the plan may pick among several."""
    variant_minor: int = 0
    """What that variant costs."""
    waivers: Answers = field(default_factory=Answers)
    large: tuple[int, ...] = ()
    """The deployments whose mode is a question."""
    asks_all: bool = True
    """Whether what a later answer may waive is asked for; else it is left out."""

    def question(self) -> Question:
        """Return what is still open about waivers."""
        return Question.of(self.requirements, self.waivers)

    def key(self) -> Hashable:
        """Return what tells the case's clauses and market apart from others with these requirements and policies.

        That both metrics are held, or no period holds both, rules nothing out by itself.
        """
        binding = tuple(each for each in self.answers if each[1] < BOTH)
        mine = binding, self.waivers.waived, self.waivers.counted
        if self.asks_all:
            return mine
        open_ones = tuple(self.question().open_connectors())
        return *mine, self.question().answers.administration, open_ones

    def parts(self, likely: Mapping[int, int] = MappingProxyType({})) -> list[Case]:
        """Return one case per answer to the next open question; empty if all are answered.

        Where it is known for all modes which one is `likely`, by deployment, all of them are answered at once: the last
        part has the likely ones, and each other part one that is not, of the first deployment for which it differs.
        """
        answered = dict(self.answers)
        open_ones = [question for question in self._questions() if question not in answered]
        if not open_ones:
            return []
        question = open_ones[0]
        if question[0] == "mode":  # what is left are modes
            if all(deployment in likely for _, deployment in open_ones):
                return self._along([(each, likely[each[1]]) for each in open_ones])
            question = next(each for each in open_ones if each[1] not in likely)
        answers: tuple[int, ...] = (USER, DEVICE)
        if question[0] == "mixing":
            answers = (APART, BOTH) if self.market.later else (USER, DEVICE, BOTH)
        return [self._answering((question, answer)) for answer in answers]

    def _along(self, answers: Sequence[Answer]) -> list[Case]:
        """Return the cases that differ in the first of these answers, and the next, and last the one with all."""
        parts, same = [], self
        for question, answer in answers:
            parts.append(same._answering((question, 1 - answer)))
            same = same._answering((question, answer))
        return [*parts, same]

    def _answering(self, answer: Answer) -> Case:
        return replace(self, answers=(*self.answers, answer))

    @property
    def modes(self) -> tuple[int, ...]:
        """The mode of every deployment, once there is a plan."""
        return tuple(answer for (kind, _), answer in sorted(self.answers) if kind == "mode")

    def decided(self, modes: Mapping[int, int], freed: Sequence[tuple[int, int]]) -> Case:
        """Return the case of a plan, by its modes and whom it frees besides; a mode that binds nobody is per user."""
        deployments = set(range(len(self.requirements.choices))) - {
            k for (kind, k), _ in self.answers if kind == "mode"
        }
        answers = tuple((("mode", k), modes.get(k, USER)) for k in sorted(deployments))
        waived = replace(self.waivers.waived, freed=tuple(sorted({*self.waivers.waived.freed, *freed})))
        waivers = replace(self.waivers, waived=waived, counted=frozenset())
        return replace(self, answers=(*self.answers, *answers), waivers=waivers)

    @property
    def extra(self) -> int:
        """What the answers and the variant cost by themselves."""
        rates = _mixing_rates(self.policy)
        mixed = [product for (kind, product), answer in self.answers if kind == "mixing" and answer == BOTH]
        return self.variant_minor + sum(rates[product] for product in mixed)

    def clauses(self) -> Clauses:
        """Return what a cover must satisfy in this case."""
        return find_clauses(self.asked(), self.ruled(), self.waivers.counted)

    def paid_by_open_rows(self, clauses: Clauses, paid: Codes) -> Codes:
        """Return at least what each row that may yet be waived accounts for, given what each clause does.

        A clause on which several rows insist goes only when all of them do, so one accounts for it.  Where a policy
        couples both layers, a row accounts for all clauses of its ends as well.
        """
        kept = np.flatnonzero(~self._gone())
        is_open = self.question().is_open()[kept]
        asked, found = self.asked(), np.zeros(len(self.requirements), dtype=np.int64)
        for clause in clauses_of_row(clauses, asked, self.ruled(), self.waivers.counted):
            insisted = np.zeros(len(clauses), dtype=bool)
            insisted[clause[~is_open & (clause != NONE)]] = True
            rows = np.flatnonzero(is_open & (clause != NONE))
            rows = rows[np.argsort(asked.waiver[rows], kind="stable")]
            rows = rows[np.unique(clause[rows], return_index=True)[1]]
            rows = rows[~insisted[clause[rows]]]
            found[kept[rows]] += paid[clause[rows]]
        if self.policy.base_and_rds_same_metric:
            found[kept[is_open]] = _paid_at_ends(asked, np.flatnonzero(is_open), clauses, paid)
        return found

    def _gone(self) -> Flags:
        """Tell which rows are not asked for in this case."""
        gone = self.requirements.is_waived(self.waivers.waived)
        return gone if self.asks_all else gone | self.question().is_open()

    def asked(self) -> Requirements:
        """Return the requirements of this case, without those that are waived or left open, with the modes decided."""
        ends = self.requirements.ends
        for (kind, deployment), mode in self.answers:
            if kind == "mode":
                ends = np.where(ends == Ends.CHOOSE + deployment, Ends.USER if mode == USER else Ends.DEVICE, ends)
        sides = tuple(
            (number % len(PRODUCTS), number // len(PRODUCTS), answer)
            for (kind, number), answer in self.answers
            if kind == "side"
        )
        return replace(self.requirements, ends=ends, one_sided=sides).without(self._gone())

    def ruled(self) -> Policy:
        """Return the policy with the metrics that this case rules out."""
        rules: dict[str, Any] = {
            _RULES[product]: METRICS[answer].value
            for (kind, product), answer in self.answers
            if kind in ("single", "mixing") and answer < BOTH
        }
        return replace(self.policy, **rules)

    def offers(self) -> Market:
        """Return the market: under `single`, nothing of the other metric is bought, not even as surplus."""
        single = {product: METRICS[answer] for (kind, product), answer in self.answers if kind == "single"}
        return replace(self._of_metrics(single), hosts=self._hosts())

    def _of_metrics(self, single: dict[int, Metric]) -> Market:
        """Return the market without the other metric of products that are held in one only."""

        def is_kept(offer: Offer) -> bool:
            return (
                offer.metric == Metric.HOST or single.get(PRODUCTS.index(offer.product), offer.metric) == offer.metric
            )

        return self.market.with_offers(is_kept) if single else self.market

    def _hosts(self) -> tuple[tuple[Pool, int, int, int], ...]:
        """Return what connectors in use ask of the market, and what those that are open may."""
        connectors = self.requirements.connectors
        in_use = [connectors[number] for number in self.waivers.waived.connected]
        wanted = in_use + [connectors[number] for number in self.question().open_connectors()]

        def number(connectors: list[Connector], pool: Pool, version: int) -> int:
            return sum(1 for each in connectors if _pool_of_host(each) == pool and each.version >= version)

        return tuple(
            (pool, version, number(in_use, pool, version), number(wanted, pool, version))
            for pool, version in sorted({(_pool_of_host(each), each.version) for each in wanted})
        )

    def connector_costs(self) -> list[int]:
        """Return the least that each connector costs if it comes into use, in the unit of prices.

        Nothing can be said where some are owned, where what is bought new allows for more used licences, or where one
        may serve in several periods.
        """
        return [self._least_price(connector) for connector in self.requirements.connectors]

    def _least_price(self, connector: Connector) -> int:
        pool = (connector.layer, HOST)
        if self.market.later or self.policy.max_used_share < 1 or any(pool_of(lot) == pool for lot in self.market.lots):
            return 0
        prices = [
            step.price_minor * PRICE_UNIT // offer.pack_size
            for offer in self.market.offers
            if pool_of(offer) == pool and offer.level >= connector.version
            for step in offer.breaks
        ]
        return min(prices, default=0)

    def _questions(self) -> list[tuple[str, int]]:
        found, rates = list[tuple[str, int]](), _mixing_rates(self.policy)
        for product, rule in enumerate(metric_rules(self.policy)):
            if rule == "single":
                found.append(("single", product))
            elif rule == "any" and rates[product] and (self.requirements.product == product).any():
                found.append(("mixing", product))
                if dict(self.answers).get(("mixing", product)) == APART:
                    found += [("side", product + period * len(PRODUCTS)) for period in self._periods_of(product)]
        return found + [("mode", deployment) for deployment in self.large]

    def _periods_of(self, product: int) -> list[int]:
        """Return the periods in which something must be covered with a product."""
        rows = self.requirements.product == product
        end = np.where(self.requirements.user == NONE, self.requirements.device, self.requirements.user)[rows]
        found: list[int] = np.unique(self.requirements.holders.period_of[end]).tolist()
        return found


def _pool_of_host(connector: Connector) -> Pool:
    return in_period((connector.layer, HOST), connector.period)


def _paid_at_ends(asked: Requirements, rows: Codes, clauses: Clauses, paid: Codes) -> Codes:
    """Return what all clauses between the two ends of some rows account for, and those with one of the ends alone."""
    width = len(asked.holders) + 1
    code = (clauses.user + 1) * width + clauses.device + 1
    ends, place = np.unique(code, return_inverse=True)
    total = np.zeros(len(ends) + 1, dtype=np.int64)
    np.add.at(total, place, paid)
    user, device = asked.user[rows] + 1, asked.device[rows] + 1
    found = np.zeros(len(rows), dtype=np.int64)
    for wanted in (user * width + device, np.where(device > 0, user * width, -1), np.where(user > 0, device, -1)):
        at = np.searchsorted(ends, wanted)
        found += total[np.where(np.append(ends, -2)[at] == wanted, at, len(ends))]
    return found


def _mixing_rates(policy: Policy) -> tuple[int, int]:
    return policy.ws_mixing_cost, policy.rds_mixing_cost

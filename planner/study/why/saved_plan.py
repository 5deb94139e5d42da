"""A plan that was saved, taken for the present one instead of planning the scenario once more."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.document import PlanDocument, PlanLines
from planner.domain.inventory import Inventory
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.plan import Plan, Purchase, Register, Sale
from planner.domain.scenario import Scenario
from planner.version import __version__
from planner.words import say


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A saved plan that answers may start from, or why it is none for this question."""

    lines: PlanLines | None
    why_not: str = ""

    @staticmethod
    def of(document: PlanDocument, inventory: Inventory, scenario: Scenario) -> SavedPlan:
        """Return the saved plan of a scenario, if it is proved and of the same inventory, rules and program."""
        if (document.inventory.sha256, _hash_of(document)) != (inventory.source.sha256, _hash_of(inventory)):
            return SavedPlan(None, say("it was made of another inventory, or of one that has changed"))
        if document.version != __version__:
            return SavedPlan(None, say("version {version} of the program made it", version=document.version))
        named = [one for one in document.scenarios if one.name == scenario.name]
        if not named or named[0].plan is None or named[0].plan.is_unpriced:
            return SavedPlan(None, say('it holds no plan with prices of "{name}"', name=scenario.name))
        if dict(named[0].policy) != json.loads(json.dumps(scenario.policy.as_json())):
            return SavedPlan(None, say('its rules for "{name}" are others', name=scenario.name))
        if named[0].plan.savable_minor:
            return SavedPlan(None, say("it is not proved to be the cheapest"))
        return SavedPlan(named[0].plan)

    def plan(self, offers: Sequence[Offer], lots: Sequence[Lot]) -> Plan | None:
        """Return the plan with the offers and lots it speaks of; None where one of them is not there as it was."""
        if self.lines is None:
            return None
        offer_of: Mapping[str, Offer] = {offer.offer_id: offer for offer in offers}
        lot_of: Mapping[str, Lot] = {lot.owned_id: lot for lot in lots}
        bought, sold = self.lines.purchases, self.lines.sales
        if any(line.offer_id not in offer_of for line in bought) or any(line.owned_id not in lot_of for line in sold):
            return None
        purchases = tuple(Purchase(offer_of[line.offer_id], line.packs, line.period) for line in bought)
        sales = tuple(Sale(lot_of[line.owned_id], line.quantity, line.period) for line in sold)
        if [line.cost_minor for line in purchases] != [line.cost_minor for line in bought]:
            return None
        if [line.proceeds_minor for line in sales] != [line.proceeds_minor for line in sold]:
            return None
        cost, bound, modes = self.lines.cost, self.lines.bound_minor, dict(self.lines.modes)
        return Plan(cost, bound, purchases, sales, (), _NOBODY, modes, self.lines.checks.requirements)


def _hash_of(what: PlanDocument | Inventory) -> str:
    return what.catalogue.sha256 if what.catalogue else ""


_NONE = np.empty(0, dtype=np.int64)
_NO_TEXT = np.empty(0, dtype=object)
_NOBODY = Register(_NONE, _NONE, _NONE, _NO_TEXT, _NONE, _NONE, _NONE, _NO_TEXT, ())
"""A saved plan does not say who holds what."""

"""What a paper is made from: a scenario of a saved plan, what is known of buyer and vendors, perhaps the inventory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from planner.domain.document import PlanDocument, PlanLines, ScenarioDocument
from planner.domain.inventory import Inventory
from planner.domain.plan import Cost
from planner.domain.profile import Organisation, Profile, VendorProfile
from planner.errors import UsageError
from planner.papers.held import Held
from planner.papers.paper import file_name
from planner.words import joined, say


@dataclass(frozen=True, slots=True)
class PaperSource:
    """One scenario that has a plan, and all that papers say beside it."""

    document: PlanDocument
    scenario: ScenarioDocument
    plan: PlanLines
    profile: Profile
    inventory: Inventory | None = None
    """The inventory the plan was made from, for papers that need more than plan.json holds."""
    held: Held | None = None
    """Who holds which licence, for papers that say so."""

    @staticmethod
    def of(document: PlanDocument, scenario: str | None = None, profile: Profile | None = None) -> PaperSource:
        """Return the source of a scenario's papers, of the cheapest planned one if none is named.

        Raises UsageError for a scenario that is not there or has no plan.
        """
        try:
            chosen = document.best if scenario is None else document[scenario]
        except KeyError:
            names = joined(", ", (f'"{one.name}"' for one in document.scenarios))
            raise UsageError(
                say('The plan has no scenario "{scenario}"; it has {names}.', scenario=scenario, names=names)
            ) from None
        if chosen.plan is None:
            raise UsageError(
                say(
                    'Scenario "{name}" has no plan, so there is nothing to send. {reason}',
                    name=chosen.name,
                    reason=chosen.reason,
                )
            )
        return PaperSource(document, chosen, chosen.plan, document.profile if profile is None else profile)

    @property
    def case(self) -> str:
        """What the inventory is called, without folder and ending."""
        return PurePath(self.document.inventory.name).stem

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.document.currency

    @property
    def day(self) -> date:
        """The day of the plan."""
        return self.scenario.plan_date

    @property
    def organisation(self) -> Organisation:
        """The organisation, blank where nothing is known of it."""
        return self.profile.organisation or Organisation("")

    def vendor(self, name: str) -> VendorProfile:
        """Return what is known of a vendor."""
        return self.profile.vendor(name)

    @property
    def paid(self) -> Cost:
        """What is paid and what comes in, whenever that is; with a horizon `plan.cost` is its worth today."""
        return self.plan.cash or self.plan.cost

    @property
    def fingerprint(self) -> str:
        """The hash of what the plan was made from: the inventory and, where there is one, its catalogue."""
        catalogue = self.document.catalogue
        return self.document.inventory.sha256 + (say(" + {sha256}", sha256=catalogue.sha256) if catalogue else "")

    @property
    def number(self) -> str:
        """What papers of this plan are numbered by: its day, and six digits of what it was made from and buys."""
        bought = [(line.offer_id, line.packs, line.cost_minor) for line in self.plan.purchases]
        told = f"{self.fingerprint}\0{self.scenario.name}\0{bought}"
        return f"{self.day:%Y%m%d}-{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"

    def name(self, what: str, ending: str, vendor: str = "") -> str:
        """Return the name of a paper: case, scenario, what it is, and for which vendor."""
        return file_name((self.case, self.scenario.name, what, vendor), ending)

    def needs_prices(self) -> None:
        """Raise UsageError for a plan that is a request for prices, which has no amounts."""
        if self.plan.is_unpriced:
            raise UsageError(
                say(
                    'Scenario "{name}" has no prices yet: send requests for quotation first (cal-planner '
                    "export PLAN.json request).",
                    name=self.scenario.name,
                )
            )

    def needs_inventory(self) -> Inventory:
        """Return the inventory.  Raises UsageError where it was not given."""
        if self.inventory is None:
            raise UsageError(
                "plan.json does not hold what this paper needs; name the inventory too (--inventory FILE)."
            )
        return self.inventory

    def needs_held(self) -> Held:
        """Return who holds which licence.  Raises UsageError where the inventory was not given."""
        if self.held is None:
            raise UsageError(
                "plan.json does not hold who gets which licence; name the inventory too (--inventory FILE)."
            )
        return self.held

    def check_inventory(self, inventory: Inventory) -> None:
        """Raise UsageError for an inventory that the plan was not made from."""
        told = inventory.source.sha256, inventory.catalogue.sha256 if inventory.catalogue else ""
        made_from = self.document.inventory, self.document.catalogue
        if told != (made_from[0].sha256, made_from[1].sha256 if made_from[1] else ""):
            raise UsageError(
                say(
                    "The plan was made from another inventory, or with other offers, than {name}; plan it "
                    "again, or name the files it was made from (--inventory, --catalogue, --quotations).",
                    name=inventory.source.name,
                )
            )

"""What is planned in a benchmark: so many people, a shape, a market, a policy and a seed; the same ones each time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks.estates import make_estate
from benchmarks.markets import POLICIES, make_market
from planner.domain.inventory import Inventory, SourceFile
from planner.domain.scenario import Scenario
from planner.licensing import rulebook

PLAN_DATE = date(2026, 11, 21)
_THOUSANDS = {"": 1, "k": 1_000, "m": 1_000_000}


def people_of(size: str) -> int:
    """Return the number of people of a size such as 300, 5k or 1m.  Raises ValueError for anything else."""
    found = re.fullmatch(r"([1-9][0-9]*)([km]?)", size.strip().lower())
    if found is None:
        raise ValueError(f"{size} is not a size; write 300, 5k or 1m")
    return int(found[1]) * _THOUSANDS[found[2]]


@dataclass(frozen=True, slots=True)
class Instance:
    """Names of a made-up problem; `inventory` makes it."""

    people: int
    shape: str = "mixed"
    market: str = "tight"
    policy: str = "default"
    seed: int = 1

    def inventory(self, settings: Mapping[str, Mapping[str, Any]] | None = None) -> Inventory:
        """Return it as if read from files, with a scenario for its policy, or one per entry of `settings`."""
        offers, lots = make_market(self.people, self.seed, self.market)
        return Inventory(
            source=SourceFile(str(self), ""),
            catalogue=None,
            estate=make_estate(self.people, self.seed, self.shape),
            offers=offers,
            lots=lots,
            scenarios=tuple(_scenarios(settings or {self.policy: POLICIES[self.policy](self.people)})),
            notices=(),
            policy=rulebook.policy(PLAN_DATE),
        )

    def __str__(self) -> str:
        return f"{self.people:,} people, {self.shape}, {self.market}, {self.policy}, seed {self.seed}"


def _scenarios(settings: Mapping[str, Mapping[str, Any]]) -> Iterable[Scenario]:
    return (Scenario(name, rulebook.policy(PLAN_DATE, **given)) for name, given in settings.items())

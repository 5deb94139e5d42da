"""The estate as one scenario sees it: an inventory's estate under a set of policies, each part of it found once.

A part is a function of a view: which version every server has, who is external, who has a base right, what is counted,
which mode a deployment is in.  `view.find(part)` answers from what was found before, so that stages may ask for the
same part without handing it to each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from planner.domain.estate import Estate
from planner.domain.scenario import Policy

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """An estate and the policies it is seen under."""

    estate: Estate
    policy: Policy
    _found: dict[Callable[[View], Any], Any] = field(default_factory=dict, repr=False)

    def find(self, part: Callable[[View], T]) -> T:
        """Return one part of the view, found when it is first asked for."""
        if part not in self._found:
            self._found[part] = part(self)
        return cast(T, self._found[part])

    def of(self, estate: Estate) -> View:
        """Return another estate under the same policies."""
        return self if estate is self.estate else View(estate, self.policy)

    def under(self, policy: Policy) -> View:
        """Return the same estate under other policies."""
        return View(self.estate, policy)

"""The registry of licensing rules: finds the rooms, and tells everybody what stands in them.

Rooms are found by name, so that nothing but a room has to be written to add a rule.  This is the only module of
`planner.licensing` that reading, optimising and reporting may import.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from planner.domain.issue import Problem
from planner.domain.scenario import CORE, Policy
from planner.domain.setting import Setting
from planner.licensing import rules
from planner.licensing.notices import GENERAL
from planner.licensing.rule import Rule, Source, State, Whom

__all__ = ["NOTICES", "ROOM_OF", "RULES", "SETTINGS", "SETTING_BY_NAME", "Rule", "Source", "State", "Whom", "policy"]


def _rooms() -> Iterator[tuple[Rule, str]]:
    """Yield the rule and the file of every room."""
    for name in sorted(module.name for module in iter_modules(rules.__path__)):
        yield import_module(f"{rules.__name__}.{name}").RULE, f"planner/licensing/rules/{name}.py"


_FOUND = sorted(_rooms(), key=lambda found: found[0].number)
RULES: tuple[Rule, ...] = tuple(rule for rule, _ in _FOUND)
"""In the order of their numbers."""
ROOM_OF: Mapping[str, str] = {rule.id: room for rule, room in _FOUND}
"""The file of each rule, by its id."""
_OF_RULES: tuple[Setting[Any], ...] = tuple(
    dict.fromkeys(setting for rule in RULES for setting in rule.settings if setting not in CORE)
)
SETTINGS: tuple[Setting[Any], ...] = tuple(sorted((*CORE, *_OF_RULES), key=lambda setting: setting.place))
"""Every policy there is, in the order of the documentation."""
SETTING_BY_NAME: Mapping[str, Setting[Any]] = {setting.name: setting for setting in SETTINGS}
NOTICES: tuple[Problem, ...] = (*GENERAL, *(problem for rule in RULES for problem in rule.notices))
"""Everything that a scenario may remark on."""
assert len(SETTING_BY_NAME) == len(SETTINGS)


def policy(plan_date: date, **values: Any) -> Policy:
    """Return a set of policies: some given by their names, all others at their defaults.

    Raises KeyError for a name that no policy has.
    """
    return Policy(plan_date, of_rules={setting: setting.default for setting in _OF_RULES}).having(**values)

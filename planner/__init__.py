"""CAL Planner: the cheapest mix of Windows Server client access licences, proved and explained.

>>> import planner
>>> plans = planner.plan(tiny, scenarios=["cheapest"])
>>> plans["cheapest"].total
Decimal('441.00')

What scripts and notebooks use is loaded with its first use, so that `import planner` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from planner.version import __version__

if TYPE_CHECKING:
    from planner.errors import AuditError, NoPlanError, PlannerError, UsageError, WorkbookError
    from planner.scripting.answers import Answer
    from planner.scripting.calls import ask, check, import_files, load, load_plans, plan
    from planner.scripting.imports import Import
    from planner.scripting.inventory import Inventory
    from planner.scripting.issues import Check
    from planner.scripting.plans import Plans, ScenarioPlan
    from planner.study.why.questions import KindPrice, OfferPrice, OtherEnd, SwitchOf, SwitchPoint, WithoutOffer

_HOMES = {
    "planner.errors": ("AuditError", "NoPlanError", "PlannerError", "UsageError", "WorkbookError"),
    "planner.scripting.answers": ("Answer",),
    "planner.scripting.calls": ("ask", "check", "import_files", "load", "load_plans", "plan"),
    "planner.scripting.imports": ("Import",),
    "planner.scripting.inventory": ("Inventory",),
    "planner.scripting.issues": ("Check",),
    "planner.scripting.plans": ("Plans", "ScenarioPlan"),
    "planner.study.why.questions": (
        "KindPrice",
        "OfferPrice",
        "OtherEnd",
        "SwitchOf",
        "SwitchPoint",
        "WithoutOffer",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Answer",
    "AuditError",
    "Check",
    "Import",
    "Inventory",
    "KindPrice",
    "NoPlanError",
    "OfferPrice",
    "OtherEnd",
    "PlannerError",
    "Plans",
    "ScenarioPlan",
    "SwitchOf",
    "SwitchPoint",
    "UsageError",
    "WithoutOffer",
    "WorkbookError",
    "__version__",
    "ask",
    "check",
    "import_files",
    "load",
    "load_plans",
    "plan",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

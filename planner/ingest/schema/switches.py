"""Policies of the licensing rulebook that are known but not built in yet.

Each is accepted at its default, so that a workbook may already state it; any other value is refused, because
the plan would silently ignore it.
"""

from __future__ import annotations

from planner.domain.scenario import PolicyKind, PolicySpec


def _switch(name: str, default: object, meaning: str, words: tuple[str, ...] = ()) -> PolicySpec:
    kind = PolicyKind.CHOICE if words else PolicyKind.NAMES if isinstance(default, tuple) else PolicyKind.YES_NO
    return PolicySpec(name, kind, default, meaning, words, built=False)


SWITCHES: tuple[PolicySpec, ...] = (
    _switch("oem_cal_sa_90d", False, "Whether Software Assurance may be added to OEM CALs within 90 days."),
)
SWITCH_BY_NAME = {spec.name: spec for spec in SWITCHES}

"""Policies of the licensing rulebook that are known but not built in yet.

Each is accepted at its default, so that a workbook may already state it; any other value is refused, because
the plan would silently ignore it.
"""

from __future__ import annotations

from typing import Any

from planner.domain.setting import PolicyKind, Setting


def _switch(name: str, default: object, meaning: str, words: tuple[str, ...] = ()) -> Setting[Any]:
    kind = PolicyKind.CHOICE if words else PolicyKind.NAMES if isinstance(default, tuple) else PolicyKind.YES_NO
    return Setting(name, kind, default, meaning, 0, words, built=False)


SWITCHES: tuple[Setting[Any], ...] = (
    _switch("oem_cal_sa_90d", False, "Whether Software Assurance may be added to OEM CALs within 90 days."),
)
SWITCH_BY_NAME = {spec.name: spec for spec in SWITCHES}

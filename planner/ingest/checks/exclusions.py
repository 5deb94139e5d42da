"""Checks of policies against what the other sheets say."""

from __future__ import annotations

from planner.ingest.checks.policies import exclusions_given
from planner.ingest.tables import cells
from planner.ingest.tables.log import Log
from planner.ingest.tables.table import Table


def check_exclusions(
    policy: Table | None, scenarios: Table | None, vendors: set[str], offers: set[str], log: Log
) -> None:
    """Report excluded vendors and offers that no offer has."""
    known = {"excluded_vendors": ("vendor", vendors), "excluded_offers": ("id", offers)}
    for name, row, column in exclusions_given(policy, scenarios):
        what, allowed = known[name]
        for wrong in cells.read_exclusions(row.get(column)):
            if wrong in allowed:
                continue
            log.error(
                "CAL-408", row.where(column), row.found(column), f'No offer has the {what} "{wrong}".',
                f"{_hint(wrong, allowed)}Correct the name, or remove it from the list.",
            )  # fmt: skip


def _hint(wrong: str, allowed: set[str]) -> str:
    parts = [part.strip() for part in wrong.split(",")]
    if len(parts) > 1 and set(parts) <= allowed:
        return f"Several names are separated by ; and not by a comma: {'; '.join(parts)}. "
    near = cells.closest(wrong, sorted(allowed))
    return f'Closest is "{near}". ' if near else ""

"""Policies as people name them and type their values, outside a sheet."""

from __future__ import annotations

from planner.ingest.checks.policies import find_policy, reader_of
from planner.ingest.tables.cells import Unreadable


def policy_called(name: str) -> str | None:
    """Return the policy that a name means, None for none."""
    spec = find_policy(name)
    return spec.name if spec else None


def policy_problem(name: str, text: str) -> str | None:
    """Return what is wrong with the value of a policy as somebody typed it, in words; None if nothing is."""
    spec = find_policy(name)
    if spec is None:
        return f'No policy is called "{name}".'
    try:
        reader_of(spec)(text)
    except Unreadable as problem:
        return f"{problem.text} {problem.remedy}".strip()
    return None

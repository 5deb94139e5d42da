"""The rulebook: estate and policy to requirements and market."""

from planner.licensing.claims import assumptions, data_level
from planner.licensing.market import find_market
from planner.licensing.notices import NOTICES
from planner.licensing.requirements import find_requirements, people_covered, requirement_policies
from planner.licensing.server_versions import missing_groups, server_versions
from planner.licensing.subscriptions import covered_by

__all__ = [
    "NOTICES",
    "assumptions",
    "covered_by",
    "data_level",
    "find_market",
    "find_requirements",
    "missing_groups",
    "people_covered",
    "requirement_policies",
    "server_versions",
]

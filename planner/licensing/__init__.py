"""The rulebook: estate and policy to requirements and market."""

from planner.licensing.claims import assumptions, data_level
from planner.licensing.exemptions import exempt_accesses, over_the_cap
from planner.licensing.market import find_market
from planner.licensing.notices import NOTICES
from planner.licensing.requirements import find_requirements, requirement_policies
from planner.licensing.server_versions import missing_groups, server_versions

__all__ = [
    "NOTICES",
    "assumptions",
    "data_level",
    "exempt_accesses",
    "find_market",
    "find_requirements",
    "missing_groups",
    "over_the_cap",
    "requirement_policies",
    "server_versions",
]

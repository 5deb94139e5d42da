"""The rulebook: estate and policy to requirements and market."""

from planner.licensing.administration import freed_notices
from planner.licensing.claims import assumptions, data_level, risks_of_used
from planner.licensing.exemptions import exempt_accesses, over_the_cap
from planner.licensing.external import connector_notices, external_in_lists
from planner.licensing.market import find_market
from planner.licensing.notices import NOTICES, USED_SAVING
from planner.licensing.requirements import find_requirements, people_covered, requirement_policies
from planner.licensing.server_versions import missing_groups, server_versions
from planner.licensing.subscriptions import covered_by
from planner.licensing.used_licences import remarks_on_bought

__all__ = [
    "NOTICES",
    "USED_SAVING",
    "assumptions",
    "connector_notices",
    "covered_by",
    "data_level",
    "exempt_accesses",
    "external_in_lists",
    "find_market",
    "find_requirements",
    "freed_notices",
    "missing_groups",
    "over_the_cap",
    "people_covered",
    "remarks_on_bought",
    "requirement_policies",
    "risks_of_used",
    "server_versions",
]

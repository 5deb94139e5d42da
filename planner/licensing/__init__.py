"""The rulebook: estate and policy to requirements and market."""

from planner.licensing.claims import assumptions, data_level, risks_of_used
from planner.licensing.exemptions import exempt_accesses, over_the_cap
from planner.licensing.implied_accesses import implied_accesses
from planner.licensing.market import find_market
from planner.licensing.notices import NOTICES, USED_SAVING
from planner.licensing.potential_access import as_counted, count_basis
from planner.licensing.readings import no_difference, other_readings
from planner.licensing.requirements import find_requirements, people_covered, requirement_policies
from planner.licensing.server_versions import missing_groups, server_versions
from planner.licensing.subscriptions import covered_by
from planner.licensing.used_licences import remarks_on_bought
from planner.licensing.version_shock import Shock, coming_upgrades, newest_servers, upgrade_effects

__all__ = [
    "NOTICES",
    "USED_SAVING",
    "Shock",
    "as_counted",
    "assumptions",
    "coming_upgrades",
    "count_basis",
    "covered_by",
    "data_level",
    "exempt_accesses",
    "find_market",
    "find_requirements",
    "implied_accesses",
    "missing_groups",
    "newest_servers",
    "no_difference",
    "other_readings",
    "over_the_cap",
    "people_covered",
    "remarks_on_bought",
    "requirement_policies",
    "risks_of_used",
    "server_versions",
    "upgrade_effects",
]

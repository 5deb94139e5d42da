"""The rulebook: estate and policy to requirements and market."""

from planner.licensing.administration import freed_notices
from planner.licensing.checklist import review
from planner.licensing.claims import assumptions, data_level, risks_of_used
from planner.licensing.exempt_accesses import exempt_accesses
from planner.licensing.exemptions import over_the_cap
from planner.licensing.external import connector_notices, external_in_lists
from planner.licensing.implied_accesses import implied_accesses
from planner.licensing.lifecycle import remarks_on_life, support_notices
from planner.licensing.market import find_market
from planner.licensing.notices import NOTICES, USED_SAVING
from planner.licensing.owned import Owned, find_owned
from planner.licensing.potential_access import as_counted, count_basis
from planner.licensing.readings import no_difference, other_readings
from planner.licensing.reassignment import Recent
from planner.licensing.requirements import find_requirements, people_covered, requirement_policies
from planner.licensing.server_versions import missing_groups, server_versions
from planner.licensing.stand_ins import stand_in_notices
from planner.licensing.subscriptions import covered_by
from planner.licensing.used_licences import remarks_on_bought
from planner.licensing.version_shock import Shock, coming_upgrades, newest_servers, upgrade_effects

__all__ = [
    "NOTICES",
    "USED_SAVING",
    "Owned",
    "Recent",
    "Shock",
    "as_counted",
    "assumptions",
    "coming_upgrades",
    "connector_notices",
    "count_basis",
    "covered_by",
    "data_level",
    "exempt_accesses",
    "external_in_lists",
    "find_market",
    "find_owned",
    "find_requirements",
    "freed_notices",
    "implied_accesses",
    "missing_groups",
    "newest_servers",
    "no_difference",
    "other_readings",
    "over_the_cap",
    "people_covered",
    "remarks_on_bought",
    "remarks_on_life",
    "requirement_policies",
    "review",
    "risks_of_used",
    "server_versions",
    "stand_in_notices",
    "support_notices",
    "upgrade_effects",
]

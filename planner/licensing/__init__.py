"""The rulebook: estate and policy to requirements and market."""

from planner.licensing.administration import freed_notices
from planner.licensing.checklist import review
from planner.licensing.claims import assumptions, data_level, risks_of_used
from planner.licensing.exempt_accesses import exempt_accesses
from planner.licensing.external import connector_notices, external_in_lists
from planner.licensing.implied_accesses import implied_accesses
from planner.licensing.licence_server_life import revocable_notices, shortage_notices
from planner.licensing.licence_servers import (
    ServerWay,
    if_newer,
    server_ways,
    too_old,
    upgrade_notice,
)
from planner.licensing.lifecycle import remarks_on_life, support_notices
from planner.licensing.market import find_market
from planner.licensing.notices import NOTICES, USED_SAVING
from planner.licensing.obstacles import obstacles
from planner.licensing.owned import Owned, find_owned
from planner.licensing.potential_access import as_counted, count_basis
from planner.licensing.readings import no_difference, other_readings
from planner.licensing.reassignment import Recent
from planner.licensing.requirements import find_requirements, people_covered, requirement_policies
from planner.licensing.server_versions import ServerVersions, missing_groups, server_versions
from planner.licensing.session_modes import session_notices
from planner.licensing.stand_ins import stand_in_notices
from planner.licensing.subscriptions import covered_by
from planner.licensing.switching import switch_notices
from planner.licensing.used_licences import remarks_on_bought
from planner.licensing.version_shock import Shock, coming_upgrades, newest_servers, upgrade_effects

__all__ = [
    "NOTICES",
    "USED_SAVING",
    "Owned",
    "Recent",
    "ServerVersions",
    "ServerWay",
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
    "if_newer",
    "implied_accesses",
    "missing_groups",
    "newest_servers",
    "no_difference",
    "obstacles",
    "other_readings",
    "people_covered",
    "remarks_on_bought",
    "remarks_on_life",
    "requirement_policies",
    "review",
    "revocable_notices",
    "risks_of_used",
    "server_versions",
    "server_ways",
    "session_notices",
    "shortage_notices",
    "stand_in_notices",
    "support_notices",
    "switch_notices",
    "too_old",
    "upgrade_effects",
    "upgrade_notice",
]

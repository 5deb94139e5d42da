"""The rulebook: estate and policy to requirements and market."""

from planner.licensing.claims import assumptions, data_level, risks_of_used
from planner.licensing.exemptions import exempt_accesses
from planner.licensing.licence_server_life import revocable_notices, shortage_notices
from planner.licensing.licence_servers import (
    ServerWay,
    if_newer,
    server_ways,
    too_old,
    upgrade_notice,
)
from planner.licensing.market import find_market
from planner.licensing.notices import NOTICES, USED_SAVING
from planner.licensing.obstacles import obstacles
from planner.licensing.requirements import find_requirements, people_covered, requirement_policies
from planner.licensing.server_versions import ServerVersions, missing_groups, server_versions
from planner.licensing.session_modes import session_notices
from planner.licensing.subscriptions import covered_by
from planner.licensing.switching import switch_notices
from planner.licensing.used_licences import remarks_on_bought

__all__ = [
    "NOTICES",
    "USED_SAVING",
    "ServerVersions",
    "ServerWay",
    "assumptions",
    "covered_by",
    "data_level",
    "exempt_accesses",
    "find_market",
    "find_requirements",
    "if_newer",
    "missing_groups",
    "obstacles",
    "people_covered",
    "remarks_on_bought",
    "requirement_policies",
    "revocable_notices",
    "risks_of_used",
    "server_versions",
    "server_ways",
    "session_notices",
    "shortage_notices",
    "switch_notices",
    "too_old",
    "upgrade_notice",
]

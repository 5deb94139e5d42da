"""The rulebook: estate and policy to requirements and market.

One place per rule; docs/rules.md says for each rule which one.

    access          who needs a licence for what: what counts, is implied, or is exempt
    servers         versions, what newer ones ask for, how long they are supported
    remote_desktop  deployments and their modes, licence servers, installation
    licences        what owned and offered licences count as, and which may be used, switched or bought
    audit           what a plan claims, what an auditor asks, what other readings would change
    requirements    what must be covered, from all of these
    obstacles       what makes a scenario impossible before anything is planned
    notices         everything a scenario may remark on
"""

from planner.licensing.access.administration import freed_notices
from planner.licensing.access.exempt_accesses import exempt_accesses
from planner.licensing.access.external import connector_notices, external_in_lists
from planner.licensing.access.implied_accesses import implied_accesses
from planner.licensing.access.potential_access import as_counted, count_basis
from planner.licensing.access.stand_ins import stand_in_notices
from planner.licensing.audit.checklist import review
from planner.licensing.audit.claims import assumptions, data_level, risks_of_used
from planner.licensing.audit.proof_index import is_unproven
from planner.licensing.audit.readings import no_difference, other_readings
from planner.licensing.licences.market import find_market
from planner.licensing.licences.owned import Owned, find_owned
from planner.licensing.licences.reassignment import Recent
from planner.licensing.licences.subscriptions import covered_by
from planner.licensing.licences.switching import switch_notices
from planner.licensing.licences.used_licences import remarks_on_bought
from planner.licensing.notices import NOTICES, USED_SAVING
from planner.licensing.obstacles import obstacles
from planner.licensing.remote_desktop.licence_server_life import revocable_notices, shortage_notices
from planner.licensing.remote_desktop.licence_servers import (
    ServerVariant,
    if_newer,
    server_variants,
    too_old,
    upgrade_notice,
)
from planner.licensing.remote_desktop.session_modes import session_notices
from planner.licensing.requirements import find_requirements, people_covered, requirement_policies
from planner.licensing.servers.lifecycle import remarks_on_life, support_notices
from planner.licensing.servers.server_versions import ServerVersions, missing_groups, server_versions
from planner.licensing.servers.version_shock import Shock, coming_upgrades, newest_servers, upgrade_effects

__all__ = [
    "NOTICES",
    "USED_SAVING",
    "Owned",
    "Recent",
    "ServerVariant",
    "ServerVersions",
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
    "is_unproven",
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
    "server_variants",
    "server_versions",
    "session_notices",
    "shortage_notices",
    "stand_in_notices",
    "support_notices",
    "switch_notices",
    "too_old",
    "upgrade_effects",
    "upgrade_notice",
]

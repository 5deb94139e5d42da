"""The rulebook: estate and policy to requirements and market.

One room per rule; docs/rules.md says for each rule how far the program goes, and where.  Folders stand in the order of
an access, and each imports from those above it only:

    rule, view      what a rule is; the estate as one scenario sees it
    rules           one room per rule
    rulebook        the registry of rooms, the only module that reading, optimising and reporting know
    servers         what exists: versions of the day, what newer ones ask for, how long they are supported
    counting        what counts: accesses that are listed, come with others, or need no CAL
    cover           what must be covered, and what can take a need away besides a CAL
    market          what may be used, bought and sold: what owned and offered licences count as
    audit           what a plan claims, what an auditor asks, what other readings would change
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.licensing.audit.audit_risk import audit_amount as audit_amount
    from planner.licensing.audit.checklist import review as review
    from planner.licensing.audit.claims import assumptions as assumptions
    from planner.licensing.audit.claims import data_level as data_level
    from planner.licensing.audit.readings import no_difference as no_difference
    from planner.licensing.audit.readings import other_readings as other_readings
    from planner.licensing.counting.exempt_accesses import exempt_accesses as exempt_accesses
    from planner.licensing.counting.group_servers import reaching_all as reaching_all
    from planner.licensing.counting.group_servers import unreached_servers as unreached_servers
    from planner.licensing.cover.administration import freed_notices as freed_notices
    from planner.licensing.cover.connectors import connector_notices as connector_notices
    from planner.licensing.cover.implied_accesses import implied_accesses as implied_accesses
    from planner.licensing.cover.obstacles import obstacles as obstacles
    from planner.licensing.cover.people_covered import people_covered as people_covered
    from planner.licensing.cover.reassignment import Recent as Recent
    from planner.licensing.cover.reassignment import Use as Use
    from planner.licensing.cover.reassignment import using as using
    from planner.licensing.cover.reassignment import ways as ways
    from planner.licensing.cover.requirements import find_requirements as find_requirements
    from planner.licensing.cover.requirements import requirement_policies as requirement_policies
    from planner.licensing.cover.session_modes import session_notices as session_notices
    from planner.licensing.market.licence_server_life import revocable_notices as revocable_notices
    from planner.licensing.market.licence_server_life import shortage_notices as shortage_notices
    from planner.licensing.market.licence_servers import LicenceLimit as LicenceLimit
    from planner.licensing.market.licence_servers import ServerVariant as ServerVariant
    from planner.licensing.market.licence_servers import if_newer as if_newer
    from planner.licensing.market.licence_servers import licence_limit as licence_limit
    from planner.licensing.market.licence_servers import server_variants as server_variants
    from planner.licensing.market.licence_servers import too_old as too_old
    from planner.licensing.market.licence_servers import upgrade_notice as upgrade_notice
    from planner.licensing.market.market import Asked as Asked
    from planner.licensing.market.market import find_market as find_market
    from planner.licensing.market.owned import Owned as Owned
    from planner.licensing.market.owned import find_owned as find_owned
    from planner.licensing.market.switching import switch_notices as switch_notices
    from planner.licensing.market.unsold import unsold_notices as unsold_notices
    from planner.licensing.market.used_licences import remarks_on_bought as remarks_on_bought
    from planner.licensing.market.used_licences import risks_of_used as risks_of_used
    from planner.licensing.market.version_shock import Shock as Shock
    from planner.licensing.market.version_shock import coming_upgrades as coming_upgrades
    from planner.licensing.market.version_shock import newest_servers as newest_servers
    from planner.licensing.market.version_shock import upgrade_effects as upgrade_effects
    from planner.licensing.rulebook import NOTICES as NOTICES
    from planner.licensing.rules.r08_peripherals import left_out as left_out
    from planner.licensing.rules.r09_external_people import definition_notices as definition_notices
    from planner.licensing.rules.r09_external_people import external_in_lists as external_in_lists
    from planner.licensing.rules.r10_administration import many_administrators as many_administrators
    from planner.licensing.rules.r16_azure import external_in_azure as external_in_azure
    from planner.licensing.rules.r38_stand_ins import stand_in_notices as stand_in_notices
    from planner.licensing.rules.r45_subscriptions import covered_by as covered_by
    from planner.licensing.rules.r55_proof import is_unproven as is_unproven
    from planner.licensing.rules.r60_licence_position import as_counted as as_counted
    from planner.licensing.rules.r60_licence_position import count_basis as count_basis
    from planner.licensing.servers.lifecycle import horizon_notices as horizon_notices
    from planner.licensing.servers.lifecycle import remarks_on_life as remarks_on_life
    from planner.licensing.servers.lifecycle import support_notices as support_notices
    from planner.licensing.servers.server_versions import ServerVersions as ServerVersions
    from planner.licensing.servers.server_versions import ended_groups as ended_groups
    from planner.licensing.servers.server_versions import later_groups_notice as later_groups_notice
    from planner.licensing.servers.server_versions import server_versions as server_versions
    from planner.licensing.servers.server_versions import starting_later as starting_later

_HOME = {
    "planner.licensing.cover.administration": ("freed_notices",),
    "planner.licensing.counting.exempt_accesses": ("exempt_accesses",),
    "planner.licensing.cover.connectors": ("connector_notices",),
    "planner.licensing.rules.r09_external_people": ("definition_notices", "external_in_lists"),
    "planner.licensing.rules.r16_azure": ("external_in_azure",),
    "planner.licensing.counting.group_servers": ("reaching_all", "unreached_servers"),
    "planner.licensing.cover.implied_accesses": ("implied_accesses",),
    "planner.licensing.rules.r60_licence_position": (
        "as_counted",
        "count_basis",
    ),
    "planner.licensing.rules.r08_peripherals": ("left_out",),
    "planner.licensing.rules.r10_administration": ("many_administrators",),
    "planner.licensing.rules.r38_stand_ins": ("stand_in_notices",),
    "planner.licensing.rules.r55_proof": ("is_unproven",),
    "planner.licensing.audit.checklist": ("review",),
    "planner.licensing.audit.claims": (
        "assumptions",
        "data_level",
    ),
    "planner.licensing.audit.audit_risk": ("audit_amount",),
    "planner.licensing.audit.readings": (
        "no_difference",
        "other_readings",
    ),
    "planner.licensing.market.market": ("Asked", "find_market"),
    "planner.licensing.market.owned": (
        "Owned",
        "find_owned",
    ),
    "planner.licensing.cover.reassignment": ("Recent", "Use", "using", "ways"),
    "planner.licensing.rules.r45_subscriptions": ("covered_by",),
    "planner.licensing.market.switching": ("switch_notices",),
    "planner.licensing.market.unsold": ("unsold_notices",),
    "planner.licensing.market.used_licences": ("remarks_on_bought", "risks_of_used"),
    "planner.licensing.cover.obstacles": ("obstacles",),
    "planner.licensing.market.licence_server_life": (
        "revocable_notices",
        "shortage_notices",
    ),
    "planner.licensing.market.licence_servers": (
        "LicenceLimit",
        "ServerVariant",
        "if_newer",
        "licence_limit",
        "server_variants",
        "too_old",
        "upgrade_notice",
    ),
    "planner.licensing.cover.session_modes": ("session_notices",),
    "planner.licensing.cover.people_covered": ("people_covered",),
    "planner.licensing.cover.requirements": (
        "find_requirements",
        "requirement_policies",
    ),
    "planner.licensing.rulebook": ("NOTICES",),
    "planner.licensing.servers.lifecycle": (
        "horizon_notices",
        "remarks_on_life",
        "support_notices",
    ),
    "planner.licensing.servers.server_versions": (
        "ServerVersions",
        "later_groups_notice",
        "ended_groups",
        "server_versions",
        "starting_later",
    ),
    "planner.licensing.market.version_shock": (
        "Shock",
        "coming_upgrades",
        "newest_servers",
        "upgrade_effects",
    ),
}
_HOME_OF = {name: home for home, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for: who needs the registry alone loads nothing else."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__} has no {name}")
    return getattr(import_module(_HOME_OF[name]), name)

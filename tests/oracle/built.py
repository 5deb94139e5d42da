"""Which additions to the contract the program answers by; for the others the oracle keeps the reading before them.

Whoever builds one adds its word to `BUILT`, and the oracle, the checker and the random estates follow.  Once all
are there this module goes.
"""

from __future__ import annotations

GROUPS = "groups"
"""Groups reach servers by name: servers, rds_servers, rds_deployment, joins_directory, peripheral_rds, and so on."""
MODES = "modes"
"""One mode per session host; a blank rds_mode is what policy rds_mode_default says."""
ASSURANCE = "assurance"
"""Remote Desktop in Azure asks for Software Assurance or subscriptions; csp_hoster; policy subscriptions."""
SALES = "sales"
"""Selling is judged like buying; first_sold_on; what a buyer in Great Britain may buy."""
PEOPLE = "people"
"""Who is external; names of subscriptions; subscriptions of accounts that several people share, and owned ones."""
MOVES = "moves"
"""Licences that moved lately stay with their holders, used or idle, whatever the scenario."""
SPARES = "spares"
"""A spare share per pool."""
POSITION = "position"
"""position_today, and policy count_unproven."""
UNPRICED = "unpriced"
"""The least number of licences where nothing is on offer."""

EVERYTHING = frozenset({GROUPS, MODES, ASSURANCE, SALES, PEOPLE, MOVES, SPARES, POSITION, UNPRICED})
BUILT: set[str] = {ASSURANCE, GROUPS, MODES, MOVES, PEOPLE, POSITION, SALES, SPARES, UNPRICED}

POLICIES = {
    MODES: {"rds_mode_default"},
    ASSURANCE: {"azure_rds_device_with_sa", "subscriptions"},
    SALES: {"sell_under_sa"},
    PEOPLE: {"agreement_signed", "external_definition", "grants_m365_e7"},
    SPARES: {f"spare_share_{pool}" for pool in ("ws_user", "ws_device", "rds_user", "rds_device")},
    POSITION: {"count_unproven", "audit_threshold_reading"},
}


def follows(addition: str) -> bool:
    """Whether an addition is in force."""
    return addition in BUILT


def unknown_policies() -> set[str]:
    """Return the policies that the program does not know yet."""
    return set[str]().union(*(names for addition, names in POLICIES.items() if not follows(addition)))

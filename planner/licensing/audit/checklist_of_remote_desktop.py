"""The point of the checklist about Remote Desktop: who issues the licences, in which mode, in which directory.

Rules R27 (a licence server holds Remote Desktop CALs of its own version and older ones) and R31 (in a workgroup only
per-device mode works; with Entra Domain Services nothing tracks people's CALs), as far as a checklist goes: what the
inventory shows is told, no plan is changed by it.  Sources: learn.microsoft.com, Remote Desktop CALs (2025-06-16,
its table), and license Remote Desktop session hosts (2024-07-03).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.domain.estate import ACCESS_KINDS, EVERY_SERVER, AccessKind
from planner.domain.plan import Plan
from planner.domain.product import RDS, VERSIONS, Metric, rank
from planner.domain.requirement import Ends
from planner.domain.review import CheckLine, CheckState
from planner.licensing.counting.exemptions import reached, reached_own
from planner.licensing.cover.deployments import deployments
from planner.licensing.cover.session_modes import UNBOUND
from planner.licensing.servers.server_versions import server_versions
from planner.licensing.view import View
from planner.words import joined, say

_ITEM = say("Remote Desktop licence server")


def remote_desktop(view: View, plan: Plan) -> CheckLine:
    """Return how licence server, mode and directory stand where somebody holds a Remote Desktop CAL."""
    register = plan.register
    in_use = register.source[register.product == RDS]
    if not len(in_use):
        return CheckLine(_ITEM, CheckState.DOES_NOT_APPLY, say("Nobody holds a Remote Desktop CAL."))
    newest = max(rank(register.sources[source].version) for source in np.unique(in_use).tolist())
    found = [*_licence_servers(view, newest), *_hosts(view, plan)]
    states = [state for state, _ in found]
    state = next((s for s in (CheckState.MISSING, CheckState.NOT_STATED) if s in states), CheckState.IN_ORDER)
    text = say(
        "In this plan {in_use:,} Remote Desktop CALs are in use, the newest of version {versions}. "
        "They must be installed on a licence server of that version or newer, and each host set to "
        "the mode of its CALs.",
        in_use=len(in_use),
        versions=VERSIONS[newest],
    )
    return CheckLine(_ITEM, state, text, tuple(lacking for _, lacking in found))


Finding = tuple[CheckState, str]


def _licence_servers(view: View, newest: int) -> Iterator[Finding]:
    estate = view.estate
    ranks = view.find(server_versions).ranks.tolist()
    marked = [
        (server, runs)
        for server, runs in zip(estate.servers, ranks, strict=True)
        if server.rd_licence_server and not server.owner
    ]
    if not marked:
        yield CheckState.NOT_STATED, say("which server issues the licences (column rd_licence_server of sheet Servers)")
    elif max(runs for _, runs in marked) < newest:
        names = joined(
            ", ",
            (
                say("{server_id} ({versions})", server_id=server.server_id, versions=VERSIONS[runs])
                for server, runs in marked
            ),
        )
        yield (
            CheckState.MISSING,
            say(
                "a licence server of version {versions} or newer; there is only {names}",
                versions=VERSIONS[newest],
                names=names,
            ),
        )


def _hosts(view: View, plan: Plan) -> Iterator[Finding]:
    """Yield what is to be settled about hosts, those that accesses or the two lists mean."""
    estate, policy = view.estate, view.policy
    kind = ACCESS_KINDS.index(AccessKind.RDS)
    named = np.unique(estate.accesses.server[estate.accesses.kind == kind]).tolist()
    if estate.everybody_everywhere:
        named = reached(estate.servers, EVERY_SERVER, AccessKind.RDS)
    hosts = sorted({host for server in named for host in reached_own(estate.servers, server, AccessKind.RDS)})
    modes = deployments(estate.servers, policy, UNBOUND)  # as they are set, whatever the technology asks for
    unsettled = dict[str, None]()
    for host in hosts:
        server, ends = estate.servers[host], modes.ends[host]
        picked = plan.modes.get(server.deployment) if ends >= Ends.CHOOSE else None
        is_per_device = ends == Ends.DEVICE or picked is Metric.DEVICE
        if ends == Ends.EITHER:
            unsettled[server.deployment] = None
        if server.directory == "workgroup" and not is_per_device:
            yield (
                CheckState.MISSING,
                say("per-device mode on {server_id}: in a workgroup no other works", server_id=server.server_id),
            )
        if server.directory == "entra_ds" and not is_per_device:
            yield (
                CheckState.NOT_STATED,
                say("a list of your own of who uses {server_id}: its directory keeps none", server_id=server.server_id),
            )
    for deployment in unsettled:
        yield (
            CheckState.NOT_STATED,
            say("the mode that deployment {deployment} is set to (rds_mode)", deployment=deployment),
        )

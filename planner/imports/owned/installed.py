"""Remote Desktop packs on licence servers, held against what was bought: installed is not bought.

After a server is rebuilt packs are installed twice, and some are never installed.  So packs are no proof of ownership;
they show where papers are missing.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.product import Metric, Product
from planner.imports.evidence import KeyPackSeen
from planner.imports.identity.servers import Servers
from planner.imports.owned.lots import OwnedLot
from planner.imports.questions import Talk


def compare_installed(
    packs: Sequence[KeyPackSeen], lots: list[OwnedLot], servers: Servers, talk: Talk
) -> list[OwnedLot]:
    """Tell what is installed and what is bought, and ask about the difference; return lots that were answered."""
    added: list[OwnedLot] = []
    for each in packs:
        server = servers.find(each.licence_server, each.origin.file) if each.licence_server else None
        if server is not None:
            server.is_licence_server = True
    kinds = sorted({(pack.metric, pack.version) for pack in packs})
    for metric, version in kinds:
        mine = [pack for pack in packs if (pack.metric, pack.version) == (metric, version)]
        installed, issued = sum(pack.total for pack in mine), sum(pack.issued for pack in mine)
        bought = _bought(lots, metric, version)
        what = f"Remote Desktop {metric.capitalize()} CAL {version}".strip()
        talk.tell(
            mine[0].origin.file, f"{what}: {installed} installed, {issued} issued, {bought} bought by the papers read."
        )
        if installed > bought and metric and version:
            added += _ask(what, installed - bought, mine, talk)
    return added


def _bought(lots: Sequence[OwnedLot], metric: str, version: str) -> int:
    same = [lot for lot in lots if lot.product is Product.RDS_CAL and lot.metric == metric and lot.version == version]
    return sum(lot.quantity for lot in same)


def _ask(what: str, missing: int, packs: list[KeyPackSeen], talk: Talk) -> list[OwnedLot]:
    names = ", ".join(sorted({pack.licence_server for pack in packs if pack.licence_server})) or packs[0].origin.file
    pack = packs[0]
    answer = talk.ask(
        f"installed {what}",
        f"{missing} {what} more are installed on {names} than the papers show as bought. Were they bought?",
        "They are not owned: installed is not bought.",
        choices=("yes", "no"),
        origins=tuple(each.origin for each in packs),
    )
    if answer != "yes":
        return []
    document = f"key pack on {names}"
    return [
        OwnedLot(
            Product.RDS_CAL, Metric(pack.metric), pack.version, missing, pack.origin, document=document,
            id=f"{document} {pack.metric} {pack.version}",
        )
    ]  # fmt: skip


def find_remote_mode(packs: Sequence[KeyPackSeen], servers: Servers) -> None:
    """Set whose Remote Desktop licences count on session hosts, where packs of one kind only are in use."""
    in_use = {pack.metric for pack in packs if pack.issued}
    if len(in_use) == 1 and "" not in in_use:
        for server in servers.all:
            if server.is_session_host:
                server.remote_mode = min(in_use)

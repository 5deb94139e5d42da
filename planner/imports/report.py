"""An import as JSON: what was found, by what, and what is asked, for other programs and for people who compare."""

from __future__ import annotations

from typing import Any

from planner.domain.estate import AccessKind
from planner.imports.gathered import Gathered
from planner.imports.identity.accesses import Access
from planner.imports.identity.people import Account
from planner.imports.identity.principals import Sort
from planner.imports.joined import Joined
from planner.imports.questions import Talk
from planner.imports.story import repeated


def report_of(gathered: Gathered, joined: Joined, talk: Talk) -> dict[str, Any]:
    """Return the report, in an order that the same evidence always gives."""
    return {
        "as_of": joined.as_of.isoformat(),
        "files": [_file(file, joined) for file in gathered.files],
        "not_recognised": [grid.name for grid in gathered.unknown],
        "users": _users(joined),
        "devices": _devices(joined),
        "servers": {server.id: _server(server) for server in joined.servers.all},
        "access": _access(joined),
        "rds": _remote(joined),
        "affinity_pairs": sorted(map(list, joined.reached.affinity)),
        "affinity_pairs_registered": sorted(map(list, joined.reached.weak_affinity)),
        "owned_cal": [_lot(lot) for lot in joined.lots],
        "key_packs": [
            {
                "licence_server": pack.licence_server, "metric": pack.metric, "version": pack.version,
                "installed": pack.total, "issued": pack.issued,
            }
            for pack in joined.packs
        ],
        "merges": [
            {"what": merge.what, "into": merge.into, "key": merge.key, "where": [str(each) for each in merge.origins]}
            for merge in talk.merges
        ],
        "questions": [_question(question) for question in talk.questions.values()],
        "told": [{"file": each.file, "text": each.text, "rows": list(each.rows)} for each in talk.remarks],
    }  # fmt: skip


def _file(file: Any, joined: Joined) -> dict[str, Any]:
    return {
        "file": file.name,
        "format": file.format.name if file.format else None,
        "why": file.why,
        "rows": file.rows,
        "repeated": 0 if file.left_out else repeated(file, joined),
        "made_on": file.day.isoformat() if file.day else None,
        "left_out": file.left_out or None,
    }


def _ids(accounts: list[Account], *sorts: Sort, enabled: bool | None = None) -> list[str]:
    return sorted(
        account.id
        for account in accounts
        if account.sort in sorts and account.in_directory and enabled in (None, account.enabled)
    )


def _users(joined: Joined) -> dict[str, Any]:
    accounts, people = joined.people.accounts, joined.people
    human = (Sort.PERSON, Sort.ADMIN, Sort.SHARED)
    return {
        "distinct_enabled_human_accounts": len(_ids(accounts, *human, enabled=True)),
        "distinct_enabled_persons": len(joined.persons),
        "persons": [account.id for account in joined.persons],
        "disabled_human_accounts": _ids(accounts, *human, enabled=False),
        "excluded_accounts": _ids(accounts, Sort.SERVICE, Sort.BUILT_IN, Sort.MAILBOX, Sort.CLOUD_ONLY),
        "accounts_merged": {
            account.id: people.main(account).id
            for account in sorted(accounts, key=lambda each: each.id)
            if people.main(account) is not account
        },
        "guests": _ids(accounts, Sort.GUEST),
        "shared": {account.id: account.persons for account in accounts if account.sort is Sort.SHARED},
    }


def _devices(joined: Joined) -> dict[str, Any]:
    machines = sorted(joined.machines.devices, key=lambda machine: machine.id)
    return {
        "distinct_active": sum(machine.active for machine in machines),
        "active": [machine.id for machine in machines if machine.active],
        "disabled_or_retired": [machine.id for machine in machines if not machine.active],
        "identifiers": [
            {
                "id": machine.id, "active": machine.active, "kind": machine.kind, "hostnames": sorted(machine.hosts),
                "serials": sorted(machine.serials), "entra_ids": sorted(machine.entra_ids),
                "files": sorted({origin.file for origin in machine.origins}),
            }
            for machine in machines
        ],
    }  # fmt: skip


def _server(server: Any) -> dict[str, Any]:
    return {
        "operating_system": server.system, "version": server.version, "edition": server.edition,
        "roles": sorted(server.roles), "session_host": server.is_session_host,
        "licence_server": server.is_licence_server, "rds_mode": server.remote_mode,
    }  # fmt: skip


def _access(joined: Joined) -> dict[str, Any]:
    accesses = list(joined.accesses())
    ours = [each for each in accesses if each.user and each.user.in_directory and each.user.enabled]
    resolved = _triples([each for each in ours if each.device])
    return {
        "resolved_pairs": len(resolved),
        "resolved": resolved,
        "seen_within_days": joined.choices.seen_within_days,
        "resolved_pairs_seen_within": len(_triples([each for each in ours if each.device and joined.is_recent(each)])),
        "distinct_user_device_pairs": len({(user, device) for user, device, _ in resolved}),
        "unresolved": _triples([each for each in ours if each.unknown]),
        "of_disabled_persons": _triples([each for each in accesses if each.user and not each.user.enabled]),
        "of_unknown_principals": _triples([each for each in accesses if each.user and not each.user.in_directory]),
        "device_only": sorted({(each.device, each.server.id) for each in accesses if not each.user}),
        "users_per_server_counts_only": {
            server: sorted(users & {account.id for account in joined.persons})
            for server, users in sorted(joined.reached.users_of_server.items())
        },
        "unnamed_addresses": sorted(joined.reached.unnamed),
    }


def _triples(accesses: list[Access]) -> list[tuple[str, str, str]]:
    found = {(each.user.id if each.user else "", each.device or each.unknown, each.server.id) for each in accesses}
    return sorted(found)


def _remote(joined: Joined) -> dict[str, Any]:
    seen = {
        access.user.id
        for access in joined.accesses()
        if access.user and access.kind is AccessKind.RDS and access.user.enabled and access.user.in_directory
    }
    live = {user for user in joined.reached.live_users if user in {account.id for account in joined.persons}}
    return {
        "users": sorted(seen | live),
        "users_with_live_cal": sorted(live),
        "devices_with_live_device_cal": sorted(joined.reached.live_devices),
    }


def _lot(lot: Any) -> dict[str, Any]:
    return {
        "id": lot.id, "product": lot.product, "metric": lot.metric, "version": lot.version, "quantity": lot.quantity,
        "active_sa": lot.assured, "sa_until": lot.sa_until.isoformat() if lot.sa_until else None,
        "document": lot.document, "part_number": lot.part_number,
        "acquired_on": lot.acquired_on.isoformat() if lot.acquired_on else None, "where": str(lot.origin),
    }  # fmt: skip


def _question(question: Any) -> dict[str, Any]:
    return {
        "id": question.id, "question": question.text, "until_answered": question.until_answered,
        "choices": list(question.choices), "answer": question.answer or None, "suggestion": question.is_suggestion,
        "where": [str(origin) for origin in question.origins],
    }  # fmt: skip

"""The inventory that an import gives: the sheets that `check` reads, and beside them what it was made of.

Sheet Story tells what was read, merged, left out and found; Questions what is asked; Evidence what proves each access;
Affinity whose machines lists say they are.  The planner ignores these four.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from planner.domain.estate import AccessKind, DeviceKind
from planner.imports.gathered import Gathered
from planner.imports.identity.accesses import Access
from planner.imports.identity.people import Account
from planner.imports.joined import Joined
from planner.imports.questions import Talk
from planner.imports.story import story_rows
from planner.ingest import write_inventory
from planner.licensing.subscription_names import Gives, meaning_of

Row = dict[str, object]
_USEFUL = (Gives.PLAN, Gives.BASE_CAL, Gives.REMOTE_CAL)
LAST_ROW = 1_048_575


def sheets_of(joined: Joined) -> dict[str, list[Row]]:
    """Return the rows of each sheet of the inventory, in an order that the same evidence always gives."""
    accesses = list(counted(joined))
    return {
        "Users": list(_users(joined, accesses)),
        "Devices": list(_devices(joined, accesses)),
        "Servers": list(_servers(joined)),
        "Access": list(_accesses(joined, accesses)),
        "Owned": list(_owned(joined)),
    }


def counted(joined: Joined) -> Iterator[Access]:
    """Yield the accesses that the inventory has: all of them, or those seen within the window where that was chosen."""
    for access in joined.accesses():
        if joined.is_recent(access) or not joined.choices.recent_only:
            yield access


def person_ids(joined: Joined) -> dict[str, str]:
    """Return what column person_id says of each account, by the account's id; nothing for shared accounts."""
    names = {account.id for account in joined.people.accounts}
    mine: dict[str, set[str]] = {}
    for account in joined.people.accounts:
        mine.setdefault(account.person, set()).add(account.id)
    return {
        account.id: f"employee {account.person}" if account.person in names - mine[account.person] else account.person
        for account in joined.people.accounts
        if account.person
    }


def _users(joined: Joined, accesses: list[Access]) -> Iterator[Row]:
    last: dict[str, date] = {}
    for access in accesses:
        if access.user is not None and access.last is not None:
            last[access.user.id] = max(access.last, last.get(access.user.id, access.last))
    persons = person_ids(joined)
    for account in sorted(joined.people.accounts, key=lambda each: each.id):
        if not account.needs_licence or (not account.in_directory and not _is_used(account, accesses)):
            continue
        seen = [day for day in (account.last_seen, last.get(account.id)) if day]
        plans = [plan for plan in account.subscriptions if meaning_of(plan).gives in _USEFUL]
        yield {
            "user_id": account.id,
            "person_id": persons.get(account.id),
            "persons": account.persons if account.persons > 1 else None,
            "name": account.first("name"),
            "email": min(account.mails, default=None),
            "department": account.first("department"),
            "relation": account.relation,
            "active": account.enabled,
            "subscriptions": "; ".join(plans),
            "last_seen": max(seen, default=None),
        }


def _is_used(account: Account, accesses: list[Access]) -> bool:
    return any(access.user is account for access in accesses)


def _devices(joined: Joined, accesses: list[Access]) -> Iterator[Row]:
    last: dict[str, date] = {}
    for access in accesses:
        if access.device and access.last is not None:
            last[access.device] = max(access.last, last.get(access.device, access.last))
    known = joined.device_by_id
    for id in sorted({*known, *(access.device for access in accesses if access.device)}):
        machine = known.get(id)
        if machine is None:
            yield {
                "device_id": id,
                "name": "Address that no list names",
                "kind": DeviceKind.OTHER,
                "active": True,
                "last_seen": last.get(id),
            }
            continue
        labels = [text for row in machine.rows for text in (row.label, row.host) if text]
        seen = [day for day in (machine.last_seen, last.get(id)) if day]
        yield {
            "device_id": id,
            "name": next((label for label in labels if label.casefold() != id), None),
            "kind": machine.kind,
            "department": next((row.department for row in machine.rows if row.department), None),
            "site": next((row.site for row in machine.rows if row.site), None),
            "active": machine.active,
            "last_seen": max(seen, default=None),
        }


def _servers(joined: Joined) -> Iterator[Row]:
    for server in joined.servers.all:
        yield {
            "server_id": server.id,
            "version": server.version,
            "edition": server.edition,
            "rds_deployment": server.id if server.is_session_host else None,
            "rds_mode": server.remote_mode if server.is_session_host else None,
            "rd_licence_server": True if server.is_licence_server else None,
        }


def _accesses(joined: Joined, accesses: list[Access]) -> Iterator[Row]:
    written: set[tuple[str, str, str, AccessKind]] = set()
    for access in accesses:
        for device in devices_of(joined, access):
            key = (access.user.id if access.user else "", device, access.server.id, access.kind)
            if key not in written:
                written.add(key)
                user, device, server, kind = key
                yield {"user_id": user, "device_id": device, "server_id": server, "kind": kind}


def devices_of(joined: Joined, access: Access) -> list[str]:
    """Return the devices of an access; the person's own ones for an unknown one where affinity counts."""
    if access.device or access.user is None or not joined.choices.affinity_counts:
        return [access.device]
    own = sorted(device for user, device in joined.reached.affinity if user == access.user.id)
    return own or [access.device]


def _owned(joined: Joined) -> Iterator[Row]:
    for lot in joined.lots:
        yield {
            "owned_id": lot.id,
            "product": lot.product,
            "metric": lot.metric,
            "version": lot.version,
            "quantity": lot.quantity,
            "sa_until": lot.sa_until,
            "document": lot.proof,
            "acquired_on": lot.acquired_on,
        }


def notes_of(gathered: Gathered, joined: Joined, talk: Talk) -> dict[str, list[list[object]]]:
    """Return the rows of the sheets beside the inventory, each with its header."""
    return {
        "Story": [["What", "File", "Text", "Rows"], *story_rows(gathered, joined, talk)],
        "Questions": [list(_QUESTION_HEADS), *_questions(talk)],
        "Evidence": [list(_EVIDENCE_HEADS), *_evidence(joined)],
        "Affinity": [["user_id", "device_id", "how sure"], *_affinity(joined)],
    }


_QUESTION_HEADS = ("id", "question", "until it is answered", "answer is one of", "answer", "where")
_EVIDENCE_HEADS = (
    "user_id", "device_id", "server_id", "kind", "file", "first row", "rows", "first day", "last day", "times",
    "account as written", "address", "how the machine is known",
)  # fmt: skip


def _questions(talk: Talk) -> Iterator[list[object]]:
    order = sorted(talk.questions.values(), key=lambda each: (bool(each.answer), each.is_suggestion, each.id))
    for question in order:
        where = "; ".join(map(str, question.origins))
        choices = ", ".join(question.choices)
        yield [question.id, question.text, question.until_answered, choices, question.answer, where]


def _evidence(joined: Joined) -> Iterator[list[object]]:
    for access in joined.accesses():
        user = access.user.id if access.user else ""
        for _, proof in sorted(access.proofs.items()):
            yield [
                user, access.device or access.unknown, access.server.id, access.kind, proof.origin.file,
                proof.origin.row, proof.rows, proof.first, proof.last, proof.count, proof.account, proof.address,
                proof.how,
            ]  # fmt: skip


def _affinity(joined: Joined) -> Iterator[list[object]]:
    for user, device in sorted(joined.reached.affinity):
        yield [user, device, "assigned or main user"]
    for user, device in sorted(joined.reached.weak_affinity - joined.reached.affinity):
        yield [user, device, "registered it"]


def write(path: Path, sheets: Mapping[str, list[Row]], notes: Mapping[str, list[list[object]]]) -> None:
    """Write the inventory as a workbook; rows of notes beyond what a sheet holds are left out, and it says so."""
    write_inventory(path, sheets, {name: _fitting(rows) for name, rows in notes.items()})


def _fitting(rows: list[list[object]]) -> list[list[object]]:
    if len(rows) <= LAST_ROW:
        return rows
    more: list[object] = [f"{len(rows) - LAST_ROW + 1:,} more rows"]
    return [*rows[: LAST_ROW - 1], more]

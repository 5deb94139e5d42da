"""A register that comes back: people and machines that hold licences, and the servers people reach.

It says who was to hold what in a plan, not what is owned; so it gives people, machines and accesses, and no licences.
Members of groups are counts of an inventory, not people with names, and are left to its sheet Headcount.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.imports.evidence import AccessSeen, AccountSeen, Evidence, Kept, MachineSeen, Origin
from planner.imports.own.recognising import OwnSheet
from planner.imports.own.rows import origin_of
from planner.imports.questions import Talk
from planner.imports.reading.cells import text_of
from planner.report.formats.columns_csv import as_found

_BETWEEN = ";"


def read_register(own: OwnSheet, talk: Talk) -> Iterator[Evidence]:
    """Yield the holders of a register, each once however many licences and scenarios name it."""
    seen: set[tuple[bool, str]] = set()
    with_remote: set[tuple[bool, str]] = set()
    members: set[str] = set()
    for place in range(own.header + 1, len(own.grid.rows)):
        row = own.grid.rows[place]
        said = {name: as_found(text_of(row[at])) if at < len(row) else "" for name, at in own.place_of.items()}
        licence = f"{said.get('product', '')} {said.get('metric', '')} {said.get('licence', '')}".casefold()
        holder = said.get("holder", "")
        if not holder or "host" in licence or "connector" in licence:
            continue  # an External Connector is a server's
        if "/" in holder:
            members.add(holder)
            continue
        key, origin = ("device" in licence, holder), origin_of(own, place)
        if key not in seen:
            seen.add(key)
            yield from _holder(origin, said, is_machine=key[0])
        if ("rds" in licence or "remote" in licence) and key not in with_remote:
            with_remote.add(key)
            yield _access(origin, holder, "", is_machine=key[0], remote=True)
    if members:
        text = f"Members of groups and of shared accounts are counts and are left out ({len(members)})."
        talk.tell(own.grid.name, text)
    talk.tell(own.grid.name, "A register says who was to hold what: it gives people and machines, and no licences.")


def _holder(origin: Origin, said: Mapping[str, str], *, is_machine: bool) -> Iterator[Evidence]:
    holder, department = said["holder"], said.get("department", "")
    if is_machine:
        yield MachineSeen(origin, Kept.BY_HAND, host=holder, department=department)
    else:
        mail = said.get("email", "").casefold()
        yield AccountSeen(
            origin, Kept.BY_HAND, logon=holder, mails=(mail,) if mail else (), name=said.get("name", ""),
            department=department,
        )  # fmt: skip
    for server in filter(None, map(str.strip, said.get("servers", "").split(_BETWEEN))):
        yield _access(origin, holder, server, is_machine=is_machine, remote=False)


def _access(origin: Origin, holder: str, server: str, *, is_machine: bool, remote: bool) -> AccessSeen:
    account, machine = ("", holder) if is_machine else (holder, "")
    return AccessSeen(origin, server, account=account, machine=machine, remote=remote)

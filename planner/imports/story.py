"""What happened to the files, told in rows: read, merged, left out, found, asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.domain.product import Product
from planner.imports.evidence import AffinitySeen, MachineSeen
from planner.imports.gathered import File, Gathered
from planner.imports.identity.accesses import Access
from planner.imports.joined import Joined
from planner.imports.questions import Talk

Row = list[object]
_OWNED = {
    Product.WS_CAL: "Windows Server CALs", Product.RDS_CAL: "Remote Desktop CALs",
    Product.WS_CONNECTOR: "Windows Server External Connectors",
    Product.RDS_CONNECTOR: "Remote Desktop External Connectors",
}  # fmt: skip


def story_rows(gathered: Gathered, joined: Joined, talk: Talk) -> Iterator[Row]:
    """Yield the story: a kind of happening, a file, a sentence, and the rows it is about."""
    for name, text in figures(joined):
        yield ["found", "", f"{name}: {text}", ""]
    for file in gathered.files:
        yield ["read" if not file.left_out else "left out", file.name, _of_file(file, joined), ""]
    for grid in gathered.unknown:
        yield ["left out", grid.name, "None of the known exports, and no list was found in it.", ""]
    for merge in talk.merges:
        where = "; ".join(map(str, merge.origins[:6])) + (" ..." if len(merge.origins) > 6 else "")
        text = f'{merge.what} is {merge.into}, by {merge.key}. To undo it answer yes to "apart {merge.what}".'
        yield ["merged", "", text, where]
    for remark in talk.remarks:
        rows = ", ".join(map(str, remark.rows[:40])) + (" ..." if len(remark.rows) > 40 else "")
        yield ["told", remark.file, remark.text, rows]
    for question in talk.open:
        yield ["asked", "", f"{question.id}: {question.text} {question.until_answered}", ""]


def _of_file(file: File, joined: Joined) -> str:
    if file.left_out:
        return file.left_out[:1].upper() + file.left_out[1:] + "."
    day = f", made on {file.day}" if file.day else ""
    return f"{file.title}, for {file.why}; {file.rows} rows, {repeated(file, joined)} of them repeated{day}."


def repeated(file: File, joined: Joined) -> int:
    """Return how many rows of a file say of somebody or something what an earlier row of it said."""
    pairs: set[tuple[str, str]] = set()
    machines: set[int] = set()
    rows = double = 0
    affinity = [each for each in file.evidence if isinstance(each, AffinitySeen)]
    is_affinity = bool(affinity) and file.format is not None and file.format.source == "sccm-uda"
    for each in affinity if is_affinity else file.evidence:
        if isinstance(each, AffinitySeen) and is_affinity:
            pair = each.account.casefold(), each.machine.host.casefold()
            double += pair in pairs
            pairs.add(pair)
        elif isinstance(each, MachineSeen):
            machine = joined.machines.by_row.get(each)
            rows += machine is not None
            machines |= {id(machine)} if machine is not None else set()
    return double + max(rows - len(machines), 0) + joined.reached.repeated.get(file.name, 0)


def figures(joined: Joined) -> Iterator[tuple[str, str]]:
    """Yield the figures that a person looks at first, with their words."""
    accesses = list(joined.accesses())
    people = joined.persons
    yield "people in use", str(len(people))
    devices = joined.machines.devices
    gone = sum(not machine.active for machine in devices)
    yield "machines in use", f"{len(devices) - gone} ({gone} out of use)"
    yield "servers", str(len(joined.servers.all))
    triples = {_triple(access) for access in accesses if _is_resolved(access)}
    recent = {_triple(access) for access in accesses if _is_resolved(access) and joined.is_recent(access)}
    yield "accesses of person, machine and server", str(len(triples))
    days, since = joined.choices.seen_within_days, joined.since
    left = "the others are left out" if joined.choices.recent_only else "the inventory has the others too"
    yield f"of these seen within {days} days, since {since}", f"{len(recent)}; {left}"
    unknown = {(access.user.id if access.user else "", access.server.id) for access in accesses if _is_open(access)}
    yield "pairs of person and server whose machine is not known", str(len(unknown))
    yield "machines without a person on a server", str(sum(access.user is None for access in accesses))
    yield "pairs of person and machine by lists alone (affinity)", str(len(joined.reached.affinity))
    kinds = Counter(str(lot.product) for lot in joined.lots for _ in range(lot.quantity))
    for product, quantity in sorted(kinds.items()):
        yield f"{_OWNED[Product(product)]} owned", str(quantity)


def _is_resolved(access: Access) -> bool:
    return access.user is not None and bool(access.device) and access.user.enabled and access.user.in_directory


def _is_open(access: Access) -> bool:
    return access.user is not None and access.user.enabled and not access.device


def _triple(access: Access) -> tuple[str, str, str]:
    return access.user.id if access.user else "", access.device, access.server.id

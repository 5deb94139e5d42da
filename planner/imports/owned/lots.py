"""Lots of all sources, each purchase once: a statement before what repeats it, and doubts asked rather than added.

A statement's effective quantities say what is owned; the transactions behind it say by which agreement, when and under
which part number.  Where both give the same sums, the transactions are the lots; where they differ, the statement
counts and it is asked.  What asset lists repeat is not added.  Licences that no statement has (OEM, retail, CSP) are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.domain.product import VERSION_BY_SPELLING, Metric, Product, rank
from planner.imports.evidence import LicenceSeen, Origin
from planner.imports.owned.products import (
    Unclear,
    is_assurance_alone,
    is_outside_statements,
    licence_meant,
    pack_size,
)
from planner.imports.questions import Talk

_WORDS = {
    Product.WS_CAL: "Windows Server", Product.RDS_CAL: "Remote Desktop",
    Product.WS_CONNECTOR: "Windows Server External Connector",
    Product.RDS_CONNECTOR: "Remote Desktop External Connector",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnedLot:
    """Licences of one kind bought at once, and where that was read."""

    product: Product
    metric: Metric
    version: str
    quantity: int
    origin: Origin
    assured: int = 0
    sa_until: date | None = None
    document: str = ""
    part_number: str = ""
    acquired_on: date | None = None
    is_outside: bool = False
    """Whether no statement of Microsoft's would have it."""
    id: str = ""

    @property
    def kind(self) -> tuple[Product, Metric]:
        """What it is a licence for."""
        return self.product, self.metric

    def __str__(self) -> str:
        metric = {Metric.USER: " User CAL", Metric.DEVICE: " Device CAL"}.get(self.metric, "")
        return f"{self.quantity} {_WORDS[self.product]}{metric} {self.version}".rstrip()

    @property
    def proof(self) -> str:
        """Agreement or invoice, and the part number, as column `document` has them."""
        return "; ".join(filter(None, (self.document, self.part_number)))


def find_lots(seen: Sequence[LicenceSeen], talk: Talk) -> list[OwnedLot]:
    """Return what is owned, by all sources together."""
    statements: list[OwnedLot] = []
    transactions: list[OwnedLot] = []
    others: list[OwnedLot] = []
    for each in sorted(seen, key=lambda row: row.origin):
        lot = _lot_of(each, talk)
        if lot is not None:
            (statements if each.is_statement else transactions if each.is_transaction else others).append(lot)
    bought = _settled(_netted(transactions, talk), _once(statements, talk), talk)
    lots = [*bought]
    for lot in others:
        if not _is_repeated(lot, lots, bool(bought), talk):
            lots.append(lot)
    return _named([part for lot in lots for part in _by_assurance(lot, talk)])


def _lot_of(seen: LicenceSeen, talk: Talk) -> OwnedLot | None:
    meant = licence_meant(seen.text, seen.version, seen.metric)
    where = seen.origin
    if meant is None:
        talk.tell(where.file, "Licences for other products are left out.", (where.row,))
        return None
    if seen.is_transaction and is_assurance_alone(seen.text):
        talk.tell(where.file, "Renewals of Software Assurance are no licences and left out.", (where.row,))
        return None
    if isinstance(meant, Unclear):
        talk.ask(
            f"licence {seen.text}",
            f'{where}: "{seen.text}" may be a CAL, but {meant.why}. Add it to sheet Owned by hand if it is one.',
            "It is left out.",
            origins=(where,),
        )
        return None
    quantity = _quantity(seen, talk)
    if not quantity:
        return None
    outside = is_outside_statements(f"{seen.text} {seen.note}")
    return OwnedLot(
        meant.product, meant.metric, meant.version, quantity, where, min(seen.assured, max(quantity, 0)),
        seen.assured_until, seen.document, seen.part_number, seen.acquired_on, outside,
    )  # fmt: skip


def _quantity(seen: LicenceSeen, talk: Talk) -> int | None:
    where, size = seen.origin, pack_size(seen.text)
    if seen.quantity is None:
        answer = talk.ask(
            f"quantity {seen.text} {seen.document}".strip(),
            f'{where}: how many licences are "{seen.text}"? No number stands there.',
            "It is left out.",
            origins=(where,),
        )
        return int(answer) if answer and answer.isdigit() else None
    if size and 0 < seen.quantity < size:
        answer = talk.ask(
            f"packs {seen.text} {seen.document}".strip(),
            f'{where}: are the {seen.quantity} of "{seen.text}" licences, or packs of {size}?',
            f"They count as {seen.quantity} licences.",
            choices=("licences", "packs"),
            origins=(where,),
        )
        return seen.quantity * size if answer == "packs" else seen.quantity
    return seen.quantity


def _once(stated: list[OwnedLot], talk: Talk) -> list[OwnedLot]:
    """Return what statements say, each kind and version once: tabs of one statement repeat each other, and copies do.

    Agreements that both name and that differ are two purchases.
    """
    kept: list[OwnedLot] = []
    for lot in stated:
        other = next((each for each in kept if _may_repeat(lot, each)), None)
        if other is None:
            kept.append(lot)
            continue
        most = max(lot, other, key=lambda each: each.quantity)
        answer = talk.ask(
            f"same licences {lot} {lot.origin}",
            f"{lot.origin}: {lot} stand in {other.origin} too, as {other}. Are they the same licences?",
            f"They are taken for the same, of which there are {most.quantity}.",
            choices=("yes", "no"),
            origins=(lot.origin, other.origin),
        )
        if answer == "no":
            kept.append(lot)
        else:
            kept[kept.index(other)] = most
    return kept


def _may_repeat(lot: OwnedLot, other: OwnedLot) -> bool:
    elsewhere = (lot.origin.file, lot.origin.sheet) != (other.origin.file, other.origin.sheet)
    two_agreements = lot.document and other.document and lot.document != other.document
    return elsewhere and not two_agreements and (lot.kind, lot.version) == (other.kind, other.version)


def _netted(transactions: list[OwnedLot], talk: Talk) -> list[OwnedLot]:
    """Take returns off the purchases of the same kind, the latest first."""
    kept = [lot for lot in transactions if lot.quantity > 0]
    for taken in (lot for lot in transactions if lot.quantity < 0):
        left = -taken.quantity
        same = [lot for lot in kept if (lot.kind, lot.version) == (taken.kind, taken.version)]
        for lot in sorted(same, key=lambda lot: (lot.acquired_on or date.min, lot.origin), reverse=True):
            off = min(left, lot.quantity)
            kept[kept.index(lot)] = replace(
                lot, quantity=lot.quantity - off, assured=min(lot.assured, lot.quantity - off)
            )
            left -= off
            if not left:
                break
        text = f"{-taken.quantity} licences were given back, and are taken off what was bought."
        talk.tell(taken.origin.file, text, (taken.origin.row,))
    return [lot for lot in kept if lot.quantity]


def _settled(transactions: list[OwnedLot], statements: list[OwnedLot], talk: Talk) -> list[OwnedLot]:
    """Return the lots of statement and transactions: kind by kind, the transactions where their sums agree."""
    lots: list[OwnedLot] = []
    for kind in sorted({lot.kind for lot in (*transactions, *statements)}):
        bought = [lot for lot in transactions if lot.kind == kind]
        stated = [lot for lot in statements if lot.kind == kind]
        versioned = [lot for lot in bought if lot.version]
        if not stated:
            lots += versioned
            _ask_versions([lot for lot in bought if not lot.version], talk)
        elif not bought:
            lots += stated
        elif (matched := _matched(bought, stated)) is not None:
            lots += matched
        else:
            _tell_difference(bought, stated, talk)
            lots += stated
    return lots


def _ask_versions(lots: list[OwnedLot], talk: Talk) -> None:
    for lot in lots:
        talk.ask(
            f"version of {lot.document or lot.part_number or lot.origin}",
            f"{lot.origin}: which version are the {lot}? Add them to sheet Owned by hand.",
            "They are left out.",
            origins=(lot.origin,),
        )


def _matched(bought: list[OwnedLot], stated: list[OwnedLot]) -> list[OwnedLot] | None:
    """Return the purchases with the versions that the statement gives them; None where the sums differ.

    A version of the statement is what its purchases were bought as, or newer by Software Assurance.
    """
    left = Counter({(lot.version, lot.assured > 0): 0 for lot in stated})
    for lot in stated:
        left[lot.version, lot.assured > 0] += lot.quantity
    if sum(lot.quantity for lot in bought) != sum(left.values()):
        return None
    found: list[OwnedLot] = []
    for lot in sorted(bought, key=lambda each: (each.assured > 0, each.origin)):
        fitting = [
            version
            for (version, assured), quantity in left.items()
            if quantity >= lot.quantity and _may_have_become(lot, version, assured)
        ]
        if not fitting:
            return None
        version = min(fitting, key=lambda each: rank(VERSION_BY_SPELLING[each]) if each else -1)
        assured = max(key[1] for key in left if key[0] == version and left[key] >= lot.quantity)
        if not _may_have_become(lot, version, assured):
            assured = not assured
        left[version, assured] -= lot.quantity
        found.append(replace(lot, version=version, assured=lot.quantity if assured else 0))
    return sorted(found, key=lambda lot: lot.origin)


def _may_have_become(lot: OwnedLot, version: str, assured: bool) -> bool:
    if lot.version == version:
        return True
    if not lot.assured and not assured:
        return False
    return not lot.version or rank(VERSION_BY_SPELLING[version]) > rank(VERSION_BY_SPELLING[lot.version])


def _tell_difference(bought: list[OwnedLot], stated: list[OwnedLot], talk: Talk) -> None:
    sums = sum(lot.quantity for lot in stated), sum(lot.quantity for lot in bought)
    name = str(replace(stated[0], quantity=0, version="")).removeprefix("0 ")
    talk.ask(
        f"statement {name}",
        f"{name}: the statement has {sums[0]} licences, the transactions {sums[1]} or other versions. Which "
        "purchases are missing or too many?",
        f"The {sums[0]} of the statement count.",
        origins=(stated[0].origin, bought[0].origin),
    )


def _is_repeated(lot: OwnedLot, lots: list[OwnedLot], has_statement: bool, talk: Talk) -> bool:
    """Tell whether licences of another source are most likely counted already; that is always asked."""
    like = [other for other in lots if other.kind == lot.kind]
    same_document = [other for other in like if lot.document and lot.document.casefold() == other.document.casefold()]
    same_size = [other for other in like if other.quantity == lot.quantity and _same_version(lot, other)]
    if same_document:
        other, why = same_document[0], f"has the same document {lot.document}"
    elif same_size and not (lot.is_outside and not same_size[0].is_outside):
        other, why = same_size[0], "is of the same kind and number"
        if lot.document and other.document and lot.origin.file == other.origin.file:
            return False  # two invoices of one list are two purchases
    elif has_statement and not lot.is_outside:
        return _is_missing(lot, talk)
    else:
        return False
    answer = talk.ask(
        f"same purchase {lot.document or lot}",
        f"{lot.origin}: {lot} {why} as {other} in {other.origin}. Is it the same purchase?",
        "It is taken for the same and not added.",
        choices=("yes", "no"),
        origins=(lot.origin, other.origin),
    )
    return answer != "no"


def _same_version(lot: OwnedLot, other: OwnedLot) -> bool:
    """Tell whether a purchase may be one of a statement, which knows it by the version that it became."""
    if not lot.version or not other.version or lot.version == other.version:
        return True
    newer = rank(VERSION_BY_SPELLING[other.version]) > rank(VERSION_BY_SPELLING[lot.version])
    return newer and other.assured > 0


def _is_missing(lot: OwnedLot, talk: Talk) -> bool:
    answer = talk.ask(
        f"in the statement {lot.document or lot}",
        f"{lot.origin}: {lot} ({lot.document or 'no document'}) is in no statement under this kind, number and "
        "version. Is it owned beside the statement, for example bought with a machine or in a box?",
        "It is taken to be in the statement and not added.",
        choices=("yes", "no"),
        origins=(lot.origin,),
    )
    return answer != "yes"


def _by_assurance(lot: OwnedLot, talk: Talk) -> list[OwnedLot]:
    """Return a lot in two where only a part has Software Assurance; until when, is asked where it is not said."""
    if not lot.version:
        _ask_versions([lot], talk)
        return []
    if not lot.assured:
        return [replace(lot, sa_until=None)]
    until = lot.sa_until
    if until is None:
        answer = talk.ask(
            f"assurance {lot.document or lot}",
            f"{lot.origin}: until which day does Software Assurance of {lot} run? Write YYYY-MM-DD.",
            "Software Assurance is left out: the licences count at the version that they have.",
            origins=(lot.origin,),
        )
        until = _day(answer)
    with_it = replace(lot, quantity=lot.assured, sa_until=until)
    without = replace(lot, quantity=lot.quantity - lot.assured, assured=0, sa_until=None)
    return [with_it, without] if without.quantity else [with_it]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _named(lots: list[OwnedLot]) -> list[OwnedLot]:
    """Give each lot a name that stays the same while what it says does."""
    taken: Counter[str] = Counter()
    named: dict[str, list[str]] = defaultdict(list)
    found = []
    for lot in lots:
        words = [lot.document, lot.product.replace("_", " "), lot.metric, lot.version]
        base = " ".join(filter(None, words))
        taken[base] += 1
        name = base if taken[base] == 1 else f"{base} ({taken[base]})"
        named[base].append(name)
        found.append(replace(lot, id=name))
    return found

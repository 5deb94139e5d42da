"""Where the papers are: a row per owned lot and per purchase, with what shows it and what is lacking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.document import PlanDocument
from planner.domain.evidence import PROOF_WORDS, ProofItem
from planner.domain.plan import PlanSet
from planner.domain.product import in_words
from planner.domain.review import ProofLine
from planner.report.excel.page import Book, Cell, PageColumn
from planner.report.excel.style import ColumnKind
from planner.report.words import whose
from planner.words import joined, say

_NOTE = say(
    "What shows that licences are rightly held, used ones first. Items of proof are asked for with used licences only: "
)
_INVOICE, _WITH_THE_ORDER = say("invoice or agreement"), say("invoice, comes with the order")


def write_proof_index(book: Book, plan_set: PlanSet, document: PlanDocument) -> None:
    """Write the proof index; a lot or purchase that is the same in several scenarios stands once."""
    columns = (
        PageColumn(say("Lot or offer"), width=11, most=20),
        PageColumn(say("Owned or to buy"), width=9),
        PageColumn(say("Product"), width=29, most=36),
        PageColumn(say("Condition"), width=11),
        PageColumn(say("Licences"), ColumnKind.COUNT, 10),
        PageColumn(say("Document"), width=12, most=20),
        PageColumn(say("Origin"), width=13),
        PageColumn(say("Proof held"), width=15),
        PageColumn(say("Missing or not stated"), width=23),
        PageColumn(say("Ask"), width=13, most=18),
        PageColumn(say("Scenarios"), width=12, most=18),
    )
    page = book.page(say("Proof index"), columns)
    page.title(say("Proof index"))
    page.note(
        _NOTE
        + joined(
            "; ", (say("{short} = {words}", short=_short(item), words=words) for item, words in PROOF_WORDS.items())
        )
        + "."
    )
    page.skip()
    rows = list(_rows(plan_set, document))
    if not rows:
        page.note(say("No scenario owns or buys a licence."))
        return
    page.fit(rows)
    page.header()
    for cells in rows:
        page.line(cells)


def _rows(plan_set: PlanSet, document: PlanDocument) -> Iterator[list[Cell]]:
    found: dict[ProofLine, list[str]] = {}
    for result in plan_set.results:
        for line in result.review.proofs if result.review else ():
            found.setdefault(line, []).append(result.name)
    for line, names in sorted(found.items(), key=_order):
        gaps = _gaps(line)
        yield [
            line.source_id,
            say("owned") if line.is_owned else say("to buy"),
            in_words(line.product, line.metric, line.version),
            line.condition,
            line.quantity,
            line.document,
            line.origin,
            _list(line.held),
            gaps,
            line.ask if gaps else "",
            whose(names, document),
        ]


def _order(entry: tuple[ProofLine, Sequence[str]]) -> tuple[bool, bool, str, int]:
    line = entry[0]
    return not line.is_used, not line.is_owned, line.source_id, line.quantity


def _gaps(line: ProofLine) -> str:
    parts = [] if line.document else [_INVOICE if line.is_owned else _WITH_THE_ORDER]
    parts += [say("missing: {list}", list=_list(line.lacking))] if line.lacking else []
    parts += [say("not stated: {list}", list=_list(line.open))] if line.open else []
    return joined("\n", parts)


def _list(items: Sequence[ProofItem]) -> str:
    return joined(", ", map(_short, items))


_SHORT = {
    ProofItem.AGREEMENT: say("agreement"),
    ProofItem.FIRST_INVOICE: say("first invoice"),
    ProofItem.TRANSFERS: say("transfers"),
    ProofItem.END_OF_USE: say("end of use"),
    ProofItem.FIRST_SALE: say("first sale"),
    ProofItem.PAID: say("paid"),
    ProofItem.RESELLER_INVOICE: say("reseller invoice"),
    ProofItem.CREDENTIAL: say("credential"),
}


def _short(item: ProofItem) -> str:
    return _SHORT[item]

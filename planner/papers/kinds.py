"""Every kind of paper: what it is called, which files it comes as, what it needs, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from planner.errors import UsageError
from planner.papers import ariba, cxml, peppol
from planner.papers.changes import changes
from planner.papers.comparison import comparison
from planner.papers.coupa import columns_of, coupa
from planner.papers.lists import ListSheet, list_papers
from planner.papers.order import Order, orders
from planner.papers.owned import owned
from planner.papers.paper import Paper, told_apart
from planner.papers.request import requests
from planner.papers.source import PaperSource
from planner.papers.units import units
from planner.words import joined, say


class Needs(StrEnum):
    """What a paper needs besides the saved plan."""

    NOTHING = auto()
    INVENTORY = auto()
    REGISTER = auto()
    """The inventory, planned once more: who holds what is not in plan.json."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the organisation brings along: its own form or template, and settings of a kind of paper."""

    form: Paper | None = None


Make = Callable[[PaperSource, str, Given], Iterator[Paper]]
"""Makes the papers of a kind, with a given ending."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper."""

    name: str
    meaning: str
    endings: tuple[str, ...]
    make: Make
    needs: Needs = Needs.NOTHING
    form: str = ""
    """What of one's own it is made with, where it is: a form, a template, settings of columns."""
    needs_form: bool = False
    """Whether nothing can be made without it."""


def papers(
    kind: Kind, source: PaperSource, endings: tuple[str, ...] = (), given: Given | None = None
) -> tuple[Paper, ...]:
    """Return the papers of a kind, in all its endings if none are named; no two have one name.

    Raises UsageError for an ending that the kind does not come in, and where something is missing.
    """
    for ending in endings:
        if ending not in kind.endings:
            raise UsageError(
                say(
                    "{name} is written as {value}, not as {value_2}.",
                    name=kind.name,
                    value=joined(say(" or "), kind.endings),
                    value_2=ending or "a file",
                )
            )
    return told_apart(
        paper for ending in endings or kind.endings for paper in kind.make(source, ending, given or Given())
    )


def _requests(source: PaperSource, ending: str, _given: Given) -> Iterator[Paper]:
    from planner.papers.request_letter import request_letter
    from planner.papers.request_workbook import request_workbook

    write = request_workbook if ending == ".xlsx" else request_letter
    for one in requests(source):
        yield Paper(source.name("request", ending, one.vendor.vendor), write(one, source))


def _memo(source: PaperSource, ending: str, given: Given) -> Iterator[Paper]:
    from planner.papers.memo import memo

    made = memo(source)
    if ending == ".pdf":
        from planner.papers.memo_pdf import memo_pdf

        yield Paper(source.name("memo", ending), memo_pdf(made))
    else:
        from planner.papers.memo_word import memo_word

        form = given.form
        yield Paper(
            source.name("memo", ending), memo_word(made, form.content if form else None, form.name if form else "")
        )


def _memo_template(_source: PaperSource, ending: str, _given: Given) -> Iterator[Paper]:
    from planner.papers.memo_word import memo_template

    yield Paper(say("memo template{ending}", ending=ending), memo_template())


def _per_vendor(
    what: str,
    write: Callable[[Order, PaperSource], bytes],
    check: Callable[[Sequence[Order], PaperSource], None],
) -> Make:
    """Return what makes one file of each order, called so, once nothing is missing for any of them."""

    def make(source: PaperSource, ending: str, _given: Given) -> Iterator[Paper]:
        found = _orders(source)
        check(found, source)
        for order in found:
            yield Paper(source.name(what, ending, order.receiver), write(order, source))

    return make


def _orders(source: PaperSource) -> Sequence[Order]:
    """Return the orders.  Raises UsageError where nothing is bought, or nothing has a price."""
    source.needs_prices()
    found = list(orders(source))
    if not found:
        raise UsageError(
            say('Scenario "{name}" buys nothing, so there is nothing to order.', name=source.scenario.name)
        )
    return found


def _order(source: PaperSource, ending: str, given: Given) -> Iterator[Paper]:
    from planner.papers.order_form import ending_of, order_form

    if given.form is None:
        raise UsageError("An order is written on your own order form: name it (--form FILE.xlsx).")
    if ending_of(given.form) != ending:
        return
    for order in _orders(source):
        yield Paper(source.name("order", ending, order.receiver), order_form(given.form, order, source))


def _coupa(source: PaperSource, ending: str, given: Given) -> Iterator[Paper]:
    found = _orders(source)
    columns = columns_of(given.form, source, found[0])
    for order in found:
        yield Paper(source.name("requisition", ending, order.receiver), coupa(order, source, columns))


def _list(what: str, make_sheets: Callable[[PaperSource], Sequence[ListSheet]]) -> Make:
    """Return what makes a list, called so."""

    def make(source: PaperSource, ending: str, _given: Given) -> Iterator[Paper]:
        return list_papers(make_sheets(source), source, what, ending)

    return make


_LIST = (".xlsx", ".csv")
KINDS: tuple[Kind, ...] = (
    Kind(
        "request", say("a request for quotation per vendor, which reads back as offers"), (".xlsx", ".docx"), _requests
    ),
    Kind("memo", say("the approval memo on one page"), (".pdf", ".docx"), _memo, form=say("a template (.docx)")),
    Kind(
        "order",
        say("an order per vendor on your own order form"),
        (".xlsx", ".xlsm"),
        _order,
        form=say("an order form"),
        needs_form=True,
    ),
    Kind(
        "coupa",
        say("a requisition for Coupa per vendor, with columns of your own where you have some"),
        (".csv",),
        _coupa,
        form=say("columns (.toml)"),
    ),
    Kind(
        "ariba",
        say("an Ariba catalogue (CIF 3.0) per vendor"),
        (".cif",),
        _per_vendor("catalogue", ariba.cif, ariba.check),
    ),
    Kind(
        "cxml", say("a cXML OrderRequest per vendor"), (".xml",), _per_vendor(say("cXML order"), cxml.cxml, cxml.check)
    ),
    Kind(
        "peppol",
        say("a Peppol BIS Order 3 per vendor"),
        (".xml",),
        _per_vendor(say("Peppol order"), peppol.peppol, peppol.check),
    ),
    Kind(
        "comparison",
        say("what every vendor asks for each line, and why one was taken"),
        _LIST,
        _list("comparison", comparison),
        Needs.INVENTORY,
    ),
    Kind("units", say("licences and cost by department, site and cost centre"), _LIST, _list("units", units)),
    Kind(
        "changes",
        say("who gains, keeps or loses a licence, and how many per server"),
        _LIST,
        _list("changes", changes),
        Needs.REGISTER,
    ),
    Kind(
        "owned",
        say("what owned licences are worth net of commission"),
        _LIST,
        _list("owned", owned),
        Needs.INVENTORY,
    ),
    Kind("memo-template", say("the template of the memo, to make your own of it"), (".docx",), _memo_template),
)
KIND_BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}

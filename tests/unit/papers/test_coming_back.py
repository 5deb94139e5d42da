"""Papers that come back through an import: answers of vendors are offers; lists made from a plan are nobody's lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from planner.errors import UsageError
from planner.imports import Choices, import_exports
from planner.ingest import load_inventory
from planner.papers.held import Held
from planner.papers.kinds import KIND_BY_NAME, papers
from planner.papers.source import PaperSource
from tests.builders import DAY
from tests.unit.papers.conftest import Planned

LISTS = ("units", "changes", "comparison", "owned", "coupa")
PRICES = {2: "40,10", 5: 120}
"""By row of sheet Lines: a price as text, and one as a number."""


def _answered(source: PaperSource, folder: Path, vendor: str = "Haus Neu") -> Path:
    """A request, with two lines and a price break filled in."""
    [paper] = [one for one in papers(KIND_BY_NAME["request"], source, (".xlsx",)) if vendor in one.name]
    path = folder / "answered.xlsx"
    path.write_bytes(paper.content)
    book = openpyxl.load_workbook(path)
    book["Answer"]["B3"], book["Answer"]["B4"] = "N-77", date(2026, 12, 31)
    lines = book["Lines"]
    at = {cell.value: cell.column for cell in lines[1]}
    for row, price in PRICES.items():
        lines.cell(row, at["Price per pack without VAT"]).value = price
        lines.cell(row, at["Delivery in days"]).value = 9
    lines.cell(6, at["From how many packs"]).value, lines.cell(6, at["Price per pack without VAT"]).value = 25, 111.5
    book.save(path)
    return path


def test_a_request_that_a_vendor_filled_in_is_imported_as_it_is_planned_with(planned, source, tmp_path):
    answered = _answered(source, tmp_path)
    imported = import_exports([answered, planned.path], Choices(as_of=DAY))
    imported.write(tmp_path / "imported.xlsx")

    found = load_inventory(tmp_path / "imported.xlsx", today=DAY).inventory
    wanted = load_inventory(planned.path, today=DAY, quotations=[answered]).inventory
    assert found is not None
    assert wanted is not None
    assert len(found.offers) == len(planned.inventory.offers) + 2
    # The row an offer stands in and the catalogue it came from are those of another file.
    bare = {each.offer_id: each for each in found.offers}
    assert {each.offer_id for each in wanted.offers} == set(bare)
    for offer in wanted.offers:
        same = bare[offer.offer_id]
        assert (same.vendor, same.breaks, same.quotation, same.valid_until, same.lead_days, same.condition) == (
            offer.vendor, offer.breaks, offer.quotation, offer.valid_until, offer.lead_days, offer.condition,
        )  # fmt: skip
    assert "Lines without a price are no offers and are left out." in {each.text for each in imported.talk.remarks}


def test_an_answer_without_a_vendor_is_asked(source, tmp_path):
    answered = _answered(source, tmp_path)
    book = openpyxl.load_workbook(answered)
    book["Answer"]["B2"] = None
    book.save(answered)
    with pytest.raises(UsageError, match=r'who asks these prices.* Answer "vendor answered\.xlsx, sheet Lines"'):
        import_exports([answered], Choices(as_of=DAY))
    named = import_exports([answered], Choices(as_of=DAY), {"vendor answered.xlsx, sheet Lines": "Alpha"})
    assert {row["vendor"] for row in named.sheets["Offers"]} == {"Alpha"}


@pytest.mark.parametrize("kind", LISTS)
def test_lists_made_from_a_plan_are_no_lists_of_people_or_of_what_is_owned(kind, planned: Planned, tmp_path):
    """What changes for whom was read as a list of people, and an order as licences owned."""
    whole = replace(planned.source(), inventory=planned.inventory, held=Held.of(planned.plans.results[0]))
    made = papers(KIND_BY_NAME[kind], whole)
    assert made
    for number, paper in enumerate(made):
        path = tmp_path / f"{number}{Path(paper.name).suffix}"
        path.write_bytes(paper.content)
        with pytest.raises(UsageError, match="it belongs to a plan or a comparison"):
            import_exports([path], Choices(as_of=DAY))

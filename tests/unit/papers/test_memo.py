"""The approval memo: its figures, one page whatever the inventory holds, and no text that is run."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from dataclasses import replace
from datetime import date

import docx
import pytest

from planner.domain.document import Period
from planner.domain.issue import Level, Notice
from planner.domain.profile import Organisation, Profile
from planner.errors import UsageError
from planner.papers import memo_word as memo_word_module
from planner.papers.memo import Memo, memo
from planner.papers.memo_pdf import memo_pdf
from planner.papers.memo_word import memo_template, memo_word
from planner.papers.source import PaperSource
from planner.processes.apart import ResourceLimits
from tests.saved_plans import bought, planned, read

HOSTILE = '#panic("run") $x$ *b* {{ 7 * 7 }} {% for %} <w:br/> & ' + "W" * 400


def test_the_memo_says_what_finance_asks(source):
    made = memo(source)
    assert made.decision == (
        "Approve the purchase of 13 new and 5 used licences from 2 vendors for 923.05 EUR without VAT, and the sale of "
        "20 owned licences for 90.00 EUR. The licences are needed by 2027-01-15."
    )
    assert made.sums == (
        ("Purchases", "923.05 EUR"), ("Sales of owned licences", "-90.00 EUR"), ("Total", "833.05 EUR"),
    )  # fmt: skip
    assert made.cash == (("2026-11-21", "", "90.00 EUR"), ("2026-12-21", "923.05 EUR", ""))
    assert made.savings == (
        '346.80 EUR (29.4 %) less than "users only" (1,179.85 EUR)',
        '57.25 EUR (6.4 %) less than "devices only" (890.30 EUR)',
    )
    assert made.proof.startswith("Proved cheapest: ")
    assert [line[0] for line in made.alternatives] == ["new only", "devices only", "users only"]
    assert any("[CAL-632]" in text for text in made.risks)
    assert made.affected[0] == "Windows Server: 4 people, 9 machines hold a licence in this plan."


def test_with_a_horizon_it_says_what_is_paid_and_what_that_is_worth(source):
    cost = replace(source.plan.cost, purchases=90000, end_value=1000)
    over_time = replace(source, plan=replace(source.plan, cost=cost, cash=replace(cost, purchases=92305)))
    made = memo(over_time)
    assert "for 923.05 EUR without VAT" in made.decision
    assert made.sums[-3:] == (
        ("Worth at the end of the horizon", "-10.00 EUR"),
        ("Total, as it is paid", "823.05 EUR"),
        ("Total, at today's value", "800.00 EUR"),
    )


def test_what_is_not_proved_says_what_could_be_saved():
    document = read(planned("cheapest", "90.00", [bought("A", 2, "90.00")], bound="81.00"))
    made = memo(PaperSource.of(document))
    assert made.proof.startswith("Not proved cheapest: ")
    assert "at most 9.00 EUR (10 %) could still be saved" in made.proof
    assert made.savings == ("No other scenario is planned.",)


def _hostile(source: PaperSource) -> PaperSource:
    notices = tuple(Notice("CAL-6", f"{HOSTILE} {number}", Level.MONEY, number) for number in range(30))
    scenario = replace(source.scenario, name=HOSTILE, notices=notices)
    lines = tuple(replace(source.plan.purchases[0], period=number) for number in range(40))
    periods = tuple(Period(number, date(2027, 1, 1 + number % 28), date(2027, 2, 1)) for number in range(40))
    others = tuple(replace(one, name=f"{HOSTILE}{place}") for place, one in enumerate(source.document.scenarios))
    return replace(
        source,
        scenario=scenario,
        plan=replace(source.plan, purchases=lines, periods=periods),
        document=replace(source.document, scenarios=(*others, scenario)),
        profile=Profile(Organisation(HOSTILE, need_by=date(2027, 1, 1))),
    )


def _text_streams(pdf: bytes) -> bytes:
    """Return the streams of a PDF, unpacked."""
    found = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return b"".join(_unpacked(stream) for stream in found)


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def _pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf + _text_streams(pdf)))


@pytest.mark.parametrize("change", [lambda source: source, _hostile], ids=["usual", "hostile"])
def test_the_pdf_is_one_tagged_page(source, change):
    pdf = memo_pdf(memo(change(source)))
    assert _pages(pdf) == 1
    assert b"/StructTreeRoot" in pdf + _text_streams(pdf)
    assert pdf == memo_pdf(memo(change(source)))


def test_texts_are_data_in_word_too(source):
    word = docx.Document(io.BytesIO(memo_word(memo(_hostile(source)))))
    texts = "\n".join(one.text for one in word.paragraphs)
    assert '#panic("run") $x$ *b* {{ 7 * 7 }} {% for %} <w:br/> &' in texts
    rows = [[cell.text for cell in row.cells] for row in word.tables[2].rows]
    assert len(rows) == 3


def _template(text: str) -> bytes:
    made = docx.Document()
    made.add_paragraph(text)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def test_a_template_of_ones_own_takes_the_place_of_ours(source):
    word = docx.Document(io.BytesIO(memo_word(memo(source), _template("{{ scenario }}: {{ decision }}"))))
    assert [one.text for one in word.paragraphs] == [f"cheapest: {memo(source).decision}"]


@pytest.mark.parametrize(
    ("template", "told"),
    [
        (_template("{{ nothing }}"), "'nothing' is undefined"),
        (_template("{{ ''.__class__.__mro__ }}"), "unsafe"),
        (_template("{% for one in %}"), "mine.docx"),
        (b"PK no zip", "is no Word file"),
    ],
)
def test_a_template_that_cannot_be_used_is_told(source, template, told):
    with pytest.raises(UsageError, match=told):
        memo_word(memo(source), template, "mine.docx")


def test_a_template_that_goes_on_for_ever_stops_neither_the_program_nor_other_people(source, monkeypatch):
    """Loops in loops, brought to the page of a plan, once kept the whole server busy until its memory was used up."""
    monkeypatch.setattr(memo_word_module, "_LIMITS", ResourceLimits(1 << 30, 2, 20.0))
    loops = "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}"
    with pytest.raises(UsageError, match=r"mine\.docx takes more time or memory than a template may"):
        memo_word(memo(source), _template(loops), "mine.docx")


def test_our_template_names_everything_a_memo_has():
    with zipfile.ZipFile(io.BytesIO(memo_template())) as parts:
        text = parts.read("word/document.xml").decode()
    named = set(re.findall(r"\b[a-z]+\b", " ".join(re.findall(r"\{[{%](.*?)[}%]\}", text))))
    assert set(Memo.__dataclass_fields__) <= named


def test_a_plan_without_prices_has_no_memo(source):
    unpriced = replace(source, plan=replace(source.plan, is_unpriced=True))
    with pytest.raises(UsageError, match="no prices yet"):
        memo(unpriced)


def test_the_memo_is_plain_data(source):
    assert json.loads(json.dumps(memo(source).as_values()))["case"] == "estate 1"

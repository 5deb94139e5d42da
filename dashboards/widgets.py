"""Pieces used by several pages.  Text that came with an inventory is shown as it is, never as markup."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import numbers
from dashboards.settings import BLUE, PALE_BLUE
from planner import words
from planner.domain.harmless import harmless
from planner.errors import PlannerError
from planner.report.answer import Figure
from planner.report.listed import TOTAL
from planner.report.table import Column, Holds, Table
from planner.words import joined, say, tell
from planner.workbooks.problem_list import place_of

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@^=])")
_WIDEST = "1280px"
_LOOK = f"""<style>
.stMainBlockContainer {{ max-width: {_WIDEST}; padding-top: 4.5rem; }}
[data-testid="stMetricValue"] {{ font-variant-numeric: tabular-nums; }}
.st-key-figures [data-testid="stMetricValue"] {{ font-size: 1.7rem; line-height: 1.3; }}
.st-key-figures [data-testid="stMetricValue"] * {{ white-space: normal; overflow: visible; }}
.st-key-figures [data-testid="stColumn"] {{ min-width: 16.5rem; }}
[data-testid="stPageLink"] a, [data-testid="stPageLink"] a * {{ white-space: normal; overflow: visible; }}
.st-key-counts [data-testid="stColumn"] {{ min-width: 7rem; }}
.st-key-counts [data-testid="stMetricLabel"] * {{ white-space: normal; overflow: visible; }}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{ color: inherit; opacity: 0.9; }}
.stMainBlockContainer h2 {{ font-size: 1.5rem; line-height: 1.2; padding: 0.75rem 0 0.5rem; }}
[data-testid="stButtonGroup"] button[data-selected="true"] p {{ color: light-dark({BLUE}, {PALE_BLUE}); }}
a:focus-visible, [data-testid="stButtonGroup"] button:focus-visible,
[data-testid="stElementToolbar"] button:focus-visible {{
  outline: 2px solid currentColor !important; outline-offset: 2px;
}}
.stMainBlockContainer h3 {{ font-size: 1.2rem; line-height: 1.2; }}
.stElementContainer:has(.on-paper) {{ display: none; }}
@media print {{
  .stElementContainer:has(.on-paper) {{ display: block; }}
  .stElementContainer:has([data-testid="stDataFrame"]), [data-testid="stExpander"]:has(details:not([open])) {{
    display: none;
  }}
  .on-paper table {{ width: 100%; border-collapse: collapse; font-size: 0.75rem; }}
  .on-paper th, .on-paper td {{
    border-bottom: 1px solid #999; padding: 0.15rem 0.4rem; text-align: left; vertical-align: top;
  }}
  .on-paper .number {{ text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }}
  .on-paper tr {{ break-inside: avoid; }}
  [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stButtonGroup"], [data-testid="stDownloadButton"],
  [data-testid="stPageLink"], [data-testid="stSelectbox"] {{ display: none !important; }}
  .stMainBlockContainer {{ padding-top: 0; max-width: none; }}
  .stApp, .stMain, .stAppViewContainer {{ position: static !important; overflow: visible !important; height: auto; }}
}}
.st-key-answer h1 {{ font-size: 1.75rem; line-height: 1.35; font-weight: 600; padding-top: 0; }}
</style>"""
ABOUT_ISSUES = say("Problems of the inventory, with sheet, row, column, the value found, and what to do")
MOST_ROWS_SHOWN = 30
"""Longer tables scroll."""
LINE_LENGTH, MOST_LINES, LINE_HEIGHT, ROW_MARGIN = 58, 5, 20, 12
"""Long texts in tables: characters and lines at most; height of a line and of what surrounds them, in pixels."""
MOST_ON_PAPER = 1_000
"""Rows of a table that are printed."""
MOST_ISSUES = 1_000
"""So many problems or remarks are shown at a time."""


IN_PLANS_CURRENCY = (
    "pack_price", "licence_price", "line_total", "unit_price", "proceeds", "total", "cost", "saved",
    "keeping", "licences_cost", "otherwise", "amount", "paid", "comes_in",
)  # fmt: skip
"""Columns whose titles say the currency."""
RIGHT = (Holds.MONEY, Holds.COUNT, Holds.PERCENT)
"""Numbers stand at the right, below their heads."""
FORMATS = {
    Holds.MONEY: numbers.amount,
    Holds.PERCENT: numbers.amount,
    Holds.COUNT: numbers.whole,
    Holds.DAY: numbers.day,
}


def set_the_look() -> None:
    """Set what all pages share; the text is ours alone."""
    st.html(_LOOK)


def run(show: Callable[[], None]) -> None:
    """Show a page; what a person can act on is told in words."""
    with telling():
        show()


@contextmanager
def telling() -> Iterator[None]:
    """Tell in words what a person can act on; parts of a page that run by themselves need it as well as the page."""
    try:
        yield
    except PlannerError as problem:
        st.error(plain(str(problem)))
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        st.error(
            tell("The disk of this machine is full. Free some space and try again. Nothing that was saved is lost.")
        )


def plain(text: str) -> str:
    """Return text so that markdown shows it as it is."""
    return _MARKUP.sub(r"\\\1", harmless(words.shown(text).replace("\n", " ")))


def figures(shown: Sequence[Figure]) -> None:
    """Show figures in a row, each with its remark."""
    with st.container(key="figures"):
        columns = st.columns(len(shown))
    for column, figure in zip(columns, shown, strict=True):
        with column, st.container(border=True, height="stretch", gap=None):
            st.metric(words.shown(figure.label), plain(figure.value))
            st.caption(plain(figure.remark))


def counts(shown: Mapping[str, int]) -> None:
    """Show how many there are of several things."""
    with st.container(key="counts"):
        columns = st.columns(max(len(shown), 1))
    for column, (label, number) in zip(columns, shown.items(), strict=False):
        column.metric(words.shown(label), numbers.whole(number), border=True, height="stretch")


def table(
    rows: Sequence[Mapping[str, Any]],
    *,
    key: str,
    about: str,
    money: Sequence[str] = (),
    wide: Sequence[str] = (),
    pinned: Sequence[str] = (),
) -> None:
    """Show rows: amounts with two decimals, a dash for None, long texts in a wide column, pinned ones in sight."""
    # pandas would make plain texts of sentences.
    rows = [
        {words.shown(name): words.shown(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
        for row in rows
    ]
    money, wide, pinned = (list(map(words.shown, names)) for names in (money, wide, pinned))
    frame = pd.DataFrame(rows)
    whole = [name for name in frame.columns if all(isinstance(row[name], int | None) for row in rows)]
    frame = frame.astype(dict.fromkeys(whole, "Int64"))
    formats: dict[Any, Any] = dict.fromkeys(money, numbers.amount) | dict.fromkeys(whole, numbers.whole)
    _show(frame, formats, key=key, about=about, wide=wide, pinned=pinned)


def _show(
    frame: pd.DataFrame,
    formats: Mapping[Any, Any],
    *,
    key: str,
    about: str,
    wide: Sequence[str] = (),
    pinned: Sequence[str] = (),
    links: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Show a data frame as its columns are written, a dash where nothing stands; the same goes on paper."""
    config: dict[str, Any] = {
        name: st.column_config.TextColumn(width="large" if name in wide else None, pinned=name in pinned)
        for name in (*wide, *pinned)
    }
    config |= {name: st.column_config.LinkColumn(display_text=name) for name in links or ()}
    frame = frame.apply(lambda column: column.map(_harmless) if column.dtype in (object, "str") else column)
    with st.container(key=key):
        st.dataframe(
            frame.style.format(dict(formats), na_rep="–"),
            hide_index=True,
            placeholder="–",
            column_config=config,
            alt=about,
            height="content" if len(frame) <= MOST_ROWS_SHOWN else "auto",
            row_height=_row_height(frame, wide),
        )
        st.html(_on_paper(frame.drop(columns=list(links or ())), formats))


def on_paper(text: str) -> None:
    """Say something on paper only: what the screen says by what is picked there."""
    st.html(f'<div class="on-paper"><p>{escape(text)}</p></div>')


def _on_paper(frame: pd.DataFrame, formats: Mapping[Any, Any]) -> str:
    """Return a table as it is printed, with all its columns: the one on the screen is a picture of some of them."""
    cells = {name: [_printed_cell(cell, formats.get(name)) for cell in frame[name][:MOST_ON_PAPER]] for name in frame}
    kinds = {name: ' class="number"' if name in formats else "" for name in frame}
    heads = "".join(f"<th{kinds[name]}>{escape(str(name))}</th>" for name in frame)
    rows = "".join(
        "<tr>" + "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds.values(), row, strict=True)) + "</tr>"
        for row in zip(*cells.values(), strict=True)
    )
    left = len(frame) - MOST_ON_PAPER
    more = f"<p>{numbers.count(left, 'row')} more.</p>" if left > 0 else ""
    return f'<div class="on-paper"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{more}</div>'


def _printed_cell(cell: Any, write: Callable[[Any], str] | None) -> str:
    if pd.isna(cell) or cell == "":
        return "–"
    return escape(write(cell) if write else str(cell))


def _harmless(cell: object) -> object:
    return harmless(words.shown(cell)) if isinstance(cell, str) else cell


def listed(
    found: Table,
    names: Sequence[str],
    currency: str,
    *,
    key: str,
    about: str,
    wide: Sequence[str] = (),
    links: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Show columns of one of the program's tables under their titles, those in which anything stands.

    `links` are columns of addresses that are there on the screen only, by what each link is called; they stand behind
    the amounts.
    """
    shown = [column for column in found.columns if column.name in names and found.states(column.name)]
    shown.sort(key=lambda column: names.index(column.name))
    titles = {column.name: title_of(column, currency) for column in shown}
    frame = _in_words(found).frame()[list(titles)].rename(columns=titles)
    formats = {titles[column.name]: FORMATS[column.holds] for column in shown if column.holds in FORMATS}
    wide_titles = [titles[name] for name in wide if name in titles]
    amounts = [place for place, column in enumerate(shown, start=1) if column.holds is Holds.MONEY]
    for name, addresses in (links or {}).items():
        frame.insert(max(amounts, default=0), name, addresses)
    _show(frame, formats, key=key, about=about, wide=wide_titles, links=links)


def printed(found: Table, names: Sequence[str], currency: str, *, key: str) -> None:
    """Show columns of one of the program's tables in full, as they also go on paper: no scrolling, no hidden column."""
    shown = sorted(
        (column for column in found.columns if column.name in names and found.states(column.name)),
        key=lambda column: names.index(column.name),
    )
    titles = {column.name: title_of(column, currency) for column in shown}
    frame = found.frame()[list(titles)]
    for column in shown:
        if column.holds is Holds.TEXT:
            frame[column.name] = [plain(text) if isinstance(text, str) else "" for text in frame[column.name]]
    formats: dict[Any, Any] = {
        titles[column.name]: FORMATS[column.holds] for column in shown if column.holds in FORMATS
    }
    frame = frame.rename(columns=titles)
    with st.container(key=key):
        st.html(f"<style>{_look_of_printed(found, shown, key)}</style>")
        st.table(frame.style.format(formats, na_rep="–"), hide_index=True)


def _look_of_printed(found: Table, shown: Sequence[Column], key: str) -> str:
    """Return the style of a printed table: heads of numbers stand above them, and a last row of sums is bold."""
    places = [place for place, column in enumerate(shown, start=1) if column.holds in RIGHT]
    heads = [f".st-key-{key} th:nth-child({place})" for place in places]
    rules = [f"{head}, {head} * {{ text-align: right !important; justify-content: flex-end; }}" for head in heads]
    if shown and len(found) and found[shown[0].name][-1] == TOTAL:
        rules.append(f".st-key-{key} tbody tr:last-child td {{ font-weight: 600; }}")
    return joined(" ", rules)


def _in_words(found: Table) -> Table:
    """Return a table with its texts as the reader reads them."""
    values = {
        column.name: [words.shown(cell) for cell in found[column.name]]
        if column.holds is Holds.TEXT
        else found[column.name]
        for column in found.columns
    }
    return Table(found.columns, values)


def title_of(column: Column, currency: str) -> str:
    """Return the title of a column, with the currency of its amounts where that is the plan's."""
    return (
        tell("{title} ({currency})", title=column.title, currency=currency)
        if column.name in IN_PLANS_CURRENCY
        else words.shown(column.title)
    )


def _row_height(frame: pd.DataFrame, wide: Sequence[str], line: int = LINE_LENGTH) -> int | None:
    """Return the height of rows in which the long texts of wide columns wrap; None where a line is enough.

    `line` is how many characters go into a line.
    """
    longest = max((len(text) for name in wide for text in frame[name].dropna().astype(str)), default=0)
    lines = min(-(-longest // line), MOST_LINES)
    return None if lines < 2 else lines * LINE_HEIGHT + ROW_MARGIN


def matrix(
    corner: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[int | None]],
    *,
    key: str,
) -> None:
    """Show counts in rows and columns; nought is left blank, and None stands for what cannot be."""
    texts = [
        [tell("too old") if cell is None else numbers.whole(cell) if cell else "" for cell in row] for row in cells
    ]
    frame = pd.DataFrame(texts, columns=list(columns))
    frame.insert(0, corner, list(rows))
    config = {name: st.column_config.TextColumn(alignment="right") for name in columns}
    with st.container(key=key):
        st.dataframe(
            frame,
            hide_index=True,
            column_config=config,
            alt=tell("Counts by {corner} and licence", corner=corner.lower()),
        )


def issues(found: Sequence[Mapping[str, Any]], *, key: str) -> None:
    """Show problems, the first thousand of them: where each stands, what was found, and what to do."""
    shown = found[:MOST_ISSUES]
    table(_issue_rows(shown), key=key, about=ABOUT_ISSUES, wide=(say("What is wrong"), say("What to do")))
    if len(found) > len(shown):
        st.caption(
            tell(
                "The first {number} of {found} are shown.",
                number=numbers.whole(len(shown)),
                found=numbers.whole(len(found)),
            )
        )


def _issue_rows(found: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            say("Sheet"): place_of(issue),
            say("Row"): "" if issue["row"] is None else str(issue["row"]),
            say("Column"): issue["column"] or "",
            say("Found"): issue["value"] or "",
            say("What is wrong"): issue["text"],
            say("What to do"): issue["remedy"],
            say("Code"): issue["code"],
        }
        for issue in found
    ]

"""The problems of an inventory, by kind and by value: each is answered for all that are alike, and can be taken back.

What is answered is kept at once, step by step; nothing is saved in a file before the button at the end is pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import numbers, state, widgets
from planner.errors import PlannerError
from planner.store import correcting, drafts
from planner.store.drafts import Place
from planner.store.inventories import SavedInventory
from planner.words import joined, say, tell
from planner.workbooks.answers import ANEW, Answer, Answered, Step, Way
from planner.workbooks.checking import Checked
from planner.workbooks.layouts import COLUMN_TWICE, MISSPELT_SHEET
from planner.workbooks.problem_groups import (
    SHEETS,
    AlikeProblems,
    ProblemGroup,
    as_typed,
    called,
    header_answer,
    settled_in,
    standing_of,
    suggestions_in,
    way_of,
)
from planner.workbooks.problem_list import place_of

MOST_VALUES = 6
"""So many different contents of one kind are shown one below the other; more stand in a table."""
MOST_IN_TABLE = 1_000
MOST_CELLS_NAMED = 8
LEFT_OUT = ""
"""The name of a column that is left out."""
FOUND, BECOMES, GOES = "Found", "Becomes", say("Delete row")
_ROUND = "round_of_corrections"


@dataclass(frozen=True)
class Correcting:
    """The corrections of one version: where they are kept, and what was answered so far."""

    inventory: SavedInventory
    place: Place
    answered: Answered

    def answer(self, step: Step, *, by_table: bool = False) -> bool:
        """Keep an action and return whether that could be done; tables begin anew, but for the one it was made in."""
        kept = False
        with widgets.telling():
            correcting.answer(state.store(), self.place, step)
            kept = True
            if not by_table:
                _begin_anew()
        return kept

    def undo(self) -> None:
        """Take back the last action."""
        with widgets.telling():
            drafts.undo_step(state.store(), self.place)
            _begin_anew()

    def discard(self) -> None:
        """Forget all that was answered."""
        with widgets.telling():
            drafts.discard(state.store(), self.place)
            _begin_anew()

    def button(self, label: str, step: Step, *, key: str, **look: Any) -> None:
        """Show a button that gives an answer."""

        def give() -> None:
            self.answer(step)

        st.button(widgets.plain(label), key=key, on_click=give, **look)


def _widget(field: str, kept: str | None) -> str:
    """Return the key of the widget of a field that shows what is kept.

    It is another one once something is kept that was not put into it: answered elsewhere on the page or in another
    window, taken back, or read in a way that is to be seen.
    """
    known, number = st.session_state.get(f"of_{field}", (kept or "", 0))
    number += known != (kept or "")
    st.session_state[f"of_{field}"] = (kept or "", number)
    return f"{field}_{number}"


def _take(widget: str, put: Callable[[str], bool]) -> None:
    """Have `put` keep what a person put into a widget of `_widget`; where it cannot, it goes on standing there.

    A browser that lags behind sends once more what stood in widgets that are gone; that is nobody's answer.
    """
    field, _, number = widget.rpartition("_")
    known, present = st.session_state.get(f"of_{field}", ("", 0))
    given = str(st.session_state.get(widget) or "")
    if int(number) == present and given != known and put(given):
        st.session_state[f"of_{field}"] = (given, present)


def _begin_anew() -> None:
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def key_of(inventory: SavedInventory) -> str:
    """Return by which name the corrections of a version are kept."""
    return f"corrections_{inventory.id}"


def show(inventory: SavedInventory, checked: Checked, save: Callable[[Answered], None]) -> None:
    """Show what must be corrected and let it be answered; `save` makes the next version of the inventory."""
    place = state.draft_place(inventory.case, key_of(inventory))
    steps = correcting.steps(state.store(), place)
    work = Correcting(inventory, place, Answered(steps))
    seen = _seen(work, checked)
    groups = correcting.groups(seen)
    read_rightly = max(0, _count_anew(checked) - _count_anew(seen))
    total = sum(len(group.issues) for group in groups) + read_rightly
    settled = settled_in(groups, work.answered) + read_rightly
    _say_how_many(total, settled, is_changed=bool(steps))
    _offer_for_all(work, groups, steps)
    if steps and settled == total:
        _offer_to_save(work, save, key="correct_all")
    for group in groups:
        with st.container(border=True, key=f"group_{group.key}"):
            _show_group(work, group, seen)
    _offer_to_save(work, save, key="correct")


def _seen(work: Correcting, checked: Checked) -> Checked:
    """Return what is wrong once the file is read as the answers say it is to be read."""
    anew = work.answered.changes(anew_only=True)
    if not anew:
        return checked
    try:
        return state.check_with(work.inventory, anew)
    except PlannerError as problem:
        st.error(
            widgets.plain(
                tell("The file cannot be read as you said: {problem} Take back what you said last.", problem=problem)
            )
        )
        return checked


def _count_anew(checked: Checked) -> int:
    """Return how many problems there are with how the file is read: its sheets, headers and columns."""
    return sum(way_of(issue) in ANEW for issue in checked.errors)


def _say_how_many(total: int, settled: int, *, is_changed: bool) -> None:
    if total == 1:
        st.error(tell("One problem must be corrected before this can be planned."))
    elif total:
        st.error(tell("{total} problems must be corrected before this can be planned.", total=numbers.whole(total)))
    if is_changed and settled == total:
        st.success(tell("Everything that is known to be wrong is answered."))
    elif settled:
        st.write(
            tell(
                "{settled} of them are answered. What you answer is kept, and can be taken back.",
                settled=numbers.whole(settled),
            )
        )
    elif total > 1:
        st.write(tell("Problems that are alike are answered together. What you answer is kept, and can be taken back."))


def _offer_for_all(work: Correcting, groups: Sequence[ProblemGroup], steps: Sequence[Step]) -> None:
    """Offer to use all suggestions at once, and to take back what was answered."""
    suggested = [one for group in groups for one in suggestions_in(group, work.answered)]
    with st.container(horizontal=True, vertical_alignment="center", key="correcting_all"):
        if suggested:
            count = numbers.count(sum(number for _, number in suggested), "problem")
            step = tuple(answer for answer, _ in suggested)
            work.button(
                tell("Use the suggestions for {count}", count=count),
                step,
                key="use_suggestions",
                icon=":material/done_all:",
            )
        if steps:
            st.button(tell("Undo the last answer"), key="undo_answer", on_click=work.undo, icon=":material/undo:")
            st.button(tell("Discard all answers"), key="discard_answers", on_click=work.discard, type="tertiary")
    if steps:
        with st.expander(tell("What you answered so far ({steps})", steps=numbers.whole(len(steps)))):
            for step in reversed(steps):
                for answer in step:
                    st.markdown(tell("- {licence}", licence=widgets.plain(in_words(answer))))


def in_words(answer: Answer) -> str:
    """Return what an answer says, in a sentence."""
    sheet, value, count = answer.sheet, answer.value, numbers.local().count
    cells, rows = count(len(answer.cells), "cell"), count(len(answer.rows), "row")
    match answer.way:
        case Way.CELLS if value is None:
            return tell(
                "{sheet}, {column}: {cells} will stay as found.", sheet=sheet, column=answer.column, cells=cells
            )
        case Way.CELLS if value == "":
            return tell("{sheet}, {column}: {cells} will be blank.", sheet=sheet, column=answer.column, cells=cells)
        case Way.CELLS:
            return tell(
                "{sheet}, {column}: {cells} will hold {value}.",
                sheet=sheet,
                column=answer.column,
                cells=cells,
                value=value,
            )
        case Way.ROWS if value is None:
            return tell("{sheet}: {rows} will stay after all.", sheet=sheet, rows=rows)
        case Way.ROWS:
            return tell("{sheet}: {rows} will be deleted.", sheet=sheet, rows=rows)
        case Way.HEADER:
            return tell("{sheet}: row {value} is the header; the rows above it are emptied.", sheet=sheet, value=value)
        case Way.COLUMN if value == LEFT_OUT:
            return tell("{sheet}: the column at {value} is left out.", sheet=sheet, value=joined(", ", answer.cells))
        case Way.COLUMN:
            return tell(
                "{sheet}: the column at {value} is {value_2}.",
                sheet=sheet,
                value=joined(", ", answer.cells),
                value_2=value,
            )
        case Way.SHEET:
            return tell("Sheet {sheet} is {value}.", sheet=sheet, value=value)
        case Way.RATE if value is None:
            return tell("What one {column} costs is open again.", column=answer.column)
        case Way.RATE:
            return tell("One {column} costs {value} in the plan's currency.", column=answer.column, value=value)
    return ""


def _show_group(work: Correcting, group: ProblemGroup, seen: Checked) -> None:
    st.markdown(
        tell("**{title}** :small[{where}]", title=widgets.plain(group.title), where=widgets.plain(_where(group)))
    )
    match group.way:
        case Way.FILE:
            _show_uncorrectable(group)
        case Way.SHEET:
            _show_sheet(work, group, seen)
        case Way.HEADER:
            _show_header(work, group)
        case Way.COLUMN:
            _show_column(work, group)
        case _:
            _show_cells(work, group)


def _where(group: ProblemGroup) -> str:
    first, count = group.first, numbers.count(len(group.issues), "problem")
    if first["column"] and first["row"]:
        return tell(
            "{place_of}, column {first}: {count} [{first_2}]",
            place_of=place_of(first),
            first=first["column"],
            count=count,
            first_2=first["code"],
        )
    return tell("{place_of}: {count} [{first}]", place_of=place_of(first), count=count, first=first["code"])


def _show_uncorrectable(group: ProblemGroup) -> None:
    """Show problems that only the file itself can be rid of."""
    for issue in group.issues[:MOST_VALUES]:
        st.markdown(tell("- {said}", said=widgets.plain(_said(issue))))
    if len(group.issues) > MOST_VALUES:
        widgets.issues(group.issues, key=f"errors_{group.key}")
    if any(issue["stands_for"] == 1 for issue in group.issues):
        st.write(tell("Correct the file itself and upload it again; the one below has what you have corrected so far."))


def _said(issue: Mapping[str, Any]) -> str:
    row = tell(", row {issue}", issue=issue["row"]) if issue["row"] else ""
    return tell(
        "{place_of}{row}: {issue} {issue_2}",
        place_of=place_of(issue),
        row=row,
        issue=issue["text"],
        issue_2=issue["remedy"],
    )


def _show_sheet(work: Correcting, group: ProblemGroup, seen: Checked) -> None:
    for number, value in enumerate(group.values):
        first = value.first
        if first["code"] == MISSPELT_SHEET:
            name, key = first["suggestions"][0], f"use_{group.key}_{number}"
            st.write(widgets.plain(first["text"]))
            work.button(
                tell('Read "{first}" as {name}', first=first["sheet"], name=name),
                (called(first, name),),
                key=key,
                type="primary",
            )
        else:
            st.write(widgets.plain(tell("{first} {first_2}", first=first["text"], first_2=first["remedy"])))
            _choose_sheets(work, group, seen)


def _choose_sheets(work: Correcting, group: ProblemGroup, seen: Checked) -> None:
    """Let sheets that nobody knows be taken for sheets of an inventory that are not there."""
    sheets = [name for name in SHEETS if name not in seen.rows]
    for layout in seen.layouts:
        name = layout["sheet"]
        if layout["is_known"] or layout["in_catalogue"]:
            continue
        meant = correcting.sheet_of(name)
        options = [meant, *(one for one in sheets if one != meant)] if meant in sheets else list(sheets)
        if meant in sheets:
            answer = Answer(Way.SHEET, name, meant)
            work.button(
                tell('Read "{name}" as {meant}', name=name, meant=meant),
                (answer,),
                key=f"use_{group.key}_{name}",
                type="primary",
            )
        key = _widget(f"sheet_{group.key}_{name}", None)
        st.selectbox(
            widgets.plain(tell('What sheet "{name}" is', name=name)),
            options,
            index=None,
            key=key,
            placeholder=tell("Nothing that is needed"),
            on_change=_take_sheet,
            args=(work, name, key),
        )


def _take_sheet(work: Correcting, name: str, widget: str) -> None:
    _take(widget, lambda given: work.answer((Answer(Way.SHEET, name, given),)))


def _show_header(work: Correcting, group: ProblemGroup) -> None:
    first, layout = group.first, group.layout
    st.write(widgets.plain(first["text"]))
    if layout is None:
        st.write(widgets.plain(first["remedy"]))
        return
    rows = {
        row: tell("Row {row}: {value}", row=row, value=joined(" | ", filter(None, texts)))
        for row, texts in layout["rows"]
    }
    step, key = (header_answer(layout, first["row"]),), _widget(f"header_{group.key}", None)
    use, other = st.columns(2, vertical_alignment="bottom")
    with use:
        work.button(
            tell("Use row {first} as the header", first=first["row"]), step, key=f"use_{group.key}", type="primary"
        )
    other.selectbox(
        tell("Another row is the header"),
        list(rows),
        index=None,
        format_func=lambda row: rows[row],
        key=key,
        placeholder=tell("Choose a row"),
        on_change=_take_header,
        args=(work, layout, key),
    )
    st.caption(tell("The rows above the header are emptied in the corrected file; the others stay where they are."))


def _take_header(work: Correcting, layout: Mapping[str, Any], widget: str) -> None:
    _take(widget, lambda given: work.answer((header_answer(layout, int(given)),)))


def _show_column(work: Correcting, group: ProblemGroup) -> None:
    for number, value in enumerate(group.values):
        first, key = value.first, f"{group.key}_{number}"
        st.write(widgets.plain(tell("{first} {first_2}", first=first["text"], first_2=first["remedy"])))
        if first["cell"] is None:
            _choose_column(work, group, key)
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            if first["suggestions"]:
                name = first["suggestions"][0]
                label, step = tell('Read "{first}" as {name}', first=first["value"], name=name), (called(first, name),)
                work.button(label, step, key=f"use_{key}", type="primary")
            step = (called(first, LEFT_OUT),)
            work.button(tell('Leave the column "{first}" out', first=first["value"]), step, key=f"leave_{key}")
        if first["code"] == COLUMN_TWICE:
            st.caption(tell("The first of the two counts then."))


def _choose_column(work: Correcting, group: ProblemGroup, key: str) -> None:
    """Let a missing column be chosen from those of the sheet that nobody knows, or another row be the header."""
    issue, layout = group.first, group.layout
    if layout is not None and (row := correcting.header_of(layout, issue["sheet"])) is not None:
        step = (header_answer(layout, row),)
        work.button(tell("Use row {row} as the header", row=row), step, key=f"header_{key}", type="primary")
    if layout is None or not layout["others"]:
        st.write(tell("The sheet has no column left that could be it. Add it in your own file and upload it again."))
        return
    others = {one["cell"]: one for one in layout["others"]}
    meant = correcting.column_of(layout, issue["column"], issue["sheet"])
    if meant is not None:
        label = tell('Read "{meant}" as {issue}', meant=meant["header"], issue=issue["column"])
        step = (called(issue, issue["column"], meant["cell"]),)
        work.button(label, step, key=f"use_{key}", type="primary")

    def name(cell: str) -> str:
        one = others[cell]
        return tell(
            "{value} ({cell}), e.g. {value_2}",
            value=one["header"] or "no header",
            cell=cell,
            value_2=joined(", ", one["samples"]),
        )

    chosen = _widget(f"column_{key}", None)
    st.selectbox(
        widgets.plain(tell('The column "{issue}" stands in', issue=issue["column"])),
        list(others),
        index=None,
        format_func=name,
        key=chosen,
        placeholder=tell("Choose one of the columns that are left"),
        on_change=_take_column,
        args=(work, issue, chosen),
    )


def _take_column(work: Correcting, issue: Mapping[str, Any], widget: str) -> None:
    _take(widget, lambda given: work.answer((called(issue, issue["column"], given),)))


def _show_cells(work: Correcting, group: ProblemGroup) -> None:
    suggested = suggestions_in(group, work.answered)
    if len(group.values) > 1 and suggested:
        number = sum(answers for _, answers in suggested)
        label = (
            tell("Use the suggestion for all {number}", number=numbers.whole(number))
            if number == len(group.issues)
            else tell(
                "Use the suggestions for {number} of {issues}",
                number=numbers.whole(number),
                issues=numbers.whole(len(group.issues)),
            )
        )
        step = tuple(answer for answer, _ in suggested)
        work.button(label, step, key=f"use_{group.key}", type="primary")
    if len(group.values) <= MOST_VALUES:
        for number, value in enumerate(group.values):
            _show_value(work, group, value, f"{group.key}_{number}")
        if len(group.issues) > 1 and st.toggle(tell("Cell by cell"), key=f"each_{group.key}"):
            _show_table(work, group)
    else:
        _show_table(work, group)
        for value in group.values:
            standing = standing_of(value, work.answered)
            if standing.problem:
                st.warning(widgets.plain(standing.problem))


def _show_value(work: Correcting, group: ProblemGroup, value: AlikeProblems, key: str) -> None:
    """Show what was found in some cells, and let all of them be answered at once."""
    first, standing = value.first, standing_of(value, work.answered)
    said, asked, quick = st.columns([5, 4, 4], vertical_alignment="bottom")
    with said:
        done = ":material/check: " if standing.settled == len(value.issues) else ""
        st.markdown(f"{done}{widgets.plain(first['text'])}")
        # What is allowed stands in the choice already.
        st.caption(widgets.plain(joined(" ", ("" if group.choices else first["remedy"], _cells_named(value)))))
    with asked:
        if group.way is Way.RATE:
            _ask_rate(work, value, key)
        if group.way is not Way.ROWS:
            _ask_value(work, group, value, key, standing.becomes)
    with quick:
        _offer_quick(work, group, value, key, standing.deleted)
    if standing.problem:
        st.warning(widgets.plain(standing.problem))
        for number, meant in enumerate(standing.suggestions):
            work.button(tell("I mean {meant}", meant=meant), (value.put(meant),), key=f"mean_{number}_{key}")


def _cells_named(value: AlikeProblems) -> str:
    named = value.cells or tuple(tell("row {row}", row=row) for row in value.rows)
    if len(named) > MOST_CELLS_NAMED:
        more = numbers.whole(len(named) - MOST_CELLS_NAMED)
        return tell("It stands in {value} and {more} more.", value=joined(", ", named[:MOST_CELLS_NAMED]), more=more)
    return tell("It stands in {value}.", value=joined(", ", named))


def _ask_value(work: Correcting, group: ProblemGroup, value: AlikeProblems, key: str, becomes: str | None) -> None:
    widget = _widget(f"becomes_{key}", becomes)
    found = f'"{value.found}"' if value.found else tell("a blank cell")
    label = widgets.plain(
        tell("What {found} becomes, in {cells}", found=found, cells=numbers.count(len(value.cells), "cell"))
    )
    if group.choices:
        options = list(dict.fromkeys([*value.suggestions, *group.choices, *([becomes] if becomes else [])]))
        st.selectbox(
            label,
            options,
            index=options.index(becomes) if becomes else None,
            key=widget,
            placeholder=tell("Choose one"),
            on_change=take_value,
            args=(work, value, widget),
        )
    else:
        st.text_input(
            label,
            becomes or "",
            key=widget,
            placeholder=value.suggestions[0] if len(value.suggestions) == 1 else "",
            on_change=take_value,
            args=(work, value, widget),
        )


def take_value(work: Correcting, value: AlikeProblems, widget: str) -> None:
    """Put what was chosen or typed into all cells; nothing takes the answer back."""

    def put(given: str) -> bool:
        return work.answer((value.put(as_typed(value.first, given, numbers.marks()).value if given else None),))

    _take(widget, put)


def _ask_rate(work: Correcting, value: AlikeProblems, key: str) -> None:
    currency = (value.found or "").strip().upper()
    rate = work.answered.rates.get(currency, "")
    widget = _widget(f"rate_{key}", rate)
    st.text_input(
        widgets.plain(tell("What one {currency} costs in the plan's currency", currency=currency)),
        rate,
        key=widget,
        placeholder="e.g. 0.92",
        on_change=_take_rate,
        args=(work, currency, widget),
    )


def _take_rate(work: Correcting, currency: str, widget: str) -> None:
    def put(given: str) -> bool:
        # In rates a lone mark is always that of decimals.
        return work.answer((Answer(Way.RATE, "Policy", given.strip().replace(",", ".") or None, currency),))

    _take(widget, put)


def _offer_quick(work: Correcting, group: ProblemGroup, value: AlikeProblems, key: str, deleted: int) -> None:
    """Offer what may be meant, blank cells, and rows that go, each with one click."""
    with st.container(horizontal=True):
        for number, meant in enumerate(value.suggestions):
            label = (
                tell("Use {meant} for all {cells}", meant=meant, cells=numbers.whole(len(value.cells)))
                if len(value.cells) > 1
                else tell("Use {meant}", meant=meant)
            )
            step = (value.put(meant),)
            work.button(label, step, key=f"use_{number}_{key}", type="primary" if number == 0 else "secondary")
        if group.may_be_blank and value.found:
            work.button(tell("Leave it blank"), (value.put(""),), key=f"blank_{key}")
        if deleted:
            step = (value.without_rows(take_back=True),)
            label = (
                tell("Keep the row")
                if deleted == 1
                else tell("Keep the {deleted} rows", deleted=numbers.whole(deleted))
            )
            work.button(label, step, key=f"keep_{key}", type="tertiary")
        elif value.rows:
            label = (
                tell("Delete the row")
                if len(value.rows) == 1
                else tell("Delete the {rows} rows", rows=numbers.whole(len(value.rows)))
            )
            look = "primary" if group.way is Way.ROWS else "tertiary"
            work.button(label, (value.without_rows(),), key=f"delete_{key}", type=look)


def _show_table(work: Correcting, group: ProblemGroup) -> None:
    """Show problems cell by cell, to be answered one by one."""
    issues = [issue for issue in group.issues if issue["row"]][:MOST_IN_TABLE]
    key = key_of_table(group)
    begun = f"begun_{key}"
    if key not in st.session_state:
        st.session_state[begun] = work.answered
    # The table begins with what was answered elsewhere; what is changed in it then stands in it already.
    before: Answered = st.session_state.get(begun, work.answered)
    frame = pd.DataFrame(
        {
            "Cell": [issue["cell"] or tell("row {issue}", issue=issue["row"]) for issue in issues],
            "Row begins with": [issue["about"] for issue in issues],
            FOUND: [issue["value"] or "" for issue in issues],
            BECOMES: [_becomes(issue, before) for issue in issues],
            GOES: [before.is_deleted(issue) for issue in issues],
        }
    )
    becomes: Any = st.column_config.TextColumn(
        help=tell("What the cell shall hold instead. Clear it to leave it blank.")
    )
    if group.choices:
        shown = dict.fromkeys([*group.choices, *(text for text in frame[BECOMES] if text)])
        becomes = st.column_config.SelectboxColumn(help=tell("What the cell shall hold instead."), options=list(shown))
    with st.container(key=f"grid_{group.key}"):
        st.data_editor(
            frame,
            hide_index=True,
            disabled=["Cell", tell("Row begins with"), FOUND],
            column_config={BECOMES: becomes, GOES: st.column_config.CheckboxColumn(help=tell("The whole row goes."))},
            key=key,
            alt=tell("{title}: where it stands, what was found, and what it becomes", title=group.title),
            on_change=take_edited,
            args=(work, group, issues, key),
        )
    if len(group.issues) > len(issues):
        st.caption(
            tell(
                "The first {issues} are shown; the others follow once these are corrected.",
                issues=numbers.whole(len(issues)),
            )
        )


def key_of_table(group: ProblemGroup) -> str:
    """Return the key of the table of a group, which is another one once it begins anew."""
    return f"cells_{group.key}_{st.session_state.get(_ROUND, 0)}"


def _becomes(issue: Mapping[str, Any], answered: Answered) -> str:
    value = answered.value_of(issue)
    return (issue["value"] or "") if value is None else value


def take_edited(work: Correcting, group: ProblemGroup, issues: Sequence[Mapping[str, Any]], key: str) -> None:
    """Keep what was changed in a table since it was kept last; one that has begun anew meanwhile says nothing."""
    if key != key_of_table(group):
        return
    with widgets.telling():
        now = Answered(correcting.steps(state.store(), work.place))
        step: list[Answer] = []
        for row, cells in st.session_state[key]["edited_rows"].items():
            issue = issues[int(row)]
            one = AlikeProblems(issue["value"], (issue,))
            if BECOMES in cells and issue["cell"]:
                value = as_typed(issue, cells[BECOMES] or "", numbers.marks()).value
                if value != _becomes(issue, now):
                    step.append(one.put(None if value == (issue["value"] or "") else value))
            if GOES in cells and bool(cells[GOES]) != now.is_deleted(issue):
                step.append(one.without_rows(take_back=not cells[GOES]))
        work.answer(tuple(step), by_table=True)


def _offer_to_save(work: Correcting, save: Callable[[Answered], None], *, key: str) -> None:
    changes = work.answered.changes()
    count = numbers.count(len(changes), "change")
    label = tell("Save {count} and check again", count=count) if changes else tell("Save and check again")
    if st.button(label, type="primary", key=key, disabled=not changes):
        save(work.answered)

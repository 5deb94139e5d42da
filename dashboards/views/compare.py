"""Any scenarios of saved plans side by side: what each costs and buys, and in which rules they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from dashboards import charts, desk, numbers, state, widgets
from planner.report.table import Holds
from planner.report.words import told_apart
from planner.store import plans
from planner.study.comparison_files import comparison_csv, comparison_workbook
from planner.study.saved import NamedPlan
from planner.study.side_by_side import Matrix, SideBySide, names_of, side_by_side
from planner.words import joined, say, shown, tell
from planner.words.numbers import ENGLISH, Numbers
from planner.workbooks import starters
from planner.workbooks.by_hand import MOST_ROWS_BY_HAND
from planner.workbooks.differences import differences

Compare = Callable[[Numbers], SideBySide]
"""Sets the chosen scenarios side by side, with figures in words as they are to be written."""
CHART = tell("Total of each scenario, the dearest first")
FILE = "comparison"
MOST_CHANGES, WHOLE_ROW = 200, tell("(the whole row)")
MOST_IN_SIGHT = 100
"""With more letters in its titles a table is moved sideways, and what its rows are about stays in sight."""


def keys_of(plan: str) -> list[str]:
    """Return how the scenarios of a plan are named in the page's address."""
    scenarios = state.plan_document(state.current_user().workspace, plan).scenarios
    return [f"{plan}.{place}" for place in range(len(scenarios))]


def choose_plans() -> dict[str, NamedPlan]:
    """Return the plans that the address names, else the one that is open, by their ids.

    Plans of the case can be chosen; an address may name others too.
    """
    workspace, found = state.current_user().workspace, desk.opened()
    every = plans.every(state.store(), workspace)
    asked = state.asked_for(state.PLANS)
    saved = [one for one in every if one.case == found.case.id or one.id in (asked or ())]
    if not saved:
        desk.begin_with(desk.NOTHING_PLANNED)
        return {}
    made = {one.id: numbers.moment(one.created) for one in saved}
    names = dict(
        zip(made, told_apart([tell("{name}, {made}", name=one.name, made=made[one.id]) for one in saved]), strict=True)
    )
    newest = found.plan.id if found.plan else saved[0].id
    chosen = [newest] if asked is None else asked
    picked = state.pick_several(tell("Plans"), state.PLANS, list(names), chosen, names, partial(keep_plans, chosen))
    if not picked:
        st.info(tell("Choose at least one plan."))
    elif asked is None:
        state.ask_for(state.PLANS, picked)
    opened = [one for chosen in picked for one in saved if one.id == chosen]
    called = told_apart([one.name for one in opened], [made[one.id] for one in opened])
    return {
        one.id: NamedPlan(name, state.plan_document(workspace, one.id))
        for one, name in zip(opened, called, strict=True)
    }


def keep_plans(before: Sequence[str]) -> None:
    """Keep the chosen plans in the address; the scenarios of one that is new are all chosen."""
    chosen = st.session_state[f"pick_{state.PLANS}"]
    state.ask_for(state.PLANS, chosen)
    scenarios = state.asked_for(state.SCENARIOS)
    if scenarios is not None:
        kept = [key for key in scenarios if key.split(".")[0] in chosen]
        state.ask_for(state.SCENARIOS, [*kept, *(key for one in chosen if one not in before for key in keys_of(one))])


def choose_scenarios(opened: dict[str, NamedPlan]) -> tuple[Compare, dict[str, str]] | None:
    """Return what sets the chosen scenarios side by side, all where the address names none; and what makes a link."""
    scenarios = {
        key: one for plan, read in opened.items() for key, one in zip(keys_of(plan), read.scenarios, strict=True)
    }
    called = names_of(list(opened.values()), list(scenarios.values()))
    names = dict(zip(scenarios, called, strict=True))
    asked = state.asked_for(state.SCENARIOS)
    there = [one for one in asked or () if one in scenarios]
    chosen = there if there or asked == [] else list(scenarios)
    keep = partial(keep_scenarios, list(opened))
    picked = state.pick_several(tell("Scenarios"), state.SCENARIOS, list(scenarios), chosen, names, keep)
    if not picked:
        st.info(tell("Choose at least one scenario."))
        return None
    planned = [one for one in picked if scenarios[one].total_minor is not None]
    base = state.pick(tell("Count differences from"), state.COUNTED_FROM, planned, names) if planned else None
    link = {state.CASE: desk.opened().case.id, state.PLANS: ",".join(opened), state.SCENARIOS: ",".join(picked)}
    if base:
        link[state.COUNTED_FROM] = base
    reference = scenarios[base] if base else None
    return partial(side_by_side, list(opened.values()), [scenarios[one] for one in picked], reference), link


def keep_scenarios(opened: Sequence[str]) -> None:
    """Keep the chosen scenarios in the address, and the plans they are of, so that the address says it all."""
    state.ask_for(state.PLANS, opened)
    state.ask_for(state.SCENARIOS, st.session_state[f"pick_{state.SCENARIOS}"])


def show_totals(side: SideBySide) -> None:
    """Show what each scenario costs, as a chart and in a table."""
    remark = joined(" ", side.notes)
    if side.bars:
        charts.show_totals(side.bars, CHART, remark, side.currency, key="totals", file=FILE)
    else:
        st.caption(widgets.plain(remark))
    widgets.listed(
        side.totals,
        [column.name for column in side.totals.columns],
        side.currency,
        key="comparison",
        about=tell("What each scenario costs and buys, and how good its plan is"),
    )


def as_file(write: Callable[[SideBySide], bytes], compare: Compare) -> bytes:
    """Return the comparison as a file, whose figures are the same whoever fetches it."""
    return write(compare(ENGLISH))


def show_downloads(compare: Compare, link: dict[str, str]) -> None:
    """Offer the comparison as files and as a link."""
    with st.container(horizontal=True, vertical_alignment="center", key="downloads"):
        for label, ending, kind, made in (
            (tell("Comparison as a workbook"), "xlsx", starters.XLSX, comparison_workbook),
            (tell("Comparison (.csv)"), "csv", "text/csv", comparison_csv),
        ):
            st.download_button(
                label,
                data=partial(as_file, made, compare),
                file_name=f"{FILE}.{ending}",
                mime=kind,
                key=f"download_{ending}",
                on_click="ignore",
                icon=":material/download:",
                type="primary" if ending == "xlsx" else "secondary",
            )
        st.page_link(
            state.COMPARE_PAGE, label=tell("Link to this comparison"), icon=":material/link:", query_params=link
        )


def show_changes(plans_of: Sequence[str]) -> None:
    """Show what differs between the inventories of two plans, cell by cell; the rules that differ have their table."""
    workspace = state.current_user().workspace
    saved = [plans.find(state.store(), workspace, one) for one in plans_of]
    inventories = [one.inventory for one in saved if one is not None]
    if len(set(inventories)) < 2:
        return
    st.header(tell("What was changed in the inventory"))
    if None in inventories:
        st.write(
            tell("The inventory of one of these plans is not saved any more, so nobody can say what was changed in it.")
        )
        return
    before, after = (state.sheets(workspace, str(one)) for one in inventories)
    found = differences(before, after)
    if not found:
        st.write(
            tell(
                "Nothing in the sheets that are changed by hand; sheets of more than {most_rows_by_hand} "
                "rows, and those of people, machines and accesses, are not compared.",
                most_rows_by_hand=numbers.whole(MOST_ROWS_BY_HAND),
            )
        )
        return
    rows = [
        {
            say("Sheet"): one.sheet,
            say("Row"): one.row,
            say("Column"): one.column or WHOLE_ROW,
            say("Before"): one.before,
            say("Now"): one.after,
        }
        for one in found[:MOST_CHANGES]
    ]
    about = tell("Cells of the inventory that differ between the two plans")
    widgets.table(rows, key="inventory_changes", about=about, wide=(say("Before"), say("Now")))
    if len(found) > MOST_CHANGES:
        st.caption(
            tell(
                "The first {most_changes} of {found}.",
                most_changes=numbers.whole(MOST_CHANGES),
                found=numbers.whole(len(found)),
            )
        )


def show_matrix(matrix: Matrix, currency: str, *, only_differing: bool) -> None:
    """Show one table, and how many rows of it are left out."""
    is_money = matrix.holds is Holds.MONEY
    st.header(tell("{title} ({currency})", title=matrix.title, currency=currency) if is_money else shown(matrix.title))
    lines = matrix.chosen(only_differing=only_differing)
    if lines:
        heads, values = matrix.columns[: len(matrix.heads)], matrix.columns[len(matrix.heads) :]
        widgets.table(
            [dict(zip(matrix.columns, matrix.shown(line), strict=True)) for line in lines],
            key=matrix.title.lower().replace(" ", "_"),
            about=shown(matrix.title),
            money=values if is_money else (),
            pinned=heads if sum(map(len, values)) > MOST_IN_SIGHT else (),
        )
    if not matrix.lines:
        st.write(shown(matrix.nothing))
    elif not lines:
        st.write(tell("All of it is the same in the scenarios chosen."))
    elif len(lines) < len(matrix.lines):
        st.caption(
            tell(
                "Not shown, since it is the same in all: {lines}.",
                lines=numbers.count(len(matrix.lines) - len(lines), "row"),
            )
        )


def show(compare: Compare, link: dict[str, str]) -> None:
    """Show the chosen scenarios: totals first, then table by table what makes the difference.

    Of two, what was changed from one to the other comes before what that makes of the plan.
    """
    side = compare(numbers.local())
    show_totals(side)
    show_downloads(compare, link)
    several = len(side.compared) > 1
    differing = st.toggle(tell("Show only what differs"), True, key="differing", disabled=not several)
    *figures, rules = side.matrices
    is_pair = len(side.compared) == 2
    if is_pair:
        show_changes([key.split(".")[0] for key in link[state.SCENARIOS].split(",")])
    for matrix in (rules, *figures) if is_pair else (*figures, rules):
        show_matrix(matrix, side.currency, only_differing=differing and several)


st.title(tell("Scenarios side by side"))
if (opened := choose_plans()) and (chosen := choose_scenarios(opened)):
    show(*chosen)

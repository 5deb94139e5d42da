"""What a section gets to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from dashboards import state
from planner.domain.document import PlanDocument
from planner.report.answer import Answer
from planner.store import again
from planner.store.database import Store
from planner.store.plans import SavedPlan


@dataclass(frozen=True, slots=True)
class Shown:
    """A scenario of a saved plan, and what it comes to."""

    plan: SavedPlan
    document: PlanDocument
    found: Answer

    @property
    def place(self) -> tuple[Store, str, str]:
        """Where the plan is saved: store, workspace, id."""
        return state.store(), state.current_user().workspace, self.plan.id

    def why_address(self, offer: str) -> str:
        """Return the address at which one asks why an offer is bought."""
        asked = {
            state.PLAN: self.plan.id,
            state.SCENARIO: self.found.scenario.name,
            state.SECTION: state.ABOUT_PURCHASES,
            state.LINE: offer,
        }
        return f"why?{urlencode(asked)}"


@dataclass(frozen=True, slots=True)
class Download:
    """A file to send on: what the button says, the file's name after that of the plan, its kind, and who makes it."""

    label: str
    name: str
    kind: str
    made: Callable[[], str | bytes]


def plan_with(shown: Shown, changes: Mapping[str, str], called: str) -> None:
    """Plan the scenario anew with some rules changed, beside the scenario itself, and go where one waits for it."""
    scenario, inventory = shown.found.scenario.name, shown.plan.inventory
    request = again.request_with(*shown.place[:2], shown.plan, scenario, changes, called)
    assert inventory is not None  # `request_with` raises where it is gone
    state.plan_it(inventory, request)
    st.switch_page(state.INVENTORY_PAGE, query_params={state.INVENTORY: inventory})


def show_downloads(plan: SavedPlan, *files: Download) -> None:
    """Offer files, the first one before the others."""
    with st.container(horizontal=True, key=f"downloads_{files[0].name}"):
        for number, file in enumerate(files):
            st.download_button(
                file.label,
                data=file.made,
                file_name=f"{plan.name} {file.name}",
                mime=file.kind,
                key=f"download_{file.name}",
                on_click="ignore",
                icon=":material/download:",
                type="secondary" if number else "primary",
            )

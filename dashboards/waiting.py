"""How a job is getting on, with a button to stop it."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboards import numbers, state, widgets
from planner.store import jobs
from planner.store.jobs import Job


def show(job: Job, title: str, stop: str, stopping: str) -> None:
    """Show how a job is getting on; `stop` says on its button what stopping means, `stopping` what it does then."""
    with st.container(border=True, key=f"job_{job.id}"):
        st.header(widgets.plain(title))
        so_far = (datetime.now(UTC) - job.created).total_seconds()
        st.progress(job.fraction, text=widgets.plain(f"{job.stage} ({numbers.whole(int(so_far))} s)"))
        st.text(job.standing or " ")
        if job.stop_asked:
            st.write(stopping)
        else:
            st.button(stop, key=f"stop_{job.id}", on_click=ask_to_stop, args=(job.id,))


def ask_to_stop(job: str) -> None:
    """Ask a job to stop; what keeps it from being asked is told."""
    with widgets.telling():
        jobs.ask_to_stop(state.store(), state.current_user().workspace, job)

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboards import state
from planner.store import inventories, jobs, worker
from planner.store.database import SETTING
from planner.store.jobs import Request

APP = Path(__file__).parents[2] / "dashboards" / "app.py"
WORKSPACE = state.current_user().workspace


@pytest.fixture
def store(tmp_path, monkeypatch):
    """The dashboard's database, empty and in a folder of its own."""
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'saved.sqlite3'}")
    st.cache_resource.clear()
    st.cache_data.clear()
    opened = state.store()
    yield opened
    st.cache_resource.clear()
    opened.close()


@pytest.fixture
def app(store):
    """The dashboard, started and on its first page."""
    started = AppTest.from_file(APP, default_timeout=30).run()
    assert not started.exception
    return started


@pytest.fixture
def keep(store):
    """Save an inventory; `plan=True` has it planned, too.  Returns the ids of both."""

    def kept(name, content, *, plan=False):
        saved = inventories.save(store, WORKSPACE, name, content)
        if not plan:
            return saved.id, None
        job = jobs.ask(store, WORKSPACE, saved.id, Request())
        worker.run(store, job.id)
        done = jobs.find(store, WORKSPACE, job.id)
        assert done.plan, done.error
        return saved.id, done.plan

    return kept

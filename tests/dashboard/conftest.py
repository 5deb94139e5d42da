from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboards import state
from planner.store import inventories, jobs, plans, worker
from planner.store.database import SETTING, open_store
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


@pytest.fixture(scope="session")
def planned(tmp_path_factory):
    """Plan an inventory by the real worker, each only once: the text of its plan.json, and its files."""
    done = {}

    def plan(name, content):
        if (name, content) not in done:
            elsewhere = open_store(f"sqlite:///{tmp_path_factory.mktemp('planned') / 'saved.sqlite3'}")
            saved = inventories.save(elsewhere, WORKSPACE, name, content)
            job = jobs.ask(elsewhere, WORKSPACE, saved.id, Request())
            worker.run(elsewhere, job.id)
            made = jobs.find(elsewhere, WORKSPACE, job.id)
            assert made.plan, made.error
            files = {file: plans.file_of(elsewhere, WORKSPACE, made.plan, file) for file in plans.FILES}
            done[name, content] = plans.document_of(elsewhere, WORKSPACE, made.plan), files
            elsewhere.close()
        return done[name, content]

    return plan


@pytest.fixture
def keep(store, planned):
    """Save an inventory; `plan=True` has it planned, too.  Returns the ids of both."""

    def kept(name, content, *, plan=False):
        saved = inventories.save(store, WORKSPACE, name, content)
        if not plan:
            return saved.id, None
        job = jobs.ask(store, WORKSPACE, saved.id, Request())
        jobs.take_turn(store, job.id)
        document, files = planned(name, content)
        return saved.id, jobs.finish(store, job.id, Path(name).stem, document, files)

    return kept

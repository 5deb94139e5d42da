"""Crashes and restarts while something is planned, seen from the browser: nothing is lost, and it is said in words.

A worker is stopped in its tracks, not slowed down: what a page shows meanwhile does not depend on this machine's speed.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import ExitStack, contextmanager, suppress

import pytest
from sqlalchemy import select

from planner.store import inventories
from planner.store.database import open_store
from planner.store.tables import JobRow
from tests.browser.conftest import WORKSPACE, serving
from tests.browser.test_dashboard import heading
from tests.dashboard.workbooks import tills, workbook

if not hasattr(signal, "SIGSTOP"):
    pytest.skip("processes cannot be stopped in their tracks here", allow_module_level=True)


@pytest.fixture
def store(desk):
    opened = open_store(desk.url)
    yield opened
    opened.close()


@contextmanager
def frozen_worker(store, inventory):
    """Stop the worker of an inventory's newest job in its tracks; yield its process, which goes on at the end."""
    process, end = None, time.monotonic() + 30
    while process is None:
        assert time.monotonic() < end, "no worker began"
        time.sleep(0.005)
        with store.reading() as session:
            newest = select(JobRow).where(JobRow.inventory == inventory).order_by(JobRow.created.desc())
            process = session.scalars(newest).first().process
    try:
        os.kill(process, signal.SIGSTOP)
        while not may_write(store):  # it was stopped while it held the database
            os.kill(process, signal.SIGCONT)
            time.sleep(0.05)
            os.kill(process, signal.SIGSTOP)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGCONT)


def may_write(store):
    connection = sqlite3.connect(store.url.removeprefix("sqlite:///"), timeout=0.2)
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def save(store, name, **numbers):
    return inventories.save(store, WORKSPACE, name, workbook(tills(**numbers))).id


def ask(page, name):
    heading(page, name)
    page.get_by_role("button", name="Find the cheapest plan").click()
    page.get_by_role("heading", name="Planning").wait_for()


def test_a_killed_worker_is_told_within_seconds_and_planning_again_works(open_page, store, desk):
    inventory = save(store, "killed.xlsx", users=25)
    page = open_page(f"/inventory?inventory={inventory}")
    ask(page, "killed.xlsx")
    with frozen_worker(store, inventory) as process:
        os.kill(process, signal.SIGKILL)
        page.get_by_text("The planning broke off: its process ended without a word").wait_for(timeout=10_000)
    page.get_by_text("Nothing that was saved is lost; plan again.").wait_for()
    ask(page, "killed.xlsx")
    heading(page, "Buy 5 licences for 190.00 EUR from 1 vendor; proved cheapest; 78.3 % below all-User.")


def test_a_reload_and_a_restart_of_the_server_find_the_planning_going_on(open_page, store, desk, tmp_path):
    inventory = save(store, "restarted.xlsx", users=30)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    with ExitStack() as frozen:
        with serving(desk.url, tmp_path / "first") as first:
            page = open_page(f"/inventory?inventory={inventory}", at=first)
            ask(page, "restarted.xlsx")
            frozen.enter_context(frozen_worker(store, inventory))
            page.reload()
            page.get_by_role("heading", name="Planning").wait_for()
            page.context.close()  # or it would miss its server
        with serving(desk.url, tmp_path / "second") as second:
            page = open_page(f"/inventory?inventory={inventory}", at=second)
            page.get_by_role("heading", name="Planning").wait_for()
            frozen.close()
            page.get_by_role("heading", name="Plans of this version").wait_for(timeout=60_000)
            page.locator(".st-key-plans_made").get_by_role("link").click()
            heading(page, "Buy 5 licences for 190.00 EUR from 1 vendor; proved cheapest; 81.9 % below all-User.")
            page.context.close()


def test_two_people_upload_and_plan_at_once_and_each_sees_their_own(open_page):
    people = {"ana": (50, "89.1"), "bo": (70, "92.2")}
    pages = {name: open_page() for name in people}
    for name, page in pages.items():
        heading(page, "What do you need to buy?")
        content = workbook(tills(users=people[name][0]))
        upload = {"name": "same name.xlsx", "mimeType": "", "buffer": content}
        page.locator(".st-key-inventory_file input[type=file]").set_input_files(upload)
    for name, page in pages.items():
        heading(page, "same name.xlsx")
        shown = page.get_by_test_id("stMetric").filter(has_text="People").get_by_test_id("stMetricValue")
        assert shown.inner_text() == str(people[name][0])
        page.get_by_role("button", name="Find the cheapest plan").click()
    for name, page in pages.items():
        below = people[name][1]
        heading(page, f"Buy 5 licences for 190.00 EUR from 1 vendor; proved cheapest; {below} % below all-User.")
    assert pages["ana"].url != pages["bo"].url

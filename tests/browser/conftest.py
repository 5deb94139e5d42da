"""A server of its own, a real browser, and a page on which nothing may go wrong unnoticed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager

import pytest

from planner.store import inventories, jobs, scenarios, worker
from planner.store.database import SETTING, open_store
from planner.store.jobs import Request
from tests.dashboard.workbooks import BROKEN, GOOD, HARMFUL, tills, workbook

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WORKSPACE = "local"
SENTENCE = "Buy 5 licences for 190.00 EUR from 1 vendor; proved cheapest; 72.9 % below all-User."
"""What the plan of the desk comes to."""
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium; without one these tests are skipped."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("there is no Chromium on this machine; install it (Debian: apt-get install chromium)")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield started
        started.close()


class Desk:
    """What is saved before the first look: ids of inventories and plans."""

    def __init__(self, url):
        self.url = url
        self._store = open_store(url)
        self.good, self.plan = self._planned("tills.xlsx", GOOD)
        self.harmful, self.harmful_plan = self._planned("![x](http://example.invalid/b.png).xlsx", HARMFUL)
        dear = workbook(tills(users=3000, device_price="5538.62"))
        self.dear, self.dear_plan = self._planned("dear tills.xlsx", dear)
        self.broken = inventories.save(self._store, WORKSPACE, "broken.xlsx", BROKEN).id
        self.case = inventories.find(self._store, WORKSPACE, self.good).case
        rules = {"allow_used": "no", "audit_factor": "1.5"}
        self.scenario = scenarios.save(self._store, WORKSPACE, self.case, "new only, dear audits", rules).id
        self._store.close()

    @property
    def pages(self):
        """Every page, by its address and its heading."""
        return (
            ("/", "What do you need to buy?"),
            ("/import", "Bring what you have"),
            (f"/inventory?inventory={self.broken}", "broken.xlsx"),
            (f"/inventory?inventory={self.dear}", "dear tills.xlsx"),
            (f"/scenarios?inventory={self.good}&made={self.scenario}", "Scenarios of your own"),
            (f"/plan?plan={self.plan}", SENTENCE),
            (f"/why?plan={self.plan}", "Why this plan?"),
            (f"/compare?plans={self.plan},{self.harmful_plan}", "Scenarios side by side"),
            ("/saved", "Saved work"),
        )

    def _planned(self, name, content):
        saved = inventories.save(self._store, WORKSPACE, name, content)
        job = jobs.ask(self._store, WORKSPACE, saved.id, Request())
        worker.run(self._store, job.id)
        return saved.id, jobs.find(self._store, WORKSPACE, job.id).plan


@pytest.fixture(scope="session")
def desk(tmp_path_factory, browser):
    """A database with four inventories and three plans."""
    return Desk(f"sqlite:///{tmp_path_factory.mktemp('desk') / 'saved.sqlite3'}")


def free_port():
    """A port of this machine that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Served(str):
    """Where a dashboard is served, and the key that opens it."""

    key: str

    def let_in(self, context):
        """Give a browser what the printed address gives it."""
        port = self.rsplit(":", 1)[1]
        context.add_cookies([{"name": f"cal_planner_{port}", "value": self.key, "url": self}])


@contextmanager
def serving(database, folder, public=""):
    """Serve the dashboard as a person would start it; it says where it is, and nothing else."""
    port = free_port()
    beside = ["--public-address", public] if public else []
    path = urllib.parse.urlsplit(public).path
    with (folder / "server.log").open("w+") as log:  # a file: a full pipe would hang the server
        server = subprocess.Popen(
            [sys.executable, "-m", "planner", "dashboard", "--port", str(port), *beside],
            env={**os.environ, SETTING: database, "XDG_DATA_HOME": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        address, end = Served(f"http://127.0.0.1:{port}"), time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{address}{path}/_stcore/health", timeout=1).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > end:
                    log.seek(0)
                    pytest.fail("the server did not start:\n" + log.read())
                time.sleep(0.05)
        key = (folder / "cal-planner" / "dashboard.key").read_text()
        address.key = key
        yield address
        server.terminate()
        server.wait(20)
        log.seek(0)
        written = log.read()
    assert written.splitlines() == [f"The dashboard is at {public or address}/?key={key} (Ctrl-C ends it)."]


@pytest.fixture(scope="session")
def address(desk, tmp_path_factory):
    """Where the dashboard is served."""
    with serving(desk.url, tmp_path_factory.mktemp("server")) as started:
        yield started


def is_wrong(said):
    """Whether a word of the browser's console is an error, but for one of Streamlit's own doing.

    Opened by a link to a page, it asks below that page's address first and expects to be refused.
    """
    path = urllib.parse.urlsplit(said.location["url"]).path
    expected = path.count("/") == 3 and path.endswith(("/_stcore/health", "/_stcore/host-config"))
    return said.type == "error" and not (expected and "404" in said.text)


@pytest.fixture
def open_page(browser, address):
    """Open a page of the dashboard in a window of its own; errors and requests to elsewhere fail the test."""
    contexts, wrong = [], []

    def opened(path="/", *, width=1280, height=1600, scheme="light", locale="en-GB", at=address, **more):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            timezone_id="Europe/Berlin",
            color_scheme=scheme,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        at.let_in(context)
        page = context.new_page()
        served = (f"{at}/", f"ws://{at.removeprefix('http://')}/", "data:", "blob:")
        page.on("console", lambda said: wrong.append(f"{said.text} {said.location['url']}") if is_wrong(said) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(served) else wrong.append(asked.url))
        page.goto(at + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []

"""How quick pages stay while many people use one dashboard: `python -m benchmarks.load --sessions 40 --plannings 2`.

A dashboard of its own serves the sample and its plan.  Each session is a browser's connection without the browser: it
opens pages one after the other, as a person who reads between them, and the time counts from asking for a page until
the server has said everything.  Meanwhile plannings run as the dashboard starts them, one after the other.  One session
alone on a dashboard that plans nothing is measured first, in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import psutil

from benchmarks.table import rows_of
from planner.store import inventories, jobs, launch, plans, worker
from planner.store.database import SETTING, Store, open_store
from planner.store.jobs import Request
from planner.workbooks.starters import sample

WORKSPACE = "local"
ALONE_PAGES = 12


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its address has it."""

    name: str
    asked: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that a session opened: which one, and in how many seconds it was there."""

    page: str
    seconds: float


class Session:
    """A browser's connection to the dashboard, without a browser."""

    def __init__(self, address: str, key: str) -> None:
        self._address, self._key = address, key

    async def visit(self, pages: list[Page], think: tuple[float, float], draw: random.Random) -> list[Visit]:
        """Open pages one after the other in one session; between two, read for a while."""
        from websockets.asyncio.client import connect  # a part of Streamlit's server

        port = self._address.rsplit(":", 1)[1]
        visits = []
        async with connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            origin=self._address,
            additional_headers={"Cookie": f"cal_planner_{port}={self._key}"},
            subprotocols=["streamlit", "none"],
            max_size=None,
        ) as socket_:
            for page in pages:
                await asyncio.sleep(draw.uniform(*think))
                begin = time.perf_counter()
                await socket_.send(_asking_for(page))
                while not _is_finished(await asyncio.wait_for(socket_.recv(), 120)):
                    pass
                visits.append(Visit(page.name or "start", time.perf_counter() - begin))
        return visits


def _asking_for(page: Page) -> bytes:
    from streamlit.proto.BackMsg_pb2 import BackMsg

    message = BackMsg()
    message.rerun_script.query_string = page.asked
    message.rerun_script.page_name = page.name
    message.rerun_script.context_info.locale = "en-GB"
    message.rerun_script.context_info.timezone = "Europe/Berlin"
    return message.SerializeToString()


def _is_finished(received: str | bytes) -> bool:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    assert isinstance(received, bytes)
    message = ForwardMsg.FromString(received)
    if message.HasField("page_not_found"):
        raise SystemExit(f"there is no page {message.page_not_found.page_name}")
    if not message.HasField("script_finished"):
        return False
    # A page that went to another one is drawn anew; that run ends it.
    return message.script_finished == ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY


@contextmanager
def dashboard(database: str, folder: Path) -> Iterator[tuple[str, str, psutil.Process]]:
    """Serve a dashboard as a person starts it; give its address, its key and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "planner", "dashboard", "--port", str(port)],
        env={**os.environ, SETTING: database, "XDG_DATA_HOME": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    said = server.stdout.readline()
    found = re.search(r"(http://127\.0\.0\.1:\d+)/\?key=(\S+)", said)
    if found is None:
        raise SystemExit(f"the dashboard did not start: {said}")
    _wait_for(f"{found[1]}/_stcore/health")
    try:
        yield found[1], found[2], psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(20)
        server.stdout.close()


def _wait_for(health: str) -> None:
    for _ in range(600):
        with suppress(OSError), urlopen(health, timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit("the dashboard did not start")


def prepare(store: Store, workbook: bytes) -> tuple[str, list[Page]]:
    """Save an inventory and its plan; return the inventory and the pages that show them."""
    saved = inventories.save(store, WORKSPACE, "estate.xlsx", workbook)
    job = jobs.ask(store, WORKSPACE, saved.id, Request())
    worker.run(store, job.id)
    (plan,) = plans.every(store, WORKSPACE)
    of_plan = {"case": saved.case, "plan": plan.id}
    sections = ("Order", "Money", "People and machines", "What to watch", "Rules")
    return saved.id, [
        Page("", ""),
        Page("inventory", urlencode({"case": saved.case, "inventory": saved.id})),
        Page("scenarios", urlencode({"case": saved.case, "inventory": saved.id})),
        *(Page("plan", urlencode({**of_plan, "section": section})) for section in sections),
        Page("why", urlencode(of_plan)),
        Page("compare", urlencode({"case": saved.case, "plans": plan.id})),
        Page("saved", ""),
    ]


async def _plan_on(store: Store, inventory: str, ended: asyncio.Event) -> None:
    """Have the inventory planned again and again, as a person's click does, until it is enough."""
    while not ended.is_set():
        job = jobs.ask(store, WORKSPACE, inventory, Request())
        launch.start(store, job.id)
        while (found := jobs.find(store, WORKSPACE, job.id)) is not None and not found.has_ended:
            if ended.is_set():
                jobs.ask_to_stop(store, WORKSPACE, job.id)
            await asyncio.sleep(0.5)


async def _together(
    address: str, key: str, pages: list[Page], options: argparse.Namespace, store: Store, inventory: str
) -> list[Visit]:
    ended = asyncio.Event()
    plannings = [asyncio.create_task(_plan_on(store, inventory, ended)) for _ in range(options.plannings)]
    draws = [random.Random(f"{options.seed} {number}") for number in range(options.sessions)]
    think = options.think / 2, options.think * 1.5
    sessions = [Session(address, key).visit(draw.choices(pages, k=options.pages), think, draw) for draw in draws]
    visits = [visit for of_session in await asyncio.gather(*sessions) for visit in of_session]
    ended.set()
    await asyncio.gather(*plannings)  # whoever plans needs the database until then
    return visits


def _used(process: psutil.Process) -> float:
    """Return the processor seconds that a process has used."""
    times = process.cpu_times()
    return times.user + times.system


def _row(what: str, visits: list[Visit]) -> list[str]:
    times = sorted(visit.seconds for visit in visits)
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return [what, str(len(times)), f"{statistics.median(times):.2f}", f"{p95:.2f}", f"{times[-1]:.2f}"]


def report(alone: list[Visit], together: list[Visit]) -> str:
    """Return the times as a table: all pages, and each of them."""
    rows = [_row("one session alone", alone), _row("all sessions", together)]
    rows += [
        _row(f"… page {page}", [one for one in together if one.page == page])
        for page in sorted({one.page for one in together})
    ]
    return rows_of(("pages of", "opened", "median s", "p95 s", "worst s"), rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=40)
    parser.add_argument("--plannings", type=int, default=2)
    parser.add_argument("--pages", type=int, default=8, help="how many pages each session opens")
    parser.add_argument("--think", type=float, default=10.0, help="seconds between two pages of a session, on average")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--inventory", type=Path, help="a workbook to serve in place of the sample")
    parser.add_argument("--out", type=Path, help="a page of results that the table is added to")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = f"sqlite:///{folder / 'saved.sqlite3'}"
        store = open_store(database)
        inventory, pages = prepare(store, options.inventory.read_bytes() if options.inventory else sample())
        with dashboard(database, folder) as (address, key, server):
            draw = random.Random(options.seed)
            asyncio.run(Session(address, key).visit(pages, (0, 0), draw))  # what is kept for all is kept now
            used = _used(server)
            alone = asyncio.run(Session(address, key).visit(draw.choices(pages, k=ALONE_PAGES), (0, 0), draw))
            used = (_used(server) - used) / len(alone)
            together = asyncio.run(_together(address, key, pages, options, store, inventory))
        store.close()
    said = (
        f"{options.sessions} sessions, {options.think:g} s between two pages of each, {options.plannings} plannings "
        f"beside them, on {os.cpu_count()} processors; a page alone uses {used:.2f} s of one.\n\n"
        f"{report(alone, together)}"
    )
    print(said)
    if options.out:
        with options.out.open("a", encoding="utf-8") as results:
            results.write(f"\n## Forty at one desk\n\n{said}")


if __name__ == "__main__":
    main()

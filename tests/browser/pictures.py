"""The pictures of the guide: `python -m tests.browser.pictures FOLDER` draws every page of `PICTURES` anew.

Names of pictures behind the folder draw these only.

The bundled sample is planned in a database of its own, and the pages are drawn by the system's Chromium.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from planner.domain.product import Metric, Product
from planner.store import inventories, jobs, questions, scenarios, worker
from planner.store.database import open_store
from planner.store.jobs import Request
from planner.study.why.questions import KindPrice, OtherEnd
from planner.workbooks import starters
from tests.browser.conftest import BROWSERS, SWITCHES, WORKSPACE, serving
from tests.dashboard.fifty import fifty_problems
from tests.unit.imports.mapping.made_by_hand import german

WIDTH, HIGHEST, MARGIN = 1280, 1500, 32
COLOURS = 128
"""A page has few colours; so many keep its letters smooth and its file small."""
WHO = "albrechjo"
"""A person of the sample."""
QUESTIONS = (
    OtherEnd(WHO, Product.WS_CAL, Metric.DEVICE, Metric.USER),
    OtherEnd(WHO, Product.RDS_CAL, Metric.DEVICE, Metric.USER),
    KindPrice(Product.RDS_CAL, Metric.USER),
)


@dataclass(frozen=True)
class Picture:
    """A page to draw: its file, its address (names in braces are ids of `saved`), and words that stand on it."""

    name: str
    path: str
    shown: str
    scheme: str = "light"
    locale: str = "en-GB"
    width: int = WIDTH
    imports: bool = False
    """Whether a workbook kept by hand is dropped on the page first."""


PICTURES = (
    Picture("start", "/", "What do you need to buy?"),
    Picture("import", "/import", "What comes of it", imports=True),
    Picture("problems", "/inventory?inventory={wrong}", "problems must be corrected"),
    Picture("inventory", "/inventory?inventory={sample}", "Find the cheapest plan"),
    Picture("scenarios", "/scenarios?inventory={sample}&made={scenario}", "Scenarios of your own"),
    Picture("plan", "/plan?plan={plan}", "What to buy"),
    Picture("plan-dark", "/plan?plan={plan}", "What to buy", "dark"),
    Picture("plan-german", "/plan?plan={plan}", "Was zu kaufen ist", locale="de-DE"),
    Picture("plan-tablet", "/plan?plan={plan}&section=Money", "EUR", width=820),
    Picture("why", "/why?plan={plan}&scenario=cheapest&who={who}", "more; proved"),
    Picture("break-even", "/why?plan={plan}&scenario=cheapest&section=Break-even", "Each point is a proved"),
    Picture("compare", "/compare?plans={plan}", "Scenarios side by side"),
)


def saved(url: str) -> dict[str, str]:
    """Fill a database with the sample, its plan, and a list with many problems; return the ids by their names."""
    store = open_store(url)
    wrong = inventories.save(store, WORKSPACE, "own list.xlsx", fifty_problems())
    sample = inventories.save(store, WORKSPACE, "sample company.xlsx", starters.sample())
    rules = {"allow_used": "no", "max_vendors": "2", "rds_type_convertible": "yes"}
    own = scenarios.save(store, WORKSPACE, sample.case, "new licences, two vendors", rules)
    job = jobs.ask(store, WORKSPACE, sample.id, Request())
    worker.run(store, job.id)
    done = jobs.find(store, WORKSPACE, job.id)
    if done is None or done.plan is None:
        raise SystemExit(f"The sample was not planned: {done}")
    for question in QUESTIONS:
        worker.run(store, str(questions.ask(store, WORKSPACE, done.plan, "cheapest", question)))
    store.close()
    return {"wrong": wrong.id, "sample": sample.id, "scenario": own.id, "plan": done.plan, "who": WHO}


def draw(folder: Path, names: Collection[str] = ()) -> None:
    """Draw all pictures into a folder, or some by their names."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise SystemExit("There is no Chromium on this machine; install it (Debian: apt-get install chromium).")
    with tempfile.TemporaryDirectory(prefix="cal-planner-") as name, sync_playwright() as playwright:
        url = f"sqlite:///{Path(name) / 'saved.sqlite3'}"
        ids = saved(url)
        browser = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        with serving(url, Path(name)) as address:
            for picture in (one for one in PICTURES if not names or one.name in names):
                page = browser.new_page(
                    viewport={"width": picture.width, "height": HIGHEST},
                    color_scheme=picture.scheme,
                    locale=picture.locale,
                )
                address.let_in(page.context)
                page.goto(address + picture.path.format(**ids))
                if picture.imports:
                    book = german(Path(name) / "workshop.xlsx").read_bytes()
                    given = {"name": "workshop.xlsx", "mimeType": "", "buffer": book}
                    page.locator("input[type=file]").set_input_files(given)
                page.get_by_text(picture.shown).first.wait_for(timeout=60_000)
                page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
                page.wait_for_timeout(2_000)  # tables and charts are drawn a moment after the script has ended
                drawn = page.locator("[data-testid=stMainBlockContainer] > div").first.bounding_box()
                height = min(HIGHEST, int(drawn["y"] + drawn["height"]) + MARGIN) if drawn else HIGHEST
                _keep(page.screenshot(clip={"x": 0, "y": 0, "width": picture.width, "height": height}), folder, picture)
                page.close()
        browser.close()


def _keep(drawn: bytes, folder: Path, picture: Picture) -> None:
    path = folder / f"{picture.name}.png"
    Image.open(io.BytesIO(drawn)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    draw(Path(sys.argv[1]), sys.argv[2:])

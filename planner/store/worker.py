"""The process that plans one job: reads the inventory, plans, saves plan.json, plan.xlsx and the register.

Run as `python -m planner.store.worker JOB`, with the database's address in the environment.  It tells the jobs table
how it is getting on, twice a second and from a thread of its own, and stops when it is asked to, keeping the best
plans found so far.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from planner.errors import AuditError, NoPlanError, PlannerError, UsageError, WorkbookError
from planner.store import inventories, jobs
from planner.store.database import Store, database_url
from planner.store.plans import FILES, REGISTER, WORKBOOK
from planner.store.uploads import Files, on_disk

if TYPE_CHECKING:
    from planner.ingest import Loaded

BEATS_EVERY_S = 0.5
FAULT = (
    "The planning broke off through a fault of the program. Nothing that was saved is lost. Please report it with the "
    "inventory, or with a smaller one that shows the same."
)
BAD_PLAN = "A plan failed the independent check, so it is not shown. This is a fault of the program; please report it."


class Told:
    """What the run tells, for the thread that passes it on: which scenario, what is done, how it stands."""

    def __init__(self) -> None:
        self._names: tuple[str, ...] = ()
        self._currency = ""
        self._finished = 0
        self.stage_words, self.standing_words = "reading the inventory", ""

    @property
    def fraction(self) -> float:
        """The share of the scenarios that are planned."""
        return self._finished / len(self._names) if self._names else 0.0

    def expect(self, names: Sequence[str], currency: str) -> None:
        """Learn which scenarios there are, and the currency of their costs."""
        self._names, self._currency = tuple(names), currency

    def stage(self, scenario: str, stage: str) -> None:
        """Learn what is done now; no words: the scenario is planned."""
        self.standing_words = ""
        if not stage:
            self._finished += 1
            return
        number = f" ({self._names.index(scenario) + 1} of {len(self._names)})" if scenario in self._names else ""
        self.stage_words = f"{scenario}{number}: {stage}" if scenario else stage

    def standing(self, _scenario: str, cost_minor: int | None, bound_minor: int) -> None:
        """Learn how good the best plan so far is."""
        from planner.report.progress import standing_in_words

        self.standing_words = standing_in_words(cost_minor, bound_minor, self._currency)


@contextmanager
def _beating(store: Store, job: str, told: Told) -> Iterator[threading.Event]:
    """Pass on what is told while the work inside goes on; the event says that somebody asked to stop."""
    stopped, ended = threading.Event(), threading.Event()

    def beat() -> None:
        while True:
            try:
                if jobs.beat(store, job, told.stage_words, told.standing_words, told.fraction):
                    stopped.set()
            except UsageError:  # the job was deleted: nobody waits for it
                stopped.set()
                return
            except SQLAlchemyError:  # the database is busy or away: the next beat may find it
                pass
            if ended.wait(BEATS_EVERY_S):
                return

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield stopped
    finally:
        ended.set()
        thread.join()


def run(store: Store, job_id: str) -> None:
    """Do a job.  Whatever goes wrong is told in the jobs table; nothing is raised but the unforeseen."""
    job = _wait_for_turn(store, job_id)
    try:
        name, document, files = _plan(store, job)
    except NoPlanError:
        jobs.stop(store, job_id, "The planning was stopped before there was any plan.")
    except WorkbookError as problem:
        jobs.fail(store, job_id, _in_words(problem.issues))
    except AuditError as problem:
        jobs.fail(store, job_id, BAD_PLAN, str(problem))
    except PlannerError as problem:
        jobs.fail(store, job_id, str(problem))
    except MemoryError:
        jobs.fail(store, job_id, "The planning needs more memory than this machine has.", traceback.format_exc())
    except Exception:
        jobs.fail(store, job_id, FAULT, traceback.format_exc())
    else:
        with suppress(UsageError):  # the job was deleted: nobody waits for its plan
            jobs.finish(store, job_id, name, document, files)


def _wait_for_turn(store: Store, job: str) -> jobs.Job:
    while (begun := jobs.take_turn(store, job)) is None:
        time.sleep(BEATS_EVERY_S)
    return begun


def _plan(store: Store, job: jobs.Job) -> tuple[str, str, dict[str, bytes]]:
    """Return the plan's name, the text of plan.json, and its files."""
    told = Told()
    files = inventories.files_of(store, job.workspace, job.inventory)
    with _beating(store, job.id, told) as stopped, tempfile.TemporaryDirectory(prefix="cal-planner-") as name:
        # The libraries load here, with a heartbeat: it takes a second.
        from planner import pipeline
        from planner.optimise import Limits
        from planner.planning.run import Run, Stopwatch
        from planner.planning.shared import Shared
        from planner.report.excel import write_workbook
        from planner.report.formats.plan_json import to_json
        from planner.report.formats.register import write_register

        folder, watch = Path(name), Stopwatch()
        with watch.stage("read_s"):
            loaded = _load(files, job.request.made)
        if loaded.inventory is None:
            raise WorkbookError([issue for issue in loaded.issues if issue.severity == "error"])
        asked = job.request.scenarios
        names = () if asked is None else (*asked, *(scenario.name for scenario in job.request.made))
        scenarios, shared = pipeline.pick_scenarios(loaded.inventory, names), Shared(loaded.inventory)
        if job.request.readings:
            told.stage("", "finding which readings make a difference")
            with watch.stage("requirements_s"):
                scenarios = pipeline.with_readings(shared, scenarios, ())
        told.expect([scenario.name for scenario in scenarios], scenarios[0].policy.currency)
        work = Run(Limits(job.request.time_limit_s, 0.0, stopped.is_set), told.stage, told.standing, watch)
        plans = pipeline.make_plans(loaded.inventory, scenarios, work, shared)
        told.stage("", "writing the plan")
        with watch.stage("write_s"):
            write_workbook(plans, folder / WORKBOOK, loaded.issues, "the register")
            write_register(plans.results, folder / REGISTER)
        plans = replace(plans, timings=watch.timings())
        document = json.dumps(to_json(plans), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        return Path(files.inventory.name).stem, document, {file: (folder / file).read_bytes() for file in FILES}


def _load(files: Files, made: Sequence[jobs.MadeScenario]) -> Loaded:
    """Read and check an inventory, with scenarios made in the dashboard beside its own."""
    from planner.ingest.load import load_inventory, load_tables
    from planner.ingest.read import read_tables
    from planner.store.making import with_scenarios

    with on_disk(files) as (path, catalogue):
        if not made:
            return load_inventory(path, catalogue, today=date.today())
        reading, offers = read_tables(path), read_tables(catalogue) if catalogue else None
    issues = (*reading.issues, *(offers.issues if offers else ()))
    errors = [issue for issue in issues if issue.severity == "error"]
    if errors:
        raise WorkbookError(errors)
    loaded = load_tables(
        with_scenarios(reading.tables, made),
        offers.tables if offers else None,
        today=date.today(),
        source=reading.source,
        catalogue_source=offers.source if offers else None,
    )
    return replace(loaded, issues=(*issues, *loaded.issues))


def _in_words(issues: Sequence[Any]) -> str:
    """Say what is wrong with an inventory, or with the scenarios made for it."""
    if issues and all(issue.location.sheet == "Scenarios" for issue in issues):
        return "A scenario cannot be planned: " + " ".join(f"{issue.text} {issue.remedy}" for issue in issues)
    count = len(issues)
    if count == 1:
        return "The inventory has a problem; correct it and plan again."
    return f"The inventory has {count:,} problems; correct them and plan again."


def main() -> None:
    """Do the job that the command line names."""
    run(Store(database_url()), sys.argv[1])


if __name__ == "__main__":
    main()

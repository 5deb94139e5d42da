"""The process that does one job: plans an inventory and saves the plan with its files, or answers a question.

Run as `python -m planner.store.worker JOB`, with the database's address in the environment.  It tells the jobs table
how it is getting on, twice a second and from a thread of its own, and stops when it is asked to, keeping the best
plans found so far.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from planner.errors import AuditError, NoPlanError, PlannerError, UsageError, WorkbookError
from planner.processes.folders import own_folder
from planner.processes.system import give_way, leave_memory_to_others
from planner.store import jobs, kept, plans, questions
from planner.store.database import Store, database_url
from planner.store.faults import DatabaseError
from planner.store.kept import Result
from planner.store.loading import load
from planner.words import joined, language, say, speaking
from planner.words.kept import recipes

BEATS_EVERY_S = 0.5
FAULT = say(
    "The planning broke off through a fault of the program. Nothing that was saved is "
    "lost. Please report it with the inventory, or with a smaller one that shows the same."
)
BAD_PLAN = say(
    "A plan failed the independent check, so it is not shown. This is a fault of the program; please report it."
)


class JobProgress:
    """What the run tells, for the thread that passes it on: which scenario, what is done, how it stands."""

    def __init__(self) -> None:
        self._names: tuple[str, ...] = ()
        self._currency = ""
        self._finished = 0
        self.stage_words, self.standing_words = say("reading the inventory"), ""

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
        number = (
            say(" ({index} of {names})", index=self._names.index(scenario) + 1, names=len(self._names))
            if scenario in self._names
            else ""
        )
        self.stage_words = (
            say("{scenario}{number}: {stage}", scenario=scenario, number=number, stage=stage) if scenario else stage
        )

    def standing(self, _scenario: str, cost_minor: int | None, bound_minor: int) -> None:
        """Learn how good the best plan so far is."""
        from planner.report.progress import standing_in_words

        self.standing_words = standing_in_words(cost_minor, bound_minor, self._currency)


@contextmanager
def _beating(store: Store, job: str, told: JobProgress) -> Iterator[threading.Event]:
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
            except DatabaseError:  # busy or away: the next beat may find it
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
    job, told = _wait_for_turn(store, job_id), JobProgress()
    do = _plan if job.question is None else _answer
    try:
        with _beating(store, job_id, told) as stopped:
            result = do(store, job, told, stopped)
    except NoPlanError as problem:
        kept.until_done(partial(jobs.stop, store, job_id, str(problem)))
    except WorkbookError as problem:
        _fail(store, job_id, _in_words(problem.issues))
    except AuditError as problem:
        _fail(store, job_id, BAD_PLAN, str(problem))
    except PlannerError as problem:
        _fail(store, job_id, str(problem))
    except MemoryError:
        _fail(store, job_id, say("The planning needs more memory than this machine has."), traceback.format_exc())
    except Exception:
        _fail(store, job_id, FAULT, traceback.format_exc())
    else:
        kept.save_or_keep(store, job_id, result)


def _fail(store: Store, job: str, words: str, trace: str = "") -> None:
    kept.until_done(lambda: jobs.fail(store, job, words, trace))


def _wait_for_turn(store: Store, job: str) -> jobs.Job:
    while True:
        with suppress(DatabaseError):  # busy or away: it is asked again
            if (begun := jobs.take_turn(store, job)) is not None:
                return begun
        time.sleep(BEATS_EVERY_S)


def _plan(store: Store, job: jobs.Job, told: JobProgress, stopped: threading.Event) -> Result:
    """Plan what is asked for; return the plan with its files."""
    # The libraries load here, with a heartbeat: it takes a second.
    from planner import pipeline
    from planner.domain.document import document_of
    from planner.optimise import Limits
    from planner.planning.choice_of_scenarios import Readings
    from planner.planning.run import Run
    from planner.report.excel import write_workbook
    from planner.report.formats.coverage import write_coverage
    from planner.report.formats.plan_json import as_text
    from planner.report.formats.register import write_register

    asked = job.request
    work = Run(Limits(asked.time_limit_s, 0.0, stopped.is_set), told)
    with work.watch.stage("read_s"):
        loaded = load(store, job, date.today())
    names = () if asked.scenarios is None else (*asked.scenarios, *(scenario.name for scenario in asked.made))
    readings = Readings.FIRST if asked.readings else Readings.NONE
    made = pipeline.plan(loaded, names, work, readings=readings)
    told.stage("", say("writing the plan"))
    with own_folder() as folder, work.watch.stage("write_s"):
        with speaking(language(asked.language)):
            write_workbook(made, folder / plans.WORKBOOK, loaded.issues, say("the register"))
        write_register(made.results, folder / plans.REGISTER)
        write_coverage(made.results, folder)
        files = {file: (folder / file).read_bytes() for file in plans.FILES}
    document = as_text(document_of(pipeline.with_timings(made, work)))
    called = Path(made.inventory.name).stem
    return Result(called, document, files)


def _answer(store: Store, job: jobs.Job, told: JobProgress, stopped: threading.Event) -> Result:
    """Answer a question about a plan; return the reply."""
    from planner import pipeline
    from planner.optimise import Limits
    from planner.planning.run import Run

    asked = questions.find(store, job.workspace, str(job.question))
    saved = plans.read(store, job.workspace, asked.plan)
    work = Run(Limits(job.request.time_limit_s, 0.0, stopped.is_set), told)
    loaded = load(store, job, plans.day_of(saved, asked.scenario))
    reply = pipeline.ask(loaded, asked.question, asked.scenario, work, saved=saved).reply
    content = reply.to_json()
    return Result(reply=content | {"words": recipes(content)})


def _in_words(issues: Sequence[Any]) -> str:
    """Say what is wrong with an inventory, or with the scenarios made for it."""
    issues = [issue for issue in issues if issue.severity == "error"]
    if issues and all(issue.location.sheet == "Scenarios" for issue in issues):
        return say("A scenario cannot be planned: ") + joined(
            " ", (say("{text} {remedy}", text=issue.text, remedy=issue.remedy) for issue in issues)
        )
    count = sum(issue.stands_for for issue in issues)
    if count == 1:
        return say("The inventory has a problem; correct it and plan again.")
    return say("The inventory has {count:,} problems; correct them and plan again.", count=count)


def main() -> None:
    """Do the job that the command line names."""
    leave_memory_to_others()
    give_way()
    run(Store(database_url()), sys.argv[1])


if __name__ == "__main__":
    main()

"""Plannings and questions that wait, run or have ended: asked for here, done by the worker's process.

A job never goes silent: whoever looks at it after its process is gone finds it failed, with words.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.errors import UsageError
from planner.processes.system import Life
from planner.store import inventories, plans
from planner.store.cases import LOCAL
from planner.store.database import Store
from planner.store.tables import JobRow, QuestionRow, now
from planner.words import say
from planner.words.kept import as_kept, from_kept
from planner.workbooks.made_scenarios import MadeScenario

SILENT_FOR_S = 120.0
"""A job without a sign of life for so long is lost.  A solver may keep its process from giving one for a while."""
AT_ONCE = 2
"""So many jobs run at the same time; the others wait for their turn."""


def told_lost(how: str = "") -> str:
    """Say that the process of a job ended, and how where that is known."""
    return say(
        "The planning broke off: its process ended without a word{how}. Nothing that was saved is lost; plan again.",
        how=how,
    )


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


ACTIVE = (JobState.WAITING, JobState.RUNNING)
ENDED = (JobState.DONE, JobState.STOPPED, JobState.FAILED)


@dataclass(frozen=True, slots=True)
class Request:
    """What to plan: scenarios of the inventory by name (None: all), made ones, and how long each may take.

    With `readings`, other readings of disputed rules are planned beside the first of the scenarios.
    """

    time_limit_s: float = 60.0
    scenarios: tuple[str, ...] | None = None
    made: tuple[MadeScenario, ...] = ()
    readings: bool = False
    language: str = "en"
    """The language of the workbook that is made of the plan."""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Request:
        """Return the request that `asdict` wrote."""
        # Made scenarios of earlier versions of the program had no base.
        made = tuple(MadeScenario(one["name"], one["overrides"], one.get("base", "")) for one in values["made"])
        names = values["scenarios"]
        # Jobs of earlier versions of the program knew no readings.
        readings = values.get("readings", False)
        language = values.get("language", "en")
        return cls(values["time_limit_s"], None if names is None else tuple(names), made, readings, language)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands at the moment."""

    id: str
    workspace: str
    inventory: str
    state: JobState
    request: Request
    stage: str
    standing: str
    fraction: float
    stop_asked: bool
    created: datetime
    ended: datetime | None
    error: str
    plan: str | None
    question: str | None
    """The question it answers; None: it makes a plan."""
    owner: str
    """Who asked for it."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED


def ask(
    store: Store, workspace: str, inventory: str, request: Request, question: str | None = None, owner: str = LOCAL
) -> Job:
    """Enter a job, to plan or to answer a question; `launch.start` has it done.

    Raises UsageError for an inventory that is not there.
    """
    with store.writing() as session:
        inventories.case_of(session, workspace, inventory)
        row = JobRow(
            workspace=workspace,
            inventory=inventory,
            owner=owner,
            state=JobState.WAITING,
            request=asdict(request),
            question=question,
        )
        row.heartbeat, row.stage = now(), as_kept(say("waiting for its turn"))
        session.add(row)
        session.flush()
        return _job(row)


def find(store: Store, workspace: str, job: str) -> Job | None:
    """Return a job of this workspace, None if there is no such one."""
    with store.reading() as session:
        row = session.scalars(select(JobRow).where(JobRow.workspace == workspace, JobRow.id == job)).one_or_none()
        return _job(row) if row else None


def of_inventory(store: Store, workspace: str, inventory: str) -> Sequence[Job]:
    """Return the plannings of an inventory, the newest first."""
    with store.reading() as session:
        chosen = select(JobRow).where(
            JobRow.workspace == workspace, JobRow.inventory == inventory, JobRow.question.is_(None)
        )
        return [_job(row) for row in session.scalars(chosen.order_by(JobRow.created.desc(), JobRow.id))]


def going_on(store: Store, workspace: str) -> Sequence[Job]:
    """Return the plannings of a workspace that wait or run, in the order they were asked for."""
    with store.reading() as session:
        chosen = select(JobRow).where(
            JobRow.workspace == workspace, JobRow.state.in_(ACTIVE), JobRow.question.is_(None)
        )
        return [_job(row) for row in session.scalars(chosen.order_by(JobRow.created, JobRow.id))]


def that_made(store: Store, workspace: str, plan: str) -> Job | None:
    """Return the job that made a plan; None where it went with its inventory."""
    with store.reading() as session:
        row = session.scalars(select(JobRow).where(JobRow.workspace == workspace, JobRow.plan == plan)).one_or_none()
        return _job(row) if row else None


def of_question(store: Store, workspace: str, question: str) -> Job | None:
    """Return the newest job that answers, or was to answer, a question."""
    with store.reading() as session:
        chosen = select(JobRow).where(JobRow.workspace == workspace, JobRow.question == question)
        row = session.scalars(chosen.order_by(JobRow.created.desc(), JobRow.id)).first()
        return _job(row) if row else None


def ask_to_stop(store: Store, workspace: str, job: str) -> None:
    """Ask a job to stop; it keeps the best plans found so far."""
    with store.writing() as session:
        row = session.scalars(select(JobRow).where(JobRow.workspace == workspace, JobRow.id == job)).one_or_none()
        if row is not None:
            row.stop_asked = True


# What follows is the worker's side, and that of whoever watches it; a job's id is enough there.


def take_turn(store: Store, job: str) -> Job | None:
    """Begin a job if it is its turn, and say that this process does it; None: it must wait a little longer.

    Raises UsageError for a job that is not there or has begun already.
    """
    with store.writing() as session:
        row = _there(session, job)
        if row.state != JobState.WAITING:
            raise UsageError(say("This job is {state}; it cannot be begun.", state=row.state))
        own = Life.own()
        row.heartbeat, row.host, row.process, row.process_began = now(), socket.gethostname(), own.process, own.began
        active = session.scalars(select(JobRow).where(JobRow.state.in_(ACTIVE)).order_by(JobRow.created, JobRow.id))
        ahead = [other.id for other in active if not _is_lost(other)]
        if row.stop_asked or ahead.index(row.id) < AT_ONCE:
            row.state = JobState.RUNNING
            return _job(row)
        return None


def beat(store: Store, job: str, stage: str, standing: str, fraction: float) -> bool:
    """Give a sign of life and say what is being done; return whether somebody asked to stop."""
    with store.writing() as session:
        row = _there(session, job)
        row.heartbeat, row.stage, row.standing, row.fraction = now(), as_kept(stage), as_kept(standing), fraction
        return row.stop_asked


def finish(store: Store, job: str, name: str, document: str, files: Mapping[str, bytes]) -> str:
    """End a job with its plan, both or neither; return the plan's id.  What is saved already is not saved twice."""
    made = plans.Made(name, document, plans.summary_of(document), files)
    with store.writing() as session:
        row = _there(session, job)
        if row.plan is not None:
            return row.plan
        case = inventories.case_of(session, row.workspace, row.inventory)
        row.plan = plans.add(session, row.workspace, case, row.inventory, made, row.owner)
        _end(row, JobState.DONE)
        row.fraction, row.standing = 1.0, ""
        return row.plan


def finish_with_reply(store: Store, job: str, reply: Mapping[str, Any]) -> None:
    """End a job with the reply to its question, both or neither."""
    with store.writing() as session:
        row = _there(session, job)
        question = session.get(QuestionRow, row.question)
        if question is None:
            raise UsageError(say("This question is not there any more."))
        question.reply = dict(reply)
        _end(row, JobState.DONE)
        row.fraction, row.standing = 1.0, ""


def stop(store: Store, job: str, words: str) -> None:
    """End a job that was stopped before anything came of it."""
    _end_with(store, job, JobState.STOPPED, words)


def fail(store: Store, job: str, words: str, trace: str = "") -> None:
    """End a job that could not be done; one that has ended already is left as it is."""
    _end_with(store, job, JobState.FAILED, words, trace)


def find_lost(store: Store) -> None:
    """End the jobs whose process is gone: after a crash, or after the machine was started again."""
    with store.reading() as session:
        active = session.scalars(select(JobRow).where(JobRow.state.in_(ACTIVE))).all()
        lost = [row.id for row in active if _is_lost(row)]
        _silence.forget_others({row.id for row in active})
    for job in lost:
        fail(store, job, told_lost())


def _is_lost(row: JobRow) -> bool:
    if row.process is not None and row.process_began is not None and row.host == socket.gethostname():
        return not Life(row.process, row.process_began).goes_on or _silence.is_long(row.id, row.heartbeat)
    return _silence.is_long(row.id, row.heartbeat)


class _Silence:
    """How long jobs have given no new sign of life, by this process's own clock.

    The signs carry the time of day of whoever gave them, which may be set, or be another machine's; so they are only
    told apart.
    """

    def __init__(self) -> None:
        self._since: dict[str, tuple[datetime | None, float]] = {}

    def is_long(self, job: str, sign: datetime | None) -> bool:
        """Whether nothing has been heard of a job for so long that it is lost."""
        heard, since = self._since.get(job, (None, None))
        if since is None or heard != sign:
            self._since[job] = (sign, time.monotonic())
            return False
        return time.monotonic() - since > SILENT_FOR_S

    def forget_others(self, jobs: Collection[str]) -> None:
        """Forget all jobs but these."""
        self._since = {job: heard for job, heard in self._since.items() if job in jobs}


_silence = _Silence()


def _end_with(store: Store, job: str, state: JobState, words: str, trace: str = "") -> None:
    with store.writing() as session:
        row = session.get(JobRow, job)
        if row is not None and row.state not in ENDED:
            row.error, row.trace = as_kept(words), trace
            _end(row, state)


def _end(row: JobRow, state: JobState) -> None:
    row.state, row.ended, row.stage = state, now(), ""


def _there(session: Session, job: str) -> JobRow:
    row = session.get(JobRow, job)
    if row is None:
        raise UsageError(say("This job is not there any more."))
    return row


def _job(row: JobRow) -> Job:
    return Job(
        id=row.id,
        workspace=row.workspace,
        inventory=row.inventory,
        state=JobState(row.state),
        request=Request.from_json(row.request),
        stage=from_kept(row.stage),
        standing=from_kept(row.standing),
        fraction=row.fraction,
        stop_asked=row.stop_asked,
        created=row.created,
        ended=row.ended,
        error=from_kept(row.error),
        plan=row.plan,
        question=row.question,
        owner=row.owner,
    )

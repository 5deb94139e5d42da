"""Questions about the scenarios of saved plans, and their replies: asked once, kept with the plan."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from planner.errors import UsageError
from planner.store import jobs, plans
from planner.store.database import Store
from planner.store.tables import QuestionRow
from planner.study.why.questions import Question, Reply, question_from_json, question_to_json
from planner.words import say


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """A question about a scenario of a plan; the reply is None until there is one."""

    id: str
    plan: str
    scenario: str
    question: Question
    reply: Reply | None


AGAIN = 5
"""How many times as long as before a question may take that is asked again, because the time did not suffice."""


def ask(store: Store, workspace: str, plan: str, scenario: str, question: Question) -> str | None:
    """Save a question, once; return the job that is to answer it, which the caller must start.

    None: the answer is there already and final, or somebody is at work on it.  Raises UsageError for a plan that is not
    there, and for one whose inventory is gone, for then nothing can be planned anew.
    """
    saved = _find_or_add(store, workspace, plan, scenario, question)
    last = jobs.of_question(store, workspace, saved.id)
    if (saved.reply and saved.reply.is_final) or (last and not last.has_ended):
        return None
    made = jobs.that_made(store, workspace, plan)
    if made is None:
        raise UsageError(say("The inventory of this plan is not saved any more, so nothing can be planned anew."))
    request = made.request
    if saved.reply and last:
        request = replace(request, time_limit_s=AGAIN * last.request.time_limit_s)
    return jobs.ask(store, workspace, made.inventory, request, saved.id).id


def every(store: Store, workspace: str, plan: str, scenario: str) -> Sequence[SavedQuestion]:
    """Return the questions about a scenario of a plan, in the order they were asked."""
    with store.reading() as session:
        chosen = select(QuestionRow).where(
            QuestionRow.workspace == workspace, QuestionRow.plan == plan, QuestionRow.scenario == scenario
        )
        return [_saved(row) for row in session.scalars(chosen.order_by(QuestionRow.created, QuestionRow.id))]


def find(store: Store, workspace: str, question: str) -> SavedQuestion:
    """Return a question.  Raises UsageError if it is not there."""
    with store.reading() as session:
        chosen = select(QuestionRow).where(QuestionRow.workspace == workspace, QuestionRow.id == question)
        row = session.scalars(chosen).one_or_none()
        if row is None:
            raise UsageError(say("This question is not there any more."))
        return _saved(row)


def _find_or_add(store: Store, workspace: str, plan: str, scenario: str, question: Question) -> SavedQuestion:
    if plans.find(store, workspace, plan) is None:
        raise UsageError(say("This plan is not saved here any more."))
    asked = json.dumps(question_to_json(question), sort_keys=True)
    with store.writing() as session:
        same = select(QuestionRow).where(
            QuestionRow.workspace == workspace,
            QuestionRow.plan == plan,
            QuestionRow.scenario == scenario,
            QuestionRow.asked == asked,
        )
        row = session.scalars(same).first()
        if row is None:
            row = QuestionRow(workspace=workspace, plan=plan, scenario=scenario, asked=asked, reply=None)
            session.add(row)
            session.flush()
        return _saved(row)


def _saved(row: QuestionRow) -> SavedQuestion:
    reply = None if row.reply is None else Reply.from_json(row.reply)
    return SavedQuestion(row.id, row.plan, row.scenario, question_from_json(json.loads(row.asked)), reply)

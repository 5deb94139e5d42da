"""Papers of a saved plan: what leaves the desk, made from what is saved with the plan."""

from __future__ import annotations

from contextlib import nullcontext

from planner.errors import UsageError
from planner.papers.apart import papers_apart
from planner.papers.kinds import KIND_BY_NAME, Given, Needs, papers
from planner.papers.paper import Paper
from planner.papers.source import PaperSource
from planner.store import inventories, jobs, plans
from planner.store.checking import AT_ONCE
from planner.store.database import Store
from planner.words import say


def papers_of(
    store: Store, workspace: str, plan: str, scenario: str, kind: str, form: Paper | None = None
) -> tuple[Paper, ...]:
    """Return the papers of a kind for one scenario of a plan; `form` is the organisation's own form or template.

    Raises UsageError for a plan that is not there, and for what cannot be made of it.
    """
    wanted = KIND_BY_NAME[kind]
    if wanted.needs is Needs.NOTHING:
        source = PaperSource.of(plans.read(store, workspace, plan), scenario)
        with AT_ONCE if form else nullcontext():  # a form of somebody's is filled by a process of its own
            return papers(wanted, source, given=Given(form))
    made = jobs.that_made(store, workspace, plan)
    if made is None:
        raise UsageError(say("The inventory of this plan is not saved any more, and this paper needs it."))
    document = plans.document_of(store, workspace, plan)
    register = plans.file_of(store, workspace, plan, plans.REGISTER)
    files = inventories.files_of(store, workspace, made.inventory)
    with AT_ONCE:
        return papers_apart(kind, scenario, document, register, files, made.request.made)

"""Questions about saved plans: asked once, answered by a job, kept with the plan."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete

from planner.domain.product import Metric, Product
from planner.errors import UsageError
from planner.ingest import write_inventory
from planner.report.formats.coverage import USES
from planner.store import inventories, jobs, plans, questions, worker
from planner.store.jobs import JobState, Request
from planner.store.tables import ExportRow
from planner.study.why import replanning
from planner.study.why.questions import KindPrice, OfferPrice, OtherEnd, WithoutOffer
from planner.workbooks.made_scenarios import MadeScenario
from tests.unit.store.test_jobs import HEADCOUNT, HERE

WITHOUT = WithoutOffer("O-device")


@pytest.fixture
def store(sqlite_store):
    """One kind of database: what plans and checks takes long, and asks nothing of it that other tests do not."""
    return sqlite_store


@pytest.fixture
def plan(store, tmp_path):
    """A saved plan of twenty people at five tills, with a scenario of one's own."""
    write_inventory(tmp_path / "shop.xlsx", HEADCOUNT)
    saved = inventories.save(store, HERE, "shop.xlsx", (tmp_path / "shop.xlsx").read_bytes())
    job = jobs.ask(store, HERE, saved.id, Request(made=(MadeScenario("mine", {"ws_metrics": "user"}),)))
    worker.run(store, job.id)
    return jobs.find(store, HERE, job.id).plan


def ask(store, plan, question, scenario="cheapest"):
    """Ask, and do the job if there is one."""
    job = questions.ask(store, HERE, plan, scenario, question)
    if job is not None:
        worker.run(store, job)
    (found,) = [one for one in questions.every(store, HERE, plan, scenario) if one.question == question]
    return found


def test_a_question_is_answered_by_a_job_and_kept(store, plan):
    job = questions.ask(store, HERE, plan, "cheapest", WITHOUT)
    (saved,) = questions.every(store, HERE, plan, "cheapest")
    assert (saved.reply, jobs.of_question(store, HERE, saved.id).id) == (None, job)
    assert questions.ask(store, HERE, plan, "cheapest", WITHOUT) is None  # somebody is at work on it
    worker.run(store, job)
    done = jobs.find(store, HERE, job)
    assert (done.state, done.error, done.question, done.plan) == (JobState.DONE, "", saved.id, None)
    (kept,) = questions.every(store, HERE, plan, "cheapest")
    assert kept.reply.sentences[0].endswith("the cheapest plan costs 700.00 EUR: 510.00 EUR more; proved.")
    assert questions.ask(store, HERE, plan, "cheapest", WITHOUT) is None


def test_an_answer_starts_from_the_saved_plan(store, plan, monkeypatch):
    planned = []
    real = replanning.solve

    def counted(*given):
        planned.append(given)
        return real(*given)

    monkeypatch.setattr(replanning, "solve", counted)
    assert ask(store, plan, WITHOUT).reply.is_final
    assert len(planned) == 1  # without the offer; the plan with it is there already


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (OfferPrice("O-device"), "up to 140.00 EUR each"),
        (KindPrice(Product.WS_CAL, Metric.USER), "Windows Server User CALs"),
        (OtherEnd("till/user/*", Product.WS_CAL, Metric.USER), "510.00 EUR more"),
    ],
)
def test_every_kind_of_question(store, plan, question, words):
    assert words in " ".join(ask(store, plan, question).reply.sentences)


def test_a_scenario_of_ones_own_can_be_asked_about(store, plan):
    """Only User CALs there, so the Device CALs are not missed."""
    with_it = ask(store, plan, WithoutOffer("O-user"), "mine")
    assert "there is no plan" in with_it.reply.sentences[0]
    assert questions.every(store, HERE, plan, "cheapest") == []


def test_what_cannot_be_answered_fails_with_words_and_can_be_asked_again(store, plan):
    job = questions.ask(store, HERE, plan, "cheapest", WithoutOffer("nonsense"))
    worker.run(store, job)
    failed = jobs.find(store, HERE, job)
    assert (failed.state, failed.error) == (JobState.FAILED, "Offer nonsense cannot be bought in this scenario.")
    again = questions.ask(store, HERE, plan, "cheapest", WithoutOffer("nonsense"))
    assert again not in (None, failed.id)
    assert jobs.find(store, HERE, again).question == failed.question


def test_a_question_can_be_stopped(store, plan):
    job = questions.ask(store, HERE, plan, "cheapest", WITHOUT)
    jobs.ask_to_stop(store, HERE, job)
    worker.run(store, job)
    stopped = jobs.find(store, HERE, job)
    assert stopped.state == JobState.STOPPED
    assert "stopped before it was answered" in stopped.error


def test_jobs_of_questions_are_no_plannings(store, plan):
    ask(store, plan, WITHOUT)
    inventory = plans.find(store, HERE, plan).inventory
    assert [job.question for job in jobs.of_inventory(store, HERE, inventory)] == [None]
    assert jobs.that_made(store, HERE, plan).plan == plan


def test_nobody_elses_plan_can_be_asked_about(store, plan):
    with pytest.raises(UsageError, match="not saved here any more"):
        questions.ask(store, "elsewhere", plan, "cheapest", WITHOUT)
    assert questions.every(store, "elsewhere", plan, "cheapest") == []


def test_without_its_inventory_a_plan_keeps_its_replies_but_answers_no_more(store, plan):
    known = ask(store, plan, WITHOUT)
    inventories.remove(store, HERE, plans.find(store, HERE, plan).inventory)
    assert questions.every(store, HERE, plan, "cheapest") == [known]
    with pytest.raises(UsageError, match="inventory of this plan is not saved any more"):
        questions.ask(store, HERE, plan, "cheapest", OfferPrice("O-user"))


def test_questions_go_with_their_plan(store, plan):
    saved = ask(store, plan, WITHOUT)
    plans.remove(store, HERE, plan)
    with pytest.raises(UsageError, match="not there any more"):
        questions.find(store, HERE, saved.id)


def test_a_plan_of_an_earlier_version_says_so(store, plan):
    with store.writing() as session:
        session.execute(delete(ExportRow).where(ExportRow.name == USES))
    with pytest.raises(UsageError, match="plan once more"):
        plans.file_of(store, HERE, plan, USES)


def test_another_reading_can_be_asked_about(store, tmp_path):
    """What each printer needs is disputed; the plan with the other reading stands beside the first."""
    (group,) = HEADCOUNT["Headcount"]
    write_inventory(tmp_path / "shop.xlsx", HEADCOUNT | {"Headcount": [group | {"peripherals": 1}]})
    saved = inventories.save(store, HERE, "shop.xlsx", (tmp_path / "shop.xlsx").read_bytes())
    job = jobs.ask(store, HERE, saved.id, Request(scenarios=("cheapest",), readings=True))
    worker.run(store, job.id)
    made = jobs.find(store, HERE, job.id).plan
    names = [one["name"] for one in json.loads(plans.document_of(store, HERE, made))["scenarios"]]
    assert len(names) > 1
    for name in names[1:]:
        (sentence, *_) = ask(store, made, WITHOUT, name).reply.sentences
        assert sentence.startswith("Without offer O-device of Shop (Windows Server Device CAL 2022, new) ")

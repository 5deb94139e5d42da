"""Offers kept apart belong to their inventory: in its check, in its plans, in what is corrected."""

from __future__ import annotations

import hashlib
import io
import json

import openpyxl
import pytest

from planner.errors import UsageError
from planner.store import again, checking, editing, inventories, jobs, plans, scenarios, worker
from planner.store.jobs import Request
from planner.store.tables import CatalogueContentRow
from planner.workbooks import by_hand
from planner.workbooks.correct import Correction
from planner.workbooks.made_scenarios import MadeScenario
from planner.workbooks.uploads import Upload, join_offers
from tests.dashboard.workbooks import tills, workbook

HERE = "here"
CHEAP = Upload(
    "price list.csv", b"offer_id,vendor,product,metric,version,condition,price\nC1,Shop,ws_cal,device,2022,new,20\n"
)


@pytest.fixture
def store(sqlite_store):
    """One kind of database: what plans and checks takes long, and asks nothing of it that other tests do not."""
    return sqlite_store


@pytest.fixture
def saved(store):
    return inventories.save(store, HERE, "tills.xlsx", workbook(tills()), catalogue=join_offers([CHEAP]))


def planned(store, inventory, request=Request()):  # noqa: B008
    job = jobs.ask(store, HERE, inventory.id, request)
    worker.run(store, job.id)
    made = jobs.find(store, HERE, job.id)
    assert made.plan, made.error
    return made.plan, json.loads(plans.document_of(store, HERE, made.plan))


@pytest.mark.parametrize("made", [(), (MadeScenario("mine"),)], ids=["plain", "with a made scenario"])
def test_every_plan_uses_the_catalogue_and_names_it(store, saved, made):
    names = ("cheapest",) if not made else ()
    _, document = planned(store, saved, Request(scenarios=names, made=made))
    assert document["catalogue"] == {"name": "price list.zip", "sha256": saved.catalogue.sha256}
    assert saved.catalogue.sha256 == hashlib.sha256(join_offers([CHEAP]).content).hexdigest()
    assert document["scenarios"][0]["cost"]["total"] == "100.00"


def test_an_inventory_with_another_catalogue_is_saved_beside_it(store, saved):
    without = inventories.with_catalogue(store, HERE, saved, None)
    assert (without.catalogue, without.made_from, without.name) == (None, saved.id, saved.name)
    assert inventories.with_catalogue(store, HERE, without, join_offers([CHEAP])) == saved
    assert inventories.files_of(store, HERE, saved.id).catalogue == join_offers([CHEAP])
    assert inventories.files_of(store, HERE, without.id).catalogue is None
    assert {one.id for one in inventories.every(store, HERE)} == {saved.id, without.id}
    inventories.remove(store, HERE, saved.id)
    with store.reading() as session:
        assert session.query(CatalogueContentRow).count() == 0


def test_two_files_of_one_name_are_told_apart(store):
    saved = inventories.save(store, HERE, "a.xlsx", workbook(tills()), catalogue=Upload("a.xlsx", b"x"))
    assert saved.catalogue.name == "offers of a.xlsx"
    with pytest.raises(UsageError, match="give another one"):
        inventories.rename(store, HERE, saved.id, "offers of a.xlsx")
    assert inventories.find(store, HERE, saved.id) == saved


def test_an_empty_catalogue_is_refused(store):
    with pytest.raises(UsageError, match="empty"):
        inventories.save(store, HERE, "a.xlsx", b"x", catalogue=Upload("b.xlsx", b""))
    assert inventories.every(store, HERE) == []


def test_a_problem_of_the_catalogue_is_corrected_in_the_catalogue(store, saved):
    bad = Upload(CHEAP.name, CHEAP.content.replace(b",20\n", b",2O\n"))
    broken = inventories.with_catalogue(store, HERE, saved, join_offers([bad]))
    (problem,) = checking.check(store, HERE, broken).errors
    assert (problem["sheet"], problem["cell"], problem["in_catalogue"]) == ("Offers", "G2", True)
    book = openpyxl.load_workbook(io.BytesIO(editing.marked(store, HERE, broken)))
    assert book["Problems"]["B2"].value == "Offers (price list.zip/Offers.csv)"
    better = editing.save_corrected(store, HERE, broken, [Correction("Offers", "G2", "20", in_catalogue=True)])
    assert (better.name, better.sha256) == (broken.name, broken.sha256)
    assert better.catalogue is not None
    assert better.catalogue.name == "price list, changed.xlsx"
    assert checking.check(store, HERE, better).found.offers == 3


def test_offers_kept_apart_are_changed_by_hand_beside_the_others(store, saved):
    listed = [(sheet.name, sheet.in_catalogue) for sheet in editing.sheets(store, HERE, saved)]
    assert listed == [("Offers", False), ("Offers", True), ("Headcount", False), ("Policy", False)]


def test_cells_are_listed_and_corrected_beside_the_offers_kept_apart(store, saved):
    listed = editing.sheets(store, HERE, saved)
    assert [sheet.name for sheet in listed] == ["Offers", "Offers", "Headcount", "Policy"]
    better = editing.save_corrected(store, HERE, saved, [Correction("Offers", "G3", 10.0)])
    assert (better.made_from, better.catalogue) == (saved.id, saved.catalogue)
    (offers, *_) = by_hand.sheets(inventories.files_of(store, HERE, better.id))
    assert offers.cells[1][6] == "10"
    with pytest.raises(UsageError, match="There is no cell Offers!ZZ9"):
        editing.save_corrected(store, HERE, saved, [Correction("Offers", "ZZ9", "x")])


def test_a_changed_inventory_is_planned_as_before_and_compared_with_it(store, saved):
    scenarios.save(store, HERE, saved.case, "people", {"ws_metrics": "user"})
    asked = Request(300.0, ("cheapest",), readings=False)
    before, _ = planned(store, saved, asked)
    changed = editing.save_corrected(store, HERE, saved, [Correction("Offers", "G3", 10.0)])
    request = again.request_again(store, HERE, changed, ("cheapest", "users only"))
    assert request == Request(300.0, ("cheapest",), (MadeScenario("people", {"ws_metrics": "user"}),))
    twice = editing.save_corrected(store, HERE, changed, [Correction("Offers", "G3", 9.0)])
    after, document = planned(store, twice, request)
    assert document["scenarios"][0]["cost"]["total"] == "45.00"
    assert again.plan_before(store, HERE, plans.find(store, HERE, after)).id == before
    assert again.plan_before(store, HERE, plans.find(store, HERE, before)) is None
    found = again.before_change(store, HERE, plans.find(store, HERE, after), "cheapest")
    assert found == (plans.find(store, HERE, before), "cheapest")
    assert again.before_change(store, HERE, plans.find(store, HERE, before), "cheapest") is None


def test_what_was_never_planned_is_planned_whole(store, saved):
    changed = inventories.with_catalogue(store, HERE, saved, None)
    assert again.request_again(store, HERE, changed, ("a", "b")) == Request(scenarios=("a", "b"))


def test_a_colleagues_scenario_is_planned_again_only_where_it_was_planned_before(store, saved):
    scenarios.save(store, HERE, saved.case, "mine", {"ws_metrics": "user"})
    theirs = scenarios.save(store, HERE, saved.case, "theirs", {"ws_metrics": "device"}, owner="colleague")
    changed = inventories.with_catalogue(store, HERE, saved, None)
    assert [one.name for one in again.request_again(store, HERE, changed, ("a",)).made] == ["mine"]
    jobs.ask(store, HERE, saved.id, Request(made=(MadeScenario(theirs.name, theirs.overrides),)))
    assert [one.name for one in again.request_again(store, HERE, changed, ("a",)).made] == ["mine", "theirs"]


def test_a_scenario_with_a_change_is_planned_beside_itself(store, saved):
    asked = Request(300.0, ("cheapest", "users only"), (MadeScenario("mine", {"ws_metrics": "user"}),), readings=True)
    first, _ = planned(store, saved, asked)
    plan = plans.find(store, HERE, first)
    changed = MadeScenario("less", {"budget": "700"}, "users only")
    request = again.request_with(store, HERE, plan, "users only", {"budget": "700"}, "less")
    assert request == Request(300.0, ("users only",), (changed,))
    second, document = planned(store, saved, request)
    assert [(one["name"], one["policy"]["budget"]) for one in document["scenarios"]] == [
        ("users only", None), ("less", "700.00"),
    ]  # fmt: skip
    plan = plans.find(store, HERE, second)
    once_more = again.request_with(store, HERE, plan, "less", {"order_cost": "3"}, "less")
    assert once_more == Request(300.0, (), (changed, MadeScenario("less (2)", {"order_cost": "3"}, "less")))
    _, document = planned(store, saved, once_more)
    assert [(one["name"], one["policy"]["budget"], one["policy"]["order_cost"]) for one in document["scenarios"]] == [
        ("less", "700.00", "0.00"), ("less (2)", "700.00", "3.00"),
    ]  # fmt: skip
    inventories.remove(store, HERE, saved.id)
    with pytest.raises(UsageError, match="not saved any more"):
        again.request_with(store, HERE, plan, "less", {}, "less")

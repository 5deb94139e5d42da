"""A case holds what belongs to one organisation; an address opens what it names or says that it is gone."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import text

from planner.errors import UsageError
from planner.store import addresses, cases, drafts, inventories, jobs, plans, scenarios, taking_in, tombstones
from planner.store.addresses import NotThere, Open
from planner.store.database import Store, migrations, open_store
from planner.store.tombstones import Kind
from planner.workbooks.uploads import Files, Upload
from tests.dashboard.workbooks import GOOD

HERE, ELSEWHERE, ME = "here", "elsewhere", "local"


def planned(store, inventory, name="estate"):
    job = jobs.ask(store, HERE, inventory.id, jobs.Request())
    jobs.take_turn(store, job.id)
    return plans.find(store, HERE, jobs.finish(store, job.id, name, '{"format": "x"}', {}))


@pytest.fixture
def two(store):
    """Two companies: one with two versions, each planned, and one with a single version and no plan."""
    first = inventories.save(store, HERE, "north.xlsx", b"first")
    old = planned(store, first)
    second = inventories.save(store, HERE, "north, changed.xlsx", b"second", made_from=first.id)
    new = planned(store, second)
    south = inventories.save(store, HERE, "south.xlsx", b"third")
    return first, old, second, new, south


def opened(store, asked, before=None, shown=("inventory", "plan")):
    return addresses.look_up(store, HERE, asked, before or {}, shown)


def test_versions_of_an_inventory_are_one_case_and_are_counted(store, two):
    first, _, second, _, south = two
    assert (first.case, first.version, second.version) == (second.case, 1, 2)
    assert south.case != first.case
    inventories.remove(store, HERE, second.id)
    third = inventories.save(store, HERE, "north.xlsx", b"fourth", case=first.case)
    assert third.version == 3
    assert [one.id for one in inventories.every(store, HERE, first.case)] == [third.id, first.id]
    with pytest.raises(UsageError, match="case is not saved here"):
        inventories.save(store, ELSEWHERE, "north.xlsx", b"fifth", case=first.case)


def test_the_same_file_is_saved_once_per_case(store, two):
    first, *_, south = two
    assert inventories.save(store, HERE, "north.xlsx", b"first").id == first.id
    copy = inventories.save(store, HERE, "north.xlsx", b"first", case=south.case)
    assert (copy.case, copy.version) == (south.case, 2)


def test_cases_are_listed_with_what_belongs_to_them(store, two):
    first, *_, south = two
    listed = {one.case.id: one for one in cases.every(store, HERE)}
    assert [(one.case.name, one.versions, one.plans, one.size) for one in cases.every(store, HERE)] == [
        ("south", 1, 0, 5), ("north", 2, 2, 11),
    ]  # fmt: skip
    cases.rename(store, HERE, first.case, "  Northern  Works ")
    assert cases.find(store, HERE, first.case).name == "Northern Works"
    with pytest.raises(UsageError, match="Give the case a name"):
        cases.rename(store, HERE, first.case, " ")
    assert cases.every(store, ELSEWHERE) == []
    assert listed[south.case].case.owner == ME


def test_an_older_plan_opens_its_own_version_and_nothing_of_another_company(store, two):
    """With an older plan open, the other pages showed the newest plan of anybody."""
    first, old, _, _, _ = two
    found = opened(store, {"plan": old.id})
    assert (found.case.id, found.inventory.id, found.plan.id) == (first.case, first.id, old.id)
    # A click in the menu: the address names nothing, what was open stays open.
    assert opened(store, {}, found.ids) == found


def test_another_version_or_case_leaves_what_does_not_belong_to_it(store, two):
    first, old, second, new, south = two
    before = {"case": first.case, "inventory": first.id, "plan": old.id}
    assert opened(store, {"inventory": second.id}, before).plan.id == new.id
    assert opened(store, {"inventory": first.id}, before).plan.id == old.id
    other = opened(store, {"case": south.case}, before)
    assert (other.case.id, other.inventory.id, other.plan) == (south.case, south.id, None)
    assert opened(store, {"case": first.case}, before).plan.id == old.id
    assert opened(store, {"case": first.case}).plan.id == new.id
    assert opened(store, {}).case.id == south.case


def test_what_was_deleted_is_told_and_never_replaced(store, two):
    """A plan deleted in another window gave way to another one, without a word."""
    first, old, second, new, _ = two
    before = opened(store, {"plan": old.id}).ids
    plans.remove(store, HERE, old.id, "me")
    for found in (opened(store, {"plan": old.id}), opened(store, {}, before)):
        assert isinstance(found, NotThere)
        assert (found.kind, found.tombstone.name, found.tombstone.owner) == (Kind.PLAN, "estate", "me")
        assert found.tombstone.at.tzinfo is UTC
    # A page that shows no plan goes on.
    assert opened(store, {}, before, shown=("inventory",)).inventory.id == first.id
    inventories.remove(store, HERE, second.id)
    assert opened(store, {"inventory": second.id}).kind is Kind.INVENTORY
    # A plan outlives its version, and says so by having none.
    assert opened(store, {"plan": new.id}).inventory is None
    unknown = opened(store, {"plan": "0" * 32})
    assert (unknown.kind, unknown.tombstone) == (Kind.PLAN, None)
    assert isinstance(addresses.look_up(store, ELSEWHERE, {"plan": new.id}, {}, ()), NotThere)


def test_a_case_takes_all_of_it_along_and_leaves_a_stone_for_each(store, two):
    first, old, _, _, south = two
    mine = scenarios.save(store, HERE, first.case, "mine", {})
    drafts.keep(store, drafts.Place(HERE, first.case, ME, "form"), {"a": 1})
    cases.remove(store, HERE, first.case)
    assert [one.id for one in inventories.every(store, HERE)] == [south.id]
    assert plans.every(store, HERE) == []
    found = {kind: tombstones.find(store, HERE, one) for kind, one in (
        (Kind.CASE, first.case), (Kind.INVENTORY, first.id), (Kind.PLAN, old.id), (Kind.SCENARIO, mine.id),
    )}  # fmt: skip
    assert {kind: stone.kind for kind, stone in found.items()} == {kind: kind for kind in Kind}
    assert tombstones.find(store, ELSEWHERE, first.case) is None
    assert opened(store, {"case": first.case}).tombstone.name == "north"
    assert drafts.find(store, drafts.Place(HERE, first.case, ME, "form")) is None


def test_of_two_windows_that_save_one_scenario_the_second_is_told(store, two):
    """The last one won, without a word."""
    case = two[0].case
    seen = scenarios.save(store, HERE, case, "mine", {"budget": "900"})
    first = scenarios.save(store, HERE, case, "mine", {"budget": "800"}, changing=seen)
    with pytest.raises(scenarios.ChangedMeanwhileError) as told:
        scenarios.save(store, HERE, case, "mine", {"budget": "700"}, changing=seen)
    assert told.value.saved == first
    assert scenarios.every(store, HERE, case)[0].overrides == {"budget": "800"}
    scenarios.remove(store, HERE, seen.id)
    with pytest.raises(UsageError, match="Save it as a new one"):
        scenarios.save(store, HERE, case, "mine", {}, changing=first)


def test_what_is_typed_is_kept_for_whoever_typed_it(store, two):
    case = two[0].case
    mine, theirs = (drafts.Place(HERE, case, who, "form") for who in ("me", "you"))
    drafts.keep(store, mine, {"budget": "9"})
    drafts.keep(store, mine, {"budget": "90"})
    assert drafts.find(store, mine).content == {"budget": "90"}
    assert drafts.find(store, mine).at <= datetime.now(UTC)
    assert drafts.find(store, theirs) is None
    drafts.discard(store, mine)
    assert drafts.find(store, mine) is None
    with pytest.raises(UsageError, match="case is not saved here"):
        drafts.keep(store, drafts.Place(HERE, "0" * 32, "me", "form"), {"budget": "9"})


def test_of_steps_made_in_several_windows_at_once_none_is_lost(store, two):
    place = drafts.Place(HERE, two[0].case, ME, "mend")
    with ThreadPoolExecutor(4) as windows:
        list(windows.map(lambda number: drafts.add_step(store, place, {"number": number}), range(40)))
    steps = drafts.find(store, place).content["steps"]
    assert sorted(step["number"] for step in steps) == list(range(40))
    drafts.undo_step(store, place)
    assert drafts.find(store, place).content["steps"] == steps[:-1]


def test_a_refused_file_is_told_and_not_kept(store):
    refused = taking_in.take_in(store, HERE, Files(Upload("notes.xlsx", b"just some words")))
    assert [issue["code"] for issue in refused.errors] == ["CAL-004"]
    assert (inventories.every(store, HERE), cases.every(store, HERE)) == ([], [])
    taken = taking_in.take_in(store, HERE, Files(Upload("tills.xlsx", GOOD)))
    assert inventories.every(store, HERE) == [taken]
    catalogue = taking_in.take_catalogue(store, HERE, taken, Upload("prices.xlsx", b"just some words"))
    assert catalogue.errors[0]["in_catalogue"]
    assert inventories.every(store, HERE) == [taken]
    # What is there already is not taken back with a second try.
    assert taking_in.take_in(store, HERE, Files(Upload("tills.xlsx", GOOD))) == taken


def test_a_finished_plan_is_announced_until_somebody_opens_it(store, two):
    _, old, _, new, _ = two
    assert [one.id for one in plans.unopened(store, HERE)] == [new.id, old.id]
    plans.mark_opened(store, HERE, new)
    assert [one.id for one in plans.unopened(store, HERE)] == [old.id]
    assert plans.find(store, HERE, new.id).opened is not None


def insert(connection, table, **values):
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def old_row(connection, table, key, minute, **values):
    made = f"2026-11-22 06:{minute:02}:00"
    insert(connection, table, id=key, workspace=HERE, created=made, **values)


def test_what_was_saved_before_there_were_cases_becomes_cases(fresh_address):
    old = Store(fresh_address)
    with old.writing() as session:
        command.upgrade(migrations(session.connection()), "r0003")
        there = session.connection()
        for key, minute, name, before in (
            ("a1", 1, "north.xlsx", None), ("a2", 2, "north, changed.xlsx", "a1"), ("b1", 3, "south.xlsx", None),
            ("c2", 4, "east, changed.xlsx", "c1"), ("c3", 5, "east, changed.xlsx", "c1"),
        ):  # fmt: skip
            old_row(there, "inventories", key, minute, name=name, sha256="x", size=7, made_from=before)
            old_row(there, "inventory_contents", f"k{key}", minute, inventory=key, content=b"kept")
        for key, minute, inventory, name, rules in (
            ("s1", 6, "a1", "Mine", {"budget": "1"}), ("s2", 7, "a2", "mine", {"budget": "1"}),
            ("s3", 8, "a2", "other", {"budget": "2"}), ("s4", 9, "a1", "other", {"budget": "3"}),
            ("s5", 10, "b1", "mine", {"budget": "4"}),
        ):  # fmt: skip
            old_row(there, "scenarios", key, minute, inventory=inventory, name=name, overrides=json.dumps(rules))
        for key, minute, inventory in (("p1", 11, "a2"), ("p2", 12, None), ("p3", 13, None)):
            old_row(there, "plans", key, minute, inventory=inventory, name="gone", document="{}")
    old.close()

    store = open_store(fresh_address)
    assert {one.case.name: one.versions for one in cases.every(store, HERE)} == {
        "north": 2, "south": 1, "east, changed": 2, "gone": 0,
    }  # fmt: skip
    first, second = inventories.find(store, HERE, "a1"), inventories.find(store, HERE, "a2")
    assert (first.case, first.version, second.version, second.owner) == (second.case, 1, 2, ME)
    assert inventories.content_of(store, HERE, "a1") == b"kept"
    of_north = {one.name: (one.overrides["budget"], one.saves) for one in scenarios.every(store, HERE, first.case)}
    assert of_north == {"mine": ("1", 1), "other": ("3", 1), "other (2)": ("2", 1)}
    assert plans.find(store, HERE, "p1").case == first.case
    assert plans.find(store, HERE, "p2").case == plans.find(store, HERE, "p3").case != first.case
    assert plans.unopened(store, HERE) == []
    assert inventories.save(store, HERE, "north.xlsx", b"new", case=first.case).version == 3
    with store.writing() as session:
        command.downgrade(migrations(session.connection()), "r0003")
        rows = session.connection().exec_driver_sql("SELECT id, inventory FROM scenarios ORDER BY id").all()
        kept = session.connection().exec_driver_sql("SELECT count(*) FROM inventory_contents").scalar()
        command.upgrade(migrations(session.connection()), "head")
    assert {key for key, _ in rows} == {"s2", "s3", "s4", "s5"}
    assert kept == 6
    store.close()


def test_an_address_of_nothing_saved_opens_nothing(store):
    assert opened(store, {}) is None
    assert isinstance(opened(store, {"case": "0" * 32}), NotThere)
    saved = inventories.save(store, HERE, "north.xlsx", b"x")
    assert isinstance(opened(store, {}), Open)
    assert opened(store, {}).ids == {"case": saved.case, "inventory": saved.id}

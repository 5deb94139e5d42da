"""The made-up estates and markets: the same each time, as large as asked for, and good enough to read and plan."""

from __future__ import annotations

from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from benchmarks.estates import SERVERS, SHAPES, make_estate
from benchmarks.families import FAMILIES, instance_of
from benchmarks.files import PLAN_DATE, WRITERS, main, tables_of, write_workbook
from benchmarks.markets import MARKETS, POLICIES, make_market
from planner.domain.estate import ACCESS_KINDS, AccessKind, Estate, Pattern
from planner.domain.inventory import Inventory
from planner.domain.product import METRICS, PRODUCTS, Condition
from planner.domain.scenario import Policy
from planner.ingest import load_inventory
from planner.licensing import rulebook
from tests.builders import plan_of

RDS = ACCESS_KINDS.index(AccessKind.RDS)


def flat(value: Any) -> Any:
    """Every field as a plain value, so that == compares all of it."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    return tuple(map(flat, value)) if isinstance(value, tuple) else value


def same(one: Estate, other: Estate) -> bool:
    return bool(flat(astuple(one)) == flat(astuple(other)))


def read(path: Path) -> Inventory:
    loaded = load_inventory(path, today=PLAN_DATE)
    assert loaded.inventory is not None, loaded.issues
    return loaded.inventory


def policy(name: str, people: int) -> Policy:
    return rulebook.policy(PLAN_DATE, **POLICIES[name](people))


def pairs(estate: Estate) -> set[tuple[int, int]]:
    return set(zip(estate.accesses.user.tolist(), estate.accesses.device.tolist(), strict=True))


def versions_per_component(estate: Estate) -> list[int]:
    """How many servers each component of people and machines reaches, the largest component first."""
    a, people = estate.accesses, len(estate.people.ids)
    size = people + len(estate.machines.ids)
    graph = coo_array((np.ones(len(a)), (a.user, people + a.device)), shape=(size, size))
    _, component = connected_components(graph, directed=False)
    order = np.argsort(-np.bincount(component))
    of_access = component[a.user]
    return [len({SERVERS[s].version for s in set(a.server[of_access == c].tolist())}) for c in order.tolist()]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_shape_size_and_seed_give_the_same_estate(shape):
    assert same(make_estate(150, 3, shape), make_estate(150, 3, shape))
    assert not same(make_estate(150, 3, shape), make_estate(150, 4, shape))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("people", [1, 2, 23, 1000])
def test_an_estate_has_as_many_people_as_asked_for(shape, people):
    estate = make_estate(people, 1, shape)
    assert len(estate.people.ids) + sum(group.users for group in estate.groups) == people
    if len(estate.accesses):
        assert set(estate.accesses.user.tolist()) == set(range(people))


def test_nobody_makes_an_estate_without_people():
    with pytest.raises(ValueError, match="at least one person"):
        make_estate(0, 1)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read_back_as_it_was_and_planned(shape, tmp_path):
    estate, (offers, lots) = make_estate(200, 5, shape), make_market(200, 5)
    WRITERS["parquet"](tables_of(estate, offers, lots, {}), tmp_path / "estate")
    inventory = read(tmp_path / "estate")
    assert same(inventory.estate, estate)
    assert (inventory.offers, inventory.lots) == (offers, lots)
    plan = plan_of(inventory.estate, offers, lots, policy("default", 200))
    assert plan is not None
    assert plan.cost.total > 0


@pytest.mark.parametrize("kind", MARKETS)
def test_every_market_is_the_same_each_time_and_serves_an_estate(kind):
    offers, lots = make_market(200, 5, kind)
    assert (offers, lots) == make_market(200, 5, kind)
    assert (offers, lots) != make_market(200, 6, kind)
    assert plan_of(make_estate(200, 5), offers, lots, policy("default", 200)) is not None


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_can_be_planned_but_the_one_without_money(name):
    plan = plan_of(make_estate(40, 5), *make_market(40, 5), policy(name, 40))
    assert (plan is None) == (name == "no_money")


@pytest.mark.parametrize("form", WRITERS)
def test_every_format_is_read_back_with_its_scenarios(form, tmp_path):
    estate, (offers, lots) = make_estate(2000, 5), make_market(2000, 5, "hundred_offers")
    scenarios = {name: build(2000) for name, build in POLICIES.items()}
    out = tmp_path / f"estate{'.xlsx' if form == 'xlsx' else ''}"
    WRITERS[form](tables_of(estate, offers, lots, scenarios), out)
    inventory = read(out)
    assert same(inventory.estate, estate)
    assert (inventory.offers, inventory.lots) == (offers, lots)
    assert {s.name: s.policy for s in inventory.scenarios} == {name: policy(name, 2000) for name in POLICIES}


def test_a_workbook_goes_on_in_further_sheets_where_one_is_full(tmp_path):
    estate = make_estate(60, 5)
    write_workbook(tables_of(estate, *make_market(60, 5), {}), tmp_path / "estate.xlsx", sheet_rows=100)
    assert same(read(tmp_path / "estate.xlsx").estate, estate)


def test_repeated_rows_change_nothing_but_are_told_of(tmp_path):
    asked = ["--shape", "repeated", "--people", "50", "--seed", "2", "--policy", "default", "--policy", "spare"]
    out = tmp_path / "estate"
    done = CliRunner().invoke(main, [*asked, "--market", "plain", "--format", "csv", "--out", str(out)])
    assert done.exit_code == 0, done.output
    inventory = read(out)
    assert same(inventory.estate, make_estate(50, 2, "repeated"))
    assert [scenario.name for scenario in inventory.scenarios] == ["default", "spare"]
    assert any("repeat" in notice.text for notice in inventory.notices)


def test_files_are_never_written_over_others(tmp_path):
    done = CliRunner().invoke(main, ["--out", str(tmp_path)])
    assert done.exit_code == 2
    assert "there already" in done.output
    assert "parts of one sheet" in CliRunner().invoke(main, ["--out", str(tmp_path / "a.parquet")]).output


def test_a_mixed_estate_has_small_components_of_one_version_and_one_giant():
    found = versions_per_component(make_estate(3000, 5, "mixed"))
    assert found[0] == 4
    assert sum(count > 1 for count in found) < 10  # bits of wards that nobody roams from
    assert sum(count > 1 for count in versions_per_component(make_estate(3000, 5, "versions"))) > 300


def test_the_size_of_a_mixed_estate_is_about_five_accesses_a_person():
    assert 5 < len(make_estate(20_000, 5).accesses) / 20_000 < 5.7


def test_a_hospital_is_one_giant_component():
    estate = make_estate(2000, 5, "hospital")
    a, people = estate.accesses, len(estate.people.ids)
    size = people + len(estate.machines.ids)
    graph = coo_array((np.ones(len(a)), (a.user, people + a.device)), shape=(size, size))
    _, component = connected_components(graph, directed=False)
    assert np.bincount(component[:people]).max() > 0.95 * people


def test_hot_desks_are_shared_by_teams_with_fewer_desks_than_people():
    estate = make_estate(2000, 5, "hot_desks")
    desks_of = np.bincount([user for user, _ in pairs(estate)])
    assert (desks_of.min(), desks_of.max()) == (1, 4)
    assert len(estate.machines.ids) < 0.76 * len(estate.people.ids)


def test_everybody_meets_at_ten_machines():
    assert len(pairs(make_estate(300, 5, "ten_machines"))) == 3000


def test_pairs_of_a_repeated_estate_reach_five_servers_each():
    estate = make_estate(300, 5, "repeated")
    assert len(estate.accesses) == 5 * len(pairs(estate)) == 10 * 300


def test_stars_have_one_hub_each():
    met = np.array(list(pairs(make_estate(2000, 5, "stars"))))
    users, devices = np.bincount(met[:, 0]), np.bincount(met[:, 1])
    assert ((users[met[:, 0]] == 1) | (devices[met[:, 1]] == 1)).all()
    assert users.max() > 20
    assert devices.max() > 50


def test_paths_branch_nowhere():
    estate = make_estate(2000, 5, "paths")
    met = np.array(list(pairs(estate)))
    assert np.bincount(met[:, 0]).max() == np.bincount(met[:, 1]).max() == 2


def test_base_and_remote_needs_of_coupled_teams_differ_in_version():
    accesses = make_estate(500, 5, "coupled").accesses
    versions: dict[tuple[int, int], list[str]] = {}
    for user, device, server in zip(
        accesses.user.tolist(), accesses.device.tolist(), accesses.server.tolist(), strict=True
    ):
        versions.setdefault((user, device), []).append(SERVERS[server].version)
    both = [found for found in versions.values() if len(found) == 2]
    assert len(both) > len(versions) / 2
    assert all(one != other for one, other in both)


def test_layers_can_be_empty_or_nearly_so():
    def share(shape: str) -> float:
        return float(np.mean(make_estate(5000, 5, shape).accesses.kind == RDS))

    assert share("empty_layers") == 0
    assert 0 < share("little_remote") < 0.02 < share("mixed")


def test_shapes_without_pairs_have_no_accesses():
    groups, lists = make_estate(1000, 5, "groups"), make_estate(1000, 5, "two_lists")
    assert {group.pattern for group in groups.groups} == {Pattern.OWN, Pattern.SHARED}
    assert any(group.peripherals for group in groups.groups)
    assert any(0 < group.rds_users < group.users for group in groups.groups)
    assert lists.everybody_everywhere
    assert len(groups.accesses) == len(lists.accesses) == 0


def test_markets_are_as_large_and_as_awkward_as_their_names_say():
    found = {kind: make_market(1000, 5, kind) for kind in MARKETS}
    assert {kind: len(offers) for kind, (offers, _) in found.items()} == {
        "plain": 40,
        "tight": 24,
        "hundred_offers": 100,
        "near_ties": 100,
        "connectors": 26,
    }
    assert all(len(offer.breaks) == 1 for offer in found["plain"][0])
    assert any(lot.is_sellable for lot in found["tight"][1])
    assert any(offer.min_order_packs > 1 for offer in found["hundred_offers"][0])
    used = [offer.stock_packs for offer in found["tight"][0] if offer.condition is Condition.USED]
    assert all(packs is not None and packs <= 100 for packs in used)
    prices = [
        offer.breaks[0].price_minor / offer.pack_size
        for offer in found["near_ties"][0]
        if (offer.product, offer.metric, offer.version) == (PRODUCTS[0], METRICS[0], "2025")
        and offer.vendor != "Vendor A"
    ]
    assert len(prices) > 3
    assert max(prices) < 1.013 * min(prices)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_as_many_people_as_asked_for_and_other_ones_with_another_seed(family):
    estates = [replace(instance_of(family, 90, seed), is_tight=False).inventory().estate for seed in (1, 1, 2)]
    assert all(len(estate.people.ids) == 90 for estate in estates)
    assert same(estates[0], estates[1])
    assert not same(estates[0], estates[2])


def test_families_are_as_awkward_as_their_names_say():
    def member(family):
        return instance_of(family, 600, 1).inventory().estate

    choosing = [server for server in member("deployments").servers if server.rds_mode == "choose"]
    assert len(choosing) == 40
    administrators = member("administration")
    assert np.count_nonzero(administrators.accesses.kind == ACCESS_KINDS.index(AccessKind.ADMIN)) > 300
    assert np.count_nonzero(member("outsiders").relation) == 240
    logins = member("logins, four versions")
    used = np.bincount(logins.accesses.device)
    assert used.max() > 250
    assert np.median(used[used > 0]) < 30
    on_machine = {*zip(logins.accesses.device.tolist(), logins.accesses.server.tolist(), strict=True)}
    assert len(on_machine) == np.count_nonzero(used), "a machine has one version"
    assert len({server for _, server in on_machine}) == 4
    assert versions_per_component(member("hospital, machine versions"))[0] > 1
    assert len(pairs(member("machine pools"))) > 600 * 15


def test_a_tight_budget_is_just_above_the_least_that_purchases_cost():
    instance = instance_of("tight budget", 40, 3)
    (loose,), (tight,) = (replace(instance, is_tight=is_tight).inventory().scenarios for is_tight in (False, True))
    assert loose.policy.budget is None
    estate, market = make_estate(40, 3, "mixed"), make_market(40, 3)
    plan = plan_of(estate, *market, tight.policy)
    assert plan is not None
    assert plan.cost.purchases <= tight.policy.budget
    assert plan_of(estate, *market, replace(tight.policy, budget=tight.policy.budget * 99 // 100)) is None


@pytest.mark.parametrize("kind", MARKETS)
@pytest.mark.parametrize("people", [1, 40, 1_000_000])
def test_one_vendor_can_always_license_everything(kind, people):
    offers, _ = make_market(people, 1, kind)
    without_limit = {
        (offer.product, offer.metric)
        for offer in offers
        if (offer.vendor, offer.version, offer.stock_packs) == ("Vendor A", "2025", None) and offer.metric in METRICS
    }
    assert without_limit == {(product, metric) for product in PRODUCTS for metric in METRICS}
    for offer in offers:
        minima = [step.min_packs for step in offer.breaks]
        assert minima == sorted(set(minima))
        assert all(step.price_minor > 0 for step in offer.breaks)

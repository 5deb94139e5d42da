"""Administration (R10) and external people (R9, R46) together with R7, R37, R38, R60 and the outputs for an audit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.estate import NONE, RELATIONS, Infrastructure
from planner.domain.inventory import Inventory, SourceFile
from planner.licensing import (
    as_counted,
    assumptions,
    count_basis,
    external_in_lists,
    find_market,
    find_owned,
    find_requirements,
    implied_accesses,
    other_readings,
    review,
)
from planner.licensing.rules.r09_external_people import is_external
from planner.licensing.view import View
from planner.optimise import Limits, Prepared, audit, make_plan, solve_scenario
from tests.builders import bought, estate, lot, offer, plan_of, plan_with_waivers, policy, server
from tests.unit.licensing.test_stand_ins import standing

CAL = offer("U", 40, runs="2025")
OLD = offer("O", 60, "ws_external_connector", "host", "2019")
EC = offer("EC", 100, "ws_external_connector", "host", "2025")
FILES = server("files", "2019", host="h")
DIRECTORY = server("dc", "2025", host="d", infrastructure=(Infrastructure.DIRECTORY,))
GUESTS = {f"g{i}": "external" for i in range(9)}
POTENTIAL = policy(count_basis="potential_access")


def reaching(names, kind="standard", machine=None):
    return [(name, machine, "files", kind) for name in names]


# -- infrastructure (R7) -------------------------------------------------------------------------------------


def test_what_external_people_reach_besides_belongs_to_its_own_host():
    guests = estate((), [FILES, DIRECTORY], reaching(GUESTS), relations=GUESTS)
    found = find_requirements(View(guests, policy()))
    assert [(each.host, each.version) for each in found.connectors] == [("d", 5), ("h", 3)]
    assert bought(plan_of(guests, (CAL, OLD, EC))) == {"O": 1, "EC": 1}
    uncounted = policy(count_infrastructure_access=False)
    assert bought(plan_of(guests, (CAL, OLD, EC), rules=uncounted)) == {"O": 1}
    together = estate((), [FILES, replace(DIRECTORY, host="h")], reaching(GUESTS), relations=GUESTS)
    assert bought(plan_of(together, (CAL, OLD, EC))) == {"EC": 1}


def test_public_pages_and_administration_of_external_people_bring_nothing():
    for kind in ("web_public", "admin"):
        guests = estate((), [FILES, DIRECTORY], reaching(GUESTS, kind), relations=GUESTS)
        assert all(each.host == "h" for each in find_requirements(View(guests, policy())).connectors)


def test_whom_administration_frees_signs_in_for_nothing():
    admins = estate((), [FILES, DIRECTORY], reaching(("ann", "bob", "cem"), "admin"))
    assert bought(plan_of(admins, (CAL,))) == {"U": 1}
    assert find_requirements(View(admins, policy())).version.tolist() == [3, 3, 3]
    (notice,) = implied_accesses(View(admins, policy()))
    assert "accesses they come with: 0" in notice.text


# -- stand-ins (R38) -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stand_in", "absent", "packs"),
    [("external", "external", {"EC": 1}), ("employee", "external", {"U": 1}), ("external", "employee", {"U": 1})],
)
def test_people_who_use_the_same_licences_are_external_together(stand_in, absent, packs):
    relations = {"ann": absent, "bob": stand_in}
    needs = estate((), [FILES], reaching(relations), relations=relations)
    cheap = offer("EC", 10, "ws_external_connector", "host", "2025")
    assert bought(plan_of(standing(needs, bob="ann"), (CAL, cheap))) == packs


def test_a_stand_in_is_freed_as_the_absent_person():
    admins = estate((), [FILES], reaching(("ann", "bob", "cem"), "admin"))
    assert bought(plan_of(admins, (CAL,))) == {"U": 1}
    assert bought(plan_of(standing(admins, cem="ann"), (CAL,))) == {}


# -- licences that may not move yet (R37) ----------------------------------------------------------------------


def test_an_administrator_keeps_a_licence_that_may_not_move():
    admins = estate((), [FILES], reaching(("ann", "bob", "cem"), "admin"))
    lots = [lot("L", 1, runs="2019", assigned_to="ann", last_reassigned=date(2026, 11, 1), resale_minor=5)]
    rules = policy()
    owned = find_owned(lots, View(admins, rules))
    requirements = find_requirements(View(admins, rules), owned.recent)
    assert sorted(requirements.waiver.tolist()) == [NONE, 0, 0, 0]
    market = find_market([CAL], owned.lots, requirements, rules)
    outcome = solve_scenario(Prepared.of(requirements, rules), market, rules, Limits())
    assert outcome.choice is not None
    left = requirements.settled(outcome.choice.waived)
    plan = make_plan(left, market, rules, outcome.choice, outcome.bound_minor or 0, 0)
    assert audit(plan, requirements, market, rules, 0) == []
    assert (bought(plan), plan.register.holder.tolist()) == ({}, ["ann"])


# -- potential access (R60) --------------------------------------------------------------------------------------


def test_where_everybody_may_reach_everything_nothing_is_waived():
    mixed = [*reaching(GUESTS, machine="pc"), *reaching(("ann", "bob"), "admin", "pc"), ("ann", None, "files", "admin")]
    inventory = estate((), [FILES], mixed, relations=GUESTS)
    actual, potential = find_requirements(View(inventory, policy())), find_requirements(View(inventory, POTENTIAL))
    assert (len(actual.connectors), len(actual.administrations)) == (1, 1)
    assert (potential.waivers, potential.connectors, potential.administrations) == ((), (), ())
    assert bought(plan_of(inventory, (CAL, EC, offer("D", 30, metric="device", runs="2025")), rules=POTENTIAL)) == {
        "D": 1, "U": 1,
    }  # fmt: skip
    (basis,) = count_basis(View(inventory, POTENTIAL))
    assert "rule R10 frees nobody (accesses of kind admin: 3)" in basis.text
    (external,) = external_in_lists(as_counted(View(inventory, POTENTIAL)))
    assert "because everybody counts as reaching everything (people: 9)" in external.text
    for rules, told in ((policy(), True), (POTENTIAL, False)):
        texts = " ".join(assumptions(as_counted(View(inventory, rules))))
        assert ("may administer" in texts, "An External Connector licenses" in texts) == (told, told)


# -- outputs for an audit ----------------------------------------------------------------------------------------


def test_the_checklist_says_what_the_plan_did():
    accesses = [*reaching(GUESTS), *reaching(("ann", "bob", "cem"), "admin")]
    inventory = estate((), [FILES], accesses, relations=GUESTS)
    inventory = replace(inventory, relations=(("external", len(GUESTS)),))
    found = plan_with_waivers(inventory, [CAL, EC])
    assert found is not None
    plan, requirements, waived = found
    file = review(
        Inventory(SourceFile("e", ""), None, inventory, (CAL, EC), (), (), (), policy()),
        plan,
        policy(),
        requirements,
        waived,
    )
    line = {each.item: each for each in file.checklist}
    assert line["External people"].text == (
        "Accounts by relation to the organisation (external: 9). Blank means employee. External people are licensed by "
        "External Connectors (rule R46) on these hosts: h (base layer)."
    )
    assert line["Administration"].text.startswith(
        "Accesses of kind admin: 3. Freed of the base CAL for administration (rule R10): "
    )
    assert line["Open points"].missing == (
        "whether two may administer all servers together, or each one (policy ws_admin_scope: organisation)",
        "whether an External Connector is for a host or for each server on it (policy external_connector_scope: host)",
    )


def test_other_readings_are_looked_at():
    accesses = [*reaching(GUESTS), ("ann", None, "files", "admin"), ("bob", None, "files", "admin")]
    accesses += [("cem", None, "dc", "admin"), ("con", None, "files", "standard"), ("g1", None, "dc", "standard")]
    relations = GUESTS | {"con": "remote_contractor"}
    servers = [FILES, replace(DIRECTORY, host="h", infrastructure=())]
    inventory = estate((), servers, accesses, relations=relations)
    now = find_requirements(View(inventory, policy()))
    market = find_market([EC, CAL], (), now, policy())
    wanted = {"ws_admin_scope", "remote_contractor_is_internal", "external_connector_scope"}
    seen = set()
    for reading in other_readings(policy()):
        if reading.setting.name in wanted:
            then = find_requirements(View(inventory, policy().having(**{reading.setting.name: reading.value})))
            assert reading.changes(now, then, market, find_market([EC, CAL], (), then, policy()))
            assert not reading.changes(now, find_requirements(View(inventory, policy())), market, market)
            seen.add(reading.setting.name)
    assert seen == wanted
    assert RELATIONS[int(inventory.relation.max())] == "external"
    assert is_external(View(inventory, policy())).sum() == len(GUESTS)

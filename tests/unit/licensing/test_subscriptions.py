"""Whom a subscription frees from the base User CAL, and whom it does not."""

from typing import Any

import numpy as np
import pytest

from planner.domain.estate import RdsMode
from planner.domain.product import PRODUCTS, RDS, WS
from planner.licensing import assumptions, covered_by, find_market, find_requirements, people_covered
from planner.licensing.rulebook import SETTINGS
from planner.licensing.rules.r45_subscriptions import (
    COVERED_BY_SUBSCRIPTION,
    KNOWN_GRANTS,
    NO_CAL,
    OF_SHARED_ACCOUNTS,
    OPEN_SUBSCRIPTIONS,
    UNKNOWN_SUBSCRIPTIONS,
    find_grant,
)
from planner.licensing.view import View
from planner.optimise import Limits, Prepared, audit, solve_scenario
from planner.report.explain import explain
from tests.builders import bought, cheapest_by_direct_model, estate, offer, plan_of, policy, server

FILES, FARM = server("files"), server("farm", rds_deployment="farm")
CALS = [
    offer("wu", 3000), offer("wd", 2000, metric="device"),
    offer("ru", 9000, "rds_cal"), offer("rd", 5000, "rds_cal", "device"),
]  # fmt: skip


def asked(inventory, *, dealt_out: bool = False, **rules: Any) -> set[tuple[str, str, str]]:
    """Return (person, machine, product) of every requirement, with an empty text for a missing end."""
    found = find_requirements(View(inventory, policy(**rules)), dealt_out=dealt_out)
    members = np.split(found.holders.names(), np.cumsum(found.holders.members))
    members[-1] = np.array([""], dtype=object)  # where NONE looks
    asked = set()
    for user, device, product in zip(found.user, found.device, found.product, strict=True):
        asked |= {(u, d, str(PRODUCTS[product])) for u in members[user] for d in members[device]}
    return asked


def texts(inventory, **rules: Any) -> dict[str, str]:
    return {notice.code: notice.text for notice in people_covered(View(inventory, policy(**rules)))}


@pytest.mark.parametrize(
    ("name", "granted_by"),
    [
        ("Microsoft 365 E3", "grants_m365_e3"), ("M365_E3", "grants_m365_e3"), ("m365 e3", "grants_m365_e3"),
        ("MICROSOFT-365 E5", "grants_m365_e5"), ("Enterprise Mobility + Security E3", "grants_ems_e3"),
        ("ems_e5", "grants_ems_e5"), ("M365 F3", "grants_m365_f3"),
        ("Microsoft 365 Business Premium", "grants_m365_business_premium"),
        ("Microsoft 365 E3 EEA (no Teams)", "grants_m365_e3"), ("Microsoft 365 E5 (no Teams)", "grants_m365_e5"),
        ("Microsoft 365 E3 (500 seats min)_HUB", "grants_m365_e3"), ("O365_w/o Teams Bundle_M3", "grants_m365_e3"),
        ("SPE_E3", "grants_m365_e3"), ("SPE_E5_NOPSTNCONF", "grants_m365_e5"), ("SPE_F1", "grants_m365_f3"),
        ("Microsoft 365 E7", "grants_m365_e7"), ("Microsoft 365 A3 for faculty", "grants_m365_a3"),
        ("M365EDU_A5_STUDENT", "grants_m365_a5"), ("EMSPREMIUM", "grants_ems_e5"), ("EMS+E3", "grants_ems_e3"),
        ("SPB", "grants_m365_business_premium"), ("O365_BUSINESS_PREMIUM", "grants_m365_business_standard"),
        ("Office_365_w/o_Teams_Bundle_Business_Premium", "grants_m365_business_premium"),
    ],
)  # fmt: skip
def test_names_are_read_however_they_are_spelled(name, granted_by):
    grant = find_grant(name)
    assert grant is not None
    assert grant.setting.name == granted_by


@pytest.mark.parametrize(
    "name",
    [
        "E3",
        "Office 365 E3",
        "Visio Plan 2",
        "Microsoft 365 E5 Security",
        "Microsoft 365",
        "",
        "Teams",
        "ENTERPRISEPACK",
    ],
)
def test_other_names_are_of_no_plan(name):
    assert find_grant(name) is None


def test_the_table_and_the_policies_name_the_same():
    policies = {spec.name: spec.default for spec in SETTINGS if spec.name.startswith("grants_")}
    assert {grant.setting.name for grant in KNOWN_GRANTS} == set(policies)
    assert not any(policies[grant.setting.name] for grant in KNOWN_GRANTS if grant.is_open)


def test_a_right_covers_the_person_and_nobody_else():
    accesses = [
        ("ann", "pc", "files", "standard"),
        ("bob", "pc", "files", "standard"),
        (None, "tv", "files", "standard"),
    ]
    inventory = estate(servers=[FILES], accesses=accesses, subscriptions={"ann": ("M365 E3",)})
    assert asked(inventory) == {("bob", "pc", "ws_cal"), ("", "tv", "ws_cal")}
    assert asked(inventory, grants_m365_e3=False) == {(p, "pc", "ws_cal") for p in ("ann", "bob")} | {
        ("", "tv", "ws_cal")
    }


def test_a_right_reaches_no_remote_desktop():
    inventory = estate(servers=[FARM], accesses=[("ann", "pc", "farm", "rds")], subscriptions={"ann": ("EMS E3",)})
    assert asked(inventory) == {("ann", "pc", "rds_cal")}


@pytest.mark.parametrize(
    ("peripherals", "needs"), [("covered_if_all_users_licensed", False), ("each_needs_device_cal", True)]
)
def test_a_printer_of_people_with_rights(peripherals, needs):
    """Such a person counts as licensed; a printer that must have a licence of its own keeps it."""
    inventory = estate(
        servers=[FILES], accesses=[("ann", "mfp", "files", "standard")], kinds={"mfp": "printer"},
        subscriptions={"ann": ("M365 E5",)},
    )  # fmt: skip
    assert asked(inventory, peripherals=peripherals) == ({("", "mfp", "ws_cal")} if needs else set())


def test_an_account_for_several_people_means_each_has_its_subscription():
    """Such an account counted for nobody, so that 80 people were planned with CALs that they had."""
    inventory = estate(
        servers=[FILES], accesses=[("till", "pos", "files", "standard")], persons={"till": 2},
        subscriptions={"till": ("M365 E3",)},
    )  # fmt: skip
    assert asked(inventory) == set()
    told = texts(inventory)
    assert set(told) == {COVERED_BY_SUBSCRIPTION.code, OF_SHARED_ACCOUNTS.code}
    assert "(people: 2): Microsoft 365 E3 (people: 2)." in told[COVERED_BY_SUBSCRIPTION.code]
    assert told[OF_SHARED_ACCOUNTS.code] == (
        "Each of the people behind these accounts counts as having its subscription (people: 2): till."
    )
    without = {(f"till/person/{n}", "pos", "ws_cal") for n in (1, 2)}
    assert asked(inventory, grants_m365_e3=False) == without
    assert OF_SHARED_ACCOUNTS.code not in texts(inventory, grants_m365_e3=False)


@pytest.mark.parametrize("dealt_out", [False, True])
@pytest.mark.parametrize("park", [[FILES], [FILES, FARM]])
@pytest.mark.parametrize("had_by", [("bob",), ("ann", "bob", "cid")])
def test_two_lists(park, dealt_out, had_by):
    """People with rights leave the base layer; where nobody else is left, machines and printers need nothing either."""
    people = ("ann", "bob", "cid")
    inventory = estate(
        servers=park, persons=dict.fromkeys(people, 1), kinds={"pc": "laptop", "mfp": "printer"}, two_lists=True,
        subscriptions=dict.fromkeys(had_by, ("M365 E3",)),
    )  # fmt: skip
    rows = asked(inventory, dealt_out=dealt_out)
    assert {user for user, _, product in rows if product == "ws_cal"} == set(people) - set(had_by)
    assert {user for user, _, product in rows if product == "rds_cal"} == (set(people) if FARM in park else set())
    if not rows:
        assert len(find_requirements(View(inventory, policy()), dealt_out=dealt_out).holders) == 0


def test_two_lists_where_both_layers_must_have_the_same_end():
    inventory = estate(
        servers=[FARM], persons={"ann": 1}, kinds={"pc": "laptop"}, two_lists=True, subscriptions={"ann": ("M365 E3",)}
    )
    assert bought(plan_of(inventory, CALS, rules=policy(base_and_rds_same_metric=True))) == {"rd": 1, "wd": 1}


def test_the_same_end_may_be_the_person_with_the_right():
    """At the person's end the right covers the base access; a machine's end needs both Device CALs."""
    inventory = estate(servers=[FARM], accesses=[("ann", "pc", "farm", "rds")], subscriptions={"ann": ("M365 E3",)})
    free, bound = policy(), policy(base_and_rds_same_metric=True)
    assert bought(plan_of(inventory, CALS, rules=free)) == {"rd": 1}
    assert bought(plan_of(inventory, CALS, rules=bound)) == {"rd": 1, "wd": 1}
    assert bought(plan_of(inventory, [*CALS[:2], offer("ru", 6000, "rds_cal"), CALS[3]], rules=bound)) == {"ru": 1}
    assert cheapest_by_direct_model(inventory, CALS, rules=bound) == 7000


def test_the_audit_knows_the_right_at_the_persons_end_only():
    inventory = estate(servers=[FARM], accesses=[("ann", "pc", "farm", "rds")], subscriptions={"ann": ("M365 E3",)})
    bound = policy(base_and_rds_same_metric=True)
    requirements = find_requirements(View(inventory, bound))
    market = find_market(CALS, (), requirements, bound)
    by_person, by_machine = (
        plan_of(inventory, CALS, rules=policy(rds_metrics=metric)) for metric in ("user", "device")
    )
    assert audit(by_person, requirements, market, bound, 0) == []
    assert audit(by_machine, requirements, market, bound, 0) == ["1 requirements are not covered"]


@pytest.mark.parametrize("mode", ["user", "device", "choose"])
def test_the_same_end_in_a_bound_deployment(mode):
    farm = server("farm", rds_deployment="farm", rds_mode=RdsMode(mode))
    inventory = estate(servers=[farm], accesses=[("ann", "pc", "farm", "rds")], subscriptions={"ann": ("M365 E3",)})
    plan = plan_of(inventory, CALS, rules=policy(base_and_rds_same_metric=True))
    assert bought(plan) == ({"ru": 1} if mode == "user" else {"rd": 1, "wd": 1})


def test_base_offers_are_not_wanted_where_no_base_access_counts():
    """They were, for the machine of somebody with a right to a base layer that nothing asks for."""
    farm = server("farm", rds_deployment="farm", licensing="payg")
    inventory = estate(servers=[farm], accesses=[("ann", "pc", "farm", "rds")], subscriptions={"ann": ("M365 E3",)})
    rules = policy(base_and_rds_same_metric=True)
    market = find_market(CALS, (), find_requirements(View(inventory, rules)), rules)
    assert {offer.offer_id for offer in market.offers} == {"ru", "rd"}


def test_a_right_is_no_licence_of_the_plan():
    """It counts where policy allows Device CALs only, is not mixed with them, and needs no spare."""
    accesses = [("ann", None, "files", "standard"), ("bob", "pc", "files", "standard")]
    inventory = estate(servers=[FILES], accesses=accesses, subscriptions={"ann": ("M365 E3",)})
    rules = policy(ws_metrics="device", ws_mixing_cost=700)
    assert bought(plan_of(inventory, CALS, rules=rules)) == {"wd": 1}
    assert plan_of(inventory, CALS, rules=rules).cost.mixing == 0
    assert plan_of(inventory, CALS, rules=policy(ws_metrics="device", grants_m365_e3=False)) is None


def test_notices_say_whom_subscriptions_cover():
    accesses = [(p, "pc", "files", "standard") for p in ("ann", "bob", "cid", "dan")]
    had = {
        "ann": ("M365 E3", "EMS E3"),
        "bob": ("m365_e3",),
        "cid": ("Microsoft 365 F3", "Office 365 E3"),
        "dan": ("M365 E5 for robots",),
        "eve": ("M365 E3",),
    }
    inventory = estate(servers=[FILES], accesses=accesses, persons={"eve": 1}, subscriptions=had)
    told = texts(inventory)
    assert told == {
        COVERED_BY_SUBSCRIPTION.code: "Covered by a subscription, so that no base User CAL is needed (people: 2): "
        "Microsoft 365 E3 (people: 2), Enterprise Mobility + Security E3 (people: 1). Remote Desktop CALs are needed "
        "all the same.",
        OPEN_SUBSCRIPTIONS.code: "No source read says whether these subscriptions include the base User CAL, so they "
        "count as if they did not: Microsoft 365 F3 (people: 1). If your agreement says they do, answer yes to "
        "grants_m365_f3.",
        NO_CAL.code: "These subscriptions include no CAL, so whoever has them needs one: Office 365 E3 (people: 1).",
        UNKNOWN_SUBSCRIPTIONS.code: "Subscriptions that are not recognised are not counted: M365 E5 for robots. Write "
        "them as Microsoft 365 E5, Enterprise Mobility + Security E5, if they are one of these.",
    }
    assert set(texts(inventory, grants_m365_f3=True)) == {COVERED_BY_SUBSCRIPTION.code, UNKNOWN_SUBSCRIPTIONS.code}
    nothing_granted = texts(inventory, grants_m365_e3=False, grants_ems_e3=False)
    assert set(nothing_granted) == {OPEN_SUBSCRIPTIONS.code, NO_CAL.code, UNKNOWN_SUBSCRIPTIONS.code}
    assert any("subscription" in text for text in assumptions(View(inventory, policy())))
    assert not any(
        "subscription" in text for text in assumptions(View(estate(servers=[FILES], accesses=accesses), policy()))
    )


def test_the_register_says_why_no_base_cal_stands_beside_a_remote_desktop_one():
    accesses = [(p, m, "farm", "rds") for p in ("ann", "bob") for m in ("pc1", "pc2", "pc3", "pc4")]
    inventory = estate(servers=[FARM], accesses=accesses, subscriptions={"ann": ("M365 E3",)})
    requirements = find_requirements(View(inventory, policy()))
    market = find_market(CALS, (), requirements, policy())
    choice = solve_scenario(Prepared.of(requirements, policy()), market, policy(), Limits()).choice
    assert choice is not None
    register = explain(plan_of(inventory, CALS), requirements, choice.held, market, policy()).register
    said = dict(zip(zip(register.holder, register.product.tolist(), strict=True), register.reason, strict=True))
    assert set(said) == {("ann", RDS), ("bob", RDS), ("bob", WS)}
    covered = "The base layer is covered by the person's subscription."
    assert [row for row, reason in said.items() if covered in reason] == [("ann", RDS)]


def test_who_is_covered_by_what():
    accesses = [(p, "pc", "files", "standard") for p in ("ann", "bob")]
    inventory = estate(servers=[FILES], accesses=accesses, subscriptions={"ann": ("m365_e3", "EMS E3", "M365 F1")})
    found = covered_by(View(inventory, policy()), "ann")
    assert found == "covered by the subscription Enterprise Mobility + Security E3 and Microsoft 365 E3"
    assert [covered_by(View(inventory, policy()), person) for person in ("bob", "zoe")] == ["", ""]
    none = policy(grants_m365_e3=False, grants_ems_e3=False)
    assert covered_by(View(inventory, none), "ann") == ""

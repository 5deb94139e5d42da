# ruff: noqa: E501 (messages stand here as people read them)
from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from planner.domain.evidence import R55_ITEMS
from planner.domain.scenario import AHEAD, BUILT_IN, BUILT_IN_OVER_TIME
from planner.licensing.rulebook import SETTING_BY_NAME
from tests.unit.ingest.good_tables import GOOD, TODAY, changed, errors, good, load, notices

UPGRADES = SETTING_BY_NAME["server_upgrades"]
GRANTS = {"grants_m365_e3", "grants_m365_f3", "grants_m365_a5", "grants_ems_e3", "grants_ems_e5"}


def policy(*rows: tuple[object, object], scenarios: bool = True):
    sheets = changed(drop=() if scenarios else ("Scenarios",))
    sheets["Policy"] = [["name", "value"], ["plan_date", "2026-01-01"], ["fx_usd", 0.915], *map(list, rows)]
    return sheets


def test_policy_over_defaults_and_scenarios_over_policy_in_row_order():
    sheets = policy(
        ("Max vendors", 3),
        ("allow-used", "nein"),
        ("spare share", "5 %"),
        ("budget", "1.000,50"),
        ("excluded_vendors", "Vendor A; Vendor B"),
        ("min_version", "2012 R2"),
        ("server_upgrades", 2025),
    )
    sheets["Scenarios"] = [
        ["scenario", "budget", "Allow Used", "plan_date"],
        ["z", None, None, None],
        ["a", "none", 1, date(2027, 1, 1)],
    ]
    z, a = good(load(sheets)).scenarios
    assert (z.name, a.name) == ("z", "a")
    assert (z.policy.max_vendors, z.policy.allow_used, z.policy.spare_share) == (3, False, Fraction(1, 20))
    assert (z.policy.budget, z.policy.excluded_vendors) == (100050, ("Vendor A", "Vendor B"))
    assert (z.policy.min_version, z.policy[UPGRADES], z.policy.plan_date) == ("2012", "2025", date(2026, 1, 1))
    assert (a.policy.budget, a.policy.allow_used, a.policy.plan_date) == (None, True, date(2027, 1, 1))
    assert z.policy.rates == {"USD": Fraction(183, 200)}


def test_without_scenarios_the_built_in_ones_stand_on_policy():
    inventory = good(load(policy(("ws_metrics", "single"), ("use_owned", "no"), scenarios=False)))
    assert [scenario.name for scenario in inventory.scenarios] == [name for name, _ in (*BUILT_IN, AHEAD)]
    assert [scenario.is_on_demand for scenario in inventory.scenarios] == [*[False] * len(BUILT_IN), True]
    assert inventory.scenarios[-1].policy.horizon_months == 36
    assert [scenario.policy.ws_metrics for scenario in inventory.scenarios[:4]] == [
        "single",
        "single",
        "user",
        "device",
    ]
    assert not any(scenario.policy.use_owned for scenario in inventory.scenarios)


def test_where_policy_looks_ahead_more_scenarios_are_built_in():
    inventory = good(load(policy(("horizon_months", 12), ("server_upgrades", "2022"), scenarios=False)))
    by_name = {scenario.name: scenario.policy for scenario in inventory.scenarios}
    assert list(by_name) == [name for name, _ in (*BUILT_IN, *BUILT_IN_OVER_TIME)]
    assert {one.horizon_months for one in by_name.values()} == {12}
    upgrades = [(by_name[name][UPGRADES], by_name[name].upgrades_later_months) for name, _ in BUILT_IN_OVER_TIME]
    assert upgrades == [("as_planned", 0), ("none", 0), ("2025", 0), ("as_planned", 12)]


def test_without_a_plan_date_it_is_today_with_a_notice():
    loaded = load(changed(drop=("Policy",)) | {"Offers": GOOD["Offers"][:2]})
    assert {scenario.policy.plan_date for scenario in good(loaded).scenarios} == {TODAY}
    assert notices(loaded) == [
        "No plan_date is given; the plan is made for today, 2026-03-01. Give plan_date in sheet Policy to get the same plan "
        "on any day. [CAL-503]"
    ]


def test_unknown_policies_name_the_closest():
    assert errors(load(policy(("max_vendor", 3)))) == [
        'Policy!A4, column "name": No policy is called "max_vendor". Closest is "max_vendors". Correct the name, or remove '
        "it; all policies are listed in the description of the data format. [CAL-401]"
    ]
    assert errors(load(changed(("Scenarios", "D1", "colour"), ("Scenarios", "D2", "red")))) == [
        'Scenarios!D1, column "colour": No policy is called "colour". Correct the name, or remove it; all policies are '
        "listed in the description of the data format. [CAL-401]"
    ]


def test_a_policy_stands_once():
    assert errors(load(policy(("budget", 1), ("Budget", 2)))) == [
        'Policy!A5, column "name": The policy "budget" stands here again; first at Policy!A4. Keep one of the two rows. '
        "[CAL-402]"
    ]


def test_the_baseline_is_a_scenario():
    assert errors(load(policy(("baseline", "Base")))) == [
        'Policy!B4, column "value": No scenario is called "Base". Closest is "base". Give the name of a scenario, exactly as '
        "it is written there. [CAL-403]"
    ]
    assert errors(load(policy(("baseline", "users only"), scenarios=False))) == []


def test_currency_and_rates_stand_in_policy_only():
    assert errors(load(changed(("Scenarios", "B1", "currency"), ("Scenarios", "C1", "fx_usd")))) == [
        'Scenarios!B1, column "currency": "currency" holds for all scenarios alike. Move it to sheet Policy. [CAL-404]',
        'Scenarios!C1, column "fx_usd": "fx_usd" holds for all scenarios alike. Move it to sheet Policy. [CAL-404]',
    ]


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("country", "none", None), ("country", "de", "DE"), ("country", "UK", "GB"), ("country", "EEA", "EEA"),
        ("min_proof_score", "1;3;4;5;6;7", R55_ITEMS), ("min_proof_score", "none", ()),
        ("min_proof_score", "Paid; first invoice", ("first_invoice", "paid")), ("allow_used_oem", "yes", True),
        ("missing_evidence", "exclude", "exclude"),
    ],
)  # fmt: skip
def test_policies_on_used_licences(name, written, value):
    loaded = load(policy((name, written)))
    assert errors(loaded) == []
    assert {scenario.policy[SETTING_BY_NAME[name]] for scenario in loaded.inventory.scenarios} == {value}


def test_a_country_and_items_of_proof_that_nobody_knows():
    assert errors(load(policy(("country", "Germany"), ("min_proof_score", "1; chain")))) == [
        'Policy!B4, column "value": "Germany" is not known here. Type the two letters of a country, e.g. DE, or one of EU, '
        "EEA. [CAL-115]",
        'Policy!B5, column "value": "chain" is not known here. Type one of agreement, first_invoice, transfers, end_of_use, '
        "first_sale, paid, reseller_invoice, credential, or their numbers 1 to 8; several separated by a semicolon; or "
        "complete, or none. [CAL-115]",
    ]


def test_policies_not_built_yet_are_accepted_at_their_default():
    assert errors(load(policy(("oem_cal_sa_90d", "no"), ("horizon_months", 36)))) == []
    assert errors(load(policy(("oem_cal_sa_90d", "yes")))) == [
        'Policy!B4, column "value": The policy "oem_cal_sa_90d" is known, but this version of the program can only plan with '
        "its default, no. Leave the cell blank or give the default. [CAL-405]",
    ]
    assert [text[-9:] for text in errors(load(changed(("Scenarios", "B1", "discount_rate"))))] == ["[CAL-109]"]


def test_what_subscriptions_grant():
    """The family may be left out, and "ask" means the default where no source says anything."""
    loaded = load(
        policy(("grants_e3", "no"), ("Grants M365 F3", "yes"), ("grants_m365_a5", "ask"), ("grants_ems_e5", "no"))
    )
    assert errors(loaded) == []
    for scenario in loaded.inventory.scenarios:
        granted = {name for name in GRANTS if scenario.policy[SETTING_BY_NAME[name]]}
        assert granted == {"grants_m365_f3", "grants_ems_e3"}
    assert [text[-9:] for text in errors(load(policy(("grants_visio", "yes"))))] == ["[CAL-401]"]
    assert [text[-9:] for text in errors(load(policy(("grants_e3", "ask"))))] == ["[CAL-114]"]


def test_currencies_have_two_decimals():
    assert errors(load(policy(("currency", "JPY")))) == [
        'Policy!B4, column "value": Amounts in JPY do not have two decimals. Plan in a currency with two decimals, and give '
        "the rates of the others. [CAL-406]"
    ]
    assert errors(load(policy(("currency", "Euro")))) == [
        'Policy!B4, column "value": "Euro" is not a currency code. Type the three letters of the currency, e.g. EUR. [CAL-303]'
    ]


def test_the_plans_own_currency_has_no_rate():
    assert errors(load(policy(("currency", "usd")))) == [
        'Policy!B3, column "value": USD is the plan\'s own currency, whose rate is 1. Delete the row, or correct the '
        "currency. [CAL-407]"
    ]


def test_exclusions_name_something():
    assert errors(load(policy(("excluded_vendors", "Vendor A; Vendor C"), ("excluded_offers", "X")))) == [
        'Policy!B4, column "value": No offer has the vendor "Vendor C". Closest is "Vendor A". Correct the name, or remove '
        "it from the list. [CAL-408]",
        'Policy!B5, column "value": No offer has the id "X". Correct the name, or remove it from the list. [CAL-408]',
    ]


def test_names_with_commas_between_them_are_recognised():
    assert errors(load(policy(("excluded_vendors", "Vendor A, Vendor B")))) == [
        'Policy!B4, column "value": No offer has the vendor "Vendor A, Vendor B". Several names are separated by ; and not by '
        "a comma: Vendor A; Vendor B. Correct the name, or remove it from the list. [CAL-408]"
    ]


def test_no_exclusions_may_be_said():
    sheets = policy(("excluded_vendors", "Vendor A"), ("excluded_offers", "-"))
    sheets["Scenarios"] = [["scenario", "excluded_vendors"], ["without", None], ["with", "none"]]
    without, all_of_them = good(load(sheets)).scenarios
    assert (without.policy.excluded_vendors, without.policy.excluded_offers) == (("Vendor A",), ())
    assert all_of_them.policy.excluded_vendors == ()


def test_a_value_beside_its_column():
    sheets = policy(("max_vendors", None), ("order_cost", None), ("budget", 9))
    sheets["Policy"] = [[*row, None, None] for row in sheets["Policy"]]
    sheets["Policy"][3][2], sheets["Policy"][5][2] = 3, "a remark"
    loaded = load(sheets)
    assert errors(loaded) == []
    assert [text for text in notices(loaded) if "CAL-522" in text] == [
        'Policy!C4: The policy "max_vendors" has no value and keeps its default: 3 stands outside the column "value". Move it '
        'into the column "value". [CAL-522]'
    ]


def test_a_currency_beside_an_amount_is_the_plans():
    assert good(load(policy(("budget", "5 000,00 €")))).scenarios[0].policy.budget == 500_000
    sheets = policy(("order_cost", "$12"))
    sheets["Scenarios"] = [["scenario", "budget"], ["a", "USD 5"], ["b", "5 EUR"]]
    assert (
        errors(load(sheets))
        == [
            'Scenarios!B2, column "budget": "USD 5" names another currency than the amount is in, EUR. Type the amount in EUR. '
            "[CAL-308]",
            'Policy!B4, column "value": "$12" names another currency than the amount is in, EUR. Type the amount in EUR. [CAL-308]',
        ][::-1]
    )


def test_bad_values_of_policies():
    assert errors(
        load(
            policy(
                ("max_used_share", 1.5),
                ("discount_rate", -2),
                ("fx_gbp", 0),
                ("ws_metrics", "users"),
                ("budget", "1,234"),
            )
        )
    ) == [
        'Policy!B4, column "value": 1.5 does not lie between 0 and 1. Type a share from 0 to 1, e.g. 0.25 for 25 %. [CAL-108]',
        'Policy!B5, column "value": -2 is no sensible yearly rate. Type a rate such as 0.03 for 3 % a year. [CAL-109]',
        'Policy!B6, column "value": 0 is no rate of exchange. Type a rate above 0, e.g. 0.92. [CAL-109]',
        'Policy!B7, column "value": "users" is not known here. Closest is "user". Type one of any, user, device, single. '
        "[CAL-115]",
        'Policy!B8, column "value": "1,234" can mean 1234 or 1.234. Type 1234 or 1.23. [CAL-104]',
    ]


def test_scenario_names_are_unique():
    assert errors(load(changed(("Scenarios", "A3", "base")))) == [
        'Scenarios!A3, column "scenario": "base" stands here again; first at Scenarios!A2. Keep one of the two rows, or '
        "correct the id. [CAL-202]"
    ]
    assert [text[-9:] for text in errors(load(changed(("Scenarios", "A1", "scenaro"))))] == ["[CAL-045]"]

# ruff: noqa: E501 (messages stand here as people read them)
"""Columns and policies of planning over time: how they are read, and every error they can have."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from planner.domain.estate import ALWAYS
from tests.unit.ingest.good_tables import changed, errors, good, load, notices

HEADER = ["server_id", "version", "upgrade_to", "upgrade_on", "upgrade_choice", "upgrade_from", "upgrade_until", "upgrade_together", "keep_cost", "keep_cost_months", "keep_cost_from", "upgrade_cost"]  # fmt: skip


def servers(*rows):
    sheets = changed()
    sheets["Servers"] = [
        HEADER,
        *([*row, *[None] * (len(HEADER) - len(row))] for row in rows),
        ["rd1", "2019", *[None] * 10],
    ]
    return load(sheets)


def test_a_choice_of_an_upgrade_is_read_with_its_days_and_costs():
    loaded = servers(["fs", 2016, 2025, None, "yes", "2027-01-01", "2028-01-01", "farm", "600", 6, "2027-01-13", 800])
    one = good(loaded).estate.servers[0]
    assert (one.upgrade_choice, one.upgrade_to, one.upgrade_on, one.upgrade_cost_minor) == (True, "2025", None, 80000)
    assert (one.upgrade_from, one.upgrade_until, one.upgrade_together) == (date(2027, 1, 1), date(2028, 1, 1), "farm")
    assert (one.keep_cost_minor, one.keep_cost_months, one.keep_cost_from) == (60000, 6, date(2027, 1, 13))
    plain = good(servers(["fs", 2016])).estate.servers[0]
    assert (plain.upgrade_choice, plain.upgrade_together, plain.keep_cost_months, plain.keep_cost_from) == (
        False,
        "",
        12,
        None,
    )


def test_what_is_wrong_with_choices_is_told_at_once():
    loaded = servers(
        ["fs", 2016, None, None, "yes"],
        ["a", 2016, 2025, "2027-01-01", "yes", "2028-01-01", "2027-12-31"],
        ["b", 2016, 2025, None, "yes", None, "2028-01-01", "farm"],
        ["c", 2016, 2025, None, "yes", "2027-01-01", None, "farm"],
        ["d", 2016, None, None, None, "2027-01-01", None, "farm"],
    )
    assert errors(loaded) == [
        'Servers!C2, column "upgrade_to": upgrade_choice leaves an upgrade to the plan, but upgrade_to does not say to which version. Give upgrade_to, or leave upgrade_choice blank. [CAL-260]',
        'Servers!D3, column "upgrade_on": The upgrade has a day here, but upgrade_choice leaves its day to the plan. Leave upgrade_on blank (upgrade_from and upgrade_until bound the choice), or upgrade_choice. [CAL-261]',
        'Servers!G3, column "upgrade_until": upgrade_until (2027-12-31) is before upgrade_from (2028-01-01), so there is no day to choose. Correct one of the two days. [CAL-262]',
        'Servers!F5, column "upgrade_from": Servers of "farm" are upgraded on the same day, but upgrade_from is 2027-01-01 here and blank in Servers!F4. Give all servers that share upgrade_together the same upgrade_from and upgrade_until. [CAL-263]',
        'Servers!G5, column "upgrade_until": Servers of "farm" are upgraded on the same day, but upgrade_until is blank here and 2028-01-01 in Servers!G4. Give all servers that share upgrade_together the same upgrade_from and upgrade_until. [CAL-263]',
    ]
    assert [text for text in notices(loaded) if "CAL-527" in text] == [
        'Servers!F6, column "upgrade_from": upgrade_from is given for "d", but upgrade_choice is not yes, so it does not count. Type yes in upgrade_choice if the plan is to decide, or delete the cell. [CAL-527]',
        'Servers!H6, column "upgrade_together": upgrade_together is given for "d", but upgrade_choice is not yes, so it does not count. Type yes in upgrade_choice if the plan is to decide, or delete the cell. [CAL-527]',
    ]


def test_people_and_machines_come_and_go_the_longest_of_their_accounts():
    sheets = changed()
    sheets["Users"] = [
        ["user_id", "person_id", "active", "starts", "ends"],
        ["anna", None, None, "2026-05-01", None],
        ["till1", None, None, None, "2026-02-01"],
        ["adm-bert", "P2", "no", "2020-01-01", None],
        ["bert", "P2", None, "2026-03-01", "2026-09-01"],
        ["bert2", "P2", None, "2026-02-01", "2026-04-01"],
        ["idle", None, "no", None, None],
        ["odd", None, None, "2026-04-01", "2026-04-01"],
    ]
    loaded = load(sheets)
    people = good(loaded).estate.people
    day = lambda text: date.fromisoformat(text).toordinal()  # noqa: E731
    assert dict(zip(people.ids.tolist(), zip(people.presence.starts.tolist(), people.presence.ends.tolist(), strict=True), strict=True)) == {
        "P2": (day("2026-02-01"), day("2026-09-01")),
        "anna": (day("2026-05-01"), ALWAYS[1]),
        "idle": (ALWAYS[1], ALWAYS[0]),
        "odd": (day("2026-04-01"), day("2026-04-01")),
        "till1": (ALWAYS[0], day("2026-02-01")),
    }  # fmt: skip
    assert [text for text in notices(loaded) if "CAL-212" in text] == [
        'Users!E8, column "ends": ends (2026-04-01) is the same day as starts (2026-04-01), so this never counts. Correct one of the two days if that is not meant. [CAL-212]'
    ]


def test_only_who_is_there_on_a_day_has_accesses():
    sheets = changed()
    sheets["Users"] = [
        ["user_id", "starts", "ends"],
        ["anna", "2026-05-01", None],
        ["till1", None, "2026-06-01"],
        ["bert", None, None],
    ]
    sheets["Devices"] = [["device_id", "starts", "ends"], ["KSK-009", "2026-05-20", None], ["PC-1", None, None]]
    estate = good(load(sheets)).estate
    assert len(estate.accesses) == 4
    on = lambda text: estate.on(date.fromisoformat(text))  # noqa: E731
    assert [int(on(day).people.active.sum()) for day in ("2026-04-30", "2026-05-01", "2026-06-01")] == [2, 3, 2]
    assert [len(on(day).accesses) for day in ("2026-04-30", "2026-05-01", "2026-05-20", "2026-06-01")] == [1, 2, 4, 3]
    always = good(load(changed())).estate
    assert always.on(date(2026, 1, 1)) is always


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("horizon_months", 120, 120),
        ("discount_rate", "10 %", Fraction(1, 10)),
        ("price_change_new", "-0.05", Fraction(-1, 20)),
        ("period_step", "quarter", "quarter"),
        ("end_value", 0.9, Fraction(9, 10)),
        ("subscription_end", "pro rata", "pro_rata"),
    ],
)
def test_policies_of_a_horizon_are_read(name, value, read):
    sheets = changed()
    sheets["Policy"] = [*sheets["Policy"], [name, value]]
    assert getattr(good(load(sheets)).scenarios[0].policy, name) == read


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("horizon_months", 121, 'The policy "horizon_months" is at most 120. Type at most 120. [CAL-410]'),
        ("end_value", 0.91, 'The policy "end_value" is at most 0.9. Type at most 0.9. [CAL-410]'),
    ],
)
def test_a_policy_may_be_too_large(name, value, text):
    sheets = changed()
    sheets["Policy"] = [*sheets["Policy"], [name, value]]
    assert errors(load(sheets)) == [f'Policy!B5, column "value": {text}']

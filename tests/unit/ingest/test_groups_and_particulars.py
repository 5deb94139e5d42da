"""Columns that say what groups reach, who is external, and what people and machines are called."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.domain.estate import NONE, Relation
from tests.unit.ingest.good_tables import GOOD, changed, good, load, only

HEAD = ["group", "users", "devices", "pattern", "server_version"]


def with_groups(more, *rows, drop=()):
    """Return the good sheets with a Headcount of these further columns and rows."""
    return {name: rows_ for name, rows_ in GOOD.items() if name not in drop} | {
        "Headcount": [HEAD + more, *[["night", 30, 10, "shared", *row] for row in rows]]
    }


def test_groups_name_their_servers_in_lists():
    columns = ["servers", "rds_servers", "rds_deployment", "joins_directory", "relation", "subscriptions",
               "peripherals", "peripheral_rds", "weekly_hours", "on_site_daily"]  # fmt: skip
    row = [None, "rd2; fs;rd2", "*", "farm", "no", "external", "M365 E5;M365 E3", 7, 3, "37,5", "no"]
    (group,) = good(load(with_groups(columns, row))).estate.groups
    assert group.server_version is None
    assert (group.servers, group.rds_servers, group.rds_deployment) == (("fs", "rd2"), ("*",), "farm")
    assert (group.joins_directory, group.relation) == (False, Relation.EXTERNAL)
    assert group.subscriptions == ("M365 E3", "M365 E5")
    assert (group.peripherals, group.peripheral_rds, group.rds_users) == (7, 3, 30)
    assert (group.weekly_hours, group.on_site_daily) == (37.5, False)


def test_what_a_group_does_not_say():
    (group,) = good(load(GOOD)).estate.groups
    assert (group.servers, group.rds_servers, group.rds_deployment, group.subscriptions) == ((), (), "", ())
    assert (group.joins_directory, group.relation, group.peripheral_rds) == (True, Relation.EMPLOYEE, 0)
    assert (group.weekly_hours, group.on_site_daily) == (None, None)


def test_every_server_beside_names_is_every_server():
    (group,) = good(load(with_groups(["servers"], ["2022", "fs; *"]))).estate.groups
    assert group.servers == ("*",)


def test_a_number_names_a_server():
    sheets = with_groups(["servers"], [None, 1001.0]) | {
        "Servers": [*GOOD["Servers"], ["1001", "2022", None, None, None, None, None]]
    }
    assert good(load(sheets)).estate.groups[0].servers == ("1001",)


def test_the_column_of_versions_may_be_missing_where_servers_are_named():
    sheets = {name: rows for name, rows in GOOD.items() if name != "Headcount"} | {
        "Headcount": [["group", "users", "devices", "pattern", "servers"], ["night", 30, 10, "shared", "fs"]]
    }
    (group,) = good(load(sheets)).estate.groups
    assert (group.server_version, group.servers) == (None, ("fs",))


def test_a_group_that_names_neither_version_nor_servers():
    sheets = {"Headcount": [[*HEAD, "servers"], ["a", 1, 1, "own", None, "fs"], ["b", 1, 1, "own", None, None]]}
    issue = only(load({name: rows for name, rows in GOOD.items() if name != "Headcount"} | sheets))
    assert (issue.code, issue.location.cell) == ("CAL-101", "E3")
    assert issue.remedy == 'Type a version, or fill the column "servers".'


@pytest.mark.parametrize(
    ("columns", "row", "code", "text", "remedy"),
    [
        (["servers"], ["2022", "fs;rd3"], "CAL-201", '"rd3" is not in sheet "Servers".',
         'Closest is "rd1" (Servers!A3). Correct the id or add the server.'),
        (["rds_servers"], ["2022", "RD1"], "CAL-201", '"RD1" is not in sheet "Servers".',
         'Closest is "rd1" (Servers!A3). Correct the id or add the server.'),
        (["peripherals", "peripheral_rds"], ["2022", 2, 3], "CAL-214", "3 is more than the 2 peripherals of the group.",
         "Type at most the number in peripherals."),
        (["rds_servers", "rds_users"], ["2022", None, 4], "CAL-210",
         "4 people use Remote Desktop, but there is neither rds_version nor rds_servers.",
         "Give the version of the session hosts in rds_version or name them in rds_servers, or leave rds_users blank."),
        (["rds_servers", "rds_users"], ["2022", "rd1", 31], "CAL-211", "31 is more than the 30 people of the group.",
         "Type at most the number in users, or leave it blank for all of them."),
        (["weekly_hours"], ["2022", 169], "CAL-118", "169 is no number of hours in a week.",
         "Type a number from 0 to 168, e.g. 37.5."),
        (["weekly_hours"], ["2022", "full"], "CAL-103", '"full" is not a number.',
         "Type a number from 0 to 168, e.g. 37.5."),
        (["relation"], ["2022", "guest"], "CAL-115", '"guest" is not known here.',
         "Type one of employee, affiliate, onsite_contractor, remote_contractor, external."),
    ],
)  # fmt: skip
def test_what_groups_say_wrongly(columns, row, code, text, remedy):
    issue = only(load(with_groups(columns, row)))
    assert (issue.code, issue.text, issue.remedy) == (code, text, remedy)


def test_groups_that_name_servers_need_the_list():
    sheets = with_groups(["servers"], [None, "*"], drop=("Servers", "Access", "Users", "Devices", "Owned"))
    issue = only(load(sheets))
    assert (issue.code, issue.location.sheet, issue.location.column) == ("CAL-041", "Headcount", "servers")
    assert issue.text == 'There is no filled sheet "Servers", which the column "servers" needs.'


USERS = ["user_id", "person_id", "active", "weekly_hours", "on_site_daily", "name", "email", "department"]


def people_of(*rows):
    """Return the people of Users with these rows, and one who says nothing."""
    sheets = {name: rows_ for name, rows_ in GOOD.items() if name not in ("Access", "Owned")}
    return good(load(sheets | {"Users": [USERS, *rows, ["zoe", *[None] * 7]]})).estate.people


def test_hours_and_presence_are_joined_over_the_accounts_in_use():
    people = people_of(
        ["a1", "P1", "yes", 12.5, "no", None, None, None],
        ["a2", "P1", "yes", 30.5, None, None, None, None],
        ["a3", "P1", "no", 40, "yes", None, None, None],
        ["b", None, "yes", None, "yes", None, None, None],
    )
    assert people.ids.tolist() == ["P1", "b", "zoe"]
    assert np.array_equal(people.weekly_hours, [30.5, np.nan, np.nan], equal_nan=True)
    assert people.on_site_daily.tolist() == [0, 1, NONE]


def test_particulars_are_those_of_the_first_account_in_use_that_says_them():
    rows = [
        ["c2", "P1", "yes", None, None, "Cora", None, "Sales"],
        ["c1", "P1", "yes", None, None, None, "cora@example.org", "Stores"],
        ["b9", "P1", "no", None, None, "Old name", "old@example.org", "Old"],
        ["d", None, "yes", None, None, "Dan", None, None],
    ]
    everybody = np.arange(3)
    for order in (rows, rows[::-1]):
        known = people_of(*order).particulars
        assert known.name.of(everybody).tolist() == ["Cora", "Dan", ""]
        assert known.email.of(everybody).tolist() == ["cora@example.org", "", ""]
        assert known.department.of(everybody).tolist() == ["Stores", "", ""]
        assert (known.site, known.cost_centre) == (None, None)


def test_particulars_of_machines():
    machines = good(
        load(changed(("Devices", "D1", "cost_centre"), ("Devices", "D2", 4711), ("Devices", "E1", "name"),
                     ("Devices", "E3", "Gate")))
    ).estate.machines  # fmt: skip
    assert machines.ids.tolist() == ["KSK-009", "PC-1"]
    assert machines.particulars.cost_centre.of(np.arange(2)).tolist() == ["4711", ""]
    assert machines.particulars.name.of(np.arange(2)).tolist() == ["", "Gate"]
    assert machines.particulars.email is None


def test_nobody_says_anything():
    people = good(load(GOOD)).estate.people
    assert (people.weekly_hours, people.on_site_daily, people.particulars.name) == (None, None, None)


def test_owned_subscriptions_and_days_of_first_sale():
    sheets = changed(
        ("Owned", "I1", "term_months"), ("Owned", "I2", 36), ("Owned", "J1", "ends_on"), ("Owned", "J2", "2027-05-31"),
        ("Owned", "K1", "first_sold_on"), ("Owned", "K3", date(2018, 4, 30)),
        ("Offers", "N1", "sa"), ("Offers", "N2", "yes"), ("Offers", "O1", "first_sold_on"),
        ("Offers", "O4", "2019-06-01"),
    )  # fmt: skip
    inventory = good(load(sheets))
    first, second = inventory.lots
    assert (first.term_months, first.ends_on, first.evidence.first_sold_on) == (36, date(2027, 5, 31), None)
    assert (second.term_months, second.ends_on, second.evidence.first_sold_on) == (None, None, date(2018, 4, 30))
    new, used = inventory.offers
    assert (new.has_sa, used.has_sa) == (True, False)
    assert (new.evidence.first_sold_on, used.evidence.first_sold_on) == (None, date(2019, 6, 1))


def test_breaks_of_an_offer_agree_on_software_assurance():
    issue = only(load(changed(("Offers", "N1", "sa"), ("Offers", "N2", "no"), ("Offers", "N3", "yes"))))
    assert (issue.code, issue.location.cell) == ("CAL-301", "N3")


def test_a_host_of_the_csp_hoster_programme():
    sheets = changed(("Servers", "H1", "licensing"), ("Servers", "H2", "CSP-Hoster"))
    assert good(load(sheets)).estate.servers[0].licensing == "csp_hoster"


def test_two_letters_are_near_to_nothing():
    """The column `sa` is two letters long: any other two were taken for a slip of it."""
    assert good(load(changed(("Offers", "N1", "Nr"), ("Offers", "N2", 1))))

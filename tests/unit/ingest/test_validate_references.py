# ruff: noqa: E501 (messages stand here as people read them)
"""One thing broken per test: cells that do not fit each other.  Messages are checked in full."""

from __future__ import annotations

from datetime import date

from tests.unit.ingest.good_tables import GOOD, changed, errors, good, load, notices, raw_table


def test_unknown_ids_name_the_closest():
    loaded = load(changed(("Access", "A2", "Anna"), ("Access", "B3", "KSK-09"), ("Access", "C4", "mail")))
    assert errors(loaded) == [
        'Access!A2, column "user_id": "Anna" is not in sheet "Users". Closest is "anna" (Users!A2). Correct the id or add '
        "the account. [CAL-201]",
        'Access!B3, column "device_id": "KSK-09" is not in sheet "Devices". Closest is "KSK-009" (Devices!A2). Correct the '
        "id or add the device. [CAL-201]",
        'Access!C4, column "server_id": "mail" is not in sheet "Servers". Correct the id or add the server. [CAL-201]',
    ]


def test_users_and_devices_need_not_be_listed():
    loaded = load(changed(drop=("Users", "Devices")))
    assert errors(loaded) == []
    assert loaded.inventory.estate.people.ids.tolist() == ["anna", "bert", "till1"]


def test_ids_that_lost_their_zeros_find_them():
    sheets = changed(
        ("Devices", "A2", "00123"), ("Devices", "A3", "124"), ("Access", "B2", 123), ("Access", "B3", "00123")
    )
    sheets["Access"][4][1] = "00123"
    assert errors(load(sheets)) == [
        'Access!B2, column "device_id": "123" is not in sheet "Devices". Closest is "00123" (Devices!A2). Correct the id or '
        "add the device. [CAL-201]"
    ]


def test_ids_that_look_the_same_are_told_so():
    sheets = changed(("Users", "A2", "m\u00fcller"), ("Access", "A2", "mu\u0308ller"), ("Owned", "G3", None))
    assert errors(load(sheets)) == [
        'Access!A2, column "user_id": "mu\u0308ller" is not in sheet "Users". It looks the same as "m\u00fcller" (Users!A2), but '
        "is written with other characters. Correct the id or add the account. [CAL-201]"
    ]


def test_access_without_a_column_for_the_people_of_a_filled_sheet():
    sheets = changed(("Access", "A1", "Who"), ("Access", "F1", "Remark"), ("Access", "B4", "PC-1"))
    loaded = load(sheets)
    assert errors(loaded) == []
    assert [text for text in notices(loaded) if "CAL-520" in text] == [
        'Access: Sheet "Users" is filled, but there is no column "user_id": all accesses count as those of unattended '
        'machines. Rename one of "Who", "Remark" if user_id is meant by it. Add the column if that is not meant. [CAL-520]'
    ]
    without_list = {name: rows for name, rows in sheets.items() if name != "Users"} | {"Owned": GOOD["Owned"][:2]}
    assert not any("CAL-520" in text for text in notices(load(without_list)))


def test_access_without_a_column_for_the_machines_of_a_filled_sheet():
    sheets = changed(("Access", "B1", "Where"), ("Access", "A5", "anna"))
    assert [text for text in notices(load(sheets)) if "CAL-520" in text] == [
        'Access: Sheet "Devices" is filled, but there is no column "device_id": all accesses count as made from any machine. '
        'Rename "Where" if device_id is meant by it. Add the column if that is not meant. [CAL-520]'
    ]


def test_access_without_any_end_is_one_error():
    assert errors(load(changed(("Access", "A1", "Who"), ("Access", "B1", "Where")))) == [
        'Access: There is neither a column "user_id" nor a column "device_id". Rename one of "Who", "Where" if one of the two '
        "is meant by it. Add at least one of them. [CAL-209]"
    ]


def test_hosts_and_deployments_are_free_names():
    loaded = load(changed(("Servers", "C3", "hyper1"), ("Servers", "D2", "farm")))
    assert errors(loaded) == []
    assert {server.deployment for server in loaded.inventory.estate.servers} >= {"farm"}


def test_repeated_ids_are_told_at_the_later_row():
    assert errors(load(changed(("Users", "A3", "anna"), ("Access", "A3", "anna"), ("Users", "C3", None)))) == [
        'Users!A3, column "user_id": "anna" stands here again; first at Users!A2. Keep one of the two rows, or correct the '
        "id. [CAL-202]"
    ]
    assert errors(load(changed(("Owned", "A3", "L1")))) == [
        'Owned!A3, column "owned_id": "L1" stands here again; first at Owned!A2. Keep one of the two rows, or correct the '
        "id. [CAL-202]"
    ]


def test_ids_that_differ_in_case_only():
    assert errors(load(changed(("Devices", "A3", "ksk-009"), ("Access", "B2", "KSK-009")))) == [
        'Devices!A3, column "device_id": "ksk-009" differs only in upper and lower case from "KSK-009" (Devices!A2). Write '
        "the id the same way everywhere, or give the two different ids. [CAL-203]"
    ]
    assert errors(load(changed(("Access", "A3", "ANNA"), ("Owned", "G3", None), drop=("Users",)))) == [
        'Access!A3, column "user_id": "ANNA" differs only in upper and lower case from "anna" (Access!A2). Write the id the '
        "same way everywhere, or give the two different ids. [CAL-203]"
    ]


def test_person_ids_that_differ_in_case_only():
    assert errors(load(changed(("Users", "B5", "p2")))) == [
        'Users!B5, column "person_id": "p2" differs only in upper and lower case from "P2" (Users!B4). Write the id the same '
        "way everywhere, or give the two different ids. [CAL-203]"
    ]
    # An account may be called like its own person, in other letters.
    assert errors(load(changed(("Users", "B2", "ANNA")))) == []


def test_a_shared_account_names_no_person():
    assert errors(load(changed(("Users", "B3", "P9")))) == [
        'Users!C3, column "persons": The account stands for 6 people, but names one in person_id. Leave person_id blank for a '
        "shared account, or set persons to 1. [CAL-204]"
    ]
    assert errors(load(changed(("Users", "B2", "till1")))) == [
        'Users!B2, column "person_id": "till1" is an account that several people share, not one person. Name the person '
        "behind this account, or leave person_id blank. [CAL-206]"
    ]


def test_made_ids_must_not_be_given():
    people = changed(add={"Users": [["till1/person/6"], ["night/user/30"], ["night/user/31"], ["till1/person/7"]]})
    people["Users"] = [row + [None] * (6 - len(row)) for row in people["Users"]]
    machines = changed(add={"Devices": [["night/device/10", None, None], ["night/device/11", None, None]]})
    assert errors(load(people)) == [
        'Users!A6, column "user_id": "till1/person/6" is the name the program itself gives to a member of "till1". Give it '
        "another id. [CAL-205]",
        'Users!A7, column "user_id": "night/user/30" is the name the program itself gives to a member of "night". Give it '
        "another id. [CAL-205]",
    ]
    assert errors(load(machines)) == [
        'Devices!A4, column "device_id": "night/device/10" is the name the program itself gives to a member of "night". Give '
        "it another id. [CAL-205]"
    ]


def test_one_deployment_has_one_mode_where_that_is_strict():
    sheets = changed(("Servers", "E4", "device"))
    assert errors(load(sheets)) == [
        'Servers!E4, column "rds_mode": "rd2" says device, but "rd1" of the same Remote Desktop deployment "rd1" says user. '
        "Give all servers of a deployment the same rds_mode, or set the policy rds_mode_strict to no. [CAL-207]"
    ]
    sheets["Policy"].append(["rds_mode_strict", "no"])
    assert errors(load(sheets)) == []
    assert errors(load(changed(("Servers", "E4", None)))) == []  # a blank one goes with the others


def test_the_servers_that_differ_from_most_are_blamed():
    rows = [[f"rd{number}", 2019, None, "rd1", "user", None, None] for number in range(3, 9)]
    assert errors(load(changed(("Servers", "E3", "device"), add={"Servers": rows}))) == [
        'Servers!E3, column "rds_mode": "rd1" says device, but "rd2", "rd3", "rd4", "rd5", "rd6" and 2 more of the same Remote '
        'Desktop deployment "rd1" say user. Give all servers of a deployment the same rds_mode, or set the policy '
        "rds_mode_strict to no. [CAL-207]"
    ]


def test_a_broker_speaks_for_its_deployment_only_if_it_gives_a_mode():
    silent = changed(("Servers", "D3", None), ("Servers", "E3", None))
    assert errors(load(silent)) == []
    loud = changed(("Servers", "D3", None), ("Servers", "E3", "any"))
    assert [text[-9:] for text in errors(load(loud))] == ["[CAL-207]"]


def test_an_upgrade_has_a_version_and_a_day():
    assert errors(load(changed(("Servers", "F2", 2025)))) == [
        'Servers!G2, column "upgrade_on": upgrade_to is given (2025), but upgrade_on is blank. Give both for a planned '
        "upgrade, or neither. [CAL-208]"
    ]
    assert errors(load(changed(("Servers", "G2", date(2027, 1, 1))))) == [
        'Servers!F2, column "upgrade_to": upgrade_on is given (2027-01-01), but upgrade_to is blank. Give both for a planned '
        "upgrade, or neither. [CAL-208]"
    ]
    # Half an upgrade is not told where the other half could not be read.
    assert [text[-9:] for text in errors(load(changed(("Servers", "F2", 2025), ("Servers", "G2", "soon"))))] == [
        "[CAL-113]"
    ]


def test_an_upgrade_to_an_older_version_is_told():
    def told(version):
        loaded = load(changed(("Servers", "F2", version), ("Servers", "G2", date(2027, 1, 1))))
        assert errors(loaded) == []
        return [str(issue) for issue in loaded.issues if issue.code == "CAL-213"]

    assert told(2019) == [
        'Servers!F2, column "upgrade_to": The server "fs" is to be upgraded to 2019, which is older than the 2022 it runs. The '
        "plan follows that. Correct the version or upgrade_to if that is not meant. [CAL-213]"
    ]
    assert told(2022) == [
        'Servers!F2, column "upgrade_to": The server "fs" is to be upgraded to 2022, the version it runs already. The plan '
        "follows that. Correct the version or upgrade_to if that is not meant. [CAL-213]"
    ]
    assert told(2025) == []


def test_an_access_has_an_end():
    assert errors(load(changed(("Access", "B5", None)))) == [
        'Access!A5, column "user_id": Neither user_id nor device_id is given. Give at least one of them, or delete the row. '
        "[CAL-209]"
    ]


def test_remote_desktop_users_of_a_group():
    assert errors(load(changed(("Headcount", "G2", 5)))) == [
        'Headcount!G2, column "rds_users": 5 people use Remote Desktop, but there is neither rds_version nor '
        "rds_servers. Give the version of the session hosts in rds_version or name them in rds_servers, or leave "
        "rds_users blank. [CAL-210]"
    ]
    assert errors(load(changed(("Headcount", "G2", 31), ("Headcount", "F2", 2022)))) == [
        'Headcount!G2, column "rds_users": 31 is more than the 30 people of the group. Type at most the number in users, or '
        "leave it blank for all of them. [CAL-211]"
    ]
    assert errors(load(changed(("Headcount", "G2", 0)))) == []


def test_days_in_order():
    def told(*changes):
        loaded = load(changed(*changes))
        assert errors(loaded) == []
        return [str(issue) for issue in loaded.issues if issue.code == "CAL-212"]

    dates = ("Headcount", "H2", date(2026, 5, 1)), ("Headcount", "I2", date(2026, 5, 1))
    assert told(*dates) == [
        'Headcount!I2, column "ends": ends (2026-05-01) is the same day as starts (2026-05-01), so this never counts. '
        "Correct one of the two days if that is not meant. [CAL-212]"
    ]
    assert told(("Offers", "L2", "2026-05-02"), ("Offers", "M2", "2026-05-01")) == [
        'Offers!M2, column "valid_until": valid_until (2026-05-01) is before valid_from (2026-05-02), so this never '
        "counts. Correct one of the two days if that is not meant. [CAL-212]"
    ]
    assert told(("Offers", "L2", "2026-05-01"), ("Offers", "M2", "2026-05-01")) == []


def test_rows_of_an_offer_agree():
    assert errors(load(changed(("Offers", "B3", "Vendor B"), ("Offers", "H3", 5), ("Offers", "K3", "EUR")))) == [
        'Offers!B3, column "vendor": The offer "O1" says Vendor B here, but Vendor A in Offers!B2. Rows with one offer_id are '
        "price breaks and differ only in price, min_packs, sku, note and url: correct the cell, or give the row another "
        "offer_id. [CAL-301]",
        'Offers!H3, column "pack_size": The offer "O1" says 5 here, but 1 in Offers!H2. Rows with one offer_id are price '
        "breaks and differ only in price, min_packs, sku, note and url: correct the cell, or give the row another offer_id. "
        "[CAL-301]",
    ]


def test_breaks_differ_in_their_minimum():
    assert errors(load(changed(("Offers", "I3", None)))) == [
        'Offers!I3, column "min_packs": The offer "O1" has two prices from 1 packs on; the first is in Offers!I2. Give each '
        "price break its own min_packs, delete one row, or give it another offer_id. [CAL-302]"
    ]


def test_connectors_are_for_hosts_and_cals_are_not():
    connector = ("Offers", "C4", "RDS External Connector")
    assert errors(load(changed(connector))) == [
        'Offers!D4, column "metric": The licence rds_external_connector is not for a user. Type host, or leave the cell blank, '
        "or correct the product. [CAL-230]"
    ]
    assert errors(load(changed(("Owned", "C2", "host")))) == [
        'Owned!C2, column "metric": The licence ws_cal is not for a host. Type user or device, or correct the product. [CAL-230]'
    ]
    for metric in (None, "Host", "per server"):
        inventory = good(load(changed(connector, ("Offers", "D4", metric))))
        assert [offer.metric for offer in inventory.offers] == ["user", "host"]
    owned = good(
        load(changed(("Owned", "B2", "External Connector"), ("Owned", "C2", None), ("Owned", "G2", "anybody")))
    )
    assert (owned.lots[0].product, owned.lots[0].metric) == ("ws_external_connector", "host")
    assert errors(load(changed(("Offers", "D4", None)))) != []


def test_a_currency_needs_a_rate():
    assert errors(load(changed(("Policy", "A3", "fx_gbp")))) == [
        'Offers!K4, column "currency": The price is in USD, but the plan in EUR, and there is no rate. Add the row fx_usd to '
        "sheet Policy: how many EUR one USD costs. [CAL-304]"
    ]


def test_an_offer_stands_in_one_file_only():
    other = [raw_table("prices", GOOD["Offers"][:2], is_grid=False, file="prices.csv")]
    assert errors(load(GOOD, other)) == [
        'Offers, row 2, column "offer_id": The offer "O1" stands in the inventory too (estate.xlsx, Offers!A2). Delete it '
        "from one of the two files, or give it another id. [CAL-305]"
    ]


def test_a_renewal_of_software_assurance_has_a_later_end():
    def told(renewed: object, until: object) -> list[str]:
        sheets = changed(("Owned", "I1", "sa_renewed_on"), ("Owned", "I2", renewed), ("Owned", "H2", until))
        return errors(load(sheets))

    assert told(date(2026, 3, 1), date(2029, 3, 1)) == told(date(2026, 3, 1), date(2026, 3, 1)) == []
    assert told(date(2026, 3, 1), None) == [
        'Owned!I2, column "sa_renewed_on": Software Assurance is renewed, but there is no day until which it runs. Give its '
        "last day in sa_until, or leave sa_renewed_on blank. [CAL-235]"
    ]
    assert told(date(2026, 3, 1), date(2026, 2, 1)) == [
        'Owned!I2, column "sa_renewed_on": Software Assurance ends on 2026-02-01, before it is renewed on 2026-03-01. '
        "Correct sa_until or sa_renewed_on. [CAL-236]"
    ]


def test_an_assigned_licence_is_one_with_a_known_holder():
    assert errors(load(changed(("Owned", "G2", "anna")))) == [
        'Owned!G2, column "assigned_to": The lot has 20 licences, so it cannot be assigned to one holder. Give the assigned '
        "licence a row of its own with quantity 1. [CAL-306]"
    ]
    assert errors(load(changed(("Owned", "G3", "ana")))) == [
        'Owned!G3, column "assigned_to": No person of the inventory is called "ana". Closest is "anna". Correct the name, or '
        "leave the cell blank. [CAL-307]"
    ]
    for known in ("P2", "night/user/30", "till1/person/6"):
        assert errors(load(changed(("Owned", "G3", known)))) == []


def test_notices_of_what_changes_nothing_yet():
    loaded = load(
        changed(
            ("Access", "D2", "admin"), ("Users", "E2", "external"), ("Users", "F2", "m365_e3; ems_e3"),
            ("Servers", "H1", "workload"), ("Servers", "H2", "hpc"), ("Servers", "I1", "edition"),
            ("Servers", "I2", "essentials"), ("Servers", "I3", "datacenter"), ("Servers", "J1", "licensing"),
            ("Servers", "J2", "payg"), ("Access", "D3", "web_public"), ("Owned", "H2", date(2027, 1, 1)), ("Offers", "I4", 41),
        )
    )  # fmt: skip
    assert errors(loaded) == []
    told = {issue.code: issue.text for issue in loaded.issues}
    assert told == {
        "CAL-519": 'The offer "O2" cannot be bought: 40 packs are in stock, and at least 41 must be ordered.',
    }
    texts = {notice.code: notice.text for notice in loaded.inventory.notices}
    assert texts["CAL-519"] == told["CAL-519"]


def test_essentials_hosts_no_sessions():
    sheets = changed(("Servers", "H1", "edition"), ("Servers", "H3", "essentials"), ("Access", "C2", "rd1"))
    assert errors(load(sheets)) == [
        'Servers!D3, column "rds_deployment": "rd1" is of edition essentials, which cannot host Remote Desktop sessions. '
        "Leave rds_deployment blank, or correct the edition. [CAL-220]",
        'Access!D4, column "kind": "rd1" is of edition essentials, which cannot host Remote Desktop sessions. Correct the '
        "kind of the access, or the edition of the server. [CAL-220]",
    ]
    without = changed(("Servers", "H1", "edition"), ("Servers", "H2", "essentials"))
    assert errors(load(without)) == []


def test_no_device_licence_counts_in_azure():
    modes = (("Servers", "E3", "device"), ("Servers", "E4", "device"))
    sheets = changed(*modes, ("Servers", "H1", "licensing"), ("Servers", "H4", "azure_vm"), ("Servers", "H2", "payg"))
    assert errors(load(sheets)) == [
        'Servers!E4, column "rds_mode": "rd2" is an Azure virtual machine, where Remote Desktop Device CALs never count, but '
        "its deployment has rds_mode device. Set rds_mode to user, any or choose, or correct the column licensing. [CAL-221]"
    ]
    assert errors(load(changed(("Servers", "H1", "licensing"), ("Servers", "H4", "azure_vm")))) == []
    lenient = {**sheets, "Policy": [*sheets["Policy"], ["rds_mode_strict", "no"]]}
    assert errors(load(lenient)) == []


def test_other_notices():
    loaded = load(
        changed(
            ("Users", "D2", "no"), ("Access", "D5", "rds"), ("Servers", "D3", None), ("Servers", "D4", None),
            ("Policy", "A2", "budget"), ("Policy", "B2", 5000),
            add={
                "Access": [[None, "KSK-009", "*", "RDS", None]], "Headcount": [["ghost", 0, 0, "own", 2022] + [None] * 4],
                "Devices": [["spare", None, None]],
            },
        )
    )  # fmt: skip
    assert errors(loaded) == []
    assert notices(loaded) == [
        "Policy: No plan_date is given; the plan is made for today, 2026-03-01. Give plan_date in sheet Policy to get the "
        "same plan on any day. [CAL-503]",
        'Headcount!A3, column "group": The group "ghost" has neither people nor machines and needs nothing. [CAL-508]',
        "Access: Remote Desktop accesses name every server (*), but no server has an rds_deployment: they reach nothing and "
        "need nothing (rows: 2). Fill rds_deployment in sheet Servers. [CAL-516]",
        "Access: Accesses of inactive people or machines are left out (rows: 1). [CAL-504]",
        "Access: Accesses that repeat the user, device, server and kind of an earlier row count once (rows: 1). [CAL-505]",
        "Devices: Active machines without an access need nothing (number: 2). [CAL-507]",
    ]

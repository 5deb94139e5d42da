from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from planner.domain.estate import (
    ACCESS_KINDS,
    DEVICE_KINDS,
    EVERY_SERVER,
    NONE,
    RELATIONS,
    Infrastructure,
    Pattern,
    RdsMode,
)
from planner.domain.evidence import PROOF_ITEMS, Credential, Evidence, ProofItem, Segment
from planner.domain.product import Condition, Metric, Product
from planner.ingest.building.by_name import made_of
from tests.unit.ingest.good_tables import GOOD, changed, good, load, raw_table


def rows_of(inventory):
    """Return the accesses with ids instead of codes."""
    estate = inventory.estate
    a = estate.accesses
    people = [*estate.people.ids, None]
    machines = [*estate.machines.ids, None]
    servers = [*(server.server_id for server in estate.servers), "*"]
    assert NONE == EVERY_SERVER == -1
    return [
        (people[user], machines[device], servers[server], str(ACCESS_KINDS[kind]), bool(manual))
        for user, device, server, kind, manual in zip(a.user, a.device, a.server, a.kind, a.manual, strict=True)
    ]


def test_accesses_are_mapped_and_sorted():
    assert rows_of(good(load(GOOD))) == [
        (None, "KSK-009", "*", "standard", False),
        ("P2", None, "rd1", "rds", False),
        ("anna", "PC-1", "fs", "standard", False),
        ("till1", "KSK-009", "fs", "standard", False),
    ]


def test_accounts_of_one_person_are_joined():
    sheets = changed(
        add={"Access": [["adm-bert", "PC-1", "fs", "admin", "manual"], ["adm-bert", None, "rd1", "rds", None]]}
    )
    inventory = good(load(sheets))
    people = inventory.estate.people
    assert people.ids.tolist() == ["P2", "anna", "till1"]
    assert people.persons.tolist() == [1, 1, 6]
    assert people.active.tolist() == [True, True, True]  # one account of P2 is active
    assert [row for row in rows_of(inventory) if row[0] == "P2"] == [
        ("P2", None, "rd1", "rds", False),
        ("P2", "PC-1", "fs", "admin", True),
    ]


def had_by(inventory):
    """Return (person, subscription) of every subscription that counts."""
    had, people = inventory.estate.subscriptions, inventory.estate.people
    return [(people.ids[p], had.names[n]) for p, n in zip(had.person, had.name, strict=True)]


def test_subscriptions_of_one_person_add_up():
    sheets = changed(
        ("Users", "F2", "M365 E3; EMS E3"), ("Users", "F5", "M365 E3"),
        add={"Users": [["bert-2", "P2", None, "yes", None, "EMS E3;M365 E3"]]},
    )  # fmt: skip
    inventory = good(load(sheets))
    assert had_by(inventory) == [(person, name) for person in ("P2", "anna") for name in ("EMS E3", "M365 E3")]
    assert "CAL-513" not in {notice.code for notice in inventory.notices}
    assert had_by(good(load(GOOD))) == []


def test_subscriptions_of_inactive_accounts_do_not_count_and_those_of_shared_accounts_do():
    inventory = good(load(changed(("Users", "F3", "M365 E3"), ("Users", "F4", "M365 E5"))))
    assert had_by(inventory) == [("till1", "M365 E3")]
    assert [notice.text for notice in inventory.notices if notice.code == "CAL-513"] == [
        "Users: Subscriptions of inactive accounts do not count (number: 1).",
    ]


def test_a_person_is_as_near_as_the_nearest_active_account():
    built = good(
        load(changed(("Users", "E2", "external"), ("Users", "E4", "employee"), ("Users", "E5", "remote_contractor")))
    )
    names = [RELATIONS[code] for code in built.estate.relation]
    assert dict(zip(built.estate.people.ids, names, strict=True)) == {
        "P2": "remote_contractor",
        "anna": "external",
        "till1": "employee",
    }
    assert len(good(load(changed(("Users", "E2", "employee")))).estate.relation) == 0


def test_a_person_may_be_called_like_an_account():
    inventory = good(load(changed(("Users", "B2", "bert"), ("Users", "B4", None), ("Users", "B5", None))))
    assert inventory.estate.people.ids.tolist() == ["adm-bert", "bert", "till1"]
    assert [row[0] for row in rows_of(inventory)] == [None, "bert", "bert", "till1"]


def test_inactive_ends_take_their_accesses_along():
    inventory = good(load(changed(("Devices", "C2", "no"), ("Users", "D5", "no"))))
    assert rows_of(inventory) == [("anna", "PC-1", "fs", "standard", False)]
    assert inventory.estate.people.active.tolist() == [False, True, True]
    texts = {notice.code: notice.text for notice in inventory.notices}
    assert texts["CAL-504"] == "Access: Accesses of inactive people or machines are left out (rows: 3)."
    assert texts["CAL-506"] == "Users: Active people without an access need nothing (number: 1)."


def test_a_direct_access_beside_a_manual_one_is_kept():
    inventory = good(load(changed(add={"Access": [["anna", "PC-1", "fs", "Standard", "manual"]]})))
    assert [row[4] for row in rows_of(inventory) if row[0] == "anna"] == [False, True]
    assert "CAL-505" in {notice.code for notice in inventory.notices}


def test_rows_that_differ_in_the_client_are_one_access():
    """It is one made in a browser if any of its rows is."""
    sheets = changed(
        ("Access", "F1", "client"), ("Access", "F2", "native"), ("Access", "F4", "html5"),
        add={"Access": [["bert", None, "rd1", "rds", None, None], ["anna", "PC-1", "fs", None, "manual", "html5"]]},
    )  # fmt: skip
    inventory = good(load(sheets))
    assert [row[0] for row in rows_of(inventory)] == [None, "P2", "anna", "anna", "till1"]
    html5 = inventory.estate.accesses.html5
    assert html5 is not None
    assert html5.tolist() == [False, True, False, True, False]
    assert good(load(GOOD)).estate.accesses.html5 is None


def test_ids_as_numbers_meet_ids_as_text():
    sheets = changed(
        ("Users", "A2", 1001), ("Access", "A2", "1001"), ("Access", "A3", 1001.0), ("Owned", "G3", "1001.0")
    )
    assert [row[0] for row in rows_of(good(load(sheets)))] == [None, "1001", "1001", "P2"]


def test_machines_have_kinds():
    machines = good(load(changed(("Devices", "B3", "Time Clock")))).estate.machines
    assert machines.ids.tolist() == ["KSK-009", "PC-1"]
    assert [str(DEVICE_KINDS[kind]) for kind in machines.kind] == ["terminal", "time_clock"]


def test_servers_and_their_deployment():
    servers = {server.server_id: server for server in good(load(GOOD)).estate.servers}
    assert list(servers) == ["fs", "rd1", "rd2"]
    assert (servers["rd2"].deployment, servers["rd2"].rds_mode, servers["rd2"].version) == ("rd1", RdsMode.USER, "2019")
    assert (servers["fs"].deployment, servers["fs"].rds_mode, servers["rd1"].host) == ("fs", None, "fs")
    silent = good(load(changed(("Servers", "D3", None), ("Servers", "E3", None)))).estate.servers
    assert [server.rds_mode for server in silent] == [None, RdsMode.USER, RdsMode.USER]


def test_groups():
    (group,) = good(load(changed(("Headcount", "F2", "2019"), ("Headcount", "I2", "2027-01-01")))).estate.groups
    assert (group.name, group.users, group.devices, group.pattern) == ("night", 30, 10, Pattern.SHARED)
    assert (group.rds_version, group.rds_users, group.peripherals) == ("2019", 30, 0)
    assert (group.starts, group.ends) == (None, date(2027, 1, 1))
    (some,) = good(load(changed(("Headcount", "F2", "2019"), ("Headcount", "G2", 4)))).estate.groups
    assert some.rds_users == 4
    assert good(load(GOOD)).estate.groups[0].rds_users == 0


def test_what_a_server_does_for_everybody_and_whose_it_is():
    head, *rows = GOOD["Servers"]
    more = [
        [*head, "infrastructure", "owner"],
        [*rows[0], "dns; DHCP", None],
        [*rows[1], None, " Partner Ltd "],
        rows[2],
    ]
    loaded = load({**GOOD, "Servers": [row + [None] * (9 - len(row)) for row in more]})
    servers = {server.server_id: server for server in good(loaded).estate.servers}
    assert servers["fs"].infrastructure == (Infrastructure.DNS, Infrastructure.DHCP)
    assert (servers["fs"].owner, servers["rd1"].owner) == ("", "Partner Ltd")
    assert (servers["rd2"].infrastructure, servers["rd2"].owner) == ((), "")


def test_machines_without_an_access_may_still_get_an_address():
    spare = {"Devices": [*GOOD["Devices"], ["spare", None, None]]}
    head, first, *rows = GOOD["Servers"]
    with_dhcp = [[*head, "infrastructure"], [*first, "dhcp"], *([*row, None] for row in rows)]

    def told(sheets):
        return [notice.text for notice in good(load(sheets)).notices if notice.code == "CAL-507"]

    words = "Devices: Active machines without an access need nothing"
    assert told({**GOOD, **spare}) == [f"{words} (number: 1)."]
    with_address = told({**GOOD, **spare, "Servers": with_dhcp})
    assert with_address == [f"{words}, but for their addresses from servers with dhcp (number: 1)."]


def test_two_lists_mean_everybody_everywhere():
    inventory = good(load(changed(drop=("Access", "Headcount"))))
    assert inventory.estate.everybody_everywhere
    assert len(inventory.estate.accesses) == 0
    assert not {"CAL-506", "CAL-507"} & {notice.code for notice in inventory.notices}
    assert not good(load(changed(drop=("Access",)))).estate.everybody_everywhere


def test_offers_have_breaks_in_the_plans_currency():
    one, two = good(load(GOOD)).offers
    assert (one.offer_id, one.product, one.metric, one.version) == ("O1", Product.WS_CAL, Metric.USER, "2025")
    assert [(step.min_packs, step.price_minor) for step in one.breaks] == [(1, 4680), (50, 4410)]
    assert (one.condition, one.stock_packs, one.currency) == (Condition.NEW, None, "EUR")
    assert (two.breaks[0].listed_minor, two.breaks[0].price_minor) == (9000, 8235)  # 90.00 USD at 0.915
    assert (two.pack_size, two.stock_packs, two.condition, two.currency) == (5, 40, Condition.USED, "USD")


def test_evidence_of_used_offers():
    titles = ("proof", "install_credential", "first_sale_region", "lot_is_complete", "segment")
    told = ("transfers; 6", "None", "uk", "no", "Non-profit")
    sheets = changed(
        *((("Offers", f"{letter}1", title)) for letter, title in zip("NOPQR", titles, strict=True)),
        *((("Offers", f"{letter}4", text)) for letter, text in zip("NOPQR", told, strict=True)),
    )
    one, two = good(load(sheets)).offers
    assert one.evidence == Evidence()
    assert two.evidence == Evidence(
        (ProofItem.TRANSFERS, ProofItem.PAID), Credential.NO, "GB", lot_is_complete=False, segment=Segment.CHARITY
    )


def test_a_converted_price_is_rounded_half_up_once():
    (offer,) = good(load(changed(("Offers", "G4", 0.1), ("Policy", "B3", "0.85")))).offers[1:]
    assert offer.breaks[0].price_minor == 9  # 8.5 cents


def test_offers_of_the_catalogue_are_joined_and_sorted():
    more = [raw_table("prices", [GOOD["Offers"][0], ["A9", *GOOD["Offers"][1][1:]]], is_grid=False, file="prices.csv")]
    inventory = good(load(GOOD, more))
    assert [offer.offer_id for offer in inventory.offers] == ["A9", "O1", "O2"]
    assert inventory.catalogue is not None


def test_lots():
    first, second = good(load(GOOD)).lots
    assert (first.owned_id, first.version, first.quantity, first.resale_minor) == ("L1", "2019", 20, 850)
    assert first.is_sellable
    assert (second.assigned_to, second.resale_minor, second.condition) == ("anna", 0, Condition.NEW)


def test_evidence_of_owned_lots_is_read_like_that_of_offers():
    titles = ("proof", "install_credential", "first_sale_region", "lot_is_complete", "segment")
    told = ("complete", "yes", "EEA", "yes", "OEM")
    sheets = changed(
        *((("Owned", f"{letter}1", title)) for letter, title in zip("IJKLM", titles, strict=True)),
        *((("Owned", f"{letter}2", text)) for letter, text in zip("IJKLM", told, strict=True)),
    )
    first, second = good(load(sheets)).lots
    assert first.evidence == Evidence(PROOF_ITEMS, Credential.YES, "EEA", lot_is_complete=True, segment=Segment.OEM)
    assert second.evidence == Evidence()


def test_licences_of_the_servers_themselves():
    sheets = changed(
        ("Servers", "H1", "licence_document"), ("Servers", "H2", "INV-1"),
        ("Servers", "I1", "licensed_until"), ("Servers", "I3", "2027-01-31"),
    )  # fmt: skip
    servers = good(load(sheets)).estate.servers
    assert [(one.licence_document, one.licensed_until) for one in servers] == [
        ("INV-1", None), ("", date(2027, 1, 31)), ("", None),
    ]  # fmt: skip


def test_relations_are_counted_as_given():
    sheets = changed(("Users", "E2", "external"), ("Users", "E3", "external"), ("Users", "E4", "employee"))
    assert good(load(sheets)).estate.relations == (("employee", 1), ("external", 2))
    assert good(load(GOOD)).estate.relations == ()
    assert good(load(changed(drop=["Users"], add={}))).estate.relations == ()


def test_the_order_of_rows_changes_nothing():
    rnd = random.Random(7)
    expected = good(load(GOOD))
    for _ in range(5):
        sheets = {name: [rows[0], *rnd.sample(list(rows[1:]), len(rows) - 1)] for name, rows in GOOD.items()}
        sheets["Offers"] = GOOD["Offers"]  # a blank in a later row of an offer means the same as in its first
        sheets["Scenarios"] = GOOD["Scenarios"]
        found = good(load(sheets))
        assert rows_of(found) == rows_of(expected)
        assert found.estate.servers == expected.estate.servers
        assert found.estate.people.ids.tolist() == expected.estate.people.ids.tolist()
        assert (found.lots, found.offers, found.scenarios) == (expected.lots, expected.offers, expected.scenarios)


@dataclass(frozen=True)
class _Thing:
    owned_id: str
    quantity: int = 1
    document: str = "none"
    sa_until: date | None = None
    beside: str = "mine"


def test_columns_go_into_the_fields_that_are_called_like_them():
    """A new column of a sheet needs a field of its name, and no line of what builds the inventory."""
    values = {"owned_id": "L", "quantity": 7, "document": None, "sa_until": date(2027, 1, 2)}
    row = SimpleNamespace(table=SimpleNamespace(sheet=SimpleNamespace(by_name=values)), get=values.get)
    assert made_of(_Thing, row) == _Thing("L", 7, "none", date(2027, 1, 2), "mine")
    assert made_of(_Thing, row, quantity=9, beside="own") == _Thing("L", 9, "none", date(2027, 1, 2), "own")

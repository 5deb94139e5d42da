"""Every comparison of a licensing rule at its edge: the last case that passes beside the first that does not.

Each case is an inventory, and the cost of its plan says which side of the edge it is on.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_plans import Sheets, access, bought, codes, lot, offer, plan, total

SERVERS = [{"server_id": "fs", "version": "2022"}]
U = offer("U", 10)
NO_PLAN = "infeasible"


def needs(*people: str, servers: list[dict[str, object]] = SERVERS, **sheets: Any) -> Sheets:
    """People who use a server from any machine, each of whom needs a User CAL."""
    return {"Servers": servers, "Access": access(*((person, None) for person in people)), "Offers": [U], **sheets}


def server(version: str = "2022", **more: object) -> list[dict[str, object]]:
    return [{"server_id": "fs", "version": version, **more}]


def on_sale(**more: object) -> Sheets:
    return needs("ana", Offers=[offer("U", 10, **more)])


def some_on_sale(*people: str, **more: object) -> Sheets:
    return needs(*people, Offers=[offer("U", 10, **more)])


# 21 November 2026 is the day of every plan; 90 days before it is 23 August.
MOVED = {"assigned_to": "ana", "resale_price": 50}
HOLDERS = server("2022", rd_licence_server="yes", rds_deployment="farm")


def moved(day: str) -> Sheets:
    return needs("ana", Owned=[lot("L", 1, last_reassigned=day, **MOVED)])


def switched(renewed: str, until: str) -> Sheets:
    return needs("ana", "ben", Owned=[lot("L", 2, "device", sa_renewed_on=renewed, sa_until=until)])


def lifted(until: str) -> Sheets:
    return needs(
        "ana", servers=server("2025"), Owned=[lot("L", 1, sa_until=until)], Offers=[offer("U", 10, version="2025")]
    )


def group(**more: object) -> Sheets:
    row = {"group": "g", "users": 3, "devices": 0, "pattern": "shared", "server_version": "2022", **more}
    return {"Headcount": [row],
            "Offers": [U]}  # fmt: skip


def essentials(people: int, machines: int) -> Sheets:
    """So many people of one account at the first machine, and so many machines."""
    pairs = [("all", f"pc{number}") for number in range(machines)]
    return {
        "Users": [{"user_id": "all", "persons": people}],
        "Servers": server(edition="essentials"),
        "Access": access(*pairs),
        "Offers": [offer("U", 10), offer("D", 10, "device")],
    }


def administered(*people: str) -> Sheets:
    return needs(**{"Access": access(*((person, None) for person in people), kind="admin")})


def remote(version: str) -> Sheets:
    rds = offer("R", 7, version=version, product="rds_cal", install_credential="yes")
    return {"Servers": HOLDERS, "Access": access(("ana", None), kind="rds"), "Offers": [U, rds]}


def mixed_offers() -> Sheets:
    return needs("a", "b", "c", "d", Offers=[offer("N", 10), offer("G", 1, condition="used")])


def two_layers() -> Sheets:
    rds = offer("R", 7, product="rds_cal", vendor="Other", install_credential="yes")
    return {"Servers": SERVERS, "Access": access(("ana", None), kind="rds"), "Offers": [U, rds]}


def breaks(people: int) -> Sheets:
    rows = [offer("U", 10), {"offer_id": "U", "price": 6, "min_packs": 3}]
    return needs(*(f"p{number}" for number in range(people)), Offers=rows)


def suite_offer() -> Sheets:
    return needs("ana", servers=server("2025"), Offers=[offer("S", 10, version=None, product="core_cal_suite")])


def first_sold(region: str) -> Sheets:
    return needs("ana", Offers=[offer("G", 4, condition="used", first_sale_region=region), offer("N", 10)])


EDGES: dict[str, tuple[Sheets, dict[str, object], str]] = {
    # R37: for 90 days a licence stays with its holder; then it is sold for 50 and another one bought for 10.
    "moved 90 days ago": (moved("2026-08-23"), {}, "-40.00"),
    "moved 89 days ago": (moved("2026-08-24"), {}, "0.00"),
    "moved on the plan's day": (moved("2026-11-21"), {}, "0.00"),
    # R42: from the day of renewal to the last day of Software Assurance.
    "renewed and ending on the day": (switched("2026-11-21", "2026-11-21"), {}, "0.00"),
    "renewed a day later": (switched("2026-11-22", "2026-11-30"), {}, "20.00"),
    "ended a day earlier": (switched("2026-11-01", "2026-11-20"), {}, "20.00"),
    # R39: 2025 was released on 1 November 2024.
    "assurance until the release": (lifted("2024-11-01"), {}, "0.00"),
    "assurance until the day before": (lifted("2024-10-31"), {}, "10.00"),
    # R43: a new suite counts at the newest version released by the day.
    "suite on the day of release": (suite_offer(), {"plan_date": "2024-11-01"}, "10.00"),
    "suite a day before": (suite_offer(), {"plan_date": "2024-10-31"}, NO_PLAN),
    # Ends of validity of an offer.
    "last day on sale": (on_sale(valid_until="2026-11-21"), {}, "10.00"),
    "a day after the last": (on_sale(valid_until="2026-11-20"), {}, NO_PLAN),
    "first day on sale": (on_sale(valid_from="2026-11-21"), {}, "10.00"),
    "a day before the first": (on_sale(valid_from="2026-11-22"), {}, NO_PLAN),
    "on sale for one day": (on_sale(valid_from="2026-11-21", valid_until="2026-11-21"), {}, "10.00"),
    # Stock, minimum order, price breaks, packs.
    "stock is enough": (some_on_sale("a", "b", stock_packs=2), {}, "20.00"),
    "stock is one short": (some_on_sale("a", "b", stock_packs=1), {}, NO_PLAN),
    "no stock": (some_on_sale("a", stock_packs=0), {}, NO_PLAN),
    "stock is the minimum order": (some_on_sale("a", stock_packs=3, min_packs=3), {}, "30.00"),
    "stock is below the minimum order": (some_on_sale("a", stock_packs=2, min_packs=3), {}, NO_PLAN),
    "a pack is full": (some_on_sale("a", "b", pack_size=2), {}, "10.00"),
    "a pack is one short": (some_on_sale("a", "b", "c", pack_size=2), {}, "20.00"),
    "below a price break": (breaks(1), {}, "10.00"),
    "better at the price break": (breaks(2), {}, "18.00"),
    "at the price break": (breaks(3), {}, "18.00"),
    # R21: a planned upgrade is done from its day on.
    "upgraded on the day": (
        needs("ana", servers=server("2022", upgrade_to="2025", upgrade_on="2026-11-21")), {}, NO_PLAN,
    ),
    "upgraded a day later": (
        needs("ana", servers=server("2022", upgrade_to="2025", upgrade_on="2026-11-22")), {}, "10.00",
    ),
    # R17: a licence opens servers of its own version and older ones.
    "licence of the server's version": (needs("ana", servers=server("2022")), {}, "10.00"),
    "licence older than the server": (needs("ana", servers=server("2025")), {}, NO_PLAN),
    "licence newer than the server": (needs("ana", servers=server("2019")), {}, "10.00"),
    # A group is there from its first day to the day before it is gone.
    "group's first day": (group(starts="2026-11-21"), {}, "30.00"),
    "a day before the group": (group(starts="2026-11-22"), {}, "0.00"),
    "group's last day": (group(ends="2026-11-22"), {}, "30.00"),
    "day the group is gone": (group(ends="2026-11-21"), {}, "0.00"),
    # R15: Essentials admits up to 25 people and 50 machines, without CALs; no CAL lifts that.
    "25 people": (essentials(25, 1), {}, "0.00"),
    "26 people": (essentials(26, 1), {}, NO_PLAN),
    "50 machines": (essentials(1, 50), {}, "0.00"),
    "51 machines": (essentials(1, 51), {}, NO_PLAN),
    "both limits": (essentials(25, 50), {}, "0.00"),
    # Two may administer without a base CAL.
    "two administer": (administered("a", "b"), {}, "0.00"),
    "three administer": (administered("a", "b", "c"), {}, "10.00"),
    # R27: a licence server holds licences of its own version and older ones.
    "licence server's version": (remote("2022"), {}, "17.00"),
    "newer than the licence server": (remote("2025"), {}, NO_PLAN),
    # Policies on buying.
    "oldest version that may be bought": (needs("ana"), {"min_version": "2022"}, "10.00"),
    "too old to be bought": (needs("ana"), {"min_version": "2025"}, NO_PLAN),
    "budget to the cent": (needs("ana", "ben"), {"budget": 20}, "20.00"),
    "a cent short": (needs("ana", "ben"), {"budget": 19.99}, NO_PLAN),
    "share of used: all": (mixed_offers(), {"max_used_share": 1}, "4.00"),
    "share of used: half": (mixed_offers(), {"max_used_share": 0.5}, "22.00"),
    "share of used: below half": (mixed_offers(), {"max_used_share": 0.49}, "31.00"),
    "share of used: a quarter": (mixed_offers(), {"max_used_share": 0.25}, "31.00"),
    "share of used: none": (mixed_offers(), {"max_used_share": 0}, "40.00"),
    "as many vendors as needed": (two_layers(), {"max_vendors": 2}, "17.00"),
    "a vendor too many": (two_layers(), {"max_vendors": 1}, NO_PLAN),
    "spare share of a whole licence": (group(users=4), {"spare_share": 0.25}, "50.00"),
    "a little above a whole licence": (group(users=4), {"spare_share": 0.2501}, "60.00"),
    "no spare share": (group(), {"spare_share": 0}, "30.00"),
    "everything twice": (group(), {"spare_share": 1}, "60.00"),
    # R57: Croatia has been in the EU since 1 July 2013; Britain left its market after 31 December 2020.
    "first sold in a new member": (first_sold("HR"), {"country": "DE", "plan_date": "2013-07-01"}, "4.00"),
    "a day before it joined": (first_sold("HR"), {"country": "DE", "plan_date": "2013-06-30"}, "10.00"),
    "last day of a member": (first_sold("GB"), {"country": "DE", "plan_date": "2020-12-31"}, "4.00"),
    "the day after it left": (first_sold("GB"), {"country": "DE", "plan_date": "2021-01-01"}, "10.00"),
}  # fmt: skip


@pytest.mark.parametrize("edge", EDGES)
def test_edges(edge: str) -> None:
    sheets, rules, expected = EDGES[edge]
    assert total(sheets, **rules) == expected


SUPPORT_ENDED, SUPPORT_ENDS, SHORT_LIFE = "CAL-661", "CAL-662", "CAL-663"


@pytest.mark.parametrize(
    ("day", "months", "told"),
    [
        # Extended support of 2016 ends on 12 January 2027.
        ("2026-01-11", 12, []),
        ("2026-01-12", 12, [SUPPORT_ENDS, SHORT_LIFE]),
        ("2027-01-12", 0, [SUPPORT_ENDS, SHORT_LIFE]),
        ("2027-01-13", 0, [SUPPORT_ENDED, SHORT_LIFE]),
        ("2027-01-11", 0, []),
        # The last day of a shorter month stands for the one it lacks: 31 December and a month is 31 January.
        ("2026-12-31", 1, [SUPPORT_ENDS, SHORT_LIFE]),
    ],
)
def test_the_end_of_support_is_told_from_the_first_day_on(day: str, months: int, told: list[str]) -> None:
    sheets = needs("ana", servers=server("2016"), Offers=[offer("U", 10, version="2016")])
    found = plan(sheets, plan_date=day, support_warning_months=months)
    assert [code for code in codes(found) if code in (SUPPORT_ENDED, SUPPORT_ENDS, SHORT_LIFE)] == told


@pytest.mark.parametrize(
    ("owned", "threshold", "amount"),
    [
        (19, 0.05, "125.00"),  # 1 of 20 is 5 %
        (19, 0.0501, "100.00"),
        (18, 0.05, "250.00"),  # 2 x 100.00 x 1.25
        (18, 0.1001, "200.00"),
        (18, 0.0999, "250.00"),
        (0, 1, "2500.00"),
        (20, 0, "0.00"),
        (19, 0, "125.00"),
    ],
)
def test_a_shortfall_costs_more_from_the_threshold_of_the_contract_on(
    owned: int, threshold: float, amount: str
) -> None:
    sheets = {**group(users=20), "Owned": [lot("L", owned)]}
    risk = plan(sheets, audit_threshold=threshold, list_price_ws_cal=100)["risk"]
    assert (risk["shortfall"], risk["amount"]) == (20 - owned, amount)


@pytest.mark.parametrize(("until", "state"), [("2026-11-21", "in order"), ("2026-11-20", "missing")])
def test_a_server_licence_is_valid_on_its_last_day(until: str, state: str) -> None:
    sheets = needs("ana", servers=server(licensed_until=until, licence_document="S-1"))
    (line,) = [line for line in plan(sheets)["checklist"] if line["item"] == "Server licences"]
    assert line["state"] == state


# -- of two, the right one -----------------------------------------------------------------------------------------


def test_bridges_go_first_to_people_with_that_one_service() -> None:
    """Ana has both services, Ben one: the bridge for Office 365 is Ben's, so that the one for Intune counts for Ana."""
    sheets = needs(
        "ana", "ben",
        Users=[
            {"user_id": "ana", "subscriptions": "Office 365 E1; Intune"},
            {"user_id": "ben", "subscriptions": "Office 365 E1"},
        ],
        Owned=[lot("B1", 1, product="core_cal_bridge_o365"), lot("B2", 1, product="core_cal_bridge_intune")],
    )  # fmt: skip
    assert total(sheets) == "0.00"


@pytest.mark.parametrize(
    ("own", "theirs", "expected"),
    [
        ("", "2019", {"U": 1, "R22": 1}),  # no licence server of ours is known, so nothing limits the version
        ("2022", "2019", {"U": 1, "R22": 1}),
        ("2022", "2025", {"U": 1, "R22": 1}),  # R25 would be cheaper, but could not be installed at home
        ("2025", "2019", {"U": 1, "R25": 1}),
    ],
)
def test_licence_servers_of_another_organisation_hold_none_of_ours(
    own: str, theirs: str, expected: dict[str, int]
) -> None:
    """R4 and R27; the host runs 2022, and R25 is the cheaper licence for it wherever it can be installed."""
    rds = {"product": "rds_cal", "install_credential": "yes"}
    cheap = 5 if own else 9
    sheets = {
        "Servers": [
            {"server_id": "farm", "version": "2022", "rds_deployment": "farm"},
            {"server_id": "theirs", "version": theirs, "rd_licence_server": "yes", "owner": "Partner"},
            *([{"server_id": "ours", "version": own, "rd_licence_server": "yes"}] if own else []),
        ],
        "Access": access(("ana", None), server="farm", kind="rds"),
        "Offers": [U, offer("R22", 8, **rds), offer("R25", cheap, version="2025", **rds)],
    }
    assert bought(plan(sheets)) == expected


def test_servers_of_another_organisation_are_its_own_matter() -> None:
    """R4: nobody asks us for the papers, the mode or the end of support of a partner's servers, nor counts on them."""
    theirs = {"owner": "Partner", "licensed_until": "2020-01-01"}
    sheets = {
        "Servers": [
            {"server_id": "farm", "version": "2022", "rds_deployment": "farm", "rds_mode": "user",
             "licence_document": "S-1"},
            {"server_id": "old", "version": "2012", "rds_deployment": "old", "rd_licence_server": "yes", **theirs},
        ],
        "Access": access(("ana", "pc"), server="farm", kind="rds") + access(("ana", "pc"), server="old", kind="rds"),
        "Offers": [U, offer("R", 7, product="rds_cal", install_credential="yes")],
    }  # fmt: skip
    found = plan(sheets)
    lines = {line["item"]: line for line in found["checklist"]}
    assert lines["Server licences"]["state"] == "in order"
    assert lines["Remote Desktop licence server"]["missing"] == [
        "which server issues the licences (column rd_licence_server of sheet Servers)"
    ]
    assert SUPPORT_ENDED not in codes(found)
    servers = [{**sheets["Servers"][0], "owner": "Partner"}, sheets["Servers"][1]]
    only_theirs = {**sheets, "Servers": servers, "Access": [*sheets["Access"], *access(("ana", None), server="farm")]}
    (line,) = [line for line in plan(only_theirs)["checklist"] if line["item"] == "Server licences"]
    assert (line["state"], line["text"][:34]) == ("not stated", "No servers of your own are listed,")

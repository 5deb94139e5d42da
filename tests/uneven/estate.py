"""One made-up estate in which every figure differs from every other, so that a column swapped in a report shows.

Its plan is small enough to be worked out by hand.  The plan's day is 21 November 2026, and many days and limits lie
exactly at their edge: U-U is on sale until that day and N-D from that day on, Software Assurance of L-SW is renewed and
ends on it, FILES-16 is upgraded on it, L-FREE moved 90 days before it and L-TIE 89.

Who needs a base CAL                                  licensed with
* 12 desk people with two machines each (2022): eli has it with M365 E3, so 11     User CALs, of which ana has L-TIE
* the group field, 8 people with 19 machines of their own (2022)                    User CALs
* mia and ned with two machines each (2019)                                         2 of the 4 User CALs of L-U19
* 7 people of the shift at terminals T-1 to T-3 (2019)                              3 Device CALs U-D
* the account front, 4 people at KIOSK-1 (2022)                                     1 Device CAL N-D
* the group depot, 17 people at 4 machines (2016)                                   4 of the 9 Device CALs of L-D16

That is 19 User CALs of 2022: L-TIE and L-FREE are 2, both licences of L-SW are switched to per user, two packs of
five U-U are all there are (stock 2, told on the first of its rows only), and 5 N-U are just enough for the price
from 5 packs on.  Remote Desktop: the 12 desk people need a User CAL of 2022; L-R has 2, R-UU has 4 left, R-N gives 6.
The 3 of L-BAR (2025) are newer than the own licence server; that of another organisation does not help.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

Table = Sequence[Mapping[str, object]]

DESK = ("ana", "ben", "cem", "dora", "eli", "fay", "gus", "hana", "ivo", "joy", "kim", "lou")
CLERKS = ("mia", "ned")
SHIFT = ("oto", "pia", "quin", "rob", "sue", "tom", "una")
TERMINALS = ("T-1", "T-2", "T-3")
DAY = "2026-11-21"


def _rows(header: str, *lines: str) -> Table:
    """Return rows written as text in columns, which end at bars."""
    names = [name.strip() for name in header.split("|")]
    return [dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines]


def _users() -> Table:
    people = [(user, "Sales", "4711") for user in DESK] + [(user, "Accounts", "4822") for user in CLERKS]
    people += [(user, "Production", "4933") for user in SHIFT] + [("front", "Reception", "5044")]
    people += [("vic", "Sales", "4711")]
    return [
        {
            "user_id": user,
            "name": f"{user.capitalize()} Name",
            "department": department,
            "cost_centre": centre,
            "persons": 4 if user == "front" else "",
            "active": "no" if user == "vic" else "",
            "subscriptions": "M365 E3" if user == "eli" else "",
        }
        for user, department, centre in people
    ]


def machines_of(user: str) -> tuple[str, str]:
    """Return the two machines of somebody at a desk."""
    return f"NB-{user}", f"PC-{user}"


def _devices() -> Table:
    own = [(device, "laptop" if device.startswith("NB") else "") for u in DESK + CLERKS for device in machines_of(u)]
    shared = [(terminal, "terminal") for terminal in TERMINALS] + [("KIOSK-1", "tablet")]
    return [{"device_id": device, "kind": kind} for device, kind in own + shared]


def _access() -> Table:
    rows = [(u, device, "FILES-22", "") for u in DESK for device in machines_of(u)]
    rows += [(u, device, "TS-22", "rds") for u in DESK for device in machines_of(u)]
    rows += [("mia", device, "FILES-16", "") for device in machines_of("mia")]
    rows += [("ned", device, "FILES-19", "") for device in machines_of("ned")]
    rows += [(u, terminal, "FILES-19", "") for u in SHIFT for terminal in TERMINALS]
    rows += [("front", "KIOSK-1", "FILES-22", ""), ("kim", "NB-kim", "PARTNER-TS", "rds"), ("vic", "", "FILES-22", "")]
    return [dict(zip(("user_id", "device_id", "server_id", "kind"), row, strict=True)) for row in rows]


TABLES: Mapping[str, Table] = {
    "Headcount": _rows(
        "group | users | devices | pattern | server_version | department | site | cost_centre",
        "depot |    17 |       4 | shared  | 2016           | Logistics  | Ulm  | 5155",
        "field |     8 |      19 | own     | 2022           | Service    | Bonn | 5266",
    ),
    "Users": _users(),
    "Devices": _devices(),
    "Servers": _rows(
        "server_id | version | host | rds_deployment | rds_mode | rd_licence_server | owner | upgrade_to | "
        "upgrade_on | upgrade_cost | licence_document",
        "FILES-16   | 2016 | HOST-1 |      |     |     |            | 2019 | 2026-11-21 | 77.70  | S-116",
        "FILES-19   | 2019 | HOST-1 |      |     |     |            |      |            |        | S-119",
        "FILES-22   | 2022 | HOST-2 |      |     |     |            |      |            |        | S-122",
        "TS-22      | 2022 | HOST-2 | FARM | any |     |            |      |            |        | S-222",
        "LICENCES   | 2022 | HOST-3 |      |     | yes |            |      |            | 400.00 |",
        "PARTNER-TS | 2025 | HOST-9 | THEM |     | yes | Partner AG |      |            |        |",
    ),
    "Access": _access(),
    "Owned": _rows(
        "owned_id | product | metric | version | quantity | condition | resale_price | transferable | sa_until | "
        "sa_renewed_on | document | acquired_on | assigned_to | last_reassigned",
        "L-BAR  | rds_cal | user   | 2025 | 3 | new  | 9.90 | no  |            |            | D-301 | 2025-03-04 | |",
        "L-D16  | ws_cal  | device | 2016 | 9 | new  | 3.10 | yes |            |            | D-302 | 2017-05-06 | |",
        "L-FREE | ws_cal  | user   | 2022 | 1 | new  |      | yes |            |            | D-303 | 2022-07-08 | "
        "ben | 2026-08-23",
        "L-R    | rds_cal | user   | 2022 | 2 | new  |      | yes |            |            | D-304 | 2022-09-10 | |",
        "L-SW   | ws_cal  | device | 2022 | 2 | new  |      | yes | 2026-11-21 | 2026-11-21 | D-305 | 2023-11-21 | |",
        "L-TIE  | ws_cal  | user   | 2022 | 1 | new  | 8.80 | yes |            |            |       | 2022-12-13 | "
        "ana | 2026-08-24",
        "L-U16  | ws_cal  | user   | 2016 | 7 | used | 2.20 | yes |            |            | D-307 | 2018-01-15 | |",
        "L-U19  | ws_cal  | user   | 2019 | 4 | new  | 5.30 | yes |            |            | D-308 | 2019-02-16 | |",
    ),
    "Offers": _rows(
        "offer_id | vendor | product | metric | version | condition | price | pack_size | min_packs | stock_packs | "
        "currency | term_months | valid_from | valid_until | lead_days | channel | sku | url | note | proof | "
        "install_credential | first_sale_region | lot_is_complete | segment",
        "N-U  | Alpha GmbH | ws_cal | user | 2022 | new | 41.90 | | 1 | | | | | 2027-01-31 | 2 | CSP | A-NU1 | "
        "https://alpha.example/nu1 | one to four | | | | |",
        "N-U  |            |        |      |      |     | 39.70 | | 5 | | | | |            |   |     | A-NU5 | "
        "https://alpha.example/nu5 | five to eight | | | | |",
        "N-U  |            |        |      |      |     | 37.30 | | 9 | | | | |            |   |     | A-NU9 | "
        "https://alpha.example/nu9 | nine or more | | | | |",
        "N-D  | Alpha GmbH | ws_cal | device | 2022 | new | 31.40 | | | 25 | | | 2026-11-21 | 2027-02-28 | 3 | CSP | "
        "A-ND | https://alpha.example/nd | sealed | | | | |",
        "R-N  | Alpha GmbH | rds_cal | user | 2022 | new | 100.00 | | | | USD | | | 2027-03-31 | 5 | OPEN | A-RN | "
        "https://alpha.example/rn | by download | | agreement_number | | |",
        "U-U  | Beta & Söhne | ws_cal | user | 2022 | used | 110.00 | 5 | 1 | 2 | | | | 2026-11-21 | 7 | | B-UU1 | "
        "https://beta.example/uu1 | last one | complete | | DE | yes | commercial",
        "U-U  |              |        |      |      |      | 105.00 | 5 | 2 |   | | | |            |   | | B-UU2 | "
        "https://beta.example/uu2 | last two |          | |    |     |",
        "U-D  | Gamma Ltd | ws_cal | device | 2019 | used | 12.60 | | 2 | 40 | | | | 2027-04-30 | 11 | | G-UD | "
        "https://gamma.example/ud | from a closed plant | | | FR | |",
        "R-UU | Gamma Ltd | rds_cal | user | 2022 | used | 61.20 | | | 4 | | | | 2027-05-31 | 13 | | G-RU | "
        "https://gamma.example/ru | whole lot | complete | clearinghouse_reissue | AT | yes | commercial",
        "X-25   | Alpha GmbH | rds_cal | user | 2025 | new | 99.00 | | | | | | |  | | | X-1 | | | | | | |",
        "X-OLD  | Alpha GmbH | ws_cal  | user | 2022 | new | 1.10 | | | | | | | 2026-11-20 | | | X-2 | | | | | | |",
        "X-SOON | Alpha GmbH | ws_cal  | user | 2022 | new | 1.20 | | | | | | 2026-11-22 | | | | X-3 | | | | | | |",
        "X-OEM  | Gamma Ltd  | ws_cal  | user | 2022 | used | 1.30 | | | | | | | | | | X-4 | | | complete | | DE | yes "
        "| oem",
        "X-SUB  | Gamma Ltd  | ws_cal  | user | 2022 | new | 1.40 | | | | | 12 | | | | | X-5 | | | | | | |",
    ),
    "Policy": _rows(
        "name | value",
        "plan_date | 2026-11-21",
        "fx_usd | 0.985",
        "order_cost | 6.50",
        "ws_mixing_cost | 11.10",
        "rds_mixing_cost | 12.20",
        "country | DE",
        "baseline | new only",
    ),
    "Scenarios": _rows(
        "scenario | allow_used | budget",
        "cheapest    |    |",
        "new only    | no |",
        "to the cent |    | 1313.50",
        "a cent less |    | 1313.49",
        "too little  |    | 1017.99",
    ),
}


def write_folder(folder: Path, tables: Mapping[str, Table] = TABLES) -> Path:
    """Write a .csv file per sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(dict.fromkeys(column for row in rows for column in row)), restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder

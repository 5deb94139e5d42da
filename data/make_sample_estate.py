"""Write the sample estate: a made-up machine builder of some 900 people, the same bytes every time.

Shop floors, branches and the warehouse are given as counts (sheet Headcount), the head office by name
(sheets Users, Devices, Servers and Access).  Nothing here describes a real organisation or person.

    python data/make_sample_estate.py [FOLDER]

Needs the standard library only.  Random numbers come from `random.Random.random` alone, whose sequence for a
given seed is the same in every version of Python; `choice`, `sample` and `shuffle` promise no such thing.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).parent
CATALOGUE = HERE / "catalogue" / "Offers.csv"
SEED = 20261121
PLAN_DATE = date(2026, 11, 21)

T = TypeVar("T")
Table = list[tuple[object, ...]]

# ---------------------------------------------------------------- given as counts

HEADCOUNT_COLUMNS = (
    "group",
    "users",
    "devices",
    "pattern",
    "server_version",
    "rds_version",
    "rds_users",
    "peripherals",
    "department",
    "site",
    "cost_centre",
    "starts",
    "ends",
    "rds_deployment",
)
# Three shifts meet at the same terminals; offices, fitters and branches have machines of their own.
HEADCOUNT: Table = [
    ("machining-chemnitz", 81, 24, "shared", "2019", "2019", "", 3, "Machining", "Chemnitz", "4100", "", ""),
    ("assembly-chemnitz", 66, 21, "shared", "2022", "2022", "", 4, "Assembly", "Chemnitz", "4200", "", ""),
    (
        "sheet-metal-chemnitz",
        42,
        13,
        "shared",
        "2019",
        "",
        "",
        2,
        "Sheet metal and welding",
        "Chemnitz",
        "4300",
        "",
        "",
    ),
    ("paint-shop", 15, 4, "shared", "2016", "", "", 1, "Paint shop", "Chemnitz", "4400", "", ""),
    ("measuring-room", 12, 8, "shared", "2022", "", "", 1, "Quality", "Chemnitz", "4700", "", ""),
    ("apprentice-workshop", 22, 11, "shared", "2019", "", "", 1, "Training", "Chemnitz", "6300", "", ""),
    ("maintenance-chemnitz", 16, 31, "own", "2019", "2019", 7, 0, "Maintenance", "Chemnitz", "4600", "", ""),
    ("work-preparation", 20, 33, "own", "2022", "", "", 2, "Work preparation", "Chemnitz", "4800", "", ""),
    ("plant-planning", 12, 25, "own", "2025", "", "", 1, "Plant planning", "Chemnitz", "4850", "", ""),
    ("gate-and-canteen", 11, 4, "shared", "2016", "", "", 2, "Facility services", "Chemnitz", "6500", "", ""),
    ("machining-plzen", 60, 19, "shared", "2022", "", "", 3, "Machining", "Plzeň", "5100", "", ""),
    ("assembly-plzen", 38, 14, "shared", "2019", "", "", 2, "Assembly", "Plzeň", "5200", "", ""),
    ("dispatch-plzen", 18, 9, "shared", "2019", "2019", 6, 2, "Dispatch", "Plzeň", "5500", "", ""),
    ("offices-plzen", 34, 38, "own", "2022", "2022", "", 3, "Administration", "Plzeň", "5800", "", ""),
    ("production-engineering-plzen", 17, 36, "own", "2025", "2022", 6, 1, "Engineering", "Plzeň", "5850", "", ""),
    ("warehouse-zwickau", 44, 22, "shared", "2019", "2019", "", 5, "Warehouse", "Zwickau", "4500", "", ""),
    ("logistics-planning", 11, 14, "own", "2019", "2019", "", 1, "Logistics", "Zwickau", "4550", "", ""),
    ("sales-brno", 14, 21, "own", "2022", "2022", "", 1, "Sales", "Brno", "7200", "", ""),
    ("fitters-on-site", 26, 37, "own", "2019", "2022", "", 0, "Installation", "Chemnitz", "7600", "", ""),
    ("sales-home-offices", 8, 12, "own", "2022", "2022", "", 0, "Sales", "Wrocław", "7300", "", ""),
    ("relocation-team", 7, 12, "own", "2022", "", "", 0, "Projects", "Zwickau", "8100", "", "2027-04-01"),
    ("machining-line-4", 24, 5, "shared", "2022", "2022", "", 1, "Machining", "Chemnitz", "4150", "2027-04-01", ""),
]
# A session host counts either people or machines, so shift terminals and everybody else have farms of their own.
TERMINAL_FARM, OFFICE_FARM = "TERMINALS", "OFFICES"
GROUP_FARMS = {
    "machining-chemnitz": TERMINAL_FARM,
    "assembly-chemnitz": TERMINAL_FARM,
    "warehouse-zwickau": TERMINAL_FARM,
    "machining-line-4": TERMINAL_FARM,
    "maintenance-chemnitz": OFFICE_FARM,
    "dispatch-plzen": OFFICE_FARM,
    "offices-plzen": OFFICE_FARM,
    "production-engineering-plzen": OFFICE_FARM,
    "logistics-planning": OFFICE_FARM,
    "sales-brno": OFFICE_FARM,
    "fitters-on-site": OFFICE_FARM,
    "sales-home-offices": OFFICE_FARM,
}

# ---------------------------------------------------------------- servers

SERVER_COLUMNS = (
    "server_id",
    "version",
    "host",
    "rds_deployment",
    "rds_mode",
    "upgrade_to",
    "upgrade_on",
    "upgrade_cost",
    "licence_document",
    "upgrade_choice",
    "upgrade_until",
    "keep_cost",
)
FARM, DESK_FARM = "SRV-RDCB01", "SRV-RDSH11"
SERVERS: Table = [
    ("SRV-HV01", "2022", "", "", "", "", "", ""),  # virtual machine host, Chemnitz
    ("SRV-HV02", "2022", "", "", "", "", "", ""),  # virtual machine host, Chemnitz
    ("SRV-DC01", "2019", "SRV-HV01", "", "", "2025", "2027-06-01", "1100.00"),  # domain controller
    ("SRV-DC02", "2019", "SRV-HV02", "", "", "2025", "2027-06-01", "1100.00"),  # domain controller
    ("SRV-FILE01", "2019", "SRV-HV01", "", "", "", "", ""),  # files, all departments
    ("SRV-FILE02", "2022", "SRV-HV02", "", "", "", "", ""),  # files, commercial departments
    ("SRV-PRINT01", "2016", "SRV-HV01", "", "", "2022", "2027-03-01", "850.00"),  # printing
    ("SRV-TIME01", "2016", "SRV-HV02", "", "", "2022", "", ""),  # time recording; its vendor upgrades it for nothing
    ("SRV-MAIL01", "2019", "SRV-HV01", "", "", "", "", ""),  # mail and calendars
    ("SRV-ERP01", "2022", "SRV-HV02", "", "", "", "", ""),  # ERP
    ("SRV-ERP02", "2022", "SRV-HV02", "", "", "", "", ""),  # ERP, test system
    ("SRV-MES01", "2019", "", "", "", "2025", "2027-09-01", "2400.00"),  # production control
    ("SRV-PLM01", "2025", "SRV-HV01", "", "", "", "", ""),  # drawings and product data, new in 2026
    (FARM, "2022", "SRV-HV01", FARM, "any", "", "", ""),  # Remote Desktop broker
    ("SRV-RDSH01", "2022", "SRV-HV01", FARM, "any", "", "", ""),  # session host
    ("SRV-RDSH02", "2022", "SRV-HV02", FARM, "any", "", "", ""),  # session host
    ("SRV-RDSH03", "2019", "SRV-HV02", FARM, "any", "", "", ""),  # session host, older applications
    (DESK_FARM, "2022", "SRV-HV01", DESK_FARM, "choose", "", "", ""),  # session host of the service centre
    ("SRV-RDSH12", "2022", "SRV-HV02", DESK_FARM, "choose", "", "", ""),  # session host of the service centre
]
# Whether the plan chooses the day of the upgrade, the last day it may choose, what a year of security updates costs.
SERVER_CHOICES = {"SRV-TIME01": ("yes", "2028-01-12", "590.00"), "SRV-PRINT01": ("", "", "590.00")}
SERVER_LICENCES = {"2016": "INV-2017-0310", "2019": "INV-2020-1186", "2022": "INV-2022-0604", "2025": "INV-2026-0503"}
UNDOCUMENTED = "SRV-MES01"  # it came with the production line, and nobody knows where its papers are
DOMAIN_CONTROLLERS = ("SRV-DC01", "SRV-DC02")

# ---------------------------------------------------------------- given by name


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the head office: who, with which machines, reaching what from each of them.

    `machines` holds a kind of machine and the share of people who have one; `reaches` holds, per kind,
    servers and the share of those people who use the server from that machine.
    """

    name: str
    cost_centre: str
    people: int
    machines: tuple[tuple[str, float], ...]
    reaches: dict[str, tuple[tuple[str, float], ...]]
    session_hosts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Per kind of machine: the session hosts that remote workers meet."""
    remote: float = 0.0
    """Share of the people who use Remote Desktop."""
    printers: int = 1


MAIL = (("SRV-MAIL01", 1.0),)
OFFICE = (("SRV-FILE01", 1.0), ("SRV-FILE02", 0.7), ("SRV-ERP01", 0.8))
DEPARTMENTS = (
    Department(
        "Engineering",
        "3100",
        64,
        (("workstation", 1.0), ("laptop", 0.75), ("tablet", 0.35)),
        {
            "workstation": (("SRV-FILE01", 1.0), ("SRV-PLM01", 0.75), ("SRV-MES01", 0.2)),
            "laptop": (("SRV-FILE01", 1.0), ("SRV-ERP01", 0.3)),
            "tablet": MAIL,
        },
        printers=4,
    ),
    Department(
        "Sales",
        "7100",
        42,
        (("laptop", 1.0), ("workstation", 0.4), ("phone", 0.8)),
        {"laptop": OFFICE, "workstation": (("SRV-FILE02", 1.0), ("SRV-ERP01", 1.0)), "phone": MAIL},
        {"laptop": ("SRV-RDSH01", "SRV-RDSH02"), "workstation": ("SRV-RDSH02",)},
        remote=0.5,
        printers=2,
    ),
    Department(
        "Finance",
        "2100",
        28,
        (("workstation", 1.0), ("laptop", 0.6)),
        {"workstation": OFFICE, "laptop": (("SRV-FILE02", 1.0), ("SRV-ERP01", 1.0))},
        printers=2,
    ),
    Department("Human resources", "2300", 12, (("workstation", 1.0), ("laptop", 0.3)), {"workstation": OFFICE}),
    Department(
        "Purchasing",
        "2500",
        20,
        (("workstation", 1.0), ("laptop", 0.5), ("phone", 0.3)),
        {"workstation": OFFICE, "laptop": (("SRV-ERP01", 1.0),), "phone": MAIL},
    ),
    Department(
        "Project management",
        "8000",
        18,
        (("laptop", 1.0), ("tablet", 0.6), ("phone", 1.0)),
        {"laptop": (*OFFICE, ("SRV-PLM01", 0.4)), "tablet": MAIL, "phone": MAIL},
        {"laptop": ("SRV-RDSH01",), "tablet": ("SRV-RDSH02",)},
        remote=0.6,
    ),
    Department(
        "Information technology",
        "1900",
        14,
        (("workstation", 1.0), ("laptop", 1.0), ("phone", 1.0)),
        {"workstation": (*OFFICE, ("SRV-ERP02", 0.5)), "laptop": OFFICE, "phone": MAIL},
    ),
    Department(
        "Management",
        "1000",
        9,
        (("laptop", 1.0), ("tablet", 1.0), ("phone", 1.0)),
        {"laptop": OFFICE, "tablet": MAIL, "phone": MAIL},
        {"laptop": ("SRV-RDSH01", "SRV-RDSH02"), "tablet": ("SRV-RDSH01",)},
        remote=0.7,
    ),
    Department(
        "Field service",
        "7500",
        40,
        (("laptop", 1.0), ("tablet", 0.7), ("phone", 0.4)),
        {"laptop": (("SRV-FILE01", 1.0),), "tablet": MAIL, "phone": MAIL},
        {"laptop": ("SRV-RDSH02", "SRV-RDSH03"), "tablet": ("SRV-RDSH03",)},
        remote=1.0,
    ),
)
SERVICE_CENTRE, SERVICE_COST_CENTRE = "Service centre", "7400"
AGENTS, HOT_DESKS, DESKS_PER_AGENT, SUPERVISORS = 48, 22, 6, 5
ADMINISTRATORS = 6
"""People of the IT department with a second account for their servers."""
LEAVERS = 4
"""Accounts, and their machines, that are closed but still stand in the lists."""
CLOCKS = 4

GERMAN_FIRST = (
    "Anna Lena Katrin Ines Silke Petra Heike Doreen Mandy Julia Sophie Carla Jonas Felix Uwe Torsten Maik Stefan "
    "Jürgen Matthias Lukas Erik Holger Sven"
)
GERMAN_LAST = (
    "Albrecht Böhme Claus Dietze Eberlein Fritzsche Günther Hartig Irmscher Jahn Köhler Lindner Mehnert Naumann "
    "Oehme Pätzold Quaas Richter Seidel Thiele Uhlig Voigt Wagner Zschocke"
)
CZECH_WOMEN = ("Jana Tereza Lucie Hana Eva Markéta", "Nováková Dvořáková Černá Procházková Králová")
CZECH_MEN = ("Petr Tomáš Jiří Pavel Ondřej Marek", "Novák Dvořák Černý Procházka Král")
PLAIN = str.maketrans("áčďéěíňóřšťúůýžäöü", "acdeeinorstuuyzaou", "")

PREFIX = {
    "workstation": "PC",
    "laptop": "NB",
    "tablet": "TB",
    "phone": "PH",
    "thin_client": "TC",
    "printer": "PR",
    "time_clock": "CL",
}
USER_COLUMNS = (
    "user_id",
    "person_id",
    "persons",
    "name",
    "email",
    "department",
    "site",
    "cost_centre",
    "active",
    "last_seen",
)
DEVICE_COLUMNS = ("device_id", "name", "kind", "department", "site", "cost_centre", "active", "last_seen")
ACCESS_COLUMNS = ("user_id", "device_id", "server_id", "kind", "via")
SITE = "Chemnitz"


class Office:
    """The head office while it is being drawn: lists of users, devices and accesses, and the dice."""

    def __init__(self) -> None:
        self._dice = random.Random(SEED)
        self._taken: set[str] = set()
        self._machines = 0
        self.users: Table = []
        self.devices: Table = []
        self.accesses: Table = []

    def chance(self, share: float) -> bool:
        """Return True for about `share` of all calls."""
        return self._dice.random() < share

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[int(self._dice.random() * len(options))]

    def pick_some(self, options: Sequence[T], count: int) -> list[T]:
        """Return `count` different options, in their own order."""
        left = list(range(len(options)))
        chosen = sorted(left.pop(int(self._dice.random() * len(left))) for _ in range(count))
        return [options[place] for place in chosen]

    def last_seen(self) -> date:
        """Return a day of the eight weeks before the plan."""
        return PLAN_DATE - timedelta(days=1 + int(self._dice.random() * 56))

    def hire(self, department: str, cost_centre: str) -> str:
        """Add a person with a made-up name; return the user_id."""
        first, last = self._name()
        user_id = self._free_id(_plain(last)[:7] + _plain(first)[:2])
        email = f"{user_id}@example.com"
        self.users.append(
            (user_id, "", "", f"{first} {last}", email, department, SITE, cost_centre, "yes", self.last_seen())
        )
        return user_id

    def install(self, kind: str, department: str, cost_centre: str, name: str = "") -> str:
        """Add a machine; return the device_id."""
        self._machines += 1
        device_id = f"CHE-{PREFIX[kind]}-{self._machines:04}"
        self.devices.append((device_id, name, kind, department, SITE, cost_centre, "yes", self.last_seen()))
        return device_id

    def use(self, user: str, device: str, servers: Iterable[str], kind: str = "", via: str = "") -> None:
        """Add one access per server."""
        self.accesses.extend((user, device, server, kind, via) for server in servers)

    def _name(self) -> tuple[str, str]:
        german = self.chance(0.85)
        first, last = (GERMAN_FIRST, GERMAN_LAST) if german else self.pick((CZECH_WOMEN, CZECH_MEN))
        return self.pick(first.split()), self.pick(last.split())

    def _free_id(self, wish: str) -> str:
        number, user_id = 1, wish
        while user_id in self._taken:
            number += 1
            user_id = f"{wish}{number}"
        self._taken.add(user_id)
        return user_id


def _plain(name: str) -> str:
    return name.lower().translate(PLAIN)


def draw_office() -> Office:
    """Return the head office with everybody in it."""
    office = Office()
    clocks = [office.install("time_clock", "Facility services", "6500", f"time clock {n + 1}") for n in range(CLOCKS)]
    for department in DEPARTMENTS:
        _add_department(office, department, clocks)
    _add_service_centre(office, clocks)
    _add_administrators(office)
    _add_measuring_account(office)
    _add_leavers(office)
    _add_spare_machines(office)
    return office


def _add_department(office: Office, department: Department, clocks: Sequence[str]) -> None:
    printers = [
        office.install("printer", department.name, department.cost_centre, f"{department.name} printer {n + 1}")
        for n in range(department.printers)
    ]
    for number in range(department.people):
        user = office.hire(department.name, department.cost_centre)
        remote = number < round(department.remote * department.people)
        for kind, share in department.machines:
            if office.chance(share):
                _add_machine(office, department, user, kind, remote)
        # People sit near one printer and pass one clock, so each of these ties a few dozen people together.
        office.use(user, printers[number % len(printers)], ["SRV-PRINT01"])
        office.use(user, clocks[number % len(clocks)], ["SRV-TIME01"])


def _add_machine(office: Office, department: Department, user: str, kind: str, remote: bool) -> None:
    device = office.install(kind, department.name, department.cost_centre)
    if kind in ("workstation", "laptop"):
        office.use(user, device, [office.pick(DOMAIN_CONTROLLERS)])
    via = "automatic" if kind == "phone" else ""
    reached = [server for server, share in department.reaches.get(kind, ()) if office.chance(share)]
    office.use(user, device, reached, via=via)
    if remote:
        office.use(user, device, department.session_hosts.get(kind, ()), "rds")


def _add_service_centre(office: Office, clocks: Sequence[str]) -> None:
    """Add hot desks: every agent sits at some of them, so no desk belongs to anybody."""
    desks = [
        office.install("thin_client", SERVICE_CENTRE, SERVICE_COST_CENTRE, f"hot desk {n + 1}")
        for n in range(HOT_DESKS)
    ]
    printer = office.install("printer", SERVICE_CENTRE, SERVICE_COST_CENTRE, f"{SERVICE_CENTRE} printer 1")
    for number in range(AGENTS):
        agent = office.hire(SERVICE_CENTRE, SERVICE_COST_CENTRE)
        for desk in office.pick_some(desks, DESKS_PER_AGENT):
            office.use(agent, desk, [office.pick(DOMAIN_CONTROLLERS)])
            office.use(agent, desk, [office.pick((DESK_FARM, "SRV-RDSH12"))], "rds")
        office.use(agent, printer, ["SRV-PRINT01"])
        office.use(agent, clocks[number % len(clocks)], ["SRV-TIME01"])
        if number < SUPERVISORS:
            laptop = office.install("laptop", SERVICE_CENTRE, SERVICE_COST_CENTRE)
            office.use(agent, laptop, ["SRV-ERP01", "SRV-FILE02"])
            office.use(agent, laptop, [DESK_FARM], "rds")


def _add_administrators(office: Office) -> None:
    """Give some people of IT a second account; `person_id` says that it is the same person."""
    staff = [str(row[0]) for row in office.users if row[5] == "Information technology"][:ADMINISTRATORS]
    for number, person in enumerate(staff):
        account = f"adm-{person}"
        row = next(row for row in office.users if row[0] == person)
        office.users.append((account, person, "", f"{row[3]} (administration)", "", *row[5:]))
        console = office.install("workstation", "Information technology", "1900", f"admin console {number + 1}")
        office.use(account, console, ["*"])
        if number < 2:
            office.use(account, console, ["*"], "rds")


def _add_measuring_account(office: Office) -> None:
    """Add one account that five people of the incoming inspection share, at three benches."""
    account = "inspection"
    office.users.append((account, "", 5, "Incoming inspection", "", "Quality", SITE, "4750", "yes", office.last_seen()))
    for number in range(3):
        bench = office.install("workstation", "Quality", "4750", f"inspection bench {number + 1}")
        office.use(account, bench, ["SRV-DC01", "SRV-FILE01", "SRV-MES01"])
        # A measuring record is printed and typed in by someone else: exempt, as an example of `manual`.
        office.use(account, bench, ["SRV-ERP01"], via="manual")


def _add_leavers(office: Office) -> None:
    for _ in range(LEAVERS):
        user = office.hire("Purchasing", "2500")
        laptop = office.install("laptop", "Purchasing", "2500")
        office.use(user, laptop, ["SRV-ERP01", "SRV-FILE02"])
        office.users[-1] = (*office.users[-1][:8], "no", date(2026, 6, 30))
        office.devices[-1] = (*office.devices[-1][:6], "no", date(2026, 6, 30))


def _add_spare_machines(office: Office) -> None:
    """Add machines in the cupboard: listed, reaching nothing, in need of nothing."""
    for number in range(5):
        office.install("laptop", "Information technology", "1900", f"spare laptop {number + 1}")


# ---------------------------------------------------------------- owned, policies, files

OWNED_COLUMNS = (
    "owned_id",
    "product",
    "metric",
    "version",
    "quantity",
    "condition",
    "resale_price",
    "transferable",
    "document",
    "acquired_on",
    "proof",
    "install_credential",
)
OWNED: Table = [
    ("L01", "ws_cal", "user", "2016", 150, "new", "4.50", "yes", "INV-2017-0312", "2017-03-14", "", ""),
    ("L02", "ws_cal", "device", "2016", 40, "new", "3.50", "yes", "INV-2017-0312", "2017-03-14", "", ""),
    ("L03", "ws_cal", "user", "2019", 110, "new", "9.00", "yes", "INV-2020-1187", "2020-09-02", "", ""),
    ("L04", "ws_cal", "device", "2019", 70, "new", "7.00", "yes", "INV-2020-1187", "2020-09-02", "", ""),
    ("L05", "ws_cal", "user", "2022", 30, "used", "", "yes", "DEED-2024-031", "2024-02-20", "1;3;4;5;6;7", ""),
    ("L06", "ws_cal", "device", "2022", 20, "new", "", "no", "OEM-2022-0077", "2022-11-08", "", ""),
    ("L07", "rds_cal", "user", "2016", 30, "new", "12.00", "yes", "INV-2017-0313", "2017-03-14", "", ""),
    ("L08", "rds_cal", "user", "2019", 12, "new", "32.00", "yes", "INV-2020-1188", "2020-09-02", "", ""),
    ("L09", "rds_cal", "device", "2019", 18, "new", "", "yes", "INV-2020-1188", "2020-09-02", "", ""),
    ("L10", "rds_cal", "device", "2022", 8, "used", "40.00", "yes", "DEED-2024-032", "2024-02-20", "1;3;4;6;7", "yes"),
    ("L11", "ws_cal", "user", "2025", 10, "new", "", "yes", "INV-2026-0504", "2026-05-11", "", ""),
]
POLICY: Table = [
    ("plan_date", PLAN_DATE),
    ("currency", "EUR"),
    ("order_cost", "35.00"),
    ("ws_mixing_cost", "120.00"),
    ("rds_mixing_cost", "120.00"),
]


def read_catalogue() -> tuple[tuple[str, ...], Table]:
    """Return the columns and rows of the illustrative catalogue."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return tuple(header), [tuple(row) for row in rows]


def write_sheet(folder: Path, name: str, columns: Sequence[str], rows: Table) -> None:
    """Write one sheet as UTF-8 CSV with plain line ends."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def make(folder: Path) -> None:
    """Write every sheet of the sample estate into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    office = draw_office()
    headcount = [(*row, GROUP_FARMS.get(str(row[0]), "")) for row in HEADCOUNT]
    write_sheet(folder, "Headcount", HEADCOUNT_COLUMNS, headcount)
    write_sheet(folder, "Users", USER_COLUMNS, office.users)
    write_sheet(folder, "Devices", DEVICE_COLUMNS, office.devices)
    documents = ["" if row[0] == UNDOCUMENTED else SERVER_LICENCES[str(row[1])] for row in SERVERS]
    servers = [
        (*row, document, *SERVER_CHOICES.get(str(row[0]), ("", "", "")))
        for row, document in zip(SERVERS, documents, strict=True)
    ]
    write_sheet(folder, "Servers", SERVER_COLUMNS, servers)
    write_sheet(folder, "Access", ACCESS_COLUMNS, office.accesses)
    write_sheet(folder, "Owned", OWNED_COLUMNS, OWNED)
    write_sheet(folder, "Offers", *read_catalogue())
    write_sheet(folder, "Policy", ("name", "value"), POLICY)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "sample-estate")

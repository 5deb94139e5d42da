"""Random small estates, written as inventory folders.

Everything comes from one `random.Random`, so a seed names an estate.  Prices, packs, versions and policies are
drawn so that the choices are close: user and device prices near each other, breaks worth reaching, scarce used
stock, budgets near what a plan costs.
"""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

SHAPES = ("pairs", "groups", "accounts", "lists", "everything")
PLAN_DATE = "2026-11-21"
VERSIONS = ("2012", "2016", "2019", "2022", "2025")
SUBSCRIPTIONS = ("M365_E3", "Microsoft 365 E5", "ems-e3", "EMS E5", "m365 f3", "M365_A5", "Office 365 E3")
SUITES = (
    "core_cal_suite",
    "Enterprise CAL Suite",
    "core_cal_bridge_o365",
    "core_cal_bridge_o365_intune",
    "core_cal_bridge_intune",
    "core_cal_bridge_ems",
)
COUNTING = {
    "count_infrastructure_access": "no",
    "intranet_is_web_workload": "yes",
    "count_basis": "potential_access",
}
VENDORS = ("Alpha", "Beta GmbH", "Gamma; Söhne", "delta")
Rows = list[dict[str, object]]


class EstateWriter:
    """Draws one estate of about `persons` people and writes its sheets to a folder."""

    def __init__(self, folder: Path, seed: int, persons: int, shape: str, scenarios: int, shuffle: int) -> None:
        self.folder, self.persons, self.shape, self.scenario_count = folder, persons, shape, scenarios
        self.random, self.shuffler = Random(seed), Random(shuffle)
        self.extras = Random(-1000 - seed)  # of its own, so that what it draws changes nothing else
        self.waivers = Random(-2000 - seed)
        self.has_external = shape != "lists" and self.waivers.random() < 0.4
        self.papers = Random(-2000 - seed)  # the same for what only the checklist and the risk of an audit look at
        self.grants = Random(-5000 - seed)  # likewise
        self.counting = Random(-5000 - seed)  # the same
        self.has_everybodys = self.counting.random() < 0.5
        self.sessions = Random(-2000 - seed)  # the same for Remote Desktop in practice
        self.versions = sorted(self.random.sample(VERSIONS, self.random.choice((1, 2, 2, 3))))
        self.offer_rows: Rows = []
        self.server_rows: Rows = []
        self.account_rows: Rows = []
        self.access_rows: Rows = []

    def write(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.shape != "groups":
            self.write_servers()
        if self.shape in ("groups", "everything"):
            self.write_groups()
        if self.shape == "lists":
            self.write_lists()
        elif self.shape != "groups":
            self.write_accesses()
        self.write_offers()
        self.write_owned()
        self.write_policies()

    def sheet(self, name: str, rows: Rows) -> None:
        columns = list(dict.fromkeys(column for row in rows for column in row))
        rows = list(rows)
        if name != "Scenarios":  # plans come in the order of its rows
            self.shuffler.shuffle(rows)
        with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def version(self) -> str:
        return self.random.choice(self.versions)

    # -- people, machines, servers --------------------------------------------------------------------------

    def write_servers(self) -> None:
        random = self.random
        modes: dict[str, str] = {}
        last = random.randint(1, 3)
        for number in range(1, last + 1):
            row: dict[str, object] = {"server_id": f"srv{number}", "version": self.version()}
            deployment = random.choice(("", "srv1", f"srv{last}")) if self.shape != "pairs" or self.chance(0.3) else ""
            row["rds_deployment"] = deployment
            farm = deployment or str(row["server_id"])
            mode = random.choice(("any", "any", "user", "device", "choose")) if self.shape != "pairs" else "any"
            row["rds_mode"] = modes.setdefault(farm, mode)
            if self.chance(0.3):
                row["upgrade_to"] = "2025"
                row["upgrade_on"] = random.choice(("2026-11-21", "2026-01-01", "2027-03-01"))
                row["upgrade_cost"] = random.choice(("", "100", "250.50"))
                row["version"] = random.choice([v for v in self.versions if v != "2025"] or ["2022"])
            self.draw_exemption(row)
            row["licence_document"] = self.papers.choice(("", "INV-1", "INV-2"))
            row["licensed_until"] = self.papers.choice(("", "", "", "2026-11-21", "2026-11-20", "2030-01-01"))
            self.draw_use(row)
            self.draw_directory(row)
            self.server_rows.append(row)
        for row in self.server_rows if self.has_external else ():
            row["host"] = self.waivers.choice(("", "h1", "h1"))
        self.sheet("Servers", [*self.server_rows, *self.draw_licence_servers()])

    def draw_exemption(self, row: dict[str, object]) -> None:
        """Draw what may free accesses to a server of CALs; most servers are ordinary."""
        random = self.random
        if self.chance(0.15):
            row["workload"] = random.choice(("hypervisor_only", "hpc", "web_public"))
        if self.chance(0.2):
            row["licensing"] = "payg" if row["rds_mode"] == "device" else random.choice(("payg", "azure_vm"))
        if self.chance(0.1) and not row["rds_deployment"]:
            row["edition"] = "essentials"

    def draw_use(self, row: dict[str, object]) -> None:
        """Draw servers for everybody, of others, and for web pages of staff; most estates have none or one."""
        picker = self.counting
        if self.has_everybodys and picker.random() < 0.4:
            row["infrastructure"] = picker.choice(("directory", "dns; DHCP", "dhcp", "print;file"))
        if picker.random() < 0.05:
            row["owner"] = "Partner Ltd"
        if picker.random() < 0.1 and not row.get("workload"):
            row["workload"] = "web_internal"

    def draw_directory(self, row: dict[str, object]) -> None:
        """Put some servers into a workgroup or behind Entra Domain Services, mostly where that leaves a plan."""
        picker = self.sessions
        can_be_alone = row["rds_mode"] != "user" and row.get("licensing") != "azure_vm"
        if picker.random() < (0.2 if can_be_alone else 0.02):
            row["directory"] = "workgroup"
        elif picker.random() < 0.1:
            row["directory"] = "entra_ds"

    def draw_licence_servers(self) -> Rows:
        """Draw whether servers are marked as licence servers: those of the estate, or one that few reach."""
        picker, extra = self.sessions, list[dict[str, object]]()
        if picker.random() < 0.3:
            extra.append({"server_id": "lic1", "version": picker.choice(self.versions), "rd_licence_server": "yes"})
        for row in (*self.server_rows, *extra):
            if row in extra or picker.random() < 0.1:
                row["rd_licence_server"] = "yes"
                if not row.get("upgrade_to"):
                    row["upgrade_cost"] = picker.choice(("", "5", "20", "60"))
                if not row.get("upgrade_to") and picker.random() < 0.3:
                    row["upgrade_to"], row["upgrade_on"] = picker.choice(self.versions), "2027-03-01"
        return extra

    def draw_client(self, kind: str, server: object) -> str:
        """Draw the browser now and then, mostly where people's licences may count."""
        picker = self.sessions
        meant = [row for row in self.server_rows if server in ("*", row["server_id"])]
        has_clash = any(row.get("directory") == "workgroup" or row["rds_mode"] == "device" for row in meant)
        return "html5" if kind == "rds" and picker.random() < (0.01 if has_clash else 0.2) else ""

    def write_groups(self) -> None:
        random, rows = self.random, []
        left = max(1, self.persons if self.shape == "groups" else self.persons // 2)
        for number in range(1, random.choice((1, 2, 2, 3)) + 1):
            users = random.randint(0, left)
            left -= users
            pattern = random.choice(("shared", "shared", "own", "own", "unknown"))
            most = max(2, users * 2 if pattern == "own" else min(users + 2, 4 + self.persons // 4))
            row: dict[str, object] = {
                "group": f"g{number}",
                "users": users,
                "devices": random.randint(0, most if users else 2),
                "pattern": pattern,
                "server_version": self.version(),
                "peripherals": random.choice(("", 0, 1, 2)),
            }
            if self.chance(0.5):
                row["rds_version"] = self.version()
                row["rds_users"] = random.choice(("", random.randint(0, users)))
            if self.chance(0.15):
                row["starts"] = random.choice(("2026-11-21", "2026-12-01"))
            elif self.chance(0.15):
                row["ends"] = random.choice(("2026-11-21", "2026-11-22", "2027-06-30"))
            rows.append(row)
        self.sheet("Headcount", rows)

    def write_lists(self) -> None:
        random = self.random
        users: Rows = [{"user_id": f"u{i}"} for i in range(1, max(2, self.persons // 2) + 1)]
        devices: Rows = [{"device_id": f"d{i}"} for i in range(1, random.randint(2, max(2, self.persons // 2)) + 1)]
        if self.chance(0.5):
            devices[-1]["kind"] = random.choice(("printer", "network", "licensed_server"))
        if self.chance(0.3):
            users.append({"user_id": "gone", "active": "no"})
            users.append({"user_id": "twin", "person_id": "u1"})
        self.draw_subscriptions(users)
        self.draw_intune(users)
        self.draw_stand_ins(users)
        self.sheet("Users", users)
        self.sheet("Devices", devices)

    def write_accesses(self) -> None:
        accounts = self.account_rows = self.draw_accounts()
        machines = self.draw_machines()
        if self.shape != "pairs" or self.chance(0.5):
            self.sheet("Users", accounts)
            self.sheet("Devices", machines)
        rows: Rows = []
        for account in accounts:
            for _ in range(self.random.choice((1, 1, 2, 3))):
                rows.append(self.draw_access(str(account["user_id"]), self.machine_or_blank(machines)))
        for machine in machines:
            if self.chance(0.1):
                rows.append(self.draw_access("", str(machine["device_id"])))
        rows += self.draw_administration(accounts, machines)
        self.access_rows = rows
        self.sheet("Access", rows)

    def draw_administration(self, accounts: Rows, machines: Rows) -> Rows:
        """Let some people administer, in some estates: from a machine or two, or from any."""
        picker, rows = self.waivers, list[dict[str, object]]()
        if picker.random() < 0.5:
            return rows
        for account in picker.sample(accounts, min(len(accounts), picker.choice((1, 2, 3, 4)))):
            for machine in picker.sample(
                [*machines, {"device_id": ""}], picker.choice((1, 1, 2)) % (len(machines) + 1)
            ):
                server = "*" if picker.random() < 0.3 else picker.choice(self.server_rows)["server_id"]
                row = {"user_id": account["user_id"], "device_id": machine["device_id"], "server_id": server}
                rows.append({**row, "kind": "admin", "via": ""})
        return rows

    def machine_or_blank(self, machines: Rows) -> str:
        return "" if self.chance(0.07) else str(self.random.choice(machines)["device_id"])

    def draw_access(self, user: str, device: str) -> dict[str, object]:
        random = self.random
        kind = random.choices(("standard", "", "rds", "admin", "web_public"), (5, 2, 5, 1, 1))[0]
        if kind == "rds" and not (user and device) and not self.chance(1 / self.persons):
            kind = "standard"  # a bound deployment and a missing end leave no plan at all
        reached = random.choice(self.server_rows)
        server: object = reached["server_id"]
        if kind == "rds" and reached.get("edition"):
            kind = "standard"  # Essentials hosts no sessions
        if self.chance(0.1) and kind != "web_public":
            server = "*"
        if kind == "standard" and self.counting.random() < 0.1:
            kind = "web_internal"
        via = random.choices(("", "direct", "automatic", "manual"), (6, 2, 1, 1))[0]
        client = self.draw_client(kind, server)
        return {"user_id": user, "device_id": device, "server_id": server, "kind": kind, "via": via, "client": client}

    def draw_accounts(self) -> Rows:
        random = self.random
        accounts: Rows = []
        left = max(1, self.persons if self.shape != "everything" else self.persons // 2)
        while left > 0:
            row: dict[str, object] = {"user_id": f"u{len(accounts) + 1}", "person_id": "", "persons": "", "active": ""}
            if self.shape != "pairs":
                draw = random.random()
                if draw < 0.15 and left > 1:
                    row["persons"] = random.randint(2, min(left, 4))
                elif draw < 0.3 and accounts and not accounts[-1]["persons"]:
                    row["person_id"] = accounts[-1]["person_id"] or accounts[-1]["user_id"]
                elif draw < 0.4:
                    row["person_id"] = f"P-{len(accounts)}"
                if self.chance(0.07):
                    row["active"] = "no"
            accounts.append(row)
            left -= int(str(row["persons"] or 1))
        self.draw_subscriptions(accounts)
        self.draw_intune(accounts)
        self.draw_stand_ins(accounts)
        if self.has_external:
            for account in accounts:
                relations = ("employee", "external", "external", "remote_contractor", "onsite_contractor", "")
                account["relation"] = self.waivers.choice(relations)
        return accounts

    def draw_subscriptions(self, accounts: Rows) -> None:
        """Give some accounts subscriptions, in some estates; shared and inactive ones too, whom they do not help."""
        picker = self.extras
        if picker.random() < 0.4:
            return
        share = picker.choice((0.15, 0.4, 0.9))
        for account in accounts:
            if picker.random() < share:
                account["subscriptions"] = "; ".join(picker.sample(SUBSCRIPTIONS, picker.choice((1, 1, 2))))

    def draw_machines(self) -> Rows:
        kinds = ("", "laptop", "terminal", "printer", "scanner", "network", "licensed_server")
        machines: Rows = []
        for number in range(1, self.random.randint(1, max(2, self.persons * 3 // 4)) + 1):
            row: dict[str, object] = {"device_id": f"d{number}", "kind": "", "active": ""}
            if self.shape != "pairs":
                row["kind"] = self.random.choices(kinds, (6, 3, 3, 2, 1, 1, 1))[0]
                row["active"] = "no" if self.chance(0.05) else ""
            machines.append(row)
        return machines

    # -- market ---------------------------------------------------------------------------------------------

    def write_offers(self) -> None:
        for product in ("ws_cal", "rds_cal"):
            for metric in ("user", "device"):
                if self.chance(0.9):
                    self.draw_offer(product, metric, self.random.choice((self.versions[-1], "2025")), staple=True)
                for _ in range(self.random.choice((0, 1, 1, 2))):
                    self.draw_offer(product, metric, self.random.choice((*self.versions, *self.versions, "2025")))
        self.draw_suite_offers()
        self.sheet("Offers", [*self.offer_rows, *self.draw_connectors()])

    def draw_connectors(self) -> Rows:
        """Draw offers of connectors, near what the CALs of a few people cost."""
        picker, rows = self.waivers, list[dict[str, object]]()
        for product, unit in (("ws_external_connector", 60), ("rds_external_connector", 130)):
            for number in range(picker.choice((1, 1, 2)) if self.has_external else 0):
                rows.append(
                    {
                        "offer_id": f"{product}{number}",
                        "vendor": picker.choice(VENDORS),
                        "product": product,
                        "metric": picker.choice(("", "host")),
                        "version": picker.choice((self.versions[-1], "2025", "2022")),
                        "condition": picker.choice(("new", "new", "used")),
                        "price": f"{unit * picker.uniform(0.3, 1.4):.2f}",
                        "pack_size": picker.choice((1, 1, 2)),
                    }
                )
        return rows

    def draw_offer(self, product: str, metric: str, version: str, *, staple: bool = False) -> None:
        """Draw an offer.  A `staple` is always there and never short, so that most estates have a plan."""
        random = self.random
        condition = random.choice(("new", "used"))
        pack = random.choice((1, 1, 1, 2, 5) if self.persons < 8 else (1, 1, 2, 5, 10, 20))
        unit: float = (38 if metric == "user" else 31) * (3 if product == "rds_cal" else 1)
        unit *= 0.6 if condition == "used" else 1
        unit *= 0.8 + 0.08 * VERSIONS.index(version)
        price = unit * pack * random.uniform(0.75, 1.15) * (0.9 if pack > 1 else 1)
        row: dict[str, object] = {
            "offer_id": f"o{len({r['offer_id'] for r in self.offer_rows}) + 1}",
            "vendor": random.choice(VENDORS),
            "product": product,
            "metric": metric,
            "version": version,
            "condition": condition,
            "price": f"{price:.2f}",
            "pack_size": pack,
            "min_packs": random.choice(("", "", 1, 2, 3)),
        }
        if not staple:
            self.draw_limits(row)
        elif product == "rds_cal" and any(server.get("licensing") == "azure_vm" for server in self.server_rows):
            row["sa"] = "yes"  # nothing else serves people there
        if condition == "used" and self.chance(0.6):
            self.draw_evidence(row, staple=staple)
        elif condition == "new" and product == "rds_cal" and self.sessions.random() < 0.5:
            row["install_credential"] = self.sessions.choice(
                ("", "yes", "yes", "fresh_retail_code") if staple else ("", "yes", "none", "none")
            )
        if self.chance(0.15):
            row["currency"] = "USD"
        self.offer_rows.append(row)
        minimum = int(str(row["min_packs"] or 1))
        for _ in range(random.choice((0, 0, 1, 2))):
            minimum += random.randint(1, 3 if self.persons < 8 else 8)
            price *= random.choice((0.95, 0.9, 0.8, 0.7, 1.05))
            self.offer_rows.append({**row, "price": f"{price:.2f}", "min_packs": minimum})

    def draw_limits(self, row: dict[str, object]) -> None:
        random = self.random
        if self.chance(0.5):
            row["stock_packs"] = random.choice((0, 1, 2, 3, 5, max(1, self.persons // 2)))
        if self.chance(0.05):
            row["term_months"] = 12
        if self.chance(0.1):
            row["valid_from"] = random.choice(("2026-11-21", "2026-11-22"))
        elif self.chance(0.1):
            row["valid_until"] = random.choice(("2026-11-20", "2026-11-21"))

    def draw_evidence(self, row: dict[str, object], *, staple: bool) -> None:
        random = self.random
        good = "agreement; transfers; end_of_use; first_sale; paid; reseller_invoice"
        row["proof"] = random.choice(("", good, "complete", "1;3;4;5;6;7") if staple else ("", good, "1; 7", "none"))
        row["install_credential"] = random.choice(("", "yes", "agreement_number") if staple else ("", "yes", "no"))
        row["first_sale_region"] = random.choice(("", "DE", "EEA", "NO", "US", "GB"))
        row["lot_is_complete"] = random.choice(("", "yes", "no"))
        segments = ("", "commercial", "commercial", "oem", "academic", "charity")
        row["segment"] = random.choice(segments[:3] if staple else segments)

    def write_owned(self) -> None:
        random, rows = self.random, []
        for number in range(1, random.choice((0, 1, 2, 3)) + 1):
            row: dict[str, object] = {
                "owned_id": f"lot{number}",
                "product": random.choice(("ws_cal", "ws_cal", "rds_cal")),
                "metric": random.choice(("user", "device")),
                "version": random.choice((*self.versions, *VERSIONS)),
                "quantity": random.randint(0, max(3, self.persons // 2)),
                "condition": random.choice(("", "new", "used")),
                "resale_price": random.choice(("", "0", "5", "12.50", "25", "31", "60")),
                "transferable": random.choice(("", "", "yes", "no")),
                "document": self.papers.choice(("", "INV-3", "INV-4")),
                "proof": self.papers.choice(("", "complete", "1;3;4;5;6;7", "1;7", "none")),
                "install_credential": self.papers.choice(("", "yes", "no")),
            }
            self.draw_assurance(row)
            self.draw_suite(row)
            self.draw_renewal(row)
            rows.append(row)
        rows += self.draw_assigned()
        if rows:
            self.sheet("Owned", rows)

    def draw_assigned(self) -> Rows:
        """Draw single licences with a holder, most of which moved lately, some of them twice to the same one."""
        picker = self.grants
        people = sorted(
            {str(row[name]) for row in self.account_rows for name in ("user_id", "person_id") if row.get(name)}
        )
        machines = sorted({str(row["device_id"]) for row in self.access_rows if row["device_id"]})
        rows: Rows = []
        for number in range(picker.choice((0, 0, 1, 2, 3))):
            metric = picker.choice(("user", "user", "device"))
            holders = people if metric == "user" else machines
            if holders:
                row: dict[str, object] = {
                    "owned_id": f"own{number}",
                    "product": picker.choice(("ws_cal", "ws_cal", "rds_cal")),
                    "metric": metric,
                    "version": picker.choice((self.versions[-1], self.versions[-1], "2025", "2016")),
                    "quantity": 1,
                    "resale_price": picker.choice(("", "20", "90")),
                    "assigned_to": picker.choice(holders[: picker.choice((1, 9))]),
                    "last_reassigned": picker.choice(("2026-11-01", "2026-08-24", "2026-08-23", "2026-10-01", "")),
                }
                self.draw_assurance(row)
                rows.append(row)
        return rows

    def draw_suite(self, row: dict[str, object]) -> None:
        """Make some lots of base CALs suites or bridges, some of them without a version."""
        if row["product"] != "ws_cal" or self.grants.random() < 0.7:
            return
        row["product"] = self.grants.choice(SUITES)
        if row.get("sa_until") and self.grants.random() < 0.6:
            row["version"] = ""

    def draw_suite_offers(self) -> None:
        """Make some offers of base CALs suites, rarely bridges."""
        for offer_id in sorted({str(row["offer_id"]) for row in self.offer_rows}):
            rows = [row for row in self.offer_rows if row["offer_id"] == offer_id]
            draw = self.grants.random()
            if rows[0]["product"] != "ws_cal" or draw < 0.85:
                continue
            suite = "core_cal_bridge_o365" if draw > 0.98 else self.grants.choice(SUITES[:2])
            has_none = rows[0]["condition"] == "new" and self.grants.random() < 0.5
            for row in rows:
                row |= {"product": suite} | ({"version": ""} if has_none else {})

    def draw_stand_ins(self, accounts: Rows) -> None:
        """Let some people stand in for others: with all their accounts, never for somebody who stands in."""
        picker, standing = self.grants, set[object]()

        def person(row: dict[str, object]) -> object:
            return row.get("person_id") or row["user_id"]

        alone = [row for row in accounts if not row.get("persons")]
        for absent in alone:
            rivals = [row for row in alone if person(row) != person(absent) and person(row) not in standing]
            if picker.random() < 0.85 or not rivals or person(absent) in standing:
                continue
            stand_in = picker.choice(rivals)
            if any(row.get("stand_in_for") in self.accounts_of(accounts, person(stand_in)) for row in accounts):
                continue
            standing.add(person(stand_in))
            for row in accounts:
                if person(row) == person(stand_in):
                    row["stand_in_for"] = absent["user_id"]

    @staticmethod
    def accounts_of(accounts: Rows, person: object) -> list[object]:
        return [row["user_id"] for row in accounts if (row.get("person_id") or row["user_id"]) == person]

    def draw_intune(self, accounts: Rows) -> None:
        """Give some accounts one more subscription, which only bridges ask for."""
        for account in accounts:
            if self.grants.random() < 0.15:
                account["subscriptions"] = "; ".join(filter(None, (str(account.get("subscriptions") or ""), "Intune")))

    def draw_assurance(self, row: dict[str, object]) -> None:
        """Give some lots Software Assurance, running or ended."""
        if self.grants.random() < 0.4:
            row["sa_until"] = self.grants.choice(("2017-01-01", "2021-08-18", "2024-10-31", "2024-11-01", "2028-06-30"))

    def draw_renewal(self, row: dict[str, object]) -> None:
        """Renew the Software Assurance of some lots: by the plan's day, later, or in the past and over."""
        picker = self.sessions
        if picker.random() < 0.25:
            days = (("2026-11-21", "2026-11-21"), ("2026-01-01", "2029-01-01"), ("2026-12-01", "2029-12-01"))
            row["sa_renewed_on"], row["sa_until"] = picker.choice((*days, ("2024-01-01", "2026-11-20")))

    # -- policies -------------------------------------------------------------------------------------------

    def write_policies(self) -> None:
        base: dict[str, object] = {"plan_date": PLAN_DATE, "fx_usd": self.random.choice(("0.9137", "1.10", "0.875"))}
        if self.chance(0.3):
            base |= self.draw_policies(1)
        self.sheet("Policy", [{"name": name, "value": value} for name, value in base.items()])
        if self.scenario_count == 0:
            return
        rows: Rows = [{"scenario": "plain", "order_cost": ""}]
        for number in range(1, self.scenario_count):
            drawn = self.draw_policies(self.random.choice((1, 1, 2, 3, 4)))
            rows.append({"scenario": f"s{number}"} | drawn | self.draw_audit_terms())
        self.sheet("Scenarios", rows)

    def draw_audit_terms(self) -> dict[str, object]:
        """Draw what an audit would ask for; no plan depends on it."""
        terms: dict[str, tuple[str, ...]] = {
            "list_price_ws_cal": ("33.33", "50"),
            "list_price_rds_cal": ("120",),
            "audit_threshold": ("0", "0.25", "0.5", "1"),
            "audit_factor": ("1", "1.1", "1.333", "2"),
            "audit_cost": ("99.99", "1000"),
        }
        return {name: self.papers.choice(values) for name, values in terms.items() if self.papers.random() < 0.3}

    def draw_policies(self, number: int) -> dict[str, object]:
        drawn: dict[str, object] = {}
        choices = self.policy_values()
        for name in self.random.sample(sorted(choices), number):
            drawn[name] = self.random.choice(choices[name])
        picker = self.counting
        for name, value in COUNTING.items():
            if picker.random() < 0.2:
                drawn[name] = value
        return drawn

    def policy_values(self) -> dict[str, tuple[object, ...]]:
        guess = self.persons * 45
        offers = sorted({str(row["offer_id"]) for row in self.offer_rows})
        vendors = sorted({str(row["vendor"]) for row in self.offer_rows} - {"Gamma; Söhne"}) or [""]
        return {
            "allow_used": ("no",),
            "max_used_share": ("0", "0.25", "0.5", "0.6", "0.75", "0.9"),
            "ws_metrics": ("user", "device", "single", "single"),
            "rds_metrics": ("user", "device", "single", "single"),
            "ws_mixing_cost": ("10", "40", "99.99"),
            "rds_mixing_cost": ("10", "40", "99.99"),
            "order_cost": ("5", "15", "50"),
            "max_vendors": ("0", "1", "1", "2", "3"),
            "excluded_vendors": (vendors[0], vendors[-1], ";".join(vendors[:2])),
            "excluded_offers": (self.random.choice(offers) if offers else "",),
            "min_version": ("2019", "2022", "2025"),
            "budget": tuple(f"{guess * self.random.uniform(0.2, 3):.2f}" for _ in range(3)),
            "sell_surplus": ("no",),
            "use_owned": ("no",),
            "spare_share": ("0.05", "0.1", "0.34", "0.5"),
            "peripherals": ("each_needs_device_cal", "exempt"),
            "network_gear": ("each_needs_device_cal",),
            "rds_mode_strict": ("no",),
            "rds_type_convertible": ("yes",),
            "require_rds_install_path": ("no",),
            "base_and_rds_same_metric": ("yes",),
            "azure_vm_ws_exempt": ("no",),
            "ws_admin_scope": ("server",),
            "remote_contractor_is_internal": ("no",),
            "external_connector_scope": ("instance",),
            "server_upgrades": ("none", "2022", "2025"),
            "missing_evidence": ("exclude",),
            "country": ("DE", "GB", "US", "CH", "NO"),
            "min_proof_score": ("1;2;3;4;5;6;7;8", "paid; transfers", "none"),
            "allow_split_lots": ("no",),
            "allow_used_ws_cal": ("no",),
            "allow_used_rds_cal": ("no",),
            "allow_used_oem": ("yes",),
            "allow_used_academic_gov": ("yes",),
            "grants_m365_e3": ("no",),
            "grants_m365_f3": ("yes",),
            "plan_date": ("2026-11-20", "2026-12-01", "2027-07-01"),
        }


def write_estate(
    folder: Path,
    seed: int,
    persons: int,
    shape: str | None = None,
    scenarios: int | None = None,
    shuffle: int = 0,
) -> None:
    """Write the estate of a seed.

    `scenarios` = 0 leaves the sheet out, so that the built-in ones are planned; `shuffle` changes nothing but the
    order of rows.
    """
    picker = Random(-1 - seed)
    shape = shape or picker.choice(SHAPES)
    count = picker.choice((0, 4, 6, 8, 12)) if scenarios is None else scenarios
    EstateWriter(folder, seed, persons, shape, count, shuffle).write()

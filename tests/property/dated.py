"""Random small estates over time: joiners and leavers, planned and chosen upgrades, subscriptions, prices that change.

A seed names an estate.  Days are drawn so that few periods come of them, and prices so that waiting, renting and
upgrading are close to their alternatives.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from tests.oracle.estate import months_later

Rows = list[dict[str, Any]]
VERSIONS = ("2016", "2019", "2022", "2025")
UNIT = {("ws_cal", "user"): 40, ("ws_cal", "device"): 33, ("rds_cal", "user"): 130, ("rds_cal", "device"): 115}
PLAN_DATES = (date(2026, 12, 1), date(2026, 11, 30), date(2027, 1, 31), date(2026, 12, 15))


class DatedWriter:
    """Draws one estate of about `persons` people, with days inside and outside its horizon."""

    def __init__(self, folder: Path, seed: int, persons: int, scenarios: int) -> None:
        self.folder, self.persons, self.scenarios = folder, persons, scenarios
        self.random = Random(-7000 - seed)
        self.first = self.random.choice(PLAN_DATES)
        self.chooses = self.random.random() < 0.6
        self.months = self.random.choice((5, 6, 7) if self.chooses else (9, 12, 14, 24))
        self.days = [self.day(self.random.randint(1, self.months - 1)) for _ in range(2)]

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def day(self, months: int) -> date:
        """Return a day in about so many months."""
        day = months_later(self.first, months)
        return day.replace(day=self.random.choice((1, 1, 9, day.day)))

    def write(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.servers = self.draw_servers()
        self.sheet("Servers", self.servers)
        if self.chance(0.6):
            self.write_pairs()
        else:
            self.sheet("Headcount", self.draw_groups())
        self.offers = self.draw_offers()
        self.sheet("Offers", self.offers)
        self.sheet("Owned", self.draw_lots())
        self.write_policies()

    def sheet(self, name: str, rows: Rows) -> None:
        if not rows:
            return
        with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(dict.fromkeys(key for row in rows for key in row)), restval="")
            writer.writeheader()
            writer.writerows(rows)

    # -- servers ------------------------------------------------------------------------------------------

    def draw_servers(self) -> Rows:
        rows: Rows = []
        for number in range(1, self.random.choice((2, 2, 3)) + 1):
            row: dict[str, Any] = {"server_id": f"S{number}", "version": self.random.choice(VERSIONS)}
            row["rds_deployment"] = self.random.choice(("", "", "farm"))
            if row["rds_deployment"]:
                row["rds_mode"] = "any"
            if row["version"] != "2025" and self.chance(0.8):
                self.draw_upgrade(row)
            if self.chance(0.5):
                self.draw_keeping(row)
            rows.append(row)
        farm = [row for row in rows if row["rds_deployment"]]
        mode = self.random.choice(("any", "any", "choose", "user", "device"))
        for row in farm:
            row["rds_mode"] = mode
        return rows

    def draw_upgrade(self, row: dict[str, Any]) -> None:
        row["upgrade_to"] = self.random.choice([v for v in VERSIONS if v > row["version"]])
        row["upgrade_cost"] = self.random.choice(("", "35", "90.5", "210"))
        if not self.chooses or self.chance(0.25):
            planned = (self.days[0], self.days[1], self.first, self.day(-3), self.day(self.months + 2))
            row["upgrade_on"] = self.random.choice(planned)
            return
        row["upgrade_choice"] = "yes"
        if self.chance(0.4):
            row["upgrade_together"] = "both"
            return
        if self.chance(0.4):
            row["upgrade_from"] = self.random.choice((self.day(-2), months_later(self.first, 2)))
        if self.chance(0.4):
            row["upgrade_until"] = self.day(self.random.choice((self.months - 1, self.months, self.months + 1)))

    def draw_keeping(self, row: dict[str, Any]) -> None:
        row["keep_cost"] = self.random.choice(("12.34", "40", "99.99"))
        row["keep_cost_months"] = self.random.choice(("", "1", "2", "3", "12"))
        row["keep_cost_from"] = self.random.choice(("", self.first, self.day(-7), self.day(1), self.days[0]))

    # -- people and machines ------------------------------------------------------------------------------

    def stay(self) -> dict[str, Any]:
        """Return the days between which somebody is there; most are there all the time."""
        draw = self.random.random()
        if draw < 0.65:
            return {}
        early, late = sorted(self.days)
        if draw < 0.8:
            return {"starts": self.random.choice((early, late, self.day(-4)))}
        if draw < 0.93 or early == late:
            return {"ends": self.random.choice((early, late, self.day(self.months + 3)))}
        return {"starts": early, "ends": late}

    def write_pairs(self) -> None:
        users: Rows = [{"user_id": f"u{n}", **self.stay()} for n in range(1, self.persons + 1)]
        devices: Rows = [{"device_id": f"d{n}", **self.stay()} for n in range(1, self.random.randint(1, 3) + 1)]
        rows: Rows = []
        for user in users:
            for _ in range(self.random.choice((1, 1, 2))):
                device = "" if self.chance(0.07) else self.random.choice(devices)["device_id"]
                rows.append(self.access(user["user_id"], device))
        if self.chance(0.15):
            rows.append({**self.access("", "d1"), "kind": "standard"})
        self.sheet("Users", users)
        self.sheet("Devices", devices)
        self.sheet("Access", rows)

    def access(self, user: str, device: str) -> dict[str, Any]:
        server = self.random.choice(self.servers)["server_id"]
        kind = "rds" if user and device and self.chance(0.3) else "standard"
        return {"user_id": user, "device_id": device, "server_id": server, "kind": kind}

    def draw_groups(self) -> Rows:
        rows: Rows = []
        for number in range(1, self.random.choice((1, 2, 2)) + 1):
            users = self.random.randint(1, max(1, self.persons - 1))
            row: dict[str, Any] = {
                "group": f"g{number}",
                "users": users,
                "devices": self.random.randint(0, 3),
                "pattern": self.random.choice(("shared", "own")),
                "server_version": self.random.choice(VERSIONS),
                "servers": "",
            }
            if self.chance(0.7):
                row["server_version"], row["servers"] = "", self.random.choice(self.servers)["server_id"]
            if self.chance(0.3):
                row["rds_version"], row["rds_users"] = self.random.choice(VERSIONS), self.random.randint(1, users)
            rows.append({**row, **self.stay()})
        return rows

    # -- market -------------------------------------------------------------------------------------------

    def draw_offers(self) -> Rows:
        rows: Rows = []
        for product, metric in UNIT:
            rows += self.offer(f"N{len(rows)}", product, metric, "2025", "new", staple=True)
            if self.chance(0.6):
                version, condition = self.random.choice(VERSIONS), self.random.choice(("new", "used", "used"))
                rows += self.offer(f"X{len(rows)}", product, metric, version, condition, staple=False)
        for product in ("rds_cal", "ws_cal"):
            if self.chance(0.5):
                rows += self.subscription(f"T{len(rows)}", product)
        return rows

    def offer(self, name: str, product: str, metric: str, version: str, condition: str, *, staple: bool) -> Rows:
        unit = UNIT[product, metric] * (0.7 if condition == "used" else 1) * (0.8 + 0.05 * VERSIONS.index(version))
        pack = self.random.choice((1, 1, 1, 2, 3))
        price = unit * pack * self.random.uniform(0.8, 1.1)
        row: dict[str, Any] = {
            "offer_id": name,
            "vendor": self.random.choice(("Alpha", "Beta", "Gamma")),
            "product": product,
            "metric": metric,
            "version": version,
            "condition": condition,
            "price": f"{price:.2f}",
            "pack_size": pack,
            "min_packs": 1 if staple else self.random.choice((1, 1, 2)),
            "install_credential": "yes",
        }
        if not staple:
            row["stock_packs"] = self.random.choice((1, 2, 3)) if condition == "used" or self.chance(0.5) else ""
            if self.chance(0.3):
                row["valid_from"] = self.random.choice((self.first, *self.days))
            elif self.chance(0.3):
                row["valid_until"] = self.random.choice((self.first, *self.days))
        rows = [row]
        if self.chance(0.3):
            minimum = row["min_packs"] + self.random.choice((1, 2))
            rows.append({**row, "price": f"{price * self.random.choice((0.7, 0.85, 0.95)):.2f}", "min_packs": minimum})
        return rows

    def subscription(self, name: str, product: str) -> Rows:
        term = self.random.choice((12, 12, 6, 36) if self.months > 8 else (3, 4, 12, 36))
        price = UNIT[product, "user"] * self.random.uniform(0.25, 0.5) * term / 12
        return [
            {
                "offer_id": name,
                "vendor": self.random.choice(("Alpha", "Cloud")),
                "product": product,
                "metric": "user",
                "version": "2025",
                "condition": "new",
                "price": f"{price:.2f}",
                "pack_size": 1,
                "term_months": term,
                "install_credential": "yes",
            }
        ]

    def draw_lots(self) -> Rows:
        rows: Rows = []
        for number in range(self.random.choice((0, 1, 1, 2))):
            product, metric = self.random.choice(sorted(UNIT))
            rows.append(
                {
                    "owned_id": f"L{number}",
                    "product": product,
                    "metric": metric,
                    "version": self.random.choice(VERSIONS),
                    "quantity": self.random.randint(1, 3),
                    "resale_price": self.random.choice(("", "7.77", "21", "38.5")),
                }
            )
        return rows

    # -- policies -----------------------------------------------------------------------------------------

    def write_policies(self) -> None:
        base = {"plan_date": self.first, "horizon_months": self.months, "rds_mode_default": "any"}
        self.sheet("Policy", [{"name": name, "value": value} for name, value in base.items()])
        rows: Rows = [{"scenario": "plain", "discount_rate": ""}]
        for number in range(1, self.scenarios):
            rows.append({"scenario": f"s{number}"} | self.draw_policies(self.random.choice((1, 2, 3))))
        self.sheet("Scenarios", rows)

    def draw_policies(self, number: int) -> dict[str, Any]:
        guess = self.persons * 60
        values: dict[str, tuple[Any, ...]] = {
            "discount_rate": ("0.04", "0.125", "0.3"),
            "price_change_new": ("0.1", "-0.08", "0.35"),
            "price_change_used": ("-0.2", "0.15"),
            "end_value": ("0.3", "0.62", "0.9"),
            "subscription_end": ("pro_rata",),
            "period_step": ("month", "quarter", "year"),
            "server_upgrades": ("none", "2025"),
            "horizon_months": ("0", "3", "13"),
            "order_cost": ("5", "24.99"),
            "max_vendors": ("1", "2"),
            "max_used_share": ("0", "0.4", "0.5"),
            "spare_share": ("0.1", "0.5"),
            "budget": tuple(f"{guess * self.random.uniform(0.3, 2):.2f}" for _ in range(2)),
            "ws_metrics": ("single", "user", "device"),
            "rds_metrics": ("single",),
            "ws_mixing_cost": ("15", "60"),
            "rds_mixing_cost": ("40",),
            "base_and_rds_same_metric": ("yes",),
            "allow_used": ("no",),
            "use_owned": ("no",),
            "sell_surplus": ("no",),
            "min_version": ("2022",),
            "rds_mode_default": ("choose",),
        }
        return {name: self.random.choice(values[name]) for name in self.random.sample(sorted(values), number)}


def write_dated_estate(folder: Path, seed: int, persons: int = 3, scenarios: int = 6) -> None:
    """Write the estate of a seed."""
    DatedWriter(folder, seed, persons, scenarios).write()

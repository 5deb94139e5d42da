"""Random small estates with everything that the program knows beyond named people and plain groups.

What is drawn here comes from a random source of its own and goes into the rows just before they are written, so a
seed's plain estate (`tests.property.estates`) is the same without it.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.property.estates import SHAPES, EstateWriter, Rows

PLANS = (
    "Microsoft 365 E3 EEA (no Teams)",
    "SPE_E5",
    "SPE_F1",
    "Microsoft 365 E5 Security",
    "Microsoft 365 E7",
    "Enterprise Mobility + Security E3",
    "Microsoft 365 A3",
    "M365 Business Premium",
)
REMOTE_PLAN = "Windows Server Remote Desktop Services User CAL (1 year subscription)"
POLICIES: dict[str, tuple[str, ...]] = {
    "rds_mode_default": ("any",),
    "azure_rds_device_with_sa": ("yes",),
    "subscriptions": ("yes", "yes"),
    "sell_under_sa": ("yes",),
    "agreement_signed": ("2024-10-01", "2024-09-30"),
    "external_definition": ("2024", "before_2024"),
    "grants_m365_e7": ("no",),
    "spare_share_ws_user": ("0", "0.5"),
    "spare_share_ws_device": ("0.2",),
    "spare_share_rds_user": ("0.34", "0"),
    "spare_share_rds_device": ("0.5",),
    "count_unproven": ("no",),
    "audit_threshold_reading": ("above",),
}


class FurtherWriter(EstateWriter):
    """Draws an estate, and what it may have beside."""

    def __init__(self, folder: Path, seed: int, persons: int, shape: str, scenarios: int, shuffle: int) -> None:
        super().__init__(folder, seed, persons, shape, scenarios, shuffle)
        self.further = Random(-9000 - seed)
        self.groups: Rows = []

    def maybe(self, probability: float) -> bool:
        return self.further.random() < probability

    def write(self) -> None:
        if self.shape == "groups":
            self.folder.mkdir(parents=True, exist_ok=True)
            self.write_servers()
        super().write()

    def sheet(self, name: str, rows: Rows) -> None:
        amend = getattr(self, f"amend_{name.lower()}", None)
        super().sheet(name, amend(list(rows)) if amend else rows)

    def amend_servers(self, rows: Rows) -> Rows:
        """Leave modes blank, farm by farm, and put some servers elsewhere."""
        blank = {farm for farm in sorted(map(self.farm_of, rows)) if self.maybe(0.5)}
        for row in rows:
            if row.get("rds_mode") == "any" and self.farm_of(row) in blank:
                row["rds_mode"] = ""
            if not row.get("licensing") and self.maybe(0.3):
                can_be_azure = row.get("rds_mode") != "device" and row.get("directory") != "workgroup"
                row["licensing"] = self.further.choice(("azure_vm", "csp_hoster") if can_be_azure else ("csp_hoster",))
        return rows

    @staticmethod
    def farm_of(row: dict[str, object]) -> str:
        return str(row.get("rds_deployment") or row["server_id"])

    def amend_headcount(self, rows: Rows) -> Rows:
        for row in rows:
            self.draw_reach(row)
            if self.maybe(0.25):
                row["joins_directory"] = "no"
            if self.maybe(0.3):
                row["subscriptions"] = self.further.choice(("M365 E3", "Office 365 E3", "ems e5"))
            if self.maybe(0.4):
                self.draw_relation(row)
        if rows and self.shape == "groups" and not any(row.get("servers") for row in rows):
            rows[0]["servers"] = str(self.server_rows[0]["server_id"])
        self.groups = rows
        return rows

    def draw_reach(self, row: dict[str, object]) -> None:
        """Let a group name its servers, in some cases instead of versions."""
        names = [str(server["server_id"]) for server in self.server_rows]
        hosts = [str(server["server_id"]) for server in self.server_rows if server.get("edition") != "essentials"]
        if self.maybe(0.6) and names:
            row["servers"] = "*" if self.maybe(0.2) else ";".join(self.further.sample(names, min(len(names), 2)))
            if self.maybe(0.5):
                row["server_version"] = ""
        if self.maybe(0.4) and hosts:
            row["rds_servers"] = ";".join(self.further.sample(hosts, min(len(hosts), self.further.choice((1, 1, 2)))))
            row["rds_version"] = self.further.choice(("", "", row.get("rds_version") or ""))
        elif row.get("rds_version") and self.maybe(0.4):
            row["rds_deployment"] = self.further.choice(("elsewhere", "north"))
        has_sessions = row.get("rds_servers") or row.get("rds_version")
        if has_sessions and self.maybe(0.4):
            row["peripheral_rds"] = self.further.randint(0, int(str(row["peripherals"] or 0)))
        if not has_sessions:
            row["rds_users"] = ""

    def draw_relation(self, row: dict[str, object]) -> None:
        row["relation"] = self.further.choice(("external", "remote_contractor", "onsite_contractor", "employee"))
        row["weekly_hours"] = self.further.choice(("", "12", "30", "31", "38.5"))
        row["on_site_daily"] = self.further.choice(("", "yes", "no"))

    def amend_users(self, rows: Rows) -> Rows:
        for row in rows:
            if self.maybe(0.2):
                names = self.further.sample((*PLANS, REMOTE_PLAN), 1)
                row["subscriptions"] = ";".join(filter(None, [str(row.get("subscriptions") or ""), *names]))
            if row.get("relation") and self.maybe(0.5):
                row["weekly_hours"] = self.further.choice(("", "12", "30", "31", "38.5"))
                row["on_site_daily"] = self.further.choice(("", "yes", "no"))
        return rows

    def amend_offers(self, rows: Rows) -> Rows:
        by_id: dict[str, Rows] = {}
        for row in rows:
            by_id.setdefault(str(row["offer_id"]), []).append(row)
        for mine in by_id.values():
            first = mine[0]
            is_remote = first["product"] == "rds_cal" and first["condition"] == "new"
            if is_remote and first["version"] == "2025" and self.maybe(0.4):
                for row in mine:
                    row["sa"] = "yes"
            if first.get("first_sale_region") == "GB" and self.maybe(0.7):
                day = self.further.choice(("2020-12-31", "2021-01-01"))
                for row in mine:
                    row["first_sold_on"] = day
        if self.maybe(0.5):
            rows += [self.draw_subscription(product) for product in ("rds_cal", "ws_cal") if self.maybe(0.7)]
        return rows

    def draw_subscription(self, product: str) -> dict[str, object]:
        price = (45 if product == "rds_cal" else 15) * self.further.uniform(0.7, 1.6)
        return {
            "offer_id": f"sub-{product}",
            "vendor": "Alpha",
            "product": product,
            "metric": "user",
            "version": "2025",
            "condition": "new",
            "price": f"{price:.2f}",
            "pack_size": 1,
            "term_months": self.further.choice((12, 36)),
        }

    def amend_owned(self, rows: Rows) -> Rows:
        for row in rows:
            if row.get("resale_price") and self.maybe(0.5):
                row["first_sale_region"] = self.further.choice(("", "DE", "EEA", "US", "GB", "GB"))
                row["first_sold_on"] = self.further.choice(("", "2019-05-01", "2022-02-02"))
                row["lot_is_complete"] = self.further.choice(("", "yes", "no"))
                row["segment"] = self.further.choice(("", "commercial", "oem", "academic"))
            if row["product"] == "rds_cal" and self.maybe(0.4):
                row["sa_until"] = self.further.choice(("2026-11-20", "2026-11-21", "2028-06-30"))
                row["sa_renewed_on"] = ""
            if row["product"] in ("ws_cal", "rds_cal") and self.maybe(0.1):
                row["term_months"], row["sa_until"], row["sa_renewed_on"] = 12, "", ""
                row["ends_on"] = self.further.choice(("2026-11-20", "2026-11-21", "2027-03-01"))
        rows += [self.draw_members_licence(number) for number in range(self.further.choice((0, 1, 2)))]
        return [row for row in rows if row]

    def draw_members_licence(self, number: int) -> dict[str, object]:
        """Draw a licence that a member of a group was given lately; nothing where there is no group."""
        groups = [row for row in self.groups if row["users"]]
        if not groups:
            return {}
        group, metric = self.further.choice(groups), self.further.choice(("user", "device"))
        last = int(str(group["users" if metric == "user" else "devices"]))
        if not last:
            return {}
        return {
            "owned_id": f"member{number}",
            "product": self.further.choice(("ws_cal", "rds_cal")),
            "metric": metric,
            "version": self.further.choice((self.versions[-1], "2016")),
            "quantity": 1,
            "resale_price": self.further.choice(("", "70")),
            "assigned_to": f"{group['group']}/{metric}/{self.further.randint(1, last)}",
            "last_reassigned": self.further.choice(("2026-11-01", "2026-08-24")),
        }

    def policy_values(self) -> dict[str, tuple[object, ...]]:
        return super().policy_values() | POLICIES

    def draw_policies(self, number: int) -> dict[str, object]:
        """Draw some more of what is new, so that it meets the rest often."""
        drawn = super().draw_policies(number)
        for name, values in POLICIES.items():
            if self.maybe(0.15):
                drawn[name] = self.further.choice(values)
        return drawn


def write_further_estate(folder: Path, seed: int, persons: int, shape: str | None = None, scenarios: int = 6) -> None:
    """Write the estate of a seed with all that it may have."""
    shape = shape or Random(-1 - seed).choice(SHAPES)
    FurtherWriter(folder, seed, persons, shape, scenarios, 0).write()

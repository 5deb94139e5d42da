"""Contents of plan.json made up for tests: whole, so that they are read back like any other, yet short to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.domain import money
from planner.domain.document import PlanDocument
from planner.report.formats.plan_reader import from_json

Content = dict[str, Any]
POLICY = {"plan_date": "2026-11-21", "allow_used": True, "budget": None, "ws_metrics": "any", "baseline": None}


def bought(vendor: str, licences: int, cost: str, **more: Any) -> Content:
    """Return a purchase of single licences; what is left open is a new base User CAL 2022."""
    price = money.text(money.from_text(cost) // max(licences, 1))
    return {
        "offer_id": f"{vendor[:1]}-{more.get('version', '2022')}-{more.get('condition', 'new')}",
        "vendor": vendor, "product": "ws_cal", "metric": "user", "version": "2022", "condition": "new", "pack_size": 1,
        "packs": licences, "licences": licences, "pack_price": price, "cost": cost, "period": 0, "reason": "Needed.",
    } | more  # fmt: skip


def sold(lot: str, quantity: int, price: str, proceeds: str) -> Content:
    """Return a sale as earlier versions wrote it."""
    return {
        "owned_id": lot, "quantity": quantity, "unit_price": price, "proceeds": proceeds, "period": 0,
        "reason": "Spare.",
    }  # fmt: skip


def pool(version: str, idle: int, sold: int, *, product: str = "ws_cal", metric: str = "user") -> Content:
    """Return a row of the licence position."""
    counts = {"holders": 0, "holders_at_or_above": 0, "owned": idle + sold, "bought": 0, "sold": sold, "idle": idle}
    return {"product": product, "metric": metric, "version": version, "period": 0, **counts}


def _head(name: str, status: str, policy: Mapping[str, Any]) -> Content:
    return {
        "name": name, "status": status, "policy": POLICY | policy, "data_level": "pairs",
        "assumptions": ["All is well."], "notices": [],
    }  # fmt: skip


def planned(
    name: str,
    total: str,
    purchases: Sequence[Content] = (),
    pools: Sequence[Content] = (),
    *,
    bound: str = "",
    sales: Sequence[Content] = (),
    **more: Any,
) -> Content:
    """Return a scenario with a plan; `orders` and `mixing` cost extra, what else is named is a policy."""
    extra = {part: more.pop(part, "0.00") for part in ("orders", "mixing", "upgrades")}
    proceeds = sum(money.from_text(line["proceeds"]) for line in sales)
    paid = money.from_text(total) + proceeds - sum(map(money.from_text, extra.values()))
    named = ("data_level", "notices", "example_if_own", "checklist", "risk")
    keys = {key: more.pop(key) for key in named if key in more}
    return _head(name, "feasible" if bound else "optimal", more) | {
        "cost": {"total": total, "purchases": money.text(paid), **extra, "sales": money.text(proceeds)},
        "bound": bound or total, "gap": 0, "purchases": list(purchases), "sales": list(sales), "pools": list(pools),
        "periods": [{"period": 0, "starts": "2026-11-21", "ends": "2026-11-21"}],
        "checks": {"audited": True, "requirements": 12, "uncovered": 0},
    } | keys  # fmt: skip


def impossible(name: str, **policy: Any) -> Content:
    """Return a scenario that has no plan."""
    help_ = {"policy": "budget", "from": "1.00", "to": "190.00", "text": "Raise the budget to 190.00 EUR."}
    return _head(name, "infeasible", policy) | {"reason": "The budget is too small.", "relaxations": [help_]}


def document(scenarios: Sequence[Content], *, currency: str = "EUR", sha256: str = "ab" * 32) -> Content:
    """Return the content of plan.json."""
    return {
        "format": "cal-planner/plan/1", "inventory": {"name": "estate.xlsx", "sha256": sha256},
        "created": "2026-11-21T09:30:00+00:00", "version": "0.1.0", "currency": currency, "scenarios": list(scenarios),
        "comparison": [], "timings": {"total_s": 1.5},
        "size": {"users": 5, "devices": 9, "accesses": 20, "requirements": 12, "classes": 3},
    }  # fmt: skip


def read(*scenarios: Content, **more: Any) -> PlanDocument:
    """Return the document of scenarios."""
    return from_json("plan.json", document(scenarios, **more))

"""Small plan.json contents to compare."""

from __future__ import annotations

POLICY = {"plan_date": "2026-11-21", "allow_used": True, "budget": None, "ws_metrics": "any"}


def bought(vendor, licences, cost, *, product="ws_cal", metric="user", version="2022", condition="new"):
    return {
        "vendor": vendor, "product": product, "metric": metric, "version": version, "condition": condition,
        "licences": licences, "cost": cost,
    }  # fmt: skip


def pool(version, idle, sold, *, product="ws_cal", metric="user"):
    return {"product": product, "metric": metric, "version": version, "idle": idle, "sold": sold}


def planned(name, total, purchases, pools=(), *, bound=None, orders="0.00", **policy):
    cost = {"total": total, "purchases": total, "orders": orders, "mixing": "0.00", "upgrades": "0.00", "sales": "0.00"}
    return {
        "name": name, "status": "feasible" if bound else "optimal", "policy": POLICY | policy, "cost": cost,
        "bound": bound or total, "purchases": list(purchases), "pools": list(pools),
    }  # fmt: skip


def impossible(name, **policy):
    return {"name": name, "status": "infeasible", "policy": POLICY | policy, "reason": "The budget is too small."}


def document(scenarios, *, currency="EUR", sha256="ab" * 32):
    return {
        "format": "cal-planner/plan/1", "inventory": {"name": "estate.xlsx", "sha256": sha256},
        "currency": currency, "scenarios": list(scenarios),
    }  # fmt: skip


MIX = planned(
    "cheapest", "1000.00",
    [bought("Alpha", 3, "600.00"), bought("Beta", 2, "300.00", condition="used"), bought("Beta", 1, "100.00")],
    [pool("2019", 5, 0), pool("2022", 0, 7)],
)  # fmt: skip
NEW = planned(
    "new only", "1250.00", [bought("Alpha", 6, "1250.00"), bought("Alpha", 0, "0.00", version="2025")],
    [pool("2019", 5, 2)], bound="1200.00", allow_used=False,
)  # fmt: skip
TIGHT = impossible("tight", budget="1.00")

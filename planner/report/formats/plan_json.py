"""plan.json: everything a run produced, for other programs.  Money is text with two decimals, counts are whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TextIO

from planner.domain import money
from planner.domain.comparison import ComparisonRow, compare
from planner.domain.inventory import Source
from planner.domain.plan import (
    Cost,
    DataLevel,
    Plan,
    PlanSet,
    PlanStatus,
    PoolPosition,
    Purchase,
    Relaxation,
    Sale,
    ScenarioResult,
    Switch,
)
from planner.domain.position import PositionToday
from planner.domain.review import CheckLine, Risk

FORMAT = "cal-planner/plan/1"
TIMINGS = ("read_s", "requirements_s", "reduce_s", "solve_s", "assign_s", "audit_s", "write_s", "total_s")


def write(plan_set: PlanSet, target: Path | str | TextIO) -> None:
    """Write plan.json to a file (UTF-8) or to an open text stream, with a newline at its end."""
    text = json.dumps(to_json(plan_set), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if isinstance(target, Path | str):
        Path(target).write_text(text, encoding="utf-8", newline="\n")
    else:
        target.write(text)


def to_json(plan_set: PlanSet) -> dict[str, Any]:
    """Return the content of plan.json; its keys stand in the documented order."""
    head: dict[str, Any] = {"format": FORMAT, "inventory": _source(plan_set.inventory)}
    if plan_set.catalogue is not None:
        head["catalogue"] = _source(plan_set.catalogue)
    size = plan_set.size
    return head | {
        "created": plan_set.created,
        "version": plan_set.version,
        "currency": plan_set.currency,
        "scenarios": [_scenario(result) for result in plan_set.results],
        "comparison": [_comparison_row(row) for row in compare(plan_set.results)],
        "timings": {name: round(float(plan_set.timings.get(name, 0.0)), 6) for name in TIMINGS},
        "size": {
            "users": size.users,
            "devices": size.devices,
            "accesses": size.accesses,
            "requirements": size.requirements,
            "classes": size.classes,
        },
        "position_today": None if plan_set.position_today is None else _position_today(plan_set.position_today),
    }


def _position_today(position: PositionToday) -> dict[str, Any]:
    return {
        "missing": [
            {
                "product": line.product.value,
                "metric": line.metric.value,
                "version": line.version,
                "licences": line.licences,
            }
            for line in position.missing
        ],
        "amount": _amount(position.amount_minor),
        "share_of_use": float(position.share_of_use),
        "audit_amount": _amount(position.audit_amount_minor),
        "unproven": {"licences": position.unproven.licences, "amount": _amount(position.unproven.amount_minor)},
        "is_proved": position.is_proved,
    }


def _amount(minor: int | None) -> str | None:
    return None if minor is None else money.text(minor)


def _source(source: Source) -> dict[str, str]:
    return {"name": source.name, "sha256": source.sha256}


def _scenario(result: ScenarioResult) -> dict[str, Any]:
    head: dict[str, Any] = {
        "name": result.name,
        "status": result.status.value,
        "policy": result.scenario.policy.as_json(),
        "data_level": result.data_level.value,
        "assumptions": list(result.assumptions),
        "notices": [{"code": notice.code, "text": notice.text} for notice in result.notices],
    }
    return head | (_without_plan(result) if result.plan is None else _planned(result, result.plan))


def _without_plan(result: ScenarioResult) -> dict[str, Any]:
    values: dict[str, Any] = {"reason": result.reason}
    if result.status is PlanStatus.INFEASIBLE:
        values["relaxations"] = [_relaxation(change) for change in result.relaxations]
    return values


def _planned(result: ScenarioResult, plan: Plan) -> dict[str, Any]:
    day = result.scenario.policy.plan_date.isoformat()
    by_vendor = sorted(plan.purchases, key=lambda line: (line.offer.vendor, line.offer.offer_id, line.period))
    values: dict[str, Any] = {
        "cost": _cost(plan.cost),
        "bound": money.text(plan.lower_bound_minor),
        "gap": float(plan.gap) if plan.gap else 0,
        "purchases": [_purchase(line) for line in by_vendor],
        "sales": [_sale(line) for line in plan.sales],
        "pools": [_pool(row) for row in plan.pools],
        "periods": [{"period": 0, "starts": day, "ends": day}],
        "checks": {"audited": True, "requirements": plan.requirements, "uncovered": 0},
    }
    if result.review is not None:
        values |= {
            "checklist": [_check_line(line) for line in result.review.checklist],
            "risk": _risk(result.review.risk),
        }
    if plan.switches:
        values["switches"] = [_switch(line) for line in plan.switches]
    if result.data_level is DataLevel.UPPER_BOUND:
        example = result.example_if_own_minor
        values["example_if_own"] = None if example is None else money.text(example)
    return values


def _cost(cost: Cost) -> dict[str, str]:
    return {
        "total": money.text(cost.total),
        "purchases": money.text(cost.purchases),
        "orders": money.text(cost.orders),
        "mixing": money.text(cost.mixing),
        "upgrades": money.text(cost.upgrades),
        "sales": money.text(cost.sales),
    }


def _purchase(line: Purchase) -> dict[str, Any]:
    offer = line.offer
    return {
        "offer_id": offer.offer_id,
        "vendor": offer.vendor,
        "product": offer.product.value,
        "metric": offer.metric.value,
        "version": offer.version,
        "condition": offer.condition.value,
        "pack_size": offer.pack_size,
        "packs": line.packs,
        "licences": line.licences,
        "pack_price": money.text(line.pack_price_minor),
        "cost": money.text(line.cost_minor),
        "period": line.period,
        "reason": line.reason,
    }


def _sale(line: Sale) -> dict[str, Any]:
    return {
        "owned_id": line.lot.owned_id,
        "quantity": line.quantity,
        "unit_price": money.text(line.lot.resale_minor),
        "proceeds": money.text(line.proceeds_minor),
        "period": line.period,
        "reason": line.reason,
    }


def _switch(line: Switch) -> dict[str, Any]:
    return {
        "owned_id": line.lot.owned_id,
        "from": line.lot.metric.value,
        "to": line.to.value,
        "quantity": line.quantity,
        "reason": line.reason,
    }


def _pool(row: PoolPosition) -> dict[str, Any]:
    return {
        "product": row.product.value,
        "metric": row.metric.value,
        "version": row.version,
        "period": row.period,
        "holders": row.holders,
        "holders_at_or_above": row.holders_at_or_above,
        "owned": row.owned,
        "bought": row.bought,
        "sold": row.sold,
        "idle": row.idle,
    }


def _check_line(line: CheckLine) -> dict[str, Any]:
    return {"item": line.item, "state": line.state.value, "text": line.text, "missing": list(line.missing)}


def _risk(risk: Risk) -> dict[str, Any]:
    amount = None if risk.amount_minor is None else money.text(risk.amount_minor)
    return {"shortfall": risk.shortfall, "amount": amount, "text": risk.text}


def _relaxation(change: Relaxation) -> dict[str, Any]:
    return {"policy": change.policy, "from": change.before, "to": change.after, "text": change.text}


def _comparison_row(row: ComparisonRow) -> dict[str, Any]:
    differs = list(row.what_differs)
    if row.total_minor is None or row.difference_minor is None:
        return {"name": row.name, "status": row.status.value, "what_differs": differs}
    return {
        "name": row.name,
        "status": row.status.value,
        "total": money.text(row.total_minor),
        "difference": money.text(row.difference_minor),
        "licences": row.licences,
        "used_licences": row.used_licences,
        "vendors": row.vendors,
        "what_differs": differs,
    }

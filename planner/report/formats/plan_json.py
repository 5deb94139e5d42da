"""plan.json: everything a run produced, for other programs.  Money is text with two decimals, counts are whole.

Keys that came later than the format are left out where there is nothing to say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from planner.domain import money
from planner.domain.comparison import ComparisonRow, compare
from planner.domain.document import (
    PlanDocument,
    PlanLines,
    Position,
    PurchaseLine,
    SaleLine,
    ScenarioDocument,
    SwitchLine,
)
from planner.domain.inventory import SourceFile
from planner.domain.issue import Notice
from planner.domain.plan import (
    Alternative,
    Cost,
    DataLevel,
    Otherwise,
    PlanStatus,
    Relaxation,
    ServerUpgrade,
    UnitLine,
    UpgradeEffect,
)
from planner.domain.position import LicencesShort, PositionToday
from planner.domain.profile import Organisation, PartNumber, Profile, VendorProfile
from planner.domain.review import CheckLine, Risk
from planner.words.kept import recipes

FORMAT = "cal-planner/plan/1"
TIMINGS = ("read_s", "requirements_s", "reduce_s", "solve_s", "assign_s", "audit_s", "write_s", "total_s")
SIZES = ("users", "devices", "accesses", "requirements", "classes")
COSTS = ("total", "purchases", "orders", "mixing", "upgrades", "sales")
COSTS_OVER_TIME = ("total", "purchases", "orders", "mixing", "upgrades", "keeping", "sales", "end_value")


def write(document: PlanDocument, target: Path | str | TextIO) -> None:
    """Write plan.json to a file (UTF-8) or to an open text stream, with a newline at its end."""
    text = as_text(document)
    if isinstance(target, Path | str):
        Path(target).write_text(text, encoding="utf-8", newline="\n")
    else:
        target.write(text)


def as_text(document: PlanDocument) -> str:
    """Return the text of plan.json."""
    return json.dumps(to_json(document), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def to_json(document: PlanDocument) -> dict[str, Any]:
    """Return the content of plan.json; its keys stand in the documented order.

    All texts are in English; `words` says how they were made, so that they can be shown in another language.
    """
    content = _to_json(document)
    kept = recipes(content)
    return content | ({"words": kept} if kept else {})


def _to_json(document: PlanDocument) -> dict[str, Any]:
    head: dict[str, Any] = {"format": FORMAT, "inventory": _source_json(document.inventory)}
    if document.catalogue is not None:
        head["catalogue"] = _source_json(document.catalogue)
    return (
        head
        | {
            "created": document.created,
            "version": document.version,
            "currency": document.currency,
            "scenarios": [_scenario_json(scenario) for scenario in document.scenarios],
            "comparison": [_comparison_json(row) for row in compare(document.scenarios)],
            "timings": {name: round(float(document.timings.get(name, 0.0)), 6) for name in TIMINGS},
            "size": {name: getattr(document.size, name) for name in SIZES},
            "position_today": None
            if document.position_today is None
            else _position_today_json(document.position_today),
        }
        | ({} if document.profile.is_blank else {"profile": _profile_json(document.profile)})
    )


def _profile_json(profile: Profile) -> dict[str, Any]:
    organisation = profile.organisation
    return ({} if organisation is None else {"organisation": _facts(organisation)}) | {
        "vendors": [_facts(one) for one in profile.vendors]
    }


def _facts(described: Organisation | VendorProfile) -> dict[str, Any]:
    """Return what differs from what goes without saying."""
    return {
        each.name: [_part_number_json(one) for one in value] if each.name == "part_numbers" else _plain(value)
        for each in fields(described)
        if (value := getattr(described, each.name)) != each.default
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _part_number_json(one: PartNumber) -> dict[str, Any]:
    return {
        "product": one.product.value,
        "metric": one.metric.value,
        "version": one.version,
        "number": one.number,
    } | _stated({"condition": one.condition})


def _short_json(line: LicencesShort) -> dict[str, Any]:
    return {
        "product": line.product.value,
        "metric": line.metric.value,
        "version": line.version,
        "licences": line.licences,
    }


def _position_today_json(position: PositionToday) -> dict[str, Any]:
    return {
        "missing": [_short_json(line) for line in position.missing],
        "amount": _amount_or_null(position.amount_minor),
        "share_of_use": float(position.share_of_use),
        "audit_amount": _amount_or_null(position.audit_amount_minor),
        "unproven": {
            "licences": position.unproven.licences,
            "amount": _amount_or_null(position.unproven.amount_minor),
        },
        "is_proved": position.is_proved,
        "licences_in_use": position.licences_in_use,
    }


def _source_json(source: SourceFile) -> dict[str, str]:
    return {"name": source.name, "sha256": source.sha256}


def _scenario_json(scenario: ScenarioDocument) -> dict[str, Any]:
    head: dict[str, Any] = {
        "name": scenario.name,
        "status": scenario.status.value,
        "policy": dict(scenario.policy),
        "data_level": scenario.data_level.value,
        "assumptions": list(scenario.assumptions),
        "notices": [_notice_json(notice) for notice in scenario.notices],
    }
    more = {"is_reading": True} if scenario.is_reading else {}
    return head | (_lines_json(scenario, scenario.plan) if scenario.plan else _without_plan_json(scenario)) | more


def _notice_json(notice: Notice) -> dict[str, Any]:
    return {
        "code": notice.code,
        "text": notice.text,
        "level": notice.level.value,
        "amount": _amount_or_null(notice.amount_minor),
    }


def _without_plan_json(scenario: ScenarioDocument) -> dict[str, Any]:
    values: dict[str, Any] = {"reason": scenario.reason}
    if scenario.status is PlanStatus.INFEASIBLE:
        values["relaxations"] = [_relaxation_json(change) for change in scenario.relaxations]
    if scenario.within_budget is not None:
        values["within_budget"] = {
            "purchases": [_purchase_json(line) for line in scenario.within_budget.purchases],
            "missing": [_short_json(line) for line in scenario.within_budget.missing],
            "amount": _amount_or_null(scenario.within_budget.amount_minor),
        }
    return values


_WITHOUT_PRICE: dict[str, Any] = {"condition": None, "pack_price": None, "cost": None}
"""What a line to ask a price for says nothing of."""


def _lines_json(scenario: ScenarioDocument, plan: PlanLines) -> dict[str, Any]:
    values: dict[str, Any] = {
        "cost": None if plan.is_unpriced else _cost_json(plan.cost, COSTS if plan.cash is None else COSTS_OVER_TIME),
        "bound": None if plan.is_unpriced else money.text(plan.bound_minor),
        "gap": float(plan.gap) if plan.gap else 0,
        "purchases": [_purchase_json(line) | (_WITHOUT_PRICE if plan.is_unpriced else {}) for line in plan.purchases],
        "sales": [_sale_json(line) for line in plan.sales],
        "pools": [_position_json(row) for row in plan.positions],
        "periods": [
            {"period": each.period, "starts": each.starts.isoformat(), "ends": each.ends.isoformat()}
            for each in plan.periods
        ],
        "checks": {
            "audited": plan.checks.audited,
            "requirements": plan.checks.requirements,
            "uncovered": plan.checks.uncovered,
        },
    }
    if plan.cash is not None:
        values["cash"] = _cost_json(plan.cash, COSTS_OVER_TIME)
        values["upgrades"] = [_upgrade_json(line) for line in plan.upgrades]
        values["alternatives"] = [_alternative_json(line) for line in plan.alternatives]
        values["upgrade_effects"] = [_effect_json(line) for line in plan.effects]
    if plan.risk is not None:
        values |= {"checklist": [_check_line_json(line) for line in plan.checklist], "risk": _risk_json(plan.risk)}
    if plan.switches:
        values["switches"] = [_switch_json(line) for line in plan.switches]
    if plan.modes:
        values["modes"] = {deployment: metric.value for deployment, metric in plan.modes.items()}
    if plan.by_unit:
        values["by_unit"] = [_unit_json(line) for line in plan.by_unit]
    if scenario.data_level is DataLevel.UPPER_BOUND:
        values["example_if_own"] = _amount_or_null(plan.example_if_own_minor)
    return values


def _cost_json(cost: Cost, names: Sequence[str]) -> dict[str, str]:
    return {name: money.text(getattr(cost, name)) for name in names}


def _upgrade_json(line: ServerUpgrade) -> dict[str, Any]:
    return {
        "server_id": line.server_id,
        "from": line.before,
        "to": line.to,
        "on": line.on.isoformat() if line.on else None,
        "chosen": line.is_chosen,
        "cost": money.text(line.cost_minor),
        "keeping": money.text(line.keeping_minor),
        "cash": {"cost": money.text(line.cash_cost_minor), "keeping": money.text(line.cash_keeping_minor)},
        "payments": [{"on": day.isoformat(), "amount": money.text(amount)} for day, amount in line.payments],
    }


def _alternative_json(line: Alternative) -> dict[str, Any]:
    return {
        "restriction": line.restriction.value,
        "status": line.status.value,
        "total": _amount_or_null(line.total_minor),
    }


def _effect_json(line: UpgradeEffect) -> dict[str, Any]:
    return {
        "servers": list(line.servers),
        "on": _day_or_null(line.on),
        "licences": _amount_or_null(line.licences_minor),
        "useless": line.useless,
        "otherwise": line.otherwise and _otherwise_json(line.otherwise),
    }


def _otherwise_json(line: Otherwise) -> dict[str, Any]:
    return {
        "on": _day_or_null(line.on),
        "total": money.text(line.more_minor),
        "licences": money.text(line.licences_minor),
        "upgrades": money.text(line.upgrades_minor),
        "keeping": money.text(line.keeping_minor),
    }


def _day_or_null(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _stated(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what there is something to say of."""
    return {name: value for name, value in values.items() if value is not None and value != ""}


def _amount_or_null(amount_minor: int | None) -> str | None:
    return None if amount_minor is None else money.text(amount_minor)


def _purchase_json(line: PurchaseLine) -> dict[str, Any]:
    return {
        "offer_id": line.offer_id,
        "vendor": line.vendor,
        "product": line.product.value,
        "metric": line.metric.value,
        "version": line.version,
        "condition": line.condition.value,
        "pack_size": line.pack_size,
        "packs": line.packs,
        "licences": line.licences,
        "pack_price": money.text(line.pack_price_minor),
        "cost": money.text(line.cost_minor if line.value_minor is None else line.value_minor),
        "period": line.period,
        "reason": line.reason,
    } | _stated(
        {
            "cash": None if line.value_minor is None else money.text(line.cost_minor),
            "term_months": line.term_months,
            "sku": line.sku,
            "valid_until": line.valid_until.isoformat() if line.valid_until else None,
            "lead_days": line.lead_days,
            "channel": line.channel,
            "url": line.url,
            "note": line.note,
            "quoted_currency": line.quoted_currency,
            "quoted_price": _amount_or_null(line.quoted_price_minor),
            "suite": line.suite,
            "quotation": line.quotation,
        }
    )


def _sale_json(line: SaleLine) -> dict[str, Any]:
    return {
        "owned_id": line.owned_id,
        "quantity": line.quantity,
        "unit_price": money.text(line.unit_price_minor),
        "proceeds": money.text(line.proceeds_minor if line.value_minor is None else line.value_minor),
        "period": line.period,
        "reason": line.reason,
    } | _stated(
        {
            "cash": None if line.value_minor is None else money.text(line.proceeds_minor),
            "product": line.product,
            "metric": line.metric,
            "version": line.version,
            "condition": line.condition,
            "document": line.document,
            "suite": line.suite,
        }
    )


def _switch_json(line: SwitchLine) -> dict[str, Any]:
    return {
        "owned_id": line.owned_id,
        "from": line.before.value,
        "to": line.after.value,
        "quantity": line.quantity,
        "reason": line.reason,
    } | _stated({"product": line.product, "version": line.version})


def _unit_json(line: UnitLine) -> dict[str, Any]:
    return {
        "by": line.by,
        "unit": line.unit,
        "held": line.held,
        "bought": line.bought,
        "cost": _amount_or_null(line.cost_minor),
    } | ({"spare": True} if line.is_spare else {})


def _position_json(row: Position) -> dict[str, Any]:
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
    } | _stated({"usable": row.usable, "missing_today": row.missing_today})


def _check_line_json(line: CheckLine) -> dict[str, Any]:
    return {"item": line.item, "state": line.state.value, "text": line.text, "missing": list(line.missing)}


def _risk_json(risk: Risk) -> dict[str, Any]:
    return {"shortfall": risk.shortfall, "amount": _amount_or_null(risk.amount_minor), "text": risk.text}


def _relaxation_json(change: Relaxation) -> dict[str, Any]:
    values = {"policy": change.policy, "from": change.before, "to": change.after, "text": change.text}
    return values if change.is_enough else values | {"is_enough": False}


def _comparison_json(row: ComparisonRow) -> dict[str, Any]:
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

"""plan.json read back into a document.

Keys that came later than the format may be missing; everything else must be there, and be what it should be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from planner.domain import money
from planner.domain.document import (
    BudgetLines,
    Checks,
    Period,
    PlanDocument,
    PlanLines,
    Position,
    PurchaseLine,
    SaleLine,
    ScenarioDocument,
    SwitchLine,
)
from planner.domain.inventory import SourceFile
from planner.domain.issue import Level, Notice
from planner.domain.plan import (
    Alternative,
    Cost,
    DataLevel,
    Otherwise,
    PlanStatus,
    Relaxation,
    Restriction,
    ServerUpgrade,
    Size,
    UnitLine,
    UpgradeEffect,
)
from planner.domain.position import LicencesShort, PositionToday, Unproven
from planner.domain.product import SUITES, Condition, Metric, Product, Suite, Version, rank
from planner.domain.profile import Organisation, PartNumber, Profile, VendorProfile
from planner.domain.review import CheckLine, CheckState, Risk
from planner.errors import UsageError
from planner.report.formats.plan_json import COSTS, COSTS_OVER_TIME, FORMAT, SIZES
from planner.words.kept import with_recipes

_T = TypeVar("_T")


def read(path: Path) -> PlanDocument:
    """Read a plan.json.  Raises UsageError for a file that is missing, damaged or no plan of this format."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as problem:
        raise UsageError(f"{path} cannot be read: {problem.strerror or problem}.") from problem
    except ValueError as problem:
        raise _no_json(str(path)) from problem
    return from_text(str(path), text)


def from_text(name: str, text: str) -> PlanDocument:
    """Return the document that the text of a plan.json holds.  Raises UsageError as `read` does, naming it `name`."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise _no_json(name) from problem
    return from_json(name, content)


def from_json(name: str, content: Any) -> PlanDocument:
    """Return the document that the content of a plan.json is.  Raises UsageError as `read` does, naming it `name`."""
    found = content.get("format") if isinstance(content, dict) else None
    if found != FORMAT:
        says = f'it says "{found}"' if found else "it names no format"
        raise UsageError(
            f'{name} is not a plan of format "{FORMAT}" ({says}). Write it with `cal-planner plan --json`.'
        )
    try:
        return _document(with_recipes(content, content.get("words", {})))
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError) as problem:
        raise UsageError(f"{name} is damaged: {problem!s} is missing or wrong. Plan it again.") from problem


def _no_json(name: str) -> UsageError:
    return UsageError(f"{name} is not a plan.json: it does not hold JSON text.")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r}, where a text belongs,")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r}, where a count belongs,")
    return value


def _minor(value: Any) -> int:
    return money.from_text(_text(value))


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _version(value: Any) -> Version:
    version = Version(_text(value))
    rank(version)  # raises for one that nobody knows
    return version


def _document(content: Mapping[str, Any]) -> PlanDocument:
    return PlanDocument(
        inventory=_source(content["inventory"]),
        catalogue=_source(content["catalogue"]) if "catalogue" in content else None,
        created=_text(content["created"]),
        version=_text(content["version"]),
        currency=_text(content["currency"]),
        scenarios=tuple(_scenario(one) for one in content["scenarios"]),
        timings={_text(name): float(seconds) for name, seconds in content["timings"].items()},
        size=_size(content["size"]),
        position_today=_or_none(_position_today, content.get("position_today")),
        profile=_profile(content.get("profile", {})),
    )


def _profile(content: Mapping[str, Any]) -> Profile:
    return Profile(
        organisation=_or_none(lambda one: Organisation(**_facts(Organisation, one)), content.get("organisation")),
        vendors=tuple(VendorProfile(**_facts(VendorProfile, one)) for one in content.get("vendors", ())),
    )


def _facts(kind: type[Organisation] | type[VendorProfile], content: Mapping[str, Any]) -> dict[str, Any]:
    known = {each.name for each in fields(kind)}
    return {name: _fact(name, value) for name, value in content.items() if name in known}


def _fact(name: str, value: Any) -> Any:
    match name:
        case "need_by" | "reply_by":
            return _day(value)
        case "payment_days":
            return _count(value)
        case "ask":
            return value is True
        case "part_numbers":
            return tuple(map(_part_number, value))
    return _text(value)


def _part_number(content: Mapping[str, Any]) -> PartNumber:
    product = content["product"]
    return PartNumber(
        product=Suite(product) if product in SUITES else Product(product),
        metric=Metric(content["metric"]),
        version=_version(content["version"]),
        condition=_or_none(Condition, content.get("condition")),
        number=_text(content["number"]),
    )


def _size(content: Mapping[str, Any]) -> Size:
    return Size(**{name: _count(content[name]) for name in SIZES})


def _position_today(content: Mapping[str, Any]) -> PositionToday:
    unproven = content["unproven"]
    return PositionToday(
        missing=tuple(map(_short, content["missing"])),
        amount_minor=_or_none(_minor, content["amount"]),
        licences_in_use=_count(content["licences_in_use"]),
        audit_amount_minor=_or_none(_minor, content["audit_amount"]),
        unproven=Unproven(_count(unproven["licences"]), _or_none(_minor, unproven["amount"])),
        is_proved=content["is_proved"] is True,
    )


def _short(line: Mapping[str, Any]) -> LicencesShort:
    return LicencesShort(
        Product(line["product"]), Metric(line["metric"]), _version(line["version"]), _count(line["licences"])
    )


def _within_budget(content: Mapping[str, Any]) -> BudgetLines:
    return BudgetLines(
        purchases=tuple(map(_purchase, content["purchases"])),
        missing=tuple(map(_short, content["missing"])),
        amount_minor=_or_none(_minor, content["amount"]),
    )


def _source(content: Mapping[str, Any]) -> SourceFile:
    return SourceFile(_text(content["name"]), _text(content["sha256"]))


def _scenario(content: Mapping[str, Any]) -> ScenarioDocument:
    return ScenarioDocument(
        name=_text(content["name"]),
        status=PlanStatus(content["status"]),
        # Policies are put together with others by name, so they must be names with values.
        policy={**content["policy"]},
        data_level=DataLevel(content["data_level"]),
        assumptions=tuple(map(_text, content["assumptions"])),
        notices=tuple(map(_notice, content["notices"])),
        plan=_lines(content) if "cost" in content else None,
        reason="" if "cost" in content else _text(content["reason"]),
        relaxations=tuple(map(_relaxation, content.get("relaxations", ()))),
        within_budget=_or_none(_within_budget, content.get("within_budget")),
        is_reading=content.get("is_reading") is True,
    )


def _notice(content: Mapping[str, Any]) -> Notice:
    """Return a notice; plans of earlier versions do not say what harm is in it."""
    return Notice(
        _text(content["code"]),
        _text(content["text"]),
        Level(content.get("level", Level.TO_KNOW)),
        _or_none(_minor, content.get("amount")),
    )


def _lines(content: Mapping[str, Any]) -> PlanLines:
    is_unpriced = content["cost"] is None
    return PlanLines(
        cost=Cost(0, 0, 0, 0, 0) if is_unpriced else _cost(content["cost"]),
        bound_minor=-bool(content["gap"]) if is_unpriced else _minor(content["bound"]),
        purchases=tuple(map(_purchase, content["purchases"])),
        sales=tuple(map(_sale, content["sales"])),
        positions=tuple(map(_position, content["pools"])),
        periods=tuple(
            Period(_count(one["period"]), _day(one["starts"]), _day(one["ends"])) for one in content["periods"]
        ),
        checks=_checks(content["checks"]),
        checklist=tuple(map(_check_line, content.get("checklist", ()))),
        risk=_risk(content["risk"]) if "risk" in content else None,
        switches=tuple(map(_switch, content.get("switches", ()))),
        modes={_text(name): Metric(metric) for name, metric in content.get("modes", {}).items()},
        example_if_own_minor=_or_none(_minor, content.get("example_if_own")),
        by_unit=tuple(map(_unit, content.get("by_unit", ()))),
        is_unpriced=is_unpriced,
        cash=_or_none(_cost, content.get("cash")),
        upgrades=tuple(map(_upgrade, content.get("upgrades", ()))),
        alternatives=tuple(map(_alternative, content.get("alternatives", ()))),
        effects=tuple(map(_effect, content.get("upgrade_effects", ()))),
    )


def _upgrade(content: Mapping[str, Any]) -> ServerUpgrade:
    return ServerUpgrade(
        server_id=_text(content["server_id"]),
        before=_version(content["from"]),
        to=_or_none(_version, content["to"]),
        on=_or_none(_day, content["on"]),
        is_chosen=content["chosen"] is True,
        cost_minor=_minor(content["cost"]),
        keeping_minor=_minor(content["keeping"]),
        cash_cost_minor=_minor(content["cash"]["cost"]),
        cash_keeping_minor=_minor(content["cash"]["keeping"]),
        payments=tuple((_day(each["on"]), _minor(each["amount"])) for each in content.get("payments", ())),
    )


def _alternative(content: Mapping[str, Any]) -> Alternative:
    return Alternative(
        Restriction(content["restriction"]), PlanStatus(content["status"]), _or_none(_minor, content["total"])
    )


def _effect(content: Mapping[str, Any]) -> UpgradeEffect:
    return UpgradeEffect(
        servers=tuple(map(_text, content["servers"])),
        on=_or_none(_day, content["on"]),
        licences_minor=_or_none(_minor, content["licences"]),
        useless=_count(content["useless"]),
        otherwise=_or_none(_otherwise, content.get("otherwise")),
    )


def _otherwise(content: Mapping[str, Any]) -> Otherwise:
    return Otherwise(
        on=_or_none(_day, content["on"]),
        licences_minor=_minor(content["licences"]),
        upgrades_minor=_minor(content["upgrades"]),
        keeping_minor=_minor(content["keeping"]),
    )


def _or_none(read_it: Callable[[Any], _T], value: Any) -> _T | None:
    return None if value is None else read_it(value)


def _cost(content: Mapping[str, Any]) -> Cost:
    names = [name for name in COSTS_OVER_TIME if name != "total" and (name in COSTS or name in content)]
    cost = Cost(**{name: _minor(content[name]) for name in names})
    if cost.total != _minor(content["total"]):
        raise ValueError(f"total {content['total']}, which is not the sum of its parts,")
    return cost


def _checks(content: Mapping[str, Any]) -> Checks:
    return Checks(content["audited"] is True, _count(content["requirements"]), _count(content["uncovered"]))


def _purchase(content: Mapping[str, Any]) -> PurchaseLine:
    return PurchaseLine(
        offer_id=_text(content["offer_id"]),
        vendor=_text(content["vendor"]),
        product=Product(content["product"]),
        metric=Metric(content["metric"]),
        version=_version(content["version"]),
        condition=Condition(content["condition"] or Condition.NEW),
        pack_size=_count(content["pack_size"]),
        packs=_count(content["packs"]),
        licences=_count(content["licences"]),
        pack_price_minor=_or_none(_minor, content["pack_price"]) or 0,
        cost_minor=_or_none(_minor, content.get("cash", content["cost"])) or 0,
        value_minor=_minor(content["cost"]) if "cash" in content else None,
        term_months=_or_none(_count, content.get("term_months")),
        period=_count(content["period"]),
        reason=_text(content["reason"]),
        sku=_text(content.get("sku", "")),
        valid_until=_or_none(_day, content.get("valid_until")),
        lead_days=_or_none(_count, content.get("lead_days")),
        channel=_text(content.get("channel", "")),
        url=_text(content.get("url", "")),
        note=_text(content.get("note", "")),
        quoted_currency=_text(content.get("quoted_currency", "")),
        quoted_price_minor=_or_none(_minor, content.get("quoted_price")),
        suite=_or_none(Suite, content.get("suite")),
        quotation=_text(content.get("quotation", "")),
    )


def _sale(content: Mapping[str, Any]) -> SaleLine:
    return SaleLine(
        owned_id=_text(content["owned_id"]),
        quantity=_count(content["quantity"]),
        unit_price_minor=_minor(content["unit_price"]),
        proceeds_minor=_minor(content.get("cash", content["proceeds"])),
        value_minor=_minor(content["proceeds"]) if "cash" in content else None,
        period=_count(content["period"]),
        reason=_text(content["reason"]),
        product=_or_none(Product, content.get("product")),
        metric=_or_none(Metric, content.get("metric")),
        version=_or_none(_version, content.get("version")),
        condition=_or_none(Condition, content.get("condition")),
        document=_text(content.get("document", "")),
        suite=_or_none(Suite, content.get("suite")),
    )


def _switch(content: Mapping[str, Any]) -> SwitchLine:
    return SwitchLine(
        owned_id=_text(content["owned_id"]),
        before=Metric(content["from"]),
        after=Metric(content["to"]),
        quantity=_count(content["quantity"]),
        reason=_text(content["reason"]),
        product=_or_none(Product, content.get("product")),
        version=_or_none(_version, content.get("version")),
    )


def _unit(content: Mapping[str, Any]) -> UnitLine:
    return UnitLine(
        by=_text(content["by"]),
        unit=_text(content["unit"]),
        held=_count(content["held"]),
        bought=_count(content["bought"]),
        cost_minor=_or_none(_minor, content["cost"]),
        is_spare=content.get("spare") is True,
    )


def _position(content: Mapping[str, Any]) -> Position:
    figures = ("period", "holders", "holders_at_or_above", "owned", "bought", "sold", "idle")
    return Position(
        product=Product(content["product"]),
        metric=Metric(content["metric"]),
        version=_version(content["version"]),
        **{name: _count(content[name]) for name in figures},
        usable=_or_none(_count, content.get("usable")),
        missing_today=_or_none(_count, content.get("missing_today")),
    )


def _check_line(content: Mapping[str, Any]) -> CheckLine:
    state, missing = CheckState(content["state"]), tuple(map(_text, content["missing"]))
    return CheckLine(_text(content["item"]), state, _text(content["text"]), missing)


def _risk(content: Mapping[str, Any]) -> Risk:
    return Risk(_count(content["shortfall"]), _or_none(_minor, content["amount"]), _text(content["text"]))


def _relaxation(content: Mapping[str, Any]) -> Relaxation:
    return Relaxation(
        _text(content["policy"]),
        content.get("from"),
        content.get("to"),
        _text(content["text"]),
        is_enough=content.get("is_enough") is not False,
    )

"""Sheets Policy and Scenarios to the scenarios that are planned.

A scenario starts from the defaults, then sheet Policy, then its own row; without sheet Scenarios the built-in set
stands on top of Policy.  The same table of policies drives reading, checking and the documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from planner.domain.issue import Location
from planner.domain.product import VERSIONS
from planner.domain.scenario import AHEAD, BUILT_IN, BUILT_IN_OVER_TIME, HORIZON_MONTHS, Policy, Scenario
from planner.domain.setting import PolicyKind, Setting
from planner.ingest.checks.ids import address, check_case, check_unique
from planner.ingest.schema.describe import policy_default
from planner.ingest.schema.sheets import SCENARIOS
from planner.ingest.schema.switches import SWITCH_BY_NAME
from planner.ingest.tables import cells
from planner.ingest.tables.cells import NOT_TWO_DECIMALS, Reader, Unreadable, fold_word
from planner.ingest.tables.headers import near_column
from planner.ingest.tables.log import Log
from planner.ingest.tables.table import CleanRow, CleanTable, column_letters, header_of
from planner.licensing import rulebook
from planner.licensing.rulebook import SETTING_BY_NAME, SETTINGS
from planner.words import joined, say

CURRENCY = "currency"
EXCLUSIONS = ("excluded_vendors", "excluded_offers")
SPECS: Mapping[str, Setting[Any]] = {**SETTING_BY_NAME, **SWITCH_BY_NAME}
_SPEC_BY_FOLD = {fold_word(name): spec for spec in SPECS.values() for name in (spec.name, *spec.also_called)}
POLICY_BY_FOLD: Mapping[str, str] = {folded: spec.name for folded, spec in _SPEC_BY_FOLD.items()}
"""Folded names of all policies, for matching the columns of sheet Scenarios."""

_FX = re.compile(r"fx[\s_-]*([a-z]{3})", re.IGNORECASE)
_NO_LIMIT = ("none", "nolimit", "unlimited")
_LIFTABLE = (PolicyKind.COUNT, PolicyKind.MONEY, PolicyKind.VERSION, PolicyKind.COUNTRY, PolicyKind.TEXT)


def find_policy(name: str) -> Setting[Any] | None:
    """Return the policy a name means, blind to case, blanks, `_` and `-`; None for one nobody knows."""
    return _SPEC_BY_FOLD.get(fold_word(name))


def is_rate(name: str) -> str | None:
    """Return the currency code of a name such as `fx_usd`, in capitals; None for any other name."""
    matched = _FX.fullmatch(name.strip())
    return matched[1].upper() if matched else None


def reader_of(spec: Setting[Any]) -> Reader:
    """Return the reader of a policy's value; `none` and the like lift a limit."""
    if spec.name in EXCLUSIONS:
        return cells.read_exclusions
    read = _READERS[spec.kind] if spec.kind is not PolicyKind.CHOICE else _choice_reader(spec)
    if spec.read_as:
        words = {fold_word(word): value for word, value in spec.read_as.items()}
        return lambda cell: words[fold_word(cell)] if isinstance(cell, str) and fold_word(cell) in words else read(cell)
    if spec.default is not None or spec.name == "baseline" or spec.kind not in _LIFTABLE:
        return read
    return lambda cell: None if isinstance(cell, str) and fold_word(cell) in _NO_LIMIT else read(cell)


_READERS: Mapping[PolicyKind, Reader] = {
    PolicyKind.YES_NO: cells.read_yes_no,
    PolicyKind.SHARE: cells.read_share,
    PolicyKind.RATE: cells.read_rate,
    PolicyKind.FACTOR: cells.read_factor,
    PolicyKind.MONEY: cells.read_money,
    PolicyKind.COUNT: cells.count_reader(),
    PolicyKind.DATE: cells.read_date,
    PolicyKind.NAMES: cells.read_names,
    PolicyKind.PROOF: cells.read_proof,
    PolicyKind.VERSION: cells.read_version,
    PolicyKind.COUNTRY: cells.read_region,
    PolicyKind.TEXT: cells.read_text,
}


def _choice_reader(spec: Setting[Any]) -> Reader:
    read = cells.word_reader(spec.choices)
    if VERSIONS[0] not in spec.choices:
        return read

    def read_word_or_version(cell: Any) -> str:
        try:
            return str(cells.read_version(cell))
        except Unreadable:
            return str(read(cell))

    return read_word_or_version


@dataclass(frozen=True, slots=True)
class Policies:
    """What the two sheets say.  `currency` is None where it could not be read."""

    scenarios: tuple[Scenario, ...]
    currency: str | None
    rates: Mapping[str, Fraction]
    base: Policy
    """What every scenario starts from: the defaults, and what sheet Policy says."""


@dataclass(slots=True)
class _Base:
    """What sheet Policy says, and where."""

    values: dict[str, Any] = field(default_factory=dict)
    rates: dict[str, Fraction] = field(default_factory=dict)
    where: dict[str, Location] = field(default_factory=dict)
    found: dict[str, str | None] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)


def read_policies(
    policy: CleanTable | None, scenarios: CleanTable | None, today: date, log: Log, unsure: frozenset[str] = frozenset()
) -> Policies:
    """Return the scenarios to plan; report every value that cannot be used.

    `unsure` names sheets that may say more than could be read; nothing is concluded from their silence.
    """
    base = _read_policy_sheet(policy, log)
    made: list[tuple[str, Mapping[str, Any]]]
    if scenarios is not None:
        own = _read_scenarios_sheet(scenarios, log)
        made = [(name, {**base.values, **values}) for name, values in own]
    else:
        looks_ahead = bool(base.values.get(HORIZON_MONTHS.name))
        built_in = (*BUILT_IN, *(BUILT_IN_OVER_TIME if looks_ahead else [AHEAD]))
        made = [(name, {**base.values, **values}) for name, values in built_in]
    if "Scenarios" not in unsure:
        _check_baselines(base, scenarios, [name for name, _ in made], log)
    if "Policy" not in unsure and "plan_date" not in base.bad and any("plan_date" not in one for _, one in made):
        place = policy.place if policy is not None else Location()
        log.notice(
            "CAL-503", place, say("No plan_date is given; the plan is made for today, {today}.", today=today),
            say("Give plan_date in sheet Policy to get the same plan on any day."),
        )  # fmt: skip
    currency = None if CURRENCY in base.bad else base.values.get(CURRENCY, SETTING_BY_NAME[CURRENCY].default)
    is_built_in = scenarios is None
    planned = tuple(
        Scenario(
            name, _policy(values, base, today), is_built_in=is_built_in, is_on_demand=is_built_in and name == AHEAD[0]
        )
        for name, values in made
    )
    return Policies(planned, currency, base.rates, _policy(base.values, base, today))


def _policy(values: Mapping[str, Any], base: _Base, today: date) -> Policy:
    known = {spec.name: values[spec.name] for spec in SETTINGS if spec.name in values}
    day = known.pop("plan_date", None) or today
    return rulebook.policy(day, rates=base.rates, **known)


def _read_policy_sheet(table: CleanTable | None, log: Log) -> _Base:
    base = _Base()
    if table is None or "name" in table.absent:
        return base
    first: dict[str, CleanRow] = {}
    for row in table.rows():
        if row.is_given("name"):
            _read_policy_row(row, base, first, log)
    own = base.values.get(CURRENCY, SETTING_BY_NAME[CURRENCY].default)
    if CURRENCY not in base.bad and base.rates.get(own, 1) != 1:
        name = f"fx_{own.lower()}"
        log.error(
            "CAL-407",
            base.where[name],
            base.found[name],
            say("{own} is the plan's own currency, whose rate is 1.", own=own),
            say("Delete the row, or correct the currency."),
        )
    return base


def _read_policy_row(row: CleanRow, base: _Base, first: dict[str, CleanRow], log: Log) -> None:
    given = str(row.get("name"))
    code = is_rate(given)
    spec = find_policy(given)
    if spec is None and code is None:
        _report_unknown(row.where("name"), given, given, log)
        return
    name = spec.name if spec else f"fx_{str(code).lower()}"
    if name in first:
        log.error(
            "CAL-402",
            row.where("name"),
            row.found("name"),
            say(
                'The policy "{name}" stands here again; first at {address}.',
                name=name,
                address=address(first[name].where("name")),
            ),
            say("Keep one of the two rows."),
        )
        return
    first[name] = row
    if not row.is_given("value"):
        base.bad |= {name} if row.is_bad("value") else set()
        _tell_value_outside(row, name, log)
        return
    base.where[name], base.found[name] = row.where("value"), row.found("value")
    reader = reader_of(spec) if spec else cells.read_exchange_rate
    ok, value = _read(reader, row.get("value"), row.where("value"), row.found("value"), log)
    if ok and spec:
        ok, value = _accept(spec, value, row.where("value"), row.found("value"), log)
    if not ok:
        base.bad.add(name)
    elif code is not None:
        base.rates[code] = value
    else:
        base.values[name] = value


def _tell_value_outside(row: CleanRow, name: str, log: Log) -> None:
    """Tell of a policy without a value that has one in the next column, which has no header."""
    part = row.table.parts[int(row.table.part[row.index])]
    position = part.position_of.get("value", part.position_of["name"]) + 1
    if row.is_bad("value") or position >= len(part.raw.headers) or part.raw.headers[position]:
        return
    at = int(np.searchsorted(part.raw.rows, row.table.excel_row[row.index]))
    found = cells.shown(part.raw.columns[position][at])
    if found is not None and found.strip():
        where = row.where("value")
        address = f"{column_letters(position)}{where.row}" if part.raw.is_grid else None
        log.notice(
            "CAL-522",
            Location(where.file, where.sheet, where.row, None, address),
            say(
                'The policy "{name}" has no value and keeps its default: {found} stands outside the column "value".',
                name=name,
                found=found.strip(),
            ),
            say('Move it into the column "value".'),
            value=found,
        )


def amounts_given(policy: CleanTable | None, scenarios: CleanTable | None) -> Iterator[tuple[str, CleanRow, str]]:
    """Yield the policies that are given as amounts: name, row and column."""
    return _given(policy, scenarios, {spec.name for spec in SETTINGS if spec.kind is PolicyKind.MONEY})


def exclusions_given(policy: CleanTable | None, scenarios: CleanTable | None) -> Iterator[tuple[str, CleanRow, str]]:
    """Yield the lists of what is not bought: name of the policy, row and column."""
    return _given(policy, scenarios, set(EXCLUSIONS))


def _given(
    policy: CleanTable | None, scenarios: CleanTable | None, names: set[str]
) -> Iterator[tuple[str, CleanRow, str]]:
    for row in policy.rows() if policy is not None and "name" not in policy.absent else ():
        spec = find_policy(str(row.get("name"))) if row.is_given("name") else None
        if spec and spec.name in names and row.is_given("value"):
            yield spec.name, row, "value"
    for row in scenarios.rows() if scenarios is not None else ():
        yield from ((name, row, name) for name in sorted(names) if row.is_given(name))


def _read(reader: Reader, cell: Any, where: Location, found: str | None, log: Log) -> tuple[bool, Any]:
    try:
        return True, reader(cell)
    except Unreadable as problem:
        log.error(problem.code, where, found, problem.text, problem.remedy, problem.suggestions)
        return False, None


def _accept(spec: Setting[Any], value: Any, where: Location, found: str | None, log: Log) -> tuple[bool, Any]:
    """Refuse what can be read but not be used: policies not built yet, currencies without cents."""
    if not spec.built and value != spec.default:
        log.error(
            "CAL-405",
            where,
            found,
            say(
                'The policy "{name}" is known, but this version of the program can only plan with its '
                "default, {policy_default}.",
                name=spec.name,
                policy_default=policy_default(spec),
            ),
            say("Leave the cell blank or give the default."),
        )
        return False, None
    if spec.most is not None and value is not None and value > spec.most:
        log.error(
            "CAL-410",
            where,
            found,
            say('The policy "{name}" is at most {as_json}.', name=spec.name, as_json=spec.as_json(spec.most)),
            say("Type at most {as_json}.", as_json=spec.as_json(spec.most)),
        )
        return False, None
    if spec.name != CURRENCY:
        return True, value
    ok, currency = _read(cells.read_currency, value, where, found, log)
    if ok and currency in NOT_TWO_DECIMALS:
        log.error(
            "CAL-406", where, found, say("Amounts in {currency} do not have two decimals.", currency=currency),
            say("Plan in a currency with two decimals, and give the rates of the others."),
        )  # fmt: skip
        return False, None
    return ok, currency


def _report_unknown(where: Location, found: str | None, name: str, log: Log) -> None:
    near = cells.closest(name, SPECS)
    hint = say('Closest is "{near}". ', near=near) if near else ""
    log.error(
        "CAL-401",
        where,
        found,
        say('No policy is called "{name}".', name=name),
        say(
            "{hint}Correct the name, or remove it; all policies are listed in the description of the data format.",
            hint=hint,
        ),
        (near,) if near else (),
    )


def _read_scenarios_sheet(table: CleanTable, log: Log) -> list[tuple[str, dict[str, Any]]]:
    """Return each row's name and the policies it gives."""
    check_unique(table, "scenario", log)
    check_case(table, "scenario", log)
    _report_unknown_columns(table, log)
    columns = [name for name in table.columns if name != "scenario" and _may_vary(name)]
    return [(str(row.get("scenario")), _read_scenario(row, columns, log)) for row in table.rows()]


def _may_vary(name: str) -> bool:
    spec = find_policy(name)
    return spec is not None and spec.everywhere


def _report_unknown_columns(table: CleanTable, log: Log) -> None:
    for part in table.parts:
        for position, header in enumerate(part.raw.headers):
            where = header_of(part.raw, part.name, position, header)
            spec = find_policy(header)
            if header and (is_rate(header) or (spec is not None and not spec.everywhere)):
                log.error(
                    "CAL-404",
                    where,
                    header,
                    say('"{header}" holds for all scenarios alike.', header=header),
                    say("Move it to sheet Policy."),
                )
            elif (
                header
                and position not in part.position_of.values()
                and not near_column(header, table.absent, SCENARIOS)
            ):
                _report_unknown(where, header, header, log)


def _read_scenario(row: CleanRow, columns: list[str], log: Log) -> dict[str, Any]:
    values = {}
    for name in columns:
        if not row.is_given(name):
            continue
        spec = find_policy(name)
        assert spec is not None  # only policies become columns of this sheet
        where, found = row.where(name), row.found(name)
        ok, value = _read(reader_of(spec), row.get(name), where, found, log)
        if ok:
            ok, value = _accept(spec, value, where, found, log)
        if ok:
            values[name] = value
    return values


def _check_baselines(base: _Base, scenarios: CleanTable | None, names: list[str], log: Log) -> None:
    """Report a baseline that names no scenario."""
    places: list[tuple[str, Location, str | None]] = []
    if "baseline" in base.values:
        places.append((base.values["baseline"], base.where["baseline"], base.found["baseline"]))
    for row in scenarios.rows() if scenarios is not None and "baseline" in scenarios.columns else ():
        if row.is_given("baseline"):
            places.append((str(row.get("baseline")), row.where("baseline"), row.found("baseline")))
    for name, where, found in places:
        if name not in names:
            near = cells.closest(name, names)
            hint = say('Closest is "{near}". ', near=near) if near else ""
            log.error(
                "CAL-403", where, found, say('No scenario is called "{name}".', name=name),
                say("{hint}Give the name of a scenario, exactly as it is written there.", hint=hint),
                (near,) if near else (),
            )  # fmt: skip


def check_exclusions(
    policy: CleanTable | None, scenarios: CleanTable | None, vendors: set[str], offers: set[str], log: Log
) -> None:
    """Report excluded vendors and offers that no offer has."""
    known = {"excluded_vendors": ("vendor", vendors), "excluded_offers": ("id", offers)}
    for name, row, column in exclusions_given(policy, scenarios):
        what, allowed = known[name]
        for wrong in cells.read_exclusions(row.get(column)):
            if wrong in allowed:
                continue
            log.error(
                "CAL-408",
                row.where(column),
                row.found(column),
                say('No offer has the {what} "{wrong}".', what=what, wrong=wrong),
                say("{hint}Correct the name, or remove it from the list.", hint=_hint(wrong, allowed)),
            )


def _hint(wrong: str, allowed: set[str]) -> str:
    parts = [part.strip() for part in wrong.split(",")]
    if len(parts) > 1 and set(parts) <= allowed:
        return say("Several names are separated by ; and not by a comma: {value}. ", value=joined("; ", parts))
    near = cells.closest(wrong, sorted(allowed))
    return say('Closest is "{near}". ', near=near) if near else ""


def policy_called(name: str) -> str | None:
    """Return the policy that a name means, None for none."""
    spec = find_policy(name)
    return spec.name if spec else None


def policy_problem(name: str, text: str) -> str | None:
    """Return what is wrong with the value of a policy as somebody typed it, in words; None if nothing is."""
    spec = find_policy(name)
    if spec is None:
        return say('No policy is called "{name}".', name=name)
    try:
        reader_of(spec)(text)
    except Unreadable as problem:
        return say("{text} {remedy}", text=problem.text, remedy=problem.remedy).strip()
    return None

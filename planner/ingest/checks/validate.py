"""Raw tables to clean ones: finds everything that is wrong, in one go.

The order is sheets, columns, cells, then what cells say about each other.  Each stage keeps silent about what an
earlier one has reported, so that one mistake gives one issue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from planner.domain.issue import Location
from planner.domain.product import Metric
from planner.ingest.checks import estate, market
from planner.ingest.checks.amounts import check_amounts, check_policy_amounts
from planner.ingest.checks.doubts import tell_vat
from planner.ingest.checks.ids import check_alike
from planner.ingest.checks.notices import check_examples, tell_offers
from planner.ingest.checks.policies import POLICY_BY_FOLD, Policies, check_exclusions, find_policy, read_policies
from planner.ingest.checks.profile import check_profile
from planner.ingest.schema.sheets import (
    OFFERS,
    ORGANISATION,
    OWNED,
    SCENARIOS,
    SHEET_BY_NAME,
    VENDORS,
    ColumnSpec,
    Kind,
    SheetSpec,
)
from planner.ingest.tables.headers import match_columns
from planner.ingest.tables.log import Log
from planner.ingest.tables.quotation import as_offers, told_as_written
from planner.ingest.tables.raw import RawTable
from planner.ingest.tables.sheets import Sorted, header_below, match_part, require_sheets, sort_tables
from planner.ingest.tables.spelling import fold
from planner.ingest.tables.table import CleanTable, clean_table
from planner.licensing.rulebook import SETTING_BY_NAME
from planner.words import joined, say


@dataclass(frozen=True, slots=True)
class Clean:
    """The sheets that are filled, read; usable as a whole only if the log has no error."""

    tables: Mapping[str, CleanTable]
    offers: tuple[CleanTable, ...]
    """The inventory's own list and the catalogue's, as far as they are there."""
    policies: Policies


def validate(
    tables: Sequence[RawTable],
    catalogue: Sequence[RawTable] | None,
    today: date,
    log: Log,
    *,
    file: str | None = None,
    complete: bool = True,
    quotations: Sequence[tuple[str, Sequence[RawTable]]] = (),
) -> Clean:
    """Read and check the tables of an inventory, of a catalogue of offers (None: none given) and of quotations,
    each with the name of its file.

    `complete` is False where the file could not be read in full: then no sheet is missed.
    """
    found = sort_tables(tables, log)
    if complete:
        require_sheets(found, file, log)
    clean = _clean_all(found, log)  # adds to the broken ones
    broken = frozenset(found.broken)
    usable = {name: table for name, table in clean.items() if name not in broken}
    lists = [usable["Offers"]] if "Offers" in usable else []
    more, catalogue_broken = _read_catalogue(catalogue, log)
    quoted, quotations_broken = _read_quotations(quotations, log)
    apart = [*([more] if more is not None else []), *quoted]
    lists += apart
    unsure = frozenset(name for name in SHEET_BY_NAME if _unsure(name, found, usable, complete))
    policies = read_policies(usable.get("Policy"), usable.get("Scenarios"), today, log, unsure)
    _check_alike([*usable.values(), *apart], log)
    _check_estate(usable, unsure, log)
    _check_market(usable, lists, None if "Policy" in unsure else policies.currency, policies, unsure, log)
    if not (catalogue_broken or quotations_broken) and "Offers" not in unsure:
        _check_exclusions(usable, lists, log)
    check_profile(usable, lists, log)
    if not policies.base.examples_are_ours and "Policy" not in unsure:
        check_examples([*usable.values(), *apart], log)
    for table in lists:
        tell_offers(table, log)
        tell_vat(table, log)
    if quotations:
        log.tell_otherwise(lambda issues: told_as_written(issues, [file for file, _ in quotations]))
    return Clean(usable, tuple(lists), policies)


def validate_profile(tables: Sequence[RawTable], log: Log) -> Mapping[str, CleanTable]:
    """Read and check sheets Organisation and Vendors of a file that need not be an inventory."""
    found = sort_tables(tables, log, [ORGANISATION.name, VENDORS.name])
    clean = {name: _clean(SHEET_BY_NAME[name], raws, log) for name, raws in found.tables.items()}
    usable = {name: table for name, table in clean.items() if table is not None}
    _check_alike(usable.values(), log)
    check_profile(usable, (), log)
    check_examples(usable.values(), log)
    return usable


def _unsure(name: str, found: Sorted, usable: Mapping[str, CleanTable], complete: bool) -> bool:
    """Tell whether a sheet may say more than could be read: then nothing is concluded from its silence."""
    return name in found.broken or (name not in usable and not complete) or bool(name in usable and usable[name].absent)


def _clean_all(found: Sorted, log: Log) -> dict[str, CleanTable]:
    clean = {}
    for name in SHEET_BY_NAME:
        if name in found.tables:
            table = _clean(SHEET_BY_NAME[name], found.tables[name], log)
            if table is None:
                found.broken.add(name)
            else:
                clean[name] = table
    return clean


def _clean(sheet: SheetSpec, raws: Sequence[tuple[str, RawTable]], log: Log) -> CleanTable | None:
    """Read the parts of a sheet; None where one of them has no rows below a header that stands somewhere below.

    Where a header is not the first row (reported), the part is read on as if it were.
    """
    more: dict[str, str] = {}
    if sheet is SCENARIOS:
        sheet, more = _with_policies(raws)
    begun: list[tuple[str, RawTable]] = []
    for name, raw in raws:
        first = match_columns(raw.headers, sheet, more).position_of
        begun.append((name, header_below(sheet, name, raw, first, log, more) or raw))
    if not all(len(raw.rows) for _, raw in begun):
        return None
    if sheet.name == SCENARIOS.name:
        sheet, more = _with_policies(begun)
    matched = [match_part(sheet, name, raw, match_columns(raw.headers, sheet, more), log) for name, raw in begun]
    absent = frozenset[str]().union(*(missing for _, missing in matched))
    excused = {OFFERS.name: market.may_be_blank, OWNED.name: market.may_be_blank_in_owned}.get(sheet.name)
    return clean_table(sheet, [part for part, _ in matched], absent, log, excused)


def _with_policies(raws: Sequence[tuple[str, RawTable]]) -> tuple[SheetSpec, dict[str, str]]:
    """Return sheet Scenarios with the policies among the headers as columns, and their folded names."""
    names: dict[str, str] = {}
    for _, raw in raws:
        for header in raw.headers:
            spec = find_policy(header)
            if spec is not None:
                names[fold(header)] = spec.name
    known = dict(POLICY_BY_FOLD) | names
    columns = tuple(ColumnSpec(name, Kind.POLICY, "A policy.") for name in dict.fromkeys(names.values()))
    return replace(SCENARIOS, columns=SCENARIOS.columns + columns), known


def _read_catalogue(raws: Sequence[RawTable] | None, log: Log) -> tuple[CleanTable | None, bool]:
    """Return the catalogue's offers (None if there are none), and whether it could not be used."""
    if raws is None:
        return None, False
    if not raws:
        return None, True
    if len(raws) == 1 and not raws[0].is_grid:
        raws = [replace(raws[0], sheet=OFFERS.name)]  # a single text file has no sheet name of its own
    found = sort_tables(raws, log, [OFFERS.name])
    if OFFERS.name not in found.named and not found.broken:
        names = joined(", ", (f'"{name}"' for name in found.found))
        log.error(
            "CAL-047",
            Location(raws[0].file),
            None,
            say('The catalogue has no sheet "Offers"; it has {names}.', names=names),
            say('Rename the sheet with the offers to "Offers".'),
        )
        return None, True
    if OFFERS.name not in found.tables:
        return None, bool(found.broken)
    table = _clean(OFFERS, found.tables[OFFERS.name], log)
    return table, bool(found.broken or table is None or table.absent)


def _read_quotations(quotations: Sequence[tuple[str, Sequence[RawTable]]], log: Log) -> tuple[list[CleanTable], bool]:
    """Return the offers of each quotation, and whether one could not be used."""
    found, broken = list[CleanTable](), False
    for file, tables in quotations:
        before = log.has_errors
        raw = as_offers(file, tables, log)
        table = _clean(OFFERS, [(raw.sheet, raw)], log) if raw is not None else None
        broken = broken or (not before and log.has_errors) or bool(table is not None and table.absent)
        found += [table] if table is not None else []
    return found, broken


def _check_alike(tables: Iterable[CleanTable], log: Log) -> None:
    """Report ids of any sheet that look alike; vendors are told apart by their exact names too."""
    for table in tables:
        for column in table.sheet.columns:
            if column.kind is Kind.ID or column.name == "vendor":
                check_alike(table, column.name, log)


def _check_estate(tables: Mapping[str, CleanTable], unsure: frozenset[str], log: Log) -> None:
    checks: dict[str, Callable[[CleanTable, Log], None]] = {
        "Headcount": estate.check_headcount,
        "Users": estate.check_users,
        "Devices": estate.check_devices,
        "Servers": estate.check_servers,
    }
    for name, check in checks.items():
        if name in tables:
            check(tables[name], log)
    users, devices, servers = (tables.get(name) for name in ("Users", "Devices", "Servers"))
    if "Headcount" in tables:
        estate.check_servers_of_groups(tables["Headcount"], servers, unsure, log)
    if "Access" in tables:
        estate.check_access(tables["Access"], users, devices, servers, unsure, log)
    people, machines = estate.makes_of(tables.get("Headcount"), users)
    estate.check_all_made_ids(tables, people, machines, log)


def _check_market(
    tables: Mapping[str, CleanTable],
    lists: Sequence[CleanTable],
    currency: str | None,
    policies: Policies,
    unsure: frozenset[str],
    log: Log,
) -> None:
    for table in lists:
        market.check_offers(table, currency, policies.rates, log)
    for own, other in combinations(lists, 2):
        market.check_both_lists(own, other, log)
    check_amounts([*tables.values(), *(table for table in lists if table is not tables.get("Offers"))], currency, log)
    check_policy_amounts(tables.get("Policy"), tables.get("Scenarios"), currency, log)
    if "Owned" in tables:
        market.check_owned(tables["Owned"], _holders(tables, unsure), log)
    if "Servers" in tables and any(
        scenario.policy[SETTING_BY_NAME["rds_mode_strict"]] for scenario in policies.scenarios
    ):
        estate.check_rds_modes(tables["Servers"], log)
        estate.check_azure_modes(tables["Servers"], log)


def _holders(tables: Mapping[str, CleanTable], unsure: frozenset[str]) -> market.Assignees:
    """Return whom an owned licence may be assigned to."""
    access = tables.get("Access")
    people, machines = estate.makes_of(tables.get("Headcount"), tables.get("Users"))
    users = tables.get("Users", access)
    devices = tables.get("Devices", access)
    return market.Assignees(
        people=()
        if users is None
        else users.values("user_id") + (users.values("person_id") if users is not access else ()),
        machines=() if devices is None else devices.values("device_id"),
        made={Metric.USER: people, Metric.DEVICE: machines},
        unsure=frozenset(
            metric
            for metric, sheets in ((Metric.USER, {"Users"}), (Metric.DEVICE, {"Devices"}))
            if unsure & (sheets | {"Access", "Headcount"}) or not (sheets | {"Access", "Headcount"}) & set(tables)
        ),
    )


def _check_exclusions(tables: Mapping[str, CleanTable], lists: Sequence[CleanTable], log: Log) -> None:
    vendors = {vendor for table in lists for vendor in table.values("vendor")}
    offers = {offer for table in lists for offer in table.values("offer_id")}
    check_exclusions(tables.get("Policy"), tables.get("Scenarios"), vendors, offers, log)

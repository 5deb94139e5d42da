"""Holds a finished plan.json and its register against every rule of a plan that can be checked without solving.

`complaints` needs the inventory folder, the plan as read from JSON and the register's rows; where the estate is
small enough it also asks the enumeration for ties and relaxations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from .enumerate import (
    LEVELS,
    POOLS,
    Counts,
    Dealer,
    best_deals,
    minimum_total,
    restricted,
    spare_of,
    tie_break,
    with_spare,
)
from .estate import (
    ASSURED,
    CONNECTORS,
    METRICS,
    PRODUCTS,
    SUPPORTED_UNTIL,
    Estate,
    Lot,
    Offer,
    Policy,
    Scenario,
    cents,
    proof_items,
    read_estate,
)
from .expand import (
    Choice,
    Clause,
    Demand,
    Freed,
    Literal,
    Market,
    Requirement,
    exists,
    find_choices,
    find_clauses,
    find_demand,
    find_market,
    is_potential,
    server_versions,
    server_ways,
)
from .papers import level_of, states
from .position import Standing, audit_amount, position, without_unproven

Json = Mapping[str, Any]
Row = Mapping[str, str]
Complaints = Iterator[str]

TOP_KEYS = {"format", "inventory", "created", "version", "currency", "scenarios", "comparison", "timings", "size"}
TOP_KEYS |= {"position_today"}
EVERY_SCENARIO = {"name", "status", "policy", "data_level", "assumptions", "notices"}
PLANNED = {"cost", "bound", "gap", "purchases", "sales", "pools", "periods", "checks", "checklist", "risk"}
UNPLANNED = {"infeasible": {"reason", "relaxations"}, "stopped": {"reason"}}
COST_KEYS = {"total", "purchases", "orders", "mixing", "upgrades", "sales"}
PURCHASE_KEYS = {
    "offer_id",
    "vendor",
    "product",
    "metric",
    "version",
    "condition",
    "pack_size",
    "packs",
    "licences",
    "pack_price",
    "cost",
    "period",
    "reason",
}
SALE_KEYS = {"owned_id", "quantity", "unit_price", "proceeds", "period", "reason"}
POOL_KEYS = {
    "product",
    "metric",
    "version",
    "period",
    "holders",
    "holders_at_or_above",
    "owned",
    "bought",
    "sold",
    "idle",
}
COMPARISON_KEYS = {"name", "status", "total", "difference", "licences", "used_licences", "vendors", "what_differs"}
REGISTER_KEYS = {
    "scenario",
    "period",
    "product",
    "metric",
    "holder",
    "required_version",
    "licence_version",
    "condition",
    "source",
    "reason",
}

SPARE_SHARES = ("spare_share", *(f"spare_share_{p}_{m}" for p in ("ws", "rds") for m in METRICS))
AUDIT_PRICES = {"list_price_ws_cal", "list_price_rds_cal", "audit_cost"}
FOR_INFORMATION = AUDIT_PRICES | {"audit_threshold", "audit_factor"}
SMALLEST_SHARE = Fraction(1, 10)


def complaints(folder: Path, plan: Json, register: Sequence[Row], *, small: bool = True) -> list[str]:
    """Return every rule that a plan breaks.  `small`: the estate may be enumerated where that helps."""
    estate = read_estate(folder)
    found = list(_check_frame(estate, plan, register))
    results = {result["name"]: result for result in plan["scenarios"]}
    for scenario in estate.scenarios:
        if scenario.name not in results:
            found.append(f"{scenario.name}: not in the plan")
            continue
        rows = [row for row in register if row["scenario"] == scenario.name]
        check = _ScenarioCheck(estate, scenario, results[scenario.name], rows, small, plan["position_today"])
        found += [f"{scenario.name}: {text}" for text in check.run()]
    return [
        *found,
        *_check_comparison(estate, plan),
        *(_check_position(estate, plan["position_today"]) if small else ()),
    ]


def _check_frame(estate: Estate, plan: Json, register: Sequence[Row]) -> Complaints:
    if not set(plan) >= TOP_KEYS:
        yield f"keys of the plan: {sorted(TOP_KEYS - set(plan))} are missing"
    if plan["format"] != "cal-planner/plan/1" or plan["currency"] != estate.scenarios[0].policy.currency:
        yield "format or currency is wrong"
    if [result["name"] for result in plan["scenarios"]] != [scenario.name for scenario in estate.scenarios]:
        yield "scenarios are not those of the inventory, in its order"
    if any(not set(row) >= REGISTER_KEYS for row in register):
        yield "columns of the register"
    unknown = {row["scenario"] for row in register} - {
        r["name"] for r in plan["scenarios"] if r["status"] in ("optimal", "feasible")
    }
    if unknown:
        yield f"register rows of unplanned scenarios {sorted(unknown)}"


def _check_position(estate: Estate, written: Json) -> Complaints:
    """What is missing today costs no more than it need, and the figures belong together."""
    policy = estate.policy
    assert policy is not None
    standing, least = position(estate, policy), position(without_unproven(estate, policy), policy)
    way = server_ways(estate, policy)[0]
    if any(way.newest_rds < r.version < ASSURED for r in find_demand(estate, policy).requirements):
        return  # sessions on hosts newer than every licence server
    if standing is None:
        return  # no licences make it lawful, so there is nothing to compare
    if standing.unpriced:
        if written["amount"] is not None:
            yield f"position today: an amount of {written['amount']} where there is none"
        return
    missing = sum(line["licences"] for line in written["missing"])
    if written["amount"] is None or abs(cents(written["amount"]) - standing.amount) > len(written["missing"]):
        yield f"position today: {written['amount']}, not {standing}"
        return
    if bool(missing) != bool(standing.licences):
        yield f"position today: {written['missing']}, not {standing}"
    if written["share_of_use"] != (missing / written["licences_in_use"] if missing else 0):
        yield f"position today: {written}"
    share = Fraction(missing, written["licences_in_use"] or 1)
    claimed = audit_amount(replace(standing, licences=missing, needed=written["licences_in_use"]), policy)
    if claimed is None or abs(cents(written["audit_amount"]) - claimed) > 2 * (len(written["missing"]) or 0):
        yield f"position today: an audit would ask {written['audit_amount']}, not {claimed}, at a share of {share}"
    if least is not None and not least.unpriced:
        more = least.amount - standing.amount
        if abs(cents(written["unproven"]["amount"]) - more) > 8:
            yield f"position today: {written['unproven']}, not {more}"


def _check_comparison(estate: Estate, plan: Json) -> Complaints:
    results, rows = plan["scenarios"], plan["comparison"]
    if [row["name"] for row in rows] != [result["name"] for result in results]:
        yield "comparison: not one row per scenario in order"
        return
    planned = [result for result in results if "cost" in result]
    first = {scenario.name: scenario for scenario in estate.scenarios}[results[0]["name"]]
    for row, result in zip(rows, results, strict=True):
        name = row["name"]
        scenario = next(s for s in estate.scenarios if s.name == name)
        differs = {key for key, value in vars(scenario.policy).items() if value != getattr(first.policy, key)}
        if set(row["what_differs"]) != differs:
            yield f"comparison, {name}: what_differs {row['what_differs']}, not {sorted(differs)}"
        if row["status"] != result["status"]:
            yield f"comparison, {name}: status"
        if "cost" not in result:
            if {key for key, value in row.items() if value is not None} != {"name", "status", "what_differs"}:
                yield f"comparison, {name}: figures of an unplanned scenario"
            continue
        lines = result["purchases"]
        expected = {
            "total": result["cost"]["total"],
            "difference": _money(cents(result["cost"]["total"]) - cents(planned[0]["cost"]["total"])),
            "licences": sum(line["licences"] for line in lines),
            "used_licences": sum(line["licences"] for line in lines if line["condition"] == "used"),
            "vendors": len({line["vendor"] for line in lines}),
        }
        if set(row) != COMPARISON_KEYS:
            yield f"comparison, {name}: keys {sorted(set(row) ^ COMPARISON_KEYS)}"
        for key, value in expected.items():
            if row.get(key) != value:
                yield f"comparison, {name}: {key} is {row.get(key)}, not {value}"


def _money(amount: int) -> str:
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def freed_by(result: Json) -> Freed:
    """Read from a plan's notices whom it frees for administration."""
    freed = set()
    for notice in result["notices"]:
        if notice["code"] != "CAL-640":
            continue
        who = notice["text"].split("(rule R10): ", 1)[1].split(". They need none", 1)[0]
        for part in who.split("; "):
            where, _, names = part.rpartition(": ")
            for name in names.split(", "):
                for server in where.removeprefix("servers").removeprefix("server").split(", "):
                    freed |= {(server.strip(), metric, name) for metric in METRICS}
    return frozenset(freed)


class _ScenarioCheck:
    """All checks of one scenario."""

    def __init__(
        self, estate: Estate, scenario: Scenario, result: Json, rows: Sequence[Row], small: bool, today: Json
    ) -> None:
        self.today = today
        self.estate, self.policy, self.result, self.rows, self.small = estate, scenario.policy, result, rows, small
        named = [n["text"].split(" is upgraded")[0].split()[-1] for n in result["notices"] if n["code"] == "CAL-656"]
        ways = server_ways(estate, self.policy)
        self.way = next(way for way in ways if way.upgraded == (named[0] if named else ""))
        whole = find_demand(self.way.estate, self.policy)
        self.market: Market = find_market(self.way.estate, self.policy, whole, self.way.newest_rds)
        connected = {(r["holder"], p) for r in rows for p, c in CONNECTORS.items() if r["product"] == c}
        self.demand: Demand = find_demand(self.way.estate, self.policy, freed_by(result), frozenset(connected))
        self.offer_by_id = {offer.offer_id: offer for offer in self.market.offers}
        in_use = {row["source"] for row in rows}
        own = [lot for lot in whole.kept_lots if lot.owned_id in in_use]
        self.lots: list[Lot] = [*self.market.lots, *own]
        self.lot_by_id = {lot.owned_id: lot for lot in self.lots}

    def run(self) -> Complaints:
        yield from self.check_keys()
        yield from self.check_policy()
        yield from self.check_left_out()
        yield from self.check_support()
        if self.result["status"] in ("optimal", "feasible"):
            for check in (
                self.check_freed,
                self.check_purchases,
                self.check_sales,
                self.check_switches,
                self.check_cost,
                self.check_bound,
                self.check_policies,
                self.check_cover,
                self.check_sources,
                self.check_staying,
                self.check_pools,
                self.check_ties,
                self.check_example,
                self.check_papers,
            ):
                yield from check()
        elif self.result["status"] == "infeasible":
            yield from self.check_relaxations()

    def check_freed(self) -> Complaints:
        freed = {(where, name) for where, _, name in freed_by(self.result)}
        for where, count in Counter(where for where, _ in freed).items():
            if count > 2 or bool(where) != (self.policy.ws_admin_scope == "server"):
                yield f"freed for administration: {sorted(freed)}"

    def check_left_out(self) -> Complaints:
        if self.result["status"] == "stopped" or self.demand.hopeless:
            return
        texts = [notice["text"] for notice in self.result["notices"] if notice["code"] == "CAL-630"]
        named = {name.split(" (")[0] for text in texts for name in text[:-1].split(": ", 1)[1].split("; ")}
        limited = {offer.offer_id for offer in self.estate.offers if offer.term_months is not None}
        unfit = {offer.offer_id for offer in self.market.unfit}
        if named - limited != unfit:
            yield f"used offers left out are named {sorted(named)}, not {sorted(unfit)}"

    def check_support(self) -> Complaints:
        """Versions in use whose support has ended, or ends within a year, are told in a notice each."""
        day, running = self.policy.plan_date, server_versions(self.estate, self.policy)[0]
        versions = {running[server.server_id] for server in self.estate.servers if not server.owner}
        forced = self.policy.server_upgrades
        oldest = 0 if forced in ("as_planned", "none") else int(forced)
        for group in self.estate.groups:
            if exists(group, day):
                versions |= {max(v, oldest) for v in (group.server_version, group.rds_version) if v}
        ends = {SUPPORTED_UNTIL.get(version, "") for version in versions}
        year_later = day.replace(year=day.year + 1).isoformat()
        expected = {"CAL-661": any(end < day.isoformat() for end in ends)}
        expected["CAL-662"] = any(day.isoformat() <= end <= year_later for end in ends)
        told = {notice["code"] for notice in self.result["notices"]}
        for code, is_due in expected.items():
            if (code in told) != is_due:
                yield f"notice {code} on the end of support of {sorted(versions)}: {'missing' if is_due else 'not due'}"

    # -- form ---------------------------------------------------------------------------------------------

    def check_keys(self) -> Complaints:
        result = self.result
        wanted = EVERY_SCENARIO | UNPLANNED.get(result["status"], PLANNED)
        if not wanted <= set(result):
            yield f"keys {sorted(wanted - set(result))} are missing"
        if result["status"] not in ("optimal", "feasible", "infeasible", "stopped"):
            yield f"status {result['status']}"
        if result["data_level"] != self.data_level():
            yield f"data_level {result['data_level']}, not {self.data_level()}"
        for key, keys in (("purchases", PURCHASE_KEYS), ("sales", SALE_KEYS), ("pools", POOL_KEYS)):
            if any(not keys <= set(line) for line in result.get(key, ())):
                yield f"keys of {key}"
        if "cost" in result:
            day = self.policy.plan_date.isoformat()
            if result["periods"] != [{"period": 0, "starts": day, "ends": day}]:
                yield f"periods {result['periods']}"
            checks, left = result["checks"], [r for r in self.demand.requirements if not self.is_subscribed(r)]
            number, alone = len(left), sum(None in r[:2] and "/" in f"{r.user}{r.device}" for r in left)
            alone += len(self.demand.kept)  # what somebody must keep is one, where it is used
            if not number <= checks["requirements"] <= number + alone:  # lone members of groups may count per mode
                yield f"{checks['requirements']} requirements, not {number}"
            if checks != {**checks, "audited": True, "uncovered": 0}:
                yield f"checks {checks}"

    def data_level(self) -> str:
        groups = [group for group in self.estate.groups if exists(group, self.policy.plan_date)]
        if self.lacks_pairs() or is_potential(self.estate, self.policy):
            return "upper_bound"
        return "groups" if groups else "pairs"

    def lacks_pairs(self) -> bool:
        """Whether the inventory does not say who uses which machine."""
        groups = [group for group in self.estate.groups if exists(group, self.policy.plan_date)]
        return self.estate.two_lists or any(group.pattern == "unknown" for group in groups)

    def check_policy(self) -> Complaints:
        for name in sorted(vars(self.policy)):
            value = getattr(self.policy, name)
            written = self.result["policy"].get(name)
            if not _same(name, value, written):
                yield f"policy {name} is written {written!r}, not {value!r}"

    # -- money --------------------------------------------------------------------------------------------

    def check_purchases(self) -> Complaints:
        lines = self.result["purchases"]
        if lines != sorted(lines, key=lambda line: (line["vendor"], line["offer_id"], line["period"])):
            yield "purchases are not by vendor, offer_id, period"
        if len({line["offer_id"] for line in lines}) != len(lines):
            yield "an offer stands in two lines"
        for line in lines:
            offer = self.offer_by_id.get(line["offer_id"])
            if offer is None:
                yield f"bought {line['offer_id']}, which may not be bought"
            else:
                yield from _check_purchase(line, offer)

    def check_sales(self) -> Complaints:
        for line in self.result["sales"]:
            lot = self.lot_by_id.get(line["owned_id"])
            if lot is None or lot.owned_id not in self.market.sellable:
                yield f"sold {line['owned_id']}, which may not be sold"
            elif not 0 < line["quantity"] <= lot.quantity:
                yield f"sold {line['quantity']} of {lot.owned_id}"
            elif (line["unit_price"], line["proceeds"]) != (_money(lot.resale), _money(lot.resale * line["quantity"])):
                yield f"price of sale {line}"
        if len({line["owned_id"] for line in self.result["sales"]}) != len(self.result["sales"]):
            yield "a lot stands in two sales"

    def check_switches(self) -> Complaints:
        """Only lots that may be are switched, no more than is left of them, and no more is used than was switched."""
        lines = self.result.get("switches")
        if lines == []:
            yield "an empty list of switches"
        if len({line["owned_id"] for line in lines or ()}) != len(lines or ()):
            yield "a lot stands in two switches"
        sold = {line["owned_id"]: line["quantity"] for line in self.result["sales"]}
        for line in lines or ():
            lot = self.lot_by_id.get(line["owned_id"])
            if lot is None or lot.owned_id not in self.market.switchable:
                yield f"switched {line['owned_id']}, which may not be"
            elif not 0 < line["quantity"] <= lot.quantity - sold.get(lot.owned_id, 0) or not line["reason"]:
                yield f"switched {line}"
            elif (line["from"], line["to"]) != (lot.metric, METRICS[1 - METRICS.index(lot.metric)]):
                yield f"direction of switch {line}"
        for lot in self.market.lots:
            here = [row for row in self.rows if row["source"] == lot.owned_id and row["product"] == lot.product]
            switched = [row for row in here if row["metric"] != lot.metric]
            number = self.switched().get(lot.owned_id, 0)
            if len(switched) > number or len(here) - len(switched) > lot.quantity - number - sold.get(lot.owned_id, 0):
                yield f"{lot.owned_id} gives {len(switched)} switched licences and {len(here)} in all"
            if any("switched from per" not in row["reason"] for row in switched):
                yield f"{lot.owned_id} was switched, but the register does not say so"

    def switched(self) -> dict[str, int]:
        """Return the licences switched by lot."""
        return {line["owned_id"]: line["quantity"] for line in self.result.get("switches", ())}

    def check_cost(self) -> Complaints:
        vendors = {line["vendor"] for line in self.result["purchases"]}
        costs = {"ws_cal": self.policy.ws_mixing_cost, "rds_cal": self.policy.rds_mixing_cost}
        held = {(row["product"], row["metric"]) for row in self.rows}
        mixed = [product for product in PRODUCTS if all((product, metric) in held for metric in METRICS)]
        expected = {
            "purchases": sum(cents(line["cost"]) for line in self.result["purchases"]),
            "orders": self.policy.order_cost * len(vendors),
            "mixing": sum(costs[product] for product in mixed),
            "upgrades": self.demand.upgrade_cost + self.way.cost,
            "sales": sum(cents(line["proceeds"]) for line in self.result["sales"]),
        }
        expected["total"] = sum(expected.values()) - 2 * expected["sales"]
        written = self.result["cost"]
        if set(written) != COST_KEYS:
            yield f"keys of cost {sorted(written)}"
        for key, amount in expected.items():
            if written.get(key) != _money(amount):
                yield f"cost.{key} is {written.get(key)}, not {_money(amount)}"

    def check_bound(self) -> Complaints:
        total, bound = cents(self.result["cost"]["total"]), cents(self.result["bound"])
        if bound > total:
            yield f"bound {bound} above total {total}"
        if (self.result["status"] == "optimal") != (bound == total):
            yield f"status {self.result['status']} with bound {bound} and total {total}"
        gap = Fraction(total - bound, max(abs(total), abs(bound), 1))
        if abs(self.result["gap"] - float(gap)) > 1e-12:
            yield f"gap {self.result['gap']}, not {float(gap)}"

    def check_policies(self) -> Complaints:
        lines, policy = self.result["purchases"], self.policy
        if policy.max_vendors is not None and len({line["vendor"] for line in lines}) > policy.max_vendors:
            yield "too many vendors"
        if policy.budget is not None and sum(cents(line["cost"]) for line in lines) > policy.budget:
            yield "budget exceeded"
        used = sum(line["licences"] for line in lines if line["condition"] == "used")
        if used > policy.max_used_share * sum(line["licences"] for line in lines):
            yield "too large a share of used licences"

    # -- holders ------------------------------------------------------------------------------------------

    def held(self) -> dict[tuple[str, str, str], int]:
        """Return the required version of every (metric, holder, product) in the register."""
        return {(row["metric"], row["holder"], row["product"]): level_of(row["required_version"]) for row in self.rows}

    def fitting_choices(self) -> list[Choice]:
        """Return the choices under which the register covers everything and nothing forbidden is bought or held."""
        held = self.held()
        used = {(row["product"], row["metric"]) for row in self.rows}
        used |= {(line["product"], line["metric"]) for line in self.result["purchases"]}
        fitting = []
        for choice in find_choices(self.demand, self.policy):
            clauses = find_clauses(self.demand, self.policy, choice)
            if all(metric in choice.metrics.get(product, {"host"}) for product, metric in used) and all(
                _is_covered(clause, held) for clause in clauses
            ):
                fitting.append(choice)
        return fitting

    def check_cover(self) -> Complaints:
        if len(self.held()) != len(self.rows):
            yield "a holder stands twice in the register for one product and metric"
        choices = self.fitting_choices()
        if not choices:
            yield "the register leaves something uncovered, or mixes what may not be mixed"
            return
        reports = [list(self.check_required_versions(choice)) for choice in choices]
        yield from min(reports, key=len)

    def check_required_versions(self, choice: Choice) -> Complaints:
        """Every holder's required version is the newest that nobody else covers."""
        held = self.held()
        needed: dict[tuple[str, str, str], int] = {}
        for host, product in self.demand.connected:
            if self.demand.connectable.get((host, "ws_cal")) and (host, "ws_cal") not in self.demand.connected:
                yield f"{host} has a Remote Desktop connector alone"
            needed["host", host, CONNECTORS[product]] = self.demand.connectable.get((host, product), 0)
        for clause in find_clauses(self.demand, self.policy, choice):
            for end, other in ((0, 1), (1, 0)):
                literal = clause[end]
                if literal and not _is_held(METRICS[other], clause[other], held):
                    key = (METRICS[end], literal.holder, literal.product)
                    needed[key] = max(literal.version, needed.get(key, 0))
        for key, version in held.items():
            metric, holder, product = key
            kept = self.demand.kept.get((holder, product, metric), (0, ""))[0]
            if needed.get(key) != version and not (0 < needed.get(key, version) <= version <= kept):
                yield f"{key} is said to need {version}, but needs {needed.get(key, 'nothing')}"

    def check_sources(self) -> Complaints:
        supply = {line["owned_id"]: -line["quantity"] for line in self.result["sales"]}
        for lot in self.lots:
            supply[lot.owned_id] = supply.get(lot.owned_id, 0) + lot.quantity
        bought = {line["offer_id"]: line["licences"] for line in self.result["purchases"]}
        used = Counter(row["source"] for row in self.rows)
        sources: list[Lot | Offer] = [*self.lot_by_id.values(), *self.offer_by_id.values()]
        known = {(self.source_id(s), s.product, s.metric, self.shown(s), s.condition) for s in sources}
        switched = [lot for lot in self.market.lots if lot.owned_id in self.switched()]
        known |= {
            (k.owned_id, k.product, METRICS[1 - METRICS.index(k.metric)], self.shown(k), k.condition) for k in switched
        }
        for source, number in used.items():
            if number > supply.get(source, 0) + bought.get(source, 0):
                yield f"{number} licences of {source} in use, more than there are"
        for row in self.rows:
            if row["source"] in self.market.barred:
                yield f"{row['source']} is in use, newer than every licence server"
            if row["period"] not in ("0", 0):
                yield f"period {row['period']}"
            if level_of(row["licence_version"]) < level_of(row["required_version"]):
                yield f"{row['holder']} has too old a licence"
            stated = (row["source"], row["product"], row["metric"], level_of(row["licence_version"]), row["condition"])
            if stated not in known:
                yield f"register row {dict(row)} does not agree with its source"

    def check_staying(self) -> Complaints:
        """Licences that may not move yet are where they were."""
        for owned_id in self.demand.staying:
            holders = [row["holder"] for row in self.rows if row["source"] == owned_id]
            if not holders:
                continue  # idle
            lot = self.lot_by_id[owned_id]
            person_of = {a.user_id: a.person_id for a in self.estate.accounts}
            own = {lot.assigned_to} if lot.metric == "device" else {lot.assigned_to, person_of.get(lot.assigned_to, "")}
            if self.estate.two_lists or is_potential(self.estate, self.policy):
                own |= {row["holder"] for row in self.rows}  # people who reach everything are not told apart
            if len(holders) != 1 or holders[0] not in own:
                yield f"{owned_id} is held by {holders}, but should stay with {lot.assigned_to}"

    def is_subscribed(self, requirement: Requirement) -> bool:
        """Whether a subscription for Remote Desktop leaves nothing of a requirement, whatever the plan picks."""
        layers = {r.product for r in (*self.demand.requirements, *self.demand.covered) if r[:2] == requirement[:2]}
        is_covered = any(r[:2] == requirement[:2] for r in self.demand.covered)
        owes_base = self.policy.base_and_rds_same_metric and "ws_cal" in layers and not is_covered
        counts = requirement.choose is None and "user" in requirement.ends and requirement.product == "rds_cal"
        return counts and requirement.user in self.demand.subscribed and not owes_base

    def shown(self, source: Lot | Offer) -> int:
        """Return the level at which licences are counted and written."""
        assured = any((r.product, r.version) == (source.product, ASSURED) for r in self.demand.requirements)
        if not assured:
            return source.version
        return source.level(self.policy.plan_date) if isinstance(source, Lot) else source.level

    @staticmethod
    def source_id(source: Lot | Offer) -> str:
        return source.owned_id if isinstance(source, Lot) else source.offer_id

    def check_pools(self) -> Complaints:
        lines = {(line["product"], line["metric"], level_of(line["version"])): line for line in self.result["pools"]}
        if len(lines) != len(self.result["pools"]):
            yield "a pool row stands twice"
        for number, pool in enumerate(POOLS):
            spare = spare_of(self.policy, number)
            figures = [self.pool_figures(*pool, version) for version in LEVELS]
            for i, version in enumerate(LEVELS):
                figure, line = figures[i], lines.pop((*pool, version), None)
                holders = sum(f["holders"] for f in figures[i:])
                supply = sum(f["owned"] + f["bought"] - f["sold"] for f in figures[i:])
                supply -= sum(self.barred_left(*pool, newer) for newer in LEVELS[i:])
                if supply < with_spare(holders, spare):
                    yield f"{pool} {version}: {supply} licences for {holders} holders"
                if line is None:
                    if any(figure.values()):
                        yield f"no pool row for {pool} {version}"
                    continue
                resting = self.resting(*pool)
                for key, value in {**figure, "holders_at_or_above": holders, "period": 0}.items():
                    most = value + (resting if key in ("owned", "idle") else 0)
                    if not value <= line[key] <= most:
                        yield f"pool {pool} {version}: {key} is {line[key]}, not {value}"
        if lines:
            yield f"strange pool rows {sorted(lines)}"

    def resting(self, product: str, metric: str) -> int:
        """Return the licences of a pool that lie idle where they must stay, whether or not they are counted."""
        still = {*self.demand.staying, *self.demand.unused} - {row["source"] for row in self.rows}
        here = [lot for lot in self.estate.lots if (lot.product, lot.metric) == (product, metric)]
        return sum(lot.quantity for lot in here if lot.owned_id in still)

    def barred_left(self, product: str, metric: str, version: int) -> int:
        """Return the licences of a pool and version that nobody may use and that are not sold."""
        here = (product, metric, version)
        lots = {k.owned_id: k for k in self.market.lots if (k.product, k.metric, self.shown(k)) == here}
        mine = {name: lot.quantity for name, lot in lots.items() if name in self.market.barred}
        return sum(mine.values()) - sum(s["quantity"] for s in self.result["sales"] if s["owned_id"] in mine)

    def gained(self, product: str, metric: str, version: int) -> int:
        """Return the licences that switches bring into a pool at a version, less those they take out of it."""
        return sum(
            -number if self.lot_by_id[name].metric == metric else number
            for name, number in self.switched().items()
            if (self.lot_by_id[name].product, self.shown(self.lot_by_id[name])) == (product, version)
        )

    def pool_figures(self, product: str, metric: str, version: int) -> dict[str, int]:
        """Return a pool row's figures as they follow from the register and the lines."""
        rows = [row for row in self.rows if (row["product"], row["metric"]) == (product, metric)]
        here = (product, metric, version)
        lots = {lot.owned_id: lot for lot in self.lots if (lot.product, lot.metric, self.shown(lot)) == here}
        figures = {
            "holders": sum(level_of(row["required_version"]) == version for row in rows),
            "owned": sum(lot.quantity for lot in lots.values()) + self.gained(product, metric, version),
            "bought": sum(
                line["licences"]
                for line in self.result["purchases"]
                if (line["product"], line["metric"], self.shown(self.offer_by_id[line["offer_id"]])) == here
            ),
            "sold": sum(line["quantity"] for line in self.result["sales"] if line["owned_id"] in lots),
        }
        in_use = sum(level_of(row["licence_version"]) == version for row in rows)
        figures["idle"] = figures["owned"] + figures["bought"] - figures["sold"] - in_use
        return figures

    # -- what the enumeration knows -----------------------------------------------------------------------

    def counts(self) -> Counts:
        in_use = {row["source"] for row in self.rows}
        held, kept = self.held(), {key: own for key, own in self.demand.kept.items() if own[1] in in_use}
        own = [(p, m, level) for (h, p, m), (level, _) in kept.items() if 0 < held.get((m, h, p), 0) <= level]
        used = {(p, m, h): max(level, kept.get((h, p, m), (0, ""))[0]) for (m, h, p), level in held.items()}
        for (h, p, m), (level, _) in kept.items():
            if held.get((m, h, p), 0) > level:
                used[p, m, h] = held[m, h, p]
        here = [
            sum(n >= level for (*pool, _), n in used.items() if tuple(pool) == each)
            for each in POOLS
            for level in LEVELS
        ]
        theirs = [-sum(n >= level for *pool, n in own if tuple(pool) == each) for each in POOLS for level in LEVELS]
        return (*here, *theirs)

    def check_ties(self) -> Complaints:
        """Among equally cheap purchases and sales for these holders the plan has the preferred one."""
        choices = self.fitting_choices()
        if not self.small or self.result["status"] != "optimal" or not choices:
            return
        best = [
            deal
            for c in choices
            for deal in best_deals(restricted(self.market, c), self.policy, [self.counts()], ties=True)
        ]
        if not best:
            yield "the enumeration finds no supply for the plan's holders"
            return
        dealer = Dealer(self.market, self.policy)
        cheapest = min(dealer.price(deal) for deal in best)
        preferred = min((deal for deal in best if dealer.price(deal) == cheapest), key=tie_break)
        bought = sorted((line["offer_id"], line["packs"]) for line in self.result["purchases"])
        sold = sorted((line["owned_id"], line["quantity"]) for line in self.result["sales"])
        wanted = tie_break(preferred)[-2:]
        if (bought, sold) != wanted:
            yield f"bought {bought} and sold {sold}, where {wanted} is preferred (or cheaper)"

    def check_papers(self) -> Complaints:
        """What an auditor would find: what is missing today, at the terms of this scenario, and papers."""
        lots = self.estate.lots if self.policy.use_owned else ()  # those that the plan leaves out are owned, too
        missing, written = sum(line["licences"] for line in self.today["missing"]), self.result["risk"]
        amount = self.amount_at_audit(missing)
        has_none = amount is None and written["amount"] is None
        is_near = amount is not None and written["amount"] is not None and abs(cents(written["amount"]) - amount) <= 2
        if written["shortfall"] != missing or not (has_none or is_near):
            yield f"risk {written}, not {missing} licences and {amount}"
        lines = {line["item"]: line for line in self.result["checklist"]}
        bought = [self.offer_by_id[line["offer_id"]] for line in self.result["purchases"]]
        expected = states(self.estate, self.policy, lots, bought)
        if missing:
            expected["Licences held today"] = "missing"
        for item, state in expected.items():
            if lines[item]["state"] != state:
                yield f"checklist, {item}: {lines[item]['state']}, not {state}"
        lacking = " ".join(lines["Purchase documents"]["missing"])
        if any(lot.quantity and not lot.document and lot.owned_id not in lacking for lot in lots):
            yield f"lots without a document are not all named: {lacking}"

    def amount_at_audit(self, missing: int) -> Fraction | None:
        """What is missing today at the terms of this scenario's audit; None where it has no price."""
        if not missing:
            return Fraction(0)
        if self.today["amount"] is None:
            return None
        amount, in_use = Fraction(cents(self.today["amount"])), self.today["licences_in_use"]
        return audit_amount(Standing(0, amount, missing, in_use, ()), self.policy)

    def check_example(self) -> Complaints:
        example = self.result.get("example_if_own")
        if not self.lacks_pairs():
            if example is not None and not is_potential(self.estate, self.policy):
                yield "an example where the data need none"
        elif self.small and not self.estate.two_lists:
            groups = [replace(g, pattern="own") if g.pattern == "unknown" else g for g in self.estate.groups]
            least = minimum_total(replace(self.estate, groups=tuple(groups)), self.policy)
            if least is not None and least > cents(self.result["cost"]["total"]):
                least = None  # some are left without a machine
            if example != (None if least is None else _money(least)):
                yield f"example_if_own is {example}, not {least}"

    def check_relaxations(self) -> Complaints:
        if not self.result["reason"]:
            yield "no reason given"
        relaxations = self.result["relaxations"]
        if not relaxations:
            yield "no relaxation given"
        if not self.small:
            return
        if minimum_total(self.estate, self.policy) is not None:
            yield "said to be infeasible, but it is not"
            return
        lines = [line for line in relaxations if line["policy"] not in ("offers", "servers")]
        missing = self.single_defaults_that_help() - {line["policy"] for line in lines}
        if missing:
            yield f"relaxations {[line['policy'] for line in lines]}, where each of {sorted(missing)} helps alone"
        if any(self.is_too_long(line) for line in lines):
            return
        alone = [not list(self.check_relaxation(line)) for line in lines]
        if any(alone) or len(lines) == 1:
            for line in lines:
                yield from self.check_relaxation(line)
        elif lines:
            changed = replace(self.policy, **{line["policy"]: _read(line["policy"], line["to"]) for line in lines})
            if minimum_total(self.estate, changed) is None:
                yield f"{lines} together do not help"

    def is_too_long(self, line: Json) -> bool:
        """Whether so many new licences may have to be bought for a used one that listing takes too long."""
        return bool(line["policy"] == "max_used_share" and 0 < _read(line["policy"], line["to"]) < SMALLEST_SHARE)

    def single_defaults_that_help(self) -> set[str]:
        """Return the policies whose default, the others kept, makes the scenario feasible.

        Others may be named too, such as a default that a change would make milder.
        """
        default = Policy(self.policy.plan_date, self.policy.currency)
        return {
            name
            for name, value in vars(self.policy).items()
            if value != getattr(default, name)
            and name not in FOR_INFORMATION
            and minimum_total(self.estate, replace(self.policy, **{name: getattr(default, name)})) is not None
        }

    def check_relaxation(self, line: Json) -> Complaints:
        name, before = line["policy"], getattr(self.policy, line["policy"])
        if not _same(name, before, line["from"]):
            yield f"relaxation of {name} starts from {line['from']!r}, not {before!r}"
        after = _read(name, line["to"])
        if minimum_total(self.estate, replace(self.policy, **{name: after})) is None:
            yield f"{name} = {line['to']} is still infeasible"
        step = {"budget": -1, "max_vendors": -1}.get(name)
        if not step or after is None:
            return
        if minimum_total(self.estate, replace(self.policy, **{name: after + step})) is not None:
            yield f"{name} = {line['to']} is not the mildest"


def _check_purchase(line: Json, offer: Offer) -> Complaints:
    packs = line["packs"]
    if packs < offer.minimum or (offer.stock is not None and packs > offer.stock):
        yield f"{packs} packs of {offer.offer_id}"
        return
    expected = {
        "vendor": offer.vendor,
        "product": offer.product,
        "metric": offer.metric,
        "version": str(offer.version),
        "condition": offer.condition,
        "pack_size": offer.pack_size,
        "licences": packs * offer.pack_size,
        "pack_price": _money(offer.price(packs)),
        "cost": _money(packs * offer.price(packs)),
        "period": 0,
    }
    for key, value in expected.items():
        if line[key] != value:
            yield f"purchase {offer.offer_id}: {key} is {line[key]!r}, not {value!r}"
    if not line["reason"]:
        yield f"purchase {offer.offer_id} has no reason"


def _is_held(metric: str, literal: Literal | None, held: Mapping[tuple[str, str, str], int]) -> bool:
    return literal is not None and held.get((metric, literal.holder, literal.product), 0) >= literal.version


def _is_covered(clause: Clause, held: Mapping[tuple[str, str, str], int]) -> bool:
    return any(_is_held(metric, literal, held) for metric, literal in zip(METRICS, clause, strict=True))


_MONEY = {"ws_mixing_cost", "rds_mixing_cost", "order_cost", "budget"} | AUDIT_PRICES
_READERS: dict[str, Callable[[Any], Any]] = {
    "excluded_vendors": tuple,
    "excluded_offers": tuple,
    "min_version": int,
    "min_proof_score": lambda items: proof_items(";".join(items) or "none"),
    "max_used_share": lambda share: Fraction(str(share)),
    **dict.fromkeys(SPARE_SHARES, lambda share: Fraction(str(share))),
    **dict.fromkeys(_MONEY, cents),
}


def _read(name: str, written: Any) -> Any:
    """Read a policy's value from plan.json."""
    return None if written is None else _READERS.get(name, lambda value: value)(written)


def _same(name: str, value: Any, written: Any) -> bool:
    """Whether plan.json writes a policy's value as it is."""
    if value is None or written is None:
        return value is None and written is None
    if name in ("plan_date", "agreement_signed"):
        return bool(written == value.isoformat())
    if isinstance(value, Fraction):
        return bool(written == float(value))
    return bool(_read(name, written) == value)

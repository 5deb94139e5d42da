"""Check a finished plan against the requirements, the market and the policies, from scratch.

Runs on every plan before anybody sees it.  It shares no code with the stages that made the plan: it reads the
register and the lines as an auditor would, and recounts.  What it finds is our fault, not the user's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.plan import Plan, Register, RegisterSource
from planner.domain.product import LEVELS, VERSIONS
from planner.domain.requirement import Holders, Requirements
from planner.domain.scenario import Policy

_PRODUCTS = ("ws_cal", "rds_cal")
_CONNECTORS = ("ws_external_connector", "rds_external_connector")
_METRICS = ("user", "device", "host")
_ENDS = ("user", "device")
_NOTHING = -1
_TEXT = np.dtypes.StringDType()
_AT_ONCE = 200_000
"""Names written and compared at once, to keep memory small."""

Ranks = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Case:
    """All that is checked together."""

    plan: Plan
    requirements: Requirements  # without the rows that the plan waives
    market: Market
    policy: Policy
    level: Ranks  # shape (products, members): rank each member must cover by the register, -1 for none
    lowest: Ranks  # shape (products, classes): rank that every member of a class must cover at least
    first_member: Ranks  # one per class, and the number of members at the end
    base_of_person: Ranks  # shape (rows,): base version that the same end must cover too, -1 where nothing is asked
    base_of_machine: Ranks


def audit(plan: Plan, requirements: Requirements, market: Market, policy: Policy, upgrades_minor: int) -> list[str]:
    """Return everything that is wrong with a plan, in words; an empty list is a pass.

    `requirements` are all of the scenario; what the plan waives of them is found here.
    `market` must be the market of the scenario; `upgrades_minor` what server upgrades cost under `policy`.
    """
    findings = [*_purchases(plan, market), *_shape(plan, requirements)]
    if findings:
        return findings
    findings = [*_on_the_day(plan, requirements, market, policy), *policy_findings(plan, policy)]
    return [*findings, *_sales(plan, market, policy), *_money(plan, policy, upgrades_minor)]


def audit_day(plan: Plan, requirements: Requirements, market: Market, policy: Policy) -> list[str]:
    """Return what is wrong with who holds what, given the licences that a plan buys and sells; see `audit`."""
    return list(_shape(plan, requirements)) or _on_the_day(plan, requirements, market, policy)


def _shape(plan: Plan, requirements: Requirements) -> Iterator[str]:
    """What has to hold before anything else can be looked at."""
    yield from _register_rows(plan, requirements.holders)
    yield from _freed(plan, requirements)
    yield from _hosts(plan, requirements)


def _on_the_day(plan: Plan, requirements: Requirements, market: Market, policy: Policy) -> list[str]:
    case = _case(plan, requirements, market, policy)
    checks = (_coverage, _sources, _tied, _supply, _licence_servers, _pools)
    return [finding for check in checks for finding in check(case)]


def _register_rows(plan: Plan, holders: Holders) -> Iterator[str]:
    """Every row names a real member once per product, with a licence of its own metric that is new enough."""
    register = plan.register
    total = int((holders.units * holders.unit_size).sum())
    if len(register) and (register.member.min() < 0 or register.member.max() >= total):
        yield "the register names somebody who is not in the estate"
        return
    times = np.bincount(register.product * total + register.member, minlength=1)
    if times.max() > 1:
        yield "somebody holds two licences of one product"
    metric_of = np.repeat(holders.metric, holders.units * holders.unit_size)
    if (metric_of[register.member] != register.metric).any():
        yield "a User CAL was given to a machine, or a Device CAL to a person"
    if (register.licence < register.required).any():
        yield "a licence in the register is older than its holder needs"
    if _has_wrong_name(register, holders):
        yield "the register writes a holder's name wrongly"


def _freed(plan: Plan, requirements: Requirements) -> Iterator[str]:
    """No administration frees more than it may, and whoever is freed is one person or one machine."""
    sizes = requirements.holders.units * requirements.holders.unit_size
    first = np.cumsum(sizes) - sizes
    for number, administration in enumerate(requirements.administrations):
        members = {member for of, member in plan.freed if of == number}
        if len(members) > administration.free:
            yield f"{len(members)} are freed for administration, more than {administration.free}"
        for member in members:
            if not ((first == member) & (sizes == 1)).any():
                yield "somebody is freed for administration who is no single person or machine"
    if any(not 0 <= of < len(requirements.administrations) for of, _ in plan.freed):
        yield "somebody is freed for an administration that is not there"


def _connected(plan: Plan, requirements: Requirements) -> set[int]:
    """Return the connectors that are in use by the register, new enough and with the one that must be there too."""
    register, holders = plan.register, requirements.holders
    first = np.cumsum(holders.units * holders.unit_size) - holders.units * holders.unit_size
    held = {(int(p), int(m)): int(v) for p, m, v in _host_rows(register)}
    found = set[int]()
    for number, each in enumerate(requirements.connectors):
        has_base = each.base == _NOTHING or each.base in found
        if has_base and held.get((each.layer, int(first[each.holder])), _NOTHING) >= each.version:
            found.add(number)
    return found


def _host_rows(register: Register) -> Iterator[tuple[int, int, int]]:
    """Yield layer, member and version of every licence that a host holds."""
    rows = np.flatnonzero(register.metric == _METRICS.index("host"))
    yield from zip(
        *(column[rows].tolist() for column in (register.product, register.member, register.licence)), strict=True
    )


def _hosts(plan: Plan, requirements: Requirements) -> Iterator[str]:
    """Every licence that a host holds is one that licenses somebody there, and counts."""
    used = _connected(plan, requirements)
    if len(list(_host_rows(plan.register))) != len(used):
        yield "a host holds a connector that licenses nobody"


def _without_waived(plan: Plan, requirements: Requirements) -> Requirements:
    """Return the rows that need a CAL: not those of whoever is freed, nor those that a host's connector covers."""
    rows = requirements
    if not rows.waivers:
        return rows
    sizes = rows.holders.units * rows.holders.unit_size
    class_of = np.repeat(np.arange(len(sizes)), sizes)
    administration = np.array([*(one.administration for one in rows.waivers), _NOTHING])[rows.waiver]
    connector = np.array([*(one.connector for one in rows.waivers), _NOTHING])[rows.waiver]
    stays = ~np.isin(connector, list(_connected(plan, rows)))
    for of, member in plan.freed:
        stays &= (administration != of) | ((rows.user != class_of[member]) & (rows.device != class_of[member]))
    base_version = rows.base_version.copy()
    if not stays.all() and (rows.base_version != _NOTHING).any():
        newest: dict[tuple[int, int], int] = {}
        pairs = list(zip(rows.user.tolist(), rows.device.tolist(), strict=True))
        changed = {pairs[row] for row in np.flatnonzero(~stays).tolist()}
        for row in np.flatnonzero(stays & (rows.product == 0)).tolist():
            newest[pairs[row]] = max(newest.get(pairs[row], _NOTHING), int(rows.version[row]))
        for row in np.flatnonzero((rows.product == 1) & ~rows.has_base_right).tolist():
            if pairs[row] in changed:
                base_version[row] = newest.get(pairs[row], _NOTHING)
    columns = ("user", "device", "product", "version", "ends", "matched", "has_base_right", "waiver", "origin")
    kept = {name: getattr(rows, name)[stays] for name in columns}
    right = None if rows.has_remote_right is None else rows.has_remote_right[stays]
    return replace(rows, **kept, base_version=base_version[stays], has_remote_right=right)


def _has_wrong_name(register: Register, holders: Holders) -> bool:
    """Compare each name with its member's: its stem, with its number behind it where the stem has several members."""
    last_member = np.cumsum(holders.piece_count)
    piece = np.searchsorted(last_member, register.member, side="right")
    is_alone = holders.piece_first[piece] == _NOTHING
    stem = holders.piece_stem[piece]
    if (stem[is_alone] != register.holder[is_alone]).any():
        return True
    counted = np.flatnonzero(~is_alone)
    before = (last_member - holders.piece_count)[piece[counted]]
    number = holders.piece_first[piece[counted]] + register.member[counted] - before
    for part in np.array_split(np.arange(len(counted)), len(counted) // _AT_ONCE + 1):
        expected = stem[counted[part]].astype(_TEXT) + number[part].astype(_TEXT)
        if (expected != register.holder[counted[part]].astype(_TEXT)).any():
            return True
    return False


def _case(plan: Plan, requirements: Requirements, market: Market, policy: Policy) -> _Case:
    requirements = _without_waived(plan, requirements)
    sizes = requirements.holders.units * requirements.holders.unit_size
    first_member = np.concatenate([[0], np.cumsum(sizes)])
    level = np.full((len(_PRODUCTS), first_member[-1]), _NOTHING, dtype=np.int64)
    level[plan.register.product, plan.register.member] = plan.register.required
    lowest = np.full((len(_PRODUCTS), len(sizes)), _NOTHING, dtype=np.int64)
    if sizes.any():
        lowest[:, sizes > 0] = np.minimum.reduceat(level, first_member[:-1][sizes > 0], axis=1)
    same_end = (requirements.product == 1) & policy.base_and_rds_same_metric
    base_of_machine = np.where(same_end, requirements.base_version, _NOTHING)
    # A person's right to the base layer is as good as a licence; a machine never has one.
    base_of_person = np.where(requirements.has_base_right, _NOTHING, base_of_machine)
    return _Case(plan, requirements, market, policy, level, lowest, first_member, base_of_person, base_of_machine)


def _coverage(case: _Case) -> Iterator[str]:
    """Every person and machine of every requirement: one of the admissible ends holds a good enough licence.

    Judged by the version the register says its holder must cover, which no licence falls short of.
    """
    rows = case.requirements
    person, machine = _counting_ends(case)
    is_matched = rows.matched & (rows.device != _NOTHING)
    as_a_whole = _all_good(case, rows.user, person, case.base_of_person)
    if rows.has_remote_right is not None:  # a subscription is as good as the licence itself; the base may be owed still
        as_a_whole |= rows.has_remote_right & person & (case.lowest[0, rows.user] >= case.base_of_person)
    as_a_whole |= _all_good(case, rows.device, machine, case.base_of_machine)
    uncovered = int((~as_a_whole & ~is_matched).sum())
    # Matched rows come from headcount groups: they are few, and each stands for many machines.
    for row in np.flatnonzero(is_matched).tolist():
        uncovered += _uncovered_bundles(case, row, bool(person[row]), bool(machine[row]))
    if uncovered:
        yield f"{uncovered} requirements are not covered"


def _counting_ends(case: _Case) -> tuple[Flags, Flags]:
    """Tell on which rows a person, and a machine, is there and counts under the modes the plan picked."""
    rows = case.requirements
    modes = ["any", "user", "device", *(case.plan.modes[name] for name in rows.choices)]
    person = np.array([mode != "device" for mode in modes])[rows.ends] & (rows.user != _NOTHING)
    machine = np.array([mode != "user" for mode in modes])[rows.ends] & (rows.device != _NOTHING)
    return person, machine


def _all_good(case: _Case, holder: Ranks, counts: Flags, base_too: Ranks) -> Flags:
    """Tell on which rows every member of a class holds what the row asks for, where that end counts at all."""
    rows = case.requirements
    good: Flags = counts & (case.lowest[rows.product, holder] >= rows.version)
    good &= case.lowest[0, holder] >= base_too
    return good


def _uncovered_bundles(case: _Case, row: int, person: bool, machine: bool) -> int:
    """Count the persons of a matched row who hold nothing good enough, nor do all machines of their bundle."""
    rows, bundles = case.requirements, int(case.requirements.holders.units[case.requirements.device[row]])
    covered = np.zeros(bundles, dtype=bool)
    if person and rows.has_remote_right is not None and rows.has_remote_right[row]:
        members = slice(case.first_member[rows.user[row]], case.first_member[rows.user[row] + 1])
        covered |= case.level[0, members] >= case.base_of_person[row]
    if person:
        covered |= _good(case, row, int(rows.user[row]), case.base_of_person[row])
    if machine:
        covered |= _good(case, row, int(rows.device[row]), case.base_of_machine[row]).reshape(bundles, -1).all(axis=1)
    return int((~covered).sum())


def _good(case: _Case, row: int, holder: int, base_too: int) -> Flags:
    """Tell which members of a class hold what a row asks for, shape (members,)."""
    members = slice(case.first_member[holder], case.first_member[holder + 1])
    product, version = case.requirements.product[row], case.requirements.version[row]
    good: Flags = case.level[product, members] >= version
    good &= case.level[0, members] >= base_too
    return good


def _sources(case: _Case) -> Iterator[str]:
    """No lot and no purchase gives more licences than it has, or others than it says."""
    register = case.plan.register
    sold = {sale.lot.owned_id: sale.quantity for sale in case.plan.sales}
    has = [
        (lot.owned_id, lot.product, lot.metric, _level(lot), lot.quantity - sold.get(lot.owned_id, 0))
        for lot in case.market.lots
    ]
    has += [
        (p.offer.offer_id, p.offer.product, p.offer.metric, _level(p.offer), p.packs * p.offer.pack_size)
        for p in case.plan.purchases
    ]
    listed = [(name, version) for name, _, _, version, _ in has]
    is_unknown = (register.source < 0) | (register.source >= len(has))
    if [(s.source_id, _level(s)) for s in register.sources] != listed or is_unknown.any():
        yield "the register's sources are not the lots and purchases of the plan"
        return
    given = np.bincount(register.source, minlength=len(has))
    for (name, *_, quantity), number in zip(has, given.tolist(), strict=True):
        if number > quantity:
            yield f"{name} gives {number} licences and has {quantity}"
    yield from _switched(case)
    kinds = [(_layer(p), _METRICS.index(m), LEVELS.index(v)) for _, p, m, v, _ in has]
    product, metric, version = np.array(kinds, dtype=np.int64).reshape(-1, 3).T
    is_other = product[register.source] != register.product
    switched = {line.lot.owned_id for line in case.plan.switches}
    may_differ = np.zeros(len(has), dtype=bool)
    may_differ[: len(case.market.lots)] = [lot.owned_id in switched for lot in case.market.lots]
    is_other |= (metric[register.source] != register.metric) & ~may_differ[register.source]
    for source in np.unique(register.source[is_other]).tolist():
        yield f"{has[source][0]} gives licences of another product or metric"
    for source in np.unique(register.source).tolist():
        if has[source][0] in case.market.barred:
            yield f"{has[source][0]} is in use, but no licence server holds it"
    if (version[register.source] != register.licence).any():
        yield "a licence in the register has another version than where it comes from"


def _level(item: Lot | Offer | RegisterSource) -> str:
    """Return what licences are good for: their version, or any where Software Assurance or a subscription counts."""
    return "SA" if item.with_assurance else item.version


def _layer(product: str) -> int:
    """Return the layer that a licence is for."""
    return _CONNECTORS.index(product) if product in _CONNECTORS else _PRODUCTS.index(product)


def _tied(case: _Case) -> Iterator[str]:
    """A licence that may not move yet is in use, with the one it is assigned to, and not sold."""
    register = case.plan.register
    for source, lot in enumerate(case.market.lots):
        if lot.is_tied and register.holder[register.source == source].tolist() != [lot.assigned_to]:
            yield f"{lot.owned_id} may not move yet, but does not stay with {lot.assigned_to}"


def _switched(case: _Case) -> Iterator[str]:
    """No more licences of a lot are used per user, or per device, than it has there after what is switched."""
    register = case.plan.register
    sold = {sale.lot.owned_id: sale.quantity for sale in case.plan.sales}
    moved = {line.lot.owned_id: line.quantity for line in case.plan.switches}
    if len(moved) != len(case.plan.switches) or set(moved) - case.market.switchable:
        yield "licences are switched that may not be, or a lot is switched twice"
    for source, lot in enumerate(case.market.lots):
        number = moved.get(lot.owned_id)
        if number is None:
            continue
        used = np.bincount(register.metric[register.source == source], minlength=len(_METRICS)).tolist()
        own = _METRICS.index(lot.metric)
        left = lot.quantity - sold.get(lot.owned_id, 0) - number
        if number <= 0 or left < 0 or used[own] > left or used[1 - own] > number:
            yield f"{lot.owned_id}: {number} of {lot.quantity} licences switched do not fit what is used and sold"


def _supply(case: _Case) -> Iterator[str]:
    """In every pool and at every needed version there is enough, with the spare share, rounded up."""
    for product in (*_PRODUCTS, *_CONNECTORS):
        for metric in _METRICS:
            pool = [row for row in case.plan.pools if row.product == product and row.metric == metric]
            barred = _barred(case, product, metric)
            spare = _spare(case.policy, product, metric)
            above = Fraction(0)
            supply = 0
            for row in reversed(pool):
                above += row.holders
                supply += row.owned + row.bought - row.sold - barred.get(row.version, 0)
                if row.holders and supply < (1 + spare) * above:
                    yield f"{product} {metric} {row.version}: {supply} licences for {above} holders"


def _spare(policy: Policy, product: str, metric: str) -> Fraction:
    """Return the share of spare licences asked for in a pool: its own where one is given, else that of all."""
    name = f"spare_share_{product.removesuffix('_cal')}_{metric}"
    own: Fraction | None = getattr(policy, name, None)
    return policy.spare_share if own is None else own


def _barred(case: _Case, product: str, metric: str) -> dict[str, int]:
    """Return, per version, the owned licences of a pool that are left and that no licence server holds."""
    sold = {sale.lot.owned_id: sale.quantity for sale in case.plan.sales}
    found: dict[str, int] = {}
    for lot in case.market.lots:
        if lot.owned_id in case.market.barred and (lot.product, lot.metric) == (product, metric):
            found[_level(lot)] = found.get(_level(lot), 0) + lot.quantity - sold.get(lot.owned_id, 0)
    return found


def _licence_servers(case: _Case) -> Iterator[str]:
    """No Remote Desktop CAL in use or bought is newer than the newest licence server."""
    newest = case.market.newest_rds
    if newest is None:
        return
    register = case.plan.register
    is_cal = (register.product == _PRODUCTS.index("rds_cal")) & (register.metric != _METRICS.index("host"))
    version_of = np.array([VERSIONS.index(source.version) for source in register.sources], dtype=np.int64)
    if (version_of[register.source[is_cal]] > newest).any():
        yield "a Remote Desktop CAL in use is newer than every licence server"
    for line in case.plan.purchases:
        if line.offer.product == "rds_cal" and VERSIONS.index(line.offer.version) > newest:
            yield f"{line.offer.offer_id} is newer than every licence server"
    for lot in case.market.lots:
        is_newer = lot.product == "rds_cal" and VERSIONS.index(lot.version) > newest
        if is_newer != (lot.owned_id in case.market.barred):
            yield f"{lot.owned_id} is barred or not against the licence servers"


def _purchases(plan: Plan, market: Market) -> Iterator[str]:
    """Whole packs, from the minimum on, within stock, at the price of the break that is reached."""
    allowed = {offer.offer_id: offer for offer in market.offers}
    seen = [line.offer.offer_id for line in plan.purchases]
    if len(set(seen)) != len(seen):
        yield "an offer is bought on two lines"
    for line in plan.purchases:
        offer = line.offer
        if allowed.get(offer.offer_id) is not offer:
            yield f"{offer.offer_id} may not be bought"
        minimum = min(step.min_packs for step in offer.breaks)
        if line.packs < max(minimum, 1) or (offer.stock_packs is not None and line.packs > offer.stock_packs):
            yield f"{offer.offer_id}: {line.packs} packs are outside its minimum order and stock"
        elif line.pack_price_minor != min(s.price_minor for s in offer.breaks if s.min_packs <= line.packs):
            yield f"{offer.offer_id}: the price is not that of the break reached"


def policy_findings(plan: Plan, policy: Policy) -> Iterator[str]:
    """Say which policies on buying and on metrics a plan breaks."""
    lines = plan.purchases
    bought = sum(line.packs * line.offer.pack_size for line in lines)
    used = sum(line.packs * line.offer.pack_size for line in lines if line.offer.condition == "used")
    if used and not policy.allow_used:
        yield "used licences are bought against policy"
    if used > policy.max_used_share * bought:
        yield f"{used} of {bought} licences bought are used, more than policy allows"
    if policy.max_vendors is not None and len({line.offer.vendor for line in lines}) > policy.max_vendors:
        yield "more vendors than policy allows"
    if policy.budget is not None and sum(line.packs * line.pack_price_minor for line in lines) > policy.budget:
        yield "the budget is exceeded"
    for line in lines:
        offer = line.offer
        if offer.vendor in policy.excluded_vendors or offer.offer_id in policy.excluded_offers:
            yield f"{offer.offer_id} is excluded by policy"
        if policy.min_version is not None and VERSIONS.index(offer.version) < VERSIONS.index(policy.min_version):
            yield f"{offer.offer_id} is older than policy allows"
    for product, rule in zip(_PRODUCTS, (policy.ws_metrics, policy.rds_metrics), strict=True):
        held = {row.metric for row in plan.pools if row.product == product and row.holders}
        held |= {line.offer.metric for line in lines if line.offer.product == product}
        forbidden = {"user": {"device"}, "device": {"user"}}.get(rule, set())
        if held & forbidden or (rule == "single" and len(held) > 1):
            yield f"{product}: a metric is held or bought against policy"


def _sales(plan: Plan, market: Market, policy: Policy) -> Iterator[str]:
    """Only owned licences that may be sold, and no more than there are."""
    own = {lot.owned_id: lot for lot in market.lots}
    for sale in plan.sales:
        lot = own.get(sale.lot.owned_id)
        if lot is None or not may_be_sold(lot, market, policy):
            yield f"{sale.lot.owned_id} may not be sold"
        elif not 0 < sale.quantity <= lot.quantity:
            yield f"{sale.lot.owned_id}: {sale.quantity} of {lot.quantity} licences sold"


def may_be_sold(lot: Lot, market: Market, policy: Policy) -> bool:
    """Tell whether a lot may be sold by what is stated about it; where a first sale counts, the market alone says."""
    stated = lot.evidence
    rules = {setting.name: policy[setting] for setting in policy.of_rules}
    if lot.owned_id not in market.sellable or not policy.sell_surplus or lot.is_tied:
        return False
    if not lot.transferable or lot.resale_minor <= 0 or lot.term_months is not None or lot.ends_on is not None:
        return False
    is_bound = lot.suite is not None or (lot.sa_until is not None and lot.sa_until >= policy.plan_date)
    admitted = {None, "commercial"} | ({"oem"} if rules["allow_used_oem"] else set())
    admitted |= {"academic", "government", "charity"} if rules["allow_used_academic_gov"] else set()
    if (is_bound and not rules["sell_under_sa"]) or stated.segment not in admitted:
        return False
    return rules["allow_split_lots"] or stated.lot_is_complete is not False


def _pools(case: _Case) -> Iterator[str]:
    """The pool table agrees with the register, the lots, the purchases and the sales."""
    register, plan = case.plan.register, case.plan
    for row in plan.pools:
        here = (register.product == _layer(row.product)) & (register.metric == _METRICS.index(row.metric))
        version = LEVELS.index(row.version)
        of_kind = (row.product, row.metric, row.version)
        owned = sum(k.quantity for k in case.market.lots if (k.product, k.metric, _level(k)) == of_kind)
        for line in plan.switches:
            if (line.lot.product, _level(line.lot)) == (row.product, row.version):
                owned += -line.quantity if line.lot.metric == row.metric else line.quantity
        bought = sum(
            p.packs * p.offer.pack_size
            for p in plan.purchases
            if (p.offer.product, p.offer.metric, _level(p.offer)) == of_kind
        )
        sold = sum(s.quantity for s in plan.sales if (s.lot.product, s.lot.metric, _level(s.lot)) == of_kind)
        in_use = int((here & (register.licence == version)).sum())
        expected = (
            int((here & (register.required == version)).sum()),
            int((here & (register.required >= version)).sum()),
            owned,
            bought,
            sold,
            owned + bought - sold - in_use,
        )
        if expected != (row.holders, row.holders_at_or_above, row.owned, row.bought, row.sold, row.idle):
            yield f"the position of {row.product} {row.metric} {row.version} does not add up"
    listed = sum(row.holders for row in plan.pools), sum(row.bought for row in plan.pools)
    if listed != (len(register), sum(line.packs * line.offer.pack_size for line in plan.purchases)):
        yield "the licence position leaves something out"


def _money(plan: Plan, policy: Policy, upgrades_minor: int) -> Iterator[str]:
    """Every figure equals the sum of its lines, and no plan costs less than its bound."""
    cost = plan.cost
    mixed = {
        product: len({row.metric for row in plan.pools if row.product == product and row.holders}) == len(_ENDS)
        for product in _PRODUCTS
    }
    expected = (
        sum(line.packs * line.pack_price_minor for line in plan.purchases),
        policy.order_cost * len({line.offer.vendor for line in plan.purchases}),
        policy.ws_mixing_cost * mixed["ws_cal"] + policy.rds_mixing_cost * mixed["rds_cal"],
        upgrades_minor,
        sum(sale.quantity * sale.lot.resale_minor for sale in plan.sales),
    )
    if expected != (cost.purchases, cost.orders, cost.mixing, cost.upgrades, cost.sales):
        yield f"the cost lines {cost} are not the sums of their lines {expected}"
    if cost.total != sum(expected[:4]) - expected[4]:
        yield "the total is not the sum of the cost lines"
    if cost.total < plan.lower_bound_minor:
        yield f"the plan costs {cost.total}, less than the bound {plan.lower_bound_minor} that was called proved"

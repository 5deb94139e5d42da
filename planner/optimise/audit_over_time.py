"""Check a finished plan over time, from scratch: every period like a plan of one day, then what spans all of them.

Months, powers and payments are calculated anew here, from what the inventory says, so that a slip in the arithmetic of
the planner is found and not repeated.  Like the audit of one day it shares no code with the stages that made the plan.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

from planner.domain.estate import Server
from planner.domain.lot import Lot
from planner.domain.market import Market
from planner.domain.offer import Offer
from planner.domain.plan import OverTime, Plan, Purchase, Sale, ServerUpgrade, Stretch
from planner.domain.product import LIFECYCLES, VERSIONS
from planner.domain.requirement import Requirements
from planner.domain.scenario import Policy
from planner.optimise.audit import audit_day, may_be_sold, policy_findings

_ONE_CENT = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Listed:
    """What the inventory says, as far as it bears on days and amounts."""

    offers: Mapping[str, Offer]
    lots: Mapping[str, Lot]
    servers: Sequence[Server]
    server_upgrades: str


@dataclass(frozen=True, slots=True)
class _Case:
    plan: Plan
    over_time: OverTime
    market: Market
    policy: Policy
    listed: Listed

    @property
    def end(self) -> date:
        return _months_later(self.policy.plan_date, self.policy.horizon_months)

    def starts(self, period: int) -> date:
        return self.over_time.stretches[period].starts


def audit_over_time(
    plan: Plan, parts: Sequence[Requirements], market: Market, policy: Policy, listed: Listed
) -> list[str]:
    """Return everything that is wrong with a plan over time, in words; an empty list is a pass.

    `parts` are the requirements of each period, `market` with its later ones is that of all of them.
    """
    if plan.over_time is None:
        return ["a plan with a horizon says nothing of its periods"]
    case = _Case(plan, plan.over_time, market, policy, listed)
    findings = list(_periods(case))
    if findings:
        return findings
    for stretch, part in zip(plan.over_time.stretches, parts, strict=True):
        found = audit_day(_day(case, stretch), part, market.periods[stretch.period], policy)
        findings += [f"from {stretch.starts}: {finding}" for finding in found]
    checks = (_purchases, _stock, _sales, _limits, _upgrades, _money)
    return findings + [finding for check in checks for finding in check(case)]


def _periods(case: _Case) -> Iterator[str]:
    """The periods follow each other from the plan's day to the end of the horizon."""
    stretches = case.over_time.stretches
    ends = [case.policy.plan_date, *(stretch.ends for stretch in stretches)]
    if [stretch.starts for stretch in stretches] != ends[:-1] or ends[-1] != case.end:
        yield "the periods do not follow each other through the horizon"
    if len(stretches) != len(case.market.periods) or [s.period for s in stretches] != list(range(len(stretches))):
        yield "the periods are not numbered one after the other"


def _day(case: _Case, stretch: Stretch) -> Plan:
    """Return the plan as it stands in one period: what is in force, and what is sold by then."""
    at = case.market.periods[stretch.period]
    there = tuple(line for line in case.plan.purchases if _is_in_force(case, line, stretch, at))
    sold = Counter[str]()
    for sale in case.plan.sales:
        sold[sale.lot.owned_id] += sale.quantity * (case.starts(sale.period) <= stretch.starts)
    gone = tuple(Sale(lot, sold[lot.owned_id], stretch.period) for lot in at.lots if sold[lot.owned_id])
    names = {lot.owned_id for lot in at.lots}
    since = {
        line.lot.owned_id: next(p for p, m in enumerate(case.market.periods) if line.lot.owned_id in m.switchable)
        for line in case.plan.switches
    }
    switches = tuple(
        line for line in case.plan.switches if line.lot.owned_id in names and since[line.lot.owned_id] <= stretch.period
    )
    return replace(
        case.plan,
        purchases=there,
        sales=gone,
        switches=switches,
        pools=tuple(row for row in case.plan.pools if row.period == stretch.period),
        register=stretch.register,
        freed=stretch.freed,
        over_time=None,
    )


def _is_in_force(case: _Case, line: Purchase, stretch: Stretch, at: Market) -> bool:
    """Tell whether licences count in a period: bought by then, their term not over, and held by a licence server."""
    bought, term = case.starts(line.period), line.offer.term_months
    if bought > stretch.starts or (term is not None and stretch.starts >= _months_later(bought, term)):
        return False
    is_cal = line.offer.product == "rds_cal" and line.offer.metric != "host"
    return not is_cal or at.newest_rds is None or VERSIONS.index(line.offer.version) <= at.newest_rds


def _purchases(case: _Case) -> Iterator[str]:
    """Every order is one that may be placed in its period, at the price of its day."""
    seen = Counter((line.offer.offer_id, line.period) for line in case.plan.purchases)
    if any(number > 1 for number in seen.values()):
        yield "an offer is bought on two lines of one period"
    for line in case.plan.purchases:
        offer, day = line.offer, case.starts(line.period)
        name = f"{offer.offer_id} from {day}"
        if not any(each is offer for each in case.market.periods[line.period].offers) or offer.period != line.period:
            yield f"{name} may not be bought"
            continue
        as_listed = case.listed.offers[offer.offer_id]
        if (as_listed.valid_from or day) > day or (as_listed.valid_until or day) < day:
            yield f"{name} is not on sale then"
        if offer.term_months is not None and day not in _term_days(case, offer.term_months):
            yield f"{name} cannot begin then"
        if line.packs < max(min(step.min_packs for step in offer.breaks), 1):
            yield f"{name}: {line.packs} packs are fewer than its minimum order"
            continue
        yield from _price(case, line, as_listed, name)


def _price(case: _Case, line: Purchase, as_listed: Offer, name: str) -> Iterator[str]:
    policy, day = case.policy, case.starts(line.period)
    is_used = line.offer.condition == "used"
    today = min(step.price_minor for step in as_listed.breaks if step.min_packs <= line.packs)
    price = _grown(today, policy.price_change_used if is_used else policy.price_change_new, policy.plan_date, day)
    back = _left_at_the_end(case, price, line.offer.term_months, day)
    paid = line.offer.break_for(line.packs)
    expected = (
        price,
        _shrunk(price, policy.discount_rate, policy.plan_date, day),
        _shrunk(back, policy.discount_rate, policy.plan_date, case.end),
        back,
    )
    if expected != (paid.price_minor, paid.present_minor, paid.back_minor, paid.cash_back_minor):
        yield f"{name}: the price is not that of the break reached on that day"


def _left_at_the_end(case: _Case, price: int, term: int | None, day: date) -> int:
    """Return what is left of a pack's price at the end of the horizon."""
    if term is None:
        return _half_up(price * case.policy.end_value)
    over = _months_later(day, term)
    if case.policy.subscription_end != "pro_rata" or over <= case.end:
        return 0
    return _half_up(Fraction(price * (over - case.end).days, (over - day).days))


def _term_days(case: _Case, term: int) -> set[date]:
    start = case.policy.plan_date
    return {_months_later(start, number * term) for number in range(case.policy.horizon_months // term + 1)}


def _stock(case: _Case) -> Iterator[str]:
    """No offer is bought beyond its stock, all periods together."""
    bought = Counter[str]()
    for line in case.plan.purchases:
        bought[line.offer.offer_id] += line.packs
    for name, packs in bought.items():
        stock = case.listed.offers[name].stock_packs
        if stock is not None and packs > stock:
            yield f"{name}: {packs} packs are more than its stock"


def _sales(case: _Case) -> Iterator[str]:
    """Only owned licences that may be sold, no more than there are, for what they bring on their day."""
    sold = Counter[str]()
    for sale in case.plan.sales:
        name, day, at = sale.lot.owned_id, case.starts(sale.period), case.market.periods[sale.period]
        sold[name] += sale.quantity
        own = {lot.owned_id: lot for lot in at.lots}
        if sale.quantity <= 0 or name not in own or not may_be_sold(own[name], at, replace(case.policy, plan_date=day)):
            yield f"{name} may not be sold on {day}"
            continue
        policy = case.policy
        brings = _grown(case.listed.lots[name].resale_minor, policy.price_change_used, policy.plan_date, day)
        worth = _shrunk(brings, policy.discount_rate, policy.plan_date, day)
        if (brings, worth) != (sale.lot.resale_minor, sale.lot.resale_value_minor):
            yield f"{name}: a licence sold on {day} does not bring that"
    for name, quantity in sold.items():
        if quantity > case.listed.lots[name].quantity:
            yield f"{name}: {quantity} licences sold are more than there are"


def _limits(case: _Case) -> Iterator[str]:
    """The policies on buying and on metrics, the budget in each period, all others over the horizon."""
    yield from policy_findings(case.plan, replace(case.policy, budget=None))
    spent = Counter[int]()
    for line in case.plan.purchases:
        spent[line.period] += line.cost_minor
    for period, amount in spent.items():
        if case.policy.budget is not None and amount > case.policy.budget:
            yield f"the budget is exceeded on {case.starts(period)}"


def _upgrades(case: _Case) -> Iterator[str]:
    """Each server is upgraded on a day it may be, those of one choice together, at its cost and that of keeping it."""
    stated = {each.server_id: each for each in case.over_time.upgrades}
    together: dict[str, set[date | None]] = {}
    for server in case.listed.servers:
        found = stated.pop(server.server_id, None)
        is_choice = server.upgrade_choice and case.listed.server_upgrades == "as_planned"
        if is_choice and (found is None or not found.is_chosen):
            yield f"nothing is decided about the upgrade of {server.server_id}"
            continue
        if is_choice and found is not None:
            together.setdefault(server.upgrade_together or f"={server.server_id}", set()).add(found.on)
            if not _is_allowed(case, server, found.on):
                yield f"{server.server_id} may not be upgraded on {found.on}"
        yield from _upgrade_costs(case, server, found)
    if stated:
        yield "an upgrade is told of a server that is not there"
    if any(len(days) > 1 for days in together.values()):
        yield "servers that are upgraded together are not upgraded on the same day"


def _is_allowed(case: _Case, server: Server, day: date | None) -> bool:
    last = server.upgrade_until
    if day is None:
        return last is None or not case.policy.plan_date <= last < case.end
    first = max(case.policy.plan_date, server.upgrade_from or case.policy.plan_date)
    return first <= day < case.end and (last is None or day <= last)


def _upgrade_costs(case: _Case, server: Server, found: ServerUpgrade | None) -> Iterator[str]:
    """Compare what upgrading and keeping a server are said to cost with what they do."""
    rule, start, policy = case.listed.server_upgrades, case.policy.plan_date, case.policy
    planned = server.upgrade_on if server.upgrade_to else None
    is_done = planned is not None and planned <= start and rule != "none"
    runs = server.upgrade_to if is_done and server.upgrade_to else server.version
    on: date | None = found.on if found else None
    if rule in VERSIONS:
        on = planned if is_done else None
        if VERSIONS.index(runs) < VERSIONS.index(rule):
            on, is_done = start, False
    elif rule == "none":
        on = None
    costs = (
        [on] if on is not None and start <= on < case.end and not (is_done and on <= start) and not server.owner else []
    )
    kept = [] if server.owner else _payments(case, server, on)
    expected = (
        sum(_shrunk(server.upgrade_cost_minor, policy.discount_rate, start, day) for day in costs),
        sum(_shrunk(server.keep_cost_minor, policy.discount_rate, start, day) for day in kept),
        server.upgrade_cost_minor * len(costs),
        server.keep_cost_minor * len(kept),
    )
    told = (
        (found.cost_minor, found.keeping_minor, found.cash_cost_minor, found.cash_keeping_minor)
        if found
        else (0, 0, 0, 0)
    )
    if expected != told:
        yield f"upgrading and keeping {server.server_id} costs {expected}, not {told}"


def _payments(case: _Case, server: Server, upgraded_on: date | None) -> list[date]:
    """Return the days on which keeping a server's version is paid for within the horizon."""
    if not server.keep_cost_minor:
        return []
    end_of_support = LIFECYCLES[server.version].extended_end
    first = server.keep_cost_from
    if first is None:
        first = case.policy.plan_date if end_of_support is None else end_of_support + timedelta(days=1)
    until = min(upgraded_on or case.end, case.end)
    most = (until.year - first.year + 1) * 12 // server.keep_cost_months + 1
    days = (_months_later(first, number * server.keep_cost_months) for number in range(max(most, 0)))
    return [day for day in days if case.policy.plan_date <= day < until]


def _money(case: _Case) -> Iterator[str]:
    """Every figure equals the sum of its lines, as it is worth today and as it is paid; none is below its bound."""
    plan, policy, cash, cost = case.plan, case.policy, case.over_time.cash, case.plan.cost
    orders = {(line.period, line.offer.vendor) for line in plan.purchases}
    placed = [_shrunk(policy.order_cost, policy.discount_rate, policy.plan_date, case.starts(p)) for p, _ in orders]
    upgrades = case.over_time.upgrades
    mixing = sum(
        rate for product, rate in (("ws_cal", policy.ws_mixing_cost), ("rds_cal", policy.rds_mixing_cost))
        if _is_mixed(plan, product)
    )  # fmt: skip
    paid = [(line.packs, line.offer.break_for(line.packs)) for line in plan.purchases]
    expected = (
        sum(packs * step.value_minor for packs, step in paid),
        sum(placed),
        mixing,
        sum(each.cost_minor for each in upgrades),
        sum(each.keeping_minor for each in upgrades),
        sum(sale.quantity * sale.lot.resale_value_minor for sale in plan.sales),
        sum(packs * step.back_minor for packs, step in paid),
    )
    in_cash = (
        sum(packs * step.price_minor for packs, step in paid),
        policy.order_cost * len(orders),
        mixing,
        sum(each.cash_cost_minor for each in upgrades),
        sum(each.cash_keeping_minor for each in upgrades),
        sum(sale.quantity * sale.lot.resale_minor for sale in plan.sales),
        sum(packs * step.cash_back_minor for packs, step in paid),
    )
    for figures, lines in ((cost, expected), (cash, in_cash)):
        told = (figures.purchases, figures.orders, figures.mixing, figures.upgrades, figures.keeping, figures.sales)
        if (*told, figures.end_value) != lines:
            yield f"the cost lines {figures} are not the sums of their lines {lines}"
        if figures.total != sum(lines[:5]) - sum(lines[5:]):
            yield "the total is not the sum of the cost lines"
    if cost.total < plan.lower_bound_minor:
        yield f"the plan costs {cost.total}, less than the bound {plan.lower_bound_minor} that was called proved"


def _is_mixed(plan: Plan, product: str) -> bool:
    """Tell whether in some period both people and machines hold licences of a product."""
    held: dict[int, set[str]] = {}
    for row in plan.pools:
        if row.product == product and row.holders:
            held.setdefault(row.period, set()).add(row.metric)
    return any(len(metrics) > 1 for metrics in held.values())


def _months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    first = date(day.year, day.month, 1)
    for _ in range(months):
        if (first.year, first.month) == (date.max.year, 12):
            return date.max
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def _factor(rate: Fraction, since: date, day: date) -> Decimal:
    """Return (1 + rate) to the power of the years between two days, to sixty digits."""
    with localcontext() as context:
        context.prec = 60
        base = Decimal((1 + rate).numerator) / Decimal((1 + rate).denominator)
        years = Decimal((day - since).days) / Decimal("365.25")
        return (base.ln() * years).exp()


def _grown(amount: int, rate: Fraction, since: date, day: date) -> int:
    return _settled(Decimal(amount), _factor(rate, since, day), divide=False)


def _shrunk(amount: int, rate: Fraction, since: date, day: date) -> int:
    return _settled(Decimal(amount), _factor(rate, since, day), divide=True)


def _settled(amount: Decimal, factor: Decimal, *, divide: bool) -> int:
    with localcontext() as context:
        context.prec = 60
        exact = amount / factor if divide else amount * factor
        return _half_up(Fraction(exact.quantize(Decimal("1e-20"))))


def _half_up(amount: Fraction) -> int:
    return int(amount + _ONE_CENT)  # amounts are never negative

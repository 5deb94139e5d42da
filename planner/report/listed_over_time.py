"""What reports list of a plan with a horizon, each table once: the calendar, the money of each year, the upgrades."""

from __future__ import annotations

from planner.domain.document import PlanLines, ScenarioDocument
from planner.domain.plan import Alternative, PlanStatus, Restriction
from planner.report.calendar import events_of, years_of
from planner.report.table import Column, Holds, Table, table_of
from planner.report.words import STATUS
from planner.words import say

COUNT, MONEY, DAY, YES_NO = Holds.COUNT, Holds.MONEY, Holds.DAY, Holds.YES_NO

CALENDAR = (
    Column("on", say("Day"), DAY),
    Column("action", say("What to do"), meaning="`buy`, `sell`, `rent`, `upgrade` or `pay for keeping`."),
    Column("what", say("Licence or server")),
    Column("version", say("Version"), meaning="What a server is upgraded to, or kept at; nothing for licences."),
    Column("where", say("From"), meaning="The vendor and the offer; of what is sold, the lot."),
    Column("licences", say("Licences"), COUNT),
    Column("amount", say("Paid"), MONEY, "As it is paid on the day; less than nought where it comes in."),
)
CASH = (
    Column("year", say("Year"), COUNT, "A calendar year."),
    Column("purchases", say("Licences bought"), MONEY),
    Column("rent", say("Subscriptions"), MONEY),
    Column("orders", say("Placing orders"), MONEY),
    Column("mixing", say("Both kinds of CAL"), MONEY, "What holding both kinds costs; it has no day, and counts once."),
    Column("upgrades", say("Upgrades"), MONEY),
    Column("keeping", say("Keeping old versions"), MONEY),
    Column("sales", say("Sales"), MONEY, "What comes in."),
    Column("total", say("In all"), MONEY, "What is paid less what comes in, as it is paid."),
)
UPGRADES = (
    Column("server", say("Server")),
    Column("from", say("Runs"), meaning="Its version before."),
    Column("to", say("Upgraded to"), meaning="Nothing where no upgrade is planned, nor to be chosen."),
    Column("on", say("On"), DAY, "Nothing where it keeps its version within the horizon."),
    Column("is_chosen", say("Day chosen"), YES_NO, "Whether the plan chose whether and when."),
    Column("cost", say("Upgrade"), MONEY, "As it is worth on the plan's day, as all amounts here."),
    Column("keeping", say("Keeping"), MONEY, "What keeping the old version costs."),
    Column(
        "licences_cost",
        say("Licences"),
        MONEY,
        "What licences cost more than in the cheapest plan in which it, and what is upgraded together with it, stays "
        "as it is; on the first of these servers. Nothing where that is not known.",
    ),
    Column("useless", say("Made useless"), COUNT, "Owned licences that only such a plan uses at the horizon's end."),
    Column(
        "otherwise",
        say("The other way"),
        MONEY,
        "What everything costs more in the cheapest plan in which it is not upgraded, or is where this plan leaves it; "
        "below nought: less. With what is upgraded together with it, on the first of these servers.",
    ),
)
FORESIGHT = (
    Column("what", say("What"), meaning="This plan, or what it is kept from."),
    Column("total", say("Total"), MONEY, "Nothing where it is impossible."),
    Column("difference", say("More than this plan"), MONEY),
    Column("result", say("Result"), meaning="How good it is, in words."),
)
THIS_PLAN = say("this plan")
_CALLED = {
    Restriction.EVERYTHING_TODAY: say("everything is bought today"),
    Restriction.NOTHING_EARLY: say("nothing is bought before it is needed"),
}


def calendar(scenario: ScenarioDocument) -> Table:
    """Return what is to be done, day by day."""
    return table_of(
        CALENDAR,
        [
            (one.on, one.action.value, one.what, one.version, one.where, one.licences, one.amount_minor)
            for one in events_of(scenario)
        ],
    )


def cash(scenario: ScenarioDocument) -> Table:
    """Return what is paid in each calendar year of a horizon; no row without one."""
    return table_of(
        CASH,
        [
            (
                one.year, one.purchases, one.rent, one.orders, one.mixing, one.upgrades, one.keeping, one.sales,
                one.total,
            )
            for one in years_of(scenario)
        ],
    )  # fmt: skip


def upgrades(scenario: ScenarioDocument) -> Table:
    """Return what becomes of each server that is upgraded, may be, or costs something to keep."""
    plan = scenario.plan
    if plan is None:
        return table_of(UPGRADES, [])
    effects = {effect.servers[0]: effect for effect in plan.effects}
    rows = []
    for line in plan.upgrades:
        effect = effects.get(line.server_id)
        is_known = effect is not None and effect.licences_minor is not None
        rows.append(
            (
                line.server_id, str(line.before), str(line.to) if line.to else None, line.on, line.is_chosen,
                line.cost_minor, line.keeping_minor, effect.licences_minor if effect else None,
                effect.useless if effect and is_known else None,
                effect.otherwise.more_minor if effect and effect.otherwise else None,
            )
        )  # fmt: skip
    return table_of(UPGRADES, rows)


def foresight(scenario: ScenarioDocument) -> Table:
    """Return what a plan costs, and what it would cost without foresight; no row where that was not planned."""
    plan = scenario.plan
    if plan is None or not plan.alternatives:
        return table_of(FORESIGHT, [])
    this = (THIS_PLAN, plan.cost.total, 0, STATUS[scenario.status])
    return table_of(FORESIGHT, [this, *(_without_foresight(other, plan) for other in plan.alternatives)])


def _without_foresight(other: Alternative, plan: PlanLines) -> tuple[object, ...]:
    total = other.total_minor
    proof = say("proved") if other.status is PlanStatus.OPTIMAL else STATUS[other.status]
    return called(other), total, None if total is None else total - plan.cost.total, proof


def called(other: Alternative) -> str:
    """Return in words what another plan is kept from: `everything is bought today`."""
    return _CALLED[other.restriction]

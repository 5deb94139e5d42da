"""What must be asked before anything is planned, because the licensing rules make it matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.domain.inventory import Inventory
from planner.domain.issue import Issue, Location, Severity
from planner.domain.scenario import Scenario
from planner.ingest import Loaded
from planner.licensing import find_requirements, obstacles, reaching_all, unreached_servers
from planner.licensing.view import View
from planner.planning.over_time import Calendar
from planner.timeline.horizon import MOST_PERIODS
from planner.timeline.worth import factor
from planner.words import joined, say

SERVERS_NOT_NAMED = "CAL-237"
TOO_MANY_PERIODS = "CAL-409"
PAYS_FOR_ITSELF = "CAL-411"
_NAMED = 5


def with_questions(loaded: Loaded) -> Loaded:
    """Return what was loaded with the questions it raises; one that is an error leaves no inventory."""
    inventory = loaded.inventory
    if inventory is None:
        return loaded
    found = {scenario.name: tuple(_horizon(inventory, scenario)) for scenario in inventory.scenarios}
    # What nobody has asked for is in nobody's way: where its horizon cannot be planned, it is not there.
    left = tuple(one for one in inventory.scenarios if not (one.is_on_demand and found[one.name]))
    inventory = replace(inventory, scenarios=left)
    asked = [*filter(None, (_servers_not_named(inventory),)), *(issue for one in left for issue in found[one.name])]
    if any(issue.severity is Severity.ERROR for issue in asked):
        inventory = None
    return replace(loaded, inventory=inventory, issues=(*loaded.issues, *asked))


def _horizon(inventory: Inventory, scenario: Scenario) -> Iterator[Issue]:
    """Report a horizon that cannot be planned."""
    policy = scenario.policy
    if not policy.horizon_months:
        return
    sheet = "Policy" if scenario.is_built_in else "Scenarios"
    calendar = Calendar.of(inventory, policy)
    if len(calendar.periods) > MOST_PERIODS:
        text = say(
            'The horizon of scenario "{name}" falls into {periods} periods; at most {most_periods} are planned.',
            name=scenario.name,
            periods=len(calendar.periods),
            most_periods=MOST_PERIODS,
        )
        remedy = say("Set the policy period_step to month, quarter or year, or shorten horizon_months.")
        where = Location(file=inventory.source.name, sheet=sheet, column="period_step")
        yield Issue(TOO_MANY_PERIODS, Severity.ERROR, where, policy.period_step, text, remedy)
    days = (calendar.horizon.ends - calendar.horizon.starts).days
    if policy.end_value >= factor(policy.discount_rate, days):
        text = say(
            'In scenario "{name}" a licence is worth more at the end of the horizon than it costs: at '
            "a discount_rate of {discount_rate:g} its end_value of {end_value:g} counts as its whole "
            "price or more.",
            name=scenario.name,
            discount_rate=float(policy.discount_rate),
            end_value=float(policy.end_value),
        )
        where = Location(file=inventory.source.name, sheet=sheet, column="end_value")
        remedy = say("Give a discount_rate of 0 or more, or a lower end_value.")
        yield Issue(PAYS_FOR_ITSELF, Severity.ERROR, where, None, text, remedy)


def _servers_not_named(inventory: Inventory) -> Issue | None:
    """Ask which servers groups use, where none says so; an error where that changes what must be licensed."""
    view = View(inventory.estate, inventory.policy)
    names = unreached_servers(view)
    if not names:
        return None
    more = say(" and {more} more", more=len(names) - _NAMED) if len(names) > _NAMED else ""
    listed = joined(", ", names[:_NAMED]) + more
    where = Location(file=inventory.source.name, sheet="Headcount", column="servers")
    if _changes(view):
        text = say(
            "No group says which servers it uses. If groups use those of sheet Servers ({listed}), "
            "other licences are needed than for the versions in Headcount alone.",
            listed=listed,
        )
        remedy = say(
            "Fill in servers, and rds_servers for Remote Desktop (ids with ; between them, or * "
            "for all), or take servers that no group uses out of sheet Servers."
        )
        return Issue(SERVERS_NOT_NAMED, Severity.ERROR, where, None, text, remedy)
    text = say(
        "No group says which servers it uses, so what sheet Servers says of {listed} counts for no "
        "group. Today that changes nothing; a later version, upgrade, edition, licensing, mode or "
        "host would.",
        listed=listed,
    )
    remedy = say("Fill in servers, and rds_servers for Remote Desktop, so that changes of servers count.")
    return Issue(SERVERS_NOT_NAMED, Severity.NOTICE, where, None, text, remedy)


def _changes(view: View) -> bool:
    """Tell whether something else must be covered, or is in the way, if groups reach the servers."""
    reaching = view.of(reaching_all(view))
    if obstacles(view) != obstacles(reaching):
        return True
    return not find_requirements(view).asks_the_same(find_requirements(reaching))

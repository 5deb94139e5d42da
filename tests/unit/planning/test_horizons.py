"""What makes a horizon impossible to plan is asked before anything is planned."""

from __future__ import annotations

from datetime import date, timedelta

from planner.planning.questions import with_questions
from tests.unit.ingest.good_tables import changed, errors, load


def loaded(*policies, people=0, **columns):
    sheets = changed(drop=("Scenarios", "Headcount"))
    sheets["Policy"] = [*sheets["Policy"], ["horizon_months", 36], *map(list, policies)]
    if people:
        days = [(date(2026, 2, 1) + timedelta(days=10 * number)).isoformat() for number in range(people)]
        sheets["Users"] = [["user_id", "starts"], ["anna", None], ["till1", None], ["bert", None]]
        sheets["Users"] += [[f"u{number}", day] for number, day in enumerate(days)]
    return with_questions(load(sheets))


def test_more_than_sixty_periods_name_the_policy_that_makes_fewer():
    assert errors(loaded(people=59)) == []
    found = errors(loaded(people=60))
    assert found[0] == (
        'Policy, column "period_step": The horizon of scenario "cheapest" falls into 61 periods; at most 60 are '
        "planned. Set the policy period_step to month, quarter or year, or shorten horizon_months. [CAL-409]"
    )
    assert errors(loaded(("period_step", "month"), people=60)) == []


def test_licences_must_not_be_worth_more_at_the_end_than_they_cost():
    assert errors(loaded(("discount_rate", "-0.05"), ("end_value", "0.8"))) == []
    found = errors(loaded(("discount_rate", "-0.1"), ("end_value", "0.8")))
    assert found[0] == (
        'Policy, column "end_value": In scenario "cheapest" a licence is worth more at the end of the horizon than it '
        "costs: at a discount_rate of -0.1 its end_value of 0.8 counts as its whole price or more. Give a "
        "discount_rate of 0 or more, or a lower end_value. [CAL-411]"
    )

"""Open points: readings of the rules that a plan rests on although sources disagree or none settles them.

Which of them a plan needs, the rules' rooms say.  Have them confirmed in writing.
"""

from __future__ import annotations

from planner.domain.review import CheckLine, CheckState
from planner.licensing.rule import PlannedFacts
from planner.licensing.rulebook import RULES
from planner.licensing.view import View
from planner.words import say


def open_points(view: View, planned: PlannedFacts) -> CheckLine:
    """Return which disputed readings a plan rests on."""
    points = (rule.open_point(view, planned) for rule in RULES if rule.open_point)
    found = tuple(point for point in points if point)
    if not found:
        return CheckLine(
            say("Open points"), CheckState.DOES_NOT_APPLY, say("The plan rests on no reading that is in dispute.")
        )
    text = say("The plan rests on readings that sources do not settle. Have them confirmed in writing.")
    return CheckLine(say("Open points"), CheckState.NOT_STATED, text, found)

"""R36, A register."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R36",
    title="A register",
    statement=say("Licences are assigned before use; for base CALs the customer's own list is the only evidence."),
    state=State.BUILT,
    sources=(
        Source("Product Terms (universal terms, read in a copy)"),
        Source("redresscompliance.com"),
    ),
    standing="Microsoft's words, read in a copy",
    where=(
        "optimise/assign.py",
        "report/explain_register.py",
        "report/assignment_dates.py",
        "licensing/audit/checklist.py",
    ),
    tests=(
        "tests/unit/optimise/test_assign.py",
        "tests/unit/report/test_report_excel.py",
        "tests/unit/licensing/test_checklist.py",
    ),
    limit="Where the inventory says nothing of the day assigned, it is the plan's day.",
)

"""R61, what a shortfall costs."""

from __future__ import annotations

from fractions import Fraction

from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Ask, Rule, Source, State, Whom
from planner.words import say

LIST_PRICE_WS_CAL: Setting[int | None] = Setting(
    "list_price_ws_cal",
    PolicyKind.MONEY,
    None,
    say(
        "List price of a base CAL, for what a shortfall of today would cost in an audit. Blank: the cheapest "
        "new offer that would do."
    ),
    place=590,
    blank="blank",
    form=Form(
        FormGroup.AUDIT,
        say("List price of a Windows Server CAL"),
        say(
            "What would a missing licence cost at list price? Left open: the cheapest new offer "
            "that would do. For information; the plan stays the same."
        ),
        place=390,
    ),
)

LIST_PRICE_RDS_CAL: Setting[int | None] = Setting(
    "list_price_rds_cal",
    PolicyKind.MONEY,
    None,
    say("The same for a Remote Desktop CAL."),
    place=600,
    blank="blank",
    form=Form(
        FormGroup.AUDIT,
        say("List price of a Remote Desktop CAL"),
        say("The same question for a Remote Desktop CAL. For information; the plan stays the same."),
        place=400,
    ),
)

AUDIT_THRESHOLD = Setting(
    "audit_threshold",
    PolicyKind.SHARE,
    Fraction(1, 20),
    say("Share of all licences in use from which, by your contract, a shortfall costs more than the list price."),
    place=610,
    form=Form(
        FormGroup.AUDIT,
        say("Missing share from which more is charged"),
        say(
            "Many contracts charge more than the list price once so large a share of the licences "
            "is missing. For information; the plan stays the same."
        ),
        place=410,
    ),
)

AUDIT_THRESHOLD_READING = Setting(
    "audit_threshold_reading",
    PolicyKind.CHOICE,
    "at_least",
    say("Whether a shortfall of exactly audit_threshold costs more already (at_least), or only a larger one (above)."),
    place=615,
    choices=("at_least", "above"),
    form=Form(
        FormGroup.AUDIT,
        say("Where exactly that share is missing"),
        say(
            "Does your contract charge more from that share on, or only above it? For information; "
            "the plan stays the same."
        ),
        words={"at_least": say("more is charged"), "above": say("the list price is charged")},
        place=415,
    ),
)

AUDIT_FACTOR = Setting(
    "audit_factor",
    PolicyKind.FACTOR,
    Fraction(5, 4),
    say("By how much more: what is paid for a missing licence then, as a multiple of its list price."),
    place=620,
    form=Form(
        FormGroup.AUDIT,
        say("Multiple of the list price charged then"),
        say("1.25 means a quarter more than the list price. For information; the plan stays the same."),
        place=420,
    ),
)

AUDIT_COST = Setting(
    "audit_cost",
    PolicyKind.MONEY,
    0,
    say("What the audit itself would cost you if anything is missing."),
    place=630,
    form=Form(
        FormGroup.AUDIT,
        say("Cost of the audit itself"),
        say("What would the audit cost you if anything is missing? For information; the plan stays the same."),
        place=430,
    ),
)


RULE = Rule(
    id="R61",
    title=say("What a shortfall costs"),
    statement=(
        say(
            "Typical contracts: where 5 % or more of total use is missing, licences at 125 % of "
            "list price and the cost of the audit."
        )
    ),
    state=State.BUILT,
    sources=(Source("redresscompliance.com"), Source('contracts as quoted: "5 % or more of total use"')),
    standing="one author",
    where=("licensing/audit/audit_risk.py", "planning/position_today.py"),
    settings=(
        LIST_PRICE_WS_CAL,
        LIST_PRICE_RDS_CAL,
        AUDIT_THRESHOLD,
        AUDIT_THRESHOLD_READING,
        AUDIT_FACTOR,
        AUDIT_COST,
    ),
    tests=(
        "tests/unit/licensing/test_audit_risk.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "For information, never an option. Missing is the least amount, at list prices, over all choices of people "
        "and machines, before any purchase; the share counts all products together."
    ),
    asks=(
        Ask(
            Whom.LAWYER,
            say("From which share, of what total, does our contract ask for a higher price and the cost of the audit?"),
            say("Policies audit_threshold, audit_factor and audit_cost."),
        ),
    ),
)

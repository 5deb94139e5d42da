"""R41, buying Software Assurance later."""

from __future__ import annotations

from planner.licensing.rule import Ask, Rule, Source, State, Whom
from planner.words import say

RULE = Rule(
    id="R41",
    title=say("Buying Software Assurance later"),
    statement=say("It is bought with the licence or when it is renewed."),
    state=State.OUT_OF_SCOPE,
    sources=(Source("Product Terms, Software Assurance"),),
    standing="Microsoft's words",
    limit=(
        "Software Assurance is not bought, and no offer of it is known to the program; what runs already "
        "counts by R39. Whether it can still be bought for OEM licences within 90 days was not readable "
        "(policy oem_cal_sa_90d stays at no)."
    ),
    asks=(
        Ask(
            Whom.VENDOR,
            say("Can Software Assurance still be bought for these CALs, and until which day?"),
            say("It is not bought."),
        ),
    ),
)

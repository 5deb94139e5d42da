"""R34, converting installed Remote Desktop CALs."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, Looser, PolicyKind, Setting, Trial
from planner.licensing.rule import Ask, Rule, Source, State, Whom
from planner.words import say

RDS_TYPE_CONVERTIBLE = Setting(
    "rds_type_convertible",
    PolicyKind.YES_NO,
    False,
    say(
        "Whether owned Remote Desktop CALs may be used as User or Device CALs, whichever they are. The "
        "licensing tool can convert them; the right to it is open."
    ),
    place=250,
    form=Form(
        FormGroup.REMOTE,
        say("Owned Remote Desktop CALs may change kind"),
        say(
            "May Remote Desktop CALs you own be turned from User to Device CALs and back? The "
            "licensing tool can do it; whether you have the right to it is open."
        ),
        place=290,
    ),
    looser=Looser(True, Trial.OWNED_REMOTE_DESKTOP),
    caution=ASK_ABOUT_READING,
    readings=(True, False),
)

CONVERTED = Problem(
    "CAL-659",
    "Remote Desktop licences that are converted between user and device",
    "The licensing tool can do it, but the right to it is documented only at the renewal of Software "
    "Assurance. Ask Microsoft or your reseller in writing, or set the policy rds_type_convertible to no.",
)

RULE = Rule(
    id="R34",
    title=say("Converting installed Remote Desktop CALs"),
    statement=say("The tool can turn a key pack from user to device; whether the contract allows it is open."),
    state=State.BUILT,
    sources=(
        Source("Dell knowledge base 191943"),
        Source("Microsoft's blog of 2013-04-01 ties it to Software Assurance"),
    ),
    standing="the function: Microsoft's words; the right: open",
    when=(CONVERTED.code,),
    where=("licensing/market/switching.py",),
    settings=(RDS_TYPE_CONVERTIBLE,),
    notices=(CONVERTED,),
    tests=("tests/unit/licensing/test_switching.py", "tests/property/test_against_enumeration.py"),
    limit="No by default: whether the contract allows it is open, so ask in writing.",
    asks=(
        Ask(
            Whom.MICROSOFT,
            say("May RDS CALs be converted between users and devices under our agreement?"),
            say("No, unless policy rds_type_convertible = yes."),
        ),
    ),
)

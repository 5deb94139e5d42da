"""R45, rights from subscriptions: whose Microsoft 365 or EMS plan includes the base User CAL.

Such a person counts as holding a base User CAL of any current version: every base access with that person as one
end is covered.  The right never reaches a machine or another person, never Remote Desktop, and is no licence the
plan holds, so it is not counted in pools, spare licences or mixing.  Machines that have to be licensed on their own
(policies peripherals, network_gear) keep their Device CAL.  An account for several persons says that each of them has
the subscription, and so does a group.

What grants the right is data, `subscriptions.csv` beside this file, state of 2026-11: the policy of each row says
whether it does, its default what the sources say; rows without a policy are of products that include no CAL.  Names
are matched by their words (`subscription_names.py`).  Sources: Microsoft's table of equivalent licences (E3, E5, and a
column for EMS; read in a copy), escat.at (2021-02-16), an article on the Business plans.  F, A and G plans are
confirmed by nothing that was read, so a notice asks.  Plans without Teams, sold since October 2023 in the European
Economic Area and since April 2024 elsewhere, are the same plans for CALs; E7, sold since 1 May 2026, contains E5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.data_table import rows_beside
from planner.domain.estate import Estate, Group
from planner.domain.issue import Level, Problem
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Ask, Assumption, Rule, Source, State, Whom
from planner.licensing.subscription_names import Gives, meaning_of
from planner.licensing.view import View
from planner.words import joined, say


def _grant(plan: str, default: bool, title: str, place: int) -> Setting[bool]:
    """Return the policy on a subscription; one that no source is clear about can be read either way."""
    name = f"grants_{plan}"
    return Setting(
        name,
        PolicyKind.YES_NO,
        default,
        say("Whether {title} gives its person the base User CAL, of any current version.", title=title),
        place=place,
        also_called=(name.replace("m365_", ""),) if plan.startswith("m365_") else (),
        read_as={} if default else {"ask": False},
        form=Form(
            FormGroup.SUBSCRIPTIONS,
            title,
            say(
                "Does this subscription bring its person a Windows Server User CAL? No: whoever has it "
                "needs one like everybody else."
            ),
        ),
        may_be_in_the_way=default,
        caution=ASK_ABOUT_READING,
        shapes_requirements=True,
        readings=(True, False) if plan in _OPEN else (),
    )


_OPEN = ("m365_f1", "m365_f3", "m365_a3", "m365_a5", "m365_g3", "m365_g5")
"""No source says clearly whether these include the base CAL."""
GRANTS = (
    _grant("m365_e3", True, "Microsoft 365 E3", 320),
    _grant("m365_e5", True, "Microsoft 365 E5", 330),
    _grant("m365_e7", True, "Microsoft 365 E7", 335),
    _grant("ems_e3", True, say("Enterprise Mobility + Security E3"), 340),
    _grant("ems_e5", True, say("Enterprise Mobility + Security E5"), 350),
    _grant("m365_f1", False, "Microsoft 365 F1", 360),
    _grant("m365_f3", False, "Microsoft 365 F3", 370),
    _grant("m365_a3", False, "Microsoft 365 A3", 380),
    _grant("m365_a5", False, "Microsoft 365 A5", 390),
    _grant("m365_g3", False, "Microsoft 365 G3", 400),
    _grant("m365_g5", False, "Microsoft 365 G5", 410),
    _grant("m365_business_basic", False, say("Microsoft 365 Business Basic"), 420),
    _grant("m365_business_standard", False, say("Microsoft 365 Business Standard"), 430),
    _grant("m365_business_premium", False, say("Microsoft 365 Business Premium"), 440),
)
COVERED_BY_SUBSCRIPTION = Problem(
    "CAL-621",
    "People whom a subscription covers",
    "Their subscription includes the base User CAL of any current version, so none is planned for them. "
    "It covers no machine, nobody else and no Remote Desktop. The policies grants_... say which "
    "subscriptions do.",
)
OF_SHARED_ACCOUNTS = Problem(
    "CAL-685",
    "Subscriptions of accounts that several people share",
    "A subscription belongs to one person. An account for several persons with a subscription is read as so many "
    "people who each have one; where they have not, name only those who do.",
    level=Level.MONEY,
)
OPEN_SUBSCRIPTIONS = Problem(
    "CAL-622",
    "Subscriptions of which it is not known whether they include CALs",
    "They count as if they did not. Look it up in your agreement, and answer yes in the policy where they do.",
    level=Level.MONEY,
)
UNKNOWN_SUBSCRIPTIONS = Problem(
    "CAL-623",
    "Subscriptions that are not recognised",
    "They are not counted. Write them as the plan they are, if they are one of those named.",
    level=Level.MONEY,
)
NO_CAL = Problem(
    "CAL-684",
    "Subscriptions that include no CAL",
    "They are known, and whoever has only these needs a CAL like everybody else: add-ons such as Microsoft 365 E5 "
    "Security, Office 365, services on their own.",
)


Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Grant:
    """A subscription of the table; `is_open`: no source says whether it includes the base User CAL."""

    setting: Setting[bool]
    subscription: str
    is_open: bool


_SETTINGS = {setting.name: setting for setting in GRANTS}


KNOWN_GRANTS = tuple(
    Grant(_SETTINGS[row["policy"]], row["subscription"], row["is_open"] == "yes")
    for row in rows_beside(__package__, "subscriptions.csv")
    if row["policy"]
)
"""The plans of the table, in its order."""
_BY_POLICY = {grant.setting.name: grant for grant in KNOWN_GRANTS}


def find_grant(name: str) -> Grant | None:
    """Return the plan that a name means; None for one that the table does not have, and for everything else."""
    return _BY_POLICY.get(meaning_of(name).policy)


def gives_base_right(name: str, policy: Policy) -> bool:
    """Tell whether the subscription with a name gives its person the base User CAL."""
    grant = find_grant(name)
    return policy[grant.setting] if grant else meaning_of(name).gives is Gives.BASE_CAL


def has_base_right(view: View) -> Flags:
    """Tell who needs no base User CAL, shape (people,)."""
    policy = view.policy
    return having(view.estate, lambda name: gives_base_right(name, policy))


def group_has_base_right(group: Group, view: View) -> bool:
    """Tell whether the people of a group need no base User CAL, because each has a subscription that includes it."""
    return any(gives_base_right(name, view.policy) for name in group.subscriptions)


def has_remote_right(view: View) -> Flags:
    """Tell who has a Remote Desktop User CAL by subscription (rule R47), shape (people,)."""
    return having(view.estate, _is_remote_cal)


def group_has_remote_right(group: Group) -> bool:
    """Tell whether the people of a group each have a Remote Desktop User CAL by subscription."""
    return any(_is_remote_cal(name) for name in group.subscriptions)


def _is_remote_cal(name: str) -> bool:
    return meaning_of(name).gives is Gives.REMOTE_CAL


def covered_by(view: View, person: str) -> str:
    """Say by which subscription a person needs no base User CAL; an empty text for somebody who needs one."""
    estate, policy = view.estate, view.policy
    place = int(np.searchsorted(estate.people.ids, person))
    is_known = place < len(estate.people.ids) and estate.people.ids[place] == person
    if not is_known or not view.find(has_base_right)[place]:
        return ""
    had = estate.subscriptions.name[estate.subscriptions.person == place].tolist()
    names = [estate.subscriptions.names[name] for name in had]
    giving = dict.fromkeys(meaning_of(name).title for name in names if gives_base_right(name, policy))
    return say("covered by the subscription {value}", value=joined(say(" and "), giving))


def having(estate: Estate, wanted: Callable[[str], bool]) -> Flags:
    """Tell who has a subscription whose name is `wanted`, shape (people,)."""
    subscriptions = estate.subscriptions
    found = np.zeros(len(estate.people.ids), dtype=bool)
    of_name = np.array([wanted(name) for name in subscriptions.names], dtype=bool)
    if of_name.any():
        found[subscriptions.person[of_name[subscriptions.name]]] = True
    return found


def _assumption(view: View) -> str | None:
    if not view.find(has_base_right).any() and not any(group_has_base_right(each, view) for each in view.estate.groups):
        return None
    return say(
        "A person whose subscription includes the base User CAL needs no other for the base "
        "layer, whatever the version; it covers no machine, nobody else and no Remote Desktop."
    )


RULE = Rule(
    id="R45",
    title=say("Subscriptions of people"),
    statement=(
        say(
            "Microsoft 365 E3, E5 and E7 and EMS count as a base User CAL of their person, at any "
            "version; never for Remote Desktop."
        )
    ),
    state=State.BUILT,
    sources=(
        Source("escat.at", "2021-02-16"),
        Source("industrialmonitordirect.com"),
        Source("Microsoft's CAL equivalency table"),
        Source("plans without Teams, sold since October 2023, are the same plans for CALs", "2023-10-01"),
        Source("Microsoft 365 E7, which contains E5, is sold since then", "2026-05-01"),
    ),
    standing="several independent sources; other plans open",
    when=(COVERED_BY_SUBSCRIPTION.code,),
    where=("licensing/cover/requirements.py", "licensing/cover/people_covered.py"),
    settings=GRANTS,
    notices=(COVERED_BY_SUBSCRIPTION, OF_SHARED_ACCOUNTS, OPEN_SUBSCRIPTIONS, NO_CAL, UNKNOWN_SUBSCRIPTIONS),
    tests=("tests/unit/licensing/test_subscriptions.py", "tests/property/test_against_enumeration.py"),
    limit="Plans no source is clear about count as granting nothing, and a notice asks.",
    assumes=(Assumption(140, _assumption),),
    asks=(
        Ask(
            Whom.MICROSOFT,
            say("Do our Microsoft 365 F, A or G plans include the base User CAL of Windows Server?"),
            say("No, unless the policies grants_m365_... say yes."),
        ),
        Ask(
            Whom.MICROSOFT,
            say("Do our plans without Teams, and E7, have the CAL rights of the plans they are made of?"),
            say("Yes; policy grants_m365_e7 = no says otherwise for E7."),
        ),
    ),
)

"""R45, rights from subscriptions: whose Microsoft 365 or EMS plan includes the base User CAL.

Such a person counts as holding a base User CAL of any current version: every base access with that person as one
end is covered.  The right never reaches a machine or another person, never Remote Desktop, and is no licence the
plan holds, so it is not counted in pools, spare licences or mixing.  Machines that have to be licensed on their own
(policies peripherals, network_gear) keep their Device CAL.  A shared account cannot carry a personal subscription.

What grants the right is data, `subscriptions.csv` beside this file, state of 2026-11: the policy of each row says
whether it does, its default what the sources say.  Sources: Microsoft's table of equivalent licences (E3, E5, and a
column for EMS; read in a copy), escat.at (2021-02-16), an article on the Business plans.  F, A and G plans are
confirmed by nothing that was read, so a notice asks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.data_table import rows_beside
from planner.domain.estate import Estate
from planner.domain.issue import Notice, Problem
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Assumption, Rule, Source, State
from planner.licensing.view import View


def _grant(plan: str, default: bool, title: str, place: int) -> Setting[bool]:
    """Return the policy on a subscription; one that no source is clear about can be read either way."""
    name = f"grants_{plan}"
    return Setting(
        name,
        PolicyKind.YES_NO,
        default,
        f"Whether {title} gives its person the base User CAL, of any current version.",
        place=place,
        also_called=(name.replace("m365_", ""),) if plan.startswith("m365_") else (),
        read_as={} if default else {"ask": False},
        form=Form(
            FormGroup.SUBSCRIPTIONS,
            title,
            "Does this subscription bring its person a Windows Server User CAL? No: whoever has it needs one like "
            "everybody else.",
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
    _grant("ems_e3", True, "Enterprise Mobility + Security E3", 340),
    _grant("ems_e5", True, "Enterprise Mobility + Security E5", 350),
    _grant("m365_f1", False, "Microsoft 365 F1", 360),
    _grant("m365_f3", False, "Microsoft 365 F3", 370),
    _grant("m365_a3", False, "Microsoft 365 A3", 380),
    _grant("m365_a5", False, "Microsoft 365 A5", 390),
    _grant("m365_g3", False, "Microsoft 365 G3", 400),
    _grant("m365_g5", False, "Microsoft 365 G5", 410),
    _grant("m365_business_basic", False, "Microsoft 365 Business Basic", 420),
    _grant("m365_business_standard", False, "Microsoft 365 Business Standard", 430),
    _grant("m365_business_premium", False, "Microsoft 365 Business Premium", 440),
)
COVERED_BY_SUBSCRIPTION = Problem(
    "CAL-621",
    "People whom a subscription covers",
    "Their subscription includes the base User CAL of any current version, so none is planned for them. "
    "It covers no machine, nobody else and no Remote Desktop. The policies grants_... say which "
    "subscriptions do.",
)
OPEN_SUBSCRIPTIONS = Problem(
    "CAL-622",
    "Subscriptions of which it is not known whether they include CALs",
    "They count as if they did not. Look it up in your agreement, and answer yes in the policy where they do.",
)
UNKNOWN_SUBSCRIPTIONS = Problem(
    "CAL-623",
    "Subscriptions that are not known",
    "They give no right to a CAL. Office 365 plans do not; check the spelling of Microsoft 365 and EMS plans.",
)


Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Grant:
    """A subscription of the table; `is_open`: no source says whether it includes the base User CAL."""

    setting: Setting[bool]
    subscription: str
    is_open: bool


def folded(name: str) -> str:
    """Return a name without what spelling leaves open; Microsoft 365 and M365 are one."""
    bare = re.sub(r"[\s_-]", "", unicodedata.normalize("NFC", name).casefold())
    return bare.replace("microsoft365", "m365").removeprefix("microsoft")


_SETTINGS = {setting.name: setting for setting in GRANTS}


def _grants() -> Iterator[tuple[str, Grant]]:
    for row in rows_beside(__package__, "subscriptions.csv"):
        grant = Grant(_SETTINGS[row["policy"]], row["subscription"], row["is_open"] == "yes")
        for name in (row["subscription"], row["policy"].removeprefix("grants_"), *row["also_written"].split(";")):
            if name:
                yield folded(name), grant


GRANT_BY_NAME = dict(_grants())
"""The subscriptions of the table, by their folded names."""

KNOWN_GRANTS = tuple(dict.fromkeys(GRANT_BY_NAME.values()))
"""The same, in the order of the table."""


def find_grant(name: str) -> Grant | None:
    """Return the subscription that a name means; None for one that the table does not have."""
    return GRANT_BY_NAME.get(folded(name))


def has_base_right(view: View) -> Flags:
    """Tell who needs no base User CAL, shape (people,)."""
    estate, policy = view.estate, view.policy
    return _having(estate, lambda grant: grant is not None and policy[grant.setting])


def covered_by(view: View, person: str) -> str:
    """Say by which subscription a person needs no base User CAL; an empty text for somebody who needs one."""
    estate, policy = view.estate, view.policy
    place = int(np.searchsorted(estate.people.ids, person))
    is_known = place < len(estate.people.ids) and estate.people.ids[place] == person
    if not is_known or not view.find(has_base_right)[place]:
        return ""
    had = estate.subscriptions.name[estate.subscriptions.person == place].tolist()
    grants = (find_grant(estate.subscriptions.names[name]) for name in had)
    giving = {grant.subscription: None for grant in grants if grant and policy[grant.setting]}
    return f"covered by the subscription {' and '.join(giving)}"


def _having(estate: Estate, wanted: Callable[[Grant | None], bool]) -> Flags:
    """Tell who has a subscription for which `wanted` holds, shape (people,); accounts that several share have none."""
    subscriptions, people = estate.subscriptions, estate.people
    found = np.zeros(len(people.ids), dtype=bool)
    of_name = np.array([wanted(find_grant(name)) for name in subscriptions.names], dtype=bool)
    if of_name.any():
        found[subscriptions.person[of_name[subscriptions.name]]] = True
    found &= people.persons == 1
    return found


def subscription_notices(view: View, has_access: Flags) -> tuple[Notice, ...]:
    """Say whom subscriptions cover, and which of them may or cannot be counted.

    `has_access`, shape (people,), marks the people who need a base CAL or a right to it.
    """
    estate = view.estate
    if not estate.subscriptions.names:
        return ()
    texts = {
        COVERED_BY_SUBSCRIPTION.code: _covered(view, has_access),
        OPEN_SUBSCRIPTIONS.code: _open(view, has_access),
        UNKNOWN_SUBSCRIPTIONS.code: _unknown(estate),
    }
    return tuple(Notice(code, text) for code, text in texts.items() if text)


def _covered(view: View, has_access: Flags) -> str:
    estate, policy = view.estate, view.policy
    people = int((view.find(has_base_right) & has_access).sum())
    counts = _in_words(_counts(estate, has_access, lambda grant: policy[grant.setting]))
    return (
        f"Covered by a subscription, so that no base User CAL is needed (people: {people}): {counts}. Remote Desktop "
        "CALs are needed all the same."
        if people
        else ""
    )


def _open(view: View, has_access: Flags) -> str:
    """Ask about subscriptions that no source says anything of, wherever they would save somebody's base CAL."""
    estate = view.estate
    undecided = has_access & ~view.find(has_base_right)
    grants = _counts(estate, undecided, lambda grant: grant.is_open)
    if not grants:
        return ""
    policies = ", ".join(grant.setting.name for grant in grants)
    return (
        f"No source read says whether these subscriptions include the base User CAL, so they count as if they did "
        f"not: {_in_words(grants)}. If your agreement says they do, answer yes to {policies}."
    )


def _unknown(estate: Estate) -> str:
    names = [name for name in estate.subscriptions.names if find_grant(name) is None]
    return f"Subscriptions that are not known give no right to a CAL: {', '.join(names)}." if names else ""


def _in_words(counts: dict[Grant, int]) -> str:
    return ", ".join(f"{grant.subscription} (people: {count})" for grant, count in counts.items())


def _counts(estate: Estate, among: Flags, wanted: Callable[[Grant], bool]) -> dict[Grant, int]:
    """Count the people who have each wanted subscription, in the order of the table; those nobody has are left out."""
    counts = {}
    for grant in KNOWN_GRANTS:
        if wanted(grant):
            count = int((_having(estate, lambda found, grant=grant: found is grant) & among).sum())  # type: ignore[misc]
            if count:
                counts[grant] = count
    return counts


def _assumption(view: View) -> str | None:
    if not view.find(has_base_right).any():
        return None
    return (
        "A person whose subscription includes the base User CAL needs no other for the base layer, whatever the "
        "version; it covers no machine, nobody else and no Remote Desktop."
    )


RULE = Rule(
    id="R45",
    title="Subscriptions of people",
    statement=(
        "Microsoft 365 E3 and E5 and EMS count as a base User CAL of their person, at any version; never for "
        "Remote Desktop."
    ),
    state=State.BUILT,
    sources=(
        Source("escat.at", "2021-02-16"),
        Source("industrialmonitordirect.com"),
        Source("Microsoft's CAL equivalency table"),
    ),
    standing="several independent sources; other plans open",
    when=(COVERED_BY_SUBSCRIPTION.code,),
    where=("licensing/cover/requirements.py",),
    settings=GRANTS,
    notices=(COVERED_BY_SUBSCRIPTION, OPEN_SUBSCRIPTIONS, UNKNOWN_SUBSCRIPTIONS),
    tests=("tests/unit/licensing/test_subscriptions.py", "tests/property/test_against_enumeration.py"),
    limit="Plans no source is clear about count as granting nothing, and a notice asks.",
    assumes=(Assumption(140, _assumption),),
)

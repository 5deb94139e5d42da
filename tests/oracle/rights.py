"""Who is external, and what the subscriptions of people give them.

Readings: a name is matched by its words, without regard to case and punctuation.  A plan is a family (Microsoft 365,
EMS) with a grade (E3, F1, Business Premium ...), or a part number such as SPE_E3; words about the country or about
Teams change nothing.  A name with any other word beside the plan is an add-on and gives nothing.  Of the definition
of October 2024: a contractor is external who is stated to work 30 hours a week or less and is not on site each
working day, which is stated or, of a remote contractor, understood; whatever is blank counts as internal.
"""

from __future__ import annotations

import re
from fractions import Fraction

from .estate import Policy

GRADES = ("e3", "e5", "e7", "f1", "f3", "a3", "a5", "g3", "g5")
BUSINESS = ("business basic", "business standard", "business premium")
SILENT = {
    "microsoft",
    "ms",
    "eea",
    "eu",
    "ch",
    "no",
    "without",
    "with",
    "teams",
    "plan",
    "user",
    "users",
    "subscription",
}
SILENT |= {"from", "sa", "for", "the", "of", "monthly", "yearly", "annual", "faculty", "students", "usl", "fte", "gcc"}
PART_NUMBERS = {
    **{f"spe {grade}": f"m365_{grade}" for grade in GRADES},
    "spe f1": "m365_f3",  # the part number kept the plan's old name
    "spb": "m365_business_premium",
    "o365 business premium": "m365_business_standard",
    "o365 business essentials": "m365_business_basic",
    "m365 f1 comm": "m365_f1",
    "m365edu a3": "m365_a3",
    "m365edu a5": "m365_a5",
    "ems": "ems_e3",
    "emspremium": "ems_e5",
}


def is_outside(relation: str, hours: Fraction | None, on_site_daily: bool | None, policy: Policy) -> bool:
    """Whether somebody is external by the definition in force."""
    if not policy.follows_2024:
        return relation == "external" or (relation == "remote_contractor" and not policy.remote_contractor_is_internal)
    if relation in ("employee", "affiliate"):
        return False
    if relation == "external":
        return True
    is_absent = on_site_daily is False or (on_site_daily is None and relation == "remote_contractor")
    return hours is not None and hours <= 30 and is_absent


def _words(name: str) -> list[str]:
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).split()


def plan_of(name: str) -> str | None:
    """Return the plan that a name is of, as in the policies grants_...; None for add-ons and unknown names."""
    words = _words(name)
    for number, plan in PART_NUMBERS.items():
        if words[: len(number.split())] == number.split() and set(words[len(number.split()) :]) <= SILENT:
            return plan
    text = " " + " ".join(word for word in words if word not in SILENT) + " "
    text = text.replace(" enterprise mobility security ", " ems ").replace(" 365 ", " m365 ")
    families = {" m365 ": [*GRADES, *BUSINESS], " ems ": ["e3", "e5"]}
    for family, grades in families.items():
        rest = text.replace(family, " ").strip()
        if family in text and rest in grades:
            return f"{family.strip()}_{rest.replace(' ', '_')}"
    return None


def gives_base(names: tuple[str, ...], policy: Policy) -> bool:
    """Whether one of the subscriptions includes the base User CAL."""
    plans = {plan_of(name) for name in names} - {None}
    return any(getattr(policy, f"grants_{plan}") for plan in plans) or any(_is_cal(name, False) for name in names)


def gives_remote_desktop(names: tuple[str, ...]) -> bool:
    """Whether one of the subscriptions is a Remote Desktop User CAL."""
    return any(_is_cal(name, True) for name in names)


def _is_cal(name: str, remote: bool) -> bool:
    """Whether a name is that of a User CAL subscription of one of the layers."""
    words = set(_words(name))
    if "cal" not in words or words & {"device", "sql", "exchange", "sharepoint"}:
        return False
    is_remote = "rds" in words or {"remote", "desktop"} <= words
    return is_remote == remote and (is_remote or {"windows", "server"} <= words)

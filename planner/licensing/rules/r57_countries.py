"""R57, where used licences may be bought (as of 21 November 2026).

In the EU and the EEA the right to control a resale ends with the first sale there (Court of Justice of the European
Union, C-128/11 UsedSoft, 3 July 2012).  The United Kingdom (Competition Appeal Tribunal, [2025] CAT 75, 12 November
2025; Microsoft said it would appeal) and Switzerland (Article 12(2) of its Copyright Act; a Jusletter article of
11 December 2014 knew of no court ruling on digital copies) are allowed with a warning.  Anywhere else the contract
and local law decide, so nothing used is bought.

Which country belongs where, and since when, is data (`territories.csv` beside this file): the dates of accession to
the European Union and of the Agreement on the European Economic Area; the United Kingdom from the end of its
transition period on, 1 January 2021.  Whether a sale in the United Kingdom before that day still counts as one in the
EEA is not known to the rulebook; a first sale is judged by who is a member on the plan's day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.country import UNIONS
from planner.domain.data_table import rows_beside
from planner.domain.issue import Notice, Problem
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_USED, Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import NOT_STATED, Ask, Finding, Objection, Rule, Source, State, Stated, Whom

COUNTRY: Setting[str | None] = Setting(
    "country",
    PolicyKind.COUNTRY,
    None,
    "Country of the buyer. In the EU and EEA used licences must have been first sold there; in GB and CH "
    "they may be bought, with a warning; elsewhere not. Blank: not checked.",
    place=520,
    blank="none",
    form=Form(
        FormGroup.USED,
        "Country of the buyer",
        "In the European Economic Area used licences must have been first sold there; in Great Britain and "
        "Switzerland they may be bought, with a warning; elsewhere not. Left open, it is not checked.",
        place=180,
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_USED,
)

USED_TERRITORY = Problem(
    "CAL-631",
    "Used licences where the law is less settled",
    "In the United Kingdom and in Switzerland used licences are allowed with a warning; the policy "
    "country says where the buyer is.",
)


class Resale(StrEnum):
    """Whether used licences may be bought in a country."""

    FIRST_SALE_IN_EEA = "first sale in the EEA"
    WITH_WARNING = "with a warning"
    NO = "no"


@dataclass(frozen=True, slots=True)
class _Membership:
    country: str
    resale: Resale
    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def _read_memberships() -> tuple[_Membership, ...]:
    return tuple(
        _Membership(
            row["country"],
            Resale(row["used_licences"]),
            date.fromisoformat(row["since"]),
            date.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in rows_beside(__package__, "territories.csv")
    )


_MEMBERSHIPS = _read_memberships()


def resale_in(region: str, day: date) -> Resale:
    """Return whether used licences may be bought in a country, or in the EU or EEA as a whole, on a day."""
    if region in UNIONS:
        return Resale.FIRST_SALE_IN_EEA
    found = (one.resale for one in _MEMBERSHIPS if one.country == region and one.holds(day))
    return next(found, Resale.NO)


def is_in_eea(region: str, day: date) -> bool:
    """Tell whether a country, or the EU or EEA as a whole, belongs to the EEA on a day."""
    return resale_in(region, day) is Resale.FIRST_SALE_IN_EEA


ELSEWHERE = Objection(
    "in the buyer's country contract terms and local law decide, so used licences are not bought there", 30
)
FIRST_SALE = Objection("they were first sold outside the EEA", 40)


def _objections(licences: Stated, policy: Policy) -> Iterator[Finding]:
    country, region = policy[COUNTRY], licences.evidence.first_sale_region
    if country is None:
        return
    resale = resale_in(country, policy.plan_date)
    if resale is Resale.NO:
        yield Finding(ELSEWHERE)
    elif resale is Resale.FIRST_SALE_IN_EEA:
        if region is None:
            yield Finding(NOT_STATED, "first_sale_region", 10)
        elif not is_in_eea(region, policy.plan_date):
            yield Finding(FIRST_SALE, region)


def _warning(policy: Policy) -> Notice | None:
    country = policy[COUNTRY]
    if country is None or resale_in(country, policy.plan_date) is not Resale.WITH_WARNING:
        return None
    return USED_TERRITORY.notice(_WARNING[country])


_NOT_CHECKED = "Where they were first sold is not checked. Have it confirmed before you order."
_WARNING = {
    "GB": "Used licences may be bought in the United Kingdom after a ruling of its Competition Appeal Tribunal of "
    f"12 November 2025, against which Microsoft said it would appeal. {_NOT_CHECKED}",
    "CH": "Used licences are taken to be allowed in Switzerland by its Copyright Act; no court ruling on digital "
    f"copies is known. {_NOT_CHECKED}",
}


RULE = Rule(
    id="R57",
    title="Countries",
    statement=(
        "EU and EEA: allowed with a first sale there; United Kingdom and Switzerland: with a warning; "
        "elsewhere contract and law decide."
    ),
    state=State.BUILT,
    selling=State.NOT_BUILT,
    sources=(
        Source("UK Competition Appeal Tribunal, [2025] CAT 75"),
        Source("Jusletter", "2014-12-11"),
        Source("first sales in the EU or Great Britain before 2021 count on both sides", "2020-12-31"),
        Source("the British appeal on resale was heard then; no judgment is known", "2026-04-28 and 2026-04-29"),
    ),
    standing="several independent sources",
    settings=(COUNTRY,),
    notices=(USED_TERRITORY,),
    tests=("tests/unit/licensing/test_used_licences.py", "tests/property/test_against_enumeration.py"),
    limit="Without policy country nothing is checked.",
    objections=_objections,
    warning=_warning,
    asks=(
        Ask(
            Whom.LAWYER,
            "Has the appeal on the resale of licences in Great Britain, heard on 28 and 29 April 2026, been decided?",
            "Resale in Great Britain is allowed with a warning.",
        ),
        Ask(
            Whom.LAWYER,
            "Do first sales after 2020 in the EEA count in Great Britain, and those there in the EEA?",
            "In the first direction only.",
        ),
    ),
)

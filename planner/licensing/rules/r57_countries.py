"""R57, where used licences may be bought (as of 21 November 2026).

In the EU and the EEA the right to control a resale ends with the first sale there (Court of Justice of the European
Union, C-128/11 UsedSoft, 3 July 2012). The United Kingdom (Competition Appeal Tribunal, [2025] CAT 75, 12 November
2025; the appeal was heard on 28 and 29 April 2026, no judgment is known) and Switzerland (Article 12(2) of its
Copyright Act; a Jusletter article of 11 December 2014 knew of no court ruling on digital copies) are allowed with a
warning. Anywhere else the contract and local law decide, so nothing used is bought.

The same holds for what is sold: only what a buyer in that country may rely on.

Which country belongs where, and since when, is data (`territories.csv` beside this file): the dates of accession to
the European Union and of the Agreement on the European Economic Area; the United Kingdom from the end of its
transition period on, 1 January 2021.  A right that was exhausted before that day stays so on both sides (Withdrawal
Agreement, article 61), so a first sale in the United Kingdom counts for buyers in the EEA where it is known to be of an
earlier day; one in the EEA counts for buyers in the United Kingdom whatever its day, and one elsewhere does not.  Where
first sales were is not asked for buyers in Switzerland.
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
from planner.words import say

COUNTRY: Setting[str | None] = Setting(
    "country",
    PolicyKind.COUNTRY,
    None,
    say(
        "Country of the buyer, also of what is sold. In the EU and EEA used licences must have "
        "been first sold there, or in GB before 2021; in GB there or in the EEA; in CH they "
        "may be bought, with a warning as in GB; elsewhere not. Blank: not checked."
    ),
    place=520,
    blank="none",
    form=Form(
        FormGroup.USED,
        say("Country of the buyer"),
        say(
            "In the European Economic Area used licences must have been first sold there, or in "
            "Great Britain before 2021, and in Great Britain there or in the Area; in Switzerland "
            "anywhere. Elsewhere none are bought, and yours are not sold. Left open, it is not "
            "checked."
        ),
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


ELSEWHERE = Objection(say("in the buyer's country contract terms and local law decide on resale"), 30)
FIRST_SALE = Objection(say("they were first sold outside the EEA"), 40)
FIRST_SALE_FOR_GB = Objection(say("they were first sold neither in the United Kingdom nor in the EEA"), 41)
_GB = "GB"


def _objections(licences: Stated, policy: Policy) -> Iterator[Finding]:
    country, region = policy[COUNTRY], licences.evidence.first_sale_region
    if country is None:
        return
    resale = resale_in(country, policy.plan_date)
    if resale is Resale.NO:
        yield Finding(ELSEWHERE, country)
    elif resale is Resale.FIRST_SALE_IN_EEA or country == _GB:
        if region is None:
            yield Finding(NOT_STATED, "first_sale_region", 10)
        elif region != country and not _counts_as_eea(region, licences.evidence.first_sold_on, policy.plan_date):
            yield Finding(FIRST_SALE_FOR_GB if country == _GB else FIRST_SALE, _where_and_when(licences))


def _counts_as_eea(region: str, sold_on: date | None, day: date) -> bool:
    """Tell whether a first sale was in the EEA: in what belongs to it on a day, or did on the day of the sale."""
    return is_in_eea(region, day) or (sold_on is not None and is_in_eea(region, sold_on))


def _where_and_when(licences: Stated) -> str:
    region, sold_on = licences.evidence.first_sale_region or "", licences.evidence.first_sold_on
    if region != _GB:
        return region
    return (
        say("{region} on {sold_on}", region=region, sold_on=sold_on)
        if sold_on
        else say("{region}, first_sold_on not stated", region=region)
    )


def _warning(policy: Policy) -> Notice | None:
    country = policy[COUNTRY]
    if country is None or resale_in(country, policy.plan_date) is not Resale.WITH_WARNING:
        return None
    return USED_TERRITORY.notice(_WARNING[country])


_NOT_CHECKED = say("Where they were first sold is not checked. Have it confirmed before you order.")
_WARNING = {
    _GB: say(
        "Used licences may be bought in the United Kingdom after a ruling of its Competition "
        "Appeal Tribunal of 12 November 2025; the appeal was heard on 28 and 29 April 2026, "
        "and no judgment is known."
    ),
    "CH": say(
        "Used licences are taken to be allowed in Switzerland by its Copyright Act; no court "
        "ruling on digital copies is known. {not_checked}",
        not_checked=_NOT_CHECKED,
    ),
}


RULE = Rule(
    id="R57",
    title="Countries",
    statement=(
        say(
            "EU and EEA: allowed with a first sale there, or in the United Kingdom before 2021; "
            "United Kingdom: with a first sale there or in the EEA, and a warning; Switzerland: "
            "with a warning; elsewhere contract and law decide."
        )
    ),
    state=State.BUILT,
    sources=(
        Source(
            "UK Competition Appeal Tribunal, [2025] CAT 75; appeal heard on 28 and 29 April 2026, no judgment known"
        ),
        Source("Withdrawal Agreement of the United Kingdom, article 61: what was exhausted before 2021 stays so"),
        Source("Jusletter", "2014-12-11"),
        Source("first sales in the EU or Great Britain before 2021 count on both sides", "2020-12-31"),
        Source("the British appeal on resale was heard then; no judgment is known", "2026-04-28 and 2026-04-29"),
    ),
    standing="several independent sources",
    settings=(COUNTRY,),
    notices=(USED_TERRITORY,),
    tests=("tests/unit/licensing/test_used_licences.py", "tests/property/test_against_enumeration.py"),
    limit="Without policy country nothing is checked, and in Switzerland not where the first sale was.",
    objections=_objections,
    binds_sellers=True,
    warning=_warning,
    asks=(
        Ask(
            Whom.LAWYER,
            say(
                "Has the appeal on the resale of licences in Great Britain, heard on 28 and 29 April "
                "2026, been decided?"
            ),
            say("Resale in Great Britain is allowed with a warning."),
        ),
        Ask(
            Whom.LAWYER,
            say("Do first sales after 2020 in the EEA count in Great Britain, and those there in the EEA?"),
            say("In the first direction only."),
        ),
    ),
)

"""Where used licences may be bought (rule R57 of the rulebook as of 21 November 2026).

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

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.country import UNIONS
from planner.domain.data_table import rows_beside


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


def _read() -> tuple[_Membership, ...]:
    return tuple(
        _Membership(
            row["country"],
            Resale(row["used_licences"]),
            date.fromisoformat(row["since"]),
            date.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in rows_beside(__package__, "territories.csv")
    )


_MEMBERSHIPS = _read()


def resale_in(region: str, day: date) -> Resale:
    """Return whether used licences may be bought in a country, or in the EU or EEA as a whole, on a day."""
    if region in UNIONS:
        return Resale.FIRST_SALE_IN_EEA
    found = (one.resale for one in _MEMBERSHIPS if one.country == region and one.holds(day))
    return next(found, Resale.NO)


def is_in_eea(region: str, day: date) -> bool:
    """Tell whether a country, or the EU or EEA as a whole, belongs to the EEA on a day."""
    return resale_in(region, day) is Resale.FIRST_SALE_IN_EEA

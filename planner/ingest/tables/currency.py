"""Currencies written beside a number: `48,20 €`, `EUR 48.20`.

Knows signs and codes only, not which currency a cell should have.
"""

from __future__ import annotations

import re

CURRENCIES_OF_SIGN: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "EURO": ("EUR",),
    "£": ("GBP",),
    "US$": ("USD",),
    # The sign of many currencies: it agrees with any of them, and alone says none.
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"),
    "ZŁ": ("PLN",),
    "KČ": ("CZK",),
    "FT": ("HUF",),
    "KR": ("SEK", "NOK", "DKK"),
    "KR.": ("DKK", "SEK", "NOK"),
    "FR.": ("CHF",),
    "SFR.": ("CHF",),
}
_SIGNS = "|".join(re.escape(sign) for sign in sorted(CURRENCIES_OF_SIGN, key=len, reverse=True))
# Three capitals are a code; in small letters only those that are no word or unit.
_MARK = rf"(?i:{_SIGNS}|eur|usd|gbp|chf|pln|czk|huf|sek|nok|dkk)|[A-Z]{{3}}"
_BEFORE = re.compile(rf"(?P<mark>{_MARK})\s*(?P<number>[-+−]?[\d.,].*)", re.DOTALL)
_BEHIND = re.compile(rf"(?P<number>.*\d)\s*(?P<mark>{_MARK})", re.DOTALL)


def split_currency(text: str) -> tuple[str, str]:
    """Return a trimmed text without the currency before or behind it, and that currency as written (or nothing)."""
    found = _BEFORE.fullmatch(text) or _BEHIND.fullmatch(text)
    return (found["number"], found["mark"]) if found else (text, "")


def may_mean(mark: str) -> tuple[str, ...]:
    """Return the codes that a sign or a code can stand for."""
    return CURRENCIES_OF_SIGN.get(mark.upper(), (mark.upper(),))

"""Numbers and moments as the person at the screen writes them: by the locale and the clock of their browser."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from streamlit.runtime.scriptrunner import get_script_run_ctx

from planner.words import Language, Numbers, closest, language, shown

DEFAULT = Locale("en", "GB")


class Local(Numbers):
    """Figures with the marks of a locale; its digits stay the western ones."""

    def __init__(self, of: Locale) -> None:
        self._locale = of

    def decimal(self, value: Decimal, *, grouped: bool = True) -> str:
        """Write a number with exactly the decimals it has, as the locale does."""
        places = max(-int(value.as_tuple().exponent), 0)
        pattern = copy(self._locale.decimal_formats[None])
        pattern.frac_prec = (places, places)
        return str(pattern.apply(value, self._locale, group_separator=grouped))

    def day(self, day: date) -> str:
        """Write a day: `21 Nov 2026`."""
        return str(format_date(day, locale=self._locale))


def locale() -> Locale:
    """Return the locale of this session's browser, British English where it names none that is known."""
    try:
        return Locale.parse(st.context.locale or "", sep="-")
    except (ValueError, UnknownLocaleError):
        return DEFAULT


def local() -> Numbers:
    """Return the way this session's figures are written."""
    return Local(locale())


def reader() -> Language:
    """Return the language of this session's browser, with its figures; English where nobody looks at a page."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return language("en")
    where = locale()
    if where.language == "en":
        return language("en")
    return Language(closest(where.language), Local(where), language(closest(where.language)).catalogue)


def count(number: int, one: str, many: str = "") -> str:
    """Write a count with its noun: `1 pack`, `1,200 packs`."""
    return shown(local().count(number, one, many))


def marks() -> tuple[str, str]:
    """Return the marks that the person writes before decimals, and between thousands."""
    symbols = locale().number_symbols
    symbols = symbols.get("latn", symbols)
    return str(symbols["decimal"]), str(symbols["group"])


def whole(number: int) -> str:
    """Write a count, with its thousands apart."""
    return local().whole(int(number))  # a table's cells are NumPy's numbers


def amount(value: Decimal | float) -> str:
    """Write an amount of money, or a percentage, with two decimals and without what it is of."""
    return local().decimal(Decimal(f"{value:.2f}"))


def day(at: date) -> str:
    """Write a day: `21 Nov 2026`."""
    return str(format_date(at, locale=locale()))


def moment(at: datetime) -> str:
    """Write a moment by this session's clock: `21 Nov 2026, 14:05`.  `at` must know its time zone."""
    where, here = locale(), at.astimezone(_zone())
    return f"{format_date(here, locale=where)}, {format_time(here, 'short', locale=where)}"


def _zone() -> tzinfo | None:
    """Return the time zone of this session's browser; None, this machine's own, where it names none that is known."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None

"""Numbers as the person at the screen writes them: by the locale of their browser."""

from __future__ import annotations

import streamlit as st
from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

DEFAULT = Locale("en", "GB")


def locale() -> Locale:
    """Return the locale of this session's browser, British English where it names none that is known."""
    try:
        return Locale.parse(st.context.locale or "", sep="-")
    except (ValueError, UnknownLocaleError):
        return DEFAULT


def whole(number: int) -> str:
    """Write a count, with its thousands apart."""
    return format_decimal(number, format="#,##0", locale=locale())


def amount(value: float) -> str:
    """Write an amount of money with two decimals, without its currency."""
    return format_decimal(value, format="#,##0.00", locale=locale())

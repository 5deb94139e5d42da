"""Words for people about columns and policies: what may stand there, and what a blank means."""

from __future__ import annotations

from typing import Any

from planner.domain import money
from planner.domain.evidence import PROOF_ITEMS
from planner.domain.product import VERSIONS
from planner.domain.setting import PolicyKind, Setting
from planner.ingest.schema.sheets import MAX_COUNT, ColumnSpec, Kind

_ALLOWED: dict[Kind, str] = {
    Kind.ID: "text or a whole number, compared exactly",
    Kind.TEXT: "any text",
    Kind.MONEY: "an amount from 0 to 999,999,999.99 with at most two decimals",
    Kind.PRICE: "an amount above 0, at most 999,999,999.99, with at most two decimals",
    Kind.DATE: "a date, YYYY-MM-DD",
    Kind.YES_NO: "yes or no",
    Kind.VERSION: ", ".join(VERSIONS),
    Kind.NAMES: "names separated by ;",
    Kind.IDS: "ids separated by ;, or *",
    Kind.HOURS: "a number from 0 to 168, e.g. 37.5",
    Kind.PROOF: f"{', '.join(PROOF_ITEMS)} or their numbers 1 to {len(PROOF_ITEMS)}, separated by ;, or complete, none",
    Kind.REGION: "two letters as in ISO 3166-1, or one of EU, EEA",
    Kind.CURRENCY: "three letters, e.g. EUR",
    Kind.POLICY: "what the policy allows",
    Kind.COUNTRY: "two letters as in ISO 3166-1",
    Kind.EMAIL: "an e-mail address",
    Kind.ENDPOINT: "four digits, a colon and a number",
    Kind.PART_NUMBERS: "product metric version = number, separated by ;",
}


def allowed_of(column: ColumnSpec) -> str:
    """Return what may stand in a column."""
    if column.kind is Kind.WORD:
        return ", ".join(column.words)
    if column.kind is Kind.WORDS:
        return f"some of {', '.join(column.words)}, separated by ;"
    if column.kind is Kind.COUNT:
        return f"a whole number from {column.least} to {MAX_COUNT:,}"
    return _ALLOWED[column.kind] + (", none" if column.may_say_none else "")


def default_of(column: ColumnSpec) -> str:
    """Return what a blank cell of a column that is not required means."""
    return column.blank_means or in_words(column.default)


def required_of(column: ColumnSpec) -> str:
    """Return how strictly a column is required, for a table of the documentation."""
    return "**required**" + (f", unless {column.unless} is given" if column.unless else "")


def in_words(value: Any) -> str:
    """Return a default as one would write it in a cell."""
    match value:
        case None | () | "":
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return "; ".join(value)
    return str(value)


_POLICY_ALLOWED: dict[PolicyKind, str] = {
    PolicyKind.YES_NO: "yes or no",
    PolicyKind.SHARE: "a share from 0 to 1, or a percentage",
    PolicyKind.RATE: "a yearly rate, e.g. 0.03",
    PolicyKind.FACTOR: "a number from 1 to 100, e.g. 1.25",
    PolicyKind.MONEY: "an amount from 0 on",
    PolicyKind.COUNT: "a whole number from 0 on",
    PolicyKind.DATE: "a date, YYYY-MM-DD",
    PolicyKind.NAMES: "names separated by ;",
    PolicyKind.PROOF: _ALLOWED[Kind.PROOF],
    PolicyKind.VERSION: ", ".join(VERSIONS),
    PolicyKind.COUNTRY: _ALLOWED[Kind.REGION],
    PolicyKind.TEXT: "text",
}


def policy_allowed(spec: Setting[Any]) -> str:
    """Return what may be given for a policy."""
    return ", ".join(spec.choices) if spec.kind is PolicyKind.CHOICE else _POLICY_ALLOWED[spec.kind]


def policy_default(spec: Setting[Any]) -> str:
    """Return a policy's default as one would write it in a cell."""
    if spec.default is None:
        return spec.blank
    if spec.kind is PolicyKind.MONEY:
        return money.text(spec.default)
    if spec.kind in (PolicyKind.SHARE, PolicyKind.RATE, PolicyKind.FACTOR):
        return f"{float(spec.default):g}"
    return "none" if spec.default == () else in_words(spec.default)

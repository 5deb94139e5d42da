"""One cell: its text without what programs leave in it, what means nothing, yes and no, and a column's numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from planner.ingest import CellError

_BLANKS = dict.fromkeys((160, 8239, 8199, 8201), " ") | {0: None, 0xAD: None, 0xFEFF: None, 0x200B: None}
_NOTHING = frozenset(
    (
        "", "-", "–", "—", "n/a", "none", "null", "(null)", "<blank>", "system.string[]", "system.int32[]",
        "microsoft.activedirectory.management.adpropertyvaluecollection", "system.object[]",
    )
)  # fmt: skip
_ERRORS = frozenset(
    (
        "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#nv", "#bezug!", "#wert!", "#zahl!",
        "#valeur!", "#nom?", "#nombre!", "#n/d!", "#adr!", "#arg!", "#dziel/0!", "#nazwa?", "#liczba!",
    )
)  # fmt: skip
YES = frozenset(
    ("ja", "j", "yes", "y", "true", "wahr", "oui", "o", "vrai", "tak", "t", "prawda", "si", "1", "x", *"✓✔●")
)
NO = frozenset(("nein", "n", "no", "false", "falsch", "non", "faux", "nie", "fałsz", "0", "–", "-"))
_ESCAPED = re.compile(r"[`'](?=[=+\-@])")
_NUMBER = re.compile(r"[+-]?\d[\d.,' ]*")
_UNITS = re.compile(r"€|\$|£|zł|eur|usd|pln|chf|stk\.?|stück|szt\.?|pcs\.?|unités?|clt", re.IGNORECASE)


def text_of(cell: object) -> str:
    """Return the text of a cell: NFC, without NUL and soft hyphens, blanks of all kinds as blanks, trimmed.

    What programs write for nothing, and errors of spreadsheets, are the empty text.
    """
    text = plain(cell)
    return "" if text.casefold() in _NOTHING or text.casefold() in _ERRORS else text


def plain(cell: object) -> str:
    """Return the text of a cell, also where it means nothing; a whole number without a point."""
    match cell:
        case None | CellError():
            return ""
        case bool():
            return "True" if cell else "False"
        case datetime() | date():
            return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    text = unicodedata.normalize("NFC", str(cell).translate(_BLANKS)).strip()
    return _ESCAPED.sub("", text, count=1) if _ESCAPED.match(text) else text


def is_error(cell: object) -> bool:
    """Tell whether a cell holds an error of a spreadsheet, in any of the languages programs write them in."""
    return isinstance(cell, CellError) or (isinstance(cell, str) and cell.strip().casefold() in _ERRORS)


def yes_or_no(cell: object) -> bool | None:
    """Return what a cell says where it says yes or no, and None otherwise."""
    word = plain(cell).casefold()
    return True if word in YES else False if word in NO else None


def numbers_of(cells: Sequence[object]) -> list[Decimal | None]:
    """Return the numbers of a column, whose decimal sign is decided by the whole column.

    None where nothing or no number stands, and where a lone separator before three digits may be either sign.
    """
    texts = [_UNITS.sub("", text_of(cell)).strip() if isinstance(cell, str) else cell for cell in cells]
    point = _decimal_sign([text for text in texts if isinstance(text, str)])
    return [_number(text, point) for text in texts]


def _decimal_sign(texts: Sequence[str]) -> str | None:
    """Return the sign that the column uses for decimals, None where no cell shows it."""
    votes = set()
    for text in texts:
        found = re.findall(r"[.,]", text)
        if len(set(found)) == 2:
            votes.add(found[-1])
        elif len(found) == 1 and not re.search(r"[.,]\d{3}$", text):
            votes.add(found[0])
        elif len(found) > 1:
            votes.add("," if found[0] == "." else ".")
    return votes.pop() if len(votes) == 1 else None


def _number(value: object, point: str | None) -> Decimal | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return Decimal(str(value))
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return None
    text = value.replace(" ", "").replace("'", "")
    if re.search(r"[.,]", text):
        if point is None:
            return None
        text = text.replace("," if point == "." else ".", "").replace(point, ".")
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


def whole(number: Decimal | None) -> int | None:
    """Return a number as a whole one, None where it is none."""
    return int(number) if number is not None and number == number.to_integral_value() else None

"""The meaning of one cell: text, ids, numbers, amounts, dates, words.

A reader takes a cell as the file typed it (never None) and returns its value or raises `Unreadable` with the words for
a person.  Nothing is guessed: where two readings are possible the cell is refused.

Knows nothing of sheets, rows or other cells.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rapidfuzz.distance import OSA

from planner.domain import money
from planner.domain.country import ALSO_WRITTEN, COUNTRIES, UNIONS
from planner.domain.evidence import PROOF_ITEMS, ProofItem
from planner.domain.product import SUITES, VERSION_BY_SPELLING, VERSIONS, Condition, Metric, Product, Suite, Version
from planner.domain.profile import PartNumber
from planner.ingest.schema.sheets import ALSO, MAX_AMOUNT_MINOR, MAX_COUNT, PRODUCT_WORDS, ColumnSpec, Kind
from planner.ingest.tables.raw import CellError
from planner.words import joined, say

Reader = Callable[[Any], Any]


class Unreadable(Exception):
    """A cell that does not say what its column needs: the code of the problem, what was found, what to do."""

    def __init__(self, code: str, text: str, remedy: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.code, self.text, self.remedy, self.suggestions = code, text, remedy, suggestions


def shown(cell: object) -> str | None:
    """Return a cell as found, as text; None for a blank one."""
    match cell:
        case None:
            return None
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return f"{cell:.15g}"
        case datetime():
            return cell.isoformat(sep=" ")
        case date():
            return cell.isoformat()
        case CellError():
            return cell.text
    return str(cell)


LONGEST_QUOTED = 200
"""Of longer texts so many characters are repeated in a sentence."""


def quoted(cell: object) -> str:
    """Return a cell for a sentence: text in quotation marks, anything else bare."""
    text = (shown(cell) or "").strip()
    if len(text) > LONGEST_QUOTED:
        text = f"{text[:LONGEST_QUOTED]}…"
    return f'"{text}"' if isinstance(cell, str) else text


_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"


def trimmed(text: str) -> str:
    """Return text without blanks and invisible marks at its ends."""
    return text.strip().strip(_INVISIBLE).strip()


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def read_text(cell: object) -> str:
    """Read free text; control characters and line breaks become blanks."""
    _refuse_error(cell)
    if isinstance(cell, str):
        return trimmed(_CONTROL.sub(" ", cell))
    whole = _whole(cell)
    return str(whole) if whole is not None else str(shown(cell))


_ERROR_TEXT = re.compile(
    r"#(?:N/A|NV|N/D|N/B|NB|ND|N/A N/A|GETTING_DATA)[!?]?|#[^\s#]{1,16}[!?]|#{3,}|(?:Err|Fehler):\d{3}", re.IGNORECASE
)
"""What spreadsheet programs show for an error, in any language; and `###` for a column that is too narrow."""
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]\d{2,3}", re.IGNORECASE)
_NOT_THERE = ("nan", "NaN", "-nan", "NaT", "<NA>", "NULL", "null", "(null)", "<null>", "None", "undefined")
"""What programs write where there is nothing."""
_MAY_BE_DAMAGED = re.compile(
    rf"^(?:#|Err:|Fehler:|[+-]?\d(?:[.,]\d+)?E[+-]|(?:{'|'.join(map(re.escape, _NOT_THERE))})$)",
    re.IGNORECASE | re.MULTILINE,
)
MOST_DIGITS = 15
"""Spreadsheet programs keep no more digits of a number."""


def may_be_damaged(texts: Iterable[str]) -> bool:
    """Tell whether one of the texts, each on one line, may be what `read_id` refuses."""
    return _MAY_BE_DAMAGED.search("\n".join(texts)) is not None


def _refuse_damaged(text: str) -> None:
    """Raise Unreadable for a text that a program has put in the place of an id."""
    if _ERROR_TEXT.fullmatch(text):
        raise Unreadable(
            "CAL-102", say("The cell holds the error {text}.", text=text),
            say("Correct the formula in the program the list comes from, or type the id."),
        )  # fmt: skip
    if _SCIENTIFIC.fullmatch(text):
        raise Unreadable(
            "CAL-116",
            say('"{text}" is a number in scientific notation: a spreadsheet has shortened the id.', text=text),
            say(
                "Format the column as text (in Excel: Format Cells, Text) and fill in the ids again from their source."
            ),
        )
    if text in _NOT_THERE:
        raise Unreadable(
            "CAL-116",
            say('"{text}" is what programs write where there is nothing; it is no id.', text=text),
            say("Type the id, or leave the cell blank where there is none."),
        )


def read_id(cell: object) -> str:
    """Read an id: text compared exactly, a whole number without its decimals."""
    _refuse_error(cell)
    if isinstance(cell, str):
        text = trimmed(cell)
        _refuse_damaged(text)
        if _CONTROL.search(text):
            raise Unreadable(
                "CAL-116",
                say("{sub} has a line break or another control character inside.", sub=quoted(_CONTROL.sub("⏎", text))),
                say("Write one id per cell, on one line."),
            )
        return text[:-2] if re.fullmatch(r"(0|[1-9]\d*)\.0", text) else text
    if isinstance(cell, bool | date):
        kind = say("a yes/no value") if isinstance(cell, bool) else say("a date")
        raise Unreadable(
            "CAL-116",
            say("{cell} is {kind}, not an id.", cell=shown(cell), kind=kind),
            say("Format the column as text and type the id again."),
        )
    if isinstance(cell, float) and abs(cell) >= 10**MOST_DIGITS:
        raise Unreadable(
            "CAL-116",
            say(
                "{cell:.0f} is a number of more than {most_digits} digits, of which spreadsheets keep "
                "{most_digits}: the id has lost its last digits.",
                cell=cell,
                most_digits=MOST_DIGITS,
            ),
            say("Format the column as text and fill in the ids again from their source."),
        )
    whole = _whole(cell)
    return str(whole) if whole is not None else str(shown(cell))


def _refuse_error(cell: object) -> None:
    if isinstance(cell, CellError):
        if "formula" in cell.text:
            raise Unreadable(
                "CAL-102",
                say("The cell holds a {text}.", text=cell.text),
                say("Open the file in Excel and save it, or type the value."),
            )
        raise Unreadable(
            "CAL-102",
            say("The cell holds the error {text}.", text=cell.text),
            say("Correct the formula, or type the value."),
        )


def _whole(cell: object) -> int | None:
    """Return the whole number that a number cell holds, else None."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, float) and math.isfinite(cell) and cell == int(cell):
        return int(cell)
    return None


_SLIPS = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "S": "5", "B": "8", "Z": "2"})


def _letter_slip(text: str) -> str | None:
    """Return the first letter of `text` that is often typed for a digit."""
    return next((letter for letter in text if letter != letter.translate(_SLIPS)), None)


_PLAIN = re.compile(r"\d+(?:[.,]\d+)?|[.,]\d+")
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[.,' ])\d{3})(?:(?P=mark)\d{3})*(?:(?!(?P=mark))[.,]\d+)?")
_ASKS = re.compile(r"[1-9]\d*,\d{3}|[1-9]\d{0,2}\.\d{3}")
"""No number is grouped behind a leading 0, nor behind more than three digits."""


def _decimal_of_text(text: str, decimals: int | None) -> Decimal | None:
    """Return the number a text says, or None.

    `decimals` is how many the column allows; None where numbers are small and have many decimals (shares, rates),
    so that a lone point or comma is always the decimal sign.  Elsewhere one before exactly three digits can mean
    two things, and raises Unreadable.
    """
    text = re.sub(r"[\u00a0\u202f\u2009]", " ", trimmed(text)).replace("−", "-").replace("’", "'")
    sign, digits = (text[0], text[1:].lstrip()) if text[:1] in ("-", "+") else ("", text)
    if decimals is not None and _ASKS.fullmatch(digits):
        raise _two_meanings(text, sign, digits, decimals)
    grouped = _GROUPED.fullmatch(digits)
    if _PLAIN.fullmatch(digits):
        plain = digits.replace(",", ".")
    elif grouped:
        plain = digits.replace(grouped["mark"], "").replace(",", ".")
    else:
        return None
    return Decimal(sign + plain)


def _two_meanings(text: str, sign: str, digits: str, decimals: int) -> Unreadable:
    whole = sign + re.sub("[.,]", "", digits)
    point = sign + digits.replace(",", ".")
    # What is advised must not be asked about again, so the decimals that say nothing go.
    short = f"{round(Decimal(point), decimals):f}"
    short = short.rstrip("0").rstrip(".") if "." in short else short
    either = say(" or {short}", short=short) if decimals or Decimal(short) == Decimal(point) else ""
    return Unreadable(
        "CAL-104",
        say('"{text}" can mean {whole} or {point}.', text=text, whole=whole, point=point),
        say("Type {whole}{either}.", whole=whole, either=either),
        (whole, short) if either else (whole,),
    )


def _number(cell: object, code: str, what: str, remedy: str, decimals: int | None = None) -> Decimal:
    """Read a number cell or a text that says a number; `decimals` as for `_decimal_of_text`."""
    _refuse_error(cell)
    hint = ""
    meant: tuple[str, ...] = ()
    if isinstance(cell, str):
        value = _decimal_of_text(cell, decimals)
        if value is not None:
            return value
        hint = _slip_hint(trimmed(cell), lambda text: _decimal_of_text(text, decimals) is not None)
        meant = _numbers_meant(trimmed(cell).translate(_SLIPS), decimals) if hint else ()
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        # Fifteen digits are what Excel keeps; more are noise of binary fractions (0.1 + 0.2).
        return Decimal(cell) if isinstance(cell, int) else Decimal(f"{cell:.15g}")
    elif isinstance(cell, date):
        hint = say(" (it is a date)")
    raise Unreadable(code, say("{cell} is not {what}{hint}.", cell=quoted(cell), what=what, hint=hint), remedy, meant)


def _numbers_meant(text: str, decimals: int | None) -> tuple[str, ...]:
    """Return the numbers that a text can mean whose letters were digits."""
    try:
        return (str(_decimal_of_text(text, decimals)),)
    except Unreadable as ambiguous:
        return ambiguous.suggestions


def _slip_hint(text: str, is_good: Callable[[str], bool]) -> str:
    letter = _letter_slip(text)
    try:
        mended = letter is not None and is_good(text.translate(_SLIPS))
    except Unreadable:
        mended = True
    if not mended:
        return ""
    at_end = text.index(str(letter)) == len(text) - 1
    return (
        say(" (it ends in the letter {letter})", letter=letter)
        if at_end
        else say(" (it has the letter {letter})", letter=letter)
    )


def count_reader(least: int = 0) -> Reader:
    """Return a reader of whole numbers from `least` to 10,000,000."""
    remedy = say("Type a whole number from {least} to {max_count:,}.", least=least, max_count=MAX_COUNT)

    def read_count(cell: object) -> int:
        value = _number(cell, "CAL-103", "a number", remedy, decimals=0)
        if value != value.to_integral_value():
            raise Unreadable("CAL-105", say("{cell} is not a whole number.", cell=quoted(cell)), remedy)
        if value < 0:
            raise Unreadable("CAL-105", say("{cell} is below 0.", cell=quoted(cell)), remedy)
        if value > MAX_COUNT:
            raise Unreadable("CAL-105", say("{cell} is too large.", cell=quoted(cell)), remedy)
        if value < least:
            raise Unreadable("CAL-112", say("{cell} is too small.", cell=quoted(cell)), remedy)
        return int(value)

    return read_count


HOURS_OF_A_WEEK = 168


def read_hours(cell: object) -> float:
    """Read hours of a week, from 0 to 168."""
    remedy = say("Type a number from 0 to {hours_of_a_week}, e.g. 37.5.", hours_of_a_week=HOURS_OF_A_WEEK)
    value = _number(cell, "CAL-103", "a number", remedy)
    if not 0 <= value <= HOURS_OF_A_WEEK:
        raise Unreadable("CAL-118", say("{cell} is no number of hours in a week.", cell=quoted(cell)), remedy)
    return float(value)


def read_money(cell: object) -> int:
    """Read an amount from 0 on; the result is in minor units.

    A currency beside the number is left out here; whether it is the right one is for the row to say.
    """
    bare = split_currency(trimmed(cell))[0] if isinstance(cell, str) else cell
    value = _number(bare, "CAL-111", say("an amount"), say("Type it like 38.50."), decimals=2)
    if value < 0:
        raise Unreadable("CAL-106", say("{cell} is below 0.", cell=quoted(cell)), say("Type an amount of 0 or more."))
    if value * money.MINOR_PER_MAJOR != (value * money.MINOR_PER_MAJOR).to_integral_value():
        raise Unreadable(
            "CAL-106", say("{cell} has more than two decimals.", cell=quoted(cell)), say("Round it to two decimals.")
        )
    if value * money.MINOR_PER_MAJOR > MAX_AMOUNT_MINOR:
        raise Unreadable(
            "CAL-106", say("{cell} is too large.", cell=quoted(cell)), say("Type an amount of at most 999,999,999.99.")
        )
    return money.to_minor(value)


ASK_VENDOR = say("Ask the vendor for the price, or delete the row.")


def read_price(cell: object) -> int:
    """Read an amount above 0; the result is in minor units."""
    amount = read_money(cell)
    if amount == 0:
        raise Unreadable("CAL-107", say("The price is {cell}.", cell=quoted(cell)), ASK_VENDOR)
    return amount


def _share_number(cell: object, remedy: str) -> Fraction:
    """Read a number, or a text such as "7.5 %", exactly."""
    if isinstance(cell, str) and trimmed(cell).endswith("%"):
        return Fraction(_number(trimmed(cell)[:-1], "CAL-103", "a number", remedy)) / 100
    return Fraction(_number(cell, "CAL-103", "a number", remedy))


def read_share(cell: object) -> Fraction:
    """Read a share from 0 to 1."""
    share = _share_number(cell, say("Type a share from 0 to 1, e.g. 0.25."))
    if not 0 <= share <= 1:
        raise Unreadable(
            "CAL-108",
            say("{cell} does not lie between 0 and 1.", cell=quoted(cell)),
            say("Type a share from 0 to 1, e.g. 0.25 for 25 %."),
        )
    return share


def read_rate(cell: object) -> Fraction:
    """Read a yearly rate above -1 and up to 10."""
    rate = _share_number(cell, say("Type a yearly rate, e.g. 0.03."))
    if not -1 < rate <= 10:
        raise Unreadable(
            "CAL-109",
            say("{cell} is no sensible yearly rate.", cell=quoted(cell)),
            say("Type a rate such as 0.03 for 3 % a year."),
        )
    return rate


def read_factor(cell: object) -> Fraction:
    """Read a factor from 1 to 100."""
    factor = _share_number(cell, say("Type a factor, e.g. 1.25."))
    if not 1 <= factor <= 100:
        raise Unreadable(
            "CAL-250", say("{cell} is no factor from 1 to 100.", cell=quoted(cell)), say("Type a factor such as 1.25.")
        )
    return factor


def read_exchange_rate(cell: object) -> Fraction:
    """Read a rate of exchange: plan currency per unit of the other currency, above 0."""
    rate = Fraction(_number(cell, "CAL-103", "a number", say("Type the rate, e.g. 0.92.")))
    if not 0 < rate <= 1_000_000:
        raise Unreadable(
            "CAL-109", say("{cell} is no rate of exchange.", cell=quoted(cell)), say("Type a rate above 0, e.g. 0.92.")
        )
    return rate


_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?", re.ASCII)
"""A day, also with the time at which days begin, as programs export dates."""
_DATE_REMEDY = say("Type the date as YYYY-MM-DD, e.g. 2026-03-31, or format the cell as a date.")


def read_date(cell: object) -> date:
    """Read a date cell (its day) or text YYYY-MM-DD."""
    _refuse_error(cell)
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    day = _DAY.fullmatch(trimmed(cell)) if isinstance(cell, str) else None
    if day:
        try:
            return date.fromisoformat(day[1])
        except ValueError:
            raise Unreadable(
                "CAL-113", say("{cell} is no day of the calendar.", cell=quoted(cell)), _DATE_REMEDY
            ) from None
    meant = tuple(one.isoformat() for one in days_meant(trimmed(cell))) if isinstance(cell, str) else ()
    raise Unreadable("CAL-113", say("{cell} is not a date.", cell=quoted(cell)), _DATE_REMEDY, meant)


_DAY_IN_PARTS = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})", re.ASCII)


def days_meant(text: str) -> tuple[date, ...]:
    """Return the days that a text of three numbers can mean: none, one, or two where the month may come first.

    Only days come first where there are dots between the numbers.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        written = [(found[1], found[3], found[4])]
    elif found := _DAY_IN_PARTS.fullmatch(text):
        year = found[4] if len(found[4]) == 4 else f"20{found[4]}"
        written = [(year, found[3], found[1]), *([(year, found[1], found[3])] if found[2] != "." else [])]
    else:
        return ()
    days: dict[date, None] = {}
    for year, month, day in written:
        try:
            days[date(int(year), int(month), int(day))] = None
        except ValueError:
            continue
    return tuple(days)


YES = ("yes", "true", "y", "x", "1", "ja", "oui", "tak")
NO = ("no", "false", "n", "0", "nein", "non", "nie")


def read_yes_no(cell: object) -> bool:
    """Read yes or no."""
    _refuse_error(cell)
    if isinstance(cell, bool):
        return cell
    word = read_text(cell).casefold()
    if word not in YES + NO:
        raise Unreadable("CAL-114", say("{cell} is neither yes nor no.", cell=quoted(cell)), say("Type yes or no."))
    return word in YES


_AROUND_VERSION = re.compile(
    r"(?<![^\W\d_])(microsoft|windows|win|server|ws|standard|datacenter|essentials|edition)(?![^\W\d_])-?|[()®/_]",
    re.IGNORECASE,
)
_SPELLINGS = {"".join(spelling.split()).casefold(): version for spelling, version in VERSION_BY_SPELLING.items()}


def _version_of(text: str) -> Version | None:
    return _SPELLINGS.get("".join(_AROUND_VERSION.sub(" ", text).split()).casefold())


def read_version(cell: object) -> Version:
    """Read a version, also with "Windows Server" around it; `2012 R2` is 2012."""
    text = read_text(cell)
    version = _version_of(text)
    if version:
        return version
    mended = _version_of(text.translate(_SLIPS))
    others = joined(", ", (known for known in VERSIONS if known != mended))
    if mended:
        raise Unreadable(
            "CAL-110",
            say("{cell} is not a version{slip_hint}.", cell=quoted(cell), slip_hint=_slip_hint(text, lambda _: True)),
            say("Type {mended}, or one of {others}.", mended=mended, others=others),
            (mended,),
        )
    inside = {version for word in re.findall(r"\d+", text) if (version := _version_of(word))}
    raise Unreadable(
        "CAL-110",
        say("{cell} is not a version.", cell=quoted(cell)),
        say("Type one of {others}.", others=others),
        tuple(inside) if len(inside) == 1 else (),
    )


def fold_word(word: str) -> str:
    """Return a word without what spelling leaves open: case, blanks, `_` and `-`."""
    return re.sub(r"[\s_-]", "", unicodedata.normalize("NFC", word).casefold())


def without_zeros(text: str) -> str:
    """Return an id without the zeros that numbers in it begin with: spreadsheets drop them from 00123."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", text)


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is nearest, if it is near enough to be meant."""
    wanted = without_zeros(fold_word(word))
    scored = [(OSA.normalized_similarity(wanted, without_zeros(fold_word(other))), other) for other in known]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= 0.6 else None


def word_reader(words: tuple[str, ...], also: Mapping[str, tuple[str, ...]] | None = None) -> Reader:
    """Return a reader of one of `words`, blind to case, blanks, `_` and `-`; `also` has their other spellings."""
    by_fold = {fold_word(other): word for word, others in (also or {}).items() for other in others}
    by_fold |= {fold_word(word): word for word in words}

    def read_word(cell: object) -> str:
        text = read_text(cell)
        word = by_fold.get(fold_word(text))
        if word is not None:
            return word
        near = closest(text, words)
        hint = say(' Closest is "{near}".', near=near) if near else ""
        raise Unreadable(
            "CAL-115",
            say("{cell} is not known here.{hint}", cell=quoted(cell), hint=hint),
            say("Type one of {value}.", value=joined(", ", words)),
            (near,) if near else (),
        )

    return read_word


def read_names(cell: object) -> tuple[str, ...]:
    """Read names separated by `;`, in the order given, each once."""
    names = (trimmed(name) for name in read_text(cell).split(";"))
    return tuple(dict.fromkeys(name for name in names if name))


def read_ids(cell: object) -> tuple[str, ...]:
    """Read ids separated by `;`, in the order given, each once."""
    if not isinstance(cell, str):
        return (read_id(cell),)
    return tuple(dict.fromkeys(filter(None, map(read_id, cell.split(";")))))


def words_reader(words: tuple[str, ...]) -> Reader:
    """Return a reader of some of `words`, separated by `;`; in their own order, each once."""
    read = word_reader(words)

    def read_words(cell: object) -> tuple[str, ...]:
        given = {read(name) for name in read_names(cell)}
        return tuple(word for word in words if word in given)

    return read_words


NOTHING = ("none", "-")
"""What people write for "nothing" where a blank cell means that."""


def says_nothing(cell: object) -> bool:
    """Tell whether a cell is one of the words for nothing."""
    return isinstance(cell, str) and trimmed(cell).casefold() in NOTHING


def or_nothing(read: Reader, nothing: object = None) -> Reader:
    """Return a reader that takes the words for nothing too."""
    return lambda cell: nothing if says_nothing(cell) else read(cell)


read_exclusions = or_nothing(read_names, ())
"""Reads names separated by `;`; `none` or `-` is an empty list."""


_ITEM_NUMBERS: Mapping[str, tuple[str, ...]] = {
    item: (str(number),) for number, item in enumerate(PROOF_ITEMS, start=1)
}
_read_item = word_reader(PROOF_ITEMS, _ITEM_NUMBERS)
_ALL_ITEMS, _NO_ITEMS = ("complete", "all", "yes", "true"), ("none", "no", "false", "-", "0")
_RANGE_OF_ITEMS = re.compile(r"(\d)\s*(?:-|–|to|bis)\s*(\d)")
_ONLY_NUMBERS = re.compile(r"[\d;,/&+\s]+")
_BETWEEN_NUMBERS = re.compile(r"[;,/&+\s]+")


def read_proof(cell: object) -> tuple[ProofItem, ...]:
    """Read items of proof by name or number, or a word for all or none of them.

    Names are separated by `;` or a comma; numbers also as vendors write them: `1, 3`, `1/3`, `1-6`, `1 to 6`.
    """
    text = read_text(cell).casefold()
    if text in _ALL_ITEMS:
        return PROOF_ITEMS
    try:
        given = set() if text in _NO_ITEMS else {_read_item(name) for name in _items(text)}
    except Unreadable as problem:
        remedy = say(
            "{remedy}, or their numbers 1 to {proof_items}",
            remedy=problem.remedy.rstrip("."),
            proof_items=len(PROOF_ITEMS),
        )
        raise Unreadable(
            problem.code,
            problem.text,
            say("{remedy}; several separated by a semicolon; or complete, or none.", remedy=remedy),
        ) from None
    return tuple(item for item in PROOF_ITEMS if item in given)


def _items(text: str) -> list[str]:
    """Return the items that a list names, ranges of numbers written out."""
    told = _RANGE_OF_ITEMS.sub(_written_out, text)
    parts = _BETWEEN_NUMBERS.split(told) if _ONLY_NUMBERS.fullmatch(told) else re.split("[;,]", told)
    return [name for name in map(trimmed, parts) if name] or [text]


def _written_out(found: re.Match[str]) -> str:
    numbers = range(int(found[1]), int(found[2]) + 1)
    return ";".join(map(str, numbers)) or found[0]  # one that runs backwards stays, and is told


def read_region(cell: object) -> str:
    """Read the two letters of a country, EU or EEA."""
    text = read_text(cell).upper()
    code = ALSO_WRITTEN.get(text, text)
    if code not in COUNTRIES and code not in UNIONS:
        raise Unreadable(
            "CAL-115", say("{cell} is not known here.", cell=quoted(cell)),
            say("Type the two letters of a country, e.g. DE, or one of {value}.", value=joined(', ', UNIONS)),
        )  # fmt: skip
    return code


def read_country(cell: object) -> str:
    """Read the two letters of a country."""
    code = read_region(cell)
    if code in UNIONS:
        raise Unreadable(
            "CAL-115",
            say("{cell} is no country.", cell=quoted(cell)),
            say("Type the two letters of a country, e.g. DE."),
        )
    return code


_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\"]+")


def read_email(cell: object) -> str:
    """Read one e-mail address."""
    text = read_text(cell)
    if not _EMAIL.fullmatch(text):
        raise Unreadable(
            "CAL-120",
            say("{cell} is not an e-mail address.", cell=quoted(cell)),
            say("Type one address such as buying@example.org."),
        )
    return text


_ENDPOINT = re.compile(r"[0-9]{4}:[A-Za-z0-9.:_-]{1,50}")


def read_endpoint(cell: object) -> str:
    """Read an address in the Peppol network."""
    text = read_text(cell)
    if not _ENDPOINT.fullmatch(text):
        raise Unreadable(
            "CAL-120", say("{cell} is not an address in the Peppol network.", cell=quoted(cell)),
            say("Type the four digits of the scheme, a colon and the number, e.g. 0088:4012345000009."),
        )  # fmt: skip
    return text


_CONDITION = word_reader(tuple(Condition), ALSO["condition"])
_PRODUCT = word_reader(PRODUCT_WORDS, ALSO["product"])
_METRIC = word_reader(tuple(Metric), ALSO["metric"])


def read_part_numbers(cell: object) -> tuple[PartNumber, ...]:
    """Read what a vendor calls licences: `ws_cal user 2025 = A-1001`, several separated by `;`."""
    return tuple(map(_part_number, read_names(cell)))


def _part_number(text: str) -> PartNumber:
    licence, sign, number = text.partition("=")
    words, number = licence.split(), trimmed(number)
    if not sign or not number or len(words) not in (3, 4):
        raise Unreadable(
            "CAL-120", say('"{text}" does not say which licence has which part number.', text=text),
            say("Type product, metric, version, an equals sign and the number, e.g. ws_cal user 2025 = " "A-1001."),
        )  # fmt: skip
    product = _PRODUCT(words[0])
    return PartNumber(
        product=Suite(product) if product in SUITES else Product(product),
        metric=Metric(_METRIC(words[1])),
        version=read_version(words[2]),
        condition=Condition(_CONDITION(words[3])) if len(words) > 3 else None,
        number=number,
    )


# ISO 4217: currencies whose amounts do not have two decimals.
_ODD_CURRENCIES = (
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF BHD IQD JOD KWD LYD OMR TND CLF UYW"
)
NOT_TWO_DECIMALS = frozenset(_ODD_CURRENCIES.split())


def read_currency(cell: object) -> str:
    """Read a currency code of three letters."""
    text = read_text(cell).upper()
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise Unreadable(
            "CAL-303",
            say("{cell} is not a currency code.", cell=quoted(cell)),
            say("Type the three letters of the currency, e.g. EUR."),
        )
    return text


def read_any(cell: object) -> Any:
    """Take a cell as it is; for sheets whose cells mean something only together with a name."""
    _refuse_error(cell)
    return trimmed(cell) if isinstance(cell, str) else cell


_READERS: dict[Kind, Reader] = {
    Kind.ID: read_id,
    Kind.TEXT: read_text,
    Kind.MONEY: read_money,
    Kind.PRICE: read_price,
    Kind.DATE: read_date,
    Kind.YES_NO: read_yes_no,
    Kind.VERSION: read_version,
    Kind.NAMES: read_names,
    Kind.IDS: read_ids,
    Kind.HOURS: read_hours,
    Kind.PROOF: read_proof,
    Kind.REGION: read_region,
    Kind.CURRENCY: read_currency,
    Kind.POLICY: read_any,
    Kind.COUNTRY: read_country,
    Kind.EMAIL: read_email,
    Kind.ENDPOINT: read_endpoint,
    Kind.PART_NUMBERS: read_part_numbers,
}


def reader_for(column: ColumnSpec) -> Reader:
    """Return the reader of a column's cells."""
    if column.kind is Kind.COUNT:
        return count_reader(column.least)
    if column.kind is Kind.WORD:
        return word_reader(column.words, column.also)
    if column.kind is Kind.WORDS:
        return words_reader(column.words)
    read = _READERS[column.kind]
    return or_nothing(read) if column.may_say_none else read


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

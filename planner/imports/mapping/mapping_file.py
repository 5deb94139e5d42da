"""Mappings as a small TOML file: written to be read and changed by a person, and read back.

What is known of a column stands above it as a remark: how sure it is, why, and three cells of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.imports.mapping import mapping as mappings
from planner.imports.mapping.fields import ACCESS_TO, FIELDS, Holds
from planner.imports.mapping.mapping import ColumnMapping, ListMapping

_HEAD = """\
# What the columns of your lists mean, as far as the program can tell. Change what is wrong, and import again with
#   cal-planner import FILES --mapping THIS_FILE --out inventory.xlsx
# holds:  what the rows of the list are: users, devices, servers, access, owned, offers; nothing leaves the list out.
# field:  what the column is; nothing where it is not needed. What a list can have stands at the end.
# values: what a word of the column means, on the right; "" is an open question.
# A list is known again by its headers (fingerprint), whatever its file is called.
"""


def written(found: Sequence[ListMapping]) -> str:
    """Return mappings as the text of a file; the same mappings give the same text."""
    parts = [_HEAD, *("\n".join(_list_lines(each)) for each in found), "\n".join(_fields_lines(found))]
    return "\n".join(parts) + "\n"


def _list_lines(found: ListMapping) -> Iterator[str]:
    yield "[[list]]"
    yield f"file = {_quoted(found.file)}"
    if found.sheet:
        yield f"sheet = {_quoted(found.sheet)}"
    yield f"header_row = {found.header_row}"
    yield f"fingerprint = {_quoted(found.fingerprint)}"
    if found.why:
        yield f"# {found.sure}: {_remark(found.why)}"
    yield f"holds = {_quoted(found.holds)}"
    yield ""
    for column in found.columns:
        yield from _column_lines(column)


def _column_lines(column: ColumnMapping) -> Iterator[str]:
    yield "[[list.column]]"
    yield f"column = {_quoted(column.letters)}"
    yield f"header = {_quoted(column.header)}"
    if column.samples:
        yield f"# such as {_remark(' | '.join(column.samples))}"
    if column.why:
        yield f"# {column.sure}: {_remark(column.why)}"
    yield f"field = {_quoted(column.field)}"
    if column.server or column.field == ACCESS_TO:
        yield f"server = {_quoted(column.server)}"
    if column.values:
        yield "[list.column.values]"
        for text, meaning in column.values.items():
            yield f"{_quoted(text)} = {_quoted(meaning)}"
    yield ""


def _fields_lines(found: Sequence[ListMapping]) -> Iterator[str]:
    for holds in dict.fromkeys(each.holds for each in found):
        yield f"# Fields of a list of {holds}:"
        for field in FIELDS[holds].values():
            words = mappings.meanings_of(field)
            means = f" Words mean {', '.join(words)}." if words else ""
            yield f"#   {field.name:15} {field.meaning}{means}"
        yield "#"


def _remark(text: str) -> str:
    """Return a text for a remark; a control character would end it or be no TOML."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _quoted(text: str) -> str:
    shown = "".join(
        _ESCAPES.get(letter) or (letter if letter.isprintable() else f"\\U{ord(letter):08X}") for letter in text
    )
    return f'"{shown}"'


def read(path: Path) -> tuple[ListMapping, ...]:
    """Return the mappings of a file.  Raises UsageError with everything that is wrong in it."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as problem:
        raise UsageError(f"{path} cannot be opened: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise UsageError(f"{path} is no text in UTF-8.") from problem
    return parsed(text, path.name)


def parsed(text: str, name: str) -> tuple[ListMapping, ...]:
    """Return the mappings of a text.  Raises UsageError, see `read`."""
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise UsageError(f"{name} is no TOML: {problem}.") from problem
    entries = content.get("list", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UsageError(f"{name}: each list begins with [[list]].")
    wrong: list[str] = []
    found = [_list(entry, name, wrong) for entry in entries]
    if wrong:
        raise UsageError("\n".join(wrong))
    return tuple(each for each in found if each is not None)


def _list(entry: Mapping[str, Any], name: str, wrong: list[str]) -> ListMapping | None:
    called = f"{name}, list {entry.get('sheet') or entry.get('file') or '?'}"
    holds = entry.get("holds")
    if holds not in list(Holds):
        wrong.append(f"{called}: holds is {holds!r}; choose one of {', '.join(Holds)}.")
    columns = entry.get("column", [])
    if not isinstance(columns, list) or not columns or not all(isinstance(each, dict) for each in columns):
        wrong.append(f"{called}: it has no columns; each begins with [[list.column]].")
        return None
    read_columns = [_column(each, called, wrong) for each in columns]
    if holds not in list(Holds):
        return None
    found = ListMapping(
        str(entry.get("fingerprint", "")), str(entry.get("file", "")), str(entry.get("sheet", "")),
        int(entry["header_row"]) if isinstance(entry.get("header_row"), int) else 0, Holds(holds), tuple(read_columns),
    )  # fmt: skip
    wrong += mappings.problems(found)
    return found


def _column(entry: Mapping[str, Any], called: str, wrong: list[str]) -> ColumnMapping:
    letters, header = str(entry.get("column", "")).upper(), str(entry.get("header", ""))
    values = entry.get("values", {})
    if not isinstance(values, dict) or not all(isinstance(meaning, str) for meaning in values.values()):
        wrong.append(f'{called}: values of column "{header}" are words in quotation marks on both sides.')
        values = {}
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        wrong.append(f'{called}: "{letters}" is no column; it is one to three letters, such as B.')
        letters = "A"
    return ColumnMapping(header, _place(letters), str(entry.get("field", "")), str(entry.get("server", "")), values)


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1

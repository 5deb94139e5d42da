"""What was decided about the columns of a list and the words in them: proposed, confirmed, or kept from before.

A mapping belongs to the headers of a list, whatever the file is called: their fingerprint finds it again.  What it says
is checked each time; a word that it does not know is asked about again.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from planner.imports.mapping import vocabulary
from planner.imports.mapping.fields import ACCESS_TO, FIELDS, IN_WORDS, NOTHING, REQUIRED, Content, Field, Holds
from planner.imports.mapping.lists import ListFound
from planner.imports.mapping.proposing import ListProposal, Sure, read_word
from planner.imports.reading.cells import text_of, yes_or_no
from planner.ingest import column_letters

Thing = TypeVar("Thing")
KEPT = "its mapping was kept"
"""Why a list is what it is, where somebody has said it before."""
_FINGERPRINT_LETTERS = 16
_MOST_VALUES = 60
"""A column with more different words than that is no column of words; they are not listed."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a column means, and what the words in it mean; an empty meaning is an open question."""

    header: str
    place: int
    """Counted from 0."""
    field: str
    server: str = ""
    """The server that a column with yes and no is about."""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    sure: str = ""
    why: str = ""
    samples: tuple[str, ...] = ()

    @property
    def letters(self) -> str:
        """The column as a spreadsheet calls it."""
        return column_letters(self.place)

    @property
    def called(self) -> str:
        """The column as messages call it."""
        return f'{self.letters} ("{self.header}")' if self.header else self.letters


@dataclass(frozen=True, slots=True)
class ListMapping:
    """What a list holds and what its columns mean."""

    fingerprint: str
    file: str
    sheet: str
    header_row: int
    holds: Holds
    columns: tuple[ColumnMapping, ...]
    sure: str = ""
    why: str = ""

    @property
    def called(self) -> str:
        """The list as messages call it."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file

    def fields(self) -> Mapping[str, tuple[ColumnMapping, ...]]:
        """Return the columns of each field."""
        found: dict[str, tuple[ColumnMapping, ...]] = {}
        for column in self.columns:
            found[column.field] = (*found.get(column.field, ()), column)
        return found


def fingerprint(headers: Sequence[str]) -> str:
    """Return what lists with the same headers have in common, whatever the order of their columns."""
    said = "\n".join(sorted(header.casefold() for header in headers if header))
    return hashlib.sha256(said.encode("utf-8", errors="surrogateescape")).hexdigest()[:_FINGERPRINT_LETTERS]


def from_proposal(found: ListFound, proposal: ListProposal) -> ListMapping:
    """Return what is proposed for a list as a mapping; words that nobody knows have an empty meaning."""
    columns = [
        ColumnMapping(
            column.header,
            column.place,
            column.field,
            column.server,
            _values(FIELDS[proposal.holds][column.field], found.column(column.place), {}),
            column.sure,
            column.why,
            column.samples,
        )
        for column in proposal.columns
    ]
    return ListMapping(
        fingerprint(found.headers), found.grid.file, found.grid.sheet, found.header_row, proposal.holds, tuple(columns),
        proposal.sure, proposal.why,
    )  # fmt: skip


def _values(spec: Field, cells: Sequence[object], said: Mapping[str, str]) -> dict[str, str]:
    """Return what each word of a column means: as it was said before, as it is known, or nothing."""
    if spec.content not in (Content.WORD, Content.YES_NO):
        return {}
    texts = {text.casefold(): text for cell in reversed(cells) if (text := text_of(cell))}
    shown = dict.fromkeys(texts[text.casefold()] for cell in cells if (text := text_of(cell)))
    before = {text.casefold(): meaning for text, meaning in said.items()}
    found = {text: before.get(text.casefold()) or meaning_of(spec, text) or "" for text in shown}
    return found if len(found) <= _MOST_VALUES else {text: found[text] for text in found if not found[text]}


def meaning_of(spec: Field, text: str) -> str | None:
    """Return what a word means in a field of words, or of yes and no; None where nobody knows it."""
    if spec.content is Content.YES_NO:
        said = yes_or_no(text)
        return None if said is None else "yes" if said else "no"
    return read_word(spec, text)


def meanings_of(spec: Field) -> tuple[str, ...]:
    """Return what a word of a field can mean."""
    if spec.content is Content.YES_NO:
        return ("yes", "no")
    return vocabulary.meanings(spec.words) if spec.content is Content.WORD else ()


def reused(found: ListFound, kept: ListMapping) -> ListMapping:
    """Return a mapping that was kept for the same headers as it applies to this list.

    Columns are found by their headers, the n-th of one name by its turn; words that are new are looked up anew.
    """
    places = _by_turn([(header, place) for place, header in enumerate(found.headers)])
    before = _by_turn([(column.header, column) for column in kept.columns])
    columns = []
    for key, place in places.items():
        column = before.get(key) or ColumnMapping(key[0], place, NOTHING)
        cells = found.column(place)
        spec = FIELDS[kept.holds].get(column.field, FIELDS[kept.holds][NOTHING])
        shown = tuple(dict.fromkeys(text for cell in cells if (text := text_of(cell))))[:3]
        columns.append(replace(column, place=place, values=_values(spec, cells, column.values), samples=shown))
    return replace(
        kept, file=found.grid.file, sheet=found.grid.sheet, header_row=found.header_row,
        columns=tuple(sorted(columns, key=lambda column: column.place)), sure="", why=KEPT,
    )  # fmt: skip


def _by_turn(named: Sequence[tuple[str, Thing]]) -> dict[tuple[str, int], Thing]:
    seen: dict[str, int] = {}
    found = {}
    for name, thing in named:
        seen[name] = seen.get(name, -1) + 1
        found[name, seen[name]] = thing
    return found


def problems(mapping: ListMapping) -> Iterator[str]:
    """Yield everything that keeps a mapping from being used, each as a sentence with the columns by name."""
    where = mapping.called
    known = FIELDS[mapping.holds]
    for column in mapping.columns:
        if column.field not in known:
            kind = IN_WORDS[mapping.holds]
            yield (
                f'{where}: column {column.called} is mapped to "{column.field}", which a list of {kind} does not have. '
                f"Choose one of {', '.join(known)}."
            )
    fields = {name: columns for name, columns in mapping.fields().items() if name in known}
    for name, columns in fields.items():
        if len(columns) > 1 and not known[name].several:
            both = " and ".join(column.called for column in columns)
            yield f'{where}: the columns {both} are both mapped to "{name}". Leave it to one of them.'
    for group in REQUIRED[mapping.holds]:
        if not set(group) & set(fields):
            missing = ", ".join(f'"{name}"' for name in group)
            either = f"any of {missing}" if len(group) > 1 else missing
            headers = ", ".join(column.called for column in mapping.columns if column.header)
            needs = f"which a list of {IN_WORDS[mapping.holds]} needs. Its columns: {headers}."
            yield f"{where}: no column is mapped to {either}, {needs}"
    for column in mapping.columns:
        yield from _wrong_meanings(where, column, known.get(column.field))


def _wrong_meanings(where: str, column: ColumnMapping, spec: Field | None) -> Iterator[str]:
    allowed = meanings_of(spec) if spec else ()
    for text, meaning in column.values.items() if allowed else ():
        if meaning and meaning not in allowed:
            yield (
                f'{where}: column {column.called} reads "{text}" as "{meaning}", which is none of {", ".join(allowed)}.'
            )


def is_open(column: ColumnMapping) -> bool:
    """Tell whether something about a column needs a person: its meaning, the server it is about, or a word in it."""
    if column.field == ACCESS_TO and not column.server:
        return True
    return "" in column.values.values() or (column.sure == Sure.OPEN and column.field != NOTHING)

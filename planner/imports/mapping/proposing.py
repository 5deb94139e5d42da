"""What each column of a list most likely means: the field, how sure that is and why, and three cells to judge it by.

Three things speak for a field, the surest first: the header is a known word; the header is close to one; or what stands
in the cells.  A person confirms or changes it in the mapping file or on the page; nothing else decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from planner.imports.mapping import vocabulary
from planner.imports.mapping.fields import ACCESS_TO, FIELDS, NOTHING, REQUIRED, Content, Field, Holds
from planner.imports.mapping.lists import ListFound
from planner.imports.mapping.servers import KnownServers, short_name
from planner.imports.reading.cells import text_of, yes_or_no

SAMPLES = 3
NAMES_ALONE = "that it has a column of names does not say that these are people"
SAID = "it was answered so"


class Sure(StrEnum):
    """How sure a field is, the surest first."""

    EXACT = "known word"
    NEAR = "close to a known word"
    CONTENT = "by content"
    OPEN = "not known"


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What a column is proposed to be."""

    place: int
    """Counted from 0."""
    header: str
    group: str
    field: str
    sure: Sure
    why: str
    samples: tuple[str, ...]
    server: str = ""
    """For `server_access` and `remote`: which server, as the list of servers calls it."""


@dataclass(frozen=True, slots=True)
class ListProposal:
    """What a list is proposed to hold, and its columns."""

    holds: Holds
    sure: Sure
    why: str
    columns: tuple[ColumnProposal, ...]


@dataclass(frozen=True)
class Known:
    """What other lists of the same import say: servers with their roles, machines, logon names; small letters."""

    servers: KnownServers = field(default_factory=KnownServers)
    machines: frozenset[str] = frozenset()
    logins: frozenset[str] = frozenset()


def propose(found: ListFound, known: Known, said: Holds | None = None) -> ListProposal:
    """Return what a list is, column by column; `said` is what a person has said of it as a whole."""
    holds, sure, why = (said, Sure.EXACT, SAID) if said else _holds(found)
    if holds is Holds.ACCESS and (crosses := _crosses(found, known)):
        holds, sure, why = Holds.USERS, Sure.CONTENT, f"it has people in rows, and crosses for {', '.join(crosses)}"
    columns = [_by_header(found, place, holds, known) for place in range(len(found.headers))]
    columns = _settled(columns, holds)
    taken = {column.field for column in columns}
    columns = [
        _by_content(found, column, holds, known, taken) if column.sure is Sure.OPEN else column for column in columns
    ]
    return ListProposal(holds, sure, why, tuple(_settled(columns, holds)))


def _holds(found: ListFound) -> tuple[Holds, Sure, str]:
    """Return what a list holds, by the name of its sheet and by its headers."""
    called = vocabulary.list_called(found.grid.sheet or found.grid.file.rpartition(".")[0])
    scores = {holds: _score(found, holds, called) for holds in Holds if holds is not Holds.NOTHING}
    ranked = sorted(scores.items(), key=lambda each: -each[1][0])
    (best, (points, fields, is_whole)), (_, (next_points, _, _)) = ranked[0], ranked[1]
    if best is Holds.USERS and called is not best and _is_any_name(found, fields):
        return Holds.NOTHING, Sure.OPEN, NAMES_ALONE
    named = f', and "{found.grid.sheet or found.grid.file}" is called so' if called is best else ""
    if not fields or not is_whole:
        missing = " or ".join(next((group for group in REQUIRED[best] if not set(group) & set(fields)), ()))
        return best if called is best else Holds.NOTHING, Sure.OPEN, f"no column is known to be its {missing}"
    sure = Sure.EXACT if points - next_points >= 1 else Sure.NEAR
    return best, sure, f"it has columns for {', '.join(fields[:4]).replace('_', ' ')}{named}"


_ANY_NAME = ("name", "nom", "nazwa")
"""Headers that things have, too."""


def _is_any_name(found: ListFound, fields: Sequence[str]) -> bool:
    """Tell whether a column of names, which may be of anything, is all that speaks for people."""
    words = vocabulary.headers_of(Holds.USERS)
    near = (words.find_slip(header) or words.find_inside(header) for header in found.headers if not words.find(header))
    names = [header for header in found.headers if words.find(header) == "name"]
    return set(fields) == {"name"} and not any(near) and all(name.casefold() in _ANY_NAME for name in names)


def _crosses(found: ListFound, known: Known) -> list[str]:
    """Return the servers for which a list of people has columns of crosses, where no column names a server instead."""
    words = vocabulary.headers_of(Holds.ACCESS)
    meant = {words.find(header) for header in found.headers if header}
    if "server" in meant or "login" not in meant:
        return []
    servers = (
        known.servers.meant_by(header)[0]
        for place, header in enumerate(found.headers)
        if header and _is_yes_no(found.column(place))
    )
    return list(dict.fromkeys(filter(None, servers)))


def _score(found: ListFound, holds: Holds, called: Holds | None) -> tuple[float, list[str], bool]:
    words = vocabulary.headers_of(holds)
    meant = [words.find(header) for header in found.headers if header]
    fields = list(dict.fromkeys(name for name in meant if name and name != NOTHING))
    is_whole = all(set(group) & set(fields) for group in REQUIRED[holds])
    is_triple = holds is Holds.ACCESS and {"login", "device", "server"} <= set(fields)
    return len(fields) + 2.0 * (called is holds) + 1.5 * is_whole + 0.5 * is_triple, fields, is_whole


def samples(cells: Iterable[object]) -> tuple[str, ...]:
    """Return the first different texts of a column."""
    texts = dict.fromkeys(text for cell in cells if (text := text_of(cell)))
    return tuple(list(texts)[:SAMPLES])


def _by_header(found: ListFound, place: int, holds: Holds, known: Known) -> ColumnProposal:
    header, group = found.headers[place], found.groups[place]
    shown = samples(found.column(place))

    def proposal(name: str, sure: Sure, why: str, server: str = "") -> ColumnProposal:
        return ColumnProposal(place, header, group, name, sure, why, shown, server)

    if holds is Holds.NOTHING or not header:
        return proposal(NOTHING, Sure.OPEN, "it has no header" if not header else "the list is left out")
    words = vocabulary.headers_of(holds)
    name = words.find(header)
    if (
        holds is Holds.USERS
        and _is_yes_no(found.column(place))
        and name in (None, "remote", "servers", "devices", NOTHING)
    ):
        server, why = known.servers.meant_by(header)
        remote = name == "remote" or (server and known.servers.is_remote(server))
        if remote:
            return proposal("remote", Sure.EXACT if name else Sure.CONTENT, f'"{header}": {why}', server)
        if server:
            return proposal(ACCESS_TO, Sure.CONTENT, f'yes or no stands in it, and "{header}": {why}', server)
        if name is None and (group or not _is_flag(header)):
            return proposal(ACCESS_TO, Sure.OPEN, f'yes or no stands in it, and no server is known by "{header}"')
    if name is not None:
        return proposal(name, Sure.EXACT, f'"{header}" is a known word for it')
    if slip := words.find_slip(header):
        return proposal(slip, Sure.NEAR, f'"{header}" is a letter or two off a known word for it')
    inside = words.find_inside(header)
    if inside and inside[1] == NOTHING:  # "N°" says nothing where another word of the header does
        inside = words.find_inside(header.replace(inside[0], " ", 1)) or inside
    if inside:
        word, name = inside
        return proposal(name, Sure.NEAR, f'"{word}" in "{header}" is a known word for it')
    return proposal(NOTHING, Sure.OPEN, f'"{header}" is not known')


def _is_flag(header: str) -> bool:
    return any(words.find(header) is not None for words in map(vocabulary.values, ("active", "status")))


def _is_yes_no(cells: Sequence[object]) -> bool:
    """Tell whether nothing but yes and no stands in a column, and yes at least once."""
    given = [yes_or_no(cell) for cell in cells if cell is not None and str(cell).strip()]
    return bool(given) and None not in given and any(given)


def _settled(columns: Sequence[ColumnProposal], holds: Holds) -> list[ColumnProposal]:
    """Leave a field that only one column may have to the surest column, the first of equals."""
    order = list(Sure)
    ranked = sorted(columns, key=lambda column: (order.index(column.sure), column.place))
    taken: dict[str, ColumnProposal] = {}
    settled = []
    for column in ranked:
        spec = FIELDS[holds][column.field]
        before = taken.setdefault(column.field, column)
        if before is not column and not spec.several:
            why = f'column "{before.header}" is its {column.field} already'
            column = ColumnProposal(column.place, column.header, column.group, NOTHING, Sure.NEAR, why, column.samples)
        settled.append(column)
    return sorted(settled, key=lambda column: column.place)


_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_DOMAIN_LOGIN = re.compile(r"[\w.-]+\\[\w.$-]+")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_VERSION = re.compile(
    r"(?:win\w*|ws|server)[\w .-]*\b20(?:08|12|16|19|22|25)\b|\b20(?:08|12|16|19|22|25)( R2)?\b", re.I
)
_CAL = re.compile(r"\bCALs?\b|\b[UD]CAL\b|UsrCAL|DvcCAL", re.I)
_MOST = 0.8
"""Such a share of the cells must fit."""


def _by_content(
    found: ListFound, column: ColumnProposal, holds: Holds, known: Known, taken: Collection[str]
) -> ColumnProposal:
    """Return a column whose header says nothing with the field that its cells speak for, if there is one."""
    texts = [text for cell in found.column(column.place) if (text := text_of(cell))]
    if not texts or column.field != NOTHING:
        return column
    for spec in FIELDS[holds].values():
        fits = _fits(spec, known)
        if fits is None or (spec.name in taken and not spec.several):
            continue
        share = sum(map(fits, texts)) / len(texts)
        if share >= _MOST:
            why = f"{share:.0%} of its cells are {spec.content}"
            return ColumnProposal(
                column.place, column.header, column.group, spec.name, Sure.CONTENT, why, column.samples
            )
    return column


def _fits(spec: Field, known: Known) -> Callable[[str], bool] | None:
    """Return what tells that a text is what stands in a field; None for fields that content does not give away."""
    match spec.content:
        case Content.EMAIL:
            return lambda text: _EMAIL.fullmatch(text) is not None
        case Content.LOGIN:
            return lambda text: _DOMAIN_LOGIN.fullmatch(text) is not None or text.casefold() in known.logins
        case Content.ADDRESS:
            return lambda text: _ADDRESS.fullmatch(text) is not None
        case Content.MACHINE if known.machines:
            return lambda text: all(short_name(part) in known.machines for part in several(text))
        case Content.SERVER if known.servers.names:
            return lambda text: all(known.servers.is_name(part) for part in several(text))
        case Content.SYSTEM:
            return lambda text: _VERSION.search(text) is not None
        case Content.PRODUCT:
            return lambda text: _CAL.search(text) is not None
        case Content.WORD if spec.words in ("kind", "metric"):
            return lambda text: vocabulary.values(spec.words).find(text) is not None
    return None


_BETWEEN = re.compile(r"\s*[;,\n/|+&]\s*|\s+(?:und|and|et|i|oraz)\s+")


def several(text: str) -> list[str]:
    """Return the names in a cell, which people part by semicolon, comma, stroke, line break or "and"."""
    return [part for part in _BETWEEN.split(text) if part]


def wrong_content(spec: Field, cells: Sequence[object], known: Mapping[str, str]) -> tuple[str, ...]:
    """Return texts of a column that are not what its field needs, `known` being what was said of some before.

    Of words those count that are in no list; of days, numbers and addresses those that are none.
    """
    texts = dict.fromkeys(text for cell in cells if (text := text_of(cell)))
    return tuple(text for text in texts if text not in known and not _may_be(spec, text))


def _may_be(spec: Field, text: str) -> bool:
    match spec.content:
        case Content.YES_NO:
            return yes_or_no(text) is not None
        case Content.WORD:
            return read_word(spec, text) is not None
        case Content.EMAIL:
            return "@" in text
        case Content.COUNT:
            return re.search(r"\d", text) is not None
        case Content.SYSTEM:
            return _VERSION.search(text) is not None
    return True


def read_word(spec: Field, text: str) -> str | None:
    """Return what a word means in a field of words, None where nobody knows it; yes and no are words of some."""
    found = vocabulary.values(spec.words).find(text)
    if found is not None:
        return found
    if spec.words in ("status", "active"):
        yes, no = ("in_use", "retired") if spec.words == "status" else ("yes", "no")
        for meaning in (no, yes):
            if vocabulary.beginnings(spec.words, meaning).match(text.casefold()):
                return meaning
        said = yes_or_no(text)
        return None if said is None else yes if said else no
    return None

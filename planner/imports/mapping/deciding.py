"""From the lists of an import to mapped lists: what was kept before counts first, then what is proposed.

Lists are looked at twice, for a column of one may be called after the servers or hold the machines of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.errors import UsageError
from planner.imports.mapping.fields import FIELDS, IN_WORDS, NOTHING, Holds
from planner.imports.mapping.lists import ListFound
from planner.imports.mapping.mapping import (
    ListMapping,
    fingerprint,
    from_proposal,
    problems,
    reused,
)
from planner.imports.mapping.proposing import NAMES_ALONE, Known, Sure, propose, wrong_content
from planner.imports.mapping.rows import MappedList, people_of, servers_of
from planner.imports.mapping.servers import short_name
from planner.imports.questions import Talk


def decide(found: Sequence[ListFound], kept: Iterable[ListMapping], talk: Talk) -> list[MappedList]:
    """Return what each list means.  Raises UsageError for mappings that were given and cannot be used."""
    of = {each.fingerprint: each for each in kept}
    wrong: list[str] = []
    first = [_mapped(each, of, Known(), wrong) for each in found]
    if wrong:
        raise UsageError("\n".join(wrong))
    known = _known(first)
    mapped = [
        _mapped(each, of, known, [], _said(before.mapping, talk)) for each, before in zip(found, first, strict=True)
    ]
    for each in mapped:
        _tell(each, each.mapping.fingerprint in of, talk)
    return mapped


def _said(mapping: ListMapping, talk: Talk) -> Holds | None:
    """Ask what a list is whose headers leave open whether it is one of people at all."""
    if mapping.why != NAMES_ALONE:
        return None
    answer = talk.ask(
        f"list {mapping.called}",
        f"{mapping.called}: what are its rows? It has a column of names, and nothing says that these are people.",
        "It is left out.",
        choices=tuple(Holds),
    )
    return Holds(answer) if answer else None


def _mapped(
    found: ListFound, kept: dict[str, ListMapping], known: Known, wrong: list[str], said: Holds | None = None
) -> MappedList:
    before = kept.get(fingerprint(found.headers))
    if before is None:
        return MappedList(found, from_proposal(found, propose(found, known, said)))
    mapping = reused(found, before)
    wrong += problems(mapping)
    return MappedList(found, mapping)


def _known(mapped: Sequence[MappedList]) -> Known:
    machines = frozenset(
        short_name(text)
        for each in mapped
        if each.mapping.holds is Holds.DEVICES
        for text in each.texts("device")
        if text
    )
    return Known(servers_of(mapped), machines, people_of(mapped).logins)


def _tell(each: MappedList, is_kept: bool, talk: Talk) -> None:
    """Tell what a list is read as, and what of its columns is not sure."""
    found, mapping = each.found, each.mapping
    by_row: dict[str, list[int]] = {}
    for out in found.left_out:
        by_row.setdefault(f"Rows are left out: {out.why}.", []).append(out.row)
    for text, rows in by_row.items():
        talk.tell(mapping.called, text, tuple(rows))
    if found.hidden:
        talk.tell(mapping.called, f"Hidden rows are data and were read (rows: {len(found.hidden)}).", found.hidden)
    if found.filled:
        text = f"Merged cells were filled in inside their ranges (cells: {found.filled})."
        talk.tell(mapping.called, text)
    if mapping.holds is Holds.NOTHING:
        talk.tell(mapping.called, f"The list is left out: {mapping.why}.", (found.header_row,))
        return
    text = f"A list of {IN_WORDS[mapping.holds]} with {each.size} rows below row {found.header_row}: {mapping.why}."
    talk.tell(mapping.called, text, (found.header_row,))
    if is_kept:
        _check_again(each, talk)
    else:
        _tell_columns(each, talk)


def _tell_columns(each: MappedList, talk: Talk) -> None:
    for column in each.mapping.columns:
        if column.sure == Sure.OPEN and column.header and column.samples and column.field == NOTHING:
            shown = ", ".join(column.samples)
            talk.tell(each.mapping.called, f"Column {column.called} is not known and was not used; it holds {shown}.")
        elif column.sure in (Sure.NEAR, Sure.CONTENT):
            means = f"{column.field} of {column.server}" if column.server else column.field
            talk.tell(each.mapping.called, f"Column {column.called} is read as {means} ({column.sure}): {column.why}.")


def _check_again(each: MappedList, talk: Talk) -> None:
    """Tell of columns of a mapping that was kept whose cells are no longer what it says."""
    for column in each.mapping.columns:
        spec = FIELDS[each.mapping.holds][column.field]
        odd = wrong_content(spec, each.found.column(column.place), column.values)
        if odd and not column.values:
            shown = ", ".join(odd[:3])
            text = f"Column {column.called} is mapped to {column.field}, but holds what is none: {shown}."
            talk.tell(each.mapping.called, f"{text} Look at its mapping.")

"""Whom a question means: an id as it is, else the one person or machine of that name or e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from planner.domain.estate import NONE, Estate, Machines, People
from planner.domain.holder_origin import GROUP_DEVICE, GROUP_PERIPHERAL, GROUP_USER, SHARED_ACCOUNT
from planner.domain.product import Metric
from planner.domain.requirement import Holders
from planner.errors import UsageError
from planner.study.why.names import EVERYBODY, NUMBERED
from planner.study.why.questions import OtherEnd
from planner.words import joined, say

MOST_NAMED = 5
_NEAR_ENOUGH = 0.6


def by_id(question: OtherEnd, estate: Estate, holders: Holders) -> OtherEnd:
    """Return the question about the id of whom it names.

    Raises UsageError, naming those who come near, where several or none are called so.
    """
    who = question.who
    if _is_held(who, holders) or any(who in end.ids for end in (estate.people, estate.machines)):
        return question
    found = list(_called(who, estate, question.whose))
    if len(found) == 1:
        ((metric, number),) = found
        return replace(question, who=_id_of(metric, number, estate), whose=metric)
    if found:
        told = joined("; ", (_in_words(metric, number, estate) for metric, number in found[:MOST_NAMED]))
        more = say("; and {found:,} more", found=len(found) - MOST_NAMED) if len(found) > MOST_NAMED else ""
        raise UsageError(
            say(
                '{found:,} are called "{who}": {told}{more}. Ask about one of them by its id.',
                found=len(found),
                who=who,
                told=told,
                more=more,
            )
        )
    near = joined("; ", _near(who, estate, holders))
    raise UsageError(
        say('Nobody is called "{who}".', who=who) + (say(" Near to it: {near}.", near=near) if near else "")
    )


def _is_held(who: str, holders: Holders) -> bool:
    numbered = NUMBERED.fullmatch(who)
    return bool((holders.piece_stem == who).any() or (numbered and (holders.piece_stem == numbered[1]).any()))


def _ends(estate: Estate) -> Iterator[tuple[Metric, People | Machines]]:
    yield Metric.USER, estate.people
    yield Metric.DEVICE, estate.machines


def _folded(text: str) -> str:
    return joined(" ", text.split()).casefold()


def _called(who: str, estate: Estate, whose: Metric | None) -> Iterator[tuple[Metric, int]]:
    """Yield the people and machines whose name or e-mail is this one, but for case and blanks."""
    wanted = _folded(who)
    for metric, end in _ends(estate):
        if whose in (None, metric):
            numbers: set[int] = set()
            for texts in (end.particulars.name, end.particulars.email):
                if texts is not None:
                    alike = [code for code, text in enumerate(texts.values.tolist()) if _folded(text) == wanted]
                    numbers.update(number for code in alike for number in (texts.code == code).nonzero()[0].tolist())
            yield from ((metric, number) for number in sorted(numbers))


def _id_of(metric: Metric, number: int, estate: Estate) -> str:
    if metric is Metric.DEVICE:
        return str(estate.machines.ids[number])
    people = estate.people
    several = f"{SHARED_ACCOUNT}{EVERYBODY}" if people.persons[number] > 1 else ""
    return f"{people.ids[number]}{several}"


def _in_words(metric: Metric, number: int, estate: Estate) -> str:
    """Name somebody by id, with what else is known: `a1 (Ann One, ann@x.example, Sales)`."""
    end = estate.people if metric is Metric.USER else estate.machines
    known = end.particulars.name, end.particulars.email, end.particulars.department
    told = [str(texts.values[texts.code[number]]) for texts in known if texts and texts.code[number] != NONE]
    return (
        say("{id_of} ({value})", id_of=_id_of(metric, number, estate), value=joined(", ", told))
        if told
        else _id_of(metric, number, estate)
    )


def _near(who: str, estate: Estate, holders: Holders) -> Iterator[str]:
    """Yield the ids, names and e-mails nearest to a word, the nearest first."""
    known: dict[str, None] = {}
    for _, end in _ends(estate):
        known |= dict.fromkeys(end.ids.tolist())
        for texts in (end.particulars.name, end.particulars.email):
            known |= dict.fromkeys(texts.values.tolist() if texts is not None else ())
    for group in estate.groups:
        known |= {f"{group.name}{between}{EVERYBODY}": None for between in (GROUP_USER, GROUP_DEVICE, GROUP_PERIPHERAL)}
    held = set(holders.piece_stem.tolist())
    names = [name for name in known if not name.endswith(EVERYBODY) or name.removesuffix(EVERYBODY) in held]
    folded = [_folded(name) for name in names]
    found = process.extract(
        _folded(who), folded, scorer=OSA.normalized_similarity, limit=MOST_NAMED, score_cutoff=_NEAR_ENOUGH
    )
    holding = (name for name, text in zip(names, folded, strict=True) if _folded(who) in text)
    nearest = dict.fromkeys([*(names[place] for _, _, place in found), *islice(holding, MOST_NAMED)])
    yield from islice(nearest, MOST_NAMED)

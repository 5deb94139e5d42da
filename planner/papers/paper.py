"""A paper is a file with a name that every system takes, and that says what it is and for whom."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from planner.domain.file_names import for_every_system
from planner.domain.harmless import UNSEEN

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\t\n]')
_BLANKS = re.compile(r"\s+")
_LONGEST_PART, _LONGEST = 40, 150


@dataclass(frozen=True, slots=True)
class Paper:
    """A file for one receiver."""

    name: str
    content: bytes


def file_name(parts: Iterable[str], ending: str) -> str:
    """Return a name of parts that Windows, macOS and Linux all take: `estate, cheapest, request, Dealer A.xlsx`."""
    clean = [part for part in map(_part, parts) if part]
    stem = ", ".join(clean)[:_LONGEST].rstrip(" .,") or "paper"
    return for_every_system(f"{stem}{ending}")


def _part(text: str) -> str:
    plain = unicodedata.normalize("NFC", _FORBIDDEN.sub("_", UNSEEN.sub("_", text)))
    return _BLANKS.sub(" ", plain).strip(" .")[:_LONGEST_PART].strip(" .")


def told_apart(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return papers so that no two have one name, not even where capitals are not told apart."""
    taken: set[str] = set()
    found = []
    for paper in papers:
        path, name, number = PurePath(paper.name), paper.name, 1
        while name.casefold() in taken:
            number += 1
            name = f"{path.stem} ({number}){path.suffix}"
        taken.add(name.casefold())
        found.append(Paper(name, paper.content))
    return tuple(found)

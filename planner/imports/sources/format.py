"""What a format of exports is: how its columns are called, which of them give it away, and how its rows are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from planner.imports.evidence import Evidence
from planner.imports.questions import Talk
from planner.imports.reading.tables import Table, fold

Reader = Callable[[Table, Talk], Iterator[Evidence]]


@dataclass(frozen=True)
class Format:
    """One kind of export."""

    name: str
    """Unique; the part before a stroke is the name that `--source` takes."""
    title: str
    """What it is, for people."""
    columns: Mapping[str, str]
    """Our names of columns, and how files write them, with | between."""
    needs: tuple[str, ...]
    """Sets of our names, each with blanks between; a file that has all of one set is of this format."""
    read: Reader
    is_log: bool = False
    """Whether files of millions of rows are normal, which are added up before they are read."""
    never: str = ""
    """Headers, with | between, that only other formats have."""
    spellings: Mapping[str, tuple[str, ...]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        split = {name: tuple(map(fold, written.split("|"))) for name, written in self.columns.items()}
        object.__setattr__(self, "spellings", split)

    @property
    def source(self) -> str:
        """The name that `--source` takes."""
        return self.name.partition("/")[0]

    def places_in(self, header: list[str]) -> dict[str, int] | None:
        """Return where our columns stand in a folded header; None where it is no header of this format.

        Of a header that occurs twice the first counts.
        """
        if self.never and set(map(fold, self.never.split("|"))) & set(header):
            return None
        places: dict[str, int] = {}
        for name, spellings in self.spellings.items():
            found = next((header.index(spelling) for spelling in spellings if spelling in header), None)
            if found is not None:
                places[name] = found
        return places if any(places.keys() >= set(need.split()) for need in self.needs) else None

    def need_met(self, places: Mapping[str, int]) -> tuple[str, ...]:
        """Return the set of needed columns that a header has."""
        return next(tuple(need.split()) for need in self.needs if places.keys() >= set(need.split()))

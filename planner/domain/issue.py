"""A problem or a remark found in the data: a stable code, where it stands, and words a person can act on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.words import SaidEnum, say


class Severity(SaidEnum):
    """An error stops the run; a notice is only told."""

    ERROR = "error"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands: file, sheet and column by name, row as Excel shows it; None where it does not apply."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    """The address Excel shows, e.g. `B4`, where the source is a sheet."""

    def __str__(self) -> str:
        if self.sheet is None:
            return self.file or ""
        if self.row is None:
            return (
                say('{sheet}, column "{column}"', sheet=self.sheet, column=self.column) if self.column else self.sheet
            )
        address = (
            say("{sheet}!{cell}", sheet=self.sheet, cell=self.cell)
            if self.cell
            else say("{sheet}, row {row}", sheet=self.sheet, row=self.row)
        )
        return say('{address}, column "{column}"', address=address, column=self.column) if self.column else address


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem: what was found (`text`, with the value in it) and what to do about it (`remedy`)."""

    code: str
    severity: Severity
    location: Location
    value: str | None
    text: str
    remedy: str
    stands_for: int = 1
    """How many problems it tells of: more than one where it counts those of a kind that are not told one by one."""
    suggestions: tuple[str, ...] = ()
    """What may be meant, to be typed in the place of `value`; several where it can mean so many things."""

    def __str__(self) -> str:
        where = str(self.location)
        parts = say("{text} {remedy}", text=self.text, remedy=self.remedy).strip()
        return (
            say("{where}: {parts} [{code}]", where=where, parts=parts, code=self.code)
            if where
            else say("{parts} [{code}]", parts=parts, code=self.code)
        )


class Level(StrEnum):
    """What harm is done where a remark is overlooked, the worst first."""

    BLOCKS = "blocks"
    """The plan should not be used before this is settled."""
    MONEY = "money"
    """It may cost or save money."""
    TO_KNOW = "to_know"


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark that travels with a plan."""

    code: str
    text: str
    level: Level = Level.TO_KNOW
    amount_minor: int | None = None
    """What is at stake, in minor units of the plan's currency; None: not known."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: the stable code messages carry, its title, and an explanation with what to do about it."""

    code: str
    title: str
    explanation: str
    level: Level = Level.TO_KNOW

    def notice(self, text: str, amount_minor: int | None = None) -> Notice:
        """Return the remark that tells of one such case, and what is at stake where that is known."""
        return Notice(self.code, text, self.level, amount_minor)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a scenario is impossible whatever may be bought, and what helps that is no policy."""

    reason: str
    remedy: str

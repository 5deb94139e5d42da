"""What an import asks: what files leave open or say in two ways, with ids that stay the same from run to run.

A question says what is taken until it is answered, and nothing is ever merged on a guess.  Answers are kept by the
person: in a TOML file, or on the sheet Questions of an inventory that was imported before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.imports.evidence import Origin


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person knows."""

    id: str
    """Kind and subject, such as `address 10.1.2.3`: stable, and readable enough to answer in a file."""
    text: str
    until_answered: str
    """What the inventory takes for now, as a whole sentence."""
    choices: tuple[str, ...] = ()
    """What may be answered; empty: free text, which `text` explains."""
    origins: tuple[Origin, ...] = ()
    answer: str = ""
    is_suggestion: bool = False
    """Whether the import is whole without an answer; an answer could only join or leave out more."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Two or more things that were found to be one, and the key that says so."""

    what: str
    into: str
    key: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something done or found that nobody needs to answer."""

    file: str
    text: str
    rows: tuple[int, ...] = ()


@dataclass(slots=True)
class Talk:
    """Collects what an import has to ask and to tell, and hands out what has been answered before."""

    answers: Mapping[str, str] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    merged: dict[tuple[str, str, str], set[Origin]] = field(default_factory=dict)
    """Origins by what was merged, into what, and the key."""
    told: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    """Rows by file and sentence."""

    def ask(
        self,
        id: str,
        text: str,
        until_answered: str,
        *,
        choices: tuple[str, ...] = (),
        origins: tuple[Origin, ...] = (),
        is_suggestion: bool = False,
    ) -> str | None:
        """Ask, and return the answer where there is one that may be given, None otherwise."""
        found = self.answers.get(id, "").strip()
        answer = found if not choices or found in choices else ""
        if found and not answer:
            self.tell("", f'The answer "{found}" to "{id}" is none of: {", ".join(choices)}. It is not used.')
        self.questions[id] = Question(id, text, until_answered, choices, origins[:20], answer, is_suggestion)
        return answer or None

    def is_apart(self, what: str) -> bool:
        """Tell whether it was answered that something is not one with what its keys say."""
        return self.answers.get(f"apart {what}", "").strip().casefold() in ("yes", "apart", "x")

    def tell(self, file: str, text: str, rows: tuple[int, ...] = ()) -> None:
        """Tell what was done or found in a file."""
        self.told.setdefault((file, text), set()).update(rows)

    def merge(self, what: str, into: str, key: str, origins: tuple[Origin, ...]) -> None:
        """Record that something was found to be one, and by which key."""
        self.merged.setdefault((what, into, key), set()).update(origins)

    @property
    def merges(self) -> tuple[Merge, ...]:
        """What was found to be one, in order."""
        return tuple(Merge(*found, tuple(sorted(self.merged[found]))) for found in sorted(self.merged))

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What was told, a sentence once per file."""
        return tuple(Remark(file, text, tuple(sorted(rows))) for (file, text), rows in self.told.items())

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions without an answer, in the order of their ids."""
        return tuple(self.questions[id] for id in sorted(self.questions) if not self.questions[id].answer)

"""What a licensing rule is: what it says and on whose word, how far the program goes, and what follows from it.

Each rule has a room in `planner/licensing/rules/` that holds one `RULE`.  Whatever a rule does not need is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from planner.domain.issue import Problem
from planner.domain.setting import Setting
from planner.words import SaidEnum, say

if TYPE_CHECKING:
    from planner.domain.estate import AccessKind, DeviceKind, Server
    from planner.domain.evidence import Evidence
    from planner.domain.issue import Notice
    from planner.domain.lot import Lot
    from planner.domain.offer import Offer
    from planner.domain.plan import Plan
    from planner.domain.product import Product
    from planner.domain.requirement import Ends, Waived
    from planner.domain.review import ProofLine
    from planner.domain.scenario import Policy
    from planner.licensing.view import View

ALWAYS, WITH_RDS, WITH_MIXING, WITH_USED = "always", "rds", "mixing", "used"
"""Which plans rest on a rule: all, those with Remote Desktop, with both metrics, with used licences."""


class State(StrEnum):
    """How far the program goes."""

    BUILT = "built"
    PART = "part"
    INFORMATION = "information"
    NOT_BUILT = "not built"
    OUT_OF_SCOPE = "out of scope"


class Treatment(StrEnum):
    """What becomes of accesses from a kind of machine."""

    ORDINARY = "ordinary"
    OWN_CAL = "own_cal"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: what was read and how, the day it is from, and how sure it is where sources of a rule differ."""

    words: str
    dated: str = ""
    standing: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.words, self.dated and f"({self.dated})", self.standing)))


@dataclass(frozen=True, slots=True)
class Exemption:
    """Frees accesses to some servers of the base CAL.

    `frees` answers for a server and a kind of access, of which there are few; the accesses, of which there are
    millions, are then found by their targets.  `problem` tells of what was left out, after `words`.
    """

    problem: Problem
    words: str
    frees: Callable[[Server, AccessKind, Policy], bool]


class Stated(Protocol):
    """Used licences on offer or owned, as far as somebody states what they are."""

    @property
    def product(self) -> Product:
        """What is licensed."""

    @property
    def evidence(self) -> Evidence:
        """What is stated about where they come from."""

    @property
    def term_months(self) -> int | None:
        """Months they run; None: for good."""


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason why licences may not be bought used, or not be sold, and where it stands among those that are told."""

    reason: str
    place: int

    def __str__(self) -> str:
        return self.reason


NOT_STATED = Objection(say("evidence is not stated, and the policy missing_evidence is exclude"), 1000)


@dataclass(frozen=True, slots=True)
class Finding:
    """One objection to some used licences, with what it is about; for `NOT_STATED` that is the column."""

    objection: Objection
    about: str = ""
    place: int = 1000
    """Where it stands among the columns that are not stated."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a plan takes for granted, in a sentence; None where it does not matter.  Sentences stand by their place."""

    place: int
    sentence: Callable[[View], str | None]


class Whom(SaidEnum):
    """Who can answer what no source settles."""

    MICROSOFT = "Microsoft, in writing"
    LAWYER = "a lawyer"
    VENDOR = "the vendor"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that no source settles, whom to ask it, and what the program does meanwhile."""

    whom: Whom
    question: str
    meanwhile: str


@dataclass(frozen=True, slots=True)
class PlannedFacts:
    """What is known once a plan is made: the plan, whose proofs it has, and what it made of waivers."""

    plan: Plan
    proofs: Sequence[ProofLine]
    waived: Waived


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    id: str
    title: str
    statement: str
    state: State
    sources: tuple[Source, ...]
    standing: str
    """How sure the sources are together."""
    when: tuple[str, ...] = ()
    """Which plans rest on it: one of the words above, or codes of the notices that tell of it."""
    buying: State | None = None
    """How far the program goes in what is bought, where that differs from `state`."""
    selling: State | None = None
    """The same for what is sold."""
    where: tuple[str, ...] = ()
    """Modules of `planner` that do what it asks, besides its room."""
    settings: tuple[Setting[Any], ...] = ()
    """The policies it has."""
    also: tuple[Setting[Any], ...] = ()
    """Policies of other rules that bear on it."""
    notices: tuple[Problem, ...] = ()
    tests: tuple[str, ...] = ()
    limit: str = ""
    """What the program does not do, and what to do about it."""
    treats: Callable[[Policy], Mapping[DeviceKind, Treatment]] | None = None
    """Says what becomes of accesses from some kinds of machine; the others are left to other rules."""
    exemptions: tuple[Exemption, ...] = ()
    remote_ends: Callable[[Server, Policy], Ends | None] | None = None
    """Says whose Remote Desktop CALs alone count on a server, whatever its deployment is set to; None: anybody's."""
    asks_for_assurance: Callable[[Server], bool] | None = None
    """Says whether Remote Desktop CALs count on a server only with Software Assurance, or as subscriptions."""

    objections: Callable[[Stated, Policy], Iterator[Finding]] | None = None
    """Says what speaks against buying used licences, blanks included."""
    binds_sellers: bool = False
    """Whether the same speaks against selling owned licences: a buyer in the same country would not take them."""
    holds_back: Callable[[Lot, Policy], Iterator[Finding]] | None = None
    """Says what else speaks against selling owned licences."""
    warning: Callable[[Policy], Notice | None] | None = None
    """Says what to know wherever used licences may be bought."""
    risks: Callable[[Sequence[Offer]], Iterator[str]] | None = None
    """Says what a plan takes for granted about the used offers it buys, of which there is at least one."""

    assumes: tuple[Assumption, ...] = ()
    open_point: Callable[[View, PlannedFacts], str | None] | None = None
    """Says which reading that sources do not settle a plan rests on, if it does on this rule's."""
    asks: tuple[Ask, ...] = ()
    """What to ask whoever can settle it; docs/open-facts.md lists them all."""

    @property
    def number(self) -> int:
        """The number by which the rule is quoted."""
        return int(self.id[1:])

    @property
    def has_effect(self) -> bool:
        """Whether its room says what follows from it for accesses, licences or offers."""
        about_accesses = (self.treats, self.exemptions, self.remote_ends, self.asks_for_assurance)
        return any((*about_accesses, self.objections, self.holds_back, self.warning, self.risks))

"""Settings: what a scenario may decide, one value per policy, and everything that is said and asked about it.

A setting that buying, money or the search needs is a typed field of `Policy`; one that belongs to a licensing rule
stands in that rule's room and is read as `policy[SETTING]`.  Reading a workbook, the blank workbook, plan.json, the
form, the search for what makes a scenario possible and the documentation take all they know of a policy from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from planner.domain import money
from planner.words import SaidEnum

if TYPE_CHECKING:
    from planner.domain.requirement import Requirements

T = TypeVar("T")

ASK_ABOUT_READING = "It is a reading of the licence terms, so ask before you rely on it."
ASK_ABOUT_USED = "Whoever relies on used licences must be able to prove their origin, so ask before you buy them."


class PolicyKind(SaidEnum):
    """How a policy's value is written."""

    YES_NO = "yes or no"
    SHARE = "a share from 0 to 1"
    RATE = "a yearly rate, e.g. 0.03"
    FACTOR = "a factor, e.g. 1.25"
    MONEY = "an amount"
    COUNT = "a whole number"
    DATE = "a date YYYY-MM-DD"
    CHOICE = "one of the listed words"
    NAMES = "names separated by ;"
    PROOF = "items of proof separated by ;"
    VERSION = "a version"
    COUNTRY = "a country code"
    TEXT = "text"


class FormGroup(SaidEnum):
    """The groups of the form, in their order."""

    BOUGHT = "What may be bought"
    VENDORS = "Vendors and orders"
    METRICS = "User or Device CALs"
    OWNED = "What you own"
    VERSIONS = "Server versions"
    USED = "Evidence for used licences"
    REMOTE = "Remote Desktop"
    COUNTED = "Who and what counts"
    OUTSIDE = "People from outside"
    AUDIT = "If somebody audits"
    SUBSCRIPTIONS = "Subscriptions that bring a CAL"
    OVER_TIME = "Planning over time"
    MORE = "More rules"


@dataclass(frozen=True, slots=True)
class Form:
    """A policy as a form asks for it."""

    group: FormGroup
    label: str
    question: str
    is_usual: bool = False
    """Whether most people look for it, so that it is asked at once."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The choices in plain words; without, they are shown as a workbook has them."""
    place: int = 1000
    """Where it stands in its group; those at one place follow in the order of policies."""


class Trial(SaidEnum):
    """When a value looser than the default is tried to make a scenario possible: each one tried is a search."""

    ALWAYS = "always"
    OWNED_REMOTE_DESKTOP = "where Remote Desktop CALs are owned"
    MORE_USED_OFFERS = "where more used offers may be bought then, all such policies together"
    MORE_OFFERS = "where more offers may be bought then"
    OTHER_NEEDS = "where something else must be covered then"


@dataclass(frozen=True, slots=True)
class Looser(Generic[T]):
    """The loosest value of a policy, where the default is not that."""

    value: T
    when: Trial = Trial.ALWAYS


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Setting(Generic[T]):
    """One policy: how it is written, what it means, and what is known about each of its values."""

    name: str
    kind: PolicyKind
    default: T
    """As `Policy` holds it; for plan_date None means today."""
    meaning: str
    place: int
    """Where it stands among all policies: in plan.json, the workbook and the documentation."""
    choices: tuple[str, ...] = ()
    """For CHOICE: the words allowed."""
    most: T | None = None
    """The largest value allowed, where the kind alone allows larger ones."""
    everywhere: bool = True
    """False: stands in sheet Policy only, not in Scenarios."""
    built: bool = True
    """False: known, but only its default is accepted so far."""
    blank: str = ""
    """What is written for a default that is None, such as `no limit`."""
    also_called: tuple[str, ...] = ()
    read_as: Mapping[str, T] = field(default_factory=dict)
    """Words that a cell may have besides those of its kind, and what they mean."""
    form: Form | None = None
    """None: asked for by its name and meaning, at the end."""
    may_be_in_the_way: bool = False
    """Whether a value other than the default can make a scenario impossible."""
    looser: Looser[T] | None = None
    taken_back: T | None = None
    """What it is taken back to, to make a scenario possible, where that is not its default."""
    may_be_an_obstacle: bool = False
    """Whether it can make a scenario impossible whatever may be bought; its loosest value, or its default, cannot."""
    caution: str = ""
    """What to mind before a change that makes a scenario possible is made."""
    shapes_requirements: bool = False
    """Whether what must be covered depends on it; policies that agree in all such ask for the same."""
    readings: tuple[T, ...] = ()
    """The values that sources or auditors disagree about; each but the one in force can be planned beside it."""
    matters: Callable[[Requirements], bool] | None = None
    """Where neither requirements nor market show that another reading changes something: whether it may."""

    def __repr__(self) -> str:
        return f"<policy {self.name}>"

    @property
    def loosest(self) -> T:
        """The value that leaves most possible."""
        return self.looser.value if self.looser else self.default

    def restricts(self, value: T) -> bool:
        """Tell whether a value may leave less possible than the default: another one, or a longer list."""
        if self.taken_back is not None:
            return value is not None and value != self.taken_back
        if isinstance(value, tuple) and isinstance(self.default, tuple):
            return set(value) > set(self.default)
        return value != self.default

    def as_json(self, value: Any) -> Any:
        """Return a value as plan.json writes it: money as text, shares as numbers, none as null."""
        if value is None:
            return None
        match self.kind:
            case PolicyKind.MONEY:
                return money.text(value)
            case PolicyKind.SHARE | PolicyKind.RATE | PolicyKind.FACTOR:
                return int(value) if value.denominator == 1 else float(value)
            case PolicyKind.DATE:
                return value.isoformat()
            case PolicyKind.NAMES | PolicyKind.PROOF:
                return list(value)
            case _:
                return value

"""What can be asked about a planned scenario, and what a reply consists of; both travel as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from planner.domain.product import Metric, Product, in_words
from planner.errors import UsageError
from planner.study.why.names import called
from planner.words import say
from planner.words.kept import with_recipes

FORMAT = "cal-planner/reply/1"


@dataclass(frozen=True, slots=True)
class WithoutOffer:
    """What would it cost if an offer were not there?"""

    offer: str


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """What would it cost to license somebody's accesses at one end: the people, or their machines?

    `who` is the id of a person or a machine, the id of one of a group, or `GROUP/user/*`, `GROUP/device/*` for all
    of them.  `layer` is the CAL the accesses need, `end` the end to license.  `whose` says whether `who` is a person
    or a machine, which need not be said unless both have that name.
    """

    who: str
    layer: Product
    end: Metric
    whose: Metric | None = None


@dataclass(frozen=True, slots=True)
class OfferPrice:
    """Between which prices of an offer does the plan stay the cheapest?"""

    offer: str


@dataclass(frozen=True, slots=True)
class KindPrice:
    """How much dearer or cheaper may all CALs of a kind on offer get while the plan stays the cheapest?"""

    product: Product
    metric: Metric


class SwitchOf(StrEnum):
    """What the decision of a plan over time may turn on; rates are called as their policies are."""

    DISCOUNT_RATE = "discount_rate"
    PRICE_CHANGE_NEW = "price_change_new"
    PRICE_CHANGE_USED = "price_change_used"
    KEEP_COST = "keep_cost"


@dataclass(frozen=True, slots=True)
class SwitchPoint:
    """At which value does a plan with a horizon decide otherwise?  All costs of keeping move in proportion."""

    of: SwitchOf


Question = WithoutOffer | OtherEnd | OfferPrice | KindPrice | SwitchPoint


def is_answered_over_time(question: Question) -> bool:
    """Tell whether a question is answered of a plan with a horizon."""
    return isinstance(question, WithoutOffer | SwitchPoint)


def as_asked(question: Question) -> str:
    """Write a question as somebody would ask it."""
    match question:
        case WithoutOffer(offer):
            return say("What would it cost without offer {offer}?", offer=offer)
        case OfferPrice(offer):
            return say("At which price of offer {offer} does the plan change?", offer=offer)
        case KindPrice(product, metric):
            return say("How much may {licence}s change in price?", licence=in_words(product, metric))
        case OtherEnd(who, layer, end, _):
            return say(
                "{called}: what would it cost with {licence}s instead?",
                called=called(who),
                licence=in_words(layer, end),
            )
        case SwitchPoint(of):
            return _TURNS_ON[of]


_TURNS_ON = {
    SwitchOf.DISCOUNT_RATE: say("At which discount rate is the decision another?"),
    SwitchOf.PRICE_CHANGE_NEW: say("At which yearly change of the prices of new licences is the decision another?"),
    SwitchOf.PRICE_CHANGE_USED: say("At which yearly change of the prices of used licences is the decision another?"),
    SwitchOf.KEEP_COST: say("At which cost of keeping old versions is the decision another?"),
}


_KINDS: Mapping[str, Callable[..., Question]] = {
    "without_offer": WithoutOffer,
    "other_end": OtherEnd,
    "offer_price": OfferPrice,
    "kind_price": KindPrice,
    "switch_point": SwitchPoint,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_ENUMS = {"layer": Product, "product": Product, "end": Metric, "metric": Metric, "whose": Metric, "of": SwitchOf}


def question_to_json(question: Question) -> dict[str, str]:
    """Return a question as it is saved."""
    given = {name: str(value) for name, value in asdict(question).items() if value is not None}
    return {"ask": _NAMES[type(question)], **given}


def question_from_json(values: Mapping[str, str]) -> Question:
    """Return the question that `question_to_json` wrote.  Raises UsageError for anything else."""
    given = {name: value for name, value in values.items() if name != "ask"}
    try:
        kind = _KINDS[values["ask"]]
        return kind(**{name: _ENUMS[name](value) if name in _ENUMS else value for name, value in given.items()})
    except (KeyError, TypeError, ValueError) as problem:
        raise UsageError(say("This question is not one that can be answered.")) from problem


@dataclass(frozen=True, slots=True)
class Change:
    """What another plan buys or sells otherwise: licences of one offer, or sold of one lot."""

    what: str
    """The licence in words, with its condition."""
    where: str
    """The vendor and the offer, or the lot."""
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Point:
    """The cheapest plan at other prices of a kind of CAL."""

    shift: str
    """What each of them costs more or less, as an amount: `-5.30`."""
    total: str
    """What the plan costs at these prices, as an amount."""
    users: int
    """User CALs bought of the product that is asked about."""
    devices: int
    """Device CALs bought of it."""


@dataclass(frozen=True, slots=True)
class Future:
    """The cheapest plan over time at another rate or cost, and what it decides."""

    at: str
    """The value in words: `6.5 % a year`, `540.00 EUR per payment`."""
    total: str
    """What the plan costs at its present value, as an amount."""
    today: str
    """What is bought or rented today."""
    later: str
    """What is bought or rented on later days only."""
    servers: str
    """When servers with a choice are upgraded."""
    is_present: bool = False
    """Whether this is the plan as it is."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a question: sentences, the most important first; what another plan has; plans at other prices,
    or in other futures."""

    sentences: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    points: tuple[Point, ...] = ()
    futures: tuple[Future, ...] = ()
    is_final: bool = True
    """Whether more time would not bring another answer."""

    def to_json(self) -> dict[str, Any]:
        """Return the reply as it is saved."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> Reply:
        """Return the reply that `to_json` wrote."""
        values = with_recipes(dict(values), values.get("words", {}))
        return Reply(
            tuple(values["sentences"]),
            tuple(Change(**change) for change in values["changes"]),
            tuple(Point(**point) for point in values["points"]),
            tuple(Future(**future) for future in values.get("futures", ())),
            values["is_final"],
        )

"""What somebody wants to see who checks whether an organisation's licences are in order."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.evidence import ProofItem
from planner.domain.product import Condition, Metric, Product, Version
from planner.words import SaidEnum


class CheckState(SaidEnum):
    """How one point of the checklist stands."""

    IN_ORDER = "in order"
    MISSING = "missing"
    NOT_STATED = "not stated"
    DOES_NOT_APPLY = "does not apply"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One point of the checklist: how it stands, in words, and what is missing, one text each."""

    item: str
    state: CheckState
    text: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofLine:
    """What shows that some licences are rightly held, owned ones or those a plan buys, and what is lacking."""

    source_id: str
    is_owned: bool
    product: Product
    metric: Metric
    version: Version
    condition: Condition
    quantity: int
    document: str
    """Invoice or agreement; empty where none is stated."""
    origin: str
    """Where used licences come from, in words: first sale, lot, segment; empty where nothing is stated."""
    held: tuple[ProofItem, ...]
    """Items of proof that are said to be there; with new licences none is asked for."""
    lacking: tuple[ProofItem, ...]
    """Items asked for that are said not to be there."""
    open: tuple[ProofItem, ...]
    """Items asked for of which nothing is said."""
    ask: str
    """Who can supply what is lacking or open."""

    @property
    def is_used(self) -> bool:
        """Whether the licences had an owner before, so that the chain from the first one counts."""
        return self.condition is Condition.USED


@dataclass(frozen=True, slots=True)
class Risk:
    """What today's shortfall would cost in an audit, in minor units; `amount_minor` is None where no price is known."""

    shortfall: int
    amount_minor: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Review:
    """All of it for one scenario."""

    checklist: tuple[CheckLine, ...]
    proofs: tuple[ProofLine, ...]  # used licences first
    risk: Risk

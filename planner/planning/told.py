"""What is told of one scenario: remarks in the order a reader meets them, whenever they were found."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, auto

from planner.domain.issue import Notice


class Topic(IntEnum):
    """What remarks are about, in the order they are listed."""

    INVENTORY = auto()
    SERVERS = auto()
    WHO_COUNTS = auto()
    NOT_COUNTED = auto()
    OTHER_READINGS = auto()
    COUNTED_BEYOND_LISTS = auto()
    OWNED_AND_FOR_SALE = auto()
    UPGRADED_NOW = auto()
    MARKET = auto()
    WAIVED = auto()
    PLAN = auto()
    BOUGHT = auto()
    NEWER_SERVERS = auto()


class Told:
    """The remarks about one scenario, by topic.  What is told of a topic again replaces what was told before."""

    def __init__(self) -> None:
        self._notices: dict[Topic, tuple[Notice, ...]] = {}

    def tell(self, topic: Topic, *notices: Iterable[Notice]) -> None:
        """Tell everything there is to say about a topic."""
        self._notices[topic] = tuple(notice for some in notices for notice in some)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All that was told, in order."""
        return tuple(notice for topic in sorted(self._notices) for notice in self._notices[topic])

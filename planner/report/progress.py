"""How a run is getting on, for a person who waits at a terminal.

A line per scenario that is being planned: which of how many it is, what is being done, and for how long; below it,
once the search knows anything, the best cost so far and what could still be saved.  `Progress` only keeps and words
this, so it costs next to nothing where nobody looks; `shown` draws it until the work is done, and leaves no trace.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TextIO

from planner.domain import money
from planner.words import say

if TYPE_CHECKING:
    from rich.console import Group

DRAWN_PER_SECOND = 4


@dataclass(frozen=True, slots=True)
class _Work:
    """What is being done, for one scenario or, without a name, for all of them."""

    scenario: str
    began: float
    stage: str
    standing: str = ""


class Progress:
    """What is being done at the moment; `stage` and `standing` are told by the run.

    Another thread may ask for the lines at any time: every change is one new value.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._names: tuple[str, ...] = ()
        self._currency = ""
        self._work: dict[str, _Work] = {}

    def expect(self, scenarios: Sequence[str], currency: str) -> None:
        """Learn which scenarios there are, and the currency of their costs."""
        self._names, self._currency = tuple(scenarios), currency

    def stage(self, scenario: str, stage: str) -> None:
        """Learn what is being done now; no stage: the scenario is finished.  No scenario: it serves all of them."""
        others = {name: work for name, work in self._work.items() if name not in (scenario, "")}
        if stage:
            before = self._work.get(scenario, _Work(scenario, self._clock(), ""))
            others[scenario] = replace(before, stage=stage)
        self._work = others

    def standing(self, scenario: str, cost_minor: int | None, bound_minor: int) -> None:
        """Learn the cost of a scenario's best plan, None if there is none yet, and the bound proved so far."""
        if scenario in self._work:
            told = standing_in_words(cost_minor, bound_minor, self._currency)
            self._work = self._work | {scenario: replace(self._work[scenario], standing=told)}

    def lines(self) -> list[str]:
        """Return what there is to say, line by line; a line that begins with a blank belongs to the one above."""
        lines = []
        for work in self._work.values():
            where = say("{place}: ", place=self._place(work.scenario)) if work.scenario else ""
            lines.append(
                say(
                    "{elapsed}  {where}{stage}",
                    elapsed=_elapsed(self._clock() - work.began),
                    where=where,
                    stage=work.stage,
                )
            )
            if work.standing:
                lines.append(" " * _INDENT + work.standing)
        return lines

    def _place(self, scenario: str) -> str:
        if scenario not in self._names:
            return scenario
        return say(
            "{scenario} ({index} of {names})",
            scenario=scenario,
            index=self._names.index(scenario) + 1,
            names=len(self._names),
        )


_INDENT = len("0:00:00  ")


def standing_in_words(cost_minor: int | None, bound_minor: int, currency: str) -> str:
    """Say how good the best plan so far is: `best 12,345.00 EUR, at most 3.20 EUR (0.03 %) to save; ...`."""
    bound = money.words(bound_minor, currency)
    if cost_minor is None:
        return say("no plan yet; none can cost less than {bound}", bound=bound)
    best = say("best {cost}", cost=money.words(cost_minor, currency))
    savable = cost_minor - bound_minor
    if savable <= 0:
        return say("{best}, nothing cheaper is possible", best=best)
    share = _fine_percent(Fraction(savable, max(abs(cost_minor), abs(bound_minor))))
    return say(
        "{best}, at most {savable} ({share}) to save; no plan costs less than {bound}",
        best=best,
        savable=money.words(savable, currency),
        share=share,
        bound=bound,
    )


def _fine_percent(share: Fraction) -> str:
    """Write a share to the hundredth of a per cent, which shows a closing gap move."""
    return say("less than 0.01 %") if share < Fraction(1, 10_000) else say("{share:.2f} %", share=float(share * 100))


def _elapsed(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return say("{minutes}:{minutes_2:02d}:{rest:02d}", minutes=minutes // 60, minutes_2=minutes % 60, rest=rest)


@contextmanager
def shown(progress: Progress, stream: TextIO) -> Iterator[None]:
    """Draw the progress on a terminal again and again until the work inside is done, then wipe it away."""
    # Drawing takes a while to load; most runs of a program have nobody to watch.
    from rich.live import Live

    from planner.report.terminal import make_console

    with Live(
        console=make_console(stream),
        get_renderable=lambda: drawn(progress.lines()),
        refresh_per_second=DRAWN_PER_SECOND,
        transient=True,
        redirect_stdout=False,
    ):
        yield


def drawn(lines: Sequence[str]) -> Group:
    """Return lines as they are drawn: each on one line of the terminal, whatever a name has in it."""
    from rich.console import Group

    from planner.report.rich_tables import literal

    texts = [literal(line.replace("\n", " "), "dim" if line.startswith(" ") else "") for line in lines]
    for text in texts:
        text.no_wrap, text.overflow = True, "ellipsis"
    return Group(*texts)

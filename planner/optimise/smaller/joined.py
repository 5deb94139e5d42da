"""Several periods as one problem: their requirements side by side, every class of holders with its period.

Whoever is there in a period is a class of its own, so what is covered in one period says nothing of another; only the
market, where licences stay from one period to the next, and the modes of deployments bring periods together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.requirement import Connector, Ends, Holders, Requirements, Waiver
from planner.optimise.smaller.reduce import Reduction


def join(parts: Sequence[Reduction], periods: Sequence[int]) -> Reduction:
    """Return the reductions of some periods, given by their numbers in ascending order, as one."""
    first = _offsets([int(part.original.holders.members.sum()) for part in parts])
    member = [part.member + start for part, start in zip(parts, first, strict=True)]
    requirements = join_requirements([part.requirements for part in parts], periods)
    large = {part.requirements.choices[k] for part in parts for k in part.large}
    return Reduction(
        requirements,
        join_requirements([part.original for part in parts], periods),
        np.concatenate(member),
        tuple(k for k, name in enumerate(requirements.choices) if name in large),
    )


def join_requirements(parts: Sequence[Requirements], periods: Sequence[int]) -> Requirements:
    """Return the requirements of some periods as one."""
    holder = _offsets([len(part.holders) for part in parts])
    origin = _offsets([len(part.origins) for part in parts])
    waiver = _offsets([len(part.waivers) for part in parts])
    choices = tuple(sorted({name for part in parts for name in part.choices}))
    has_right = any(part.has_remote_right is not None for part in parts)
    return Requirements(
        holders=_holders([part.holders for part in parts], periods),
        user=_moved([part.user for part in parts], holder),
        device=_moved([part.device for part in parts], holder),
        product=np.concatenate([part.product for part in parts]),
        version=np.concatenate([part.version for part in parts]),
        matched=np.concatenate([part.matched for part in parts]),
        base_version=np.concatenate([part.base_version for part in parts]),
        has_base_right=np.concatenate([part.has_base_right for part in parts]),
        ends=np.concatenate([_ends(part, choices) for part in parts]),
        waiver=_moved([part.waiver for part in parts], waiver),
        origin=_moved([part.origin for part in parts], origin),
        origins=tuple(words for part in parts for words in part.origins),
        choices=choices,
        waivers=_waivers(parts),
        administrations=tuple(each for part in parts for each in part.administrations),
        connectors=tuple(
            each for place, period in enumerate(periods) for each in _connectors(parts, place, period, holder)
        ),
        tied=tuple(each for part in parts for each in part.tied),
        has_remote_right=np.concatenate([part.remote_rights for part in parts]) if has_right else None,
    )


def _offsets(lengths: Sequence[int]) -> list[int]:
    found: list[int] = (np.cumsum(lengths) - np.array(lengths)).tolist()
    return found


def _moved(columns: Sequence[Codes], offsets: Sequence[int]) -> Codes:
    """Return columns of indexes behind each other, each moved by its offset; `NONE` stays."""
    return np.concatenate([np.where(c == NONE, NONE, c + start) for c, start in zip(columns, offsets, strict=True)])


def _holders(parts: Sequence[Holders], periods: Sequence[int]) -> Holders:
    return Holders(
        metric=np.concatenate([part.metric for part in parts]),
        units=np.concatenate([part.units for part in parts]),
        unit_size=np.concatenate([part.unit_size for part in parts]),
        piece_stem=np.concatenate([part.piece_stem for part in parts]),
        piece_first=np.concatenate([part.piece_first for part in parts]),
        piece_count=np.concatenate([part.piece_count for part in parts]),
        piece_class=_moved([part.piece_class for part in parts], _offsets([len(part) for part in parts])),
        period=np.repeat(np.array(periods, dtype=np.int64), [len(part) for part in parts]),
    )


def _ends(part: Requirements, choices: Sequence[str]) -> NDArray[np.int64]:
    """Return the admissible ends with the places that deployments have among those of all periods."""
    place = np.array([*range(Ends.CHOOSE), *(Ends.CHOOSE + choices.index(name) for name in part.choices)])
    return place[part.ends]


def _waivers(parts: Sequence[Requirements]) -> tuple[Waiver, ...]:
    administration = _offsets([len(part.administrations) for part in parts])
    connector = _offsets([len(part.connectors) for part in parts])
    return tuple(
        Waiver(_place(each.administration, a), _place(each.connector, c))
        for part, a, c in zip(parts, administration, connector, strict=True)
        for each in part.waivers
    )


def _place(number: int, offset: int) -> int:
    return number if number == NONE else number + offset


def _connectors(parts: Sequence[Requirements], place: int, period: int, holder: Sequence[int]) -> list[Connector]:
    before = sum(len(part.connectors) for part in parts[:place])
    return [
        replace(each, holder=each.holder + holder[place], base=_place(each.base, before), period=period)
        for each in parts[place].connectors
    ]

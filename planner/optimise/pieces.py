"""List what a small piece of the kernel can change, as demands: its *options*.

Pieces are independent, so for the program only the demand of each state matters, and equal lists of options make
one class with a count.  The states of a piece are enumerated joint by joint.  What is remembered of the joints
done so far is the state of those that arcs still lead to, and the demand; excess only grows, so what exceeds the
tolerance is dropped on the way.  Of the options, those that ask for no less than another in every row are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Demand = tuple[int, ...]
"""What an option adds to each demand row, against all states being 0."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Joints 0, 1, ... in any order; hashable, so that equal pieces are enumerated once."""

    excess_if_0: tuple[int, ...]
    excess_if_1: tuple[int, ...]
    demand_if_1: tuple[Demand, ...]
    arcs: tuple[tuple[int, int, int], ...]  # lower, upper, flow

    def __len__(self) -> int:
        return len(self.excess_if_0)


def list_options(piece: Piece, tolerance: int, most: int) -> dict[Demand, int] | None:
    """Return the undominated demands of the states within `tolerance`, each with a state (bit i: joint i is 1).

    None if more than `most` partial states would have to be remembered.
    """
    neighbours = _neighbours(piece)
    order = _order(neighbours)
    place = {joint: step for step, joint in enumerate(order)}
    last = [max((place[other] for other, _, _ in neighbours[joint]), default=step) for step, joint in enumerate(order)]
    zero = (0,) * (len(piece.demand_if_1[0]) if len(piece) else 0)
    states: dict[tuple[int, Demand], tuple[int, int]] = {(0, zero): (0, 0)}
    open_mask = 0
    for step, joint in enumerate(order):
        earlier = [(1 << other, flow, is_lower) for other, flow, is_lower in neighbours[joint] if place[other] < step]
        bit, add = 1 << joint, piece.demand_if_1[joint]
        for done in range(step + 1):
            if last[done] <= step:
                open_mask &= ~(1 << order[done])
            elif done == step:
                open_mask |= bit
        found: dict[tuple[int, Demand], tuple[int, int]] = {}
        for (mask, demand), (excess, state) in states.items():
            for value in (0, 1):
                total = excess + (piece.excess_if_1[joint] if value else piece.excess_if_0[joint])
                for other, flow, is_lower in earlier:
                    there = 1 if mask & other else 0
                    low, high = (value, there) if is_lower else (there, value)
                    if low > high:
                        break
                    total += flow * (high - low)
                else:
                    if total <= tolerance:
                        new_mask = (mask | bit if value else mask) & open_mask
                        asked = tuple(map(int.__add__, demand, add)) if value else demand
                        found.setdefault((new_mask, asked), (total, state | bit if value else state))
        states = found
        if len(states) > most:
            return None
    return _undominated({demand: state for (_, demand), (_, state) in states.items()})


def _neighbours(piece: Piece) -> list[list[tuple[int, int, bool]]]:
    """Return per joint the joints that arcs connect it with: joint, flow, whether it is the lower end itself."""
    found: list[list[tuple[int, int, bool]]] = [[] for _ in range(len(piece))]
    for lower, upper, flow in piece.arcs:
        found[lower].append((upper, flow, True))
        found[upper].append((lower, flow, False))
    return found


def _order(neighbours: Sequence[Sequence[tuple[int, int, bool]]]) -> list[int]:
    """Return the joints so that few are open at a time: next comes the one that opens fewest new ones."""
    order: list[int] = []
    left = set(range(len(neighbours)))
    seen: set[int] = set()
    while left:
        near = [joint for joint in seen if joint in left] or sorted(left)
        joint = min(near, key=lambda j: (sum(other not in seen for other, _, _ in neighbours[j]), j))
        order.append(joint)
        left.discard(joint)
        seen.add(joint)
        seen.update(other for other, _, _ in neighbours[joint])
    return order


def _undominated(options: dict[Demand, int]) -> dict[Demand, int]:
    """Drop options that another undercuts or equals in every row."""
    kept: list[Demand] = []
    for demand in sorted(options, key=lambda d: (sum(d), d)):
        if not any(all(a <= b for a, b in zip(other, demand, strict=True)) for other in kept):
            kept.append(demand)
    return {demand: options[demand] for demand in kept}

"""Draws the house: the packages of the program on their floors, the rooms in each, and who imports whom.

Run as `python -m tools.picture` (or `make picture`); it rewrites docs/pictures/house.svg.  Everything is taken from
the imports as they stand and from the order of layers in pyproject.toml, so the picture cannot say what is not so.
An arrow that follows from two others is left out.  Rooms stand in a package as they import each other, the lowest
last; rooms of one line do not, or do so in a circle.
"""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "pictures" / "house.svg"
_PACKAGES = ("planner", "dashboards")
_LAYERS = "imports go one way"
_LETTERS, _LETTER, _LINE, _TITLE = 46, 6.2, 16, 24
_GAP_X, _GAP_Y, _MARGIN = 28, 34, 20
_INK, _PAPER, _WALL = "#20303c", "#f6f4ee", "#8a9ba8"

Arrows = Mapping[str, frozenset[str]]
"""Who imports whom."""


@dataclass(frozen=True, slots=True)
class Box:
    """A package in the picture: its lines of rooms, and where it stands."""

    name: str
    lines: tuple[str, ...]
    left: float = 0.0
    top: float = 0.0

    @property
    def width(self) -> float:
        """Wide enough for its longest line."""
        return max(len(line) for line in (self.name, *self.lines)) * _LETTER + 24

    @property
    def height(self) -> float:
        """High enough for all lines."""
        return _TITLE + len(self.lines) * _LINE + 8


def layers() -> list[list[str]]:
    """Return the packages of each layer, the highest first, as the rules for imports have them."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (rule,) = (rule for rule in rules if rule["name"] == _LAYERS)
    return [[part.strip() for part in layer.split("|")] for layer in rule["layers"]]


def arrows_between(graph: grimp.ImportGraph, rooms: Sequence[str]) -> Arrows:
    """Return which rooms import which; a room is a module with all that is in it."""
    room_of = {module: room for room in rooms for module in (room, *graph.find_descendants(room))}
    found: dict[str, set[str]] = {room: set() for room in rooms}
    for module, room in room_of.items():
        for target in graph.find_modules_directly_imported_by(module):
            if room_of.get(target, room) != room:
                found[room].add(room_of[target])
    return {room: frozenset(targets) for room, targets in found.items()}


def floors(arrows: Arrows) -> list[list[str]]:
    """Return the rooms in lines, each above all that it imports; rooms in a circle share a line."""
    below = {room: _reached(room, arrows) for room in arrows}
    circle = {room: frozenset({room, *(other for other in below[room] if room in below[other])}) for room in arrows}
    height: dict[str, int] = {}

    def height_of(room: str) -> int:
        if room not in height:
            lower = {target for each in circle[room] for target in arrows[each]} - circle[room]
            height[room] = 1 + max(map(height_of, lower), default=0)
        return height[room]

    top = max(map(height_of, arrows), default=0)
    return [sorted(room for room in arrows if height_of(room) == level) for level in range(top, 0, -1)]


def _reached(room: str, arrows: Arrows) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(arrows[room])
    while waiting:
        other = waiting.pop()
        if other not in found:
            found.add(other)
            waiting.extend(arrows[other])
    return frozenset(found)


def without_detours(arrows: Arrows) -> Arrows:
    """Return the arrows that do not follow from others."""
    return {
        room: frozenset(t for t in targets if not any(t in _reached(other, arrows) for other in targets - {t}))
        for room, targets in arrows.items()
    }


def draw() -> str:
    """Return the picture as SVG."""
    graph = grimp.build_graph(*_PACKAGES, exclude_type_checking_imports=True)
    order = layers()
    places = [[Box(name, _lines(graph, name)) for name in layer] for layer in order]
    boxes, width, height = _placed(places)
    arrows = without_detours(arrows_between(graph, [name for layer in order for name in layer]))
    parts = [_arrow(boxes[name], boxes[target]) for name in boxes for target in sorted(arrows[name])]
    parts += [part for box in boxes.values() for part in _box(box)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        'aria-label="The packages of the program on their floors, and who imports whom" '
        'font-family="Helvetica, Arial, sans-serif" font-size="12">'
    )
    tip = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0 8 4 0 8z" fill="{_WALL}"/></marker></defs>'
    )
    paper = f'<rect width="100%" height="100%" fill="{_PAPER}"/>'
    return "\n".join([head, tip, paper, *parts, "</svg>"]) + "\n"


def _lines(graph: grimp.ImportGraph, package: str) -> tuple[str, ...]:
    rooms = sorted(graph.find_children(package))
    arrows = arrows_between(graph, rooms)
    lines: list[str] = []
    for level in floors(arrows):
        names = (room.rpartition(".")[2] + ("/" if graph.find_children(room) else "") for room in level)
        wrapped = textwrap.wrap(" · ".join(names), _LETTERS, break_long_words=False, break_on_hyphens=False)
        lines += [line.strip(" ·") for line in wrapped]
    return tuple(lines)


def _placed(layers: Sequence[Sequence[Box]]) -> tuple[dict[str, Box], float, float]:
    """Return the boxes where they stand, each layer in the middle, and the size of the whole."""
    widths = [sum(box.width for box in layer) + _GAP_X * (len(layer) - 1) for layer in layers]
    whole, top = max(widths) + 2 * _MARGIN, float(_MARGIN)
    boxes: dict[str, Box] = {}
    for layer, width in zip(layers, widths, strict=True):
        left = (whole - width) / 2
        for box in layer:
            boxes[box.name] = Box(box.name, box.lines, left, top)
            left += box.width + _GAP_X
        top += max(box.height for box in layer) + _GAP_Y
    return boxes, whole, top - _GAP_Y + _MARGIN


def _arrow(upper: Box, lower: Box) -> str:
    x, y = upper.left + upper.width / 2, upper.top + upper.height
    to_x, to_y = lower.left + lower.width / 2, lower.top - 2
    path = f"M{x:.0f} {y:.0f}C{x:.0f} {y + 26:.0f} {to_x:.0f} {to_y - 30:.0f} {to_x:.0f} {to_y:.0f}"
    return f'<path d="{path}" fill="none" stroke="{_WALL}" stroke-width="1.5" marker-end="url(#tip)"/>'


def _box(box: Box) -> Iterable[str]:
    yield (
        f'<rect x="{box.left:.0f}" y="{box.top:.0f}" width="{box.width:.0f}" height="{box.height:.0f}" rx="5" '
        f'fill="white" stroke="{_WALL}"/>'
    )
    yield (
        f'<text x="{box.left + 12:.0f}" y="{box.top + 17:.0f}" font-weight="bold" fill="{_INK}">'
        f"{escape(box.name.removeprefix('planner.'))}</text>"
    )
    for number, line in enumerate(box.lines):
        y = box.top + _TITLE + 10 + number * _LINE
        yield f'<text x="{box.left + 12:.0f}" y="{y:.0f}" font-size="11" fill="{_INK}">{escape(line)}</text>'


def main() -> None:
    """Rewrite the picture."""
    PICTURE.write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()

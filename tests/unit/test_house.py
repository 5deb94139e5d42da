"""The picture of the house is current, and the page beside it names what there is."""

from __future__ import annotations

import re
from pathlib import Path

from tools.picture import PICTURE, draw, floors, layers, without_detours

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_picture_is_current():
    assert PICTURE.read_text(encoding="utf-8") == draw(), "run `make picture`"


def test_every_package_stands_on_a_layer():
    there = {f"planner.{path.stem}" for path in (ROOT / "planner").iterdir() if (path / "__init__.py").is_file()}
    placed = {name for layer in layers() for name in layer}
    assert there <= placed
    assert "dashboards" in placed


def test_the_page_names_only_what_there_is():
    """A path in the walk is one below planner/; `a/` is a folder."""
    named = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?|[a-z_]+\.py)`", PAGE)
    assert len(named) > 20
    assert [path for path in named if not (ROOT / "planner" / path).exists()] == []


def test_rooms_stand_above_what_they_import_and_circles_share_a_floor():
    arrows = {
        "top": frozenset({"left", "ground"}),
        "left": frozenset({"right"}),
        "right": frozenset({"left", "ground"}),
        "ground": frozenset(),
        "apart": frozenset(),
    }
    assert floors(arrows) == [["top"], ["left", "right"], ["apart", "ground"]]


def test_arrows_that_follow_from_others_are_left_out():
    arrows = {"a": frozenset({"b", "c"}), "b": frozenset({"c"}), "c": frozenset()}
    assert without_detours(arrows) == {"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset()}

"""R48, packs."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.words import say

RULE = Rule(
    id="R48",
    title="Packs",
    statement=say("Packs are whole; buying more than needed can be cheaper. Sizes are data."),
    state=State.BUILT,
    sources=(Source("product listings"),),
    standing="observed",
    where=("optimise/market/model.py", "optimise/market/tiebreak.py"),
    tests=("tests/golden/test_published_vectors.py", "tests/unit/optimise/test_tiebreak.py"),
)

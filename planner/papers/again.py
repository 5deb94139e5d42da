"""The inventory of a saved plan, read again, and planned again where a paper asks who holds what.

The same input gives the same plan; where it does not, because an inventory was changed or a search was cut short, no
paper is made that says something else than the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.document import scenario_of
from planner.errors import UsageError
from planner.papers.held import Held
from planner.papers.source import PaperSource
from planner.words import say

if TYPE_CHECKING:
    from planner.report.progress import Progress


def with_inventory(
    source: PaperSource,
    path: Path,
    progress: Progress,
    *,
    catalogue: Path | None = None,
    quotations: Sequence[Path] = (),
    register: bool = False,
) -> PaperSource:
    """Return a source with its inventory, and with its scenario planned again if the `register` is asked for.

    Raises UsageError for another inventory than that of the plan, and for a plan that does not come out the same.
    """
    from planner import pipeline
    from planner.ingest import begin_loading
    from planner.planning.run import Run

    run = Run(listener=progress)
    day = source.day
    loaded = pipeline.read(begin_loading(path, catalogue, quotations), run, today=day)
    inventory = loaded.inventory
    assert inventory is not None  # `read` raises otherwise
    source.check_inventory(inventory)
    if not register:
        return replace(source, inventory=inventory)
    result = pipeline.plan(loaded, [source.scenario.name], run).results[0]
    again = scenario_of(result)
    if again.plan is None or again.purchases != source.scenario.purchases or again.sales != source.scenario.sales:
        raise UsageError(
            say(
                'Scenario "{name}" comes out otherwise when it is planned again, so nobody could rely on '
                "what a paper says of it. Plan the inventory again with this version and use that "
                "plan.json.",
                name=source.scenario.name,
            )
        )
    return replace(source, inventory=inventory, held=Held.of(result))

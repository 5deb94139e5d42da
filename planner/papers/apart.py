"""Papers of a saved plan that need its inventory, made by a process of its own, with limits.

Files come from many hands, and a large inventory takes a while; `make` is that process's side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.ingest import limits_for
from planner.papers.paper import Paper
from planner.processes.apart import BrokeOffError, answered
from planner.processes.folders import own_folder
from planner.words import say
from planner.workbooks.made_scenarios import MadeScenario
from planner.workbooks.uploads import Files, on_disk

_PLAN, _REGISTER = "plan.json", "register.parquet"


def papers_apart(
    kind: str, scenario: str, document: str, register: bytes, files: Files, made: Sequence[MadeScenario]
) -> tuple[Paper, ...]:
    """Return the papers of a kind for a scenario of a plan, given as the text of its plan.json.

    `register` is its saved register (.parquet), `made` the scenarios that were made beside those of the inventory.
    Raises UsageError for what cannot be made.
    """
    size = len(document) + len(register) + files.size
    with own_folder() as folder, on_disk(files) as (inventory, catalogue):
        (folder / _PLAN).write_text(document, encoding="utf-8")
        (folder / _REGISTER).write_bytes(register)
        request = {
            "kind": kind,
            "scenario": scenario,
            "plan": str(folder / _PLAN),
            "register": str(folder / _REGISTER),
            "inventory": str(inventory),
            "catalogue": str(catalogue) if catalogue else None,
            "made": [asdict(one) for one in made],
        }
        given = [folder, inventory, *([catalogue] if catalogue else [])]
        try:
            with answered(f"{__name__}:make", request, limits_for(size), reads=given, tries=2) as done:
                return tuple(Paper(name, done.file(str(place)).read_bytes()) for place, name in enumerate(done.value))
        except BrokeOffError as broken:
            raise UsageError(
                say("Making this paper takes more than it may here. Make it at the command line: cal-planner export.")
            ) from broken


def make(request: Mapping[str, Any], folder: Path) -> list[str]:
    """Make the papers, each in a file that is called by its number; return their names."""
    from planner.papers.held import Held
    from planner.papers.kinds import KIND_BY_NAME, papers
    from planner.papers.source import PaperSource
    from planner.report.formats.plan_reader import read
    from planner.workbooks.loading import load_at

    source = PaperSource.of(read(Path(request["plan"])), request["scenario"])
    catalogue = Path(request["catalogue"]) if request["catalogue"] else None
    made = [MadeScenario(**one) for one in request["made"]]
    inventory = load_at(Path(request["inventory"]), catalogue, made, source.day, (request["scenario"],)).inventory
    if inventory is None:
        raise UsageError(say("The inventory of this plan cannot be read any more; plan it again."))
    source.check_inventory(inventory)
    held = Held.saved(Path(request["register"]), source.scenario.name, source.plan, inventory.lots)
    found = papers(KIND_BY_NAME[request["kind"]], replace(source, inventory=inventory, held=held))
    for place, paper in enumerate(found):
        (folder / str(place)).write_bytes(paper.content)
    return [paper.name for paper in found]

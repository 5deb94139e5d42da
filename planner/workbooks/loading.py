"""Reads an inventory that was handed over, with the scenarios made in the dashboard beside its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from planner.ingest import Loaded, load_inventory, load_tables, read_catalogue, read_tables
from planner.planning.questions import with_questions
from planner.workbooks.made_scenarios import MadeScenario, with_scenarios
from planner.workbooks.uploads import Files, on_disk


def load(files: Files, made: Sequence[MadeScenario], today: date, wanted: Sequence[str] = ()) -> Loaded:
    """Return what an inventory and its catalogue were read as; `wanted` names scenarios that must be there."""
    with on_disk(files) as (path, catalogue):
        return load_at(path, catalogue, made, today, wanted)


def load_at(
    path: Path, catalogue: Path | None, made: Sequence[MadeScenario], today: date, wanted: Sequence[str] = ()
) -> Loaded:
    """Return what an inventory that stands somewhere and its catalogue were read as, with the questions it raises."""
    if not made:
        return with_questions(load_inventory(path, catalogue, today=today))
    reading, offers = read_tables(path), read_catalogue(catalogue) if catalogue else None
    issues = (*reading.issues, *(offers.issues if offers else ()))
    if any(issue.severity == "error" for issue in issues):
        return Loaded(None, issues)
    loaded = load_tables(
        with_scenarios(reading.tables, made, wanted),
        offers.tables if offers else None,
        today=today,
        source=reading.source,
        catalogue_source=offers.source if offers else None,
    )
    return with_questions(replace(loaded, issues=(*issues, *loaded.issues)))

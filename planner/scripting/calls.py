"""What a script calls: load, check, import_files, plan, ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.ingest import Loaded, begin_loading
from planner.ingest.load import Loading
from planner.scripting.inventory import Found, Inventory
from planner.scripting.issues import Check
from planner.words import say

if TYPE_CHECKING:
    import pandas as pd

    from planner.scripting.answers import Answer
    from planner.scripting.imports import Import
    from planner.scripting.plans import Plans
    from planner.study.why.questions import Question

File = str | PathLike[str]
Source = File | Inventory
"""A file or folder, or an inventory."""


def load(source: File, *, catalogue: File | None = None, today: date | None = None) -> Inventory:
    """Return the inventory in a workbook, or in a folder or .zip with a file per sheet.

    `catalogue` is a file with more offers; `today` the day of the plan where the inventory gives none.  Raises
    WorkbookError, with everything that is wrong, for one that cannot be used.
    """
    return Inventory(_found(source, catalogue, today))


def check(
    source: Source | Mapping[str, pd.DataFrame], *, catalogue: File | None = None, today: date | None = None
) -> Check:
    """Return everything that is wrong with an inventory, and what is only told; data frames come by sheet.

    Nothing is raised for what is wrong in the data.

    >>> import pandas as pd
    >>> found = check({"Headcount": pd.DataFrame({"group": ["Shift"], "users": ["4O"], "devices": [12]})})
    >>> found.can_be_planned
    False
    >>> found.issues.loc[found.issues["column"] == "users", ["sheet", "row", "value"]].to_dict("records")
    [{'sheet': 'Headcount', 'row': 2, 'value': '4O'}]
    """
    if isinstance(source, Inventory):
        return Check(source.content.source.name, source.issues)
    if isinstance(source, Mapping):
        name = say("data frames")
        return Check(name, Found.in_frames(source, None, today or date.today(), name).loaded.issues)
    return Check(Path(source).name, _found(source, catalogue, today).loaded.issues)


def _found(source: File, catalogue: File | None, today: date | None) -> Found:
    return Found.in_files(Path(source), Path(catalogue) if catalogue is not None else None, today or date.today())


def plan(
    source: Source,
    *,
    scenarios: Sequence[str] | str | None = None,
    readings: bool = False,
    catalogue: File | None = None,
    today: date | None = None,
    time_limit: float | None = 60.0,
    gap: float = 0.0,
) -> Plans:
    """Plan the scenarios of an inventory, or those that are named, with proof and audit.

    `readings` plans each other reading of a disputed rule too; `time_limit` is in seconds per scenario, None for as
    long as it takes; `gap` is the share of the cost that may still be savable when the search ends.  Raises
    WorkbookError, with everything that is wrong, for an inventory that cannot be used, and UsageError for a scenario
    that it does not have.  A scenario that is impossible raises nothing: its plan says so.

    >>> plans = plan(tiny, scenarios=["cheapest"])
    >>> plans["cheapest"]
    <Plan cheapest: 441.00 EUR, proved cheapest>
    >>> plans["cheapest"].purchases[["vendor", "licence", "packs", "line_total"]].to_dict("records")
    [{'vendor': 'Vendor A', 'licence': 'Windows Server Device CAL 2022', 'packs': 12, 'line_total': Decimal('441.00')}]
    """
    begun = _begun(source, catalogue)  # files are read by another process: it is at work while the solver loads
    from planner import pipeline
    from planner.optimise import Limits
    from planner.planning.choice_of_scenarios import Readings
    from planner.planning.run import Run
    from planner.scripting.plans import Plans

    names = [scenarios] if isinstance(scenarios, str) else list(scenarios or ())
    of = (Readings.ALL if names else Readings.FIRST) if readings else Readings.NONE
    run = Run(Limits(time_limit, gap))
    loaded = pipeline.read(begun, run, today=today)
    return Plans.of(pipeline.plan(loaded, names, run, readings=of), loaded.issues)


def ask(
    source: Source,
    question: Question,
    *,
    scenario: str | None = None,
    catalogue: File | None = None,
    saved: Plans | None = None,
    today: date | None = None,
    time_limit: float | None = 60.0,
) -> Answer:
    """Answer a question about a scenario of an inventory, the first one if none is named, by planning it anew.

    `saved` is plans to start from, where they are of the same inventory and rules.

    Questions are `WithoutOffer`, `OfferPrice`, `KindPrice` and `OtherEnd`.  Raises what `plan` raises, UsageError for
    an offer or somebody that is not there, and NoPlanError for a scenario without a plan.

    >>> from planner import WithoutOffer
    >>> print(ask(tiny, WithoutOffer("D")).sentences[0])
    Without offer D of Vendor A (Windows Server Device CAL 2022, new) the cheapest plan costs 1,820.00 EUR: \
1,379.00 EUR more; proved.
    """
    begun = _begun(source, catalogue)
    from planner import pipeline
    from planner.optimise import Limits
    from planner.planning.run import Run
    from planner.scripting.answers import Answer
    from planner.study.why.questions import question_from_json, question_to_json

    asked = question_from_json(question_to_json(question))  # words such as "ws_cal" become what they name
    document = saved.document if saved is not None else None
    answered = pipeline.ask(begun, asked, scenario, Run(Limits(time_limit)), today=today, saved=document)
    return Answer(answered.scenario.name, answered.reply)


def _begun(source: Source, catalogue: File | None) -> Loading | Loaded:
    if not isinstance(source, Inventory):
        return begin_loading(Path(source), Path(catalogue) if catalogue is not None else None)
    if catalogue is not None:
        raise UsageError(say("A catalogue belongs to an inventory: give it where that is loaded."))
    return Loaded(source.content, source.issues)


def import_files(
    files: Sequence[File],
    *,
    answers: Mapping[str, str] | File | None = None,
    sources: Mapping[str, str] | None = None,
    as_of: date | None = None,
    home_domain: str | None = None,
    seen_within_days: int = 90,
    recent_only: bool = False,
    affinity_counts: bool = False,
    previous: File | None = None,
    pseudonyms: File | None = None,
) -> Import:
    """Make an inventory out of exports and lists as they are, as `cal-planner import` does.

    `answers` are by the id of their question, or a file of them; `sources` names the format of a file by the file's
    name; `as_of` is the day that says who is in use; `previous` is an inventory imported before; `pseudonyms` is the
    file of a key, with which people and machines are replaced.  Raises UsageError where nothing can be read.
    """
    from planner.imports import Choices, import_exports
    from planner.imports.answers import read_answers
    from planner.imports.changes import read_sheets
    from planner.imports.pseudonyms import read_key
    from planner.scripting.imports import Import

    choices = Choices(as_of, home_domain, seen_within_days, recent_only, affinity_counts)
    given = read_answers(Path(previous)) if previous is not None else {}
    given |= dict(answers) if isinstance(answers, Mapping) else read_answers(Path(answers)) if answers else {}
    before = read_sheets(Path(previous)) if previous is not None else None
    key = read_key(Path(pseudonyms)) if pseudonyms is not None else None
    found = import_exports([Path(file) for file in files], choices, given, sources, before=before, key=key)
    if pseudonyms is not None:
        found.write_key(Path(pseudonyms))
    return Import(found)


def load_plans(file: File) -> Plans:
    """Return the plans of a plan.json, also one that an earlier version of the program wrote.

    Raises UsageError for a file that is missing, damaged or no plan.
    """
    from planner.report.formats.plan_reader import read
    from planner.scripting.plans import Plans

    return Plans(read(Path(file)))

"""The command `export`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli import options
from planner.cli.files import check_targets, replacing
from planner.cli.group import main
from planner.cli.printing import echo
from planner.errors import UsageError
from planner.words import joined, tell

if TYPE_CHECKING:
    from planner.domain.profile import Profile
    from planner.papers.kinds import Given, Kind
    from planner.papers.paper import Paper
    from planner.papers.source import PaperSource


@main.command(cls=options.WithSeveral)
@click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("kind")
@click.option(
    "--out", type=options.READABLE, required=True, help="A folder for the papers, or a file for a single one."
)
@click.option("--scenario", metavar="NAME", help="The scenario. Default: the cheapest one.")
@click.option(
    "--profile", type=options.FILE, help="A profile.toml, or a workbook with sheets Organisation and Vendors."
)
@click.option("--inventory", type=options.READABLE, help="The inventory of the plan, where a paper needs more than it.")
@options.catalogue
@options.quotations
@click.option("--form", type=options.FILE, help="Your own order form (.xlsx, .xlsm), or template of the memo (.docx).")
@options.quiet
def export(
    plan: Path,
    kind: str,
    out: Path,
    scenario: str | None,
    profile: Path | None,
    inventory: Path | None,
    catalogue: Path | None,
    quotations: tuple[Path, ...],
    form: Path | None,
    quiet: bool,
) -> None:
    """Make papers of a saved plan: requests, memos, orders and lists, one file per receiver.

    PLAN is a plan.json. KIND says which paper; docs/papers.md shows them all.

    \b
    Example:
      cal-planner export plan.json request --out papers/ --profile profile.toml
      cal-planner export plan.json memo --out memo.pdf --scenario cheapest
      cal-planner export plan.json order --form order-form.xlsx --out papers/
    """
    from planner.papers.kinds import KIND_BY_NAME
    from planner.papers.source import PaperSource
    from planner.report.formats.plan_reader import read

    wanted = KIND_BY_NAME.get(kind)
    if wanted is None:
        raise UsageError(
            tell('There is no paper called "{kind}"; there are {value}.', kind=kind, value=joined(", ", KIND_BY_NAME))
        )
    known = [one for name in KIND_BY_NAME for one in KIND_BY_NAME[name].endings]
    is_file = out.suffix.lower() in known and not out.is_dir()
    check_targets([out], [plan, profile, inventory, catalogue, form, *quotations])
    source = PaperSource.of(read(plan), scenario, _profile(profile))
    source = _with_inventory(source, wanted, inventory, catalogue, quotations, quiet)
    endings = (out.suffix.lower(),) if is_file else ()
    made = _papers(wanted, source, endings, form)
    written = _write(made, out, is_file)
    if not quiet:
        for name in written:
            echo(tell("Wrote {name}.", name=name))


def _papers(kind: Kind, source: PaperSource, endings: tuple[str, ...], form: Path | None) -> Sequence[Paper]:
    from planner.papers.kinds import papers

    return papers(kind, source, endings, _given(form))


def _given(form: Path | None) -> Given:
    from planner.papers.kinds import Given
    from planner.papers.paper import Paper

    if form is None:
        return Given()
    try:
        return Given(Paper(form.name, form.read_bytes()))
    except OSError as problem:
        raise UsageError(tell("{form} cannot be read: {strerror}.", form=form, strerror=problem.strerror)) from problem


def _profile(path: Path | None) -> Profile | None:
    """Return what a file says of the organisation and its vendors.  Raises WorkbookError with all that is wrong."""
    from planner.errors import WorkbookError
    from planner.ingest import load_profile

    if path is None:
        return None
    loaded = load_profile(path)
    if loaded.profile is None:
        raise WorkbookError(loaded.issues)
    return loaded.profile


def _with_inventory(
    source: PaperSource,
    kind: Kind,
    inventory: Path | None,
    catalogue: Path | None,
    quotations: tuple[Path, ...],
    quiet: bool,
) -> PaperSource:
    """Return the source with the inventory, planned once more where a paper asks who holds what."""
    from planner.papers.kinds import Needs

    if inventory is None or kind.needs is Needs.NOTHING:
        return source
    from planner.cli.printing import shown_progress
    from planner.papers.again import with_inventory

    with shown_progress(quiet) as progress:
        return with_inventory(
            source,
            inventory,
            progress,
            catalogue=catalogue,
            quotations=quotations,
            register=kind.needs is Needs.REGISTER,
        )


def _write(papers: Sequence[Paper], out: Path, is_file: bool) -> list[str]:
    if not is_file:
        _make_folder(out)
        return [replacing(out / paper.name, _writer(paper)) for paper in papers]
    if len(papers) != 1:
        names = joined("; ", (paper.name for paper in papers))
        raise UsageError(
            tell("These are {papers} papers ({names}); give --out a folder.", papers=len(papers), names=names)
        )
    return [replacing(out, _writer(papers[0]))]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as problem:
        raise UsageError(
            tell(
                "{folder} is no folder, and none can be made there: {strerror}.",
                folder=folder,
                strerror=problem.strerror,
            )
        ) from problem


def _writer(paper: Paper) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(paper.content)

    return write

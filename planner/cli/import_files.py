"""The command `import`."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli import options
from planner.cli.files import check_ending, check_targets, replacing
from planner.cli.group import main
from planner.cli.printing import echo
from planner.errors import UsageError
from planner.words import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.imports.importing import Imported
    from planner.imports.mapping.mapping import ListMapping


@main.command(name="import")
@click.argument("files", type=options.READABLE, nargs=-1, required=True)
@click.option("--out", type=options.FILE, metavar="FILE", help="The inventory to write, as .xlsx.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="[FILE=]NAME",
    help="What a file is, or all of them; auto tells by their content.",
)
@click.option(
    "--mapping",
    type=options.FILE,
    metavar="FILE",
    help="What columns of lists kept by hand mean, .toml; lists that it does not have are mapped by their headers.",
)
@click.option(
    "--propose",
    type=options.FILE,
    metavar="FILE",
    help="Write what the columns of lists kept by hand are taken for, .toml, to be changed and given to --mapping.",
)
@click.option("--answers", type=options.FILE, help="Answers to questions, .toml or an inventory; asked ones are added.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day that decides who is in use (the newest day read)."
)
@click.option("--home-domain", metavar="NAME", help="What logs write before the stroke for your own accounts.")
@click.option(
    "--seen-within-days", type=click.IntRange(1), default=90, show_default=True, help="What counts as seen recently."
)
@click.option("--recent-only", is_flag=True, help="Leave out accesses that were not seen recently.")
@click.option("--affinity-counts", is_flag=True, help="Take people's own machines where a log does not know theirs.")
@click.option(
    "--previous",
    type=options.READABLE,
    metavar="FILE",
    help="An inventory imported before: tells what changed, and its answers count unless --answers has others.",
)
@click.option(
    "--pseudonyms",
    type=options.FILE,
    metavar="KEYFILE",
    help="Replace people and machines by pseudonyms, whose key stands in KEYFILE; `names` reads them back.",
)
@click.option("--json", "report", type=options.FILE, metavar="FILE", help="Also write everything found as JSON.")
@options.quiet
def import_command(
    files: tuple[Path, ...],
    out: Path | None,
    sources: tuple[str, ...],
    mapping: Path | None,
    propose: Path | None,
    answers: Path | None,
    as_of: datetime | None,
    home_domain: str | None,
    seen_within_days: int,
    recent_only: bool,
    affinity_counts: bool,
    previous: Path | None,
    pseudonyms: Path | None,
    report: Path | None,
    quiet: bool,
) -> None:
    """Make an inventory out of exports and lists as you have them: directories, access logs, assets, licences.

    Every file is told by its content. What belongs together is joined by exact keys only; what files leave open is
    asked, and the answers are kept.

    \b
    Example:
      cal-planner import exports/*.csv --out estate.xlsx --answers answers.toml
      cal-planner import book.xlsx --propose mapping.toml
      cal-planner import book.xlsx --mapping mapping.toml --out estate.xlsx
    """
    from planner.imports import Choices, import_exports
    from planner.imports.answers import read_answers
    from planner.imports.changes import read_sheets
    from planner.imports.pseudonyms import read_key

    if out is None and propose is None:
        raise UsageError("Give --out FILE for the inventory, or --propose FILE for what columns are taken for.")
    check_ending(out, ".xlsx")
    check_ending(propose, ".toml")
    check_targets([out, report, propose, pseudonyms], [*files, mapping, previous])
    choices = Choices(as_of.date() if as_of else None, home_domain, seen_within_days, recent_only, affinity_counts)
    given = read_answers(previous) if previous else {}
    given |= read_answers(answers) if answers else {}
    kept = _mappings(mapping) if mapping else ()
    before = read_sheets(previous) if previous else None
    key = read_key(pseudonyms) if pseudonyms else None
    found = import_exports(_all_files(files), choices, given, _sources(sources, files), kept, before, key)
    if pseudonyms is not None and key is not None:
        found.write_key(pseudonyms)
    if out is not None:
        replacing(out, found.write)
    if propose is not None:
        proposed = _proposed(found)
        replacing(propose, lambda made: _write(made, proposed))
    if report is not None:
        text = json.dumps(found.report, ensure_ascii=False, indent=1) + "\n"
        replacing(report, lambda made: _write(made, text))
    if answers is not None and answers.suffix.lower() == ".toml":
        _keep_questions(answers, found)
    if not quiet:
        _tell(found, out)
        if propose is not None:
            echo(tell("Wrote {propose}; change it and give it to --mapping.", propose=propose))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _mappings(path: Path) -> Sequence[ListMapping]:
    from planner.imports.mapping.mapping_file import read

    return read(path)


def _proposed(found: Imported) -> str:
    """Return the mappings of all lists as the text of a file; without any list there is nothing to map."""
    from planner.imports.mapping.mapping_file import written

    if not found.gathered.lists:
        raise UsageError(tell("No list kept by hand was found, so there is no column to map."))
    return written([each.mapping for each in found.gathered.lists])


def _all_files(files: tuple[Path, ...]) -> list[Path]:
    """Return the files, those of folders too."""
    found: list[Path] = []
    for file in files:
        if not file.exists():
            raise UsageError(tell("There is no file {file}.", file=file))
        if file.is_dir():
            found += sorted(each for each in file.iterdir() if each.is_file() and not each.name.startswith("."))
        else:
            found.append(file)
    return found


def _sources(given: tuple[str, ...], files: tuple[Path, ...]) -> dict[str, str]:
    """Return the sources by the names of files."""
    found: dict[str, str] = {}
    for each in given:
        file, sign, name = each.rpartition("=")
        if not sign:
            found |= {path.name: each for path in files}
        elif not any(path.name == Path(file).name for path in files):
            raise UsageError(tell("--source {each}: {file} is none of the files to import.", each=each, file=file))
        else:
            found[Path(file).name] = name
    return found


def _keep_questions(answers: Path, found: Imported) -> None:
    from planner.imports.answers import with_questions

    before = answers.read_text(encoding="utf-8") if answers.exists() else ""
    after = with_questions(before, found.open_questions, found.talk.answers)
    if after != before:
        replacing(answers, lambda made: _write(made, after))


def _tell(found: Imported, out: Path | None) -> None:
    from planner.imports.story import figures

    for file in found.gathered.files:
        what = file.left_out or tell("{title}, {rows} rows", title=file.title, rows=file.rows)
        echo(tell("{name}: {what}", name=file.name, what=what))
    for grid in found.gathered.unknown:
        echo(tell("{name}: none of the known exports; left out", name=grid.name))
    echo("")
    for name, text in figures(found.joined):
        echo(tell("{name}: {text}", name=name, text=text))
    for change in found.changes[:20]:
        echo(tell("changed: {text}", text=change.text))
    asked = [question for question in found.open_questions if not question.is_suggestion]
    echo("")
    where = tell("; sheet Questions of {name} has them all", name=out.name) if out else ""
    echo(tell("{asked} questions are open{where}.", asked=len(asked), where=where))
    for question in asked[:10]:
        echo(tell("  {id}: {text}", id=question.id, text=question.text))
    if out is not None:
        _tell_written(out)


def _tell_written(out: Path) -> None:
    from planner.domain.issue import Severity
    from planner.ingest import load_inventory

    loaded = load_inventory(out, today=date.today())
    errors = [issue for issue in loaded.issues if issue.severity is Severity.ERROR]
    for issue in errors[:5]:
        echo(tell("Not yet to be planned: {issue}", issue=issue))
    echo(tell("Wrote {out}.", out=out) + ("" if errors else tell(" It can be planned.")))

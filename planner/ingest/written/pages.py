"""The pages docs/data-format.md and docs/errors.md, made from the schema, the policies and the table of problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planner.domain.issue import Problem
from planner.domain.scenario import AHEAD, BUILT_IN, BUILT_IN_OVER_TIME, HORIZON_MONTHS
from planner.domain.setting import Setting
from planner.ingest.files.problems import FILE_PROBLEMS
from planner.ingest.schema.describe import allowed_of, default_of, in_words, policy_allowed, policy_default, required_of
from planner.ingest.schema.problems import DATA_PROBLEMS
from planner.ingest.schema.sheets import ALSO, SHEETS, SheetSpec
from planner.ingest.schema.switches import SWITCHES
from planner.ingest.tables.headers import COLUMN_WORDS, SHEET_WORDS
from planner.licensing.rulebook import SETTINGS

_GENERATED = "<!-- Made by `python -m planner.reference`; do not edit by hand. -->"

_READING = """\
An inventory is one workbook (`.xlsx`, `.xlsm`, `.xlsb`, `.xls` or `.ods`) with the sheets below, or a folder with
one `.csv` or `.parquet` file per sheet, or a `.zip` of such files. Leave out the sheets that do not apply; a sheet
with a header and no rows counts as left out. Offers may also stand in a separate catalogue file. `cal-planner
template inventory.xlsx` writes a workbook to start from, and `cal-planner check inventory.xlsx` lists everything
that is wrong with yours.

## What you need at least

| what you know | fill |
|---|---|
| numbers of people and machines | Headcount |
| who uses which machine | Access and Servers; better also Users and Devices |
| lists of people and machines only | Users, Devices and Servers; everybody counts as using everything: safe but dear |

## How cells are read

- **Names** of sheets and columns may be written with any capitals, blanks, `_` and `-`, and in some other languages
  (see the end of this page), with umlauts as two letters, without accents, or with `?` where a program has lost a
  letter. A column's own name comes first: `username` beside `user_id` is another column. An unknown column or sheet
  is ignored, and a notice says so. Where it is a slip of one that is missing (two edits, fewer in short words), or in
  Offers close to it in meaning (`pack qty`), that is an error that asks.
- **Ids** are text and compared exactly, capitals included. 1001 and 1001.0 are `1001`; `00123` keeps its zeros. Two
  ids of a sheet that differ only in capitals, or that look alike but are written with other characters (accents, blanks
  that do not break, letters of another alphabet), are an error. So is an id that a spreadsheet has damaged: `1.23E+11`,
  `#N/A`, `nan`, a number cell of more than 15 digits.
- **Numbers** may have a decimal point or a decimal comma. With both, the last one is the decimal sign. In a text
  (every cell of a `.csv` file is one), a comma or point followed by exactly three digits can be meant either way in
  counts and amounts, and is an error that asks which; `0.125` and cells that are numbers are clear. Counts are whole,
  from 0 to 10,000,000.
- **Amounts** have at most two decimals and are at most 999,999,999.99. A sign or code of the currency may stand
  beside the number (`48,20 €`, `EUR 48.20`) if it is the currency the amount is in anyway; an offer in another
  currency names it in the column `currency`.
- **Shares** lie between 0 and 1; `25 %` is 0.25. In shares, yearly rates and rates of exchange a lone comma or point
  is always the decimal sign.
- **Dates** are date cells or text `YYYY-MM-DD`, also with the time 00:00:00 behind.
- **Yes/no**: yes, no, true, false, y, n, x, 1, 0, ja, nein, oui, non, tak, nie.
- **Versions** may have words around them, as in "Windows Server 2019 Standard", "Server 2019" or "WS2019"; 2008 R2 is
  2008 and 2012 R2 is 2012.
- **Words** from a list may be written with any capitals, blanks, `_` and `-`, and some in other words (see the end of
  this page).
- **Lists** in one cell are separated by `;`. In the policies excluded_vendors and excluded_offers, `none` or `-` is an
  empty list; in the column rds_version it is a blank.
- **Formulas** count as their stored result. Wholly blank rows are skipped. A row whose id says "total" is an error,
  and so is one whose id begins so ("Total owned") if one of its counts is the sum of the rows above. A remark below
  the list ("Stand: 01.11.2026") is an error too.
- **Headers** stand in the first row that is not blank, without a title above them.
- **Large sheets**: Access, Users and Devices may go on in `Access 2`, `Access 3` and so on up to 99. Whether a sheet
  with another number (`Access 2024`) counts is asked.
- **Text files** are UTF-8, separated by commas, semicolons, tabs or `|`. The line `#TYPE ...` that PowerShell writes
  first is left out. Files may be called as web pages and browsers call them: `Estate - Access.csv`, `Access (1).csv`.
  A text over several lines that holds the separator is told: a stray double quote may have swallowed rows. Other files
  of a folder or zip are not read, and stop nothing.
"""


def data_format_page() -> str:
    """Return docs/data-format.md."""
    parts = [_GENERATED, "# The inventory: sheets and columns", _READING, "## Sheets"]
    parts += [_sheet_section(sheet) for sheet in SHEETS]
    parts += [
        _POLICY_WORDS,
        _policy_table(SETTINGS),
        _SWITCH_WORDS,
        _policy_table(SWITCHES),
        _built_in(),
        _words_section(),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _sheet_section(sheet: SheetSpec) -> str:
    lines = [f"### {sheet.name}", "", sheet.meaning, ""]
    lines += [_row("column", "meaning", "allowed", "if blank"), "|---|---|---|---|"]
    for column in sheet.columns:
        blank = required_of(column) if column.required else default_of(column)
        lines.append(_row(f"`{column.name}`", column.meaning, allowed_of(column), blank))
    return "\n".join(lines)


_POLICY_WORDS = """\
## Policies

Sheet Policy has one row per policy. In sheet Scenarios each policy is a column, and each row a scenario to plan: it
starts from sheet Policy and overrides what its row gives; an empty cell gives nothing. `currency` and the rates of
exchange stand in sheet Policy only. A rate is called `fx_` and the currency, e.g. `fx_usd`: how much of the plan's
currency one US dollar costs. The word `none` lifts a limit. A policy `grants_m365_...` may be written without the
`m365_`, e.g. `grants_e3`.
"""

_SWITCH_WORDS = """\
### Policies of the licensing rules

These are known, but not built in yet: they are accepted at their default, and any other value is refused.
"""


def _policy_table(specs: Iterable[Setting[Any]]) -> str:
    lines = [_row("policy", "meaning", "allowed", "default"), "|---|---|---|---|"]
    for spec in specs:
        meaning = spec.meaning if spec.built else f"{spec.meaning} Not built in yet: only the default is accepted."
        lines.append(_row(f"`{spec.name}`", meaning, policy_allowed(spec), policy_default(spec)))
    return "\n".join(lines)


def _built_in() -> str:
    name, ahead = AHEAD
    months = ahead[HORIZON_MONTHS.name]
    lines = [
        "### Scenarios without sheet Scenarios",
        "",
        "Where sheet Scenarios is left out, these are planned, each on top of sheet Policy:",
        "",
        *_scenario_table(BUILT_IN),
        "",
        f"Where sheet Policy gives no horizon, `{name}` (`{HORIZON_MONTHS.name}` = {months}) is there too, and is "
        "planned only where it is named. Where it gives one, that holds for all of these, and more are planned:",
        "",
        *_scenario_table(BUILT_IN_OVER_TIME),
    ]
    return "\n".join(lines)


def _scenario_table(scenarios: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    yield from (_row("scenario", "what it changes"), "|---|---|")
    for name, values in scenarios:
        changes = ", ".join(f"`{policy}` = {in_words(value)}" for policy, value in values.items())
        yield _row(name, changes or "nothing")


def _words_section() -> str:
    lines = [
        "## Other names, and names in other languages",
        "",
        "Sheets:",
        "",
        _row("sheet", "also read as"),
        "|---|---|",
    ]
    lines += [_row(f"`{name}`", ", ".join(words)) for name, words in SHEET_WORDS.items()]
    lines += ["", "Columns:", "", _row("column", "also read as"), "|---|---|"]
    lines += [_row(f"`{name}`", ", ".join(words)) for name, words in COLUMN_WORDS.items()]
    lines += ["", "Words in cells:", "", _row("column", "word", "also written"), "|---|---|---|"]
    lines += [
        _row(f"`{column}`", f"`{word}`", ", ".join(others))
        for column, words in ALSO.items()
        for word, others in words.items()
    ]
    return "\n".join(lines)


_FAMILIES: tuple[tuple[str, str, str], ...] = (
    ("CAL-00", "CAL-03", "Files"),
    ("CAL-04", "CAL-09", "Sheets and columns"),
    ("CAL-1", "CAL-1", "Cells"),
    ("CAL-2", "CAL-2", "Cells that do not fit each other"),
    ("CAL-3", "CAL-3", "Offers and owned licences"),
    ("CAL-4", "CAL-4", "Policies and scenarios"),
    ("CAL-5", "CAL-5", "Notices"),
    ("CAL-6", "CAL-6", "Notices of a scenario"),
)

_ERRORS_INTRO = """\
Everything that is wrong is reported at once, each problem with its file, sheet, row, column and code. An error
stops the program before anything is written; a notice only tells. This page explains the codes.
"""


def errors_page(more: Iterable[Problem] = ()) -> str:
    """Return docs/errors.md; `more` are problems that other parts of the program report."""
    problems = sorted((*FILE_PROBLEMS, *DATA_PROBLEMS, *more), key=lambda problem: problem.code)
    parts = [_GENERATED, "# Errors and notices", _ERRORS_INTRO]
    for first, last, title in _FAMILIES:
        members = [problem for problem in problems if first <= problem.code[: len(first)] <= last]
        parts += [f"## {title}", *map(_problem_section, members)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _problem_section(problem: Problem) -> str:
    return f"### {problem.code}: {problem.title}\n\n{problem.explanation}"

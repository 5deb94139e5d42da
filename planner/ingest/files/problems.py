"""Everything that can be wrong with a file or sheet as a whole, before its cells are looked at: CAL-001 to CAL-039."""

from __future__ import annotations

from planner.domain.issue import Issue, Location, Problem, Severity
from planner.words import say

MISSING = "CAL-001"
UNREADABLE = "CAL-002"
EMPTY = "CAL-003"
NO_WORKBOOK = "CAL-004"
DAMAGED = "CAL-005"
PASSWORD = "CAL-006"
BOMB = "CAL-007"
DOCUMENT_TYPE = "CAL-008"
GIANT = "CAL-009"
TOO_LARGE = "CAL-010"
OUT_OF_MEMORY = "CAL-011"
OUT_OF_TIME = "CAL-012"
CRASHED = "CAL-013"
ODD_ARCHIVE = "CAL-014"
MERGED = "CAL-015"
HIDDEN = "CAL-016"
NOT_UTF8 = "CAL-017"
TOO_MANY_FIELDS = "CAL-018"
OPEN_QUOTE = "CAL-019"
NOT_A_TABLE = "CAL-020"
IGNORED_FILE = "CAL-021"
NO_FILES = "CAL-022"
SAME_SHEET_TWICE = "CAL-023"
WRONG_ENDING = "CAL-024"
HIDDEN_PARTS = "CAL-025"
SEVERAL_LINES = "CAL-026"
PARTLY = "CAL-027"

FILE_PROBLEMS: tuple[Problem, ...] = (
    Problem(MISSING, "The file is not there", "Nothing stands at the given place. Check the name and the folder."),
    Problem(
        UNREADABLE,
        "The file cannot be opened",
        "The system refuses to open it, or it is no ordinary file. Close it in other programs, check your rights, "
        "or copy it to a folder of your own.",
    ),
    Problem(EMPTY, "The file is empty", "It has no content at all; often a copy or a download that broke off."),
    Problem(
        NO_WORKBOOK,
        "The file is no workbook",
        "Its content is something else, whatever its name says. Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods), CSV text "
        "(.csv), Parquet files (.parquet) and zips of these two are read. Open it in its own program and save it as "
        "one of these.",
    ),
    Problem(
        DAMAGED,
        "The file is damaged",
        "It begins like a workbook, but parts are missing or make no sense. Fetch it again, or let Excel repair "
        "it, and save it under a new name.",
    ),
    Problem(
        PASSWORD,
        "The file is encrypted",
        "Nothing can be read. Either it has a password, or the structure of the workbook is protected, for which Excel "
        "and LibreOffice encrypt the file without asking for a password. Open it, take away both (in Excel: File, "
        "Info, Protect Workbook), and save it under a new name.",
    ),
    Problem(
        BOMB,
        "The file unpacks to far too much",
        "A workbook is a compressed archive. This one grows beyond every plausible size when unpacked, which is how "
        "archives made to break programs behave. If it is yours, open it in Excel, copy the data into a new workbook.",
    ),
    Problem(
        DOCUMENT_TYPE,
        "The file has a document type definition",
        "Spreadsheet programs never write one; it can be used to attack programs that read the file. Open the file in "
        "Excel and save it under a new name, or ask where it comes from.",
    ),
    Problem(
        GIANT,
        "A sheet is far larger than its data can be",
        "The sheet claims, or a stray cell far away makes, more cells than any inventory has. Press Ctrl+End to "
        "see the last cell; delete the rows and columns beyond the data, and save.",
    ),
    Problem(
        TOO_LARGE,
        "The file is too large",
        "Files beyond the limit are not read. Split the table into parts (Access.csv, Access 2.csv) in a folder.",
    ),
    Problem(
        OUT_OF_MEMORY,
        "Reading took too much memory",
        "The file was read apart from the program, with limited memory, and needed more. Delete rows and columns "
        "beyond the data, or give large tables as .csv or .parquet files in a folder.",
    ),
    Problem(
        OUT_OF_TIME,
        "Reading took too long",
        "The file was read apart from the program, with limited time, and needed more. Give large tables as .csv or "
        ".parquet files in a folder.",
    ),
    Problem(
        CRASHED,
        "Reading broke off",
        "The reader stopped on this file without a word; the file is most likely damaged or made to do harm. Open it "
        "in Excel and save it under a new name.",
    ),
    Problem(
        ODD_ARCHIVE,
        "The file is packed in an odd way",
        "Parts of the archive overlap, repeat, are far too many, use a packing that office programs do not use, or, in "
        "a zip of tables, are links or have names that lead elsewhere. Open a workbook in Excel and save it under a "
        "new name; zip tables again with your system's own program.",
    ),
    Problem(
        MERGED,
        "Merged cells among the data",
        "Only the first cell of a merged range has a value; the others would have to be guessed. Unmerge the range and "
        "fill in every cell.",
    ),
    Problem(
        HIDDEN,
        "A hidden sheet was read",
        "Hidden sheets count like all others. Delete the sheet if it should not count.",
    ),
    Problem(
        NOT_UTF8,
        "The text file is not in UTF-8",
        'Letters beyond plain English would be misread. In Excel choose Save As, type "CSV UTF-8 (comma delimited)".',
    ),
    Problem(
        TOO_MANY_FIELDS,
        "A row has more fields than the header",
        "Most often a text holds the separator itself: put the text in double quotes, or give the extra column a name.",
    ),
    Problem(
        OPEN_QUOTE,
        "A quotation mark is not closed",
        "A field that begins with a double quote must end with one, directly before the next separator; a quote inside "
        "the text is written twice.",
    ),
    Problem(
        NOT_A_TABLE,
        "A column holds lists, structures or bytes",
        "Every cell must be one text, number, date or yes/no. Write the column as plain values.",
    ),
    Problem(
        IGNORED_FILE,
        "A file of the folder was not read",
        "Only .csv and .parquet files in the folder are read, and of these only files that are called like a sheet.",
    ),
    Problem(NO_FILES, "The folder has no tables", "Put one .csv or .parquet file per sheet into the folder."),
    Problem(
        SAME_SHEET_TWICE,
        "Two files are the same sheet",
        "They differ only in their ending, e.g. Access.csv and Access.parquet, so the rows would count twice. Delete "
        "one, or rename it (Access 2) if both are needed.",
    ),
    Problem(
        WRONG_ENDING,
        "The file is not what its ending says",
        "In a folder, .csv files must be text and .parquet files must be Parquet. Save the file anew in that format.",
    ),
    Problem(
        HIDDEN_PARTS,
        "Rows or columns are hidden",
        "Hidden rows and columns count like the others, and so do rows that a filter does not show. Delete what should "
        "not count.",
    ),
    Problem(
        SEVERAL_LINES,
        "A text over several lines that holds the separator",
        "In a text file a double quote begins a text that may go over several lines. A stray one makes one text of "
        "whole rows, which then do not count. The message says in which lines it stands.",
    ),
    Problem(
        PARTLY,
        "A damaged .xls file was read",
        "Parts of the file make no sense, but its cells could be read. Error values among them count as blanks, and "
        "hidden rows are not told. Open the file in Excel and save it as .xlsx to be sure.",
    ),
)


class Refused(Exception):
    """A file or sheet cannot be read; carries the issue that says why.  Never leaves `ingest`."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        super().__init__(str(issue))


def error(code: str, where: Location, text: str, remedy: str, value: str | None = None) -> Issue:
    """Return an issue that stops the run."""
    return Issue(code, Severity.ERROR, where, value, text, remedy)


def notice(code: str, where: Location, text: str, remedy: str = "", value: str | None = None) -> Issue:
    """Return an issue that is only told."""
    return Issue(code, Severity.NOTICE, where, value, text, remedy)


def damaged(where: Location, detail: str) -> Refused:
    """Return the exception for a file that begins well and then makes no sense."""
    text = say("The file is damaged: {detail}.", detail=detail)
    return Refused(
        error(DAMAGED, where, text, say("Fetch it again, or let Excel repair it and save it under a new name."))
    )


_UNLOCK = say("Open it in the program it comes from, and save a copy without a password and without that protection.")


def locked(where: Location, remedy: str = _UNLOCK) -> Refused:
    """Return the exception for an encrypted file; no password need have been set for that."""
    text = say("The file is encrypted: it has a password, or the structure of the workbook is protected.")
    return Refused(error(PASSWORD, where, text, remedy))


def locked_zip(where: Location) -> Refused:
    """Return the exception for a zip with an encrypted table."""
    return Refused(
        error(
            PASSWORD, where, say("The file is protected by a password."), say("Zip the files again without a password.")
        )
    )


def giant(where: Location, detail: str) -> Refused:
    """Return the exception for a sheet that reaches absurdly far."""
    text = say("The sheet is far larger than its data can be: {detail}.", detail=detail)
    remedy = say("Press Ctrl+End to see its last cell, delete the rows and columns beyond the data, and save.")
    return Refused(error(GIANT, where, text, remedy))


def too_many_rows(file: str, most: int) -> Issue:
    """Return the issue for an inventory whose rows are more than anybody's."""
    text = say("With this file the inventory has more than {most:,} rows; no more are read.", most=most)
    return error(
        TOO_LARGE, Location(file=file), text, say("Leave out accesses that no plan needs, e.g. of other sites.")
    )

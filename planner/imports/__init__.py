"""Exports and lists as they are, to a clean inventory: what people hand over, read, joined and asked about.

    importing   the whole way
    gathered    which files there are, what each is, which of them count
    evidence    what a source says, row by row
    reading     files to rows: encodings, separators, days and numbers per column
    sources     the formats that are known, told by their content
    unrecognised  what is no export: lists kept by hand, and what the program itself wrote
    mapping     lists that people keep by hand
    own         inventories, purchase lists, requests for prices and registers that come back
    identity    who and what is meant, by exact keys
    owned       licences as lots, each purchase once
    joined      all of it put together
    sheet_row   a row that has the shape of an inventory already
    questions   what is asked, and what was found to be one
    answers     what was answered, in a file
    story       what happened to the files, in words
    inventory   the workbook
    report      the same as JSON

Names are fetched when they are asked for: the process that reads files enters this package and needs none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.imports.importing import Imported, import_exports
    from planner.imports.joined import Choices

__all__ = ["Choices", "Imported", "import_exports"]
_HOMES = {"importing": ("Imported", "import_exports"), "joined": ("Choices",)}


def __getattr__(name: str) -> object:
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)

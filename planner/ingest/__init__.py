"""Spreadsheets and exports to domain values.

The names are fetched when they are asked for: the reader's process enters this package, and needs none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.ingest.checks.places import (
        CODES_OF_UNREAD_FILES,
        TITLES,
        cell_of,
        cell_problem,
        kinds_of,
        places_of,
        rate_problem,
    )
    from planner.ingest.checks.policies import policy_called, policy_problem
    from planner.ingest.files.archive import Archive
    from planner.ingest.files.bundle import unpack
    from planner.ingest.files.limits import issue_of, limits_for
    from planner.ingest.files.problems import Refused
    from planner.ingest.files.read import GridsRead, TablesRead, read_grids
    from planner.ingest.load import (
        Loaded,
        LoadedProfile,
        Loading,
        begin_loading,
        load_inventory,
        load_profile,
        load_tables,
        read_catalogue,
        read_tables,
    )
    from planner.ingest.schema.sheets import SHEET_BY_NAME, Kind
    from planner.ingest.tables.cells import days_meant, shown
    from planner.ingest.tables.raw import CellError, RawGrid, RawTable
    from planner.ingest.tables.sheet_names import known_as, schema_of
    from planner.ingest.tables.spelling import KnownWords
    from planner.ingest.tables.table import column_letters
    from planner.ingest.written.pages import data_format_page, errors_page
    from planner.ingest.written.sample import sample_folder, write_sample
    from planner.ingest.written.template import write_inventory, write_template

__all__ = [
    "CODES_OF_UNREAD_FILES",
    "SHEET_BY_NAME",
    "TITLES",
    "Archive",
    "CellError",
    "GridsRead",
    "Kind",
    "KnownWords",
    "Loaded",
    "LoadedProfile",
    "Loading",
    "RawGrid",
    "RawTable",
    "Refused",
    "TablesRead",
    "begin_loading",
    "cell_of",
    "cell_problem",
    "column_letters",
    "data_format_page",
    "days_meant",
    "errors_page",
    "issue_of",
    "kinds_of",
    "known_as",
    "limits_for",
    "load_inventory",
    "load_profile",
    "load_tables",
    "places_of",
    "policy_called",
    "policy_problem",
    "rate_problem",
    "read_catalogue",
    "read_grids",
    "read_tables",
    "sample_folder",
    "schema_of",
    "shown",
    "unpack",
    "write_inventory",
    "write_sample",
    "write_template",
]
_HOMES = {
    "files.archive": ("Archive",),
    "files.bundle": ("unpack",),
    "files.problems": ("Refused",),
    "files.limits": ("issue_of", "limits_for"),
    "tables.raw": ("CellError", "RawGrid", "RawTable"),
    "files.read": ("GridsRead", "TablesRead", "read_grids"),
    "load": (
        "Loaded",
        "LoadedProfile",
        "Loading",
        "begin_loading",
        "load_inventory",
        "load_profile",
        "load_tables",
        "read_catalogue",
        "read_tables",
    ),
    "checks.places": (
        "CODES_OF_UNREAD_FILES",
        "TITLES",
        "cell_of",
        "cell_problem",
        "kinds_of",
        "places_of",
        "rate_problem",
    ),
    "checks.policies": ("policy_called", "policy_problem"),
    "tables.sheet_names": ("known_as", "schema_of"),
    "tables.spelling": ("KnownWords",),
    "schema.sheets": ("SHEET_BY_NAME", "Kind"),
    "tables.cells": ("days_meant", "shown"),
    "tables.table": ("column_letters",),
    "written.pages": ("data_format_page", "errors_page"),
    "written.sample": ("sample_folder", "write_sample"),
    "written.template": ("write_inventory", "write_template"),
}


def __getattr__(name: str) -> object:
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)

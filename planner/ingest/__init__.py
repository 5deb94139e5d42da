"""Spreadsheets and exports to domain values.

The names are fetched when they are asked for: the reader's process enters this package, and needs none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.ingest.load import Loaded, Loading, begin_loading, load_inventory
    from planner.ingest.written.pages import data_format_page, errors_page
    from planner.ingest.written.sample import sample_folder, write_sample
    from planner.ingest.written.template import write_inventory, write_template

__all__ = [
    "Loaded",
    "Loading",
    "begin_loading",
    "data_format_page",
    "errors_page",
    "load_inventory",
    "sample_folder",
    "write_inventory",
    "write_sample",
    "write_template",
]
_HOMES = {
    "load": ("Loaded", "Loading", "begin_loading", "load_inventory"),
    "written.pages": ("data_format_page", "errors_page"),
    "written.sample": ("sample_folder", "write_sample"),
    "written.template": ("write_inventory", "write_template"),
}


def __getattr__(name: str) -> object:
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)

"""Spreadsheets and exports to domain values."""

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

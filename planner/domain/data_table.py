"""Tables that ship beside the modules that read them, as CSV files: facts with dates and sources, not code."""

from __future__ import annotations

import csv
from importlib.resources import files


def rows_beside(package: str, name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV file in a package's folder, in their order, by the names in its header."""
    text = (files(package) / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))

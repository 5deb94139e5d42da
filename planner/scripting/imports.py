"""What came of an import, as a script holds it: an inventory, the story, and what is asked."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.imports import Imported
from planner.scripting.inventory import Found, Inventory

if TYPE_CHECKING:
    import pandas as pd


class Import:
    """Exports and lists that were made an inventory."""

    def __init__(self, imported: Imported) -> None:
        """Take what was imported."""
        self._imported = imported

    @property
    def report(self) -> dict[str, Any]:
        """Everything that was found, as `cal-planner import --json` writes it."""
        return self._imported.report

    @property
    def questions(self) -> pd.DataFrame:
        """What is asked: id, question, what is taken until it is answered, what may be answered, answer, where."""
        return self._notes("Questions")

    @property
    def story(self) -> pd.DataFrame:
        """What was found, read, merged, left out, told and asked, a sentence each."""
        return self._notes("Story")

    @property
    def evidence(self) -> pd.DataFrame:
        """What proves each access: file, first row, number of rows, days, how often."""
        return self._notes("Evidence")

    def inventory(self) -> Inventory:
        """Return the inventory, to be planned.

        Raises WorkbookError, with everything that is missing, where the files do not hold enough for a plan.
        """
        from datetime import date

        from planner.processes.folders import own_folder

        with own_folder() as folder:
            path = folder / "imported.xlsx"
            self._imported.write(path)
            return Inventory(Found.in_files(path, None, date.today()))

    def write(self, file: str | PathLike[str]) -> None:
        """Write the inventory as a workbook, with its story, its questions and its evidence."""
        self._imported.write(Path(file))

    def _notes(self, name: str) -> pd.DataFrame:
        import pandas as pd

        head, *rows = self._imported.notes[name]
        return pd.DataFrame(rows, columns=[str(each) for each in head])

    def __repr__(self) -> str:
        files = len(self._imported.gathered.files)
        return f"<Import of {files} files: {len(self._imported.joined.persons)} people>"

"""An inventory as a script holds it: made from files or data frames, checked whole, its sheets as data frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain import inventory as domain
from planner.domain.issue import Issue
from planner.errors import WorkbookError
from planner.ingest import begin_loading
from planner.ingest.load import Loaded, load_tables
from planner.ingest.tables.frames import as_typed, policy_frame, scenarios_frame, source_of, to_frame, to_raw
from planner.ingest.tables.headers import sheet_and_part
from planner.ingest.tables.raw import RawTable
from planner.planning.questions import with_questions
from planner.report.words import count
from planner.workbooks.made_scenarios import MadeScenario, with_scenarios

if TYPE_CHECKING:
    import pandas as pd

Rules = Mapping[str, object]
"""Policies by name, with values as one would type them, or as Python has them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was read, and what came of it: the inventory is None exactly where something must be corrected."""

    tables: tuple[RawTable, ...]
    catalogue: tuple[RawTable, ...] | None
    loaded: Loaded

    @staticmethod
    def in_files(path: Path, catalogue: Path | None, today: date) -> Found:
        """Read an inventory from files."""
        loading = begin_loading(path, catalogue)
        loaded = with_questions(loading.finish(today=today))
        offers = loading.catalogue.result().tables if loading.catalogue else None
        return Found(loading.inventory.result().tables, offers, loaded)

    @staticmethod
    def in_frames(frames: Mapping[str, pd.DataFrame], catalogue: pd.DataFrame | None, today: date, name: str) -> Found:
        """Read an inventory from data frames, by the names of their sheets."""
        tables = tuple(to_raw(sheet, frame, name) for sheet, frame in frames.items())
        more = None if catalogue is None else (to_raw("Offers", catalogue, f"{name}, catalogue"),)
        more_source = None if more is None else source_of(f"{name}, catalogue", more)
        loaded = load_tables(tables, more, today=today, source=source_of(name, tables), catalogue_source=more_source)
        return Found(tables, more, loaded)


class Inventory:
    """An inventory that can be planned.

    >>> import pandas as pd
    >>> inventory = Inventory.from_frames(
    ...     headcount=pd.DataFrame(
    ...         {"group": ["Shift"], "users": [40], "devices": [12], "pattern": "shared", "server_version": 2022}
    ...     ),
    ...     offers=pd.DataFrame(
    ...         {
    ...             "offer_id": ["U", "D"], "vendor": "Vendor A", "product": "ws_cal", "metric": ["user", "device"],
    ...             "version": 2022, "condition": "new", "price": ["45.50", "36.75"],
    ...         }
    ...     ),
    ...     policy={"plan_date": "2026-12-01"},
    ... )
    >>> inventory
    <Inventory data frames: Headcount (1 row), Offers (2 rows), Policy (1 row); 7 scenarios>
    >>> inventory.scenarios[:2]
    ('cheapest', 'new only')
    """

    def __init__(self, found: Found) -> None:
        """Take what was read.  Raises WorkbookError, with everything that is wrong, where it cannot be used."""
        if found.loaded.inventory is None:
            raise WorkbookError(found.loaded.issues)
        self._found = found
        self.content: domain.Inventory = found.loaded.inventory
        """What the planner works with."""
        self.issues: tuple[Issue, ...] = found.loaded.issues
        """What there is to say about it."""

    @staticmethod
    def from_frames(
        *,
        headcount: pd.DataFrame | None = None,
        users: pd.DataFrame | None = None,
        devices: pd.DataFrame | None = None,
        servers: pd.DataFrame | None = None,
        access: pd.DataFrame | None = None,
        owned: pd.DataFrame | None = None,
        offers: pd.DataFrame | None = None,
        policy: pd.DataFrame | Rules | None = None,
        scenarios: pd.DataFrame | Mapping[str, Rules] | None = None,
        organisation: pd.DataFrame | None = None,
        vendors: pd.DataFrame | None = None,
        catalogue: pd.DataFrame | None = None,
        today: date | None = None,
        name: str = "data frames",
    ) -> Inventory:
        """Return an inventory of data frames, one per sheet, with the columns that docs/data-format.md describes.

        `policy` may be a mapping of policies to values, `scenarios` one of names to such mappings; `catalogue` holds
        more offers.  Rows are numbered as in a sheet with its header in row 1.  Raises WorkbookError, with everything
        that is wrong.
        """
        frames = frames_by_sheet(
            headcount=headcount,
            users=users,
            devices=devices,
            servers=servers,
            access=access,
            owned=owned,
            offers=offers,
            policy=policy,
            scenarios=scenarios,
            organisation=organisation,
            vendors=vendors,
        )
        return Inventory(Found.in_frames(frames, catalogue, today or date.today(), name))

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios that are planned if none are named."""
        return tuple(scenario.name for scenario in self.content.scenarios if not scenario.is_on_demand)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that are filled."""
        return tuple(dict.fromkeys(name for name, _ in self._parts()))

    def sheet(self, name: str) -> pd.DataFrame:
        """Return a sheet as it was given, parts of it one below the other; the index is the row in a spreadsheet.

        Raises KeyError for a sheet that is not there.
        """
        import pandas as pd

        parts = [to_frame(table) for sheet, table in self._parts() if sheet == name]
        if not parts:
            raise KeyError(name)
        return parts[0] if len(parts) == 1 else pd.concat(parts)

    def _parts(self) -> Sequence[tuple[str, RawTable]]:
        meant = ((sheet_and_part(table.sheet), table) for table in self._found.tables)
        return [(found[0], table) for found, table in meant if found and len(table.rows)]

    def with_scenarios(self, scenarios: Mapping[str, Rules]) -> Inventory:
        """Return the inventory with more scenarios beside its own, each given as its policies by name.

        They are read as if they stood in sheet Scenarios.  Raises WorkbookError for a policy or a value that is wrong.
        """
        made = [
            MadeScenario(name, {rule: as_typed(value) for rule, value in rules.items()})
            for name, rules in scenarios.items()
        ]
        tables, content = with_scenarios(self._found.tables, made, self.scenarios), self.content
        loaded = load_tables(
            tables,
            self._found.catalogue,
            today=content.policy.plan_date,
            source=content.source,
            catalogue_source=content.catalogue,
        )
        return Inventory(replace(self._found, tables=tables, loaded=loaded))

    def _repr_html_(self) -> str:
        import pandas as pd

        rows = [(name, len(self.sheet(name))) for name in self.sheets]
        return str(pd.DataFrame(rows, columns=["Sheet", "Rows"]).to_html(index=False))

    def __repr__(self) -> str:
        filled = ", ".join(f"{name} ({count(len(self.sheet(name)), 'row')})" for name in self.sheets)
        return f"<Inventory {self.content.source.name}: {filled}; {count(len(self.scenarios), 'scenario')}>"


def frames_by_sheet(
    *,
    policy: pd.DataFrame | Rules | None,
    scenarios: pd.DataFrame | Mapping[str, Rules] | None,
    **frames: pd.DataFrame | None,
) -> dict[str, pd.DataFrame]:
    """Return the data frames that are given, by the names of their sheets."""
    found = {name.capitalize(): frame for name, frame in frames.items() if frame is not None}
    if policy is not None:
        found["Policy"] = policy_frame(policy) if isinstance(policy, Mapping) else policy
    if scenarios is not None:
        found["Scenarios"] = scenarios_frame(scenarios) if isinstance(scenarios, Mapping) else scenarios
    return found

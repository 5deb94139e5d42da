"""From a file to a clean inventory, or to everything that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.domain.inventory import Inventory, SourceFile
from planner.domain.issue import Issue, Location, Notice, Severity
from planner.domain.profile import Profile
from planner.domain.quotation import ANSWER, LINES
from planner.ingest.building.estate import build_estate
from planner.ingest.building.left_out import tell_left_out
from planner.ingest.building.market import build_lots, build_offers
from planner.ingest.building.profile import build_profile
from planner.ingest.checks.doubts import tell_cheap_offers, tell_groups
from planner.ingest.checks.validate import Clean, validate, validate_profile
from planner.ingest.files.other_sheets import named_by_file, without_other_sheets
from planner.ingest.files.problems import FILE_PROBLEMS
from planner.ingest.files.read import TablesRead
from planner.ingest.files.read import read_tables as read_all_tables
from planner.ingest.files.settings import read_settings
from planner.ingest.schema.problems import DATA_PROBLEMS
from planner.ingest.schema.sheets import OFFERS, ORGANISATION, SHEET_BY_NAME, VENDORS
from planner.ingest.tables.log import Log
from planner.ingest.tables.raw import RawTable
from planner.ingest.tables.sheet_names import schema_of
from planner.words import joined, say


@dataclass(frozen=True)
class Loaded:
    """An inventory, None exactly if an issue is an error, and all that was found."""

    inventory: Inventory | None
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class Loading:
    """An inventory that is being read in the background, with the catalogue and the quotations that go with it."""

    inventory: Future[TablesRead]
    catalogue: Future[TablesRead] | None
    quotations: tuple[Future[TablesRead], ...] = ()

    def finish(self, *, today: date) -> Loaded:
        """Wait for the files, check what they say and build the inventory; see `load_inventory`."""
        log = Log()
        reading = self.inventory.result()
        log.extend(reading.issues)
        complete, more, more_source = not log.has_errors, None, None
        if self.catalogue is not None:
            other = self.catalogue.result()
            log.extend(other.issues)
            more, more_source = other.tables, other.source
        answers = [one.result() for one in self.quotations]
        for answer in answers:
            log.extend(answer.issues)
        clean = validate(
            reading.tables,
            more,
            today,
            log,
            file=reading.source.name,
            complete=complete,
            quotations=[(one.source.name, one.tables) for one in answers if _is_whole(one)],
        )
        return _finish(clean, reading.source, _together(more_source, [answer.source for answer in answers]), log)


def _is_whole(reading: TablesRead) -> bool:
    return all(issue.severity is not Severity.ERROR for issue in reading.issues)


def _together(catalogue: SourceFile | None, quotations: Sequence[SourceFile]) -> SourceFile | None:
    """Return the source of all offers that are kept apart: catalogue and quotations, told by names and hashes."""
    if not quotations:
        return catalogue
    sources = [*([catalogue] if catalogue else []), *quotations]
    content = "".join(f"{source.name}\0{source.sha256}\n" for source in sources)
    return SourceFile(joined(" + ", (one.name for one in sources)), hashlib.sha256(content.encode()).hexdigest())


def read_tables(path: Path, known: Sequence[str] = tuple(SHEET_BY_NAME)) -> TablesRead:
    """Return all tables of a file, and what is wrong with the file and with those of its sheets that are known."""
    return without_other_sheets(named_by_file(read_all_tables(path)), known)


def read_catalogue(path: Path) -> TablesRead:
    """Return the tables of a catalogue, whose sheet Offers is the only one that counts."""
    return read_tables(path, (OFFERS.name,))


def read_quotation(path: Path) -> TablesRead:
    """Return the tables of a request for quotation that a vendor has filled in."""
    return without_other_sheets(read_all_tables(path), (ANSWER, LINES))


def begin_loading(path: Path, catalogue: Path | None = None, quotations: Sequence[Path] = ()) -> Loading:
    """Begin to read an inventory, and catalogue and quotations after it, while the caller does something else."""
    worker = ThreadPoolExecutor(1)
    inventory = worker.submit(read_tables, path)
    offers = worker.submit(read_catalogue, catalogue) if catalogue is not None else None
    answers = tuple(worker.submit(read_quotation, one) for one in quotations)
    worker.shutdown(wait=False)  # it ends once all are read
    return Loading(inventory, offers, answers)


def load_inventory(
    path: Path, catalogue: Path | None = None, *, today: date, quotations: Sequence[Path] = ()
) -> Loaded:
    """Read, check and build an inventory; offers may stand in a catalogue of their own.

    `today` is the day of the plan where the inventory gives none.  Problems are values, never exceptions.
    """
    return begin_loading(path, catalogue, quotations).finish(today=today)


@dataclass(frozen=True)
class LoadedProfile:
    """What a file says of an organisation and its vendors, None exactly if an issue is an error."""

    profile: Profile | None
    issues: tuple[Issue, ...]


def load_profile(path: Path) -> LoadedProfile:
    """Read sheets Organisation and Vendors of a workbook or folder, or the same in a settings file (.toml).

    Problems are values, never exceptions.
    """
    log = Log()
    known = (ORGANISATION.name, VENDORS.name)
    reading = read_settings(path) if path.suffix.lower() == ".toml" else read_tables(path, known)
    log.extend(reading.issues)
    others = {name for name in SHEET_BY_NAME if name not in known}
    tables = validate_profile([table for table in reading.tables if schema_of(table.sheet) not in others], log)
    if not tables and not log.has_errors:
        log.error(
            "CAL-311",
            Location(path.name),
            None,
            say("Nothing in it describes an organisation or a vendor."),
            say(
                'Fill the sheets "Organisation" and "Vendors", or write [organisation] and [[vendor]] in a .toml file.'
            ),
        )
    return LoadedProfile(None if log.has_errors else build_profile(tables), log.issues)


def load_tables(
    tables: Sequence[RawTable],
    catalogue: Sequence[RawTable] | None = None,
    *,
    today: date,
    source: SourceFile,
    catalogue_source: SourceFile | None = None,
) -> Loaded:
    """Check and build an inventory from tables that are in memory already."""
    log = Log()
    clean = validate(tables, catalogue, today, log, file=source.name)
    return _finish(clean, source, catalogue_source, log)


def _finish(clean: Clean, source: SourceFile, catalogue: SourceFile | None, log: Log) -> Loaded:
    if log.has_errors or clean.policies.currency is None:
        return Loaded(None, log.issues)
    estate, left = build_estate(clean.tables)
    tell_left_out(clean.tables, left, log)
    offers = build_offers(clean.offers, clean.policies.currency, clean.policies.rates)
    tell_cheap_offers(clean.offers, offers, clean.policies.currency, log)
    tell_groups(estate.groups, Location(source.name, "Headcount"), log)
    inventory = Inventory(
        source=source,
        catalogue=catalogue,
        estate=estate,
        offers=offers,
        lots=build_lots(clean.tables.get("Owned"), clean.tables.get("Users")),
        scenarios=clean.policies.scenarios,
        policy=clean.policies.base,
        profile=build_profile(clean.tables),
        notices=tuple(_as_notice(issue) for issue in log.issues if issue.severity is Severity.NOTICE),
    )
    return Loaded(inventory, log.issues)


def _as_notice(issue: Issue) -> Notice:
    """Return a remark that is understood without its location."""
    sheet = issue.location.sheet if issue.location.row is None else None
    return Notice(
        issue.code, say("{sheet}: {text}", sheet=sheet, text=issue.text) if sheet else issue.text, _LEVELS[issue.code]
    )


_LEVELS = {problem.code: problem.level for problem in (*FILE_PROBLEMS, *DATA_PROBLEMS)}

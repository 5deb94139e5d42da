"""What sheets Organisation and Vendors say against each other and against Offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.ingest.checks.ids import check_unique
from planner.ingest.tables.log import Log
from planner.ingest.tables.table import CleanTable
from planner.words import say


def check_profile(tables: Mapping[str, CleanTable], offers: Iterable[CleanTable], log: Log) -> None:
    """Check that the organisation and each vendor are described once, and vendors called as in the lists of offers."""
    organisation, vendors = tables.get("Organisation"), tables.get("Vendors")
    for row in list(organisation.rows())[1:] if organisation is not None else ():
        log.error(
            "CAL-309",
            row.where("name"),
            row.found("name"),
            say("The organisation is described in a row above already."),
            say("Keep one row."),
        )
    if vendors is None:
        return
    check_unique(vendors, "vendor", log)
    named = {name.casefold(): name for table in offers for name in table.values("vendor")}
    for row in vendors.rows():
        name = str(row.get("vendor")) if row.is_given("vendor") else ""
        offered = named.get(name.casefold(), name)
        if offered != name:
            log.error(
                "CAL-310",
                row.where("vendor"),
                row.found("vendor"),
                say('Sheet "Offers" calls this vendor "{offered}".', offered=offered),
                say("Write both in the same way."),
                (offered,),
            )

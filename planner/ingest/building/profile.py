"""Clean rows of Organisation and Vendors to what papers say of them."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.profile import Organisation, Profile, VendorProfile
from planner.ingest.building.by_name import made_of
from planner.ingest.tables.table import CleanTable


def build_profile(tables: Mapping[str, CleanTable]) -> Profile:
    """Return what the two sheets say, vendors in their order."""
    organisation, vendors = tables.get("Organisation"), tables.get("Vendors")
    rows = list(organisation.rows()) if organisation is not None else []
    return Profile(
        made_of(Organisation, rows[0]) if rows else None,
        tuple(made_of(VendorProfile, row) for row in vendors.rows()) if vendors is not None else (),
    )

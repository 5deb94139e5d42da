"""Rows to domain values: a column whose name a field has goes into that field, so that a new one needs no line here."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import TYPE_CHECKING, Any, TypeVar

from planner.ingest.tables.table import CleanRow

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


def made_of(kind: type[T], row: CleanRow, **own: Any) -> T:
    """Return a domain value of a row; `own` are the fields that do not simply hold what their column says.

    A blank keeps the default of its field, where it has one.
    """
    given = dict[str, Any]()
    for field in fields(kind):
        if field.name in row.table.sheet.by_name and field.name not in own:
            value = row.get(field.name)
            if value is not None or not _has_default(field):
                given[field.name] = value
    return kind(**given, **own)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING

"""Mappings as JSON carries them, for the desk: what is shown of a list, and what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from planner.errors import UsageError
from planner.imports.mapping.fields import Holds
from planner.imports.mapping.mapping import ColumnMapping, ListMapping, problems


def to_json(mapping: ListMapping) -> dict[str, Any]:
    """Return a mapping as JSON carries it."""
    return asdict(mapping)


def from_json(content: Mapping[str, Any]) -> ListMapping:
    """Return the mapping that `to_json` was given, changed by a person perhaps."""
    columns = tuple(
        ColumnMapping(**{**column, "samples": tuple(column.get("samples", ()))}) for column in content["columns"]
    )
    return ListMapping(**{**content, "holds": Holds(content["holds"]), "columns": columns})


def checked(contents: Sequence[Mapping[str, Any]]) -> list[ListMapping]:
    """Return mappings that can be used.  Raises UsageError with everything that keeps one from it."""
    found = [from_json(content) for content in contents]
    wrong = [problem for mapping in found for problem in problems(mapping)]
    if wrong:
        raise UsageError("\n".join(wrong))
    return found

"""The formats of exports that are known, and how a file is told to be one of them.

    format          what a format is
    recognise       what a file is, by its content, and why
    access_logs     who reached a server: User Access Logging and what tools make of it
    directories     Active Directory: cmdlets, csvde, ldifde
    cloud           Entra ID, Microsoft 365, Graph
    management      Intune, Configuration Manager
    asset_tools     Snipe-IT, Lansweeper, GLPI, OCS, PDQ
    remote_desktop  Remote Desktop licensing
    statements      Microsoft's licence statement and lists like it

A new format is a `Format` in one of these modules.
"""

from planner.imports.sources import (
    access_logs,
    asset_tools,
    cloud,
    directories,
    management,
    remote_desktop,
    statements,
)
from planner.imports.sources.format import Format
from planner.imports.sources.recognise import Recognised, recognise

FORMATS: tuple[Format, ...] = (
    *access_logs.FORMATS,
    *directories.FORMATS,
    *cloud.FORMATS,
    *management.FORMATS,
    *asset_tools.FORMATS,
    *remote_desktop.FORMATS,
    *statements.FORMATS,
)
SOURCES: tuple[str, ...] = tuple(dict.fromkeys(format.source for format in FORMATS))
"""The names that `--source` takes, beside `auto`."""
KNOWN_HEADERS: frozenset[str] = frozenset(
    spelling for format in FORMATS for spellings in format.spellings.values() for spelling in spellings
)
"""All headers of all formats, folded: what tells one encoding from another."""

__all__ = ["FORMATS", "KNOWN_HEADERS", "SOURCES", "Format", "Recognised", "recognise"]

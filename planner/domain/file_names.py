"""Names of files that every system takes: Windows keeps some for devices, and drops dots and blanks at their ends."""

from __future__ import annotations

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
)


def is_kept_for_a_device(name: str) -> bool:
    """Whether Windows means a device by a name, whatever its ending: a file `nul.csv` swallows what is written."""
    return name.partition(".")[0].rstrip(" ").casefold() in _DEVICES


def is_for_every_system(name: str) -> bool:
    """Whether a file may have this name on every system, as far as devices and its end go."""
    return not is_kept_for_a_device(name) and name == name.rstrip(". ")


def for_every_system(name: str) -> str:
    """Return a name, or one like it that every system takes."""
    trimmed = name.rstrip(". ") or "_"
    return f"_{trimmed}" if is_kept_for_a_device(trimmed) else trimmed

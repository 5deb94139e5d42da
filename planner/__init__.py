"""CAL Planner: the cheapest mix of Windows Server client access licences, proved and explained."""

from planner.version import __version__

__all__ = ["__version__"]

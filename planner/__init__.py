"""CAL Planner: the cheapest mix of Windows Server client access licences, proved and explained."""

__version__ = "0.1.0"

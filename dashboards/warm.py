"""What pages need, loaded before the first of them is asked for, and kept where nobody looks for garbage in it.

Streamlit looks through every object for garbage after each run of a page.  Nearly all of them are the code of
libraries, which lives as long as the server; looking through it took three times as long as drawing a page.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil

import dashboards

SCRIPTS = ("dashboards.app", "dashboards.views")
"""What Streamlit runs for each page that is asked for, and nobody imports."""


def warm_up() -> None:
    """Load what pages import, and leave all of it out of later searches for garbage."""
    for module in pkgutil.walk_packages(dashboards.__path__, f"{dashboards.__name__}."):
        if not module.name.startswith(SCRIPTS):
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()

"""How the web server runs and what the pages look like, as options of Streamlit.

They are handed over by code, so that no file in somebody's folder can open the dashboard to the network.
"""

from __future__ import annotations

from collections.abc import Mapping

from planner.workbooks.uploads import MAX_BYTES

ADDRESS = "127.0.0.1"
HOSTS = ("localhost", ADDRESS)

BLUE, BRIGHT_BLUE, PALE_BLUE = "#1F4E79", "#2E75B6", "#9CC7EE"
"""For text and grounds of a light page, for grounds of a dark one, and for text of a dark one."""
_ROUND = "0.5rem"


def options(port: int) -> Mapping[str, object]:
    """Return the options of the server that listens at a port of this machine only."""
    return {
        "server.address": ADDRESS,
        "server.port": port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": MAX_BYTES >> 20,
        "server.allowedHosts": list(HOSTS),
        "server.enableCORS": True,
        "server.corsAllowedOrigins": [],
        "server.enableXsrfProtection": True,
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        # Texts of an inventory could be formulas; our own exports defuse them, the built-in one would not.
        "client.disableDataExport": True,
        "browser.gatherUsageStats": False,
        "runner.magicEnabled": False,
        "runner.enforceSerializableSessionState": True,
        "logger.level": "warning",
        # The command that starts the server says where it is, in one line.
        "logger.hideWelcomeMessage": True,
        "theme.baseRadius": _ROUND,
        "theme.light.primaryColor": BLUE,
        "theme.light.linkColor": BLUE,
        "theme.dark.primaryColor": BRIGHT_BLUE,
        "theme.dark.linkColor": PALE_BLUE,
    }

"""How the web server runs and what the pages look like, as options of Streamlit.

They are handed over by code, so that no file in somebody's folder can open the dashboard to the network.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.gate import Gate
from planner.workbooks.uploads import MAX_BYTES

ADDRESS = "127.0.0.1"

BLUE, BRIGHT_BLUE, PALE_BLUE = "#1F4E79", "#2E75B6", "#9CC7EE"
"""For text and grounds of a light page, for grounds of a dark one, and for text of a dark one."""
_ROUND = "0.5rem"


def options(port: int, gate: Gate) -> Mapping[str, object]:
    """Return the options of the server that listens at a port of this machine only, behind a gate."""
    return {
        "global.developmentMode": False,  # taken to be on where packages lie in a folder of another name
        "server.address": ADDRESS,
        "server.port": port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": MAX_BYTES >> 20,
        "server.baseUrlPath": gate.base,
        # The gate has asked already; these say the same to Streamlit, which then asks nobody else.
        "server.allowedHosts": sorted({host.rsplit(":", 1)[0] for host in gate.hosts}),
        "server.enableCORS": True,
        "server.corsAllowedOrigins": sorted(gate.origins),
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

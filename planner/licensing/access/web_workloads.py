"""Web workloads (rule R12): what is public needs no CAL, what is for staff only does unless a policy says otherwise.

The clause frees every user of a "web workload", whose definition was not readable; we read it as publicly reachable.
Sources: Microsoft's Windows Server 2016 licence clause (read in a copy, original not read); P. DeGroot (July 2014).
"""

from __future__ import annotations

from planner.domain.estate import AccessKind, Server


def is_public(server: Server, kind: AccessKind) -> bool:
    """Tell whether an access is to a public web page.  A Remote Desktop session never is."""
    return kind is AccessKind.WEB_PUBLIC or (server.workload == "web_public" and kind is not AccessKind.RDS)


def is_internal(server: Server, kind: AccessKind) -> bool:
    """Tell whether an access is to a web page for staff only."""
    return kind is AccessKind.WEB_INTERNAL or (server.workload == "web_internal" and kind is not AccessKind.RDS)

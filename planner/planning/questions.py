"""What must be asked before anything is planned, because the licensing rules make it matter."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.inventory import Inventory
from planner.domain.issue import Issue, Location, Severity
from planner.ingest import Loaded
from planner.licensing import find_requirements, obstacles, reaching_all, unreached_servers
from planner.licensing.view import View

SERVERS_NOT_NAMED = "CAL-237"
_NAMED = 5


def with_questions(loaded: Loaded) -> Loaded:
    """Return what was loaded with the questions it raises; one that is an error leaves no inventory."""
    if loaded.inventory is None:
        return loaded
    asked = _servers_not_named(loaded.inventory)
    if asked is None:
        return loaded
    inventory = None if asked.severity is Severity.ERROR else loaded.inventory
    return replace(loaded, inventory=inventory, issues=(*loaded.issues, asked))


def _servers_not_named(inventory: Inventory) -> Issue | None:
    """Ask which servers groups use, where none says so; an error where that changes what must be licensed."""
    view = View(inventory.estate, inventory.policy)
    names = unreached_servers(view)
    if not names:
        return None
    listed = f"{', '.join(names[:_NAMED])}{f' and {len(names) - _NAMED} more' if len(names) > _NAMED else ''}"
    where = Location(file=inventory.source.name, sheet="Headcount", column="servers")
    if _changes(view):
        text = (
            f"No group says which servers it uses. If groups use those of sheet Servers ({listed}), other licences are "
            "needed than for the versions in Headcount alone."
        )
        remedy = (
            "Fill in servers, and rds_servers for Remote Desktop (ids with ; between them, or * for all), or take "
            "servers that no group uses out of sheet Servers."
        )
        return Issue(SERVERS_NOT_NAMED, Severity.ERROR, where, None, text, remedy)
    text = (
        f"No group says which servers it uses, so what sheet Servers says of {listed} counts for no group. Today that "
        "changes nothing; a later version, upgrade, edition, licensing, mode or host would."
    )
    remedy = "Fill in servers, and rds_servers for Remote Desktop, so that changes of servers count."
    return Issue(SERVERS_NOT_NAMED, Severity.NOTICE, where, None, text, remedy)


def _changes(view: View) -> bool:
    """Tell whether something else must be covered, or is in the way, if groups reach the servers."""
    reaching = view.of(reaching_all(view))
    if obstacles(view) != obstacles(reaching):
        return True
    return not find_requirements(view).asks_the_same(find_requirements(reaching))

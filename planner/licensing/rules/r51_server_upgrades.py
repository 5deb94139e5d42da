"""R51, server upgrades."""

from __future__ import annotations

from planner.licensing.rule import Rule, Source, State
from planner.licensing.rules.r19_newest_server_sets_version import SERVER_UPGRADES
from planner.words import say

RULE = Rule(
    id="R51",
    title=say("Server upgrades"),
    statement=say("A newer server version needs new core licences, at least 16 a server."),
    state=State.PART,
    sources=(
        Source("Dell knowledge base 224397"),
        Source("HPE"),
    ),
    standing="several independent sources",
    where=("licensing/servers/server_versions.py",),
    also=(SERVER_UPGRADES,),
    tests=("tests/unit/licensing/test_requirements.py",),
    limit=(
        "What an upgrade costs is what column upgrade_cost says; cores are not counted, and pay-as-you-go is "
        "not compared with it."
    ),
)

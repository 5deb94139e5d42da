"""R27, licence server and Remote Desktop CAL."""

from __future__ import annotations

from planner.domain.issue import Level, Problem
from planner.licensing.rule import Ask, Rule, Source, State, Whom
from planner.licensing.rules.r19_newest_server_sets_version import SERVER_UPGRADES
from planner.words import say

LICENCE_SERVER_UPGRADE = Problem(
    "CAL-656",
    "A licence server that the plan upgrades",
    "A licence server holds Remote Desktop CALs of its own version and older ones. The plan found it "
    "cheaper to upgrade one, or found no other way; the cost is part of the upgrades.",
    level=Level.BLOCKS,
)
TOO_NEW_FOR_LICENCE_SERVER = Problem(
    "CAL-657",
    "Remote Desktop CALs that no licence server holds",
    "They are newer than every server that is marked rd_licence_server. They are not bought, and those "
    "owned are not used. Where such a server has an upgrade planned for later, or an upgrade_cost, the "
    "plan weighs it up.",
    level=Level.BLOCKS,
)

RULE = Rule(
    id="R27",
    title=say("Licence server and Remote Desktop CAL"),
    statement=(
        say(
            "A licence server holds Remote Desktop CALs of its own version and older ones only; the plan may "
            "upgrade one where that pays."
        )
    ),
    state=State.BUILT,
    sources=(Source("learn.microsoft.com, Remote Desktop CALs (2025-06-16): its table, not its running text"),),
    standing="Microsoft's words",
    when=(LICENCE_SERVER_UPGRADE.code, TOO_NEW_FOR_LICENCE_SERVER.code),
    where=("licensing/market/licence_servers.py",),
    also=(SERVER_UPGRADES,),
    notices=(LICENCE_SERVER_UPGRADE, TOO_NEW_FOR_LICENCE_SERVER),
    tests=(
        "tests/unit/licensing/test_licence_servers.py",
        "tests/unit/optimise/test_audit.py",
        "tests/property/test_against_enumeration.py",
        "tests/golden/test_published_vectors.py",
    ),
    limit=(
        "Keys for older versions of Remote Desktop CALs are issued by Microsoft on request, which a plan cannot know. "
        "Asked only where a server is marked rd_licence_server. The newest one counts for all deployments, "
        "and at most one is upgraded."
    ),
    asks=(
        Ask(
            Whom.MICROSOFT,
            say("Will you issue a key for an older version of the RDS CALs we hold, and how long does it take?"),
            say("The plan upgrades a licence server instead, where one is too old for what is held."),
        ),
    ),
)

"""R32, browser clients."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain import money
from planner.domain.issue import Level, Notice, Problem
from planner.domain.scenario import Policy
from planner.licensing.rule import Rule, Source, State
from planner.words import joined, say

IN_BROWSER = Problem(
    "CAL-651",
    "Remote Desktop in a browser",
    "The browser client (client html5) needs per-user licensing, so only User CALs count on a deployment "
    "that is used with it, whatever the policies. With the native client Device CALs count too.",
)

BROWSER_HOST = Problem(
    "CAL-696",
    "What the browser client's users cost",
    "A few browser users bind a whole deployment to people's licences. With session hosts of their own, or the native "
    "client, machines' licences count for all the others: compare what that saves with what such a host costs.",
    Level.MONEY,
)


def browser_host_notice(deployments: Sequence[str], saved_minor: int, idle: int, policy: Policy) -> Notice:
    """Say what a session host for the browser client alone would save, and which licences lie idle without one."""
    names = joined(", ", deployments)
    text = say("Because of the browser client {names} runs in per-user mode (rule R32).", names=names)
    if saved_minor > 0:
        saved = money.words(saved_minor, policy.currency)
        text += say(" With its users on a session host of their own, licences would cost {saved} less.", saved=saved)
    if idle:
        noun, verb = (say("CAL"), say("lies")) if idle == 1 else (say("CALs"), say("lie"))
        text += say(
            " {idle:,} owned Remote Desktop Device {noun} {verb} idle in this plan.", idle=idle, noun=noun, verb=verb
        )
    return BROWSER_HOST.notice(text, max(saved_minor, 0))


RULE = Rule(
    id="R32",
    title=say("Browser clients"),
    statement=say("The browser client needs per-user mode."),
    state=State.BUILT,
    sources=(Source("learn.microsoft.com, Remote Desktop web client", "2024-07-03"),),
    standing="Microsoft's words",
    when=(IN_BROWSER.code, BROWSER_HOST.code),
    where=("licensing/cover/session_modes.py",),
    notices=(IN_BROWSER, BROWSER_HOST),
    tests=(
        "tests/unit/licensing/test_session_modes.py",
        "tests/property/test_against_enumeration.py",
        "tests/golden/test_published_vectors.py",
    ),
)

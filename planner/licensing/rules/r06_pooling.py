"""R6, pooling saves nothing."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.licensing.rule import Rule, Source, State
from planner.words import say

BY_HAND = Problem(
    "CAL-610",
    "Accesses that end at a person",
    "Where a person hands on a print-out or types data in again (via = manual), the one who gets it needs no CAL.",
)
SERVICE_ACCOUNTS = Problem(
    "CAL-672",
    "Accounts that are used by servers only",
    "They are probably service accounts. Pooling people behind one account saves no CAL: list the people "
    "who are served through it in sheet Access, each with the server behind it. What stands in persons "
    "of an account that reaches servers from licensed servers alone is not planned.",
)

RULE = Rule(
    id="R6",
    title=say("Pooling saves nothing"),
    statement=(
        say(
            "Whoever is served through something in between counts as if served directly, also "
            "behind a service account. Only where a person hands the result on does the chain end."
        )
    ),
    state=State.PART,
    sources=(
        Source(
            'Microsoft multiplexing brief, December 2018 (read in a copy at pdf4pro.com): access "by any method" counts'
        ),
    ),
    standing="Microsoft's words, read in a copy; several independent sources",
    when=(BY_HAND.code, SERVICE_ACCOUNTS.code),
    where=(
        "licensing/counting/exempt_accesses.py",
        "licensing/cover/named_accesses.py",
        "licensing/counting/exemptions.py",
        "licensing/counting/service_accounts.py",
    ),
    notices=(BY_HAND, SERVICE_ACCOUNTS),
    tests=(
        "tests/unit/licensing/test_requirements.py",
        "tests/unit/licensing/test_exemptions.py",
        "tests/unit/licensing/test_counting.py",
    ),
    limit=(
        "Column via tells what is handed on by hand. Who is served through a service account must be listed "
        "in sheet Access; there is no column for their number. A notice names accounts that only licensed "
        "servers use."
    ),
)

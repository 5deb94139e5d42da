"""R39, Software Assurance lifts the version."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.licensing.rule import Rule, Source, State

LIFTED = Problem(
    "CAL-660",
    "Lots that Software Assurance lifts to a newer version",
    "While Software Assurance runs (sa_until), its licences may be used at every version released until "
    "then, and the last one stays when it ends. The lots count at that version, whatever column version "
    "says; that it ran without a break since they were bought is not checked.",
)

RULE = Rule(
    id="R39",
    title="Software Assurance lifts the version",
    statement=(
        "With active Software Assurance a licence has the newest version; after it ends the last one reached stays."
    ),
    state=State.BUILT,
    sources=(
        Source("Directions on Microsoft", "2013"),
        Source("Product Terms mirror"),
    ),
    standing="several independent sources",
    when=(LIFTED.code,),
    where=("licensing/market/software_assurance.py",),
    notices=(LIFTED,),
    tests=(
        "tests/unit/licensing/test_software_assurance.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=("That Software Assurance ran without a break from the purchase until sa_until is taken from the inventory."),
)

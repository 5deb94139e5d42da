"""R46, External Connectors."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.domain.setting import Form, FormGroup, PolicyKind, Setting
from planner.licensing.rule import Rule, Source, State

EXTERNAL_CONNECTOR_SCOPE = Setting(
    "external_connector_scope",
    PolicyKind.CHOICE,
    "host",
    "What an External Connector is counted for: a physical host with all servers on it, or each server.",
    place=310,
    choices=("host", "instance"),
    form=Form(
        FormGroup.OUTSIDE,
        "What an External Connector is counted for",
        "One External Connector lets any number of external people use a server. Do you need one for each "
        "physical machine, or one for each server that runs on it?",
        words={"host": "each physical machine, with all servers on it", "instance": "each server"},
        place=380,
    ),
    may_be_in_the_way=True,
    shapes_requirements=True,
    readings=("host", "instance"),
)

CONNECTED = Problem(
    "CAL-642",
    "External people whom connectors license",
    "They need no CAL on these hosts. Whoever counts as external is said by the column relation; "
    "employees and contractors on site are never licensed by a connector.",
)
BY_CAL = Problem(
    "CAL-643",
    "External people who are planned with CALs",
    "On these hosts CALs cost no more than an External Connector, or none is on offer.",
)
IN_LISTS = Problem(
    "CAL-644",
    "External people where everybody reaches everything",
    "In two lists, or with potential access, who reaches which server is not told apart, so connectors "
    "are not planned; everybody has a CAL. Name the accesses, and count actual access, to have "
    "connectors compared.",
)

RULE = Rule(
    id="R46",
    title="External Connectors",
    statement=(
        "One External Connector licenses any number of external people on one host; Remote Desktop needs a second."
    ),
    state=State.BUILT,
    sources=(
        Source("npifinancial.com", "2018-02-15"),
        Source("licensingschool.co.uk"),
        Source("connectingup.org"),
    ),
    standing="several independent sources, disputed",
    when=(CONNECTED.code, BY_CAL.code),
    where=("licensing/access/external.py", "optimise/proof/waivers.py"),
    settings=(EXTERNAL_CONNECTOR_SCOPE,),
    notices=(CONNECTED, BY_CAL, IN_LISTS),
    tests=(
        "tests/unit/licensing/test_external.py",
        "tests/unit/licensing/test_waivers_with_other_rules.py",
        "tests/unit/optimise/test_waivers.py",
        "tests/golden/test_published_vectors.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "A machine that may move within a cluster counts for the one host in column host. Where only two "
        "lists are given, external people are planned with CALs, with a notice."
    ),
)

"""R35, installing Remote Desktop CALs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.domain.evidence import Credential, ProofItem
from planner.domain.issue import Level, Notice, Problem
from planner.domain.lot import Lot
from planner.domain.product import Product
from planner.domain.scenario import Policy
from planner.domain.setting import Form, FormGroup, Looser, PolicyKind, Setting, Trial
from planner.licensing.naming import named
from planner.licensing.rule import NOT_STATED, WITH_USED, Finding, Objection, Rule, Source, State, Stated
from planner.licensing.rules.r55_proof import MIN_PROOF_SCORE, MISSING_EVIDENCE, items_held
from planner.words import say

REQUIRE_RDS_INSTALL_PATH = Setting(
    "require_rds_install_path",
    PolicyKind.YES_NO,
    True,
    say("Whether Remote Desktop offers must come with something to install the licences with (install_credential)."),
    place=260,
    form=Form(
        FormGroup.REMOTE,
        say("Remote Desktop offers must say how to install"),
        say(
            "Remote Desktop CALs are installed on a licence server. Must an offer say what they "
            "are installed with? No: offers without it are bought, too."
        ),
        place=260,
    ),
    looser=Looser(False, Trial.MORE_OFFERS),
    caution=say("Remote Desktop licences that cannot be installed are of no use, so ask the vendor first."),
    readings=(True, False),
)

NO_INSTALL_PATH = Problem(
    "CAL-653",
    "New Remote Desktop offers that nothing comes with to install them",
    "Remote Desktop CALs are installed with a retail code that was not used before, or with agreement "
    "data. Offers whose install_credential is none are left out, and those that do not state it too "
    "where the policy missing_evidence is exclude. The policy require_rds_install_path = no admits them.",
    level=Level.MONEY,
)


NO_CREDENTIAL = Objection(say("there is nothing to install these Remote Desktop licences with"), 90)


def needs_credential(licences: Stated, policy: Policy) -> bool:
    """Tell whether licences must come with something to install them with."""
    return licences.product is Product.RDS_CAL and policy[REQUIRE_RDS_INSTALL_PATH]


NOT_INSTALLED = Problem(
    "CAL-692",
    "Owned Remote Desktop licences that nothing installs",
    "Owned lots whose install_credential is no count as held, but no licence server can issue them before there is a "
    "code or agreement data to install them with. Ask whoever sold them.",
    level=Level.BLOCKS,
)


def not_installed(lots: Iterable[Lot]) -> Iterator[Notice]:
    """Name owned Remote Desktop licences that there is nothing to install with."""
    found = [one for one in lots if one.product is Product.RDS_CAL and one.quantity]
    found = [one for one in found if one.evidence.install_credential is Credential.NO]
    if found:
        names = named([say("{owned_id} ({quantity:,})", owned_id=one.owned_id, quantity=one.quantity) for one in found])
        text = say("Owned Remote Desktop licences have nothing to install them with (install_credential: no)")
        yield NOT_INSTALLED.notice(
            say("{text}, and no licence server can issue them before there is: {names}.", text=text, names=names)
        )


def _objections(licences: Stated, policy: Policy) -> Iterator[Finding]:
    if not needs_credential(licences, policy):
        return
    if licences.evidence.install_credential is Credential.NO:
        yield Finding(NO_CREDENTIAL)
    elif ProofItem.CREDENTIAL not in items_held(licences.evidence):
        yield Finding(NOT_STATED, "install_credential", 50)


RULE = Rule(
    id="R35",
    title=say("Installing Remote Desktop CALs"),
    statement=say("Remote Desktop CALs are installed with a code or agreement data; a retail code works once."),
    state=State.BUILT,
    sources=(
        Source("Sherweb activation guide"),
        Source("activate.microsoft.com FAQ"),
    ),
    standing="several independent sources",
    when=(NO_INSTALL_PATH.code, WITH_USED),
    where=("licensing/market/install_paths.py",),
    settings=(REQUIRE_RDS_INSTALL_PATH,),
    also=(MISSING_EVIDENCE, MIN_PROOF_SCORE),
    notices=(NO_INSTALL_PATH, NOT_INSTALLED),
    tests=(
        "tests/unit/licensing/test_install_paths.py",
        "tests/unit/licensing/test_used_licences.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit="Whether a retail code was used before is not known: ask the vendor.",
    objections=_objections,
)

"""R35, installing Remote Desktop CALs."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.domain.setting import Form, FormGroup, Looser, PolicyKind, Setting, Trial
from planner.licensing.rule import WITH_USED, Rule, Source, State
from planner.licensing.rules.r55_proof import MIN_PROOF_SCORE, MISSING_EVIDENCE

REQUIRE_RDS_INSTALL_PATH = Setting(
    "require_rds_install_path",
    PolicyKind.YES_NO,
    True,
    "Whether Remote Desktop offers must come with something to install the licences with (install_credential).",
    place=260,
    form=Form(
        FormGroup.REMOTE,
        "Remote Desktop offers must say how to install",
        "Remote Desktop CALs are installed on a licence server. Must an offer say what they are installed "
        "with? No: offers without it are bought, too.",
        place=260,
    ),
    looser=Looser(False, Trial.MORE_OFFERS),
    caution="Remote Desktop licences that cannot be installed are of no use, so ask the vendor first.",
    readings=(True, False),
)

NO_INSTALL_PATH = Problem(
    "CAL-653",
    "New Remote Desktop offers that nothing comes with to install them",
    "Remote Desktop CALs are installed with a retail code that was not used before, or with agreement "
    "data. Offers whose install_credential is none are left out, and those that do not state it too "
    "where the policy missing_evidence is exclude. The policy require_rds_install_path = no admits them.",
)

RULE = Rule(
    id="R35",
    title="Installing Remote Desktop CALs",
    statement="Remote Desktop CALs are installed with a code or agreement data; a retail code works once.",
    state=State.BUILT,
    sources=(
        Source("Sherweb activation guide"),
        Source("activate.microsoft.com FAQ"),
    ),
    standing="several independent sources",
    when=(NO_INSTALL_PATH.code, WITH_USED),
    where=("licensing/remote_desktop/install_paths.py", "licensing/licences/used_licences.py"),
    settings=(REQUIRE_RDS_INSTALL_PATH, MISSING_EVIDENCE, MIN_PROOF_SCORE),
    notices=(NO_INSTALL_PATH,),
    tests=(
        "tests/unit/licensing/test_install_paths.py",
        "tests/unit/licensing/test_used_licences.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit="Whether a retail code was used before is not known: ask the vendor.",
)

"""R55, proof."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.evidence import PROOF_ITEMS, R55_ITEMS, Credential, Evidence, ProofItem
from planner.domain.issue import Problem
from planner.domain.product import RDS, Product, layer_of
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_USED, Form, FormGroup, Looser, PolicyKind, Setting, Trial
from planner.licensing.rule import NOT_STATED, WITH_USED, Finding, Objection, Rule, Source, State, Stated

MISSING_EVIDENCE = Setting(
    "missing_evidence",
    PolicyKind.CHOICE,
    "notice",
    "What a blank column of evidence does to a used offer, and to a lot for sale: the offer is named in a notice if it "
    "is bought, or both are excluded.",
    place=510,
    choices=("notice", "exclude"),
    form=Form(
        FormGroup.USED,
        "Where evidence is missing",
        "What if it is not stated where used licences come from? Buy them and name them in a notice, or do not buy "
        "them; the same holds for what you sell.",
        words={"notice": "buy, and say so", "exclude": "do not buy"},
        place=190,
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_USED,
    readings=("notice", "exclude"),
)

MIN_PROOF_SCORE: Setting[tuple[ProofItem, ...]] = Setting(
    "min_proof_score",
    PolicyKind.PROOF,
    R55_ITEMS,
    "Items of proof of origin that used licences, and owned ones for sale, need where proof is stated, by number or "
    "name; none: no item.",
    place=530,
    choices=PROOF_ITEMS,
    form=Form(
        FormGroup.USED,
        "Proof that is required",
        "Which papers must come with used licences, where the offer says which it has? Numbers or names with "
        "; between them, from: 1 agreement, 2 first_invoice, 3 transfers, 4 end_of_use, 5 first_sale, 6 "
        "paid, 7 reseller_invoice, 8 credential; or none.",
        place=200,
    ),
    may_be_in_the_way=True,
    looser=Looser((), Trial.MORE_USED_OFFERS),
    caution=ASK_ABOUT_USED,
    readings=(R55_ITEMS, PROOF_ITEMS, ()),
)

USED_UNPROVED = Problem(
    "CAL-632",
    "Used licences bought without stated evidence",
    "A blank column of evidence does not exclude an offer, unless the policy missing_evidence is "
    "exclude. Whoever relies on a used licence must be able to prove where it comes from.",
)


LACKING = Objection("the proof stated lacks items that the policy min_proof_score asks for", 80)


def items_needed(product: Product, policy: Policy) -> tuple[ProofItem, ...]:
    """Return the items of proof that the policy min_proof_score asks for; the last one is for Remote Desktop only."""
    is_rds = layer_of(product) == RDS
    return tuple(item for item in policy[MIN_PROOF_SCORE] if is_rds or item is not ProofItem.CREDENTIAL)


def items_held(evidence: Evidence) -> frozenset[ProofItem]:
    """Return the items of proof there are, whichever column says so."""
    has_credential = evidence.install_credential not in (None, Credential.NO)
    return frozenset(evidence.proof or ()) | ({ProofItem.CREDENTIAL} if has_credential else set())


def _objections(licences: Stated, policy: Policy) -> Iterator[Finding]:
    held = items_held(licences.evidence)
    lacking = [item for item in items_needed(licences.product, policy) if item not in held]
    if licences.evidence.proof is not None:
        yield from (Finding(LACKING, item) for item in lacking)
    elif set(lacking) - {ProofItem.CREDENTIAL}:
        yield Finding(NOT_STATED, "proof", 40)


RULE = Rule(
    id="R55",
    title="Proof",
    statement="Whoever relies on a used licence must be able to prove the unbroken chain from its first owner.",
    state=State.BUILT,
    sources=(
        Source("District Court Munich I, 33 O 11469/15, as reported by others"),
        Source("several distributors"),
    ),
    standing="several independent sources",
    when=(WITH_USED,),
    where=("licensing/audit/proof_index.py", "licensing/audit/checklist.py"),
    settings=(MIN_PROOF_SCORE, MISSING_EVIDENCE),
    notices=(USED_UNPROVED,),
    tests=(
        "tests/unit/licensing/test_used_licences.py",
        "tests/unit/licensing/test_proof_index.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "The plan rests on what the vendor states; whether it is true it cannot say. What is owned counts "
        "whatever its papers; gaps stand in checklist and proof index."
    ),
    objections=_objections,
    binds_sellers=True,
)

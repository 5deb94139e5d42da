"""R55, proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.evidence import PROOF_ITEMS, R55_ITEMS, Credential, Evidence, ProofItem
from planner.domain.issue import Level, Notice, Problem
from planner.domain.lot import Lot
from planner.domain.product import RDS, Condition, Product, layer_of
from planner.domain.scenario import Policy
from planner.domain.setting import ASK_ABOUT_USED, Form, FormGroup, Looser, PolicyKind, Setting, Trial
from planner.licensing.naming import named
from planner.licensing.rule import NOT_STATED, WITH_USED, Finding, Objection, Rule, Source, State, Stated
from planner.words import say

MISSING_EVIDENCE = Setting(
    "missing_evidence",
    PolicyKind.CHOICE,
    "notice",
    say(
        "What a blank column of evidence does to a used offer, and to a lot for sale: the "
        "offer is named in a notice if it is bought, or both are excluded."
    ),
    place=510,
    choices=("notice", "exclude"),
    form=Form(
        FormGroup.USED,
        say("Where evidence is missing"),
        say(
            "What if it is not stated where used licences come from? Buy them and name them in a "
            "notice, or do not buy them; the same holds for what you sell."
        ),
        words={"notice": say("buy, and say so"), "exclude": say("do not buy")},
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
    say(
        "Items of proof of origin that used licences, and owned ones for sale, need where "
        "proof is stated, by number or name; none: no item."
    ),
    place=530,
    choices=PROOF_ITEMS,
    form=Form(
        FormGroup.USED,
        say("Proof that is required"),
        say(
            "Which papers must come with used licences, where the offer says which it has? Numbers "
            "or names with ; between them, from: 1 agreement, 2 first_invoice, 3 transfers, 4 "
            "end_of_use, 5 first_sale, 6 paid, 7 reseller_invoice, 8 credential; or none."
        ),
        place=200,
    ),
    may_be_in_the_way=True,
    looser=Looser((), Trial.MORE_USED_OFFERS),
    caution=ASK_ABOUT_USED,
    readings=(R55_ITEMS, PROOF_ITEMS, ()),
)

COUNT_UNPROVEN = Setting(
    "count_unproven",
    PolicyKind.YES_NO,
    True,
    say("Owned used licences without the proof that min_proof_score asks for count as held; no plans without them."),
    place=535,
    form=Form(
        FormGroup.USED,
        say("Count owned licences without proof"),
        say(
            "Do used licences that you own count although their papers are not complete? The "
            "position of today always counts them, and says what an audit may not accept."
        ),
        place=205,
    ),
)

UNPROVED_LEFT_OUT = Problem(
    "CAL-690",
    "Owned licences without proof that are not counted",
    "Whoever relies on a used licence must be able to prove where it comes from. With the policy count_unproven at no "
    "the plan does without those whose proof is not complete.",
    level=Level.MONEY,
)

USED_UNPROVED = Problem(
    "CAL-632",
    "Used licences bought without stated evidence",
    "A blank column of evidence does not exclude an offer, unless the policy missing_evidence is "
    "exclude. Whoever relies on a used licence must be able to prove where it comes from.",
    level=Level.BLOCKS,
)


LACKING = Objection(say("the proof stated lacks items that the policy min_proof_score asks for"), 80)


def items_needed(product: Product, policy: Policy) -> tuple[ProofItem, ...]:
    """Return the items of proof that the policy min_proof_score asks for; the last one is for Remote Desktop only."""
    is_rds = layer_of(product) == RDS
    return tuple(item for item in policy[MIN_PROOF_SCORE] if is_rds or item is not ProofItem.CREDENTIAL)


def items_held(evidence: Evidence) -> frozenset[ProofItem]:
    """Return the items of proof there are, whichever column says so."""
    has_credential = evidence.install_credential not in (None, Credential.NO)
    return frozenset(evidence.proof or ()) | ({ProofItem.CREDENTIAL} if has_credential else set())


def is_unproven(lot: Lot, policy: Policy) -> bool:
    """Tell whether an owned lot of used licences lacks proof that the policies ask for, or says nothing of it."""
    wanted = set(items_needed(lot.product, policy)) - {ProofItem.CREDENTIAL}
    return lot.condition is Condition.USED and not wanted <= items_held(lot.evidence)


def without_unproven(lots: Sequence[Lot], policy: Policy) -> tuple[Sequence[Lot], tuple[Notice, ...]]:
    """Return the lots that count, and what is told of those that do not for want of proof."""
    if policy[COUNT_UNPROVEN]:
        return lots, ()
    left = [lot for lot in lots if lot.quantity and is_unproven(lot, policy)]
    if not left:
        return lots, ()
    number = sum(lot.quantity for lot in left)
    names = named([say("{owned_id} ({quantity:,})", owned_id=lot.owned_id, quantity=lot.quantity) for lot in left])
    text = say(
        "Owned licences without complete proof are not counted (policy count_unproven: no; licences: {number:,})",
        number=number,
    )
    return [lot for lot in lots if lot not in left], (
        UNPROVED_LEFT_OUT.notice(say("{text}: {names}.", text=text, names=names)),
    )


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
    statement=say("Whoever relies on a used licence must be able to prove the unbroken chain from its first owner."),
    state=State.BUILT,
    sources=(
        Source("District Court Munich I, 33 O 11469/15, as reported by others"),
        Source("several distributors"),
    ),
    standing="several independent sources",
    when=(WITH_USED,),
    where=("licensing/audit/proof_index.py", "licensing/audit/checklist.py"),
    settings=(MIN_PROOF_SCORE, MISSING_EVIDENCE, COUNT_UNPROVEN),
    notices=(USED_UNPROVED, UNPROVED_LEFT_OUT),
    tests=(
        "tests/unit/licensing/test_used_licences.py",
        "tests/unit/licensing/test_proof_index.py",
        "tests/property/test_against_enumeration.py",
    ),
    limit=(
        "The plan rests on what the vendor states; whether it is true it cannot say. What is owned counts "
        "whatever its papers, unless count_unproven is no; gaps stand in checklist and proof index."
    ),
    objections=_objections,
    binds_sellers=True,
)

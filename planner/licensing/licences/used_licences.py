"""Which used offers this buyer may buy (rules R52 to R57 of the rulebook as of 21 November 2026).

- R52: a perpetual copy sold in the EU or EEA may be resold (Court of Justice of the European Union, C-128/11 UsedSoft,
  3 July 2012).
- R53: volume lots may be split (German Federal Court of Justice, I ZR 8/13 UsedSoft III, 11 December 2014; Competition
  Appeal Tribunal, [2025] CAT 75, 12 November 2025), though the Court of Justice of the European Union did not allow
  selling off users of one client-server licence; no judgment about CALs is known.  Policy `allow_split_lots`.
- R54: whether a CAL is a copy of a program at all is open.  Policies `allow_used_ws_cal` and `allow_used_rds_cal`.
- R55: whoever relies on a used licence bears the burden of proof (Regional Court Munich I, 33 O 11469/15): the chain
  of title, and for Remote Desktop something to install the licences with.  Policy `min_proof_score`.
- R56: what is limited in time is not transferable; OEM, academic, government and charity lots are known traps.
  Policies `allow_used_oem` and `allow_used_academic_gov`.
- R57: the buyer's country; see `territories`.  Policy `country`.

What is stated and falls short excludes an offer; what is not stated does so only under policy `missing_evidence`.
Only what a rule asks for under the policies in force counts as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.evidence import Credential, Evidence, ProofItem, Segment
from planner.domain.issue import Notice
from planner.domain.offer import Offer
from planner.domain.product import RDS, WS, Condition, Product, layer_of
from planner.domain.scenario import Policy
from planner.licensing.licences.territories import Resale, is_in_eea, resale_in
from planner.licensing.remote_desktop.install_paths import needs_credential
from planner.licensing.rules.r52_used_in_the_eu import USED_EXCLUDED
from planner.licensing.rules.r53_splitting_lots import ALLOW_SPLIT_LOTS
from planner.licensing.rules.r54_copy_of_a_program import ALLOW_USED_RDS_CAL, ALLOW_USED_WS_CAL
from planner.licensing.rules.r55_proof import MIN_PROOF_SCORE, MISSING_EVIDENCE, USED_UNPROVED
from planner.licensing.rules.r56_not_resold import ALLOW_USED_ACADEMIC_GOV, ALLOW_USED_OEM
from planner.licensing.rules.r57_countries import COUNTRY, USED_TERRITORY


class Reason(StrEnum):
    """Why an offer is left out."""

    LIMITED = "licences limited in time cannot be resold"
    PRODUCT = "the policies allow_used_ws_cal and allow_used_rds_cal rule this product out"
    COUNTRY = "in the buyer's country contract terms and local law decide, so used licences are not bought there"
    FIRST_SALE = "they were first sold outside the EEA"
    SPLIT = "they are part of a larger lot, which the policy allow_split_lots rules out"
    OEM = "they are OEM licences, which the policy allow_used_oem rules out"
    SEGMENT = "they are academic, government or charity licences, which the policy allow_used_academic_gov rules out"
    PROOF = "the proof stated lacks items that the policy min_proof_score asks for"
    CREDENTIAL = "there is nothing to install these Remote Desktop licences with"
    NOT_STATED = "evidence is not stated, and the policy missing_evidence is exclude"


Finding = tuple[Reason, str]
"""A reason, and what it is about in this offer; for NOT_STATED the column."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The offers that may be bought, the used ones that may not, and what is to be told."""

    eligible: tuple[Offer, ...]
    ineligible: tuple[Offer, ...]
    """Without those limited in time, which no policy admits."""
    notices: tuple[Notice, ...]


def judge(offers: Iterable[Offer], policy: Policy) -> Judged:
    """Part the offers into those this buyer may buy and those that are left out, each named with its reasons."""
    eligible, ineligible = [], []
    told: dict[Reason, list[str]] = {}
    for offer in offers:
        found = objections(offer, policy)
        if not found:
            eligible.append(offer)
        elif Reason.LIMITED not in {reason for reason, _ in found}:
            ineligible.append(offer)
        for reason in Reason:
            details = [detail for against, detail in found if against is reason]
            if details:
                told.setdefault(reason, []).append(_named(offer, details))
    notices = [
        USED_EXCLUDED.notice(f"Used offers are left out, because {reason}: {'; '.join(told[reason])}.")
        for reason in Reason
        if reason in told
    ]
    if any(offer.condition is Condition.USED for offer in eligible) and _is_warned(policy):
        notices.append(USED_TERRITORY.notice(_WARNING[str(policy[COUNTRY])]))
    return Judged(tuple(eligible), tuple(ineligible), tuple(notices))


def _named(offer: Offer, details: Sequence[str]) -> str:
    about = ", ".join(detail for detail in details if detail)
    return f"{offer.offer_id} ({about})" if about else offer.offer_id


def objections(offer: Offer, policy: Policy) -> tuple[Finding, ...]:
    """Return why an offer may not be bought; nothing for one that may."""
    if offer.condition is not Condition.USED:
        return ()
    may_be_blank = policy[MISSING_EVIDENCE] != "exclude"
    return tuple(
        finding for finding in _findings(offer, policy) if not (may_be_blank and finding[0] is Reason.NOT_STATED)
    )


def remarks_on_bought(bought: Iterable[Offer], policy: Policy) -> tuple[Notice, ...]:
    """Tell of the used offers that a plan buys although evidence for them is not stated: some names, and how many."""
    blanks = {offer.offer_id: _blanks(offer, policy) for offer in bought if offer.condition is Condition.USED}
    named = [offer_id for offer_id, columns in blanks.items() if columns]
    if not named:
        return ()
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    columns = dict.fromkeys(column for columns in blanks.values() for column in columns)
    text = (
        f"Used licences are bought whose evidence is not stated: {', '.join(named[:_NAMED])}{more} (blank: "
        f"{', '.join(columns)}); ask the vendors for it before you order."
    )
    return (USED_UNPROVED.notice(text),)


_NAMED = 3


def _blanks(offer: Offer, policy: Policy) -> list[str]:
    """Return the columns of evidence that are blank although a rule asks for them under the policies."""
    return [column for reason, column in _findings(offer, policy) if reason is Reason.NOT_STATED]


def _findings(offer: Offer, policy: Policy) -> Iterator[Finding]:
    """Yield what speaks against a used offer, blanks included."""
    if offer.term_months is not None:
        yield Reason.LIMITED, f"{offer.term_months} months"
    if not (policy[ALLOW_USED_WS_CAL] if layer_of(offer.product) == WS else policy[ALLOW_USED_RDS_CAL]):
        yield Reason.PRODUCT, ""
    yield from _territory(offer, policy)
    yield from _lot(offer, policy)
    yield from _proof(offer, policy)


def _territory(offer: Offer, policy: Policy) -> Iterator[Finding]:
    """Rule R57, and the first sale of R52."""
    country = policy[COUNTRY]
    if country is None:
        return
    resale, region = resale_in(country, policy.plan_date), offer.evidence.first_sale_region
    if resale is Resale.NO:
        yield Reason.COUNTRY, ""
    elif resale is Resale.FIRST_SALE_IN_EEA:
        if region is None:
            yield Reason.NOT_STATED, "first_sale_region"
        elif not is_in_eea(region, policy.plan_date):
            yield Reason.FIRST_SALE, region


def _lot(offer: Offer, policy: Policy) -> Iterator[Finding]:
    """Rules R53 and R56: split lots, and the agreement the licences come from."""
    evidence = offer.evidence
    if not policy[ALLOW_SPLIT_LOTS] and not evidence.lot_is_complete:
        yield (Reason.NOT_STATED, "lot_is_complete") if evidence.lot_is_complete is None else (Reason.SPLIT, "")
    if evidence.segment is None:
        if not (policy[ALLOW_USED_OEM] and policy[ALLOW_USED_ACADEMIC_GOV]):
            yield Reason.NOT_STATED, "segment"
    elif evidence.segment is Segment.OEM:
        if not policy[ALLOW_USED_OEM]:
            yield Reason.OEM, ""
    elif evidence.segment is not Segment.COMMERCIAL and not policy[ALLOW_USED_ACADEMIC_GOV]:
        yield Reason.SEGMENT, evidence.segment


def _proof(offer: Offer, policy: Policy) -> Iterator[Finding]:
    """Rule R55: the chain of title; its item 8 is for Remote Desktop only and also stands in a column (R35)."""
    evidence, held = offer.evidence, items_held(offer.evidence)
    lacking = [item for item in items_needed(offer.product, policy) if item not in held]
    if evidence.proof is not None:
        yield from ((Reason.PROOF, item) for item in lacking)
    elif set(lacking) - {ProofItem.CREDENTIAL}:
        yield Reason.NOT_STATED, "proof"
    if not needs_credential(offer, policy):
        return
    if evidence.install_credential is Credential.NO:
        yield Reason.CREDENTIAL, ""
    elif ProofItem.CREDENTIAL not in held:
        yield Reason.NOT_STATED, "install_credential"


def items_needed(product: Product, policy: Policy) -> tuple[ProofItem, ...]:
    """Return the items of proof that the policy min_proof_score asks for (rule R55)."""
    is_rds = layer_of(product) == RDS
    return tuple(item for item in policy[MIN_PROOF_SCORE] if is_rds or item is not ProofItem.CREDENTIAL)


def items_held(evidence: Evidence) -> frozenset[ProofItem]:
    """Return the items of proof there are, whichever column says so."""
    has_credential = evidence.install_credential not in (None, Credential.NO)
    return frozenset(evidence.proof or ()) | ({ProofItem.CREDENTIAL} if has_credential else set())


def _is_warned(policy: Policy) -> bool:
    country = policy[COUNTRY]
    return country is not None and resale_in(country, policy.plan_date) is Resale.WITH_WARNING


_NOT_CHECKED = "Where they were first sold is not checked. Have it confirmed before you order."
_WARNING = {
    "GB": "Used licences may be bought in the United Kingdom after a ruling of its Competition Appeal Tribunal of "
    f"12 November 2025, against which Microsoft said it would appeal. {_NOT_CHECKED}",
    "CH": "Used licences are taken to be allowed in Switzerland by its Copyright Act; no court ruling on digital "
    f"copies is known. {_NOT_CHECKED}",
}

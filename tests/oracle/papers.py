"""What papers an auditor would find, worked out from the sheets alone."""

from __future__ import annotations

from collections.abc import Sequence

from .estate import ASSURED, Estate, Lot, Offer, Policy

IN_ORDER, MISSING, NOT_STATED, DOES_NOT_APPLY = "in order", "missing", "not stated", "does not apply"


def level_of(text: str) -> int:
    """Read a version, or the grade above all."""
    return ASSURED if text == "SA" else int(text)


def states(estate: Estate, policy: Policy, lots: Sequence[Lot], bought: Sequence[Offer]) -> dict[str, str]:
    """Return how points of the checklist stand that follow from the sheets."""
    kept = [lot for lot in lots if lot.quantity]
    documents = [bool(lot.document) for lot in kept]
    papers = [_gap(lot.product, lot.proof, lot.credential, policy) for lot in kept if lot.condition == "used"]
    papers += [_gap(o.product, o.proof, o.credential, policy) for o in bought if o.condition == "used"]
    return {
        "Purchase documents": DOES_NOT_APPLY if not documents else IN_ORDER if all(documents) else MISSING,
        "Used licences": _worst(papers),
        "Server licences": _server_licences(estate, policy),
    }


def _gap(product: str, proof: frozenset[str] | None, credential: bool | None, policy: Policy) -> str:
    """Whether the papers of used licences are complete, have a known gap, or an unknown one."""
    others = policy.min_proof_score - {"8"}
    answers = [NOT_STATED if proof is None and others else IN_ORDER if others <= (proof or frozenset()) else MISSING]
    if product == "rds_cal":
        has_it = bool(credential) or "8" in (proof or ())
        if has_it:
            answers.append(IN_ORDER)
        elif credential is False or (proof is not None and "8" in policy.min_proof_score):
            answers.append(MISSING)
        else:
            answers.append(NOT_STATED)
    return _worst(answers)


def _worst(answers: Sequence[str]) -> str:
    if not answers:
        return DOES_NOT_APPLY
    return next((state for state in (MISSING, NOT_STATED) if state in answers), IN_ORDER)


def _server_licences(estate: Estate, policy: Policy) -> str:
    servers = [server for server in estate.servers if not server.owner]
    if not servers:
        return NOT_STATED
    if any(server.licensed_until and server.licensed_until < policy.plan_date for server in servers):
        return MISSING
    owned = [bool(server.licence_document) for server in servers if server.licensing == "perpetual"]
    return DOES_NOT_APPLY if not owned else IN_ORDER if all(owned) else NOT_STATED

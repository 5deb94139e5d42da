"""Remote Desktop licences must be installed with something (rule R35).

A retail code that was not used before, or agreement data; base CALs have no key and are never installed.  Sources:
Sherweb's activation guide and the FAQ of activate.microsoft.com.  Policy `require_rds_install_path`; what is not stated
falls short only under policy `missing_evidence` = exclude.  Used offers are judged in `used_licences`, with the other
evidence that they need.
"""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.evidence import Credential
from planner.domain.issue import Notice
from planner.domain.offer import Offer
from planner.domain.product import Condition
from planner.domain.scenario import Policy
from planner.licensing.rules.r35_install_path import NO_INSTALL_PATH, needs_credential
from planner.licensing.rules.r55_proof import MISSING_EVIDENCE
from planner.words import joined, say


def without_uninstallable(offers: Iterable[Offer], policy: Policy) -> tuple[list[Offer], tuple[Notice, ...]]:
    """Return the offers without new ones that cannot be installed, and notices that name these."""
    kept, lacking, silent = [], [], []
    for offer in offers:
        credential = offer.evidence.install_credential
        if offer.condition is not Condition.NEW or not needs_credential(offer, policy):
            kept.append(offer)
        elif credential is Credential.NO:
            lacking.append(offer.offer_id)
        elif credential is None and policy[MISSING_EVIDENCE] == "exclude":
            silent.append(offer.offer_id)
        else:
            kept.append(offer)
    told = [
        NO_INSTALL_PATH.notice(
            say(
                "New Remote Desktop offers are left out (rule R35), because {why}: {value}.",
                why=why,
                value=joined(", ", ids),
            )
        )
        for why, ids in (
            (say("there is nothing to install them with"), lacking),
            (say("install_credential is not stated, and the policy missing_evidence is exclude"), silent),
        )
        if ids
    ]
    return kept, tuple(told)

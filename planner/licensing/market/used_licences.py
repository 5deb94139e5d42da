"""Which used offers this buyer may buy and which owned lots may be sold, by what the rules have against it.

What is stated and falls short excludes an offer or a lot; what is not stated does so only under policy
`missing_evidence`.  Only what a rule asks for under the policies in force counts as missing.  A lot may be sold only
where the same facts would let a buyer in the same country buy it (rules R53 and R55 to R57; what this organisation
itself wants of used licences, rules R35 and R54, is its own affair), and where nothing else holds it back (R39, R43).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.offer import Offer
from planner.domain.product import Condition
from planner.domain.scenario import Policy
from planner.licensing.rule import NOT_STATED, Finding, Objection, Stated
from planner.licensing.rulebook import RULES
from planner.licensing.rules.r52_used_in_the_eu import USED_EXCLUDED
from planner.licensing.rules.r55_proof import MISSING_EVIDENCE, USED_UNPROVED
from planner.licensing.rules.r56_not_resold import LIMITED
from planner.words import joined, say


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
    told: dict[Objection, list[str]] = {}
    for offer in offers:
        found = objections(offer, policy)
        against = dict.fromkeys(finding.objection for finding in found)
        if not found:
            eligible.append(offer)
        elif LIMITED not in against:
            ineligible.append(offer)
        for objection in against:
            details = [finding.about for finding in found if finding.objection == objection]
            told.setdefault(objection, []).append(_named(offer, details))
    notices = [
        USED_EXCLUDED.notice(
            say(
                "Used offers are left out, because {objection}: {value}.",
                objection=objection.reason,
                value=joined("; ", told[objection]),
            )
        )
        for objection in sorted(told, key=lambda objection: objection.place)
    ]
    if any(offer.condition is Condition.USED for offer in eligible):
        warnings = (rule.warning(policy) for rule in RULES if rule.warning)
        notices += [warning for warning in warnings if warning]
    return Judged(tuple(eligible), tuple(ineligible), tuple(notices))


def _named(offer: Offer, details: Sequence[str]) -> str:
    about = joined(", ", (detail for detail in details if detail))
    return say("{offer_id} ({about})", offer_id=offer.offer_id, about=about) if about else offer.offer_id


def objections(offer: Offer, policy: Policy) -> tuple[Finding, ...]:
    """Return why an offer may not be bought; nothing for one that may."""
    if offer.condition is not Condition.USED:
        return ()
    return _weighing(_findings(offer, policy), policy)


def objections_to_sale(lot: Lot, policy: Policy) -> tuple[Finding, ...]:
    """Return why an owned lot may not be sold, whatever it would bring; nothing for one that may."""
    found = [each for rule in RULES if rule.objections and rule.binds_sellers for each in rule.objections(lot, policy)]
    found += [each for rule in RULES if rule.holds_back for each in rule.holds_back(lot, policy)]
    return _weighing(_in_order(found), policy)


def _weighing(found: Iterable[Finding], policy: Policy) -> tuple[Finding, ...]:
    """Return the findings that count under the policy on what is not stated."""
    may_be_blank = policy[MISSING_EVIDENCE] != "exclude"
    return tuple(each for each in found if not (may_be_blank and each.objection == NOT_STATED))


def remarks_on_bought(bought: Iterable[Offer], policy: Policy) -> tuple[Notice, ...]:
    """Tell of the used offers that a plan buys although evidence for them is not stated: some names, and how many."""
    blanks = {offer.offer_id: _blanks(offer, policy) for offer in bought if offer.condition is Condition.USED}
    named = [offer_id for offer_id, columns in blanks.items() if columns]
    if not named:
        return ()
    more = say(" and {names} more", names=len(named) - _NAMED) if len(named) > _NAMED else ""
    columns = dict.fromkeys(column for columns in blanks.values() for column in columns)
    text = say(
        "Used licences are bought whose evidence is not stated: {value}{more} (blank: {value_2}); "
        "ask the vendors for it before you order.",
        value=joined(", ", named[:_NAMED]),
        more=more,
        value_2=joined(", ", columns),
    )
    return (USED_UNPROVED.notice(text),)


_NAMED = 3


def _blanks(offer: Offer, policy: Policy) -> list[str]:
    """Return the columns of evidence that are blank although a rule asks for them under the policies."""
    return [each.about for each in _findings(offer, policy) if each.objection == NOT_STATED]


def _findings(licences: Stated, policy: Policy) -> list[Finding]:
    """Return all that the rules have against used licences, blanks included."""
    found = [finding for rule in RULES if rule.objections for finding in rule.objections(licences, policy)]
    return _in_order(found)


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: (finding.objection.place, finding.place))


def risks_of_used(bought: Iterable[Offer]) -> tuple[str, ...]:
    """Return what a plan takes for granted about the used offers it buys."""
    used = [offer for offer in bought if offer.condition is Condition.USED]
    return tuple(text for rule in RULES if rule.risks and used for text in rule.risks(used))

"""The checklist: what an auditor walks through, point by point, and how each point stands (rules R36, R55, R60, R62).

A point is in order where the inventory or the plan shows it, missing where they show that it is not, and not stated
where they say nothing.  Nothing here changes a plan: it is the list to work off before somebody asks.

Sources: that licences are assigned before use, and that nobody but the customer keeps a register of base CALs (R36):
Product Terms, universal terms, read in a copy, and redresscompliance.com.  What auditors ask for (R60):
redresscompliance.com, microsoftnegotiations.com, Directions on Microsoft (2026-04-29).  That enterprise agreements
report growth once a year (R62): redresscompliance.com in passing; details were not looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.evidence import PROOF_WORDS, ProofItem
from planner.domain.inventory import Inventory
from planner.domain.plan import Plan
from planner.domain.position import PositionToday
from planner.domain.product import counted
from planner.domain.requirement import Requirements, Waived
from planner.domain.review import CheckLine, CheckState, ProofLine, Review
from planner.domain.scenario import Policy
from planner.licensing.audit.audit_risk import NOT_WORKED_OUT, audit_risk
from planner.licensing.audit.checklist_of_estate import (
    administration,
    external_people,
    server_licences,
    some,
    subscriptions,
)
from planner.licensing.audit.checklist_of_remote_desktop import remote_desktop
from planner.licensing.audit.open_points import open_points
from planner.licensing.audit.proof_index import proof_index
from planner.licensing.cover.administration import freed_notices
from planner.licensing.cover.connectors import connector_notices
from planner.licensing.rule import PlannedFacts
from planner.licensing.view import View
from planner.words import joined, say


def review(
    inventory: Inventory,
    plan: Plan,
    policy: Policy,
    requirements: Requirements,
    waived: Waived,
    position: PositionToday | None = None,
) -> Review:
    """Return checklist, proof index and risk of one scenario's plan; `waived` is what it made of the requirements.

    `position` is the position today, None where it could not be worked out.
    """
    lots = inventory.lots if policy.use_owned else ()
    proofs = proof_index(lots, plan.purchases, policy)
    view = View(inventory.estate, policy)
    estate = view.estate
    checklist = (
        server_licences(estate.servers, policy),
        _held_today(position),
        _held_after(plan),
        _register(plan, policy),
        _documents(proofs, policy),
        _used_licences(proofs),
        remote_desktop(view, plan),
        external_people(estate, connector_notices(requirements, waived)),
        administration(estate, freed_notices(requirements, waived)),
        subscriptions(view),
        open_points(view, PlannedFacts(plan, proofs, waived)),
        _YEARLY_REPORT,
    )
    return Review(checklist, proofs, audit_risk(position, policy))


_YEARLY_REPORT = CheckLine(
    say("Yearly report"),
    CheckState.NOT_STATED,
    say(
        "A reminder: some agreements ask for a report once a year of what was added (true-up). "
        "Whether yours does, and on which day, this program does not know."
    ),
    (say("the day of the next report, where an agreement asks for one"),),
)


def _holders(plan: Plan) -> int:
    return sum(row.holders for row in plan.pools if row.period == 0)


def _held_today(position: PositionToday | None) -> CheckLine:
    """Rule R60: what is needed against what is owned, before anything is bought."""
    item = say("Licences held today")
    if position is None:
        return CheckLine(item, CheckState.NOT_STATED, NOT_WORKED_OUT)
    need, lacking, doubted = position.licences_in_use, position.licences, position.unproven.licences
    if not need:
        return CheckLine(item, CheckState.DOES_NOT_APPLY, say("Nobody needs a licence."))
    text = say(
        "Of {need:,} {form} that today's use takes, {need_2:,} {form_2} owned today in a version "
        "that is new enough, by the rules and data of this plan, whoever holds them.",
        need=need,
        form=say("licence") if need == 1 else say("licences"),
        need_2=need - lacking,
        form_2=say("is") if need - lacking == 1 else say("are"),
    )
    missing = [
        say("{licence} or newer", licence=counted(one.licences, one.product, one.metric, one.version))
        for one in position.missing
    ]
    if doubted:
        more = say("{doubted:,} {form}", doubted=doubted, form=say("licence") if doubted == 1 else say("licences"))
        missing.append(say("complete proof; without it {more} more would be missing", more=more))
    state = CheckState.NOT_STATED if doubted else CheckState.IN_ORDER
    return CheckLine(item, CheckState.MISSING if lacking else state, text, tuple(missing))


def _held_after(plan: Plan) -> CheckLine:
    """The same once the plan is carried out; a plan that leaves something uncovered is never shown."""
    item = say("Licences after this plan")
    if not _holders(plan):
        return CheckLine(item, CheckState.DOES_NOT_APPLY, say("Nobody needs a licence."))
    steps = [say("{licences:,} licences have been delivered", licences=plan.licences)] if plan.purchases else []
    steps += [say("the register is in force")]
    text = say(
        "Once {value}, everybody and every machine is covered by the rules and data of this plan; "
        "this was checked apart from the search.",
        value=joined(say(" and "), steps),
    )
    return CheckLine(item, CheckState.IN_ORDER, text)


def _register(plan: Plan, policy: Policy) -> CheckLine:
    """Rule R36: licences are assigned before use, and the customer's own list is the only evidence."""
    if not len(plan.register):
        return CheckLine(say("Register"), CheckState.DOES_NOT_APPLY, say("Nobody holds a licence."))
    number = len(plan.register)
    return CheckLine(
        say("Register"),
        CheckState.NOT_STATED,
        say(
            "This plan proposes a register: it names {number:,} {form} with holder, source, reason and "
            "the day assigned, as of {plan_date}. It is a proposal until you put it into force; from "
            "then on enter every change with its day: no system does it for base CALs.",
            number=number,
            form=say("licence") if number == 1 else say("licences"),
            plan_date=policy.plan_date,
        ),
        (say("that the register is in force"),),
    )


def _documents(proofs: Sequence[ProofLine], policy: Policy) -> CheckLine:
    """Rule R60: a purchase record for everything that is owned."""
    item = say("Purchase documents")
    owned = [line for line in proofs if line.is_owned]
    if not owned:
        why = say("Nothing is owned.") if policy.use_owned else say("This scenario counts nothing as owned.")
        return CheckLine(item, CheckState.DOES_NOT_APPLY, why)
    lacking = [line for line in owned if not line.document]
    return CheckLine(
        item,
        CheckState.MISSING if lacking else CheckState.IN_ORDER,
        say(
            "{owned} of {owned_2} lots have a document stated (column document of sheet Owned). Look "
            "whether each names product, kind, version and number as the proof index shows them.",
            owned=len(owned) - len(lacking),
            owned_2=len(owned),
        ),
        (say("invoice or agreement of {some}", some=some([_named(line) for line in lacking])),) if lacking else (),
    )


def _used_licences(proofs: Sequence[ProofLine]) -> CheckLine:
    """Rule R55: an unbroken chain of proof for used licences, those owned and those the plan buys."""
    item = say("Used licences")
    used = [line for line in proofs if line.is_used]
    if not used:
        return CheckLine(item, CheckState.DOES_NOT_APPLY, say("No used licences are owned or bought."))
    with_gaps = [line for line in used if line.lacking or line.open]
    state = CheckState.IN_ORDER
    if with_gaps:
        state = CheckState.MISSING if any(line.lacking for line in used) else CheckState.NOT_STATED
    return CheckLine(
        item,
        state,
        say(
            "{used} of {used_2} lots and orders of used licences have every item of proof stated that "
            "policy min_proof_score asks for. Whether the papers are right, nobody but you can see.",
            used=len(used) - len(with_gaps),
            used_2=len(used),
        ),
        tuple(_gaps(used)),
    )


def _gaps(used: Sequence[ProofLine]) -> Iterator[str]:
    """Yield which items lack, each list of them once with the lots and offers it is about."""
    gaps: dict[tuple[str, str], list[str]] = {}
    for line in used:
        if line.lacking:
            gaps.setdefault((_items(line.lacking), "missing"), []).append(line.source_id)
        if line.open and not line.held and not line.lacking:
            gaps.setdefault((say("every item of proof"), say("nothing is stated")), []).append(line.source_id)
        elif line.open:
            gaps.setdefault((_items(line.open), say("not stated")), []).append(line.source_id)
    for (items, what), names in gaps.items():
        yield say("{items} ({what} for {some})", items=items, what=what, some=some(names))


def _items(items: Sequence[ProofItem]) -> str:
    return joined(", ", (PROOF_WORDS[item] for item in items))


def _named(line: ProofLine) -> str:
    return say(
        "{source_id} ({licence})",
        source_id=line.source_id,
        licence=counted(line.quantity, line.product, line.metric, line.version),
    )

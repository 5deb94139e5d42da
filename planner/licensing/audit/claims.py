"""What a plan may claim: how exact the inventory is, and the assumptions the result rests on."""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.estate import ACCESS_KINDS, AccessKind, Pattern
from planner.domain.offer import Offer
from planner.domain.plan import DataLevel
from planner.domain.product import Condition
from planner.domain.scenario import Policy
from planner.licensing.access import administration, external
from planner.licensing.access.infrastructure import serves_everybody
from planner.licensing.access.potential_access import as_counted, counts_potential
from planner.licensing.licences.subscriptions import has_base_right
from planner.licensing.rules.r07_infrastructure import COUNT_INFRASTRUCTURE_ACCESS
from planner.licensing.rules.r08_peripherals import PERIPHERALS
from planner.licensing.rules.r12_public_web import INTRANET_IS_WEB_WORKLOAD
from planner.licensing.rules.r16_azure import AZURE_VM_WS_EXEMPT
from planner.licensing.rules.r19_newest_server_sets_version import SERVER_UPGRADES
from planner.licensing.rules.r29_one_mode import RDS_MODE_STRICT
from planner.licensing.servers.server_versions import exists
from planner.licensing.view import View


def data_level(view: View) -> DataLevel:
    """Return the weakest level of data that occurs on the plan's day."""
    estate, policy = view.estate, view.policy
    patterns = {group.pattern for group in estate.groups if exists(group, policy)}
    if estate.everybody_everywhere or Pattern.UNKNOWN in patterns:
        return DataLevel.UPPER_BOUND
    return DataLevel.GROUPS if patterns else DataLevel.PAIRS


def assumptions(view: View) -> tuple[str, ...]:
    """Return, in words, what the plan takes for granted."""
    estate, policy = view.estate, view.policy
    texts = [
        "One User CAL covers a person, one Device CAL a machine, on every server of the organisation.",
        "A licence opens servers of its own version and older ones, never newer ones; 2012 R2 counts as 2012.",
        "A Remote Desktop access needs a Remote Desktop CAL on top of the base CAL.",
        f"Prices are without VAT, in {policy.currency}, and hold on {policy.plan_date}.",
    ]
    patterns = {group.pattern for group in estate.groups if exists(group, policy)}
    if Pattern.SHARED in patterns:
        texts.append("In groups with shared machines every person may use every machine of the group.")
    if Pattern.OWN in patterns:
        texts.append("In groups with own machines they are dealt out to the people as evenly as possible.")
    if Pattern.UNKNOWN in patterns:
        texts.append(
            "In groups with unknown pairing every person may use every machine: the cost is an upper bound "
            "that holds whatever the pairs are."
        )
    if counts_potential(view):
        texts.append(
            "Potential access is counted: every active person may reach every server from every active machine that is "
            "known, whatever accesses are listed."
        )
    elif estate.everybody_everywhere:
        texts.append(
            "Only a list of people and a list of machines is given, so everybody may reach every server from every "
            "machine: the cost is an upper bound that holds whatever the pairs are."
        )
    if any(server.licensing == "azure_vm" for server in estate.servers):
        base = "include the base CAL" if policy[AZURE_VM_WS_EXEMPT] else "do not include the base CAL"
        texts.append(f"Azure virtual machines billed with Windows {base}; sources disagree on this.")
    named = not view.find(as_counted).estate.everybody_everywhere
    if named and (estate.accesses.kind == ACCESS_KINDS.index(AccessKind.ADMIN)).any():
        texts.append(administration.assumption(policy))
    if named and view.find(external.is_external).any():
        texts.append(external.assumption(policy))
    if any(map(serves_everybody, estate.servers)) and len(estate.accesses) and not estate.everybody_everywhere:
        reading = "reaches" if policy[COUNT_INFRASTRUCTURE_ACCESS] else "is not taken to reach"
        texts.append(f"Whoever has an access {reading} the servers for sign-in, names, addresses, printing and files.")
    staff_pages = ACCESS_KINDS.index(AccessKind.WEB_INTERNAL)
    if any(s.workload == "web_internal" for s in estate.servers) or (estate.accesses.kind == staff_pages).any():
        reading = "need no CAL, like public ones" if policy[INTRANET_IS_WEB_WORKLOAD] else "need CALs"
        texts.append(f"Web servers for staff only {reading}; whether the clause on web workloads means them is open.")
    if view.find(has_base_right).any():
        texts.append(
            "A person whose subscription includes the base User CAL needs no other for the base layer, whatever the "
            "version; it covers no machine, nobody else and no Remote Desktop."
        )
    texts.extend(_policy_assumptions(policy))
    return tuple(texts)


def _policy_assumptions(policy: Policy) -> list[str]:
    readings = {
        "covered_if_all_users_licensed": "A printer, scanner or time clock is covered where everybody who uses it "
        "holds a User CAL, else by a Device CAL of its own; sources disagree on this.",
        "each_needs_device_cal": "Every printer, scanner and time clock has a Device CAL of its own.",
        "exempt": "Printers, scanners and time clocks need no CAL; sources disagree on this.",
    }
    texts = [readings[policy[PERIPHERALS]]]
    if not policy[RDS_MODE_STRICT]:
        texts.append("Remote Desktop deployments accept User and Device CALs alike, whatever mode they are set to.")
    if not policy.use_owned:
        texts.append("Nothing that is owned is counted or sold.")
    if policy[SERVER_UPGRADES] not in ("as_planned", "none"):
        texts.append(f"Every older server has version {policy[SERVER_UPGRADES]} from {policy.plan_date} on.")
    return texts


def risks_of_used(bought: Iterable[Offer]) -> tuple[str, ...]:
    """Return what a plan takes for granted about the used offers it buys (rules R52 to R54, see `used_licences`)."""
    used = [offer for offer in bought if offer.condition is Condition.USED]
    if not used:
        return ()
    texts = [
        "Used licences are taken to be perpetual, first sold in the EEA and no longer used by those who had them, as "
        "the Court of Justice of the European Union asks (C-128/11, 3 July 2012). It ruled on copies of programs; no "
        "ruling on CALs is known."
    ]
    split = [offer.offer_id for offer in used if offer.evidence.lot_is_complete is False]
    if split:
        texts.append(
            f"Parts of larger lots are bought ({', '.join(split)}). German and British courts accepted that volume "
            "lots are split (I ZR 8/13, 11 December 2014; [2025] CAT 75, 12 November 2025, with an appeal announced); "
            "the Court of Justice of the European Union did not for the users of one client-server licence. The risk "
            "is the buyer's."
        )
    return tuple(texts)

"""What a scenario remarks on: accesses that need no CAL, and things left out for a reason that is no policy."""

from __future__ import annotations

from planner.domain.issue import Problem
from planner.licensing.access import administration, counting_notices, external
from planner.licensing.licences import grant_notices
from planner.licensing.remote_desktop import remote_desktop_notices

LATER_UPGRADES = "CAL-601"
GROUPS_NOT_THERE = "CAL-602"
SUBSCRIPTIONS = "CAL-603"
NOT_ON_SALE = "CAL-604"
BY_HAND = "CAL-610"
SERVER_TO_SERVER = "CAL-611"
PUBLIC_WEB = "CAL-612"
HPC = "CAL-613"
VIRTUALISATION = "CAL-614"
ESSENTIALS = "CAL-615"
PAY_AS_YOU_GO = "CAL-616"
AZURE = "CAL-617"
AZURE_REMOTE_DESKTOP = "CAL-618"
REMOTE_DESKTOP_COUNTS = "CAL-619"
COVERED_BY_SUBSCRIPTION = "CAL-621"
OPEN_SUBSCRIPTIONS = "CAL-622"
UNKNOWN_SUBSCRIPTIONS = "CAL-623"
USED_EXCLUDED = "CAL-630"
USED_TERRITORY = "CAL-631"
USED_UNPROVED = "CAL-632"
USED_SAVING = "CAL-633"

_NOTICES = (
    Problem(
        LATER_UPGRADES,
        "Upgrades planned after the plan's day",
        "A plan without a horizon is made for one day, with the versions of that day. Set plan_date to a later day, or "
        "server_upgrades to a version, to see what an upgrade costs in licences.",
    ),
    Problem(
        GROUPS_NOT_THERE,
        "Groups that do not exist on the plan's day",
        "A group counts from its day in starts until the day before the one in ends.",
    ),
    Problem(
        SUBSCRIPTIONS,
        "Subscriptions are not bought",
        "A plan without a horizon cannot say how long a subscription would be paid for, so it buys none.",
    ),
    Problem(
        NOT_ON_SALE,
        "Offers that are not on sale on the plan's day",
        "An offer is bought only between its days in valid_from and valid_until.",
    ),
    Problem(
        BY_HAND,
        "Accesses that end at a person",
        "Where a person hands on a print-out or types data in again (via = manual), the one who gets it needs no CAL.",
    ),
    Problem(
        SERVER_TO_SERVER,
        "Accesses of licensed servers",
        "A licensed Windows Server that talks to another one needs no CAL. It does not shelter the people behind it: "
        "they are listed with accesses of their own.",
    ),
    Problem(
        PUBLIC_WEB,
        "Public web access",
        "Whoever a public web workload serves through its web interface needs no CAL. That is for accesses of kind "
        "web_public, and for all but Remote Desktop on servers of workload web_public. Web servers for staff only are "
        "no public web workload, and other servers behind the web server count.",
    ),
    Problem(HPC, "HPC workloads", "Access to a server of workload hpc needs no CAL, Remote Desktop excepted."),
    Problem(
        VIRTUALISATION,
        "Pure virtualisation hosts",
        "A server that only runs virtual machines (workload hypervisor_only) needs no CALs and asks for no version; "
        "the virtual machines do. One that also serves files or names is an ordinary server.",
    ),
    Problem(
        ESSENTIALS,
        "Servers of edition Essentials",
        "Access to them needs no CAL, but at most 25 people and 50 machines may reach one. With more, no plan is "
        "possible: no CAL lifts that cap.",
    ),
    Problem(
        PAY_AS_YOU_GO,
        "Servers licensed pay-as-you-go",
        "They include the base CAL. Remote Desktop CALs are owed on top.",
    ),
    Problem(
        AZURE,
        "Azure virtual machines",
        "Virtual machines billed with Windows include the base CAL, as licensing specialists say; a community answer "
        "on Microsoft's pages says otherwise. The policy azure_vm_ws_exempt = no plans the base CALs.",
    ),
    Problem(
        AZURE_REMOTE_DESKTOP,
        "Remote Desktop on Azure virtual machines",
        "Only User CALs with active Software Assurance, or user subscriptions, count there, Device CALs never. Whether "
        "the User CALs have Software Assurance is not checked: please check it yourself.",
    ),
    Problem(
        REMOTE_DESKTOP_COUNTS,
        "Remote Desktop on servers of special workloads",
        "A Remote Desktop session is no public web page, no HPC job and no management of virtual machines, so it needs "
        "the base CAL and the Remote Desktop CAL. Correct the workload or the kind of access if that is not meant.",
    ),
    Problem(
        COVERED_BY_SUBSCRIPTION,
        "People whom a subscription covers",
        "Their subscription includes the base User CAL of any current version, so none is planned for them. It covers "
        "no machine, nobody else and no Remote Desktop. The policies grants_... say which subscriptions do.",
    ),
    Problem(
        OPEN_SUBSCRIPTIONS,
        "Subscriptions of which it is not known whether they include CALs",
        "They count as if they did not. Look it up in your agreement, and answer yes in the policy where they do.",
    ),
    Problem(
        UNKNOWN_SUBSCRIPTIONS,
        "Subscriptions that are not known",
        "They give no right to a CAL. Office 365 plans do not; check the spelling of Microsoft 365 and EMS plans.",
    ),
    Problem(
        USED_EXCLUDED,
        "Used offers that this buyer had better not buy",
        "What the vendor states falls short of what the policies ask for, or the buyer's country or a policy rules the "
        "licences out. Ask the vendor for better evidence and correct the columns proof, install_credential, "
        "first_sale_region, lot_is_complete and segment, or change the policy that the notice names.",
    ),
    Problem(
        USED_TERRITORY,
        "Used licences where the law is less settled",
        "In the United Kingdom and in Switzerland used licences are allowed with a warning; the policy country says "
        "where the buyer is.",
    ),
    Problem(
        USED_UNPROVED,
        "Used licences bought without stated evidence",
        "A blank column of evidence does not exclude an offer, unless the policy missing_evidence is exclude. Whoever "
        "relies on a used licence must be able to prove where it comes from.",
    ),
    Problem(
        USED_SAVING,
        "What the used offers left out would have saved",
        "The same scenario, planned with the used offers admitted that were left out for what is stated about them.",
    ),
)

NOTICES = (
    *_NOTICES,
    *administration.NOTICES,
    *external.NOTICES,
    *remote_desktop_notices.NOTICES,
    *grant_notices.NOTICES,
    *counting_notices.NOTICES,
)
"""Everything a scenario may remark on."""

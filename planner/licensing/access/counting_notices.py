"""What a scenario remarks on about whom and what it counts: owners, service accounts, infrastructure, readings."""

from __future__ import annotations

from planner.domain.issue import Problem

INTRANET = "CAL-670"
OTHER_OWNERS = "CAL-671"
SERVICE_ACCOUNTS = "CAL-672"
INFRASTRUCTURE = "CAL-673"
LEASES = "CAL-674"
COUNT_BASIS = "CAL-675"
NEWEST_SERVERS = "CAL-676"
COMING_UPGRADES = "CAL-677"
SAME_READINGS = "CAL-678"

NOTICES = (
    Problem(
        INTRANET,
        "Web servers for staff only",
        "The clause that frees public web workloads of CALs is read as meaning public ones only, so web servers for "
        "staff (workload or kind web_internal) count. The policy intranet_is_web_workload = yes frees them too, "
        "Remote Desktop excepted.",
    ),
    Problem(
        OTHER_OWNERS,
        "Servers of other organisations",
        "A CAL opens the servers of the organisation that holds it. Accesses to servers with another owner are left "
        "out, Remote Desktop included: ask the owner whose CALs cover them.",
    ),
    Problem(
        SERVICE_ACCOUNTS,
        "Accounts that are used by servers only",
        "They are probably service accounts. Pooling people behind one account saves no CAL: list the people who are "
        "served through it in sheet Access, each with the server behind it. What stands in persons of an account "
        "that reaches servers from licensed servers alone is not planned.",
    ),
    Problem(
        INFRASTRUCTURE,
        "Accesses that come with every other access",
        "Who signs in, looks up a name, gets an address, prints or opens a file through a Windows server uses it. So "
        "whoever has an access that counts also reaches the servers marked in column infrastructure. Accesses to "
        "public web pages, to servers of other organisations, of kind admin and those handed on by a person bring no "
        "other ones with them. The policy count_infrastructure_access = no leaves them out.",
    ),
    Problem(
        LEASES,
        "What addresses from a Windows server cost",
        "Every machine that gets its address from a Windows DHCP server uses that server: an active machine of sheet "
        "Devices without any access needs a Device CAL for that alone. A router can give addresses to guests' and "
        "unattended machines instead, which needs no CAL.",
    ),
    Problem(
        COUNT_BASIS,
        "Actual and potential access",
        "The plan counts the accesses that are listed. An auditor may count everybody who is able to reach a server, "
        "unless limits can be shown; the policy count_basis = potential_access plans that.",
    ),
    Problem(
        NEWEST_SERVERS,
        "What the newest servers cost in licences",
        "The newest server that somebody reaches sets the version of the CAL, so one newer server can make owned "
        "licences useless. The saving is that of the same scenario, planned with these servers at an older version.",
    ),
    Problem(
        COMING_UPGRADES,
        "What planned upgrades will cost in licences",
        "The plan is made for the versions of its day. The cost is that of the same scenario, planned with the "
        "upgrades done and without their own cost.",
    ),
    Problem(
        SAME_READINGS,
        "Readings that make no difference",
        "Some rules are disputed. These other readings of them ask for the same licences, and leave the same to buy.",
    ),
)

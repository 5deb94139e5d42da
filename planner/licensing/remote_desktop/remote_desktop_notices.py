"""What a scenario remarks on about Remote Desktop in practice (rules R27, R28, R30 to R32, R34, R35 and R42)."""

from __future__ import annotations

from planner.domain.issue import Problem

IN_WORKGROUP = "CAL-650"
IN_BROWSER = "CAL-651"
TRACKED_BY_HAND = "CAL-652"
NO_INSTALL_PATH = "CAL-653"
TOO_FEW_OWNED = "CAL-654"
REVOCABLE = "CAL-655"
LICENCE_SERVER_UPGRADE = "CAL-656"
TOO_NEW_FOR_LICENCE_SERVER = "CAL-657"
SWITCHED = "CAL-658"
CONVERTED = "CAL-659"
NOT_REACHED = "CAL-679"

NOTICES = (
    Problem(
        IN_WORKGROUP,
        "Remote Desktop in a workgroup",
        "Without a domain only per-device licensing works, so only Device CALs count on a deployment with a server "
        "whose directory is workgroup, whatever the policies. Join its servers to a domain to use User CALs.",
    ),
    Problem(
        IN_BROWSER,
        "Remote Desktop in a browser",
        "The browser client (client html5) needs per-user licensing, so only User CALs count on a deployment that is "
        "used with it, whatever the policies. With the native client Device CALs count too.",
    ),
    Problem(
        TRACKED_BY_HAND,
        "Remote Desktop User CALs that nobody counts",
        "With Entra Domain Services the licensing manager does not track User CALs. Keep a list of who holds one; the "
        "register of the plan is a good start.",
    ),
    Problem(
        NO_INSTALL_PATH,
        "New Remote Desktop offers that nothing comes with to install them",
        "Remote Desktop CALs are installed with a retail code that was not used before, or with agreement data. Offers "
        "whose install_credential is none are left out, and those that do not state it too where the policy "
        "missing_evidence is exclude. The policy require_rds_install_path = no admits them.",
    ),
    Problem(
        TOO_FEW_OWNED,
        "What a shortage of Remote Desktop CALs does",
        "Fewer are owned than the plan needs. Per device, a machine without a licence gets a temporary one for 90 days "
        "and is refused afterwards. Per user, Windows refuses nobody: the shortage is a silent breach of the licence "
        "terms. Temporary licences and days of grace are no capacity.",
    ),
    Problem(
        REVOCABLE,
        "Remote Desktop Device CALs that may be revoked",
        "On the licence server at most a fifth of the installed Device CALs of a version may be revoked at a time, to "
        "free them for other machines; User CALs cannot be revoked. It frees licences and does not add any.",
    ),
    Problem(
        LICENCE_SERVER_UPGRADE,
        "A licence server that the plan upgrades",
        "A licence server holds Remote Desktop CALs of its own version and older ones. The plan found it cheaper to "
        "upgrade one, or found no other way; the cost is part of the upgrades.",
    ),
    Problem(
        TOO_NEW_FOR_LICENCE_SERVER,
        "Remote Desktop CALs that no licence server holds",
        "They are newer than every server that is marked rd_licence_server. They are not bought, and those owned are "
        "not used. Where such a server has an upgrade planned for later, or an upgrade_cost, the plan weighs it up.",
    ),
    Problem(
        SWITCHED,
        "Owned licences that are switched between user and device",
        "When active Software Assurance is renewed, User CALs may become Device CALs one for one, or the reverse. Have "
        "the switch written into the renewal.",
    ),
    Problem(
        CONVERTED,
        "Remote Desktop licences that are converted between user and device",
        "The licensing tool can do it, but the right to it is documented only at the renewal of Software Assurance. "
        "Ask Microsoft or your reseller in writing, or set the policy rds_type_convertible to no.",
    ),
    Problem(
        NOT_REACHED,
        "Remote Desktop servers that nobody reaches by Remote Desktop",
        "The inventory gives them a deployment or a mode of Remote Desktop, yet no access to them is of kind rds, so "
        "no Remote Desktop CAL is planned for them. A blank kind is a standard access: give the kind rds where people "
        "work on the server itself.",
    ),
)

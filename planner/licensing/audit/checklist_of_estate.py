"""Points of the checklist about servers and people: what the inventory says, and where it keeps silent."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.estate import ACCESS_KINDS, AccessKind, Estate, Server
from planner.domain.issue import Notice
from planner.domain.review import CheckLine, CheckState
from planner.domain.scenario import Policy
from planner.licensing.rules.r45_subscriptions import find_grant
from planner.licensing.subscription_names import Gives, meaning_of
from planner.licensing.view import View
from planner.words import joined, say

_NAMED = 20


def some(names: Sequence[str]) -> str:
    """Join names, at most so many, and say how many more there are; the sheet they come from shows them all."""
    more = say(" and {names:,} more", names=len(names) - _NAMED) if len(names) > _NAMED else ""
    return joined(", ", names[:_NAMED]) + more


def server_licences(servers: Sequence[Server], policy: Policy) -> CheckLine:
    """A CAL gives access to a server that is licensed itself; servers paid by use are, as long as they are paid.

    Servers of others (rule R4) are licensed by them.
    """
    item = say("Server licences")
    own = [server for server in servers if not server.owner]
    if not own:
        which = say("servers of your own") if servers else say("servers")
        text = say("No {which} are listed, so nothing is said about their own licences.", which=which)
        return CheckLine(item, CheckState.NOT_STATED, text, (say("the servers, and what their own licences rest on"),))
    owned = [server for server in own if server.licensing == "perpetual"]
    ended = [s for s in own if s.licensed_until and s.licensed_until < policy.plan_date]
    silent = [server for server in owned if not server.licence_document]
    if not owned and not ended:
        return CheckLine(item, CheckState.DOES_NOT_APPLY, say("All servers are paid for as they are used."))
    lacking = [
        say(
            "a valid licence of {server_id}: it ended on {licensed_until}",
            server_id=s.server_id,
            licensed_until=s.licensed_until,
        )
        for s in ended
    ]
    if silent:
        lacking.append(
            say("document of the server licence of {some}", some=some([server.server_id for server in silent]))
        )
    state = CheckState.MISSING if ended else CheckState.NOT_STATED if silent else CheckState.IN_ORDER
    text = say(
        "{owned} of {owned_2} servers with a licence of their own have a document stated (columns "
        "licence_document and licensed_until of sheet Servers).",
        owned=len(owned) - len(silent),
        owned_2=len(owned),
    )
    return CheckLine(item, state, text, tuple(lacking))


def external_people(estate: Estate, told: Sequence[Notice] = ()) -> CheckLine:
    """Rules R9 and R46: who is external may be licensed by connectors; `told` is what the plan says of that."""
    item = say("External people")
    if not estate.relations:
        text = say("Column relation of sheet Users says of nobody whether they are external; all count as employees.")
        return CheckLine(item, CheckState.NOT_STATED, text, (say("who is external, and who is a contractor"),))
    counts = joined(
        ", ", (say("{relation}: {count:,}", relation=relation, count=count) for relation, count in estate.relations)
    )
    text = say("Accounts by relation to the organisation ({counts}). Blank means employee.", counts=counts)
    plan = joined(" ", (notice.text for notice in told)) or say("This plan licenses nobody by External Connectors.")
    return CheckLine(item, CheckState.IN_ORDER, say("{text} {plan}", text=text, plan=plan))


def administration(estate: Estate, told: Sequence[Notice] = ()) -> CheckLine:
    """Rule R10: access only to administer is free for two; `told` is whom the plan frees."""
    item = say("Administration")
    count = int((estate.accesses.kind == ACCESS_KINDS.index(AccessKind.ADMIN)).sum())
    if not count:
        text = say("No access is of kind admin, so nobody is said to reach servers only to administer them.")
        return CheckLine(item, CheckState.NOT_STATED, text, (say("which accesses serve administration only"),))
    plan = joined(" ", (notice.text for notice in told)) or say("This plan frees nobody of the base CAL for them.")
    return CheckLine(
        item, CheckState.IN_ORDER, say("Accesses of kind admin: {count:,}. {plan}", count=count, plan=plan)
    )


def subscriptions(view: View) -> CheckLine:
    """Rule R45: some subscriptions include the base User CAL of their person."""
    estate, policy = view.estate, view.policy
    item = say("Subscriptions")
    of_groups = (name for group in estate.groups for name in group.subscriptions)
    names = sorted({*estate.subscriptions.names, *of_groups})
    if not names:
        text = say(
            "Column subscriptions of sheet Users is blank. Some subscriptions include the base CAL of their person."
        )
        return CheckLine(item, CheckState.NOT_STATED, text, (say("who has which Microsoft 365 or EMS subscription"),))
    grants = {name: find_grant(name) for name in names}
    unknown = [name for name in names if meaning_of(name).gives is Gives.UNKNOWN]
    asked = {grant for grant in grants.values() if grant and grant.is_open and not policy[grant.setting]}
    lacking = [
        say("whether {name} includes the base User CAL", name=name)
        for name in sorted(grant.subscription for grant in asked)
    ]
    lacking += [say("what {name} is", name=name) for name in unknown]
    text = say("Subscriptions named: {value}.", value=joined(", ", names))
    return CheckLine(item, CheckState.NOT_STATED if lacking else CheckState.IN_ORDER, text, tuple(lacking))

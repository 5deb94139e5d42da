"""A reply as the command line prints it."""

from __future__ import annotations

from rich.console import Console

from planner.domain import money
from planner.report.rich_tables import amount, listing, literal
from planner.study.why.questions import Reply
from planner.words import say


def print_reply(reply: Reply, currency: str, console: Console) -> None:
    """Print the sentences, what the other plan has otherwise, the plans at other prices and in other futures."""
    for sentence in reply.sentences:
        console.print(literal(sentence))
    if reply.changes:
        table = listing(
            say("licence"),
            say("what changes"),
            say("in this plan"),
            say("in the other"),
            right=(say("in this plan"), say("in the other")),
        )
        for one in reply.changes:
            table.add_row(
                literal(one.what),
                literal(one.where),
                say("{before:,}", before=one.before),
                say("{after:,}", after=one.after),
            )
        console.print(table)
    if reply.points:
        columns = say("dearer by"), say("total"), say("User CALs"), say("Device CALs")
        table = listing(*columns, right=columns)
        for point in reply.points:
            table.add_row(
                amount(money.from_text(point.shift)),
                amount(money.from_text(point.total)),
                say("{users:,}", users=point.users),
                say("{devices:,}", devices=point.devices),
            )
        console.print(table)
        console.print(say("Amounts in {currency}.", currency=currency))
    if reply.futures:
        table = listing(say("at"), say("total"), say("today"), say("later"), say("servers"), right=(say("total"),))
        for future in reply.futures:
            at = say("{at} (now)", at=future.at) if future.is_present else future.at
            cells = (literal(text) for text in (future.today, future.later, future.servers))
            table.add_row(at, amount(money.from_text(future.total)), *cells)
        console.print(table)
        console.print(say("Totals in {currency}, as they are worth on the plan's day.", currency=currency))

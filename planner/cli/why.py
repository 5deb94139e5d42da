"""The command `why`."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli import options
from planner.cli.group import main
from planner.cli.interrupt import stop_on_interrupt
from planner.cli.printing import echo, echo_json, shown_progress
from planner.errors import UsageError
from planner.words import tell

if TYPE_CHECKING:
    from planner.study.why.questions import Question

_CALS, _ENDS = ("ws_cal", "rds_cal"), ("user", "device")


@main.command(cls=options.WithSeveral)
@click.argument("inventory", type=options.READABLE)
@options.catalogue
@options.quotations
@click.option("--scenario", metavar="NAME", help="The scenario to ask about. Default: the first.")
@click.option("--plan", "saved", type=options.FILE, help="Start from this plan.json instead of planning once more.")
@click.option("--without", metavar="OFFER", help="What would it cost without this offer?")
@click.option("--price", metavar="OFFER", help="Between which prices of this offer does the plan stay the cheapest?")
@click.option(
    "--prices",
    type=(click.Choice(_CALS), click.Choice(_ENDS)),
    metavar="CAL END",
    help="How much dearer or cheaper may a kind of CAL get, e.g. ws_cal device?",
)
@click.option(
    "--license",
    "other_end",
    type=(str, click.Choice(_CALS), click.Choice(_ENDS)),
    metavar="WHO CAL END",
    help="What would it cost to license somebody at one end, e.g. ana ws_cal device? WHO is an id, a name or an "
    "e-mail; GROUP/user/* are all of a group.",
)
@click.option(
    "--turns-on",
    "turns_on",
    type=click.Choice(["discount_rate", "price_change_new", "price_change_used", "keep_cost"]),
    help="At which yearly rate, or cost of keeping old servers, does a plan with a horizon decide otherwise?",
)
@options.time_limit
@click.option("--json", "as_json", is_flag=True, help="Print the reply as JSON and nothing else.")
@options.quiet
def why(
    inventory: Path,
    catalogue: Path | None,
    quotations: tuple[Path, ...],
    scenario: str | None,
    saved: Path | None,
    without: str | None,
    price: str | None,
    prices: tuple[str, str] | None,
    other_end: tuple[str, str, str] | None,
    turns_on: str | None,
    time_limit: float,
    as_json: bool,
    quiet: bool,
) -> None:
    """Ask why a plan is as it is: what something else would cost, and at which price it would be right.

    INVENTORY is a workbook, a folder or a .zip, as for `plan`. The scenario is planned anew with one thing changed, so
    every answer is proved, or says that it is not.

    \b
    Example:
      cal-planner why estate.xlsx --without S33
      cal-planner why estate.xlsx --license sales/user/* ws_cal device
      cal-planner why estate.xlsx --plan plan.json --license "Ana Ruiz" ws_cal device
      cal-planner why estate.xlsx --scenario "three years" --turns-on keep_cost
    """
    question = _question(without, price, prices, other_end, turns_on)
    with shown_progress(quiet) as progress:
        progress.stage("", tell("reading the inventory"))
        from planner import pipeline
        from planner.ingest import begin_loading
        from planner.optimise import Limits
        from planner.planning.run import Run
        from planner.report.formats.plan_reader import read
        from planner.report.terminal import make_console
        from planner.study.why.questions import FORMAT
        from planner.study.why.terminal import print_reply

        plan = read(saved) if saved else None
        stop = threading.Event()
        run = Run(Limits(time_limit, 0.0, stop.is_set), progress)
        loaded = pipeline.read(begin_loading(inventory, catalogue, quotations), run)
        with stop_on_interrupt(stop):
            answered = pipeline.ask(loaded, question, scenario, run, saved=plan)
    if answered.not_saved and not quiet:
        echo(
            tell(
                "The saved plan is not used: {not_saved}. The scenario was planned once more.",
                not_saved=answered.not_saved,
            ),
            err=True,
        )
    if as_json:
        echo_json({"format": FORMAT, "scenario": answered.scenario.name, **answered.reply.to_json()})
    else:
        print_reply(answered.reply, answered.scenario.policy.currency, make_console(sys.stdout))


def _question(
    without: str | None,
    price: str | None,
    prices: tuple[str, str] | None,
    other_end: tuple[str, str, str] | None,
    turns_on: str | None,
) -> Question:
    """Return the one question that the options ask.  Raises UsageError for none, and for several."""
    from planner.domain.product import Metric, Product
    from planner.study.why import questions

    asked: list[Question] = []
    if without is not None:
        asked.append(questions.WithoutOffer(without))
    if price is not None:
        asked.append(questions.OfferPrice(price))
    if prices is not None:
        asked.append(questions.KindPrice(Product(prices[0]), Metric(prices[1])))
    if other_end is not None:
        asked.append(questions.OtherEnd(other_end[0], Product(other_end[1]), Metric(other_end[2])))
    if turns_on is not None:
        asked.append(questions.SwitchPoint(questions.SwitchOf(turns_on)))
    if len(asked) != 1:
        raise UsageError(tell("Ask one thing at a time: --without, --price, --prices, --license or --turns-on."))
    return asked[0]

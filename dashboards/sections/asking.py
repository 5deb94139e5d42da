"""Questions about a plan in the browser: offered, waited for, answered in place."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from dashboards import charts, numbers, state, waiting, widgets
from planner.report.answer import Answer
from planner.store import questions
from planner.store.plans import SavedPlan
from planner.study.why.questions import Question, Reply, SwitchOf, SwitchPoint, as_asked, is_answered_over_time
from planner.words import say, tell

DECIDED = say("What is decided")
MIX = say("Each point is a proved cheapest plan at such prices; between them other plans may be the cheapest.")


class Asking:
    """The scenario of a plan that is asked about, and what has been asked."""

    def __init__(self, plan: SavedPlan, scenario: str, found: Answer) -> None:
        self.plan, self.scenario, self.found = plan.id, scenario, found
        self.can_be_planned = plan.inventory is not None
        self.is_over_time = found.scenario.plan is not None and found.scenario.plan.cash is not None
        self.asked = {
            one.question: one
            for one in questions.every(state.store(), state.current_user().workspace, plan.id, scenario)
        }

    def offer(self, question: Question) -> None:
        """Offer a question; once it has been asked, show the reply, or how it is getting on.

        What is not answered of a plan over time is not offered there.
        """
        if self.is_over_time and not is_answered_over_time(question):
            return
        known, words = self.asked.get(question), as_asked(question)
        if known and known.reply:
            show_reply(known.reply, words, self.found.currency, key=known.id)
            if known.reply.is_final:
                return
            words = tell("{words} Ask again, with more time.", words=words)
        job = state.job_of_question(known.id) if known else None
        if known and job and not job.has_ended:
            watch(known.id, words)
            return
        if job and job.error:
            st.warning(widgets.plain(tell("{words} {error}", words=words, error=job.error)))
        if self.can_be_planned:
            asked = self.plan, self.scenario, question
            st.button(widgets.plain(words), key=f"ask_{question}", on_click=state.ask, args=asked)


@st.fragment(run_every=1.0)
def watch(question: str, words: str) -> None:
    """Show how a question is getting on; once it is answered, the whole page is drawn anew."""
    with widgets.telling():
        job = state.job_of_question(question)
        if job is None or job.has_ended:
            st.rerun()
        waiting.show(job, words, "Stop", tell("Stopping; the question stays unanswered."))


def show_reply(reply: Reply, words: str, currency: str, *, key: str) -> None:
    """Show what came of a question."""
    with st.container(border=True):
        st.caption(widgets.plain(words))
        for place, sentence in enumerate(reply.sentences):
            st.markdown(f"**{widgets.plain(sentence)}**" if place == 0 else widgets.plain(sentence))
        if reply.changes:
            rows = [
                {
                    say("Licence"): one.what,
                    say("What changes"): one.where,
                    say("In this plan"): one.before,
                    say("In the other"): one.after,
                }
                for one in reply.changes
            ]
            widgets.table(rows, key=f"changes_{key}", about=tell("What the other plan buys or sells otherwise"))
        if reply.futures:
            futures = [
                {
                    say("At"): tell("{at} (now)", at=one.at) if one.is_present else one.at,
                    f"Total ({currency})": Decimal(one.total),
                    DECIDED: tell(
                        "Today: {today}. Later: {later}. {servers}",
                        today=one.today,
                        later=one.later,
                        servers=one.servers,
                    ).strip(),
                }
                for one in reply.futures
            ]
            widgets.table(
                futures,
                key=f"futures_{key}",
                about=words,
                money=[say("Total ({currency})", currency=currency)],
                wide=(DECIDED,),
            )
        if reply.points:
            charts.show_mix(reply.points, words, MIX, currency, key=f"mix_{key}", file="break-even")


def show_first_period(asking: Asking) -> None:
    """Say of which days what is shown of a plan with a horizon holds."""
    plan = asking.found.scenario.plan
    if plan is not None and plan.cash is not None:
        first = plan.periods[0]
        st.caption(
            f"This is how it stands from {numbers.day(first.starts)} until {numbers.day(first.ends)}, before anything "
            "may change. The register of the workbook says who gets what from when to when."
        )


def show_switch_points(asking: Asking) -> None:
    """Ask at which rates, and at which cost of keeping old versions where there is one, another plan is right."""
    keep_costs = asking.found.scenario.plan is not None and any(
        line.cash_keeping_minor for line in asking.found.scenario.plan.upgrades
    )
    st.write(
        tell(
            "The plan is the cheapest at the rates and costs that were entered. Where would "
            "another decision be right: something else bought today, or a server upgraded on "
            "another day?"
        )
    )
    for of in SwitchOf:
        if keep_costs or of is not SwitchOf.KEEP_COST:
            asking.offer(SwitchPoint(of))

"""The sentences of replies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.domain import money
from planner.domain.offer import Offer as OfferOnSale
from planner.domain.plan import Plan
from planner.domain.product import METRICS, Metric, Product, in_words
from planner.domain.scenario import Policy
from planner.report.words import count, holders
from planner.study.why.break_even import Edge
from planner.study.why.names import called
from planner.study.why.other_end import Asked
from planner.study.why.questions import Change, KindPrice, OtherEnd, Point, Reply
from planner.study.why.replanning import Replanned
from planner.words import joined, say

UNDECIDED = say("At how many more machines or people it would turn could not be told in the time given.")


def offer(it: OfferOnSale) -> str:
    """Name an offer: `offer S33 of Used dealer B (Windows Server User CAL 2022, used)`."""
    return say(
        "offer {offer_id} of {vendor} ({licence}, {condition})",
        offer_id=it.offer_id,
        vendor=it.vendor,
        licence=in_words(it.product, it.metric, it.version),
        condition=it.condition,
    )


def forbidden(policy: Policy, question: OtherEnd) -> str:
    """Say that the scenario's rules leave the other end only; an empty text: they do not."""
    rule = policy.ws_metrics if question.layer is Product.WS_CAL else policy.rds_metrics
    if rule not in METRICS or rule == question.end:
        return ""
    return say("The rules of this scenario allow {licence}s only.", licence=in_words(question.layer, Metric(rule)))


def licensed_at(asked: Asked, end: Metric) -> str:
    """Say what is asked: whose accesses are licensed at which end."""
    licence, subject = in_words(asked.layer, end), _subject(asked)
    if end is asked.metric:
        return say(
            "With a {licence} for {value}{subject}",
            licence=licence,
            value="each of " * (asked.members > 1),
            subject=subject,
        )
    remote = asked.layer is Product.RDS_CAL
    if asked.metric is Metric.USER:
        use = say("uses") if asked.members == 1 else say("use")
        which = (
            say("from which {subject} {use} Remote Desktop", subject=subject, use=use)
            if remote
            else say("that {subject} {use}", subject=subject, use=use)
        )
        return say("With a {licence} for every machine {which}", licence=licence, which=which)
    return say(
        "With a {licence} for everybody who uses {remote}{subject}",
        licence=licence,
        remote="Remote Desktop from " * remote,
        subject=subject,
    )


def deployment_licensed_at(asked: Asked, end: Metric) -> str:
    """Say the same where the end is that of a whole Remote Desktop deployment."""
    ends = say("people") if end is Metric.USER else say("machines")
    use = say("uses") if asked.members == 1 else say("use")
    deployment = say("the Remote Desktop deployment that {subject} {use}", subject=_subject(asked), use=use)
    return say(
        "With {licence}s for all {ends} of {deployment}",
        licence=in_words(asked.layer, end),
        ends=ends,
        deployment=deployment,
    )


def _subject(asked: Asked) -> str:
    name = called(asked.who)
    if asked.members == 1:
        return name
    return (
        say("the {holders} like {name}", holders=holders(asked.members, asked.metric), name=name)
        if name == asked.who
        else say("the {name}", name=name)
    )


def compared(begin: str, plan: Plan, other: Replanned, currency: str) -> Reply:
    """Say what another plan costs beside the present one, and what it buys otherwise."""
    if other.plan is None:
        if other.is_impossible:
            return Reply(
                (
                    say(
                        "{begin} there is no plan under the rules of this scenario with what is on offer and owned.",
                        begin=begin,
                    ),
                )
            )
        return Reply((say("{begin} no plan was found in the time given.", begin=begin),), is_final=False)
    more = other.plan.cost.total - plan.cost.total
    total = money.words(other.plan.cost.total, currency)
    changes = tuple(_changes(plan, other.plan))
    if not (plan.is_proved and other.plan.is_proved):
        side = say(
            "{more} {form}", more=money.words(abs(more), currency), form=say("more") if more >= 0 else say("less")
        )
        return Reply(
            (
                say(
                    "{begin} the best plan found costs {total}, {side}. That is not proved; more time may tell.",
                    begin=begin,
                    total=total,
                    side=side,
                ),
            ),
            changes,
            is_final=False,
        )
    if more == 0:
        same = () if changes else (say("What is bought and sold stays the same; others hold it."),)
        return Reply(
            (say("{begin} the cheapest plan costs the same, {total}; proved.", begin=begin, total=total), *same),
            changes,
        )
    return Reply(
        (
            say(
                "{begin} the cheapest plan costs {total}: {more} more; proved.",
                begin=begin,
                total=total,
                more=money.words(more, currency),
            ),
        ),
        changes,
    )


def _changes(plan: Plan, other: Plan) -> Iterator[Change]:
    lines = {line.offer.offer_id: line.offer for line in (*plan.purchases, *other.purchases)}
    before, after = (_licences(each) for each in (plan, other))
    for it in sorted(lines.values(), key=lambda each: (each.vendor, each.offer_id)):
        counts = before[it.offer_id], after[it.offer_id]
        if counts[0] != counts[1]:
            what = say(
                "{licence}, {condition}", licence=in_words(it.product, it.metric, it.version), condition=it.condition
            )
            yield Change(what, say("buy from {vendor}, {offer_id}", vendor=it.vendor, offer_id=it.offer_id), *counts)
    lots = {line.lot.owned_id: line.lot for line in (*plan.sales, *other.sales)}
    before, after = (_sold(each) for each in (plan, other))
    for lot in sorted(lots.values(), key=lambda each: each.owned_id):
        counts = before[lot.owned_id], after[lot.owned_id]
        if counts[0] != counts[1]:
            yield Change(
                in_words(lot.product, lot.metric, lot.version),
                say("sell of lot {owned_id}", owned_id=lot.owned_id),
                *counts,
            )


def _licences(plan: Plan) -> Counter[str]:
    """Return how many licences of each offer are bought, on whatever day."""
    found = Counter[str]()
    for line in plan.purchases:
        found[line.offer.offer_id] += line.licences
    return found


def _sold(plan: Plan) -> Counter[str]:
    found = Counter[str]()
    for line in plan.sales:
        found[line.lot.owned_id] += line.quantity
    return found


def turns_at(asked: Asked, more: int) -> str:
    """Say with how many more it costs nothing more than the cheapest plan."""
    fewer = say("; with {more:,} more, it still would", more=more - 1) if more > 1 else ""
    return say("{with_more}, this would cost nothing extra{fewer}.", with_more=_with_more(asked, more), fewer=fewer)


def never_turns(asked: Asked, most: int) -> str:
    """Say that it costs more even with so many more."""
    return say("{with_more}, this would still cost extra.", with_more=_with_more(asked, most))


def _with_more(asked: Asked, more: int) -> str:
    """Say what would have to be otherwise: `If they used 2 more machines of their own each`."""
    several = asked.members > 1
    if asked.metric is Metric.USER:
        they, own = (
            say("they") if several else say("that person"),
            say("machine of their own") if more == 1 else say("machines of their own"),
        )
        return say(
            "If {they} used {more:,} more {own}{several}", they=they, more=more, own=own, several=" each" * several
        )
    people, them = say("person") if more == 1 else say("people"), say("each of them") if several else say("it")
    return say("If {more:,} more {people} used {them}", more=more, people=people, them=them)


def price_range(it: OfferOnSale, plan: Plan, up: Edge, down: Edge, currency: str) -> Reply:
    """Say between which prices an offer stays what it is in a plan that buys it."""
    (line,) = (line for line in plan.purchases if line.offer.offer_id == it.offer_id)
    paid, per = line.pack_price_minor, _per(it)
    now = say(
        "Now {paid} {per}, and the plan buys {licences} of it.",
        paid=money.words(paid, currency),
        per=per,
        licences=count(line.licences, "licence"),
    )
    return Reply((now, _dearer(it, up, paid, currency), _cheaper(it, down, paid, currency), *_alike(it)))


def not_bought(it: OfferOnSale, down: Edge, currency: str) -> Reply:
    """Say at which price an offer would be bought that the plan leaves."""
    price = it.breaks[0].price_minor
    now = say(
        "The plan does not buy {offer}, which costs {price} {per}.",
        offer=offer(it),
        price=money.words(price, currency),
        per=_per(it),
    )
    return Reply((now, _cheaper(it, down, price, currency), *_alike(it)))


def _dearer(it: OfferOnSale, up: Edge, paid: int, currency: str) -> str:
    if up.shift is None:
        return say("Up to which price the plan stays the cheapest could not be told in the time given.")
    most = say("{paid} {per}", paid=money.words(paid + up.shift, currency), per=_per(it))
    if up.beyond is None:
        return say("No price up to {most} makes another plan cheaper; dearer ones were not looked at.", most=most)
    return say(
        "The plan stays the cheapest up to {most}; beyond, one is cheaper that buys {bought} of it.",
        most=most,
        bought=_bought(up.beyond, it),
    )


def _cheaper(it: OfferOnSale, down: Edge, paid: int, currency: str) -> str:
    if down.shift is None:
        return say("At which lower price another plan is the cheapest could not be told in the time given.")
    if down.beyond is None:
        looked_at = say("{paid} {per}", paid=money.words(paid + down.shift, currency), per=_per(it))
        return say(
            "No lower price, down to {looked_at}, makes a plan cheaper that buys more of it.", looked_at=looked_at
        )
    least = say("{paid} {per}", paid=money.words(paid + down.shift, currency), per=_per(it))
    return say(
        "Below {least}, a plan is cheaper that buys {bought} of it.", least=least, bought=_bought(down.beyond, it)
    )


def _alike(it: OfferOnSale) -> tuple[str, ...]:
    return (say("All its price breaks are thought to move alike."),) if len(it.breaks) > 1 else ()


def _per(it: OfferOnSale) -> str:
    return say("each") if it.pack_size == 1 else say("per pack of {pack_size:,}", pack_size=it.pack_size)


def _bought(plan: Plan, it: OfferOnSale) -> str:
    licences = sum(line.licences for line in plan.purchases if line.offer.offer_id == it.offer_id)
    return count(licences, "licence") if licences else say("none")


def kind_range(question: KindPrice, plan: Plan, up: Edge, down: Edge, currency: str) -> Reply:
    """Say how much dearer or cheaper all CALs of a kind may get, and what is bought beyond."""
    kind = say("{licence}s", licence=in_words(question.product, question.metric))
    sentences = [say("The plan buys {split}.", split=_split(plan, question))]
    if up.shift is None:
        sentences.append(say("How much dearer {kind} may get could not be told in the time given.", kind=kind))
    elif up.beyond is None:
        sentences.append(
            say(
                "Even {shift} more for each of the {kind} makes no other plan cheaper.",
                shift=money.words(up.shift, currency),
                kind=kind,
            )
        )
    else:
        more = money.words(up.shift, currency)
        sentences.append(
            say(
                "It stays the cheapest while {kind} get at most {more} each dearer; beyond, one is cheaper "
                "that buys {split}.",
                kind=kind,
                more=more,
                split=_split(up.beyond, question),
            )
        )
    if down.shift is None:
        sentences.append(say("How much cheaper {kind} may get could not be told in the time given.", kind=kind))
    elif down.beyond is None:
        less = money.words(-down.shift, currency)
        sentences.append(
            say(
                "Even {less} less for each of them, where the cheapest one costs next to nothing, changes nothing.",
                less=less,
            )
        )
    else:
        less = money.words(-down.shift, currency)
        sentences.append(
            say(
                "It stays the cheapest while they get at most {less} each cheaper; beyond, one is cheaper "
                "that buys {split}.",
                less=less,
                split=_split(down.beyond, question),
            )
        )
    return Reply((*sentences, say("All of them, new and used, are thought to move by the same amount.")))


def point(question: KindPrice, shift: int, cost_minor: int, plan: Plan) -> Point:
    """Return a plan at other prices, and what it costs there, as a reply lists it."""
    bought = _by_metric(plan, question)
    return Point(money.text(shift), money.text(cost_minor), bought[Metric.USER], bought[Metric.DEVICE])


def _split(plan: Plan, question: KindPrice) -> str:
    """Say how many CALs of each metric a plan buys of a product."""
    bought = _by_metric(plan, question).items()
    return joined(
        say(" and "),
        (
            say("{number:,} {licence}s", number=number, licence=in_words(question.product, metric))
            for metric, number in bought
        ),
    )


def _by_metric(plan: Plan, question: KindPrice) -> dict[Metric, int]:
    bought = dict.fromkeys(METRICS, 0)
    for line in plan.purchases:
        if line.offer.product is question.product:
            bought[line.offer.metric] += line.licences
    return bought

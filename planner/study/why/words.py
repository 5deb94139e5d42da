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

UNDECIDED = "At how many more machines or people it would turn could not be told in the time given."


def offer(it: OfferOnSale) -> str:
    """Name an offer: `offer S33 of Used dealer B (Windows Server User CAL 2022, used)`."""
    return f"offer {it.offer_id} of {it.vendor} ({in_words(it.product, it.metric, it.version)}, {it.condition})"


def forbidden(policy: Policy, question: OtherEnd) -> str:
    """Say that the scenario's rules leave the other end only; an empty text: they do not."""
    rule = policy.ws_metrics if question.layer is Product.WS_CAL else policy.rds_metrics
    if rule not in METRICS or rule == question.end:
        return ""
    return f"The rules of this scenario allow {in_words(question.layer, Metric(rule))}s only."


def licensed_at(asked: Asked, end: Metric) -> str:
    """Say what is asked: whose accesses are licensed at which end."""
    licence, subject = in_words(asked.layer, end), _subject(asked)
    if end is asked.metric:
        return f"With a {licence} for {'each of ' * (asked.members > 1)}{subject}"
    remote = asked.layer is Product.RDS_CAL
    if asked.metric is Metric.USER:
        use = "uses" if asked.members == 1 else "use"
        which = f"from which {subject} {use} Remote Desktop" if remote else f"that {subject} {use}"
        return f"With a {licence} for every machine {which}"
    return f"With a {licence} for everybody who uses {'Remote Desktop from ' * remote}{subject}"


def deployment_licensed_at(asked: Asked, end: Metric) -> str:
    """Say the same where the end is that of a whole Remote Desktop deployment."""
    ends = "people" if end is Metric.USER else "machines"
    use = "uses" if asked.members == 1 else "use"
    deployment = f"the Remote Desktop deployment that {_subject(asked)} {use}"
    return f"With {in_words(asked.layer, end)}s for all {ends} of {deployment}"


def _subject(asked: Asked) -> str:
    name = called(asked.who)
    if asked.members == 1:
        return name
    return f"the {holders(asked.members, asked.metric)} like {name}" if name == asked.who else f"the {name}"


def compared(begin: str, plan: Plan, other: Replanned, currency: str) -> Reply:
    """Say what another plan costs beside the present one, and what it buys otherwise."""
    if other.plan is None:
        if other.is_impossible:
            return Reply(
                (f"{begin} there is no plan under the rules of this scenario with what is on offer and owned.",)
            )
        return Reply((f"{begin} no plan was found in the time given.",), is_final=False)
    more = other.plan.cost.total - plan.cost.total
    total = money.words(other.plan.cost.total, currency)
    changes = tuple(_changes(plan, other.plan))
    if not (plan.is_proved and other.plan.is_proved):
        side = f"{money.words(abs(more), currency)} {'more' if more >= 0 else 'less'}"
        return Reply(
            (f"{begin} the best plan found costs {total}, {side}. That is not proved; more time may tell.",),
            changes,
            is_final=False,
        )
    if more == 0:
        same = () if changes else ("What is bought and sold stays the same; others hold it.",)
        return Reply((f"{begin} the cheapest plan costs the same, {total}; proved.", *same), changes)
    return Reply((f"{begin} the cheapest plan costs {total}: {money.words(more, currency)} more; proved.",), changes)


def _changes(plan: Plan, other: Plan) -> Iterator[Change]:
    lines = {line.offer.offer_id: line.offer for line in (*plan.purchases, *other.purchases)}
    before, after = (_licences(each) for each in (plan, other))
    for it in sorted(lines.values(), key=lambda each: (each.vendor, each.offer_id)):
        counts = before[it.offer_id], after[it.offer_id]
        if counts[0] != counts[1]:
            what = f"{in_words(it.product, it.metric, it.version)}, {it.condition}"
            yield Change(what, f"buy from {it.vendor}, {it.offer_id}", *counts)
    lots = {line.lot.owned_id: line.lot for line in (*plan.sales, *other.sales)}
    before, after = (_sold(each) for each in (plan, other))
    for lot in sorted(lots.values(), key=lambda each: each.owned_id):
        counts = before[lot.owned_id], after[lot.owned_id]
        if counts[0] != counts[1]:
            yield Change(in_words(lot.product, lot.metric, lot.version), f"sell of lot {lot.owned_id}", *counts)


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
    fewer = f"; with {more - 1:,} more, it still would" if more > 1 else ""
    return f"{_with_more(asked, more)}, this would cost nothing extra{fewer}."


def never_turns(asked: Asked, most: int) -> str:
    """Say that it costs more even with so many more."""
    return f"{_with_more(asked, most)}, this would still cost extra."


def _with_more(asked: Asked, more: int) -> str:
    """Say what would have to be otherwise: `If they used 2 more machines of their own each`."""
    several = asked.members > 1
    if asked.metric is Metric.USER:
        they, own = (
            "they" if several else "that person",
            "machine of their own" if more == 1 else "machines of their own",
        )
        return f"If {they} used {more:,} more {own}{' each' * several}"
    people, them = "person" if more == 1 else "people", "each of them" if several else "it"
    return f"If {more:,} more {people} used {them}"


def price_range(it: OfferOnSale, plan: Plan, up: Edge, down: Edge, currency: str) -> Reply:
    """Say between which prices an offer stays what it is in a plan that buys it."""
    (line,) = (line for line in plan.purchases if line.offer.offer_id == it.offer_id)
    paid, per = line.pack_price_minor, _per(it)
    now = f"Now {money.words(paid, currency)} {per}, and the plan buys {count(line.licences, 'licence')} of it."
    return Reply((now, _dearer(it, up, paid, currency), _cheaper(it, down, paid, currency), *_alike(it)))


def not_bought(it: OfferOnSale, down: Edge, currency: str) -> Reply:
    """Say at which price an offer would be bought that the plan leaves."""
    price = it.breaks[0].price_minor
    now = f"The plan does not buy {offer(it)}, which costs {money.words(price, currency)} {_per(it)}."
    return Reply((now, _cheaper(it, down, price, currency), *_alike(it)))


def _dearer(it: OfferOnSale, up: Edge, paid: int, currency: str) -> str:
    if up.shift is None:
        return "Up to which price the plan stays the cheapest could not be told in the time given."
    most = f"{money.words(paid + up.shift, currency)} {_per(it)}"
    if up.beyond is None:
        return f"No price up to {most} makes another plan cheaper; dearer ones were not looked at."
    return f"The plan stays the cheapest up to {most}; beyond, one is cheaper that buys {_bought(up.beyond, it)} of it."


def _cheaper(it: OfferOnSale, down: Edge, paid: int, currency: str) -> str:
    if down.shift is None:
        return "At which lower price another plan is the cheapest could not be told in the time given."
    if down.beyond is None:
        looked_at = f"{money.words(paid + down.shift, currency)} {_per(it)}"
        return f"No lower price, down to {looked_at}, makes a plan cheaper that buys more of it."
    least = f"{money.words(paid + down.shift, currency)} {_per(it)}"
    return f"Below {least}, a plan is cheaper that buys {_bought(down.beyond, it)} of it."


def _alike(it: OfferOnSale) -> tuple[str, ...]:
    return ("All its price breaks are thought to move alike.",) if len(it.breaks) > 1 else ()


def _per(it: OfferOnSale) -> str:
    return "each" if it.pack_size == 1 else f"per pack of {it.pack_size:,}"


def _bought(plan: Plan, it: OfferOnSale) -> str:
    licences = sum(line.licences for line in plan.purchases if line.offer.offer_id == it.offer_id)
    return count(licences, "licence") if licences else "none"


def kind_range(question: KindPrice, plan: Plan, up: Edge, down: Edge, currency: str) -> Reply:
    """Say how much dearer or cheaper all CALs of a kind may get, and what is bought beyond."""
    kind = f"{in_words(question.product, question.metric)}s"
    sentences = [f"The plan buys {_split(plan, question)}."]
    if up.shift is None:
        sentences.append(f"How much dearer {kind} may get could not be told in the time given.")
    elif up.beyond is None:
        sentences.append(
            f"Even {money.words(up.shift, currency)} more for each of the {kind} makes no other plan cheaper."
        )
    else:
        more = money.words(up.shift, currency)
        sentences.append(
            f"It stays the cheapest while {kind} get at most {more} each dearer; beyond, one is cheaper that buys "
            f"{_split(up.beyond, question)}."
        )
    if down.shift is None:
        sentences.append(f"How much cheaper {kind} may get could not be told in the time given.")
    elif down.beyond is None:
        less = money.words(-down.shift, currency)
        sentences.append(
            f"Even {less} less for each of them, where the cheapest one costs next to nothing, changes nothing."
        )
    else:
        less = money.words(-down.shift, currency)
        sentences.append(
            f"It stays the cheapest while they get at most {less} each cheaper; beyond, one is cheaper that buys "
            f"{_split(down.beyond, question)}."
        )
    return Reply((*sentences, "All of them, new and used, are thought to move by the same amount."))


def point(question: KindPrice, shift: int, plan: Plan) -> Point:
    """Return a plan at other prices as a reply lists it."""
    bought = _by_metric(plan, question)
    return Point(money.text(shift), money.text(plan.cost.total), bought[Metric.USER], bought[Metric.DEVICE])


def _split(plan: Plan, question: KindPrice) -> str:
    """Say how many CALs of each metric a plan buys of a product."""
    bought = _by_metric(plan, question).items()
    return " and ".join(f"{number:,} {in_words(question.product, metric)}s" for metric, number in bought)


def _by_metric(plan: Plan, question: KindPrice) -> dict[Metric, int]:
    bought = dict.fromkeys(METRICS, 0)
    for line in plan.purchases:
        if line.offer.product is question.product:
            bought[line.offer.metric] += line.licences
    return bought

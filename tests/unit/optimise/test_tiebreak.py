"""Equally cheap purchases: the stated order decides."""

from fractions import Fraction

from tests.builders import bought, estate, group, lot, offer, plan_of, policy

TEN = estate([group("g", 10, 0)])


def test_fewest_vendors_first():
    needs = estate([group("g", 2, 0, rds="2022")])
    offers = [
        offer("a", 1000, vendor="A"),
        offer("b", 5000, "rds_cal", vendor="B"),
        offer("c", 1000, vendor="B"),
    ]
    assert bought(plan_of(needs, offers)) == {"b": 2, "c": 2}


def test_newest_versions_then_fewest_offers():
    offers = [offer("old", 1000), offer("new", 1000, runs="2025", stock_packs=4), offer("older", 1000, runs="2022")]
    plan = plan_of(TEN, offers)
    assert bought(plan) == {"new": 4, "old": 6}


def test_fewest_licences_sold_and_smallest_lists():
    equal = [offer("b", 1000, stock_packs=6), offer("a", 1000, stock_packs=6)]
    assert bought(plan_of(TEN, equal)) == {"a": 4, "b": 6}, "the list with fewer packs of a is the smaller one"
    swap = [offer("x", 500, condition="used")]
    kept = plan_of(TEN, swap, [lot("L", 10, resale_minor=500)])
    assert not kept.sales
    lots = [lot("L1", 5, resale_minor=700), lot("L2", 5, resale_minor=700)]
    spare = estate([group("g", 4, 0)])
    sold = plan_of(spare, [], lots)
    assert [(s.lot.owned_id, s.quantity) for s in sold.sales] == [("L1", 1), ("L2", 5)]


def test_the_order_of_offers_does_not_matter():
    offers = [offer(name, 1000, stock_packs=3, vendor=name) for name in "edcba"]
    first = bought(plan_of(TEN, offers))
    assert first == bought(plan_of(TEN, offers[::-1]))
    assert first == {"a": 1, "b": 3, "c": 3, "d": 3}


def test_used_share_counts_in_the_tie_break():
    offers = [offer("n", 1000), offer("u", 1000, condition="used", runs="2025")]
    plan = plan_of(TEN, offers, rules=policy(max_used_share=Fraction(0)))
    assert bought(plan) == {"n": 10}

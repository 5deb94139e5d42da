"""Reasons in words: only what the plan itself shows."""

from dataclasses import replace

import numpy as np
import pytest
from sample_plans import DAY, DEVICE, POLICY, RDS, USER, V2019, V2022, V2025, WS, lot, offer, plan

from planner.domain.estate import NONE
from planner.domain.market import Market
from planner.domain.offer import PriceBreak
from planner.domain.plan import Purchase, RegisterSource, Sale
from planner.domain.product import METRICS, PRODUCTS, VERSIONS, Condition, rank
from planner.domain.requirement import Ends, Holders, Requirements
from planner.licensing import rulebook
from planner.report.explain import explain

ORIGINS = ("server fs01", 'group "Shift"', "server rd01")
NEW = RegisterSource("S", Condition.NEW, V2022)


def codes(values):
    return np.array(list(values), dtype=np.int64)


def holders(*classes):
    """Classes: (metric, units, unit size, stem)."""
    metrics, units, sizes, stems = zip(*classes, strict=True)
    counts = [unit * size for unit, size in zip(units, sizes, strict=True)]
    return Holders(
        codes(METRICS.index(metric) for metric in metrics), codes(units), codes(sizes), codes(range(len(classes))),
        np.array(stems, dtype=object), codes(1 for _ in classes), codes(counts),
    )  # fmt: skip


def requirements(people, *rows, choices=()):
    """Rows: (user class, device class, product, version, ends, matched, origin)."""
    user, device, product, version, ends, matched, origin = zip(*rows, strict=True)
    return Requirements(
        people, codes(user), codes(device), codes(PRODUCTS.index(p) for p in product), codes(map(rank, version)),
        codes(ends), np.array(matched, dtype=bool), codes(NONE for _ in rows), np.zeros(len(rows), dtype=bool),
        codes(NONE for _ in rows), codes(origin), ORIGINS, choices,
    )  # fmt: skip


def held(classes, *holdings):
    """Holdings: (class, product, version, units that hold that version or newer)."""
    counts = np.zeros((classes, len(PRODUCTS), len(VERSIONS)), dtype=np.int64)
    for number, product, version, units in holdings:
        counts[number, PRODUCTS.index(product), : rank(version) + 1] = units
    return counts


def reasons(rows, needs, holding, policy=POLICY, modes=None):
    """Rows: (product, metric, member, required, licence)."""
    names = needs.holders.names()
    register_rows = [(p, m, member, names[member], required, got, 0) for p, m, member, required, got in rows]
    outcome = replace(plan(rows=register_rows, sources=[NEW]), modes=modes or {})
    explained = explain(outcome, needs, holding, Market((), (), frozenset()), policy)
    return explained.register.reason.tolist()


def test_a_shared_machine_covers_the_people_without_licences():
    people = holders((USER, 20, 1, "g/user/"), (DEVICE, 3, 1, "g/device/"))
    needs = requirements(people, (0, 1, WS, V2022, Ends.EITHER, False, 1))
    machines = [(WS, DEVICE, 20 + n, V2022, V2022) for n in range(3)]
    expected = (
        'Needs 2022 for group "Shift", used by g/user/1 and 19 more people: they have no such User CAL, '
        "so the machine's licence covers them all."
    )
    assert reasons(machines, needs, held(2, (1, WS, V2022, 3))) == [expected] * 3


def test_a_person_covers_the_machines_without_licences_and_the_example_is_one_of_them():
    people = holders((USER, 2, 1, "u"), (DEVICE, 3, 1, "pc"))
    needs = requirements(people, (0, 1, RDS, V2019, Ends.EITHER, False, 2))
    found = reasons([(RDS, USER, 0, V2019, V2025)], needs, held(2, (0, RDS, V2019, 2), (1, RDS, V2019, 2)))
    assert found == [
        "Needs 2019 for server rd01, from pc1: that machine has no such RDS Device CAL, so the person's licence "
        "covers it. A 2025 licence covers 2019 too."
    ]


def test_people_without_licences_are_the_last_ones():
    people = holders((USER, 5, 1, "u"), (DEVICE, 1, 1, "pc"))
    needs = requirements(people, (0, 1, WS, V2022, Ends.EITHER, False, 0))
    (found,) = reasons([(WS, DEVICE, 5, V2022, V2022)], needs, held(2, (0, WS, V2022, 3), (1, WS, V2022, 1)))
    assert "used by u4 and 1 more person:" in found


def test_own_machines_are_told_unit_by_unit():
    people = holders((USER, 4, 1, "u"), (DEVICE, 4, 2, "pc"))
    needs = requirements(people, (0, 1, WS, V2022, Ends.EITHER, True, 1))
    holding = held(2, (0, WS, V2022, 3), (1, WS, V2022, 2))  # people 1 to 3, the machines of 3 and 4
    rows = [(WS, USER, n, V2022, V2022) for n in range(3)] + [(WS, DEVICE, 4 + n, V2022, V2022) for n in (4, 6)]
    first, second, third, both, last = reasons(rows, needs, holding)
    assert "from pc1 and 1 more machine:" in first
    assert "from pc3 and 1 more machine:" in second
    assert third == both == 'Covers 2022 for group "Shift"; the other end holds a licence as well.'
    assert "used by u4: that person has no such User CAL" in last


def test_an_unknown_end_leaves_no_choice():
    people = holders((USER, 2, 1, "u"), (DEVICE, 2, 1, "clock"))
    needs = requirements(
        people, (0, NONE, WS, V2022, Ends.EITHER, False, 0), (NONE, 1, WS, V2022, Ends.EITHER, False, 1)
    )
    rows = [(WS, USER, 1, V2022, V2022), (WS, DEVICE, 2, V2022, V2022)]
    assert reasons(rows, needs, held(2, (0, WS, V2022, 2), (1, WS, V2022, 2))) == [
        "Needs 2022 for server fs01, from any machine: only the person can be licensed.",
        'Needs 2022 for group "Shift": no person\'s licence counts here, only the machine can be licensed.',
    ]


@pytest.mark.parametrize(("mode", "wanted"), [(USER, "from pc1 and 1 more machine"), (DEVICE, "used by u1")])
def test_a_mode_the_plan_picked_binds(mode, wanted):
    people = holders((USER, 1, 1, "u"), (DEVICE, 2, 1, "pc"))
    needs = requirements(people, (0, 1, RDS, V2022, Ends.CHOOSE, False, 2), choices=("rd01",))
    row = (RDS, mode, 0 if mode is USER else 1, V2022, V2022)
    (found,) = reasons([row], needs, held(2, (0, RDS, V2022, 1)), modes={"rd01": mode})
    whose = "people's" if mode is USER else "machines'"
    assert found == f"Needs 2022 for server rd01, {wanted}: only {whose} licences count."


def test_the_strongest_access_at_the_required_version_is_named():
    people = holders((USER, 1, 1, "u"), (DEVICE, 1, 1, "old"), (DEVICE, 4, 1, "new"), (DEVICE, 1, 1, "lone"))
    needs = requirements(
        people,
        (0, 1, WS, V2019, Ends.EITHER, False, 1),
        (0, 2, WS, V2022, Ends.EITHER, False, 0),
        (0, 2, WS, V2022, Ends.CHOOSE, False, 0),  # the same pairs again: they count once
        (0, 3, WS, V2022, Ends.EITHER, False, 0),
        choices=("left open",),
    )
    (found,) = reasons([(WS, USER, 0, V2022, V2022)], needs, held(4, (0, WS, V2022, 1), (3, WS, V2022, 1)))
    assert "Needs 2022 for server fs01, from new1 and 3 more machines:" in found


def test_one_end_for_both_layers_is_mentioned_where_nothing_else_forces():
    people = holders((USER, 1, 1, "u"), (DEVICE, 1, 1, "pc"))
    needs = requirements(people, (0, 1, WS, V2022, Ends.EITHER, False, 0), (0, 1, RDS, V2022, Ends.EITHER, False, 2))
    needs = replace(needs, base_version=codes([NONE, rank(V2022)]))
    holding = held(2, (0, WS, V2022, 1), (1, WS, V2022, 1), (1, RDS, V2022, 1))
    row = (WS, DEVICE, 1, V2022, V2022)
    (found,) = reasons([row], needs, holding, rulebook.policy(DAY, base_and_rds_same_metric=True))
    assert found.endswith("Policy base_and_rds_same_metric asks for both layers at one end.")
    (plain,) = reasons([row], needs, holding)
    assert plain.endswith("the other end holds a licence as well.")


def lines(purchases, rows, sources, offers, *, policy=POLICY, sales=(), bound=None):
    """Explain purchases and sales; rows: (holder number, required, licence, source)."""
    people = holders((USER, max(len(rows), 1), 1, "u"))
    needs = requirements(people, (0, NONE, WS, V2022, Ends.EITHER, False, 0))
    register_rows = [(WS, USER, n, f"u{n + 1}", need, got, source) for n, (need, got, source) in enumerate(rows)]
    outcome = plan(purchases, sales, register_rows, sources, bound=bound)
    return explain(outcome, needs, held(1), Market(tuple(offers), (), frozenset()), policy)


def source_of(thing, ident):
    return RegisterSource(ident, thing.condition, thing.version)


def test_a_purchase_says_whom_it_serves_and_why_it_is_this_one():
    packs = offer("P", price=9000, pack_size=5, breaks=(PriceBreak(1, 12000, 12000), PriceBreak(2, 9000, 9000)))
    dear, owned = offer("D", price=2000), lot("L", quantity=3)
    rows = [(V2022, V2022, 0)] * 3 + [(V2022, V2022, 1)] * 8 + [(V2019, V2022, 1)]
    sources = [source_of(owned, "L"), source_of(packs, "P")]
    explained = lines([Purchase(packs, 2)], rows, sources, [dear, packs])
    assert explained.purchases[0].reason == (
        "11 people need a Windows Server User CAL 2022 or newer; 3 owned licences serve part of them, this offer "
        "serves 8 and, besides, 1 with an older need. The price break from 2 packs applies: 90.00 EUR per pack. "
        "The other offer for this need costs no less per licence. "
        "1 licence remains spare because packs are whole."
    )


def test_cheaper_offers_that_are_bought_out_are_named():
    cheap, dear = offer("C", price=1000, stock_packs=2), offer("D", price=2000)
    rows = [(V2022, V2022, 0)] * 2 + [(V2022, V2022, 1)]
    sources = [source_of(cheap, "C"), source_of(dear, "D")]
    explained = lines([Purchase(cheap, 2), Purchase(dear, 1)], rows, sources, [cheap, dear])
    assert "2 licences from other offers serve part of them, this offer serves 1." in explained.purchases[1].reason
    assert explained.purchases[1].reason.endswith("What costs less per licence is bought out: C.")


@pytest.mark.parametrize(
    ("price", "says"),
    [
        (10_000, "The other offer for this need costs no less per licence."),  # five for 100.00 are 20.00 each as well
        (10_001, "The other offer for this need costs no less per licence."),
        (9_999, "Some offers cost less per licence, but it is proved that no other choice costs less in all."),
    ],
)
def test_an_offer_that_is_as_dear_is_not_called_cheaper(price, says):
    single, packs = offer("S", price=2000), offer("P", price=price, pack_size=5)
    rows, sources = [(V2022, V2022, 0)] * 2, [source_of(single, "S")]
    explained = lines([Purchase(single, 2)], rows, sources, [packs, single])
    assert explained.purchases[0].reason.endswith(says)


@pytest.mark.parametrize(("bound", "claimed"), [(None, True), (1, False)])
def test_a_dearer_offer_is_called_cheapest_in_all_only_when_proved(bound, claimed):
    bulk, single = offer("B", price=9000, pack_size=10), offer("S", price=2000)
    explained = lines([Purchase(single, 1)], [(V2022, V2022, 0)], [source_of(single, "S")], [bulk, single], bound=bound)
    assert ("it is proved that no other choice costs less in all" in explained.purchases[0].reason) is claimed


@pytest.mark.parametrize(
    ("bought", "policy", "says"),
    [
        (Purchase(offer(breaks=(PriceBreak(3, 50, 50),)), 3), POLICY, "because the smallest order is 3 packs."),
        (
            Purchase(offer(breaks=(PriceBreak(1, 100, 100), PriceBreak(3, 30, 30))), 3),
            POLICY,
            "because 1 pack would cost no less than these 3.",
        ),
        (
            Purchase(offer(), 3),
            rulebook.policy(DAY, spare_share=POLICY.max_used_share),
            "the policy asks for 100 % spare",
        ),
        (Purchase(offer(), 3), POLICY, "2 licences remain spare."),
    ],
)
def test_why_there_are_spare_licences(bought, policy, says):
    explained = lines([bought], [(V2022, V2022, 0)], [source_of(bought.offer, "O-1")], [bought.offer], policy=policy)
    assert says in explained.purchases[0].reason
    assert "No other offer can serve this need." in explained.purchases[0].reason


def test_a_purchase_that_nobody_holds_says_so():
    explained = lines([Purchase(offer("X"), 1)], [(V2022, V2022, 0)], [source_of(lot("L"), "L")], [offer("X")])
    assert explained.purchases[0].reason.startswith("Nobody holds one of these")


def test_sales_say_what_makes_them_free():
    kept = lot("K", V2022, 5, resale_minor=700)
    old = lot("OLD", V2019, 4, resale_minor=100)
    machines = lot("M", V2022, 2, metric=DEVICE, resale_minor=100)
    sales = [Sale(kept, 3), Sale(old, 4), Sale(machines, 2)]
    explained = lines([], [(V2022, V2022, 0)] * 2, [source_of(kept, "K")], [], sales=sales)
    assert [line.reason for line in explained.sales] == [
        "Of 5 Windows Server User CALs 2022, 2 stay in use and 3 can go at 7.00 EUR each: the owned licences that are "
        "left serve everybody who needs a Windows Server User CAL 2022 or older.",
        "Of 4 Windows Server User CALs 2019, none stay in use and 4 can go at 1.00 EUR each: version 2019 is too old, "
        "the oldest need is 2022.",
        "Of 2 Windows Server Device CALs 2022, none stay in use and 2 can go at 1.00 EUR each: nobody holds a Windows "
        "Server Device CAL in this plan.",
    ]


def test_a_sale_names_the_purchase_that_replaces_it():
    sold, bought = lot("K", V2022, 2, resale_minor=5000), offer("N", price=1000)
    explained = lines(
        [Purchase(bought, 2)], [(V2022, V2022, 0)] * 2, [source_of(bought, "N")], [bought], sales=[Sale(sold, 2)]
    )
    assert explained.sales[0].reason.endswith("licences bought take their place (N).")


def test_every_line_gets_a_reason_and_nothing_else_changes():
    cheap = offer("C")
    before = [Purchase(cheap, 1)]
    explained = lines(before, [(V2022, V2022, 0)], [source_of(cheap, "C")], [cheap])
    assert replace(explained.purchases[0], reason="") == before[0]
    assert explained.cost.total == 2500
    assert all(explained.register.reason)

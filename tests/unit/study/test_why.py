"""What something else would cost, and where it would be right: small cases worked out by hand."""

from __future__ import annotations

import pytest

from planner.domain.estate import RdsMode
from planner.domain.inventory import Inventory, SourceFile
from planner.domain.product import Metric, Product
from planner.domain.scenario import Scenario
from planner.errors import NoPlanError, UsageError
from planner.optimise import Limits
from planner.planning.run import Run
from planner.planning.scenario_cache import ScenarioCache
from planner.study.why.answering import answer
from planner.study.why.questions import (
    Change,
    KindPrice,
    OfferPrice,
    OtherEnd,
    Reply,
    WithoutOffer,
    question_from_json,
    question_to_json,
)
from planner.study.why.replanning import Replanned
from planner.study.why.words import compared
from tests.builders import estate, group, lot, offer, policy, server

WS, RDS = Product.WS_CAL, Product.RDS_CAL
USER, DEVICE = Metric.USER, Metric.DEVICE
TILLS = estate([group("till", 20, 5)])
"""Twenty people at five tills: five Device CALs at 38.00 are cheapest, twenty User CALs at 35.00 cost 700.00."""
PRICES = (offer("D", 3800, metric="device"), offer("U", 3500))


def ask(question, where=TILLS, offers=PRICES, lots=(), run=None, **rules):
    offers = tuple(sorted(offers, key=lambda each: each.offer_id))
    scenario = Scenario("cheapest", policy(**rules))
    inventory = Inventory(
        SourceFile("made.xlsx", "0"), None, where, offers, tuple(lots), (scenario,), (), scenario.policy
    )
    return answer(ScenarioCache(inventory), scenario, question, run or Run())


def test_without_the_offer_that_is_bought():
    reply = ask(WithoutOffer("D"))
    assert reply.sentences == (
        "Without offer D of Vendor A (Windows Server Device CAL 2022, new) the cheapest plan costs 700.00 EUR: "
        "510.00 EUR more; proved.",
    )
    assert reply.changes == (
        Change("Windows Server Device CAL 2022, new", "buy from Vendor A, D", 5, 0),
        Change("Windows Server User CAL 2022, new", "buy from Vendor A, U", 0, 20),
    )


def test_without_an_offer_that_is_not_bought_nothing_changes():
    reply = ask(WithoutOffer("U"))
    assert "the cheapest plan costs the same, 190.00 EUR; proved." in reply.sentences[0]
    assert reply.changes == ()


def test_without_the_only_offer_there_is_no_plan():
    reply = ask(WithoutOffer("D"), offers=PRICES[:1])
    assert reply.sentences == (
        "Without offer D of Vendor A (Windows Server Device CAL 2022, new) there is no plan under the rules of this "
        "scenario with what is on offer and owned.",
    )


def test_what_would_be_sold_otherwise_is_listed():
    """Twenty owned User CALs could be sold for 100.00 were the tills licensed, for 190.00."""
    reply = ask(OtherEnd("till/user/*", WS, DEVICE), lots=[lot("L", 20, resale_minor=500)])
    assert reply.sentences == (
        "With a Windows Server Device CAL for every machine that the people of till use the "
        "cheapest plan costs 90.00 EUR: 90.00 EUR more; proved.",
    )
    assert reply.changes == (
        Change("Windows Server Device CAL 2022, new", "buy from Vendor A, D", 0, 5),
        Change("Windows Server User CAL 2022", "sell of lot L", 0, 20),
    )


def test_the_people_instead_of_their_machines():
    reply = ask(OtherEnd("till/user/*", WS, USER))
    assert reply.sentences == (
        "With a Windows Server User CAL for each of the people of till the cheapest plan costs 700.00 EUR: 510.00 EUR "
        "more; proved.",
        "If they used 1 more machine of their own each, this would cost nothing extra.",
    )


def test_the_same_asked_of_the_machines():
    reply = ask(OtherEnd("till/device/*", WS, USER))
    assert reply.sentences == (
        "With a Windows Server User CAL for everybody who uses the machines of till the cheapest "
        "plan costs 700.00 EUR: 510.00 EUR more; proved.",
    )


def test_one_of_a_group_stands_for_all_who_are_alike():
    reply = ask(OtherEnd("till/user/3", WS, USER))
    assert "for each of the 20 people like till/user/3 the cheapest plan costs 700.00 EUR" in reply.sentences[0]


ONE = estate(servers=[server("S")], accesses=[("ana", f"M{i}", "S", "standard") for i in range(2)])
"""Ana alone uses two machines."""


def test_how_many_machines_more_turn_the_choice():
    """Two Device CALs cost 20.00, a User CAL 35.00; with two machines more, four cost 40.00."""
    reply = ask(OtherEnd("ana", WS, USER), ONE, (offer("D", 1000, metric="device"), offer("U", 3500)))
    assert reply.sentences == (
        "With a Windows Server User CAL for ana the cheapest plan costs 35.00 EUR: 15.00 EUR more; proved.",
        "If that person used 2 more machines of their own, this would cost nothing extra; with 1 more, it still would.",
    )


def test_how_many_people_more_turn_the_choice():
    """A User CAL costs 10.00, a Device CAL 35.00: from the fourth person at the machine on it is the cheaper one."""
    where = estate(servers=[server("S")], accesses=[("ana", "M", "S", "standard")])
    reply = ask(OtherEnd("M", WS, DEVICE), where, (offer("D", 3500, metric="device"), offer("U", 1000)))
    assert reply.sentences == (
        "With a Windows Server Device CAL for M the cheapest plan costs 35.00 EUR: 25.00 EUR more; proved.",
        "If 3 more people used it, this would cost nothing extra; with 2 more, it still would.",
    )


def test_what_no_number_of_machines_turns():
    """A Device CAL is free here."""
    reply = ask(OtherEnd("ana", WS, USER), ONE, (offer("D", 0, metric="device"), offer("U", 3500)))
    assert reply.sentences[1] == ("If that person used 64 more machines of their own, this would still cost extra.")


def test_the_other_end_is_told_to_be_as_cheap():
    reply = ask(OtherEnd("ana", WS, DEVICE), ONE, (offer("D", 1000, metric="device"), offer("U", 2000)))
    assert "the cheapest plan costs the same, 20.00 EUR; proved." in reply.sentences[0]


def test_who_can_be_licensed_at_one_end_only():
    anywhere = estate(servers=[server("S")], accesses=[("ana", None, "S", "standard")])
    reply = ask(OtherEnd("ana", WS, DEVICE), anywhere)
    assert reply.sentences == ("They reach a server from any machine, so only the people can be licensed.",)


def test_a_deployment_whose_mode_is_open_is_asked_about_as_a_whole():
    """Ana and Ben share a deployment; licensing Ana's machine means licensing Ben's two as well."""
    where = estate(
        servers=[server("R", rds_deployment="farm", rds_mode=RdsMode.CHOOSE)],
        accesses=[("ana", "A", "R", "rds"), ("ben", "B1", "R", "rds"), ("ben", "B2", "R", "rds")],
    )
    offers = [
        offer(f"{product}-{metric}", price, product, metric)
        for product, metric, price in (
            ("ws_cal", "user", 1000), ("ws_cal", "device", 900), ("rds_cal", "user", 9000), ("rds_cal", "device", 8000),
        )
    ]  # fmt: skip
    reply = ask(OtherEnd("ana", RDS, DEVICE), where, offers)
    (sentence,) = reply.sentences
    assert sentence.startswith(
        "With Remote Desktop Device CALs for all machines of the Remote Desktop deployment that ana uses the cheapest "
        "plan costs "
    )
    # Two people's RDS CALs cost 180.00, three machines' 240.00; base CALs: one machine's 9.00, Ben's 10.00.
    assert sentence.endswith("259.00 EUR: 60.00 EUR more; proved.")


def test_nobody_of_that_name():
    with pytest.raises(UsageError, match='Nobody is called "zoe"'):
        ask(OtherEnd("zoe", WS, USER))
    with pytest.raises(UsageError, match="needs no licence of this kind"):
        ask(OtherEnd("till/user/*", RDS, USER))


def test_between_which_prices_an_offer_stays():
    """Twenty User CALs cost 700.00, so five Device CALs may cost 140.00 each."""
    reply = ask(OfferPrice("D"))
    assert reply.sentences == (
        "Now 38.00 EUR each, and the plan buys 5 licences of it.",
        "The plan stays the cheapest up to 140.00 EUR each; beyond, one is cheaper that buys none of it.",
        "No lower price, down to 0.00 EUR each, makes a plan cheaper that buys more of it.",
    )


def test_at_which_price_an_offer_would_be_bought():
    """Five Device CALs cost 190.00, so a User CAL for each of twenty must cost less than 9.50."""
    reply = ask(OfferPrice("U"))
    assert reply.sentences == (
        "The plan does not buy offer U of Vendor A (Windows Server User CAL 2022, new), which costs 35.00 EUR each.",
        "Below 9.50 EUR each, a plan is cheaper that buys 20 licences of it.",
    )


def test_prices_of_packs_and_breaks_move_alike():
    packs = (offer("D", 0, metric="device", pack_size=5, breaks=((1, 19000), (2, 18000))), offer("U", 3500))
    reply = ask(OfferPrice("D"), offers=packs)
    assert reply.sentences[1].startswith("The plan stays the cheapest up to 700.00 EUR per pack of 5;")
    assert reply.sentences[-1] == "All its price breaks are thought to move alike."


def test_how_far_all_prices_of_a_kind_may_move():
    reply = ask(KindPrice(WS, DEVICE))
    assert reply.sentences == (
        "The plan buys 0 Windows Server User CALs and 5 Windows Server Device CALs.",
        "It stays the cheapest while Windows Server Device CALs get at most 102.00 EUR each dearer; beyond, one is "
        "cheaper that buys 20 Windows Server User CALs and 0 Windows Server Device CALs.",
        "Even 38.00 EUR less for each of them, where the cheapest one costs next to nothing, changes nothing.",
        "All of them, new and used, are thought to move by the same amount.",
    )
    assert [(point.shift, point.total, point.users, point.devices) for point in reply.points] == [
        (shift, total, 0, 5)
        for shift, total in (
            ("-19.00", "95.00"), ("-9.50", "142.50"), ("-3.80", "171.00"), ("-1.90", "180.50"), ("0.00", "190.00"),
            ("1.90", "199.50"), ("3.80", "209.00"), ("9.50", "237.50"), ("19.00", "285.00"), ("38.00", "380.00"),
        )
    ]  # fmt: skip


def test_prices_are_not_asked_about_under_a_budget():
    with pytest.raises(UsageError, match="has a budget"):
        ask(OfferPrice("D"), budget=100_000)


def test_an_offer_that_is_not_there():
    with pytest.raises(UsageError, match="Offer X cannot be bought in this scenario"):
        ask(WithoutOffer("X"))
    with pytest.raises(UsageError, match="No Remote Desktop User CAL is on offer"):
        ask(KindPrice(RDS, USER))


def test_a_scenario_without_a_plan_cannot_be_asked_about():
    with pytest.raises(NoPlanError, match="has no plan"):
        ask(WithoutOffer("D"), offers=[offer("D", 3800, metric="device", stock_packs=4)])


def test_a_stopped_question_says_so():
    with pytest.raises(NoPlanError, match="stopped before it was answered"):
        ask(WithoutOffer("D"), run=Run(Limits(should_stop=lambda: True)))


UPGRADABLE = estate(
    servers=[server("LS", rd_licence_server=True, upgrade_cost_minor=1000), server("R")],
    accesses=[(name, f"M{name}", "R", "rds") for name in "abcde"],
)
"""Five people on Remote Desktop 2022; for newer CALs the licence server must be upgraded for 10.00."""
NEWER = (
    offer("W", 100),
    offer("R22", 20000, product="rds_cal", runs="2022"),
    offer("R25", 5000, product="rds_cal", runs="2025"),
)


def test_offers_that_only_an_upgraded_licence_server_holds():
    """The plan upgrades it: 5.00 + 250.00 + 10.00; without R25 it buys R22 for 1,000.00."""
    reply = ask(WithoutOffer("R25"), UPGRADABLE, NEWER)
    assert "costs 1,005.00 EUR: 740.00 EUR more; proved." in reply.sentences[0]
    assert "up to 198.00 EUR each" in ask(OfferPrice("R25"), UPGRADABLE, NEWER).sentences[1]
    points = {point.shift: point.total for point in ask(KindPrice(RDS, USER), UPGRADABLE, NEWER).points}
    assert points["0.00"] == "265.00"
    assert points["50.00"] == "515.00"


def administered():
    """Adm administers only, Ben works."""
    return estate(servers=[server("S")], accesses=[("adm", "A", "S", "admin"), ("ben", "B", "S", "standard")])


def test_who_is_freed_for_administration_is_licensed_when_that_is_asked():
    """Today Ben's User CAL is all; with one for Adm it is two."""
    reply = ask(OtherEnd("adm", WS, USER), administered())
    assert reply.sentences == (
        "With a Windows Server User CAL for adm the cheapest plan costs 70.00 EUR: 35.00 EUR more; proved.",
    )


def test_the_turning_point_is_measured_against_the_cheapest_plan():
    """Ana, an owned User CAL 2019: one machine more is covered by it, whatever she uses otherwise."""
    where = estate(
        servers=[server("NEW", "2025"), server("OLD", "2019")],
        accesses=[("ana", "A", "NEW", "standard"), ("ana", "B", "OLD", "standard")],
    )
    offers = (offer("D", 3800, metric="device", runs="2025"), offer("U", 10000, runs="2025"))
    reply = ask(OtherEnd("ana", WS, USER), where, offers, [lot("L", 1, runs="2019")])
    assert "costs 100.00 EUR: 62.00 EUR more; proved." in reply.sentences[0]
    assert reply.sentences[1] == (
        "If that person used 2 more machines of their own, this would cost nothing extra; with 1 more, it still would."
    )


def test_what_a_rule_of_the_scenario_forbids():
    reply = ask(OtherEnd("till/user/*", WS, USER), ws_metrics="device")
    assert reply.sentences == ("The rules of this scenario allow Windows Server Device CALs only.",)


def test_a_name_that_a_person_and_a_machine_have():
    where = estate(servers=[server("S")], accesses=[("X1", "X1", "S", "standard")])
    with pytest.raises(UsageError, match="A person and a machine are called"):
        ask(OtherEnd("X1", WS, USER), where)
    offers = (offer("D", 1000, metric="device"), offer("U", 3500))
    reply = ask(OtherEnd("X1", WS, USER, USER), where, offers)
    assert "With a Windows Server User CAL for X1 the cheapest plan costs 35.00 EUR" in reply.sentences[0]


def test_breaks_beyond_the_stock_do_not_limit_how_cheap_it_may_get():
    cheap = offer("D2", 0, metric="device", breaks=((1, 10000), (1000, 100)), stock_packs=10)
    reply = ask(OfferPrice("D2"), offers=(*PRICES, cheap))
    assert reply.sentences[1] == "Below 38.00 EUR each, a plan is cheaper that buys 5 licences of it."


def test_an_answer_that_more_time_could_better_is_not_final():
    assert ask(WithoutOffer("D")).is_final
    found = compared("Without it", None, Replanned(None), "EUR")
    assert (found.sentences, found.is_final) == (("Without it no plan was found in the time given.",), False)


@pytest.mark.parametrize(
    "question",
    [
        WithoutOffer("D"),
        OfferPrice("D"),
        KindPrice(RDS, DEVICE),
        OtherEnd("a/user/*", WS, USER),
        OtherEnd("a", WS, USER, DEVICE),
    ],
)
def test_questions_travel_as_json(question):
    assert question_from_json(question_to_json(question)) == question


@pytest.mark.parametrize("values", [{}, {"ask": "nonsense"}, {"ask": "kind_price", "product": "x", "metric": "user"}])
def test_what_is_no_question_is_refused(values):
    with pytest.raises(UsageError, match="not one that can be answered"):
        question_from_json(values)


def test_replies_travel_as_json():
    reply = ask(KindPrice(WS, DEVICE))
    assert Reply.from_json(reply.to_json()) == reply
    assert Reply.from_json(ask(WithoutOffer("D")).to_json()).changes == ask(WithoutOffer("D")).changes

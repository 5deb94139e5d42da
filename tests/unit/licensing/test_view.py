"""The estate as one scenario sees it."""

from __future__ import annotations

from planner.licensing import as_counted, server_versions
from planner.licensing.view import View
from tests.builders import estate, policy, server

INVENTORY = estate(servers=[server("files", "2016"), server("mail", "2022")], accesses=[("ann", "pc", "*", "standard")])


def test_each_part_is_found_once():
    asked = []

    def part(view: View) -> int:
        asked.append(view)
        return len(view.estate.servers)

    view = View(INVENTORY, policy())
    assert [view.find(part), view.find(part)] == [2, 2]
    assert asked == [view]


def test_other_estates_and_other_policies_are_other_views():
    view = View(INVENTORY, policy())
    assert view.of(INVENTORY) is view
    assert view.of(estate()).find(server_versions).ranks.tolist() == []
    newer = view.under(policy(server_upgrades="2025"))
    assert newer.estate is INVENTORY
    assert (newer.find(server_versions).ranks > view.find(server_versions).ranks).tolist() == [True, True]


def test_what_is_counted_is_a_view_itself():
    view = View(INVENTORY, policy())
    assert view.find(as_counted) is view
    potential = View(INVENTORY, policy(count_basis="potential_access")).find(as_counted)
    assert potential.estate.everybody_everywhere
    assert potential.find(as_counted) is potential or potential.find(as_counted).estate.everybody_everywhere

"""What a workgroup, Entra Domain Services and the browser client do to Remote Desktop deployments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planner.domain.estate import Estate, RdsMode
from planner.domain.requirement import Ends
from planner.licensing import find_requirements, obstacles, session_notices
from planner.licensing.cover.session_modes import bound_deployments
from planner.licensing.rules.r25_what_is_remote_desktop import NOT_REACHED
from planner.licensing.rules.r31_workgroups import IN_WORKGROUP, TRACKED_BY_HAND
from planner.licensing.rules.r32_browser_clients import IN_BROWSER
from planner.licensing.view import View
from tests.builders import bought, estate, offer, plan_of, policy, server

REMOTE = [
    offer(f"{p}{m}", price, p, m)
    for p, m, price in (("ws_cal", "user", 10), ("rds_cal", "user", 50), ("rds_cal", "device", 40))
]


def farm(*accesses: tuple[str | None, str | None, str, str], html5: tuple[int, ...] = (), **more: Any) -> Estate:
    """Two session hosts of one deployment; `more` is about the first one."""
    hosts = [server("h1", rds_deployment="farm", **more), server("h2", rds_deployment="farm")]
    inventory = estate(servers=[*hosts, server("files")], accesses=accesses)
    in_browser = np.isin(np.arange(len(inventory.accesses)), html5)
    return replace(inventory, accesses=replace(inventory.accesses, html5=in_browser))


def ends(inventory: Estate, **rules: Any) -> list[int]:
    found = find_requirements(View(inventory, policy(**rules)))
    return sorted({int(e) for e in found.ends[found.product == 1]})


SESSIONS = [("ann", "pc", "h1", "rds"), ("bob", "pc", "h2", "rds")]


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("mode", [RdsMode.ANY, RdsMode.CHOOSE])
def test_a_workgroup_binds_the_whole_deployment_to_machines(strict: bool, mode: RdsMode):
    """Whatever rds_mode_strict says: the limit is technical."""
    plain, alone = farm(*SESSIONS), farm(*SESSIONS, directory="workgroup", rds_mode=mode)
    assert ends(plain) == [Ends.EITHER]
    assert ends(alone, rds_mode_strict=strict) == [Ends.DEVICE]
    assert find_requirements(View(alone, policy(rds_mode_strict=strict))).choices == ()
    assert [(n.code, n.text) for n in session_notices(View(alone, policy()))] == [
        (IN_WORKGROUP.code, "Remote Desktop in a workgroup (rule R31): only Device CALs count (deployments: farm).")
    ]


def test_one_session_in_a_browser_binds_the_deployment_to_people():
    plain, browser = farm(*SESSIONS), farm(*SESSIONS, html5=(1,))
    costs = []
    for inventory in (plain, browser):
        plan = plan_of(inventory, REMOTE)
        assert plan is not None
        costs.append((plan.cost.total, bought(plan)))
    assert costs == [(60, {"ws_caluser": 2, "rds_caldevice": 1}), (120, {"ws_caluser": 2, "rds_caluser": 2})]
    assert ends(browser, rds_mode_strict=False) == [Ends.USER]
    assert [(n.code, n.text) for n in session_notices(View(browser, policy()))] == [
        (IN_BROWSER.code, "Remote Desktop in a browser (rule R32): only User CALs count (deployments: farm).")
    ]


def test_only_sessions_bind():
    """Not ordinary accesses, those a person hands on, or a licensed server's; `*` means every host of a deployment."""
    assert not bound_deployments(View(farm(("ann", "pc", "h1", "standard"), html5=(0,)), policy())).to_user
    by_hand = farm(("ann", "pc", "h1", "rds"), html5=(0,))
    assert bound_deployments(View(by_hand, policy())).to_user == {"farm"}
    assert not bound_deployments(
        View(replace(by_hand, accesses=replace(by_hand.accesses, manual=np.array([True]))), policy())
    ).to_user
    assert bound_deployments(View(farm(("ann", "pc", "*", "rds"), html5=(0,)), policy())).to_user == {"farm"}
    licensed = estate(servers=[server("h1")], accesses=[("ann", "pc", "h1", "rds")], kinds={"pc": "licensed_server"})
    licensed = replace(licensed, accesses=replace(licensed.accesses, html5=np.array([True])))
    assert not bound_deployments(View(licensed, policy())).to_user


def test_user_licences_with_entra_are_tracked_by_hand():
    by_hand = (
        "Remote Desktop User CALs used with Entra Domain Services (rule R31) must be tracked by hand (servers: h1)."
    )
    inventory = farm(*SESSIONS, directory="entra_ds")
    assert [(n.code, n.text) for n in session_notices(View(inventory, policy()))] == [(TRACKED_BY_HAND.code, by_hand)]
    assert ends(inventory) == [Ends.EITHER]
    unused = estate(servers=[server("h1", directory="entra_ds")], accesses=[("ann", "pc", "h1", "standard")])
    assert session_notices(View(unused, policy())) == ()


def test_a_list_of_people_and_one_of_machines_reach_the_deployments():
    lists = estate(
        servers=[server("h1", rds_deployment="h1", directory="workgroup")],
        persons={"ann": 1},
        kinds={"pc": "laptop"},
        two_lists=True,
    )
    assert ends(lists) == [Ends.DEVICE]
    assert [n.code for n in session_notices(View(lists, policy()))] == [IN_WORKGROUP.code]


@pytest.mark.parametrize(
    ("html5", "more", "change"),
    [
        ((0,), {"directory": "workgroup"}, "either use the native client instead of html5, or join h1 to a domain."),
        (
            (),
            {"directory": "workgroup", "rds_mode": RdsMode.USER},
            "either change its rds_mode, or join h1 to a domain.",
        ),
        ((0,), {"rds_mode": RdsMode.DEVICE}, "either use the native client instead of html5, or change its rds_mode."),
        (
            (),
            {"directory": "workgroup", "licensing": "azure_vm"},
            "either move h1 out of Azure, or join h1 to a domain.",
        ),
    ],
)
def test_what_no_licence_can_bring_together(html5: tuple[int, ...], more: dict[str, Any], change: str):
    (obstacle,) = obstacles(View(farm(*SESSIONS, html5=html5, **more), policy()))
    assert obstacle.remedy == f"For farm, {change}"
    assert obstacle.reason.startswith("On the Remote Desktop deployment farm only User CALs count, because ")
    unused = farm(("ann", "pc", "files", "standard"), **more)
    assert obstacles(View(unused, policy())) == ()


def test_a_stated_mode_that_does_not_bind_is_no_obstacle():
    """The workgroup still binds."""
    inventory = farm(*SESSIONS, directory="workgroup", rds_mode=RdsMode.USER)
    assert obstacles(View(inventory, policy(rds_mode_strict=False))) == ()
    assert ends(inventory, rds_mode_strict=False) == [Ends.DEVICE]


def test_a_server_of_others_binds_nobody():
    """It stands in a workgroup and in a deployment of the same name, but its licences are its owner's matter."""
    browser = farm(*SESSIONS, html5=(1,), directory="workgroup", owner="Partner Ltd")
    assert obstacles(View(browser, policy())) == ()
    assert ends(browser) == [Ends.USER]


def test_remote_desktop_servers_that_nobody_reaches_so_are_asked_about():
    """Whoever leaves the column kind blank would be planned without any Remote Desktop CAL."""
    silent = farm(("ann", "pc", "h1", "standard"), ("bob", "pc", "files", "standard"))
    (notice,) = session_notices(View(silent, policy()))
    assert notice.code == NOT_REACHED.code
    assert "is the kind of some accesses missing? (servers: h1)" in notice.text
    assert session_notices(View(farm(("ann", "pc", "h1", "standard"), ("bob", "pc", "h1", "rds")), policy())) == ()
    assert session_notices(View(farm(("ann", "pc", "*", "rds"), ("bob", "pc", "h1", "standard")), policy())) == ()
    assert session_notices(View(farm(("bob", "pc", "files", "standard")), policy())) == ()

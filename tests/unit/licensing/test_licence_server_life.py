"""What is told about owned Remote Desktop CALs: what a shortage does, and how many may be revoked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.estate import RdsMode
from planner.domain.position import LicencesShort, PositionToday, Unproven
from planner.domain.product import Metric, Product, Version
from planner.licensing import revocable_notices, shortage_notices
from planner.licensing.rules.r28_shortage import TOO_FEW_OWNED
from planner.licensing.rules.r30_revoking import REVOCABLE
from tests.builders import estate, lot, server


def missing(metric: str, licences: int, product: str = "rds_cal") -> PositionToday:
    line = LicencesShort(Product(product), Metric(metric), Version("2022"), licences)
    return PositionToday((line,), None, 30, None, Unproven(0, None))


HOST = server("HOST", rds_mode=RdsMode.DEVICE)


@pytest.mark.parametrize(
    ("metric", "licences", "text"),
    [
        ("device", 5, "5 Remote Desktop Device CALs are missing today (rule R28): a host set to per device refuses"),
        (
            "user",
            1,
            "1 Remote Desktop User CAL is missing today (rule R28): per user, nobody is refused",
        ),
    ],
)
def test_a_shortage_of_devices_is_felt_and_one_of_people_is_not(metric: str, licences: int, text: str):
    """Rule R28."""
    (notice,) = shortage_notices(missing(metric, licences), estate(servers=[HOST]))
    assert notice.code == TOO_FEW_OWNED.code
    assert notice.text.startswith(text)


def test_machines_are_refused_only_where_a_host_of_ours_is_set_to_per_device():
    for server_ in (server("HOST"), server("HOST", rds_mode=RdsMode.USER), replace(HOST, owner="somebody")):
        assert shortage_notices(missing("device", 5), estate(servers=[server_])) == ()
    assert shortage_notices(missing("device", 5, "ws_cal"), estate(servers=[HOST])) == ()
    assert shortage_notices(None, estate(servers=[HOST])) == ()


def test_a_fifth_of_each_version_may_be_revoked():
    """Rule R30, rounded down, version by version; User and base CALs do not count."""
    lots = [
        lot("a", 60, "rds_cal", "device", "2019"), lot("b", 40, "rds_cal", "device", "2019"),
        lot("c", 200, "rds_cal", "device"),
        lot("d", 4, "rds_cal", "device", "2016"), lot("e", 500, "rds_cal", "user"), lot("f", 500, "ws_cal", "device"),
    ]  # fmt: skip
    (notice,) = revocable_notices(lots)
    assert notice.code == REVOCABLE.code
    assert notice.text.split("(rule R30): ")[1] == (
        "0 of 4 Remote Desktop Device CALs 2016; 20 of 100 Remote Desktop Device CALs 2019; "
        "40 of 200 Remote Desktop Device CALs 2022."
    )
    assert revocable_notices(lots[4:]) == ()

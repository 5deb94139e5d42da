"""Members kept as columns: cut into parts and added to a table without being spelled out."""

import numpy as np
import pytest

from planner.domain.estate import NONE
from planner.domain.product import METRICS, Metric
from planner.licensing.cover.holder_table import HolderTable, Members
from tests.builders import column


def codes(*values):
    return np.array(values, dtype=np.int64)


def names(members: Members) -> list[str]:
    table = HolderTable()
    table.add_class(Metric.USER, members)
    return table.requirements((), ()).holders.names().tolist()


MIXED = Members.behind(column(["ann", "till", "bob"]), codes(1, 3, 1))
ALL = ["ann", "till/person/1", "till/person/2", "till/person/3", "bob"]


def test_an_account_stands_for_as_many_people_as_use_it():
    assert len(MIXED) == 5
    assert names(MIXED) == ALL


@pytest.mark.parametrize("start", range(6))
@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_a_part_is_a_slice_of_the_members(start, count):
    part = MIXED.part(start, count)
    assert names(part) == ALL[start : start + count]
    assert len(part) == len(ALL[start : start + count])


def test_classes_of_one_id_and_of_many_members_stand_side_by_side():
    table = HolderTable()
    group = table.add_class(Metric.DEVICE, Members.numbered("g/device/", 6), unit_size=2)
    first = table.add_named(Metric.USER, Members.behind(column(["ann", "till"]), codes(1, 2)))
    assert (group, first) == (0, 1)
    assert table.add_class(Metric.USER, Members.numbered("nobody/", 0)) == NONE
    holders = table.requirements((), ()).holders
    assert holders.metric.tolist() == [METRICS.index(Metric.DEVICE), *[METRICS.index(Metric.USER)] * 2]
    assert (holders.units.tolist(), holders.unit_size.tolist()) == ([3, 1, 2], [2, 1, 1])
    assert holders.names().tolist() == [f"g/device/{n}" for n in range(1, 7)] + [
        "ann",
        "till/person/1",
        "till/person/2",
    ]

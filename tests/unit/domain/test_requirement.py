"""Names of the members of holder classes."""

import numpy as np

from planner.domain.estate import NONE
from planner.domain.requirement import Holders


def codes(*values):
    return np.array(values, dtype=np.int64)


HOLDERS = Holders(
    metric=codes(0, 0, 1),
    units=codes(3, 2, 2),
    unit_size=codes(1, 1, 2),
    piece_class=codes(0, 0, 1, 2),
    piece_stem=np.array(["ann", "till/person/", "g/user/", "g/device/"], dtype=object),
    piece_first=codes(NONE, 1, 7, 9),
    piece_count=codes(1, 2, 2, 4),
)
NAMES = ["ann", "till/person/1", "till/person/2", "g/user/7", "g/user/8", *(f"g/device/{n}" for n in range(9, 13))]


def test_every_member_has_the_name_of_its_piece_and_place():
    assert HOLDERS.names().tolist() == NAMES


def test_some_names_come_in_the_order_asked_for():
    assert HOLDERS.names_of(codes(8, 0, 3, 2, 0)).tolist() == [NAMES[n] for n in (8, 0, 3, 2, 0)]
    assert HOLDERS.names_of(codes()).tolist() == []

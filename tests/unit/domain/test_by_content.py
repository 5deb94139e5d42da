"""Values that hold arrays can be compared and shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.estate import Accesses, Machines


def machines(*ids: str) -> Machines:
    return Machines(np.array(ids, dtype=object), np.arange(len(ids)), np.ones(len(ids), dtype=bool))


def test_equal_where_every_element_is():
    assert machines("a", "b") == machines("a", "b")
    assert machines("a", "b") != machines("a", "c")
    assert machines("a", "b") != machines("a")
    one = machines("a", "b")
    assert replace(one, active=np.array([True, False])) != one
    assert one != "machines"


def test_a_part_that_may_be_left_out_is_compared_too():
    codes = np.zeros(2, dtype=np.int64)
    plain = Accesses(codes, codes, codes, codes, np.zeros(2, dtype=bool))
    assert plain == replace(plain)
    assert plain != replace(plain, html5=np.zeros(2, dtype=bool))


def test_shown_by_size():
    shown = repr(machines(*map(str, range(5000))))
    assert shown.startswith("Machines(ids=<5000 object>, kind=<5000 int64>, active=<5000 bool>, ")
    assert len(shown) < 1000

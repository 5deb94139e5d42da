"""A smoke run of the benchmark of plans over time on a tiny estate."""

from __future__ import annotations

from benchmarks.over_time import HEADINGS, SIZES, WAYS, inventory_of, measure, rows


def test_ways_over_time_agree_on_a_tiny_estate() -> None:
    today, ours, plain = (measure("tiny", way, 60) for way in WAYS)
    assert (today.words, ours.words, plain.words) == ("proved", "proved", "optimal")
    assert ours.cost == ours.bound
    assert plain.cost is not None
    assert ours.cost is not None
    assert ours.cost <= plain.cost  # which takes the first day of each choice
    assert (ours.periods, ours.ways_to_decide) == (SIZES["tiny"].periods, 3)
    table = [dict(zip(HEADINGS, row, strict=True)) for row in rows("tiny", [today, ours, plain])]
    assert table[1]["/ one day"] == f"{ours.cpu_s / today.cpu_s:.1f}"
    assert table[1]["gap %"] == "0.00000"


def test_made_up_horizons_have_the_periods_that_they_are_called_after() -> None:
    for instance in SIZES.values():
        assert len(set(instance.days)) == instance.periods - 1
    sample = inventory_of("sample")
    assert sum(server.upgrade_choice for server in sample.estate.servers) == 4

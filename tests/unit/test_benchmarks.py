"""A smoke run of the benchmarks: it works, and all ways of solving agree."""

from __future__ import annotations

from benchmarks.run import check_agreement, measure, table


def test_all_ways_agree_on_a_small_estate():
    rows = [measure("mixed", 60, 1, way, 60) for way in ("reduced", "direct")]
    check_agreement(rows)
    assert all(row.is_proved for row in rows)
    assert rows[0].classes < rows[1].classes
    assert table(rows).count("| mixed |") == 2

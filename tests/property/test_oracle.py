"""The enumeration's shortcuts change nothing: prices by table are those of all purchases listed."""

from pathlib import Path

import pytest

from tests.oracle import enumerate as enumeration
from tests.oracle.estate import read_estate
from tests.property.estates import write_estate


@pytest.mark.parametrize(("shape", "seed"), [("pairs", 9), ("groups", 4), ("accounts", 12), ("lists", 7)])
def test_prices_by_table_are_those_of_the_list(
    shape: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_estate(tmp_path / "inventory", seed, 6, shape, scenarios=6)
    estate = read_estate(tmp_path / "inventory")
    listed = [enumeration.minimum_total(estate, scenario.policy) for scenario in estate.scenarios]
    monkeypatch.setattr(enumeration, "FEW", 0)
    assert [enumeration.minimum_total(estate, scenario.policy) for scenario in estate.scenarios] == listed
    assert any(total for total in listed)


def test_vectors_that_another_one_beats_go() -> None:
    vectors = [(3, 0, 7, 7), (2, 1, 7, 7), (2, 2, 7, 7), (0, 4, 7, 7), (3, 1, 7, 7)]
    assert enumeration.undominated(vectors) == [(0, 4, 7, 7), (2, 1, 7, 7), (3, 0, 7, 7)]
    assert enumeration.undominated([(1, 1, 3), (1, 2, 2), (2, 1, 2), (2, 2, 2)]) == [(1, 1, 3), (1, 2, 2), (2, 1, 2)]
    assert enumeration.undominated([(5, 5), (5, 5)]) == [(5, 5)]

"""Plans and registers of estates too big to enumerate keep every rule that can be checked without solving."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.checker import complaints
from tests.property.estates import SHAPES
from tests.property.running import Run, plan_estate

ESTATES = [(101, 30, "pairs"), (102, 90, "groups"), (103, 45, "accounts"), (106, 16, "lists"), (105, 60, "everything")]


@pytest.mark.parametrize(("seed", "persons", "shape"), ESTATES)
def test_plan_and_register_keep_every_rule(seed: int, persons: int, shape: str, tmp_path: Path) -> None:
    run = plan_estate(tmp_path, seed, persons, shape, scenarios=10)
    assert any(result["status"] == "optimal" for result in run.plan["scenarios"])
    assert complaints(run.folder, run.plan, run.register, small=False) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_row_order_changes_nothing(shape: str, tmp_path: Path) -> None:
    """The folder's rows are shuffled; only the file's hash and the times may differ."""
    first = plan_estate(tmp_path / "first", 201, 9, shape, scenarios=4)
    second = plan_estate(tmp_path / "second", 201, 9, shape, scenarios=4, shuffle=17)
    assert [f.read_bytes() for f in sheets(first)] != [f.read_bytes() for f in sheets(second)]
    assert first.plan["scenarios"] == second.plan["scenarios"]
    assert first.plan["comparison"] == second.plan["comparison"]
    assert first.register == second.register


def sheets(run: Run) -> list[Path]:
    return sorted(run.folder.iterdir())


# -- the checker itself: each tampering with a good plan must be noticed ---------------------------------------


def dearer(plan: dict[str, Any], register: list[dict[str, str]]) -> None:
    plan["scenarios"][0]["cost"]["total"] = "999999.00"


def one_pack_less(plan: dict[str, Any], register: list[dict[str, str]]) -> None:
    plan["scenarios"][0]["purchases"][0]["packs"] -= 1


def one_holder_lost(plan: dict[str, Any], register: list[dict[str, str]]) -> None:
    register.pop(0)


def holder_doubled(plan: dict[str, Any], register: list[dict[str, str]]) -> None:
    register.append(dict(register[0]))


def needs_less(plan: dict[str, Any], register: list[dict[str, str]]) -> None:
    register[0]["required_version"] = "2008"


def other_source(plan: dict[str, Any], register: list[dict[str, str]]) -> None:
    register[0]["source"] = "nowhere"


def idle_hidden(plan: dict[str, Any], register: list[dict[str, str]]) -> None:
    plan["scenarios"][0]["pools"][0]["idle"] += 1


def bound_too_high(plan: dict[str, Any], register: list[dict[str, str]]) -> None:
    plan["scenarios"][0]["bound"] = "999999.00"


def difference_wrong(plan: dict[str, Any], register: list[dict[str, str]]) -> None:
    plan["comparison"][0]["difference"] = "1.00"


def risk_hidden(plan: dict[str, Any], register: list[dict[str, str]]) -> None:
    plan["scenarios"][0]["risk"]["shortfall"] += 1


def papers_made_up(plan: dict[str, Any], register: list[dict[str, str]]) -> None:
    line = next(line for line in plan["scenarios"][0]["checklist"] if line["item"] == "Licences held today")
    line["state"] = "not stated"


TAMPERINGS = [
    dearer,
    one_pack_less,
    one_holder_lost,
    holder_doubled,
    needs_less,
    other_source,
    idle_hidden,
    bound_too_high,
    difference_wrong,
    risk_hidden,
    papers_made_up,
]


@pytest.fixture(scope="module")
def good_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    run = plan_estate(tmp_path_factory.mktemp("good"), 102, 20, "groups", scenarios=4)
    assert run.plan["scenarios"][0]["purchases"]
    assert complaints(run.folder, run.plan, run.register, small=False) == []
    return run


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_the_checker_notices(tamper: Callable[[dict[str, Any], list[dict[str, str]]], None], good_run: Run) -> None:
    plan, register = deepcopy(good_run.plan), deepcopy(good_run.register)
    tamper(plan, register)
    assert complaints(good_run.folder, plan, register, small=False)

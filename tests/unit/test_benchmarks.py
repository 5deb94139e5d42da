"""A smoke run of the benchmarks on tiny sizes: they work, ways of solving agree, and goals are measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks import desk, families
from benchmarks.alone import ChildError, call
from benchmarks.desk import DeskLimits
from benchmarks.files import write_made_up
from benchmarks.goals import GOALS, LARGE, Finding, find, goals_table
from benchmarks.instances import Instance, people_of
from benchmarks.lab import Lab
from benchmarks.run import main
from benchmarks.scenarios import COUNT, settings_of
from benchmarks.table import HEADINGS, disagreements, table
from benchmarks.ways import OPTIMISING, STAGES, WAYS, Answer, Measurement, Status, measure, measure_alone

TINY = Instance(30, seed=2)


def here(seconds: float, function: Callable[..., Any], /, *arguments: Any) -> Any:
    """Call in this process: a new one takes a second to start."""
    return function(*arguments)


@pytest.fixture(scope="module")
def measured() -> list[Measurement]:
    return [measure(TINY, way, 30) for way in WAYS]


def rows(text: str) -> list[dict[str, str]]:
    """Read a table back, its cells by heading."""
    heading, _, *body = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines()]
    return [dict(zip(heading, cells, strict=False)) for cells in body]


def test_all_ways_agree_and_fill_their_columns(measured: list[Measurement]) -> None:
    ours, cbc, highs, cut = measured
    assert disagreements(measured) == []
    assert [m.answer.status for m in measured] == [Status.PROVED] * 3 + [Status.FLOOR]
    assert ours.answer.cost == cbc.answer.cost == highs.answer.cost == ours.answer.bound
    assert tuple(ours.seconds) == tuple(stage for stage in STAGES if stage != "build")
    assert set(cbc.seconds) == set(highs.seconds) == set(cut.seconds) == {"requirements", "build", "solve"}
    assert ours.answer.classes <= cbc.answer.classes
    assert ours.answer.cuts > cut.answer.cuts == 1
    assert all(m.optimising_s == pytest.approx(sum(m.seconds.get(s, 0) for s in OPTIMISING)) for m in measured)
    assert all(m.peak_mib > 50 and m.cpu_s >= 0 for m in measured)


def test_the_table_has_a_row_per_way_and_compares_with_direct_ways(measured: list[Measurement]) -> None:
    ours, cbc, highs, cut = rows(table(measured))
    assert tuple(ours) == HEADINGS
    assert (ours["people"], ours["gap"], ours["status"]) == ("30", "0.00", "proved")
    assert ours["cbc / this"] == f"{measured[1].optimising_s / measured[0].optimising_s:,.1f}"
    assert cbc["cbc / this"] == ""
    assert highs["cbc / this"] != ""
    assert (cut["cost"], cut["status"]) == ("", "simpler problem")


def test_a_direct_way_that_was_stopped_gives_a_ratio_at_least(measured: list[Measurement]) -> None:
    ours, cbc, *_ = measured
    killed = replace(cbc, answer=Answer(Status.KILLED, 0), seconds={"solve": 100 * ours.optimising_s})
    assert rows(table([ours, killed]))[0]["cbc / this"] == "≥ 100.0"


@pytest.mark.parametrize(
    "wrong",
    [
        Answer(Status.PROVED, 1, 1, 1),
        Answer(Status.PLAN, 1, 1, None),
        Answer(Status.INFEASIBLE, 1),
        Answer(Status.PLAN, 1, 10**9, 10**8),
        Answer(Status.FAILED, 1),
    ],
)
def test_ways_that_contradict_each_other_are_told(measured: list[Measurement], wrong: Answer) -> None:
    assert len(disagreements([measured[0], replace(measured[1], answer=wrong)])) == 1


def test_the_command_measures_in_a_process_of_its_own_and_adds_to_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Before\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["--size", "30", "--seed", "2", "--way", "cut", "--out", str(page)])
    assert result.exit_code == 0, result.output
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Before\n\n## Ways side by side\n")
    assert "The machine was shared" in text
    assert "| simpler problem |" in text


def test_a_process_that_takes_too_long_or_fails_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(TimeoutError, match="ended after"):
        call(0.1, time.sleep, 600)
    with pytest.raises(ChildError, match="ValueError: invalid literal"):
        call(60, int, "many")
    assert time.monotonic() - started < 60


def test_what_was_killed_is_a_measurement_too() -> None:
    def too_long(seconds: float, *_: Any) -> Any:
        raise TimeoutError(f"ended after {seconds:.0f} s")

    found = measure_alone(TINY, "cbc", 400, 20, too_long)
    assert (found.answer.status, found.optimising_s, found.note) == (Status.KILLED, 400, "ended after 420 s")


def test_sizes_have_names() -> None:
    assert [people_of(size) for size in ("300", "5k", "1m")] == [300, 5_000, 1_000_000]
    with pytest.raises(ValueError, match="is not a size"):
        people_of("5g")


def test_twelve_scenarios_differ() -> None:
    settings = settings_of(1000)
    assert COUNT == len(settings) == 12
    assert len({tuple(given.items()) for given in settings.values()}) == 12


def test_goals_are_measured(tmp_path: Path) -> None:
    lab = Lab(tmp_path, seed=2, scale=0.0005, time_limit_s=30, repeat=1, scenario_count=2, caller=here)
    findings = {name: find(goal, lab) for name, goal in GOALS.items() if name != "xlsx"}
    assert all(finding.measured and finding.measured > 0 for finding in findings.values()), findings
    assert disagreements(lab.everything()) == []
    less, more = lab.way(LARGE, "ours"), lab.way(10 * LARGE, "ours")
    assert (less.instance.people, more.instance.people) == (50, 500)
    assert findings["growth"].measured == more.optimising_s / less.optimising_s
    listed = rows(goals_table(findings))
    assert [row["goal"] for row in listed] == list(findings)
    assert {row["reached"] for row in listed} <= {"yes", "**no**"}


def test_the_desk_is_measured_against_what_it_may_take(tmp_path: Path) -> None:
    write_made_up(tmp_path / "estate.xlsx", "xlsx", "mixed", 40, 2, policies=["default"])
    found = list(desk.measure("40 people", tmp_path / "estate.xlsx", DeskLimits(0.0, writing=1.0), 30))
    files = [row for row in found if row.what.startswith("write ") and row.most_s is None]
    (writing,) = (row for row in found if row.what == "write all files, 100% of the whole at most")
    assert len(files) == 4
    assert writing.seconds == pytest.approx(sum(row.seconds for row in files))
    assert writing.most_s == pytest.approx(sum(row.seconds for row in (*found[:2], *files)))
    asked = found[found.index(writing) + 1 :]
    assert [row.most_s for row in asked] == [0.0, 0.0, 30.0, 30.0]
    assert [row.is_reached for row in asked] == [False, False, True, True]
    assert desk.table(found).count("**no**") == 2


def test_a_goal_that_cannot_be_measured_is_not_reached(tmp_path: Path) -> None:
    def dies(*_: Any) -> Any:
        raise ChildError("the process died")

    assert find(GOALS["prices"], Lab(tmp_path, caller=dies)) == Finding(None, False, "the process died")


def test_families_are_told_by_their_worst(monkeypatch: pytest.MonkeyPatch) -> None:
    def made_up(instance: Instance, way: str, *_: Any) -> Measurement:
        seconds = instance.seed * (1.0 if way == "ours" else 0.5)
        is_proved = way != "ours" or instance.seed < 3
        answer = Answer(Status.PROVED if is_proved else Status.PLAN, 1, 2000, 2000 if is_proved else 1999, near_s=0.25)
        return Measurement(instance, way, answer, {"solve": seconds})

    monkeypatch.setattr(families, "measure_alone", made_up)
    result = CliRunner().invoke(families.main, ["--family", "kiosks", "--family", "mixed"])
    assert result.exit_code == 0, result.output
    listed = rows(result.stdout[result.stdout.index("| family") :].strip())
    assert [row["family"] for row in listed] == ["kiosks", "mixed", "**all**"]
    assert [*listed[0].values()] == ["kiosks", "3", "2", "0.0500", "2.00", "3.00", "0.25", "1.00", "2.0"]
    assert [*listed[2].values()][1:3] == ["6", "4"]
    large = CliRunner().invoke(families.main, ["--large", "--family", "kiosks", "--seed", "1"])
    assert "2,000 people" in large.stdout
    (cells,) = rows(large.stdout[large.stdout.index("| family") :].split("| **all**")[0].strip())
    assert [*cells.values()] == ["kiosks", "1", "1", "0.0000", "1.00", "1.00", "0.25"]

"""What goals are measured with: each measurement is made once, however many goals ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median_low

from benchmarks.alone import Caller, call
from benchmarks.commands import Command, plan_files
from benchmarks.files import write_made_up
from benchmarks.instances import Instance
from benchmarks.scenarios import COUNT, Timed
from benchmarks.ways import Measurement, measure_alone

_GRACE_S = 300.0


@dataclass(slots=True)
class Lab:
    """The mixed estate in a tight market with one seed, in the sizes that goals name, times `scale`.

    What is ours is measured `repeat` times and the median taken, what it is compared with once.
    """

    folder: Path
    seed: int = 1
    scale: float = 1.0
    time_limit_s: float = 600.0
    repeat: int = 5
    scenario_count: int = COUNT
    caller: Caller = call
    measured: dict[tuple[int, str], list[Measurement]] = field(default_factory=dict)
    """Measurements by people and way, fastest first."""

    def instance(self, people: int) -> Instance:
        """Return the estate of a size, at this scale."""
        return Instance(max(round(people * self.scale), 10), seed=self.seed)

    def way(self, people: int, way: str) -> Measurement:
        """Return the measurement of a way to plan so many people."""
        if (people, way) not in self.measured:
            found = [self._measure(people, way) for _ in range(self.repeat if way == "ours" else 1)]
            self.measured[people, way] = sorted(found, key=lambda measurement: measurement.optimising_s)
        found = self.measured[people, way]
        return found[(len(found) - 1) // 2]

    def _measure(self, people: int, way: str) -> Measurement:
        return measure_alone(self.instance(people), way, self.time_limit_s, _GRACE_S, self.caller)

    def command(self, people: int, form: str, figure: Callable[[Command], float]) -> Command:
        """Write the estate to files, plan them on the command line, and return the run with the median figure."""
        instance = self.instance(people)
        path = self.folder / f"estate-{people}-{form}{'.xlsx' if form == 'xlsx' else ''}"
        if not path.exists():
            write_made_up(path, form, instance.shape, instance.people, self.seed, instance.market, [instance.policy])
        seconds = self.time_limit_s + _GRACE_S
        runs = [plan_files(path, self.time_limit_s, seconds) for _ in range(self.repeat)]
        middle = median_low(map(figure, runs))
        return next(run for run in runs if figure(run) == middle)

    def scenarios(self, people: int, time_scenarios: Callable[[Instance, int, float], Timed], count: int) -> Timed:
        """Return the times of so many scenarios, the run with the median total."""
        seconds = self.time_limit_s * count + _GRACE_S
        runs = [
            self.caller(seconds, time_scenarios, self.instance(people), count, self.time_limit_s)
            for _ in range(self.repeat)
        ]
        return sorted(runs, key=lambda timed: timed.total_s)[(self.repeat - 1) // 2]

    def everything(self) -> list[Measurement]:
        """Return all measurements of ways, repeats too."""
        return [measurement for found in self.measured.values() for measurement in found]

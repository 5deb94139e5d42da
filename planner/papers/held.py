"""Who holds which licence after a plan, as columns of texts: from a planned scenario, or from its saved register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.domain.document import PlanLines
from planner.domain.lot import Lot
from planner.domain.plan import ScenarioResult
from planner.domain.product import HOLDER_METRICS, Metric, Product, in_words
from planner.errors import UsageError
from planner.report.register_columns import coded_columns
from planner.words import say


@dataclass(frozen=True, slots=True)
class Held:
    """A row per licence in use."""

    holder: Sequence[str]
    name: Sequence[str]
    department: Sequence[str]
    metric: Sequence[Metric]
    licence: Sequence[str]
    """In words, without the version."""
    version: Sequence[str]
    source: Sequence[str]
    """The lot or the offer that it comes from."""
    lot: Sequence[str | None]
    """The lot, None where it is bought."""
    servers: Sequence[str]
    reason: Sequence[str]

    @staticmethod
    def of(result: ScenarioResult) -> Held:
        """Return what the register of a planned scenario says."""
        plan = result.plan
        assert plan is not None  # papers are made of planned scenarios
        register, every = plan.register, slice(0, len(plan.register))
        coded = coded_columns(result, register)
        name, department, licence, version, source, servers = (
            coded[column].in_rows(every)
            for column in ("name", "department", "licence", "licence_version", "source", "servers")
        )
        lots = [one.lot.owned_id if one.lot else None for one in register.sources]
        return Held(
            holder=register.holder.tolist(),
            name=name,
            department=department,
            metric=[HOLDER_METRICS[code] for code in register.metric.tolist()],
            licence=licence,
            version=version,
            source=source,
            lot=[lots[code] for code in register.source.tolist()],
            servers=servers,
            reason=register.reason.tolist(),
        )

    @staticmethod
    def saved(register: Path, scenario: str, plan: PlanLines, lots: Sequence[Lot]) -> Held:
        """Return what a saved register (.parquet) says of a scenario on the day of its plan.

        Raises UsageError where an offer that is bought is called like a lot: the file does not tell them apart.
        """
        from pyarrow import parquet  # loads slowly, and few look for it

        table = parquet.read_table(register, filters=[("scenario", "==", scenario), ("period", "==", 0)])
        column: dict[str, list[Any]] = {name: table[name].to_pylist() for name in _SAVED}
        owned = {lot.owned_id for lot in lots}
        both = sorted(owned & {line.offer_id for line in plan.purchases})
        if both:
            raise UsageError(
                say(
                    'An offer and an owned lot are both called "{both}", so a saved plan does not say who gets '
                    "a new licence. Give one of them another id and plan again.",
                    both=both[0],
                )
            )
        metric = [Metric(word) for word in column["metric"]]
        return Held(
            holder=column["holder"],
            name=column["name"],
            department=column["department"],
            metric=metric,
            licence=[in_words(Product(product), each) for product, each in zip(column["product"], metric, strict=True)],
            version=column["licence_version"],
            source=column["source"],
            lot=[source if source in owned else None for source in column["source"]],
            servers=column["servers"],
            reason=column["reason"],
        )


_SAVED = "holder", "name", "department", "metric", "product", "licence_version", "source", "servers", "reason"

"""The register's columns in texts: few different ones, and which of them stands in each row.

A register may have millions of rows, so what is the same in many of them is written once.
"""

from __future__ import annotations

from planner.domain.holder_origin import CodedTexts, Origins
from planner.domain.plan import Register, ScenarioResult
from planner.domain.product import HOLDER_METRICS, LEVELS, PRODUCTS, in_words, licence_of
from planner.report.assignment_dates import assigned_since

OF_HOLDERS = ("name", "email", "department", "servers")
"""What the inventory says of holders besides their ids."""


def coded_columns(result: ScenarioResult, register: Register) -> dict[str, CodedTexts]:
    """Return the columns of a scenario's register that are texts, but for the holder's id and the reason."""
    kinds = [(layer, code) for layer in range(len(PRODUCTS)) for code in range(len(HOLDER_METRICS))]
    kind = register.product * len(HOLDER_METRICS) + register.metric
    sources = register.sources
    day = result.scenario.policy.plan_date
    return {
        "scenario": CodedTexts.alike(result.name, len(register)),
        "product": CodedTexts.of([licence_of(*each).value for each in kinds], kind),
        "metric": CodedTexts([metric.value for metric in HOLDER_METRICS], register.metric),
        "licence": CodedTexts.of([in_words(licence_of(*each), HOLDER_METRICS[each[1]]) for each in kinds], kind),
        "required_version": CodedTexts(list(LEVELS), register.required),
        "licence_version": CodedTexts(list(LEVELS), register.licence),
        "condition": CodedTexts.of([source.condition.value for source in sources], register.source),
        "source": CodedTexts.of([source.source_id for source in sources], register.source),
        **_of_holders(result, register),
        "document": CodedTexts.of([source.lot.document if source.lot else "" for source in sources], register.source),
        "assigned_since": assigned_since(register, day),
        "plan_date": CodedTexts.alike(day.isoformat(), len(register)),
    }


def _of_holders(result: ScenarioResult, register: Register) -> dict[str, CodedTexts]:
    if result.estate is None or result.needs is None:
        return {name: CodedTexts.alike("", len(register)) for name in OF_HOLDERS}
    origins = Origins.of(register.member, result.needs.holders, result.estate)
    *particulars, servers = OF_HOLDERS
    return {
        **{name: origins.particular(result.estate, name) for name in particulars},
        servers: origins.servers(result.estate),
    }

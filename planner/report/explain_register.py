"""Why each holder in the register has a licence: an access that nothing else covers, in a sentence.

A sentence is put together once per distinct cause; only the example's name in it differs from row to row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.estate import NONE, Codes
from planner.domain.plan import Plan, Register
from planner.domain.product import ASSURANCE, HOST, LEVELS, METRICS, PRODUCTS, RDS, Metric, Product
from planner.domain.requirement import Holders, Requirements
from planner.domain.scenario import Policy
from planner.report.explain_causes import Causes, Force, find_causes
from planner.report.words import count
from planner.words import say
from planner.words.said import named

_COVERED = say(" The base layer is covered by the person's subscription.")
_CONNECTOR = say("Licenses all external people on this host; it must be as new as the newest server they reach there.")
_SAME_END = say(" Policy base_and_rds_same_metric asks for both layers at one end.")

Around = tuple[str, str]
"""A sentence: what stands before and what behind the example's name; sentences without one are all before."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What more there is to say about the licences of one source; `is_reason`: it is all there is to say."""

    text: str
    is_reason: bool = False


def register_reasons(
    plan: Plan, requirements: Requirements, held: NDArray[np.int64], policy: Policy, remarks: Sequence[Remark]
) -> NDArray[np.object_]:
    """Return a sentence per register row, shape (rows,).

    `held` has shape (classes, products, versions); `remarks` has one for each source of the register.
    """
    register = plan.register
    reasons = np.full(len(register), "", dtype=object)
    same_end = _SAME_END if policy.base_and_rds_same_metric and (requirements.base_version != NONE).any() else ""
    for p, product in enumerate(PRODUCTS):
        for m, metric in enumerate(METRICS):
            at = np.flatnonzero((register.product == p) & (register.metric == m))
            if len(at):
                causes = find_causes(plan, requirements, held, product, metric, at)
                writer = _Writer(product, metric, requirements.origins, same_end)
                columns = (register.required[at], register.licence[at], *_in_the_text(causes, requirements))
                reasons[at] = _sentences(writer, columns, causes, requirements.holders)
    reasons[register.metric == HOST] = _CONNECTOR
    return _with_remarks(_with_base_rights(reasons, plan, requirements), register, remarks)


def _with_remarks(reasons: NDArray[np.object_], register: Register, remarks: Sequence[Remark]) -> NDArray[np.object_]:
    """Say of licences that are used otherwise than their lot or offer says why that is."""
    if any(remark.text for remark in remarks):
        text = np.array([remark.text for remark in remarks], dtype=object)[register.source]
        is_reason = np.array([remark.is_reason for remark in remarks])[register.source]
        rows = np.flatnonzero((text != "") & ~is_reason)
        reasons[rows] += " " + text[rows]
        reasons[is_reason] = text[is_reason]
    return reasons


def _with_base_rights(reasons: NDArray[np.object_], plan: Plan, requirements: Requirements) -> NDArray[np.object_]:
    """Say of whoever holds a Remote Desktop CAL alone that a subscription is why no base CAL stands beside it."""
    if not requirements.has_base_right.any():
        return reasons
    holders, register = requirements.holders, plan.register
    has_right = np.zeros(len(holders), dtype=bool)
    has_right[requirements.user[requirements.has_base_right]] = True
    of_class = np.searchsorted(np.cumsum(holders.members), register.member, side="right")
    reasons[(register.product == RDS) & has_right[of_class]] += _COVERED
    return reasons


def _in_the_text(causes: Causes, requirements: Requirements) -> tuple[Codes, Codes, Codes]:
    """Return force, origin and number of others; 0 where a sentence does not mention them."""
    none = np.zeros_like(causes.force)
    origin = requirements.origin[causes.row] if len(requirements) else none
    return (
        causes.force,
        np.where(causes.force == Force.NOT_FOUND, none, origin),
        np.where(_has_example(causes), causes.others, none),
    )


def _has_example(causes: Causes) -> NDArray[np.bool_]:
    has: NDArray[np.bool_] = np.isin(causes.force, (Force.ONLY_THIS_END, Force.OTHER_HAS_NONE))
    return has


def _sentences(writer: _Writer, columns: Sequence[Codes], causes: Causes, holders: Holders) -> NDArray[np.object_]:
    """Return the sentences of register rows; `columns` are what they depend on besides the example's name."""
    packed = np.ravel_multi_index(columns, [int(column.max()) + 1 for column in columns])
    _, first, cause = np.unique(packed, return_index=True, return_inverse=True)
    parts = [writer.sentence(*values) for values in zip(*(column[first].tolist() for column in columns), strict=True)]
    sentences = _objects([before for before, _ in parts])[cause]
    with_name = np.flatnonzero(_has_example(causes))
    names = holders.names_of(causes.example[with_name])
    sentences[with_name] = _objects(
        [named(parts[at], name) for at, name in zip(cause[with_name].tolist(), names, strict=True)]
    )
    return sentences


def _objects(texts: Sequence[str]) -> NDArray[np.object_]:
    """Return texts as an array that keeps them as they are."""
    made = np.empty(len(texts), dtype=object)
    made[:] = texts
    return made


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the sentences for the holders of one product and metric."""

    product: Product
    metric: Metric
    origins: tuple[str, ...]
    same_end: str

    def sentence(self, required: int, licence: int, force: int, origin: int, others: int) -> Around:
        """Return a sentence; `others` says how many of the other end it is about."""
        version = say("a licence with Software Assurance") if required == ASSURANCE else str(LEVELS[required])
        write = self._for_user if self.metric is Metric.USER else self._for_device
        before, after = write(version, force, self.origins[origin] if self.origins else "", others)
        given = (
            say("licence with Software Assurance")
            if licence == ASSURANCE
            else say("{levels} licence", levels=LEVELS[licence])
        )
        newer = say(" A {given} covers {version} too.", given=given, version=version) if licence > required else ""
        return (before, after + newer) if after else (before + newer, "")

    def _for_user(self, version: str, force: int, origin: str, others: int) -> Around:
        if force == Force.NO_OTHER_END:
            return say(
                "Needs {version} for {origin}, from any machine: only the person can be licensed.",
                version=version,
                origin=origin,
            ), ""
        before, machines = (
            say("Needs {version} for {origin}, from ", version=version, origin=origin),
            _more(others, "machine"),
        )
        if force == Force.ONLY_THIS_END:
            return before, say("{machines}: only people's licences count.", machines=machines)
        if force == Force.OTHER_HAS_NONE:
            have, them = (
                (say("that machine has"), say("it")) if others == 1 else (say("those machines have"), say("them"))
            )
            return before, say(
                "{machines}: {have} no such {cal}, so the person's licence covers {them}.",
                machines=machines,
                have=have,
                cal=self._cal("Device"),
                them=them,
            )
        return self._weak(version, force, origin), ""

    def _for_device(self, version: str, force: int, origin: str, others: int) -> Around:
        if force == Force.NO_OTHER_END:
            only = say("no person's licence counts here, only the machine can be licensed")
            return say("Needs {version} for {origin}: {only}.", version=version, origin=origin, only=only), ""
        before, people = (
            say("Needs {version} for {origin}, used by ", version=version, origin=origin),
            _more(others, "person", "people"),
        )
        if force == Force.ONLY_THIS_END:
            return before, say("{people}: only machines' licences count.", people=people)
        if force == Force.OTHER_HAS_NONE:
            have, them = (
                (say("that person has"), say("this access")) if others == 1 else (say("they have"), say("them all"))
            )
            return before, say(
                "{people}: {have} no such {cal}, so the machine's licence covers {them}.",
                people=people,
                have=have,
                cal=self._cal("User"),
                them=them,
            )
        return self._weak(version, force, origin), ""

    def _weak(self, version: str, force: int, origin: str) -> str:
        if force == Force.BOTH_COVERED:
            return say(
                "Covers {version} for {origin}; the other end holds a licence as well.{same_end}",
                version=version,
                origin=origin,
                same_end=self.same_end,
            )
        return say(
            "Counted among the holders of {version} or newer.{same_end}", version=version, same_end=self.same_end
        )

    def _cal(self, end: str) -> str:
        return say("RDS {end} CAL", end=end) if self.product is Product.RDS_CAL else say("{end} CAL", end=end)


def _more(others: int, one: str, many: str = "") -> str:
    """Say how many there are besides the example."""
    return (
        ""
        if others <= 1
        else say(" and {others}", others=count(others - 1, "more " + one, "more " + (many or one + "s")))
    )

"""The register's columns in texts: few different ones, and which of them stands in each row.

A register may have millions of rows, so what is the same in many of them is written once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.domain.estate import Codes
from planner.domain.plan import Register
from planner.domain.product import HOLDER_METRICS, LEVELS, PRODUCTS, in_words, licence_of

Coded = tuple[list[str], Codes]
"""Texts, all different, and the place of each row's text among them."""


def coded_columns(register: Register) -> dict[str, Coded]:
    """Return the columns of a register that have few different texts."""
    kinds = [(layer, code) for layer in range(len(PRODUCTS)) for code in range(len(HOLDER_METRICS))]
    kind = register.product * len(HOLDER_METRICS) + register.metric
    return {
        "product": _coded([licence_of(*each).value for each in kinds], kind),
        "metric": ([metric.value for metric in HOLDER_METRICS], register.metric),
        "licence": ([in_words(licence_of(*each), HOLDER_METRICS[each[1]]) for each in kinds], kind),
        "required_version": (list(LEVELS), register.required),
        "licence_version": (list(LEVELS), register.licence),
        "condition": _coded([source.condition.value for source in register.sources], register.source),
        "source": _coded([source.source_id for source in register.sources], register.source),
    }


def _coded(texts: Sequence[str], codes: Codes) -> Coded:
    """Return texts, some of which may be the same, so that each stands once."""
    different = list(dict.fromkeys(texts))
    place = np.array([different.index(text) for text in texts], dtype=np.int64)
    return different, place[codes] if len(place) else codes

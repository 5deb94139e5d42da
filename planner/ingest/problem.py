"""A kind of problem: the stable code a message carries, and what the code stands for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One code of the list of errors: its title, and an explanation with what to do about it."""

    code: str
    title: str
    explanation: str

"""What people, machines and groups are called in a question, and in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from planner.words import say

EVERYBODY = "*"
"""Stands for the number where all of a group are meant: `GROUP/user/*`."""
NUMBERED = re.compile(rf"(.*/)([1-9][0-9]*|\{EVERYBODY})", re.DOTALL)
"""A name with a number, or with `EVERYBODY` in its place."""
_ALL_OF: Mapping[str, Callable[[str], str]] = {
    "/user/": lambda group: say("people of {group}", group=group),
    "/device/": lambda group: say("machines of {group}", group=group),
    "/peripheral/": lambda group: say("printers and the like of {group}", group=group),
    "/person/": lambda group: say("people behind {group}", group=group),
}


def called(who: str) -> str:
    """Return what somebody is called in a sentence: a name as it is, `people of sales` for `sales/user/*`."""
    if who.endswith(EVERYBODY):
        for part, words in _ALL_OF.items():
            group = who.removesuffix(f"{part}{EVERYBODY}")
            if group != who:
                return words(group)
    return who

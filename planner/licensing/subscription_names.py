"""What the name of a subscription means, by its words: a plan, a CAL sold by the year, an add-on, or nothing known.

Tenants write names in many ways: by Microsoft's words, with the country or "(no Teams)" behind, or by part number.  So
a name is its words without those that say nothing about rights, joined.  A name with any other word beside that of a
plan is another product: "Microsoft 365 E5 Security" is an add-on, not the plan.  Nothing is guessed from a part of a
name.  The names and part numbers are data, `subscriptions.csv` beside the rules' rooms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.data_table import rows_beside
from planner.words import SaidEnum

_SAYS_NOTHING = frozenset(
    re.findall(
        r"\w+",
        """
    microsoft ms enterprise frontline education government eea eu ch no non without wo with w o teams bundle plan user
    users subscription subscriptions license licenses licence licences lic from sa for the of and per month monthly
    year yearly annual annually commit faculty student students nonprofit staff pricing usl fte gcc gov govt hub direct
    comm seats min 500 ohne sans senza sin
    """,
    )
)
_NOT_OURS = frozenset(("device", "devices", "sql", "exchange", "sharepoint", "skype", "lync", "system", "core"))
_RUN_TOGETHER = re.compile(r"microsoft|(?:m|o|office|)365(?=[a-z])")


class Gives(SaidEnum):
    """What a subscription gives its person."""

    PLAN = "a plan"
    """What a policy `grants_...` says."""
    BASE_CAL = "a Windows Server User CAL"
    REMOTE_CAL = "a Remote Desktop User CAL"
    NOTHING = "no CAL"
    UNKNOWN = "not recognised"


@dataclass(frozen=True, slots=True)
class Named:
    """What a name means; `policy` and `title` are those of the plan or product of the table, where it is one."""

    gives: Gives
    policy: str = ""
    title: str = ""


_UNKNOWN = Named(Gives.UNKNOWN)


def meaning_of(name: str) -> Named:
    """Return what the name of a subscription means."""
    words = _words(name)
    if "cal" in words or "cals" in words:
        return _cal(frozenset(words))
    return _BY_NAME.get("".join(words)) or _BY_KEY.get(_key(words)) or _UNKNOWN


def plans_alike(name: str) -> tuple[str, ...]:
    """Return the plans of the table that somebody may have meant by a name: those whose grade is among its words."""
    words = set(_words(name))
    plans = [row["subscription"] for row in _ROWS if row["policy"]]
    alike = [title for title in plans if words & (set(title.lower().split()) - _SAYS_NOTHING - {"365", "security"})]
    return tuple(alike)


def folded(name: str) -> str:
    """Return a name without what spelling leaves open; Microsoft 365 and M365 are one."""
    bare = re.sub(r"[\s_-]", "", unicodedata.normalize("NFC", name).casefold())
    return bare.replace("microsoft365", "m365").removeprefix("microsoft")


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", name).casefold().replace("w/o", " without ")
    apart = _RUN_TOGETHER.sub(lambda found: f" {found[0]} ", plain)
    return re.sub(r"\bo365\b", "office365", re.sub(r"[^a-z0-9]+", " ", apart)).split()


def _key(words: list[str]) -> str:
    telling = [word for word in words if word not in _SAYS_NOTHING]
    return "".join(telling).replace("m365", "365")


def _cal(words: frozenset[str]) -> Named:
    """Return whether a CAL that is sold by the year is one of this program's, for a person."""
    if words & _NOT_OURS:
        return Named(Gives.NOTHING, title="a CAL of another product, or of a machine")
    if "rds" in words or {"remote", "desktop"} <= words:
        return Named(Gives.REMOTE_CAL, title="Remote Desktop Services User CAL")
    if {"windows", "server"} <= words:
        return Named(Gives.BASE_CAL, title="Windows Server User CAL")
    return _UNKNOWN


_ROWS = rows_beside("planner.licensing.rules", "subscriptions.csv")


def _listed() -> Iterator[tuple[list[str], Named]]:
    for row in _ROWS:
        named = Named(Gives.PLAN if row["policy"] else Gives.NOTHING, row["policy"], row["subscription"])
        short = row["policy"].removeprefix("grants_")
        for name in (row["subscription"], short, *row["also_written"].split(";"), *row["part_numbers"].split(";")):
            if name:
                yield _words(name), named


_BY_NAME = {"".join(words): named for words, named in reversed(list(_listed()))}
_BY_KEY = {_key(words): named for words, named in reversed(list(_listed())) if _key(words)}
"""Where two names differ only in words that say nothing, such as those of part numbers, the first of them is meant."""

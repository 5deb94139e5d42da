"""Every text that a person reads, in the languages there are.

Texts are written in English where they are made, with `say`, and shown in the reader's language where they are shown,
with `shown`; `tell` does both at once.  The catalogues beside this module (`de.po`, `fr.po`) hold the other languages,
and `python -m tools.words` keeps them in step with the program.
"""

from planner.words.languages import LANGUAGES, Language, ask, closest, current, language, shown, speaking, tell
from planner.words.numbers import ENGLISH, Numbers
from planner.words.said import Said, SaidEnum, capital, joined, say, small

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Language",
    "Numbers",
    "Said",
    "SaidEnum",
    "ask",
    "capital",
    "closest",
    "current",
    "joined",
    "language",
    "say",
    "shown",
    "small",
    "speaking",
    "tell",
]

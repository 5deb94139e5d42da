"""A catalogue of gettext, read as it is kept: pairs of texts in a .po file.

Only what this program's catalogues hold is read: texts on one or several lines, plurals, contexts none.
"""

from __future__ import annotations

import gettext
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What texts are in another language: each pattern's, and each noun's forms with the rule that picks one."""

    patterns: Mapping[str, str]
    nouns: Mapping[str, tuple[str, ...]]
    form_of: Callable[[int], int]

    def pattern(self, english: str) -> str:
        """Return a pattern in the language, the English one where there is no other."""
        return self.patterns.get(english) or english

    def noun(self, one: str, many: str, number: int) -> str:
        """Return the form of a noun that goes with a number."""
        forms = self.nouns.get(one, ())
        form = self.form_of(number) if forms else 0
        return (forms[form] if form < len(forms) else "") or (one if number == 1 else many)


def read_catalogue(path: Path) -> Catalogue:
    """Return what a .po file holds; entries marked as fuzzy do not count."""
    patterns: dict[str, str] = {}
    nouns: dict[str, tuple[str, ...]] = {}
    for entry in _entries(path.read_text(encoding="utf-8")):
        if "msgid_plural" in entry:
            forms = tuple(text for name, text in entry.items() if name.startswith("msgstr["))
            nouns[entry["msgid"]], patterns[entry["msgid"]] = forms, forms[0]
        elif "msgid" in entry:
            patterns[entry["msgid"]] = entry["msgstr"]
    head = dict(line.split(": ", 1) for line in patterns.pop("", "").splitlines() if ": " in line)
    rule = head.get("Plural-Forms", "nplurals=2; plural=(n != 1);").split("plural=", 1)[1].rstrip(";")
    return Catalogue(patterns, nouns, gettext.c2py(rule))


def _entries(text: str) -> Iterator[dict[str, str]]:
    """Yield what each entry says, by its keywords."""
    entry: dict[str, str] = {}
    keyword, is_fuzzy = "", False
    for line in [*text.splitlines(), ""]:
        if not line.strip():
            if entry and not is_fuzzy:
                yield entry
            entry, is_fuzzy = {}, False
        elif line.startswith("#"):
            is_fuzzy |= line.startswith("#,") and "fuzzy" in line
        else:
            if not line.startswith('"'):
                keyword, line = line.split(" ", 1)
                entry[keyword] = ""
            entry[keyword] += json.loads(line)

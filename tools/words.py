"""Keeps the catalogues of `planner/words` in step with the texts of the program.

    python -m tools.words             adds new texts to each catalogue and takes unused ones out
    python -m tools.words --missing de   prints what is not translated yet, as JSON

A text is the first argument of `say` or `tell`; a noun that is counted, with its plural, the second of `count`.  Both
stand there as they are, so they are found by reading the source, and no text is looked up that nobody can find.
"""

from __future__ import annotations

import ast
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("planner", "dashboards")
WORDS = ROOT / "planner" / "words"
WORDS_OF_A_SET = "SaidEnum"
SENTENCES, COUNTS = ("say", "tell"), ("count", "counted_in_words")
LANGUAGES = ("de", "fr")
_WIDTH = 120
_VALUE = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the program: where it stands, and its plural where it is a noun that is counted."""

    file: str
    text: str
    many: str = ""


def texts() -> list[Text]:
    """Return all texts of the program, in the order in which they stand in its files."""
    return [
        text
        for folder in SOURCES
        for path in sorted((ROOT / folder).rglob("*.py"))
        if WORDS not in path.parents or path.name == "numbers.py"
        for text in texts_of(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]


def texts_of(source: str, file: str) -> Iterator[Text]:
    """Yield the texts of one file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == WORDS_OF_A_SET for base in node.bases):
            values = [one.value for one in node.body if isinstance(one, ast.Assign)]
            yield from (Text(file, one.value) for one in values if isinstance(one, ast.Constant))
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        constants = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
        if called in SENTENCES and constants and isinstance(constants[0], str) and _has_words(constants[0]):
            yield Text(file, constants[0])
        elif called in COUNTS and len(constants) > 1 and isinstance(constants[1], str):
            one, many = constants[1], constants[2] if len(constants) > 2 else None
            yield Text(file, one, many if isinstance(many, str) and many else f"{one}s")


def _has_words(template: str) -> bool:
    """Tell whether there is anything to translate in a pattern."""
    return any(letter.isalpha() for letter in _VALUE.sub("", template))


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language is kept."""
    return WORDS / f"{language}.po"


def updated(language: str, found: list[Text]) -> Catalog:
    """Return the catalogue of a language with these texts and no others; what is translated stays."""
    template = Catalog(project="CAL Planner", version="", charset="utf-8")
    for text in found:
        template.add((text.text, text.many) if text.many else text.text, locations=[(text.file, 0)])
    path = catalogue_path(language)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language) if path.stat().st_size else Catalog(locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        message.locations = sorted({(file, 0) for file, _ in message.locations})
        message.flags &= {"fuzzy"}
    return catalogue


def as_text(catalogue: Catalog) -> str:
    """Return a catalogue as it is kept: no dates, no numbers of lines, so that it changes only where texts do."""
    forms = catalogue.plural_expr
    written = io.BytesIO()
    write_po(written, catalogue, width=_WIDTH, omit_header=True, include_lineno=False, ignore_obsolete=True)
    head = (
        f"# The texts of CAL Planner in the language {catalogue.locale_identifier}; see `python -m tools.words`.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: nplurals={catalogue.num_plurals}; plural={forms};\\n"\n\n'
    )
    return head + written.getvalue().decode()


def missing(catalogue: Catalog) -> list[tuple[str, list[str]]]:
    """Return the texts that have no translation, each with the files it stands in."""
    return [
        (message.id if isinstance(message.id, str) else message.id[0], [file for file, _ in message.locations])
        for message in catalogue
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def main(arguments: list[str]) -> None:
    """Update the catalogues, or print what one lacks."""
    found = texts()
    if arguments[:1] == ["--missing"]:
        print(json.dumps(missing(updated(arguments[1], found)), ensure_ascii=False, indent=0))
        return
    for language in LANGUAGES:
        catalogue = updated(language, found)
        catalogue_path(language).write_text(as_text(catalogue), encoding="utf-8", newline="\n")
        print(f"{language}: {len(catalogue)} texts, {len(missing(catalogue))} not translated")


if __name__ == "__main__":
    main(sys.argv[1:])

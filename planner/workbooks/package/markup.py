"""Where the elements of a part of a workbook stand in its bytes, so that a few can be changed and the rest kept.

A part is never written anew from what was understood of it: what nobody here has heard of stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from planner.words import say

_OPENING = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_.-]+)["']""")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LOOKS_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class CannotKeepError(Exception):
    """A file is written in a way in which nothing can be changed without risk to the rest; the words say how."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes that take the place of others; an insertion where `start` is `end`."""

    start: int
    end: int
    content: bytes


def apply(part: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a part with edits, which do not overlap; insertions at one place keep their order."""
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [part[done : edit.start], edit.content]
        done = edit.end
    return b"".join([*pieces, part[done:]])


def split_name(name: str) -> tuple[str, str, str]:
    """Return namespace, local name and prefix of a name as the parser gives it."""
    parts = name.split(" ")
    if len(parts) == 1:
        return "", parts[0], ""
    return parts[0], parts[1], parts[2] if len(parts) > 2 else ""


def make_parser(part: bytes) -> Any:
    """Return a parser that counts in the bytes of this part and refuses document types.

    Raises CannotKeepError for a part that is not UTF-8, where bytes are not letters.
    """
    declared = _DECLARED.match(part[:200].removeprefix(b"\xef\xbb\xbf"))
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or (declared and declared[1].lower() not in _UTF8):
        raise CannotKeepError(say("a part of it is not written in UTF-8"))
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.namespace_prefixes = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> NoReturn:
    raise CannotKeepError(say("it has a document type definition"))


def parse(parser: Any, part: bytes) -> None:
    """Run a parser over a part.  Raises CannotKeepError for what is no XML."""
    try:
        parser.Parse(part, True)
    except expat.ExpatError as problem:
        raise CannotKeepError(say("a part of it makes no sense")) from problem


def opening(part: bytes, start: int) -> bytes:
    """Return the opening tag that stands at a place."""
    found = _OPENING.match(part, start)
    if found is None:
        raise CannotKeepError(say("a part of it makes no sense"))
    return found[0]


@dataclass(slots=True)
class Element:
    """One element: its name, and where it begins, where its content begins and ends, and where it ends."""

    local: str
    prefix: str
    attributes: Mapping[str, str]
    parent: Element | None
    start: int
    inside: int
    close: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether it is a single tag, without a closing one."""
        return self.inside == self.end

    def get(self, local: str) -> str | None:
        """Return an attribute by its name without namespace, None where there is none."""
        return next((value for key, value in self.attributes.items() if split_name(key)[1] == local), None)

    def first(self, local: str) -> Element | None:
        """Return its first child of that name."""
        return next((child for child in self.children if child.local == local), None)

    def walk(self) -> Iterator[Element]:
        """Yield it and all that stands in it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def read(part: bytes) -> Element:
    """Return the elements of a small part as a tree."""
    parser, stack, roots = make_parser(part), list[Element](), list[Element]()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        _, local, prefix = split_name(name)
        begin = parser.CurrentByteIndex
        above = stack[-1] if stack else None
        made = Element(local, prefix, attributes, above, begin, begin + len(opening(part, begin)))
        (above.children if above else roots).append(made)
        stack.append(made)

    def end(_: str) -> None:
        ended = stack.pop()
        if part[ended.inside - 2 : ended.inside] == b"/>":
            ended.close = ended.end = ended.inside
        else:
            ended.close = parser.CurrentByteIndex
            ended.end = part.index(b">", ended.close) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parse(parser, part)
    return roots[0]


def appended(part: bytes, element: Element, content: bytes, count: int = 0) -> list[Edit]:
    """Return the edits that put content at the end of an element, which may have none so far.

    Where the element counts what stands in it (attribute `count`), its count grows.
    """
    tag, given = part[element.start : element.inside], element.get("count")
    changed = with_attribute(tag, "count", int(given) + count) if given and given.isdecimal() and count else tag
    if element.is_empty:
        name = tag[1:].split(None, 1)[0].rstrip(b"/>")
        return [Edit(element.start, element.end, changed[:-2].rstrip() + b">" + content + b"</" + name + b">")]
    edits = [Edit(element.close, element.close, content)]
    return edits if changed == tag else [Edit(element.start, element.inside, changed), *edits]


def with_attribute(tag: bytes, name: str, value: str | int) -> bytes:
    """Return an opening tag with an attribute set."""
    written = say(" {name}={quoteattr}", name=name, quoteattr=quoteattr(str(value))).encode()
    known = re.compile(rb"""\s""" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
    if known.search(tag):
        return known.sub(lambda _: written, tag, count=1)
    cut = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:cut].rstrip() + written + tag[cut:]


def qualified(prefix: str, local: str) -> str:
    """Return the name of an element as a part with this prefix writes it."""
    return f"{prefix}:{local}" if prefix else local


def text(value: str) -> str:
    """Return a text as it stands in a cell or a note: what XML or Excel would take for something else is coded."""
    coded = _LOOKS_CODED.sub("_x005F_", value)
    return escape(_NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", coded).replace("\r", "_x000D_"))

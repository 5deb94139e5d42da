"""The notes of a sheet: some are added, or written below what a note says already; the others stay as they are.

A note is in two parts: its text among the comments, and its box in an old drawing language, VML, that is not always
XML.  Boxes are therefore put before the end of the drawing, without understanding the rest of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count, islice

from planner.workbooks.package.markup import Edit, Element, appended, apply, qualified, read, text
from planner.workbooks.package.sheet import Place, address_of

AUTHOR = "CAL Planner"
_NEW_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<comments xmlns="{space}"><authors/><commentList/></comments>'
)
NEW_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel">\n</xml>'
)
_KIND_OF_BOX = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>\n'
)
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style=\'position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:240pt;height:108pt;z-index:{order};visibility:hidden\' fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    "<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>\n"
)
_SPACES = {
    b"xmlns:v": b"urn:schemas-microsoft-com:vml",
    b"xmlns:o": b"urn:schemas-microsoft-com:office:office",
    b"xmlns:x": b"urn:schemas-microsoft-com:office:excel",
}
_BLOCKS = re.compile(rb"""(<o:idmap\b[^>]*?\bdata\s*=\s*["'])([0-9, ]*)(["'])""")
_NUMBERED = re.compile(rb"_x0000_s([0-9]{4,9})")
_PER_BLOCK = 1024
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383


def new_comments(space: str) -> bytes:
    """Return a part without any comment, in the namespace the workbook is written in."""
    return _NEW_COMMENTS.format(space=space).encode()


class Notes:
    """The comments of one sheet."""

    def __init__(self, part: bytes) -> None:
        self._part = part
        root = read(part)
        self._prefix = root.prefix
        self._authors = root.first("authors")
        self._list = root.first("commentList")
        self._by_cell: dict[str, Element] = {
            comment.attributes.get("ref", ""): comment for comment in (self._list.children if self._list else ())
        }

    @property
    def is_whole(self) -> bool:
        """Whether notes can be added at all."""
        return self._authors is not None and self._list is not None

    def has(self, place: Place) -> bool:
        """Whether a cell has a note."""
        return address_of(place) in self._by_cell

    def with_notes(self, notes: Mapping[Place, str]) -> bytes:
        """Return the part with notes; what a cell's note says already stands above."""
        assert self._authors is not None
        assert self._list is not None
        edits, added = list[Edit](), list[str]()
        author = len(self._authors.children)
        names = {name: qualified(self._prefix, name) for name in ("comment", "text", "author")}
        for place, words in notes.items():
            known = self._by_cell.get(address_of(place))
            if known is not None:
                edits += self._below(known, words)
                continue
            added.append(
                f'<{names["comment"]} ref="{address_of(place)}" authorId="{author}"><{names["text"]}>'
                f"{self._run(words)}</{names['text']}></{names['comment']}>"
            )
        if added:
            edits += appended(self._part, self._list, "".join(added).encode())
            edits += appended(self._part, self._authors, f"<{names['author']}>{AUTHOR}</{names['author']}>".encode())
        return apply(self._part, edits)

    def _run(self, words: str) -> str:
        run, looks, size, font, inner = (qualified(self._prefix, name) for name in ("r", "rPr", "sz", "rFont", "t"))
        return (
            f'<{run}><{looks}><{size} val="9"/><{font} val="Tahoma"/></{looks}>'
            f'<{inner} xml:space="preserve">{text(words)}</{inner}></{run}>'
        )

    def _below(self, comment: Element, words: str) -> Sequence[Edit]:
        said = comment.first("text")
        if said is None or said.is_empty:
            return ()
        edits = []
        runs = [child for child in said.children if child.local in ("t", "r")]
        run = qualified(self._prefix, "r").encode()
        for plain in (child for child in runs if child.local == "t"):
            # A plain text beside runs is not shown by every program, so it becomes a run.
            edits.append(Edit(plain.start, plain.start, b"<" + run + b">"))
            edits.append(Edit(plain.end, plain.end, b"</" + run + b">"))
        at = runs[-1].end if runs else said.inside
        return [*edits, Edit(at, at, self._run(f"\n\n{words}").encode())]


def used_blocks(drawings: Iterable[bytes]) -> int:
    """Return the number of the last block of shape numbers that the drawings of a workbook use."""
    last = 0
    for drawing in drawings:
        blocks = [int(block) for found in _BLOCKS.findall(drawing) for block in found[1].split(b",") if block.strip()]
        numbers = [int(number) // _PER_BLOCK for number in _NUMBERED.findall(drawing)]
        last = max([last, *blocks, *numbers])
    return last


def with_boxes(drawing: bytes, places: Sequence[Place], first_block: int) -> bytes | None:
    """Return a drawing with a box per note, numbered from a block on; None where it has no end to put them before."""
    end = drawing.rfind(b"</xml>")
    if end < 0:
        return None
    blocks = range(first_block, first_block + -(-len(places) // (_PER_BLOCK - 1)))
    numbers = islice((number for number in count(first_block * _PER_BLOCK) if number % _PER_BLOCK), len(places))
    boxes = "".join(
        _box(place, number, order) for order, (place, number) in enumerate(zip(places, numbers, strict=True), 1)
    )
    if b'"_x0000_t202"' not in drawing and b"'_x0000_t202'" not in drawing:
        boxes = _KIND_OF_BOX + boxes
    drawing = drawing[:end] + boxes.encode() + drawing[end:]
    return _with_spaces(_with_blocks(drawing, [str(block) for block in blocks]))


def _with_blocks(drawing: bytes, blocks: Sequence[str]) -> bytes:
    written = ",".join(blocks).encode()
    if _BLOCKS.search(drawing):
        return _BLOCKS.sub(
            lambda found: found[1] + found[2].rstrip(b", ") + b"," + written + found[3], drawing, count=1
        )
    layout = b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%b"/></o:shapelayout>' % written
    begin = drawing.index(b">", drawing.index(b"<xml")) + 1
    return drawing[:begin] + layout + drawing[begin:]


def _with_spaces(drawing: bytes) -> bytes:
    begin = drawing.index(b"<xml") + len(b"<xml")
    tag = drawing[begin : drawing.index(b">", begin)]
    missing = b"".join(b' %b="%b"' % pair for pair in _SPACES.items() if pair[0] not in tag)
    return drawing[:begin] + missing + drawing[begin:]


def _box(place: Place, number: int, order: int) -> str:
    row, column = place[0] - 1, place[1]
    left, top = min(column + 1, _LAST_COLUMN - 4), min(max(row - 1, 0), _LAST_ROW - 7)
    return _BOX.format(
        number=number, order=order, left=left, top=top, right=left + 4, bottom=top + 7, row=row, column=column
    )

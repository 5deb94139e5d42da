"""Texts for Word files: what XML cannot hold is left out, and the same paper gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_EARLIEST_IN_A_ZIP = (1980, 1, 1, 0, 0, 0)


def xml_text(text: str) -> str:
    """Return a text without what no XML may hold."""
    return _NOT_XML.sub("", text)


def as_paragraph_text(text: str) -> str:
    """Return a text for a paragraph: line breaks stay, nothing else controls."""
    return xml_text(text).replace("\r", "")


def same_bytes(package: bytes) -> bytes:
    """Return a zip with the same parts and no time of day."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _EARLIEST_IN_A_ZIP)
            part.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(part, parts.read(name))
    return made.getvalue()

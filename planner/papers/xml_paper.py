"""Papers in XML: elements are made in order, blank ones are left out, and texts hold what XML can hold."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

from planner.papers.word_text import xml_text

Element = ElementTree.Element


def add(parent: Element, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """Add an element to another, and return it."""
    given = {key: xml_text(value) for key, value in (attributes or {}).items()}
    made = ElementTree.SubElement(parent, name, given)
    if text:
        made.text = xml_text(text)
    return made


def add_stated(parent: Element, name: str, text: str, attributes: Mapping[str, str] | None = None) -> None:
    """Add an element if there is something to say."""
    if xml_text(text).strip():
        add(parent, name, text, attributes)


def written(root: Element, doctype: str = "") -> bytes:
    """Return the document, indented, with its declaration."""
    ElementTree.indent(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return (head + ElementTree.tostring(root, encoding="unicode") + "\n").encode("utf-8")

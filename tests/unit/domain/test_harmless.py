"""Texts of strangers on a terminal, in a log and on a page: nothing steers, nothing hides."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from planner.cli import main
from planner.domain.harmless import harmless
from planner.report.terminal import literal

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jgone", "␛[2Jgone"),
        ("\x9b31mred", "<U+009B>31mred"),
        ("a\x7fb\x00c\rd", "a␡b␀c␍d"),
        ("invoice\u202excod.exe", "invoice<U+202E>xcod.exe"),
        ("a\u2066b\u2069", "a<U+2066>b<U+2069>"),
        ("a\u200bb\ufeff", "a<U+200B>b<U+FEFF>"),
        ("line\u2028break", "line<U+2028>break"),
        ("half\udcff", "half<U+DCFF>"),
        ("tag\U000e0041", "tag<U+E0041>"),
        ("Żabka, Ünï, 日本, فارسی, two\nlines\tand a tab, 👩\u200d🔧", None),
    ],
)
def test_what_steers_or_hides_is_seen(text, shown):
    assert harmless(text) == (text if shown is None else shown)
    assert literal(text).plain == harmless(text)


def test_a_name_in_an_error_steers_no_terminal():
    result = CliRunner().invoke(main, ["check", "no\x1b]0;title\x07such\u202e.xlsx"])
    assert result.exit_code == 2
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output


def test_commands_print_what_is_harmless_only():
    """Printing by another way than `say` let a file's name steer the terminal, each time a command was new."""
    sources = [path for path in (ROOT / "planner" / "cli").glob("*.py") if path.name != "printing.py"]
    assert len(sources) > 10
    assert [path.name for path in sources if re.search(r"\b(click\.s?echo|print)\(", path.read_text("utf-8"))] == []


def test_a_log_is_harmless(monkeypatch):
    logs = pytest.importorskip("dashboards.logs")
    before, written = logging.getLogRecordFactory(), io.StringIO()
    handler, logger = logging.StreamHandler(written), logging.getLogger("planner.tests")
    try:
        logs.write_harmlessly()
        logger.addHandler(handler)
        logger.warning("file %s is odd", "\x1b[31m.xlsx")
        logger.warning("%d files", 3)
    finally:
        logger.removeHandler(handler)
        logging.setLogRecordFactory(before)
    assert written.getvalue() == "file ␛[31m.xlsx is odd\n3 files\n"

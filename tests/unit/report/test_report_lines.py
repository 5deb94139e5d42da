"""How many lines a text is taken to need in a cell."""

import pytest

from planner.report.excel.lines import lines_needed, text_width

SENTENCE = "Needs 2022 for the group, from any machine: only the person can be licensed. "


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("short", 10, 1),
        ("two\nlines", 40, 2),
        ("a\n\nb", 40, 3),
        ("x" * 100, 20, 5),
        ("one two", 4, 2),
        ("\u6f22" * 30, 20, 3),
        (SENTENCE, 40, 2),
    ],
)
def test_lines_of_a_text(text, width, lines):
    assert lines_needed(text, width) == lines


def test_a_narrower_cell_never_needs_fewer_lines():
    lines = [lines_needed(SENTENCE * 3, width) for width in range(5, 250)]
    assert lines == sorted(lines, reverse=True)


def test_digits_and_capitals_are_wider_than_small_letters():
    assert text_width("illicit") < text_width("ILLICIT")
    assert text_width("0" * 10) >= 10

"""Rows of texts: separators, lines that are no data, and layouts that are no CSV."""

from planner.imports.reading.rows import split_rows


def test_lines_for_powershell_and_excel_are_no_data():
    typed = split_rows('#TYPE Selected.User\r\n"Name","Ort"\r\n"Ann","Bonn"\r\n')
    said = split_rows("sep=;\nName;Ort, Land\nAnn;Bonn, D\n")

    assert (typed.cells, typed.numbers) == ([["Name", "Ort"], ["Ann", "Bonn"]], [2, 3])
    assert (said.cells, said.numbers) == ([["Name", "Ort, Land"], ["Ann", "Bonn, D"]], [1, 2])


def test_the_separator_is_what_lines_hold_equally_often():
    assert split_rows('Name;Vermerk\nAnn;"1,2,3,4"\nBo;x, y, z\n').separator == ";"
    assert split_rows("Name\tAdresse\nAnn\tHaus 1, Bonn, NRW\n").separator == "\t"


def test_a_preamble_of_other_width_does_not_choose_the_separator():
    text = "Report; all; servers; and; more\n" + "".join(f"a,{n}\n" for n in range(9))

    assert split_rows(text).separator == ","


def test_line_ends_of_three_characters_and_zeros_are_cleaned():
    found = split_rows("A||B||\r\r\nx||corp\\ann\0||\r\r\n")

    assert found.cells == [["A", "B"], ["x", "corp\\ann"]]
    assert found.numbers == [1, 2]


def test_records_of_ldif_become_rows_with_all_attributes():
    text = (
        "version: 1\n\ndn: CN=Ann,DC=x\nobjectClass: top\nobjectClass: user\nsAMAccountName: ann\n"
        "description: a long\n  text\n\n# a comment\ndn:: Q049SsO2cmcsREM9eA==\nsAMAccountName: joerg\n"
    )
    found = split_rows(text)

    assert found.cells == [
        ["dn", "objectClass", "sAMAccountName", "description"],
        ["CN=Ann,DC=x", "top;user", "ann", "a long text"],
        ["CN=Jörg,DC=x", "", "joerg", ""],
    ]
    assert found.numbers == [0, 3, 11]


def test_a_head_that_was_cut_ends_with_a_whole_line():
    assert split_rows("a,b\n1,2\n3,", is_head=True).cells == [["a", "b"], ["1", "2"]]


def test_a_quote_that_swallows_rows_is_told():
    text = 'a,b\n"1,2\n' + "3,4\n" * 30

    assert split_rows(text).remarks == ["Row 2 holds a text over many lines: a double quote may have swallowed rows."]

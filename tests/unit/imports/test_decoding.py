"""Encodings: marks, strict decoding of named candidates, known header words; never a guess."""

import codecs

import pytest

from planner.imports.reading.decoding import NotTextError, decode

GERMAN = "Anmeldename;Gerätename;Übergeben\nj.moeller;WS-7;Jörg Möller\n"
POLISH = "nazwa użytkownika;urządzenie;dział\nz.gesla;PC-3;Zażółć Gęślą\n"
KNOWN = frozenset(("anmeldename", "gerätename", "nazwa użytkownika", "urządzenie", "dział"))


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_mark_decides(mark, encoding):
    found = decode(mark + GERMAN.encode(encoding), ())

    assert (found.text, found.encoding) == (GERMAN, encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_zeros(encoding):
    assert decode(GERMAN.encode(encoding), ()).text == GERMAN


def test_a_zero_behind_each_name_is_no_utf16():
    text = "RoleGuid||AuthenticatedUserName||\n{1}||corp\\ann\0||\n{1}||corp\\bo\0||\n"

    assert decode(text.encode(), ()).encoding == "utf-8"


@pytest.mark.parametrize(
    ("text", "encoding"), [(GERMAN, "cp1252"), (GERMAN, "cp852"), (POLISH, "cp1250"), (POLISH, "cp852")]
)
def test_header_words_that_are_known_tell_the_encoding(text, encoding):
    found = decode(text.encode(encoding), KNOWN)

    assert found.text == text
    assert not found.tied


def test_letters_of_names_tell_the_encoding_where_headers_are_plain():
    assert decode("Name,Ort\nZieliński,Łódź\n".encode("cp1250"), ()).text.endswith("Zieliński,Łódź\n")
    assert decode("Name,Ort\nMüller,Köln\n".encode("cp1252"), ()).text.endswith("Müller,Köln\n")


def test_what_fits_two_encodings_is_asked_with_the_words_in_question():
    found = decode("Name\nDvořák\n".encode("cp1250"), ())

    assert found.tied
    assert {found.encoding, *found.tied} >= {"cp1250", "cp1252"}
    assert found.samples
    assert decode("Name\nDvořák\n".encode("cp1250"), (), "cp1250").text == "Name\nDvořák\n"


def test_an_answer_that_does_not_fit_is_refused():
    with pytest.raises(NotTextError, match="no text in cp1250, although it was answered so: byte 6"):
        decode(b"Name\n\x81\n", (), "cp1250")

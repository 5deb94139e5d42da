"""Tells rows that sum up others, and remarks below a list, by the words in their id cell.

The bare word is enough.  With more words behind it ("Total Logistics") the row may be one like the others, so its
figures must decide (`adds_up`), or that it is the last row and holds nothing else (`is_remark`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from planner.ingest.tables.cells import Unreadable, count_reader
from planner.ingest.tables.spelling import without_accents

# In each row: English, German, French, Spanish, Polish, Italian, Dutch; without accents.
SUM_WORDS = frozenset(
    (
        "sum", "total", "totals", "grand total", "subtotal", "sub-total", "sum total", "overall total",
        "summe", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt", "endsumme", "gesamtergebnis", "teilergebnis",
        "gesamtanzahl", "gesamtzahl", "summe gesamt",
        "somme", "total general", "sous-total", "somme totale",
        "suma", "suma total", "subtotales", "totales",
        "razem", "ogolem", "suma koncowa", "suma czesciowa", "suma posrednia", "lacznie", "w sumie",
        "totale", "somma", "totale generale", "totale complessivo", "totale parziale", "subtotale",
        "totaal", "subtotaal", "som", "eindtotaal", "totaal generaal",
        "Σ".casefold(), "∑",
    )
)  # fmt: skip
_BEGINNINGS = frozenset(word[0] for word in SUM_WORDS) | {"ł"}

# In each row: English, German, French, Spanish, Polish, Italian, Dutch; without accents.
REMARK_WORDS = (
    "as of", "as at", "source", "note", "notes", "remark", "date", "created", "exported", "export", "generated",
    "printed", "page", "count", "number of", "rows", "records", "end of",
    "stand", "quelle", "hinweis", "anmerkung", "bemerkung", "datum", "erstellt", "exportiert", "erzeugt", "gedruckt",
    "seite", "anzahl", "zeilen", "ende der",
    "etat au", "a la date", "remarque", "exporte", "cree", "genere", "imprime", "nombre", "nombre de",
    "fuente", "fecha", "nota", "observacion", "creado", "exportado", "generado", "pagina", "numero de", "a fecha",
    "stan na", "zrodlo", "data", "uwaga", "utworzono", "wyeksportowano", "wygenerowano", "strona", "liczba",
    "fonte", "creato", "esportato", "generato", "numero", "aggiornato",
    "bron", "opmerking", "aangemaakt", "geexporteerd", "gegenereerd", "aantal", "bijgewerkt", "stand per",
)  # fmt: skip


def is_sum_word(cell: object) -> bool:
    """Tell whether an id cell says that its row is a sum of the others."""
    if not isinstance(cell, str) or (cell[:1].isalnum() and cell[:1].casefold() not in _BEGINNINGS):
        return False  # the second test only spares most of a million ids the third one
    return _plain(cell) in SUM_WORDS


def _plain(cell: str) -> str:
    return " ".join(without_accents(cell.strip(" \t:*=.()")).casefold().split())


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_BEGINS = re.compile(rf"(?:{_any_of(SUM_WORDS)})[\s:=(,]")


def begins_like_a_sum(cell: object) -> bool:
    """Tell whether an id cell has a sum word with something behind it."""
    return isinstance(cell, str) and _BEGINS.match(_plain(cell)) is not None


_REMARK = re.compile(
    rf"(?:{_any_of(REMARK_WORDS)})\b\s*[:=]|(?:{_any_of(REMARK_WORDS)})\s+\S*\d|\(?\d+\s+(?:rows?|records?|users?|devices?|"
    r"zeilen|datensatze|benutzer|personen|gerate|lignes|utilisateurs|filas|usuarios|wierszy|righe|utenti|rijen)\b|"
    r".*\S:\s|.*\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
)


def is_remark(cell: object) -> bool:
    """Tell whether an id cell reads like a remark below a list, such as "Stand: 01.11.2026" or "Total: 12 users"."""
    if not isinstance(cell, str) or not re.search(r"[\s:]", cell.strip()):
        return False
    begins_oddly = cell.strip()[:1] in "*†‡©¹" and " " in cell.strip()
    return begins_oddly or begins_like_a_sum(cell) or _REMARK.match(_plain(cell)) is not None


_count = count_reader()


def _number_in(cell: Any) -> int:
    """Return the count in a cell, 0 for one that is blank or cannot be read."""
    try:
        return int(_count(cell)) if cell is not None else 0
    except Unreadable:
        return 0


def adds_up(cell: Any, above: Iterable[Any]) -> bool:
    """Tell whether a cell holds the sum of those above it, and that is not nothing."""
    own = _number_in(cell)
    return own > 0 and own == sum(map(_number_in, above))

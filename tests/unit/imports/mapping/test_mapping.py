"""What columns are proposed to be and why, the mapping file, what keeps one from being used, and reusing it."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from planner.errors import UsageError
from planner.imports.mapping import mapping_file
from planner.imports.mapping.deciding import decide
from planner.imports.mapping.fields import FIELDS, REQUIRED, Content, Holds
from planner.imports.mapping.lists import ListFound, find_lists
from planner.imports.mapping.mapping import ListMapping, fingerprint, meanings_of, problems
from planner.imports.mapping.proposing import Sure
from planner.imports.mapping.vocabulary import headers_of, meanings
from planner.imports.questions import Talk
from planner.imports.reading.grids import Cell
from tests.unit.imports.mapping.reading import grid


def _list(*rows: list[Cell], sheet: str = "Tabelle1") -> ListFound:
    (found,) = find_lists(grid(rows, sheet))
    return found


def _mapping(*lists: ListFound) -> ListMapping:
    return decide(lists, (), Talk())[0].mapping


def _fields(mapping: ListMapping) -> dict[str, str]:
    return {column.header: column.field for column in mapping.columns}


SERVERS = _list(
    ["Server", "Version", "Rolle"],
    ["SRV-1", "2022", "Dateiserver"],
    ["SRV-2", "2019", "Warenwirtschaft"],
    ["TS-1", "2022", "RDS / Terminalserver"],
    ["TS-2", "2022", "Terminalserver"],
)
PEOPLE = _list(
    ["Name", "Login", "Dateien", "Warenwirtschaft", "Terminalserver", "Zeitkonto", "Gerat"],
    ["Ada Blum", "a.blum", "x", "nein", "x", "x", "PC-1"],
    ["Bo Rot", "b.rot", None, "ja", None, None, "PC-2"],
)


@pytest.mark.parametrize(
    ("headers", "holds"),
    [
        (["Name", "Prénom", "Identifiant"], Holds.USERS),
        (["Imię i nazwisko", "Login", "Dział"], Holds.USERS),
        (["Computer", "Serial No.", "Assigned to"], Holds.DEVICES),
        (["Nazwa komputera", "Nr seryjny", "Rodzaj"], Holds.DEVICES),
        (["Serveur", "Système d'exploitation", "Rôle"], Holds.SERVERS),
        (["Benutzer", "Rechner", "Server"], Holds.ACCESS),
        (["Licencja", "Rodzaj licencji", "Ilość"], Holds.OWNED),
        (["Produit", "Fournisseur", "Prix unitaire HT"], Holds.OFFERS),
    ],
)
def test_what_a_list_holds_is_told_by_its_headers_in_four_languages(headers: list[Cell], holds: Holds) -> None:
    assert _mapping(_list(headers, ["a", "b", "c"])).holds is holds


def test_a_column_is_proposed_with_three_samples_how_sure_and_why() -> None:
    columns = {column.header: column for column in _mapping(PEOPLE, SERVERS).columns}
    login = columns["Login"]
    assert (login.field, login.sure, login.samples) == ("login", Sure.EXACT, ("a.blum", "b.rot"))
    assert login.why == '"Login" is a known word for it'
    device = columns["Gerat"]  # an umlaut lost
    assert (device.field, device.samples) == ("devices", ("PC-1", "PC-2"))


def test_columns_of_crosses_are_about_the_servers_that_they_are_called_after() -> None:
    columns = {column.header: column for column in _mapping(PEOPLE, SERVERS).columns}
    files, erp = columns["Dateien"], columns["Warenwirtschaft"]
    assert (files.field, files.server, files.sure) == ("server_access", "srv-1", Sure.CONTENT)
    assert files.why == 'yes or no stands in it, and "Dateien": srv-1 is the only server with that role'
    assert (erp.server, erp.why) == ("srv-2", 'yes or no stands in it, and "Warenwirtschaft": it is the role of srv-2')
    assert (columns["Terminalserver"].field, columns["Terminalserver"].server) == ("remote", "")
    assert (columns["Zeitkonto"].field, columns["Zeitkonto"].server) == ("server_access", "")


def test_crosses_for_servers_on_a_sheet_of_accesses_are_accesses_of_people() -> None:
    """They were a list of accesses without a server, which was left out."""
    crosses = _list(["Identifiant", "SRV-1", "TS-2"], ["c.moreau", "oui", "non"], ["e.roy", "x", "x"], sheet="Accès")
    mapping = _mapping(crosses, SERVERS)
    assert (mapping.holds, mapping.why) == (Holds.USERS, "it has people in rows, and crosses for srv-1, ts-2")
    assert [(column.field, column.server) for column in mapping.columns] == [
        ("login", ""), ("server_access", "srv-1"), ("remote", "ts-2"),
    ]  # fmt: skip
    triples = _list(["Identifiant", "Poste", "Serveur"], ["c.moreau", "PC-1", "SRV-1"], sheet="Accès")
    assert _mapping(triples, SERVERS).holds is Holds.ACCESS


def test_a_word_of_no_use_does_not_hide_another_in_a_header() -> None:
    found = _list(
        ["Produit", "Type", "Nombre", "N° de la facture"], ["CAL Windows Server 2022", "Utilisateur", 5, "F-1"]
    )
    assert _fields(_mapping(found))["N° de la facture"] == "document"


def test_names_alone_are_no_people_until_it_is_answered() -> None:
    """Any sheet with a number and a name, of sites or of products, became a list of people."""
    found = _list(["Nr", "Name"], [1, "Kiel"], [2, "Bremen"])
    talk = Talk()
    assert decide([found], (), talk)[0].mapping.holds is Holds.NOTHING
    assert [each.id for each in talk.open] == ["list liste.xlsx, sheet Tabelle1"]
    (mapped,) = decide([found], (), Talk({"list liste.xlsx, sheet Tabelle1": "users"}))
    assert (mapped.mapping.holds, _fields(mapped.mapping)["Name"]) == (Holds.USERS, "name")
    assert _mapping(_list(["Nr", "Name"], [1, "Ada Blum"], sheet="Mitarbeiter")).holds is Holds.USERS
    assert _mapping(_list(["Name", "Vorname"], ["Blum", "Ada"])).holds is Holds.USERS


def test_content_speaks_where_a_header_does_not() -> None:
    machines = _list(["Rechner", "Typ", "Seriennummer"], ["PC-1", "PC", "1"], ["PC-2", "PC", "2"])
    people = _list(
        ["Name", "Login", "Kontakt", "Steht am", ""],
        ["Ada Blum", "a.blum", "a@x.example", "pc-1.x.example; PC-2", "egal"],
        ["Bo Rot", "b.rot", "b@x.example", "PC-2", "gleich"],
    )
    columns = {column.header: column for column in _mapping(people, machines).columns}
    assert (columns["Kontakt"].field, columns["Kontakt"].sure) == ("email", Sure.CONTENT)
    assert (columns["Steht am"].field, columns["Steht am"].sure) == ("devices", Sure.CONTENT)
    assert columns["Steht am"].why == "100% of its cells are names of machines"
    assert (columns[""].field, columns[""].sure) == ("nothing", Sure.OPEN)


def test_a_slip_and_a_word_among_others_are_near() -> None:
    columns = {
        column.header: column
        for column in _mapping(_list(["Nachname", "Abteilng", "Login im AD"], ["Blum", "Lager", "a.blum"])).columns
    }
    assert (columns["Abteilng"].field, columns["Abteilng"].sure) == ("department", Sure.NEAR)
    assert (columns["Login im AD"].field, columns["Login im AD"].sure) == ("login", Sure.NEAR)


def test_words_are_mapped_once_whatever_their_case_and_unknown_ones_are_open() -> None:
    found = _list(
        ["Rechner", "Typ", "Status"], ["P1", "pc", "im Keller"], ["P2", "PC", "verschrottet"], ["P3", "X1", None]
    )
    columns = {column.header: column for column in _mapping(found).columns}
    assert columns["Typ"].values == {"pc": "workstation", "X1": ""}
    assert columns["Status"].values == {"im Keller": "", "verschrottet": "retired"}


def test_of_two_columns_for_one_field_the_first_is_proposed() -> None:
    mapping = _mapping(_list(["Login", "Name", "Benutzername"], ["a.blum", "Ada", "A. Blum"]))
    assert _fields(mapping) == {"Login": "login", "Name": "name", "Benutzername": "nothing"}
    assert mapping.columns[2].why == 'column "Login" is its login already'


def test_the_mapping_file_is_read_back_as_it_was_written() -> None:
    odd = _list(["Login", 'Na"me\\', "Rechner", "gesperrt"], ["a", "ß\u0001", "P", "nö"])
    for found in (PEOPLE, SERVERS, odd):
        mapping = _mapping(found, SERVERS)
        text = mapping_file.written([mapping])
        (back,) = mapping_file.parsed(text, "mapping.toml")
        told = [replace(column, sure="", why="", samples=()) for column in mapping.columns]
        assert back == replace(mapping, columns=tuple(told), sure="", why="")
        assert tomllib.loads(text)["list"][0]["holds"] == mapping.holds


def test_a_field_that_is_needed_and_one_that_two_columns_have_are_refused_by_name() -> None:
    mapping = _mapping(SERVERS)
    without = replace(mapping, columns=tuple(replace(column, field="nothing") for column in mapping.columns))
    assert list(problems(without)) == [
        'liste.xlsx, sheet Tabelle1: no column is mapped to "server", which a list of servers needs. Its columns: A '
        '("Server"), B ("Version"), C ("Rolle").',
        'liste.xlsx, sheet Tabelle1: no column is mapped to "system", which a list of servers needs. Its columns: A '
        '("Server"), B ("Version"), C ("Rolle").',
    ]
    twice = replace(mapping, columns=(*mapping.columns[:2], replace(mapping.columns[2], field="system")))
    assert list(problems(twice)) == [
        'liste.xlsx, sheet Tabelle1: the columns B ("Version") and C ("Rolle") are both mapped to "system". '
        "Leave it to one of them."
    ]


def test_a_field_or_a_meaning_that_does_not_exist_is_refused_with_what_does() -> None:
    text = mapping_file.written([_mapping(PEOPLE, SERVERS)])
    with pytest.raises(
        UsageError, match='column B \\("Login"\\) is mapped to "log in", which a list of people does not'
    ):
        mapping_file.parsed(text.replace('field = "login"', 'field = "log in"'), "mapping.toml")
    with pytest.raises(UsageError, match='reads "x" as "perhaps", which is none of yes, no'):
        mapping_file.parsed(text.replace('"x" = "yes"', '"x" = "perhaps"', 1), "mapping.toml")
    with pytest.raises(UsageError, match="holds is 'cats'; choose one of users, devices"):
        mapping_file.parsed(text.replace('holds = "users"', 'holds = "cats"'), "mapping.toml")
    with pytest.raises(UsageError, match=r"m\.toml is no TOML"):
        mapping_file.parsed("[[list]", "m.toml")


def test_a_mapping_is_found_again_by_the_headers_whatever_their_order_and_asks_about_new_words() -> None:
    before = _mapping(_list(["Rechner", "Typ", "Status"], ["P1", "pc", "im Keller"]))
    answered = replace(
        before, columns=(*before.columns[:2], replace(before.columns[2], values={"im Keller": "retired"}))
    )
    again = _list(["Typ", "Rechner", "Status"], ["PC", "P9", "im Keller"], ["Notebook", "P8", "zur Reparatur"])
    assert fingerprint(again.headers) == before.fingerprint
    (mapped,) = decide([again], [answered], Talk())
    assert _fields(mapped.mapping) == {"Typ": "kind", "Rechner": "device", "Status": "status"}
    assert mapped.mapping.columns[2].values == {"im Keller": "retired", "zur Reparatur": ""}


def test_a_mapping_whose_cells_no_longer_fit_is_told() -> None:
    kept = _mapping(_list(["Name", "Login", "Mail"], ["Ada Blum", "a.blum", "a@x.example"]))
    talk = Talk()
    decide([_list(["Name", "Login", "Mail"], ["Ada Blum", "a.blum", "siehe Outlook"])], [kept], talk)
    assert 'Column C ("Mail") is mapped to email, but holds what is none: siehe Outlook. Look at its mapping.' in [
        remark.text for remark in talk.remarks
    ]


def test_mappings_that_were_given_and_cannot_be_used_stop_the_import() -> None:
    kept = replace(_mapping(SERVERS), columns=())
    with pytest.raises(UsageError, match='no column is mapped to "server"'):
        decide([SERVERS], [kept], Talk())


def test_a_list_without_a_column_that_is_needed_is_left_out_and_told() -> None:
    talk = Talk()
    (mapped,) = decide([_list(["Raum", "Telefon"], ["1.02", "77"])], (), talk)
    assert mapped.mapping.holds is Holds.NOTHING
    assert any(remark.text.startswith("The list is left out: no column is known") for remark in talk.remarks)


def test_every_field_has_words_and_every_word_a_field() -> None:
    for holds, fields in FIELDS.items():
        if holds is Holds.NOTHING:
            continue
        known = set(headers_of(holds).meanings)
        assert known <= set(fields), holds
        assert set(fields) - known <= {"server_access"}, holds
        assert {name for group in REQUIRED[holds] for name in group} <= set(fields)
        for field in fields.values():
            assert (field.content is Content.WORD) == bool(field.words)
            assert not field.words or set(meanings(field.words)) == set(meanings_of(field))

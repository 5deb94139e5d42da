"""Whole workbooks as people keep them, in three languages: who, at which machine, on which server, what is owned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from planner.imports.evidence import (
    AccessSeen,
    AccountSeen,
    AffinitySeen,
    Evidence,
    LicenceSeen,
    MachineSeen,
    ServerSeen,
)
from planner.imports.mapping.deciding import decide
from planner.imports.mapping.lists import ListFound
from planner.imports.mapping.rows import evidence_of
from planner.imports.questions import Talk
from tests.unit.imports.mapping.made_by_hand import MADE
from tests.unit.imports.mapping.reading import lists_of


@dataclass(frozen=True)
class Said:
    """What a workbook says, and what was asked and told."""

    evidence: Sequence[Evidence]
    talk: Talk

    def of(self, kind: type) -> list[Evidence]:
        return [each for each in self.evidence if isinstance(each, kind)]

    @property
    def accounts(self) -> dict[str, AccountSeen]:
        return {each.logon or each.name: each for each in self.of(AccountSeen) if isinstance(each, AccountSeen)}

    @property
    def machines(self) -> list[MachineSeen]:
        return [each for each in self.of(MachineSeen) if isinstance(each, MachineSeen)]

    @property
    def pairs(self) -> set[tuple[str, str]]:
        return {(each.account, each.machine.host) for each in self.of(AffinitySeen) if isinstance(each, AffinitySeen)}

    @property
    def accesses(self) -> set[tuple[str, str, str, bool]]:
        found = [each for each in self.of(AccessSeen) if isinstance(each, AccessSeen)]
        return {(each.account, each.machine, each.server, each.remote) for each in found}

    @property
    def licences(self) -> list[tuple[str, int | None, str, str]]:
        found = [each for each in self.of(LicenceSeen) if isinstance(each, LicenceSeen)]
        return [(each.text, each.quantity, each.metric, each.document) for each in found]

    @property
    def told(self) -> list[str]:
        return [remark.text for remark in self.talk.remarks]


def _read(name: str, folder: Path, answers: dict[str, str] | None = None) -> Said:
    talk = Talk(answers or {})
    lists = lists_of(MADE[name](folder / f"{name}.xlsx"))
    return Said(list(evidence_of(decide(lists, (), talk), talk)), talk)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("by_hand")


@pytest.fixture(scope="module")
def german(folder: Path) -> Said:
    return _read("german", folder)


@pytest.fixture(scope="module")
def french(folder: Path) -> Said:
    return _read("french", folder)


@pytest.fixture(scope="module")
def polish(folder: Path) -> Said:
    return _read("polish", folder)


def test_the_people_of_the_german_book(german: Said) -> None:
    assert {logon: (each.name, each.enabled, each.persons) for logon, each in german.accounts.items()} == {
        "h.brand": ("Heike Brand", True, None),
        "a.sommer": ("Ali Sommer", True, None),
        "p.total": ("Peter Total", None, None),
        "i.wirth": ("Ida Wirth", None, None),
        "Ben Fuchs": ("Ben Fuchs", None, None),
        "lehrling": ("Lehrling", None, 4),
        "k.alt": ("Kurt Alt", False, None),
        "k.neu": ("Kim Neu", True, None),
    }
    assert [each.department for each in german.accounts.values()] == ["Büro"] * 2 + ["Werkstatt"] * 5 + [""]


def test_the_machines_of_the_german_book_count_their_days_from_1904(german: Said) -> None:
    assert [(each.host, each.serial, each.kind) for each in german.machines if not each.retired] == [
        ("NB-07", "0070", "laptop"),
        ("PC-08", "0080", "Tower-PC"),
        ("PC-09", "0090", "Tower-PC"),
        ("pc-09.brand.example", "0090", "Tower-PC"),
        ("PC-10", "0100", "Tower-PC"),
        ("PC-11", "0110", "Tower-PC"),
        ("Plotter", "P-1", "printer"),
    ]
    assert [each.host for each in german.machines if each.retired] == ["PC-12"]
    seen = [date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 2)]
    assert [each.last_seen for each in german.machines][:3] == seen


def test_who_reaches_what_by_the_german_book(german: Said) -> None:
    assert {each[:3] for each in german.accesses if each[2] == "srv-daten" and each[0] not in ("k.alt", "k.neu")} == {
        ("h.brand", "NB-07", "srv-daten"),
        ("a.sommer", "PC-08", "srv-daten"),
        ("p.total", "PC-09", "srv-daten"),
        ("p.total", "PC-10", "srv-daten"),
        ("i.wirth", "PC-09", "srv-daten"),
        ("i.wirth", "PC-11", "srv-daten"),
        ("Ben Fuchs", "PC-11", "srv-daten"),
        ("lehrling", "PC-10", "srv-daten"),
    }
    assert {each for each in german.accesses if each[3]} == {("h.brand", "NB-07", "srv-ts", True)}
    assert {each[0] for each in german.accesses if each[2] == "srv-fibu"} == {"h.brand", "a.sommer", "k.alt"}
    assert len(german.pairs) == 9


def test_what_the_german_book_owns(german: Said) -> None:
    assert german.licences == [
        ("Windows Server 2019 CAL", 6, "device", "RE-77"),
        ("Windows Server 2022 CAL", 5, "user", "RE-91"),
        ("RDS CAL 2022", 2, "user", "RE-92"),
    ]
    (assured,) = [each for each in german.of(LicenceSeen) if isinstance(each, LicenceSeen) and each.assured]
    assert (assured.assured, assured.assured_until) == (5, date(2027, 6, 30))


def test_what_the_german_book_leaves_open_is_asked(german: Said) -> None:
    assert set(german.talk.questions) == {
        "word german.xlsx, sheet Rechner: Gerätetyp: Tower-PC",
        "login Ben Fuchs",
        "leaver k.neu",
    }
    assert german.talk.questions["login Ben Fuchs"].text == ("What is the logon name of Ben Fuchs? Cell E11 has none.")
    assert 'Cell E11 of column E ("AD-Konto") holds #N/A and counts as blank.' in german.told
    assert "Hidden rows are data and were read (rows: 1)." in german.told
    assert '"Sommer, Ali" is taken to be a.sommer, the only one of that name.' in german.told
    assert '"frei" in a column of people counts as nobody.' in german.told
    assert not any("SRV-ALT" in server.host and not server.retired for server in german.of(ServerSeen))  # type: ignore[attr-defined]


def test_answers_are_used(folder: Path) -> None:
    answers = {
        "word german.xlsx, sheet Rechner: Gerätetyp: Tower-PC": "workstation",
        "login Ben Fuchs": "BRAND\\b.fuchs",
        "leaver k.neu": "yes",
    }
    said = _read("german", folder, answers)
    assert not said.talk.open
    assert {each.kind for each in said.machines} == {"laptop", "workstation", "printer"}
    assert (said.accounts["b.fuchs"].name, said.accounts["k.neu"].enabled) == ("Ben Fuchs", False)


def test_the_french_book(french: Said) -> None:
    assert {logon: (each.enabled, each.persons) for logon, each in french.accounts.items()} == {
        "a.lefevre": (True, None),
        "n.dubois": (True, None),
        "z.gauthier": (None, None),
        "accueil": (True, 5),
        "j.ancien": (False, None),
    }
    assert {(*each[:3],) for each in french.accesses if each[0] != "j.ancien"} == {
        ("a.lefevre", "P-ACCUEIL1", "srv-fic"),
        ("a.lefevre", "P-ACCUEIL2", "srv-fic"),
        ("n.dubois", "P-ACCUEIL1", "srv-fic"),
        ("n.dubois", "P-ACCUEIL1", "srv-tse"),
        ("z.gauthier", "port-03.valmont.example", "srv-fic"),
        ("z.gauthier", "port-03.valmont.example", "srv-tse"),
        ("accueil", "P-ACCUEIL2", "srv-fic"),
    }
    assert [each.host for each in french.machines if each.retired] == ["P-VIEUX"]
    assert [(each.host, each.kind) for each in french.machines][-1] == ("COPIEUR", "printer")
    assert french.licences == [
        ("CAL Windows Server 2019", 4, "user", "F-2019-12"),
        ("CAL RDS Windows Server 2022", 3, "device", "F-2022-08"),
    ]
    assert not french.talk.open


def test_the_polish_book(polish: Said) -> None:
    assert {logon: (each.enabled, each.persons, each.department) for logon, each in polish.accounts.items()} == {
        "l.wojcik": (True, None, "Magazyn"),
        "z.sliwa": (True, None, "Magazyn"),
        "magazyn": (True, 3, "Magazyn"),
        "e.gorska": (True, None, "Biuro"),
        "Jan Kowal": (True, None, "Biuro"),
        "i.dawna": (False, None, "Biuro"),
    }
    assert {each[0] for each in polish.accesses if each[3]} == {"z.sliwa", "e.gorska"}
    assert {(*each[:2],) for each in polish.accesses if each[2] == "pliki" and each[0] != "i.dawna"} == {
        ("l.wojcik", "MAG-01"),
        ("l.wojcik", "MAG-02"),
        ("z.sliwa", "MAG-01"),
        ("magazyn", "MAG-02"),
        ("e.gorska", "BIU-01"),
        ("Jan Kowal", "BIU-02"),
    }
    assert [each.host for each in polish.machines if each.retired] == ["BIU-99"]
    assert polish.licences == [
        ("Windows Server 2022 CAL", 5, "user", "FV/2022/11"),
        ("Windows Server 2025 RDS CAL", 2, "device", "FV/2025/3"),
    ]
    assert set(polish.talk.questions) == {"login Jan Kowal"}


def test_a_name_that_two_accounts_bear_is_asked_and_never_taken(folder: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    people = book["Sheet"]
    people.title = "Personen"
    for row in (["Name", "Login"], ["Ada Blum", "a.blum"], ["Blum, Ada", "ada2"], ["Bo Rot", "b.rot"]):
        people.append(row)
    machines = book.create_sheet("Rechner")
    for row in (
        ["Rechner", "Typ", "Benutzer"],
        ["PC-1", "PC", "Ada Blum"],
        ["PC-2", "PC", "Cy Grau"],
        ["PC-3", "PC", "B Rot"],
    ):
        machines.append(row)
    path = folder / "two.xlsx"
    book.save(path)
    talk = Talk()
    found = list(evidence_of(decide(lists_of(path), (), talk), talk))
    assert not [each for each in found if isinstance(each, AffinitySeen)]
    assert [talk.questions[name].text for name in sorted(talk.questions)] == [
        'Which account is "Ada Blum"? In a column of people it stands as a name, and 2 accounts bear it: a.blum, ada2. '
        "Answer its logon name.",
        'Which account is "B Rot"? In a column of people it stands as a name, and no account of the lists bears it. '
        "Answer its logon name.",
        'Which account is "Cy Grau"? In a column of people it stands as a name, and no account of the lists bears it. '
        "Answer its logon name.",
    ]


def _lists(folder: Path, name: str, *rows: list[str]) -> list[ListFound]:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book["Sheet"].append(row)
    book["Sheet"].title = "Personen"
    book.save(folder / f"{name}.xlsx")
    return lists_of(folder / f"{name}.xlsx")


def test_a_remark_says_that_a_server_or_machine_is_out_of_use_where_no_status_does(folder: Path) -> None:
    servers = _lists(
        folder, "servers", ["Serwer", "System", "Uwagi"], ["S1", "2019", ""], ["S0", "2012", "wycofany w 2024"]
    )
    machines = _lists(
        folder, "machines", ["Rechner", "Typ", "Status", "Bemerkung"], ["PC-1", "PC", "ok", "Monitor verschrottet"],
        ["PC-2", "PC", "", "verschrottet"],
    )  # fmt: skip
    talk = Talk()
    found = list(evidence_of(decide([*servers, *machines], (), talk), talk))
    assert [(each.host, each.retired) for each in found if isinstance(each, ServerSeen | MachineSeen)] == [
        ("S1", False), ("S0", True), ("PC-1", False), ("PC-2", True),
    ]  # fmt: skip
    told = [remark.text for remark in talk.remarks if "out of use" in remark.text]
    assert told == [
        'S0 is out of use, as its remark "wycofany w 2024" says.',
        'PC-2 is out of use, as its remark "verschrottet" says.',
    ]  # fmt: skip


def _logons(lists: list[ListFound], directories: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    talk = Talk()
    found = evidence_of(decide(lists, (), talk), talk, directories)
    return [(each.domain, each.logon) for each in found if isinstance(each, AccountSeen)]


def test_the_own_domain_is_what_most_write_and_another_stays_another(folder: Path) -> None:
    rows = [["Name", "Login"], ["A", "WERK\\a"], ["B", "werk\\b"], ["C", "c"], ["D", "WERK\\d"], ["E", "PARTNER\\a"]]
    lists = _lists(folder, "domains", *rows)
    assert _logons(lists) == [("", "a"), ("", "b"), ("", "c"), ("", "d"), ("PARTNER", "a")]


def test_beside_a_directory_only_its_own_name_is_the_own_domain(folder: Path) -> None:
    lists = _lists(folder, "partners", ["Name", "Login"], ["A", "PARTNER\\a"], ["B", "PARTNER\\b"], ["C", "WERK\\c"])
    assert _logons(lists, ("werk.example.com",)) == [("PARTNER", "a"), ("PARTNER", "b"), ("", "c")]


def test_addresses_are_logon_names_only_where_the_list_shows_that_they_are_made_of_them(folder: Path) -> None:
    rows = [
        ["Name", "Login", "Mail"],
        ["A", "a", "a@werk.example"],
        ["B", "b", "b.blum@werk.example"],
        ["C", "c@werk.example", ""],
    ]
    lists = _lists(folder, "addresses", *rows)
    assert _logons(lists) == [("", "a"), ("", "b"), ("", "")]


def test_two_rows_without_a_logon_name_are_two_people_whatever_their_names(folder: Path) -> None:
    rows = [["Name", "Login"], ["Jo Winter", ""], ["Winter, Jo", ""], ["Jo Winter", "j.winter"]]
    lists = _lists(folder, "namesakes", *rows)
    talk = Talk()
    found = [each for each in evidence_of(decide(lists, (), talk), talk) if isinstance(each, AccountSeen)]
    assert [each.logon for each in found] == ["Jo Winter", "Winter, Jo (3)", "j.winter"]
    assert talk.questions["login Jo Winter"].text == (
        "What is the logon name of Jo Winter? Cell B2 has none. j.winter may be the same person."
    )

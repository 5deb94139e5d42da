"""People, machines and addresses joined across files by exact keys, and never by a guess."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date

import pytest

from planner.imports.gathered import File, Gathered
from planner.imports.joined import Choices, Joined, join
from planner.imports.questions import Talk
from planner.imports.sources import FORMATS, recognise
from tests.unit.imports.texts import grid_of

DAY = date(2026, 3, 2)
USERS = "DistinguishedName,SamAccountName,UserPrincipalName,EmailAddress,EmployeeID,Enabled,DisplayName,ObjectClass\n"


def ad(*rows: str) -> str:
    """Return an export of accounts: `logon,upn,mail,number,enabled,name` each."""
    lines = []
    for row in rows:
        logon, upn, mail, number, enabled, name = row.split(",")
        lines.append(f'"CN={name},OU=Staff,DC=haus,DC=test",{logon},{upn},{mail},{number},{enabled},{name},user')
    return USERS + "\n".join(lines) + "\n"


def joined(talk: Talk | None = None, choices: Choices | None = None, **files: str) -> Joined:
    """Join exports, each under its name, in which two underscores stand for a point."""
    gathered, talk = Gathered(), talk if talk is not None else Talk()
    for name, text in files.items():
        grid = grid_of(text, name.replace("__", "."))
        found = recognise(grid, FORMATS)
        assert found is not None, name
        file = File(grid.name, name, found.format, found.why)
        file.evidence = list(found.format.read(found.table, talk))
        gathered.files.append(file)
    with ExitStack():
        return join(gathered, choices or Choices(as_of=DAY), talk)


def triples(found: Joined) -> set[tuple[str, str, str]]:
    return {
        (access.user.id if access.user else "", access.device or access.unknown, access.server.id)
        for access in found.accesses()
    }


def test_accounts_of_one_number_are_one_person_and_the_daily_one_stands_for_both():
    found = joined(users=ad("adm-ann,,,17,True,Ann Holt", "ann.holt,,,17,True,Ann Holt", "bo,,,18,True,Bo Lind"))

    assert [account.id for account in found.persons] == ["ann.holt", "bo"]


def test_a_number_under_two_names_is_asked_and_joins_nobody():
    talk = Talk()
    text = ad("ann,,,17,True,Ann Holt", "carl,,,17,True,Carl Voss")

    assert len(joined(talk, users=text).persons) == 2
    assert talk.questions["one person 17"].until_answered == "They count as people of their own."
    assert len(joined(Talk(answers={"one person 17": "yes"}), users=text).persons) == 1


def test_an_administrators_account_without_a_number_is_a_suggestion_only():
    talk = Talk()
    text = ad("ann.holt,,,17,True,Ann Holt", "adm-aholt,,,,True,adm-aholt")

    assert [account.id for account in joined(talk, users=text).persons] == ["adm-aholt", "ann.holt"]
    assert talk.questions["owner of adm-aholt"].is_suggestion
    assert "ann.holt" in talk.questions["owner of adm-aholt"].text
    answered = Talk(answers={"owner of adm-aholt": "ann.holt"})
    assert [account.id for account in joined(answered, users=text).persons] == ["ann.holt"]


ENTRA = "userPrincipalName,displayName,mail,id,userType,accountEnabled\n"


def test_the_cloud_joins_by_name_of_principal_before_mail():
    users = ad(
        "m.kern,m.kern@haus.test,marta.voss@haus.test,3,True,Marta Voss", "v.neu,v.neu@haus.test,,4,True,Vera Neu"
    )
    cloud = ENTRA + "marta.voss@haus.test,Marta Voss,,id1,Member,True\nv.neu@haus.test,Vera Neu,,id2,Member,True\n"
    talk = Talk()
    found = joined(talk, users=users, cloud=cloud)

    assert {account.id: len(account.rows) for account in found.people.accounts} == {"m.kern": 2, "v.neu": 2}
    assert {(merge.into, merge.key) for merge in talk.merges} == {
        ("m.kern", "mail address"),
        ("v.neu", "user principal name"),
    }


def test_a_mail_address_that_was_given_on_is_asked():
    users = ad("l.alt,l.alt@haus.test,verkauf@haus.test,3,False,Lea Alt")
    cloud = ENTRA + "n.jung@haus.test,Nils Jung,verkauf@haus.test,id1,Member,True\n"
    talk = Talk()
    found = joined(talk, users=users, cloud=cloud)

    assert len(found.people.accounts) == 2
    assert "mail address" in talk.questions["same account n.jung@haus.test"].text


def test_people_in_units_of_service_are_people():
    text = USERS + (
        '"CN=Ida Lang,OU=Kundendienst,DC=haus,DC=test",i.lang,,ida@haus.test,,True,Ida Lang,user\n'
        '"CN=svcarlson,OU=Staff,DC=haus,DC=test",svcarlson,,,9,True,S. V. Carlson,user\n'
        '"CN=backup,OU=Dienstkonten,DC=haus,DC=test",backup,,,,True,backup,user\n'
    )

    assert [account.id for account in joined(users=text).persons] == ["i.lang", "svcarlson"]


def test_accounts_of_programs_are_told_by_name_unless_they_have_a_number():
    found = joined(
        users=ad("sqlagent,,,,True,SQL", "backup_svc,,,,True,Backup", "scan.dienst,,,,True,Scan", "svc_x,,,,True,X",
                 "veeam,,,7,True,Veea Man", "disservice,,,,True,Dis", "sqlagentin,,,,True,Ines")
    )  # fmt: skip

    assert [account.id for account in found.persons] == ["disservice", "sqlagentin", "veeam"]


@pytest.mark.parametrize(
    ("cells", "enabled"),
    [("512,0", True), ("514,0", False), ("512,133814592000000000", False), ("512,9223372036854775807", True)],
)
def test_flags_and_days_say_whether_an_account_is_in_use(cells, enabled):
    text = f'DN,objectClass,sAMAccountName,userAccountControl,accountExpires\n"CN=A,DC=haus,DC=test",user,a,{cells}\n'

    assert bool(joined(users=text).persons) is enabled


LOG = "UserName,IPAddress,AccessDate,AccessCount,RoleGuid,PSComputerName,ProductName\n"
FILES = "10a9226f-50ee-49d8-a393-9a501d47ce04"


def log(*rows: str, server: str = "FS1", role: str = FILES) -> str:
    """Return a log per day: `account,address,day` each."""
    return LOG + "".join(f"{row},2,{role},{server},Windows Server 2022 Standard\n" for row in rows)


COMPUTERS = "Name,DNSHostName,SamAccountName,OperatingSystem,IPv4Address,Enabled,DistinguishedName\n"


def computers(*rows: str) -> str:
    """Return an export of computers: `name,system,address` each."""
    lines = [
        f'{row.split(",")[0]},,{row.split(",")[0]}$,{row.partition(",")[2]},True,"DC=haus,DC=test"' for row in rows
    ]
    return COMPUTERS + "\n".join(lines) + "\n"


def test_an_account_of_another_domain_is_somebody_else():
    talk = Talk()
    found = joined(
        talk,
        users=ad("ann,,,1,True,Ann", "bo,,,2,True,Bo"),
        machines=computers("PC-1,Windows 11,10.0.0.1"),
        log=log("haus\\ann,10.0.0.1,2026-02-01", "HAUS\\bo,10.0.0.1,2026-02-01", "werk\\ann,10.0.0.1,2026-02-02"),
    )

    assert triples(found) == {("ann", "pc-1", "FS1"), ("bo", "pc-1", "FS1"), ("werk\\ann", "pc-1", "FS1")}
    assert [account.id for account in found.persons] == ["ann", "bo"]
    assert "A namesake is ann, who need not be the same" in talk.questions["account werk\\ann"].text
    answered = joined(
        Talk(answers={"account werk\\ann": "ann"}),
        users=ad("ann,,,1,True,Ann", "bo,,,2,True,Bo"),
        machines=computers("PC-1,Windows 11,10.0.0.1"),
        log=log("haus\\ann,10.0.0.1,2026-02-01", "haus\\bo,10.0.0.1,2026-02-01", "werk\\ann,10.0.0.1,2026-02-02"),
    )
    assert triples(answered) == {("ann", "pc-1", "FS1"), ("bo", "pc-1", "FS1")}


def test_the_name_of_a_domain_that_two_meet_alike_is_asked():
    talk = Talk()
    rows = ("nord\\ann,10.0.0.1,2026-02-01", "sued\\bo,10.0.0.1,2026-02-01")
    users = ad("ann,,,1,True,Ann", "bo,,,2,True,Bo")

    assert triples(joined(talk, users=users, log=log(*rows))) >= {("nord\\ann", "ip:10.0.0.1", "FS1")}
    assert talk.questions["home domain haus.test"].choices == ("nord", "sued")
    named = joined(choices=Choices(as_of=DAY, home_domain="NORD"), users=users, log=log(*rows))
    assert ("ann", "ip:10.0.0.1", "FS1") in triples(named)


def test_machine_accounts_tell_whose_an_address_was_on_a_day():
    found = joined(
        users=ad("ann,,,1,True,Ann", "bo,,,2,True,Bo"),
        machines=computers("PC-1,Windows 11,", "PC-2,Windows 11,10.0.0.9", "FS1,Windows Server 2019 Standard,10.0.0.2"),
        log=log(
            "haus\\pc-1$,10.0.0.9,2026-01-03",
            "haus\\pc-1$,10.0.0.9,2026-01-20",
            "haus\\pc-2$,10.0.0.9,2026-02-02",
            "haus\\pc-2$,10.0.0.9,2026-02-20",
            "haus\\ann,10.0.0.9,2026-01-11",
            "haus\\bo,10.0.0.9,2026-02-02",
            "haus\\bo,10.0.0.9,2026-01-28",
            "haus\\ann,::1,2026-01-11",
            "haus\\ann,10.0.0.2,2026-01-11",
            ",10.0.0.77,2026-01-11",
            ",FE80::1,2026-01-11",
        ),
    )

    assert triples(found) == {
        ("ann", "pc-1", "FS1"),
        ("bo", "pc-2", "FS1"),
        ("bo", "ip:10.0.0.9", "FS1"),
        ("ann", "unknown", "FS1"),
        ("", "ip:10.0.0.77", "FS1"),
    }


INTUNE = "Device name,Serial number,Primary user UPN,Last check-in,OS,Microsoft Entra Device ID\n"


def test_two_serial_numbers_under_one_name_are_two_machines_and_the_name_is_the_later_ones():
    talk = Talk()
    found = joined(
        talk,
        machines=computers("NB-4,Windows 11,10.0.0.4"),
        intune=INTUNE + "NB-4,OLD44X,,2025-03-01,Windows,e1\nNB-4,NEW44X,,2026-02-01,Windows,e2\n",
    )

    assert {machine.id: sorted(machine.serials) for machine in found.machines.devices} == {
        "nb-4": ["NEW44X"],
        "old44x": ["OLD44X"],
    }
    assert "replaced nb-4" in talk.questions


def test_a_renamed_machine_is_one_and_has_its_latest_name():
    found = joined(
        machines=computers("NB-5,Windows 11,", "NB-5-NEU,Windows 11,"),
        intune=INTUNE + "NB-5,SER5,,2025-03-01,Windows,\nNB-5-NEU,SER5,,2026-02-01,Windows,\n",
    )

    assert [machine.id for machine in found.machines.devices] == ["nb-5-neu"]


def test_phones_are_never_joined_by_name_and_dummy_serial_numbers_never_at_all():
    found = joined(
        intune=INTUNE
        + "iPhone,PH1X,,2026-02-01,iOS,e1\niPhone,PH2X,,2026-02-01,iOS,e2\n"
        + "PC-7,Default string,,2026-02-01,Windows,\nPC-8,Default string,,2026-02-01,Windows,\n",
        entra="displayName,accountEnabled,operatingSystem,joinType (trustType),deviceId\niPhone,True,IPhone,Azure AD "
        "registered,e1\niPhone,True,IPhone,Azure AD registered,e3\n",
    )

    assert sorted(machine.id for machine in found.machines.devices) == ["e3", "pc-7", "pc-8", "ph1x", "ph2x"]


def test_a_name_of_more_than_fifteen_letters_is_the_same_machine_cut():
    found = joined(
        machines=COMPUTERS
        + 'KONSTRUKTION-PL,konstruktion-platz-12.haus.test,KONSTRUKTION-PL$,Windows 11,,True,"DC=haus"\n',
        intune=INTUNE + "KONSTRUKTION-PLATZ-12,SER9X,,2026-02-01,Windows,\n",
    )

    assert [machine.id for machine in found.machines.devices] == ["konstruktion-platz-12"]


def test_a_cut_name_that_two_machines_may_have_is_asked_and_joined_to_neither():
    """The later of the two got it, and it was asked which of them was replaced."""
    talk = Talk()
    intune = (
        INTUNE + "KONSTRUKTION-PLATZ-12,SER9X,,2026-02-01,Windows,\nKONSTRUKTION-PLATZ-13,SER9Y,,2026-02-02,Windows,\n"
    )
    machines = COMPUTERS + 'KONSTRUKTION-PL,,KONSTRUKTION-PL$,Windows 11,,True,"DC=haus"\n'
    found = joined(talk, machines=machines, intune=intune)

    names = ["konstruktion-pl", "konstruktion-platz-12", "konstruktion-platz-13"]
    assert sorted(machine.id for machine in found.machines.devices) == names
    assert [each.id for each in talk.open] == ["cut name konstruktion-pl"]
    answered = joined(Talk({"cut name konstruktion-pl": names[1]}), machines=machines, intune=intune)
    assert sorted(machine.id for machine in answered.machines.devices) == names[1:]


def test_groups_and_units_of_a_directory_are_no_accounts():
    """They were people without a name, each of whom needed a licence."""
    found = joined(
        all="DN,objectClass,cn,sAMAccountName,userAccountControl\n"
        '"CN=Ann,OU=Staff,DC=haus,DC=test",top;person;organizationalPerson;user,Ann,ann,512\n'
        '"CN=Ben,OU=Staff,DC=haus,DC=test",inetOrgPerson,Ben,ben,512\n'
        '"CN=GG_ERP,OU=Groups,DC=haus,DC=test",group,GG_ERP,GG_ERP,\n'
        '"OU=Staff,DC=haus,DC=test",organizationalUnit,,,\n'
        '"CN=PRN,CN=PC-1,DC=haus,DC=test",printQueue,PRN,,\n'
        '"CN=PC-1,DC=haus,DC=test",computer,PC-1,PC-1$,4096\n'
    )

    assert [account.id for account in found.persons] == ["ann", "ben"]
    assert [machine.id for machine in found.machines.devices] == ["pc-1"]


def test_a_name_whose_letters_were_lost_is_asked_with_who_it_may_be():
    talk = Talk()
    found = joined(talk, users=ad("göran,,,1,True,Göran Ek"), log=log("haus\\g?ran,10.0.0.9,2026-02-01"))

    assert {user for user, _, _ in triples(found)} == {"haus\\g?ran"}
    assert "Letters were lost in the export; it may be göran." in talk.questions["account haus\\g?ran"].text


def test_a_name_without_a_domain_that_two_directories_have_is_asked_with_both():
    talk = Talk()
    other = ad("ann,,,2,True,Ann B").replace("DC=haus", "DC=hof")
    found = joined(talk, a=ad("ann,,,1,True,Ann A"), b=other, log=log("ann,10.0.0.9,2026-02-01"))

    assert {user for user, _, _ in triples(found)} == {"ann"}
    assert talk.questions["account ann"].text == (
        "ann stands in a log without a domain, and may be haus.test\\ann or hof.test\\ann. Answer employee, external, "
        "nobody, or whose account it is."
    )


def test_a_log_of_a_server_that_no_list_has_is_of_the_one_that_its_name_says_and_it_is_asked():
    talk = Talk()
    text = log("haus\\ann,10.0.0.9,2026-02-01").replace("FS1", "")
    found = joined(talk, users=ad("ann,,,1,True,Ann"), **{"Get-UalDailyAccess_HV07__csv": text, "ual_daily__csv": text})

    assert {server for _, _, server in triples(found)} == {"HV07"}
    until = {id: each.until_answered for id, each in talk.questions.items() if id.startswith("server of")}
    assert until == {
        "server of Get-UalDailyAccess_HV07.csv": "HV07 is taken, as its name says.",
        "server of ual_daily.csv": "Its rows are left out.",
    }

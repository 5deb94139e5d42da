"""An invented shipyard's exports, in dialects of German and American Windows, and the right answers, found by hand.

Layouts are those of the real programs; every name, number and address is made up.  Traps, each once or twice: a logon
name cut at twenty characters, a name changed by marriage, another domain's namesake, an administrator's second
account with and without a number, a shared account, customer service in a unit of that name, an address that changed
hands, loopback, a public address, a scanner without a person, a renamed and a replaced machine, two phones of one
name, an archived machine, a log without its server's name, a year that the tool got wrong, packs built in, a revoked
licence, purchases in two lists, a return, a suite.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

AS_OF = date(2026, 4, 21)
FILES = "10a9226f-50ee-49d8-a393-9a501d47ce04"
DOMAIN = "ad495fc3-0eaa-413d-ba7d-8b13fa7ec598"
REMOTE = "90e64afa-70db-4fef-878b-7eb8c868f091"

_PEOPLE = (  # logon, UPN before @, number, name, unit, control, department
    ("ada.brand", "ada.brand", "0071", "Ada Brand", "Werft", 512, "Konstruktion"),
    ("bela.czerny", "bela.czerny", "0072", "Béla Czerny", "Werft", 512, "Konstruktion"),
    ("cosima.d", "cosima.neumann", "0073", "Cosima Neumann", "Werft", 512, "Einkauf"),
    ("friedhelmine.schmidt", "friedhelmine.schmidtke", "0075", "Friedhelmine Schmidtke", "Werft", 512, "Vertrieb"),
    ("gero.höfer", "gero.hoefer", "0076", "Gero Höfer", "Kundendienst", 512, "Kundendienst"),
    ("hilda.ivers", "hilda.ivers", "0077", "Hilda Ivers", "Werft", 66048, "IT"),
    ("ingo.jost", "ingo.jost", "0079", "Ingo Jost", "Werft", 512, "Werkstatt"),
    ("kaja.lund", "kaja.lund", "0080", "Kaja Lund", "Werft", 512, "Werkstatt"),
    ("malte.noll", "malte.noll", "0081", "Malte Noll", "Werft", 512, "Lager"),
    ("otto.prinz", "otto.prinz", "0082", "Otto Prinz", "Ausgeschieden", 514, "Lager"),
    ("adm-ivers", "adm-ivers", "0077", "adm-ivers", "Admins", 512, "IT"),
    ("adm.quast", "adm.quast", "", "adm.quast", "Admins", 512, "IT"),
    ("schicht2", "schicht2", "", "Schicht 2", "Werft", 66048, "Werkstatt"),
    ("svc_kran", "svc_kran", "", "svc_kran", "Dienstkonten", 66048, ""),
    ("krbtgt", "", "", "krbtgt", "Users", 514, ""),
)
_MACHINES = (  # name, system, address, enabled
    ("KAI-DC", "Windows Server 2019 Standard", "10.7.0.5", True),
    ("KAI-FS", "Windows Server 2022 Datacenter", "10.7.0.6", True),
    ("KAI-TS", "Windows Server 2016 Standard", "10.7.0.7", True),
    ("KAI-APP", "Windows Server 2012 R2 Standard", "10.7.0.8", True),
    ("W-101", "Windows 11 Pro", "10.7.1.11", True),
    ("W-103", "Windows 11 Pro", "10.7.1.13", True),
    ("N-202", "Windows 11 Enterprise", "10.7.2.22", True),
    ("N-204", "Windows 11 Enterprise", "", True),
    ("N-205NEU", "Windows 11 Enterprise", "10.7.2.25", True),
    ("TERMINAL-HALLE", "Windows 10 IoT Enterprise LTSC", "10.7.3.31", True),
    ("W-ALT9", "Windows 10 Pro", "", False),
)


def write(folder: Path) -> list[Path]:
    """Write the files, and return them."""
    made = {
        "ad_users.csv": (_ad_users(), "utf-16"),
        "ad_computers.csv": (_ad_computers(), "cp1252"),
        "exportUsers_2026-4-20.csv": (_entra_users(), "utf-8-sig"),
        "DevicesWithInventory.csv": (_intune(), "utf-8-sig"),
        "exportDevice_2026-4-20.csv": (_entra_devices(), "utf-8-sig"),
        "ual_daily_KAI-FS.csv": (_daily(), "cp1252"),
        "ual_user_KAI-APP.csv": (_by_user(), "ascii"),
        "20260420_SumECmd_DETAIL_ClientsDetailed_KAI-DC.csv": (_detailed(), "utf-8-sig"),
        "KAI-TS.txt": (_kstrike(), "utf-16"),
        "affinity.csv": (_affinity(), "utf-8"),
        "assets.csv": (_assets(), "utf-8"),
        "licences.csv": (_licences(), "utf-8"),
        "keypacks.csv": (_packs(), "utf-8"),
        "issued.csv": (_issued(), "utf-8"),
        "transactions.csv": (_transactions(), "utf-8"),
    }
    for name, (text, encoding) in made.items():
        (folder / name).write_bytes(text.replace("\n", "\r\n").encode(encoding))
    _statement(folder / "lizenzaufstellung.xlsx")
    return sorted(folder.iterdir())


def _quoted(separator: str, *cells: object) -> str:
    return separator.join(f'"{cell}"' for cell in cells) + "\n"


def _ad_users() -> str:
    head = (
        "accountExpires", "Department", "DisplayName", "DistinguishedName", "EmailAddress", "EmployeeID", "Enabled",
        "LastLogonDate", "ObjectClass", "proxyAddresses", "SamAccountName", "userAccountControl", "UserPrincipalName",
    )  # fmt: skip
    rows = [
        _quoted(
            ";", "9223372036854775807", department, name, f"CN={name},OU={unit},DC=werft,DC=test",
            f"{upn}@werft.example" if number else "", number, str(control & 2 == 0), "3.04.2026 07:15:00", "user",
            "Microsoft.ActiveDirectory.Management.ADPropertyValueCollection", logon, control,
            f"{upn}@werft.example" if upn else "",
        )
        for logon, upn, number, name, unit, control, department in _PEOPLE
    ]  # fmt: skip
    return _quoted(";", *head) + "".join(rows)


def _ad_computers() -> str:
    head = ("Name", "DNSHostName", "SamAccountName", "Enabled", "OperatingSystem", "IPv4Address", "DistinguishedName")
    rows = [
        _quoted(
            ",", name, f"{name.lower()}.werft.test", f"{name}$", enabled, system, address, f"CN={name},DC=werft,DC=test"
        )
        for name, system, address, enabled in _MACHINES
    ]
    return "#TYPE Microsoft.ActiveDirectory.Management.ADComputer\n" + _quoted(",", *head) + "".join(rows)


def _entra_users() -> str:
    rows = [
        f"{upn}@werft.example,{name},,{upn}@werft.example,,id-{number},Member,,,{control & 2 == 0},DE"
        for _, upn, number, name, _, control, _ in _PEOPLE
        if number and not upn.startswith("adm")
    ]
    rows += [
        "gast_partner.example#EXT#@werft.onmicrosoft.com,Gast,,gast@partner.example,,id-g,Guest,,,True,",
        "notfall@werft.onmicrosoft.com,Notfall,,,,id-n,Member,,,True,",
        "einkauf@werft.example,Einkauf,,einkauf@werft.example,,id-e,Member,,,False,",
    ]
    head = "userPrincipalName,displayName,surname,mail,givenName,objectId,userType,jobTitle,department,accountEnabled,"
    return f"{head}usageLocation\n" + "\n".join(rows) + "\n"


def _intune() -> str:
    head = (
        "Device ID,Device name,Enrollment date,Last check-in,Azure AD Device ID,OS version,Azure AD registered,"
        "Serial number,Manufacturer,Model,Primary user UPN,WiFiIPv4Address,OS"
    )
    rows = (
        ("N-202", "2026-04-18", "aad-202", "NB20X2", "ThinkPad T14", "bela.czerny", "10.7.2.22", "Windows"),
        ("N-204", "2025-02-02", "aad-204a", "NB20X4", "ThinkPad T14", "cosima.neumann", "", "Windows"),
        ("N-204", "2026-04-19", "aad-204b", "NB99Y4", "ThinkPad T16", "cosima.neumann", "10.7.2.24", "Windows"),
        ("N-205", "2025-05-05", "aad-205", "NB20X5", "ThinkPad T14", "friedhelmine.schmidtke", "", "Windows"),
        ("N-205NEU", "2026-04-17", "aad-205", "NB20X5", "ThinkPad T14", "friedhelmine.schmidtke", "", "Windows"),
        ("iPhone", "2026-04-11", "aad-p1", "PHX0001A", "iPhone 15", "ada.brand", "", "iOS/iPadOS"),
        ("iPhone", "2026-04-12", "aad-p2", "PHX0002B", "iPhone 15", "None", "", "iOS/iPadOS"),
    )  # fmt: skip
    lines = [
        f"id,{name},2023-01-01 08:00:00.0000000,{seen} 06:00:00.0000000,{aad},10.0.22631.1,True,{serial},Maker,{model},"
        f"{upn + '@werft.example' if '.' in upn else upn},{address},{system}"
        for name, seen, aad, serial, model, upn, address, system in rows
    ]
    return head + "\n" + "\n".join(lines) + "\n"


def _entra_devices() -> str:
    head = "displayName,accountEnabled,operatingSystem,joinType (trustType),registeredOwners,deviceId,objectId"
    rows = (
        "N-202,True,Windows,Microsoft Entra hybrid joined,,aad-202,o1",
        "n-202,True,Windows,Microsoft Entra registered,bela.czerny@werft.example,aad-old,o2",
        "W-103,True,Windows,Microsoft Entra hybrid joined,,aad-103,o3",
        "iPhone,True,IPhone,Microsoft Entra registered,ada.brand@werft.example,aad-p1,o4",
        "iPhone,True,IPhone,Microsoft Entra registered,,aad-p2,o5",
    )
    return head + "\n" + "\n".join(rows) + "\n"


def _daily() -> str:
    """A log of German Windows, with its addresses' machine accounts: 10.7.2.40 was N-202's, then N-205NEU's."""
    rows = (
        ("werft\\ada.brand", "10.7.1.11", "2.2.2026", 7),
        ("werft\\ada.brand", "10.7.1.11", "3.2.2026", 4),
        ("WERFT.TEST\\Ada.Brand", "10.7.1.13", "14.3.2026", 1),
        ("werft\\bela.czerny", "10.7.2.40", "5.1.2026", 3),
        ("werft\\cosima.d", "10.7.2.24", "9.4.2026", 11),
        ("werft\\friedhelmine.schmidt", "10.7.2.40", "7.4.2026", 2),
        ("werft\\friedhelmine.schmidt", "10.7.2.40", "2.3.2026", 5),
        ("werft\\gero.höfer", "10.7.1.13", "17.8.2025", 6),
        ("azuread\\kaja.lund@werft.example", "10.7.3.31", "19.2.2026", 8),
        ("werft\\schicht2", "10.7.3.31", "20.2.2026", 9),
        ("hafen\\ada.brand", "10.7.1.99", "1.4.2026", 1),
        ("werft\\svc_kran", "10.7.4.44", "1.4.2026", 30),
        ("werft\\svc_kran", "10.7.0.8", "1.4.2026", 31),
        ("nt-autorität\\anonymous-anmeldung", "10.7.4.44", "2.4.2026", 2),
        ("werft\\otto.prinz", "10.7.1.13", "17.6.2025", 2),
        ("werft\\n-202$", "10.7.2.40", "4.1.2026", 2),
        ("werft\\n-202$", "10.7.2.40", "30.1.2026", 2),
        ("werft\\n-205neu$", "10.7.2.40", "1.4.2026", 2),
        ("werft\\n-205neu$", "10.7.2.40", "15.4.2026", 2),
        ("werft\\kai-fs$", "::1", "1.4.2026", 2),
    )
    head = _quoted(
        ";", "AccessCount", "AccessDate", "IPAddress", "UserName", "ProductName", "RoleGuid", "PSComputerName"
    )
    system = "Windows Server 2022 Datacenter"
    lines = [
        _quoted(";", count, f"{int(day.split('.')[0]):02}.{int(day.split('.')[1]):02}.{day.split('.')[2]} 00:00:00",
                address, user, system, FILES, "KAI-FS")
        for user, address, day, count in rows
    ]  # fmt: skip
    return head + "".join(lines)


def _by_user() -> str:
    """A log read out on the server itself: no column names it."""
    head = _quoted(",", "ActivityCount", "FirstSeen", "LastSeen", "ProductName", "RoleGuid", "UserName")
    rows = (("werft\\ada.brand", 5), ("werft\\hilda.ivers", 2), ("werft\\ingo.jost", 3), ("werft\\kai-dc$", 400))
    system = "Windows Server 2012 R2 Standard"
    return head + "".join(
        _quoted(",", count, "1/31/2026 7:00:00 AM", "4/2/2026 3:00:00 PM", system, FILES, user) for user, count in rows
    )


def _detailed() -> str:
    """The tool's own day has the year of the PC it ran on: 2027 stands for 2026."""
    head = (
        "Date,Count,DayNumber,RoleGuid,RoleDescription,AuthenticatedUserName,TotalAccesses,InsertDate,LastAccess,"
        "IpAddress,ClientName,TenantId,SourceFile\n"
    )
    rows = (
        ("2027-02-02", "werft\\ada.brand", "10.7.1.11"),
        ("2027-02-03", "werft\\ada.brand", "10.7.1.11"),
        ("2027-02-04", "werft\\malte.noll", "0000:0000:0000:0000:0000:0000:0000:0001"),
        ("2027-02-05", "werft\\adm-ivers", "10.7.1.13"),
        ("2027-01-11", "werft\\bela.czerny", "10.7.2.40"),
    )
    return head + "".join(
        f"{day},4,33,{DOMAIN},Active Directory Domain Services,{user},9,2026-01-02 07:00:00,2026-03-30 08:00:00,"
        f"{address},,5e21,Current.mdb\n"
        for day, user, address in rows
    )


def _kstrike() -> str:
    head = (
        "RoleGuid (RoleName)||TenantId||TotalAccesses||InsertDate||LastAccess||RawAddress||"
        "ConvertedAddress (Correlated_HostName(s))||AuthenticatedUserName||DatesAndAccesses||\n"
    )
    rows = (
        ("0A07011F", "10.7.1.31 ('terminal-halle', 'terminal-halle.werft.test')", "werft\\ingo.jost\0"),
        ("0A07031F", "10.7.3.31 (No Match for IP address found)", "werft\\ingo.jost\0"),
        ("0A07031F", "10.7.3.31 (No Match for IP address found)", "werft\\kaja.lund\0"),
        ("C6336407", "198.51.100.7 (No Match for IP address found)", "werft\\malte.noll\0"),
        ("0A07031F", "10.7.3.31 (No Match for IP address found)", "<BLANK>"),
    )
    return head + "".join(
        f"{{{REMOTE.upper()}}} (Windows ServerRemote Desktop Services)||{{0}}||3||2026-03-02 09:00:00.1||"
        f"2026-04-01 09:00:00.1||{raw}||{shown}||{user}||2026-03-02: 1, 2026-04-01: 2, ||\n"
        for raw, shown, user in rows
    )


def _affinity() -> str:
    rows = (
        ("W-101", "werft\\ada.brand", "True"),
        ("W-101", "WERFT\\Ada.Brand", "True"),
        ("W-103", "werft\\gero.höfer", "True"),
        ("W-103", "werft\\hilda.ivers", "True"),
        ("W-ALT9", "werft\\otto.prinz", "False"),
    )
    head = "User device affinity associations per collection\nCollection:,Alle Systeme\n\n"
    head += "ResourceName,UniqueUserName,IsActive\n"
    return head + "".join(f"{host},{user},{active}\n" for host, user, active in rows)


def _assets() -> str:
    head = (
        'Firma,"Asset Name","Asset Tag",Modell,Kategorie,Hersteller,Seriennummer,Typ,Username,"Employee No.",Status\n'
    )
    rows = (
        ('"Rechner Ada"', "OptiPlex", "Desktop", "", "", "", "Einsatzbereit"),
        ("W-101", "OptiPlex", "Desktop", "DT1101", "user", "ada.brand", "Ausgegeben"),
        ('"Notebook Béla"', "ThinkPad T14", "Laptop", "NB20X2", "user", "bela.czerny", "Ausgegeben"),
        ("SCAN-LAGER", "DS-530", "Scanner", "SC0044", "location", "", "Ausgegeben"),
        ("W-ALT9", "OptiPlex", "Desktop", "DT0009", "", "", "Archiviert"),
        ('"Monitor Ada"', "U2723", "Monitor", "MO1", "user", "ada.brand", "Ausgegeben"),
    )
    return head + "".join(
        f'"Werft GmbH",{name},A-{place},"{model}",{kind},Maker,{serial},{of},{user},,"{status}"\n'
        for place, (name, model, kind, serial, of, user, status) in enumerate(rows)
    )


def _licences() -> str:
    head = 'id,Firma,Name,Seriennummer,Kaufdatum,Kaufpreis,Bestellnummer,"Anzahl Aktivierungen",'
    head += '"Gelöscht am",Notizen,Bestellnummer\n'
    rows = (
        ("Windows Server 2019 Device CAL", "B-17", 17, "", ""),
        ("Windows Server 2022 User CAL 5er-Pack OEM", "DELL-3", 10, "", "mit Server gekauft"),
        ("Windows Server 2008 Device CAL", "B-01", 40, "2021-01-01 10:00:00", ""),
        ("Exchange Server 2019 User CAL", "B-09", 23, "", ""),
    )
    return head + "".join(
        f'{place},"Werft GmbH","{name}",,2024-05-0{place},"1.249,00",{order},{seats},{gone},"{note}",X\n'
        for place, (name, order, seats, gone, note) in enumerate(rows, start=1)
    )


def _packs() -> str:
    head = (
        "__GENUS,__CLASS,AvailableLicenses,Description,ExpirationDate,IssuedLicenses,KeyPackId,KeyPackType,ProductType,"
        "ProductVersion,ProductVersionID,TotalLicenses,TypeAndModel,PSComputerName\n"
    )
    rows = (
        "2,x,-1,A02-6.00-S,20380119031407.000000-000,2,1,4,0,Windows 2008 oder Windows 2008 R2,2,-1,,KAI-TS",
        "2,x,1,C50-10.00-S,20380101080000.000000-000,3,2,5,1,Windows Server 2016,5,9,RDS-CAL pro Benutzer,KAI-TS",
    )
    return head + "\n".join(rows) + "\n"


def _issued() -> str:
    head = "ExpirationDate,IssueDate,KeyPackId,LicenseId,LicenseStatus,sIssuedToComputer,sIssuedToUser,PSComputerName\n"
    rows = (
        "20260601080000.000000-000,20260402080000.000000-000,2,5,2,,WERFT\\Ingo.Jost,KAI-TS",
        "20260601080000.000000-000,20260402080000.000000-000,2,6,2,,WERFT\\Hilda.Ivers,KAI-TS",
        "20260101080000.000000-000,20251102080000.000000-000,2,7,2,,WERFT\\ada.brand,KAI-TS",
        "20260601080000.000000-000,20260402080000.000000-000,2,8,4,,WERFT\\cosima.d,KAI-TS",
    )
    return head + "\n".join(rows) + "\n"


def _transactions() -> str:
    head = "Agreement Number,Part Number,Item Name,License Type,Quantity,Transaction Date,Reseller\n"
    rows = (
        "V771,R18-05768,WinSvrCAL 2019 SNGL OLP NL DvcCAL,L,19,2021-03-04,Händler",
        "V771,R18-05768,WinSvrCAL 2019 SNGL OLP NL DvcCAL,L,-2,2021-04-04,Händler",
        "V772,R18-00144,WinSvrCAL ALNG LicSAPk MVL UsrCAL,L&SA,7,2023-06-30,Händler",
        "V772,R18-00145,WinSvrCAL ALNG SA MVL UsrCAL,SA,7,2025-06-30,Händler",
        "V773,6VC-03224,WinRmtDsktpSrvcsCAL 2016 SNGL OLP NL UsrCAL,L,5,2018-09-09,Händler",
        "V774,W06-01063,CoreCAL ALNG LicSAPk MVL UsrCAL,L&SA,3,2022-01-01,Händler",
    )
    return head + "\n".join(rows) + "\n"


def _statement(path: Path) -> None:
    import xlsxwriter

    head = (
        "Product Pool", "Licence Product Family", "Licence Version", "Effective Licence Quantity", "Active SA Quantity",
        "Country of Usage",
    )  # fmt: skip
    rows = (
        ("Servers", "Windows Server - Device CAL", 2019, 17, 0, "All Countries"),
        ("Servers", "Windows Server - Device CAL", 2019, 17, 0, "Germany"),
        ("Servers", "Windows Server - User CAL", 2025, 7, 7, "All Countries"),
        ("Servers", "Windows Server - User CAL", 2025, 7, 7, "Germany"),
        ("Servers", "Windows Remote Desktop Services - User CAL", 2016, 5, 0, "All Countries"),
        ("Servers", "Windows Server - Standard 2 Core", 2022, 32, 0, "All Countries"),
    )
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Zusammenfassung").write(0, 0, "Microsoft Licence Statement")
        page = book.add_worksheet("Pivot- Daten")
        page.write(0, 0, "Microsoft Licence Statement")
        page.write(2, 10, "2026/04/02")
        for place, row in enumerate((head, *rows)):
            page.write_row(9 + place, 0, row)


PERSONS = (
    "ada.brand", "adm.quast", "bela.czerny", "cosima.d", "friedhelmine.schmidt", "gero.höfer", "hilda.ivers",
    "ingo.jost", "kaja.lund", "malte.noll", "schicht2",
)  # fmt: skip
DEVICES = (
    "n-202", "n-204", "n-205neu", "nb20x4", "phx0001a", "phx0002b", "rechner ada", "scan-lager", "terminal-halle",
    "w-101", "w-103",
)  # fmt: skip
VERSIONS = {"KAI-DC": "2019", "KAI-FS": "2022", "KAI-TS": "2016", "KAI-APP": "2012 R2"}
RESOLVED = (
    ("ada.brand", "w-101", "KAI-DC"), ("ada.brand", "w-101", "KAI-FS"), ("ada.brand", "w-103", "KAI-FS"),
    ("bela.czerny", "n-202", "KAI-DC"), ("bela.czerny", "n-202", "KAI-FS"), ("cosima.d", "n-204", "KAI-FS"),
    ("friedhelmine.schmidt", "n-205neu", "KAI-FS"), ("gero.höfer", "w-103", "KAI-FS"),
    ("hilda.ivers", "w-103", "KAI-DC"), ("ingo.jost", "terminal-halle", "KAI-TS"),
    ("kaja.lund", "terminal-halle", "KAI-FS"), ("kaja.lund", "terminal-halle", "KAI-TS"),
    ("schicht2", "terminal-halle", "KAI-FS"),
)  # fmt: skip
UNRESOLVED = (
    ("friedhelmine.schmidt", "ip:10.7.2.40", "KAI-FS"), ("malte.noll", "ip:198.51.100.7", "KAI-TS"),
    ("malte.noll", "unknown", "KAI-DC"),
)  # fmt: skip
STRANGERS = (("hafen\\ada.brand", "ip:10.7.1.99", "KAI-FS"),)
OF_LEAVERS = (("otto.prinz", "w-103", "KAI-FS"),)
DEVICE_ONLY = (("ip:10.7.4.44", "KAI-FS"), ("terminal-halle", "KAI-TS"))
REMOTE_USERS = ("hilda.ivers", "ingo.jost", "kaja.lund", "malte.noll")
LIVE_USERS = ("hilda.ivers", "ingo.jost")
AFFINITY = (
    ("ada.brand", "phx0001a"), ("ada.brand", "w-101"), ("bela.czerny", "n-202"), ("cosima.d", "n-204"),
    ("cosima.d", "nb20x4"), ("friedhelmine.schmidt", "n-205neu"), ("gero.höfer", "w-103"), ("hilda.ivers", "w-103"),
)  # fmt: skip
OWNED = (  # product, metric, version, quantity, with Software Assurance, document
    ("rds_cal", "user", "2016", 5, 0, "V773; 6VC-03224"),
    ("ws_cal", "device", "2019", 17, 0, "V771; R18-05768"),
    ("ws_cal", "user", "2022", 10, 0, "DELL-3"),
    ("ws_cal", "user", "2025", 7, 7, "V772; R18-00144"),
)
REPEATED = {
    "DevicesWithInventory.csv": 1,
    "exportDevice_2026-4-20.csv": 1,
    "affinity.csv": 1,
    "ual_daily_KAI-FS.csv": 4,
    "20260420_SumECmd_DETAIL_ClientsDetailed_KAI-DC.csv": 1,
}
QUESTIONS = (
    "account hafen\\ada.brand", "address 10.7.1.99", "address 10.7.2.40", "address 10.7.4.44",
    "assurance V772", "installed Remote Desktop User CAL 2016", "licence CoreCAL ALNG LicSAPk MVL UsrCAL L&SA",
    "owner of adm.quast", "persons schicht2", "replaced n-204", "same purchase B-17",
)  # fmt: skip

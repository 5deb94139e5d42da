"""What a file is, by its content alone: each format in the dialects that programs write it in."""

import pytest

from planner.imports.sources import FORMATS, SOURCES, recognise
from tests.unit.imports.texts import grid_of

HEADERS = {
    "ual": [
        '"AccessCount","AccessDate","IPAddress","UserName","TenantIdentifier","ProductName","RoleGuid","RoleName"',
        '"ActivityCount";"FirstSeen";"LastSeen";"ProductName";"RoleGuid";"RoleName";"TenantIdentifier";"UserName"',
        '#TYPE X\n"RoleName","UserName","LastSeen","FirstSeen","ActivityCount","PSComputerName"',
        '"ActivityCount","FirstSeen","IPAddress","LastSeen","UUID","ChassisSerialNumber"',
        '"AccessCount","AccessDate","IPAddress","ProductName","RoleGuid","RoleName"',
    ],
    "ual/overview": ['"FirstSeen","GUID","LastSeen","ProductName","RoleName","PSComputerName"'],
    "ual/dns": ['"HostName","IPAddress","LastSeen"', "HostName,Address,LastSeen,SourceFile"],
    "ual/system": ["CreationTime,OsMajor,OsMinor,OsBuild"],
    "ual/hyperv": ["UUID,ChassisSerialNumber,FirstSeen,LastSeen"],
    "sumecmd": [
        "RoleGuid,RoleDescription,AuthenticatedUserName,TotalAccesses,InsertDate,LastAccess,IpAddress,ClientName,"
        "TenantId,SourceFile",
        "Date,Count,DayNumber,RoleGuid,RoleDescription,AuthenticatedUserName,TotalAccesses,InsertDate,LastAccess,"
        "IpAddress,ClientName,TenantId,SourceFile",
    ],
    "sumecmd/roles": ["RoleGuid,RoleName,ProductName", "RoleGuid,RoleDescription,FirstSeen,LastSeen,SourceFile"],
    "kstrike": [
        "RoleGuid (RoleName)||TenantId||TotalAccesses||InsertDate||LastAccess||RawAddress||"
        "ConvertedAddress (Correlated_HostName(s))||AuthenticatedUserName||DatesAndAccesses||"
    ],
    "kstrike/velociraptor": [
        "RoleGuid,TenantId,TotalAccesses,InsertDate,LastAccess,AuthenticatedUserName,RoleName,RawAddress,Address,Days"
    ],
    "ad-users": [
        '"DistinguishedName","Enabled","GivenName","Name","ObjectClass","ObjectGUID","SamAccountName","SID","Surname",'
        '"UserPrincipalName"',
        "SamAccountName;Enabled;EmployeeID",
    ],
    "ad-computers": [
        '"DistinguishedName","DNSHostName","Enabled","IPv4Address","Name","OperatingSystem","SamAccountName"',
        "Name;DNSHostName;Enabled",
    ],
    "csvde": ["DN,objectClass,sAMAccountName,userPrincipalName,userAccountControl,employeeID"],
    "entra-users": [
        "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled",
        "userPrincipalName,displayName,givenName,objectId,userType,physicalDeliveryOfficeName,accountEnabled",
        "Id,DisplayName,UserPrincipalName,Mail,AccountEnabled,UserType,OnPremisesSamAccountName,EmployeeId",
    ],
    "entra-devices": [
        "displayName,accountEnabled,operatingSystem,joinType (trustType),registeredOwners,deviceId,objectId",
        "displayName,accountEnabled,operatingSystem,trustType,deviceId",
    ],
    "m365-users": [
        "Block credential,City,Department,Display name,Licenses,Object Id,Proxy addresses,User principal name",
        "Nom complet;Nom d'utilisateur;Licences",
        "Anzeigename;Benutzerprinzipalname;Lizenzen",
    ],
    "intune": [
        "Device ID,Device name,Last check-in,Azure AD Device ID,OS version,Serial number,Primary user UPN,OS",
        "Device ID,Device name,Last check-in,Microsoft Entra Device ID,OS version,Serial number,Primary user UPN,OS",
        "deviceName,serialNumber,userPrincipalName,azureADDeviceId,operatingSystem,lastSyncDateTime",
        "DeviceName,SerialNumber,UPN,UserName,AadDeviceId,LastContact",
    ],
    "sccm-uda": [
        '"CreationTime","IsActive","RelationshipResourceID","ResourceClientType","ResourceID","ResourceName","Sources",'
        '"Types","UniqueUserName"',
        "User device affinity associations per collection\nCollection:,All systems\n\n"
        "ResourceName,UniqueUserName,IsActive",
    ],
    "snipeit-assets": [
        'Company,"Asset Name","Asset Tag",Model,"Model No.",Category,Manufacturer,Serial,Type,Username,"Employee No."',
        'Firma,"Asset Name","Asset Tag",Modell,Modellnr.,Kategorie,Hersteller,Seriennummer,Kaufdatum,Typ,Username',
        'Compagnie,"Nom de l\'actif","Étiquette de l\'actif",Modèle,"Model n°.",Сatégorie,"Numéro de série"',
        'Firma,"Nazwa nabytku",Kod,Model,"Model nr.",Kategoria,Producent,"Nr. seryjny",Zakup,Koszt,Rodzaj',
    ],
    "snipeit-licences": [
        'id,Company,Name,"Serial Number","Purchase Date","Order Number","Licenses available",Seats,"Deleted at"',
        'id,Firma,Name,Seriennummer,Kaufdatum,Bestellnummer,"Anzahl Aktivierungen",Bestellnummer',
    ],
    "snipeit-users": ["id,Company,Title,Employee Number,Name,Username,Email,Assets,Licenses,Accessories,Active"],
    "lansweeper": ["AssetID,AssetName,Domain,Username,Userdomain,IPAddress,Manufacturer,Model,OS,Lastseen"],
    "glpi": [
        '"Name";"Status";"Manufacturer";"Serial number";"Type";"Model";"Operating System - Name";"Alternate username"'
    ],
    "ocs": ["TAG;Last inventory;Computer;User;Operating system;RAM;CPU"],
    "pdq": ["Computer Name,Current User,O/S"],
    "rd-licensing/packs": [
        '"Description","IssuedLicenses","KeyPackId","KeyPackType","ProductType","ProductVersion","TotalLicenses"'
    ],
    "rd-licensing/issued": ['"KeyPackId","LicenseId","LicenseStatus","sIssuedToComputer","sIssuedToUser"'],
    "rd-licensing/report": [
        '"CALType","ExpirationDate","ProductVersion","User"',
        "Usage report\nLicense server,TS9\n\nUser,CAL Type,CAL Version,Expires On",
        '"sIssuedToComputer","sHardwareId","ExpirationDate","CALType","ProductVersion"',
    ],
    "rd-licensing/summary": ['"ProductVersion","TSCALType","InstalledLicenses","IssuedLicenses"'],
    "mls": [
        "Microsoft License Statement,,\n,,2026/01/05\n,,\n,,\n,,\n,,\n,,\n,,\n,,\n"
        "Product Pool,License Product Family,License Version,Effective License Quantity,Active SA Quantity,"
        "Country of Usage",
        "Licence Product Family;Licence Version;Effective Licence Quantity;Country of Usage",
    ],
    "mls/other": [
        "Licensing Product Family Name,Licensing Product Version Name,Row Type,License Document Start Date,"
        "Effective License Quantity"
    ],
    "mls/transactions": ["Agreement Number,Part Number,Item Name,License Type,Quantity,Transaction Date,Reseller"],
}


@pytest.mark.parametrize(("name", "header"), [(name, header) for name in HEADERS for header in HEADERS[name]])
def test_a_format_is_recognised_by_its_header_wherever_it_stands(name, header):
    found = recognise(grid_of(f"{header}\n"), FORMATS)

    assert found is not None
    assert found.format.name == name
    assert found.why.startswith(f"row {header.count(chr(10)) + 1} has the column")


def test_every_format_is_tried_above():
    assert set(HEADERS) == {format.name for format in FORMATS}
    assert len(SOURCES) == len({format.source for format in FORMATS})


def test_the_reason_names_the_columns_as_they_are_written():
    found = recognise(grid_of("RoleName,ACCESSDATE,IpAddress,UserName\n"), FORMATS)

    assert found is not None
    assert found.why == "row 1 has the columns ACCESSDATE, UserName and IpAddress"


@pytest.mark.parametrize("text", ["Name,Ort\nAnn,Bonn\n", "Stand: heute\n\nBenutzer;Rechner;aktiv\n", "x\n"])
def test_other_lists_are_none_of_the_formats(text):
    assert recognise(grid_of(text), FORMATS) is None

"""Every problem that the content of an inventory can have: its code, title and explanation.

CAL-04x sheets and columns, 1xx cells, 2xx cells against each other, 3xx offers and owned licences, 4xx policies
and scenarios, 5xx notices.  Codes are stable: a code that is no longer used is not given to anything else.
"""

from __future__ import annotations

from planner.domain.issue import Level, Problem

DATA_PROBLEMS: tuple[Problem, ...] = (
    Problem(
        "CAL-040",
        "Nothing says who uses the servers",
        "An inventory needs Headcount (numbers), or Access (who uses which machine), or both Users and Devices as "
        "two lists. A sheet with a header but no rows counts as left out.",
    ),
    Problem(
        "CAL-041",
        "The servers are missing",
        "With Access, with Users and Devices as two lists, and where Headcount names servers, the program needs the "
        "servers and their versions.",
    ),
    Problem(
        "CAL-042",
        "A sheet's name is misspelt",
        "The name is within two edits of a sheet that is missing, or of a word for it in another language, so it is "
        "most likely meant. Rename the sheet; nothing is guessed.",
    ),
    Problem(
        "CAL-043",
        "Two sheets are the same",
        "Both names mean the same sheet. The rows are not joined, because one of the two is often an old copy. Only "
        "Access, Users and Devices may be continued, as Access 2, Access 3 and so on.",
    ),
    Problem("CAL-044", "A required column is missing", "The sheet cannot be read without it."),
    Problem(
        "CAL-045",
        "A column's name is misspelt",
        "The name is within two edits of a column that is missing, or of a word for it in another language, or, in "
        "Offers, close to it in meaning (pack qty), so it is most likely meant. Rename the column; nothing is guessed.",
    ),
    Problem("CAL-046", "Two columns are the same", "Both headers mean the same column. Keep the one that counts."),
    Problem(
        "CAL-047",
        "The catalogue has no offers",
        "A separate catalogue has its offers in a sheet called Offers, with the same columns as in an inventory. A "
        "single CSV file may have any name.",
    ),
    Problem(
        "CAL-048",
        "The header is not the first row",
        "The first row that is not blank holds the names of the columns. Delete titles and remarks above them, or "
        "put them on a sheet of their own.",
    ),
    Problem(
        "CAL-049",
        "A sheet with a number",
        "Access, Users and Devices may be continued in sheets with the numbers 2 to 99. A sheet with another number "
        "(Access 2024), or a copy (Access (2)), is as likely an old list as a part, so nothing is guessed.",
    ),
    Problem("CAL-101", "A required cell is blank", "The row cannot be used without this value."),
    Problem(
        "CAL-102",
        "The cell holds an error",
        "An error value such as #N/A, or a formula without a stored result. Correct it in Excel and save the file. In "
        "ids, error values that a text file holds as text are errors too.",
    ),
    Problem(
        "CAL-103",
        "Not a number",
        "Text, a date or yes/no stands where a number belongs. Often a letter is typed for a digit: O for 0, l for 1.",
    ),
    Problem(
        "CAL-104",
        "The number can mean two things",
        "A comma or a point in a text with exactly three digits behind it can be a decimal sign or mark thousands. "
        "Type the number without it, or with one or two decimals. Cells that are numbers are never in doubt.",
    ),
    Problem("CAL-105", "Not a whole number in range", "Counts are whole numbers from 0 to 10,000,000."),
    Problem(
        "CAL-106",
        "The amount is out of range",
        "Amounts are 0 or more, have at most two decimals and are at most 999,999,999.99.",
    ),
    Problem(
        "CAL-107",
        "The price is missing",
        "An offer without a price, or with price 0, would always win. Ask the vendor, or delete the row.",
    ),
    Problem("CAL-108", "The share is out of range", "Shares lie between 0 and 1: a quarter is 0.25 or 25 %."),
    Problem(
        "CAL-109",
        "The rate is out of range",
        "A yearly rate is written like 0.03 for 3 % a year; a rate of exchange is above 0.",
    ),
    Problem(
        "CAL-110",
        "Not a version",
        "Versions are the years of Windows Server that the program knows. 2012 R2 counts as 2012.",
    ),
    Problem("CAL-111", "Not an amount", "Write the bare number, like 38.50."),
    Problem(
        "CAL-112",
        "The number is too small",
        "A pack holds at least one licence, an account stands for at least one person.",
    ),
    Problem(
        "CAL-113",
        "Not a date",
        "Dates are date cells or text YYYY-MM-DD. Other spellings are refused, because 03/04/2026 is March in one "
        "country and April in another.",
    ),
    Problem(
        "CAL-114",
        "Neither yes nor no",
        "Allowed are yes, no, true, false, y, n, x, 1, 0, ja, nein, oui, non, tak, nie.",
    ),
    Problem(
        "CAL-115",
        "Not one of the allowed words",
        "The column has a fixed list of words, shown in the message. Capitals, blanks, _ and - make no difference.",
    ),
    Problem(
        "CAL-116",
        "Not usable as an id",
        "An id is text or a whole number, on one line. Spreadsheet programs turn some ids into dates, yes/no values or "
        "numbers such as 1.23457E+11, and keep 15 digits of a number: format the column as text, and fill in the ids "
        "again from their source. What programs write for nothing (nan, NULL, None) is no id, and a server cannot be "
        "called *.",
    ),
    Problem(
        "CAL-117",
        "A sum row",
        "The id says total or the like, or begins so and a count of the row is the sum of the rows above. Its figures "
        "would be counted twice.",
    ),
    Problem(
        "CAL-119",
        "A remark below the list",
        'The last row holds one text in the place of the id and nothing else, and reads like a remark ("Stand: '
        '01.11.2026", "Total: 12 users"). It would count as a person or machine.',
    ),
    Problem("CAL-118", "Not a number of hours", "A week has 168 hours; parts of an hour are written like 37.5."),
    Problem(
        "CAL-120",
        "An address or part number in another form",
        "E-mail addresses, addresses in the Peppol network and the list of part numbers of a vendor have a form of "
        "their own, which the message names.",
    ),
    Problem(
        "CAL-201",
        "An id that is not known",
        "The id does not stand in the sheet that lists such ids. Ids are compared exactly, capitals included.",
    ),
    Problem("CAL-202", "An id stands twice", "Every id stands in one row only. The message names the first row."),
    Problem(
        "CAL-203",
        "Ids differ only in case",
        "They most likely mean the same, but count as two. Write them alike, or give different ids.",
    ),
    Problem(
        "CAL-204",
        "A shared account that names one person",
        "An account either belongs to one person (person_id) or stands for several (persons).",
    ),
    Problem(
        "CAL-205",
        "An id that the program makes itself",
        "Members of groups and of shared accounts are called like g/user/1, g/device/1, g/peripheral/1 and "
        "till1/person/1. An id of yours must not be the same.",
    ),
    Problem(
        "CAL-206",
        "A shared account named as a person",
        "A person_id names one person; the account it names here stands for several people.",
    ),
    Problem(
        "CAL-207",
        "One deployment, several Remote Desktop modes",
        "All servers of a Remote Desktop deployment have one rds_mode; blank ones have it too. The servers named are "
        "those that differ from most others. The policy rds_mode_strict = no lifts this.",
    ),
    Problem(
        "CAL-208",
        "Half a planned upgrade",
        "A planned upgrade has both a version (upgrade_to) and a day (upgrade_on).",
    ),
    Problem("CAL-209", "An access without either end", "At least the user or the machine must be given."),
    Problem(
        "CAL-210",
        "Remote Desktop users without a version",
        "rds_users says how many people use session hosts, so their version must be given, or the hosts named in "
        "rds_servers.",
    ),
    Problem("CAL-211", "More Remote Desktop users than users", "rds_users are among the users of the group."),
    Problem(
        "CAL-214",
        "More Remote Desktop peripherals than peripherals",
        "peripheral_rds are among the peripherals of the group.",
    ),
    Problem(
        "CAL-212",
        "Two days in the wrong order",
        "A group ends after it starts; an offer is valid from its first to its last day. With the days the other way "
        "round the group never exists and the offer is never on sale.",
    ),
    Problem(
        "CAL-213",
        "An upgrade that is none",
        "upgrade_to is the version the server runs already, or an older one. The plan follows what is stated.",
    ),
    Problem(
        "CAL-215",
        "Ids look alike",
        "The eye cannot tell them apart, but they are written with other characters: a letter with its accent as one "
        "character or as two, a blank that does not break, a character that shows nothing, a Cyrillic or Greek letter. "
        "They would count as two. Type the id anew in one of the two cells.",
    ),
    Problem(
        "CAL-220",
        "Remote Desktop on an Essentials server",
        "A server of edition Essentials cannot host Remote Desktop sessions. Either the edition is another one, or the "
        "access is of another kind (kind, rds_deployment).",
    ),
    Problem(
        "CAL-221",
        "Remote Desktop per device on an Azure virtual machine",
        "Remote Desktop Device CALs never count on Azure virtual machines, so a deployment with one of them cannot "
        "have rds_mode device. The policy rds_mode_strict = no lifts this, and people's CALs are planned there.",
    ),
    Problem("CAL-240", "Standing in for oneself", "stand_in_for names an account of another person, who is absent."),
    Problem(
        "CAL-241",
        "Standing in for a stand-in",
        "A stand-in uses the licences of the absent person; somebody who stands in has none that could be used. Name "
        "the person who is absent in the end.",
    ),
    Problem(
        "CAL-242",
        "Accounts of one stand-in disagree",
        "Whoever stands in for somebody does so with all accounts. A person who keeps up other work besides needs a "
        "licence; then the column is left blank.",
    ),
    Problem(
        "CAL-243",
        "Standing in with or for a shared account",
        "One person stands in for one other. An account that several people share is neither.",
    ),
    Problem(
        "CAL-244",
        "A suite without a version",
        "CAL suites and bridges have no version of their own; what counts is the newest one released while their "
        "Software Assurance runs (sa_until). Where there is none, column version says what was reached.",
    ),
    Problem(
        "CAL-250",
        "The factor is out of range",
        "A factor says how many times a price is paid: 1.25 for a quarter on top. It is at least 1 and at most 100.",
    ),
    Problem(
        "CAL-235",
        "Software Assurance renewed without an end",
        "A lot whose Software Assurance is renewed (sa_renewed_on) has it until a day, which stands in sa_until.",
    ),
    Problem(
        "CAL-236",
        "Software Assurance that ends before it is renewed",
        "After the renewal in sa_renewed_on it runs until the day in sa_until, so that is the later one.",
    ),
    Problem(
        "CAL-237",
        "Servers that no group names",
        "Groups may say which servers they use (servers, rds_servers): then all that sheet Servers says counts for "
        "them as for named people. Where no group does and that changes what must be licensed, it is an error; else a "
        "notice.",
    ),
    Problem(
        "CAL-260",
        "A choice of an upgrade without a version",
        "Where upgrade_choice is yes the plan decides whether and when a server is upgraded; upgrade_to says to what.",
    ),
    Problem(
        "CAL-261",
        "A choice of an upgrade that has a day",
        "Where upgrade_choice is yes the plan decides on the day, so upgrade_on is blank.",
    ),
    Problem(
        "CAL-262",
        "A choice of an upgrade without a day to choose",
        "upgrade_until is the last day the plan may choose, upgrade_from the first.",
    ),
    Problem(
        "CAL-263",
        "Servers upgraded together on different days",
        "Servers that share upgrade_together are upgraded on the same day, so they agree in upgrade_from and "
        "upgrade_until.",
    ),
    Problem(
        "CAL-301",
        "Rows of one offer disagree",
        "Rows with the same offer_id are price breaks of one offer and differ only in price, min_packs, sku, note "
        "and url. A blank in a later row means the same as in the first.",
    ),
    Problem("CAL-302", "Two prices for the same quantity", "Price breaks of an offer are told apart by min_packs."),
    Problem("CAL-303", "Not a currency code", "Currencies are written with three letters: EUR, USD, GBP."),
    Problem(
        "CAL-304",
        "A currency without a rate",
        "Prices in another currency than the plan's need its rate in sheet Policy, e.g. fx_usd: how much of the "
        "plan's currency one unit costs.",
    ),
    Problem(
        "CAL-305",
        "An offer stands in both files",
        "The offers of the inventory and of the catalogue are joined; an id in both would be counted twice.",
    ),
    Problem(
        "CAL-306",
        "Several licences assigned to one holder",
        "Only a lot of exactly one licence can name its holder.",
    ),
    Problem(
        "CAL-307",
        "The holder is not known",
        "A User CAL is assigned to a person, a Device CAL to a machine of this inventory.",
    ),
    Problem(
        "CAL-308",
        "An amount in another currency",
        "A currency may stand beside an amount only if it is the one the amount is in: for offers that of the column "
        "currency, else the plan's. Offers in another currency name it in that column, other amounts are converted "
        "by hand.",
    ),
    Problem(
        "CAL-230",
        "A product that does not go with its metric",
        "CALs are for a user or a device, External Connectors for a host.",
    ),
    Problem(
        "CAL-309",
        "The organisation or a vendor is described twice",
        "Sheet Organisation has one row, and sheet Vendors one row per vendor: papers could not say which one counts.",
    ),
    Problem(
        "CAL-310",
        "A vendor is called otherwise than in Offers",
        "A name in sheet Vendors differs from one in Offers in capitals only. What is known of a vendor is found by "
        "its name, so both must be the same.",
    ),
    Problem(
        "CAL-311",
        "The profile says nothing",
        "A file that is given as profile describes the organisation (sheet Organisation, or [organisation] in a .toml "
        "file), its vendors (sheet Vendors, [[vendor]]), or both.",
    ),
    Problem(
        "CAL-312",
        "The quotation is not in the form that was sent",
        "A quotation is the workbook of a request with its sheets Answer and Lines, filled in by the vendor. Offers in "
        "another form belong into sheet Offers, or into a catalogue.",
    ),
    Problem(
        "CAL-313",
        "The quotation leaves open whose it is",
        "Vendor and number of the quotation stand on orders, so both are needed.",
    ),
    Problem("CAL-401", "A policy nobody knows", "Most often a slip; the message names the closest policy."),
    Problem("CAL-402", "A policy stands twice", "Each policy has one row in sheet Policy."),
    Problem(
        "CAL-403",
        "The baseline is no scenario",
        "The baseline names one of the scenarios that are planned, exactly as written.",
    ),
    Problem(
        "CAL-404",
        "A policy that holds for all scenarios",
        "The currency and the rates of exchange stand in sheet Policy only, so that scenarios can be compared.",
    ),
    Problem(
        "CAL-405",
        "A policy that is not built in yet",
        "The policy is known, but this version of the program can only plan with its default. It refuses rather "
        "than plan something else than asked.",
    ),
    Problem(
        "CAL-406",
        "A currency without two decimals",
        "The program plans in whole cents. Choose a currency with two decimals and give the rates of the others.",
    ),
    Problem(
        "CAL-407",
        "A rate for the plan's own currency",
        "The rate of the plan's currency is 1. Most likely the currency or the rate's name is wrong.",
    ),
    Problem(
        "CAL-408",
        "An exclusion that names nothing",
        "excluded_vendors and excluded_offers name vendors and offers exactly as the offers do.",
    ),
    Problem(
        "CAL-409",
        "Too many periods",
        "Every change within the horizon begins a period, and so do the days to choose an upgrade from and the terms "
        "of subscriptions. A plan has at most 60. With policy period_step = month, quarter or year, starts, ends and "
        "planned upgrades count by their month, quarter or year, on the safe side.",
    ),
    Problem(
        "CAL-410",
        "A policy is too large",
        "The largest value allowed stands in the message.",
    ),
    Problem(
        "CAL-411",
        "Licences that would pay for themselves",
        "With a negative discount_rate later money counts more than today's. Together with end_value a licence would "
        "then be worth more at the end of the horizon than it costs, and no number of them would be enough.",
    ),
    Problem("CAL-501", "Sheets that are ignored", "Their names are not known. Nothing in them counts."),
    Problem("CAL-502", "Columns that are ignored", "Their names are not known. Nothing in them counts."),
    Problem(
        "CAL-503",
        "The plan is made for today",
        "Without plan_date the same files give another plan on another day.",
    ),
    Problem(
        "CAL-504",
        "Accesses of inactive people or machines",
        "They are left out. A person is active if one of the accounts is.",
    ),
    Problem("CAL-505", "Repeated accesses", "Rows with the same user, device, server and kind are one access."),
    Problem("CAL-506", "People without an access", "They need no licence. Check that no access is missing."),
    Problem(
        "CAL-507",
        "Machines without an access",
        "They need no licence, unless a server of the list gives them addresses (column infrastructure). Check that no "
        "access is missing.",
    ),
    Problem("CAL-508", "An empty group", "It has neither people nor machines and needs nothing."),
    Problem(
        "CAL-513",
        "Subscriptions that do not count",
        "A subscription of an account out of use has ended.",
        level=Level.MONEY,
    ),
    Problem(
        "CAL-516",
        "Remote Desktop on every server, but on none",
        "For kind rds, * means every server with an rds_deployment, and no server has one.",
        level=Level.MONEY,
    ),
    Problem(
        "CAL-519",
        "Less stock than the minimum order",
        "The offer cannot be bought.",
        level=Level.MONEY,
    ),
    Problem(
        "CAL-520",
        "Accesses without people or machines",
        "Sheet Access has no column user_id or device_id, although Users or Devices lists people or machines. Most "
        "often the column has a name that is not known.",
        level=Level.BLOCKS,
    ),
    Problem(
        "CAL-521",
        "The template's example",
        "A row is exactly the one that the blank workbook shows as an example. Overwrite or delete it; where it is "
        "meant, the policy examples_are_ours = yes says so.",
    ),
    Problem(
        "CAL-522",
        "A value beside its column",
        "A policy without a value keeps its default. Something stands in the next column, which has no header and is "
        "ignored.",
        level=Level.BLOCKS,
    ),
    Problem(
        "CAL-523",
        "Prices with value added tax?",
        "A header or a remark of Offers speaks of value added tax. Prices are taken as without it, since organisations "
        "that deduct it do not bear it; mixed up, an offer looks a fifth dearer than it is.",
        level=Level.BLOCKS,
    ),
    Problem(
        "CAL-524",
        "A price far below that of like offers",
        "Less than 40 % of the median of offers of the same product, metric, version and condition. Most often the "
        "price is that of one licence and pack_size says more, or the other way round.",
        level=Level.BLOCKS,
    ),
    Problem(
        "CAL-525",
        "Groups that look like the same people",
        "As many people, and names of which one says all that the other does (Sales, Sales RDS). Groups do not "
        "overlap, so people who stand in two would be licensed twice.",
        level=Level.MONEY,
    ),
    Problem(
        "CAL-526",
        "Groups of people without machines",
        "Nothing says which machines they use, so each of them needs a User CAL. With the machines a plan with Device "
        "CALs may be cheaper.",
        level=Level.MONEY,
    ),
    Problem(
        "CAL-540",
        "A quotation without prices",
        "No line of the quotation has a price. The vendor offers nothing, or has not filled in the column.",
    ),
    Problem(
        "CAL-527",
        "A choice of an upgrade that is none",
        "upgrade_from, upgrade_until and upgrade_together bound a choice that the plan makes where "
        "upgrade_choice is yes.",
    ),
)

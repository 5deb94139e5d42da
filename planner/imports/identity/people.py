"""Accounts and the people behind them: rows of directories and lists joined by exact keys, the strongest first.

A row of a directory is an account.  Rows of the cloud and of lists join it by SID, object id, domain and logon name,
user principal name and mail address, in this order, and only where a key names exactly one account and nothing
contradicts it.  Accounts of one employee id are one person.  No identifier is ever built from another: logon names are
cut at twenty characters, and user principal names change with a marriage.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.imports.evidence import AccountSeen, Kept, Origin
from planner.imports.identity.principals import (
    Sort,
    Written,
    is_admin,
    is_built_in,
    is_emergency,
    is_service,
    is_shared,
    taken_apart,
    without_admin_mark,
)
from planner.imports.questions import Talk

_NO_NUMBER = frozenset(("0", "00", "000", "0000", "00000", "9999", "99999", "n/a", "none", "extern", "external", "tbd"))
_MOST_OF_ONE_NUMBER = 4
"""More accounts than this with one employee id are no one person's."""


@dataclass(slots=True, eq=False)
class Account:
    """One account: what all its rows say, the strongest source first."""

    rows: list[AccountSeen]
    sort: Sort = Sort.PERSON
    enabled: bool = True
    person: str = ""
    """The employee id, where it tells whose account it is; empty: the account is its own person."""
    persons: int = 1
    relation: str = "employee"
    id: str = ""
    """The name in the inventory."""
    in_directory: bool = True
    """False for an account that only logs name."""

    def first(self, name: str) -> str:
        """Return what the strongest row says that says anything."""
        return next((value for row in self.rows if (value := getattr(row, name))), "")

    @property
    def logon(self) -> str:
        """The logon name, in small letters; empty for an account of the cloud alone."""
        return self.first("logon").casefold()

    @property
    def domain(self) -> str:
        """The domain, in small letters."""
        return self.first("domain").casefold()

    @property
    def mails(self) -> set[str]:
        """Every mail address."""
        return {mail.casefold() for row in self.rows for mail in row.mails}

    @property
    def subscriptions(self) -> tuple[str, ...]:
        """Every subscription, in order of appearance."""
        return tuple(dict.fromkeys(plan for row in self.rows for plan in row.subscriptions))

    @property
    def last_seen(self) -> date | None:
        """The last day any list saw it."""
        return max((row.last_seen for row in self.rows if row.last_seen), default=None)

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where it was read."""
        return tuple(row.origin for row in self.rows)

    @property
    def needs_licence(self) -> bool:
        """Whether a person is behind it who may need a licence."""
        return self.sort in (Sort.PERSON, Sort.ADMIN, Sort.GUEST, Sort.SHARED)


@dataclass(slots=True)
class People:
    """All accounts, and how they are found by what a log or a list writes."""

    accounts: list[Account] = field(default_factory=list)
    dns_of_netbios: dict[str, str] = field(default_factory=dict)
    by_logon: dict[tuple[str, str], list[Account]] = field(default_factory=lambda: defaultdict(list))
    by_upn: dict[str, list[Account]] = field(default_factory=lambda: defaultdict(list))
    by_mail: dict[str, list[Account]] = field(default_factory=lambda: defaultdict(list))
    by_sid: dict[str, list[Account]] = field(default_factory=lambda: defaultdict(list))
    by_object: dict[str, list[Account]] = field(default_factory=lambda: defaultdict(list))
    main_of: dict[str, Account] = field(default_factory=dict)
    """By person: the account that stands for all of them."""

    @property
    def domains(self) -> list[str]:
        """The domains of the directories, sorted."""
        return sorted({account.domain for account in self.accounts if account.domain and account.in_directory})

    def find(self, written: Written) -> list[Account]:
        """Return the accounts that a name may mean: one where it is clear, none where it is not known."""
        if written.is_upn:
            return self._by_address(written.name)
        if written.domain in ("azuread", "microsoftaccount"):
            return []
        if written.domain:
            dns = self.dns_of_netbios.get(written.domain, written.domain)
            return list(self.by_logon.get((dns, written.name), ()))
        keys = [(domain, written.name) for domain in (*self.domains, "")]
        return list({id(account): account for key in keys for account in self.by_logon.get(key, ())}.values())

    def _by_address(self, address: str) -> list[Account]:
        found = self.by_upn.get(address) or self.by_mail.get(address)
        if found:
            return list(found)
        logon, _, suffix = address.partition("@")  # every account has this second name, whatever its own is
        dns = self.dns_of_netbios.get(suffix, suffix)
        return list(self.by_logon.get((dns, logon), ())) if dns in self.domains else []

    def main(self, account: Account) -> Account:
        """Return the account that stands for an account's person."""
        return self.main_of.get(account.person, account) if account.person else account

    def add(self, account: Account) -> None:
        """Take an account in, under all its keys."""
        self.accounts.append(account)
        for row in account.rows:
            self.note(account, row)

    def note(self, account: Account, row: AccountSeen) -> None:
        """Let an account be found by the keys of a row."""
        keys = [(self.by_upn, row.upn.casefold()), (self.by_sid, row.sid), (self.by_object, row.object_id)]
        keys += [(self.by_mail, mail.casefold()) for mail in row.mails]
        for index, key in keys:
            if key and account not in index[key]:
                index[key].append(account)
        if row.logon and account not in self.by_logon[row.domain.casefold(), row.logon.casefold()]:
            self.by_logon[row.domain.casefold(), row.logon.casefold()].append(account)


def find_people(
    seen: Sequence[AccountSeen], written: Iterable[str], home: str | None, as_of: date, talk: Talk
) -> People:
    """Return the accounts of all lists, joined, with the people behind them.

    `written` is every account as logs and lists write it, by which NetBIOS names of domains are found; `home` is the
    NetBIOS name of the home domain where it was given.
    """
    people = People()
    for row in sorted(seen, key=lambda row: (list(Kept).index(row.kept), row.origin)):
        _join(row, people, talk)
    people.dns_of_netbios = _netbios_names(people, [taken_apart(each) for each in written], home, talk)
    has_directory = any(row.kept is Kept.DIRECTORY for row in seen)
    for account in people.accounts:
        _sort(account, has_directory, talk)
        account.enabled = _enabled(account, as_of)
    _name(people)
    _find_persons(people, talk)
    _suggest_owners(people, talk)
    return people


_KEYS = ("SID", "object id", "domain and logon name", "user principal name", "mail address")


def _join(row: AccountSeen, people: People, talk: Talk) -> None:
    """Add a row to the account it is one of, or make it one."""
    said = row.upn or row.logon or row.name
    for key, found in () if talk.is_apart(f"account {said}") else _candidates(row, people):
        fitting = [account for account in found if not _contradiction(row, account, key)]
        if len(found) == 1 and fitting:
            [account] = found
            account.rows.append(row)
            people.note(account, row)
            talk.merge(
                f"account {said}",
                account.first("logon") or account.first("upn"),
                key,
                (account.rows[0].origin, row.origin),
            )
            return
        if found:
            _ask_whose(row, found, key, people, talk)
            return
    people.add(Account([row]))


def _candidates(row: AccountSeen, people: People) -> Iterator[tuple[str, list[Account]]]:
    """Yield the accounts that each key of a row names, the strongest key first."""
    found: list[list[Account]] = [
        people.by_sid.get(row.sid, []) if row.sid else [],
        people.by_object.get(row.object_id, []) if row.object_id else [],
        _by_logon(row, people),
        people.by_upn.get(row.upn.casefold(), []) if row.upn else [],
    ]
    by_mail = [people.by_mail.get(mail.casefold(), []) for mail in row.mails]
    if row.upn:
        by_mail.append(people.by_mail.get(row.upn.casefold(), []))
    found.append(list({id(account): account for accounts in by_mail for account in accounts}.values()))
    for key, accounts in zip(_KEYS, found, strict=True):
        if accounts and not (row.kept is Kept.DIRECTORY and key == "mail address"):
            yield key, list(accounts)


def _by_logon(row: AccountSeen, people: People) -> list[Account]:
    if not row.logon:
        return []
    logon = row.logon.casefold()
    if row.domain:
        exact = people.by_logon.get((row.domain.casefold(), logon), [])
        return exact or ([] if row.kept is Kept.DIRECTORY else people.by_logon.get(("", logon), []))
    return [account for domain in [*people.domains, ""] for account in people.by_logon.get((domain, logon), [])]


def _contradiction(row: AccountSeen, account: Account, key: str) -> bool:
    """Tell whether a row cannot be of an account, whatever a weaker key says."""
    if key in ("SID", "object id"):
        return False
    numbers = {each.employee_id for each in account.rows if each.employee_id}
    if row.employee_id and numbers and row.employee_id not in numbers:
        return True
    if key == "mail address":
        names = [_words(each.name) for each in account.rows if each.name]
        return bool(row.name and names) and not any(_words(row.name) & words for words in names)
    if row.kept is Kept.DIRECTORY:
        ids = {each.object_id for each in account.rows if each.object_id and each.kept is Kept.DIRECTORY}
        return bool(row.object_id and ids) and row.object_id not in ids
    return False


def _words(name: str) -> set[str]:
    return {word for word in re.split(r"[^\w]+", name.casefold()) if len(word) > 1}


def _ask_whose(row: AccountSeen, found: list[Account], key: str, people: People, talk: Talk) -> None:
    said = row.upn or row.logon or row.name
    names = tuple(sorted({account.logon or account.first("upn") for account in found}))
    answer = talk.ask(
        f"same account {said}",
        f"{said} ({row.origin}) has the {key} of {' and '.join(names)}, but they contradict each other. Whose is it?",
        "It is taken for an account of its own.",
        choices=(*names, "its own"),
        origins=(row.origin, *(account.rows[0].origin for account in found)),
    )
    chosen = next((account for account in found if answer in (account.logon, account.first("upn"))), None)
    if answer and chosen is not None:
        chosen.rows.append(row)
        people.note(chosen, row)
        talk.merge(f"account {said}", answer, "answered", (chosen.rows[0].origin, row.origin))
    else:
        people.add(Account([row]))


def _netbios_names(people: People, written: list[Written], home: str | None, talk: Talk) -> dict[str, str]:
    """Return which domain each NetBIOS name means: the one whose logon names it most often meets.

    A domain has one NetBIOS name, so of several names that meet its accounts only the most frequent is its own; the
    others are other domains with namesakes.
    """
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    domains = people.domains
    for each in set(written):
        if not each.domain or each.is_upn or each.is_machine or each.domain in domains:
            continue
        for domain in domains:
            if people.by_logon.get((domain, each.name)):
                hits[domain][each.domain] += 1
    found: dict[str, str] = {}
    if home and domains:
        found[home.casefold()] = next((domain for domain in domains if domain == home.casefold()), domains[0])
    for domain in domains:
        if domain in found.values():
            continue
        label = domain.partition(".")[0]
        names = Counter({name: count for name, count in hits[domain].items() if name not in found})
        if label in names:
            found[label] = domain
        elif names:
            ranked = sorted(names.items(), key=lambda pair: (-pair[1], pair[0]))
            if len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]:
                listed = tuple(name for name, _ in ranked)
                answer = talk.ask(
                    f"home domain {domain}",
                    f"Which name do logs write before the stroke for accounts of {domain}?",
                    "None of them is taken for it: such accounts count as those of other domains.",
                    choices=listed,
                )
                if answer:
                    found[answer] = domain
                continue
            found[ranked[0][0]] = domain
    for name, domain in sorted(found.items()):
        talk.tell("", f"{name}\\ is the domain {domain}, by its name or by the logon names that it meets.")
    return found


def _sort(account: Account, has_directory: bool, talk: Talk) -> None:
    """Find out what an account is; an answer about it counts before its name."""
    name = account.logon or account.first("upn").casefold()
    said = talk.answers.get(f"account {name}", "").strip().casefold()
    if said in ("person", "employee"):
        return
    in_cloud_only = not any(row.kept is Kept.DIRECTORY for row in account.rows)
    beside = all(row.kept in (Kept.CLOUD, Kept.ASSETS) for row in account.rows)
    if said in ("service", "nobody") or any(row.service for row in account.rows) or _is_service(account, name):
        account.sort = Sort.SERVICE
    elif is_built_in(name):
        account.sort = Sort.BUILT_IN
    elif any(row.guest for row in account.rows):
        account.sort, account.relation = Sort.GUEST, "external"
    elif _is_mailbox(account):
        account.sort = Sort.MAILBOX
    elif has_directory and beside:
        account.sort = Sort.CLOUD_ONLY
    elif in_cloud_only and is_emergency(name):
        account.sort = Sort.BUILT_IN
    elif is_admin(name):
        account.sort = Sort.ADMIN
    elif is_shared(name) and not account.first("employee_id"):
        account.sort = Sort.SHARED
    relation = account.first("relation")
    if relation:
        account.relation = relation


def _is_service(account: Account, name: str) -> bool:
    """Tell an account of programs by its name or its place; whoever has a number or, for the place, mail is a person.

    Customer service and field service are units of people.
    """
    if account.first("employee_id"):
        return False
    return is_service(name, "" if account.mails else account.first("unit"))


def _is_mailbox(account: Account) -> bool:
    """Tell a shared mailbox: blocked from the first day, with a mail address, and nobody's number or logon."""
    blocked = any(row.enabled is False for row in account.rows)
    cloud = all(row.kept is Kept.CLOUD for row in account.rows)
    return cloud and blocked and not account.first("employee_id") and bool(account.mails) and not account.subscriptions


def _enabled(account: Account, as_of: date) -> bool:
    """Tell whether an account is in use: the strongest list that says so decides."""
    for kept in Kept:
        rows = [row for row in account.rows if row.kept is kept]
        if any(row.expires is not None and row.expires <= as_of for row in rows):
            return False
        said = [row.enabled for row in rows if row.enabled is not None]
        if said:
            return any(said)
    return True


def _name(people: People) -> None:
    """Give every account the name that it has in the inventory; the domain stands before it where there are several."""
    several = len(people.domains) > 1
    taken: Counter[str] = Counter()
    for account in people.accounts:
        if not account.logon:
            base = account.first("upn").casefold() or (account.mails and min(account.mails)) or account.first("name")
        elif several and account.domain:
            base = f"{_netbios_of(people, account.domain)}\\{account.logon}"
        else:
            base = account.logon
        base = str(base)
        taken[base] += 1
        account.id = base if taken[base] == 1 else f"{base} ({taken[base]})"


def _netbios_of(people: People, domain: str) -> str:
    return next((name for name, dns in people.dns_of_netbios.items() if dns == domain), domain)


def _find_persons(people: People, talk: Talk) -> None:
    """Put accounts of one employee id together; where their names contradict each other it is asked."""
    by_number: dict[str, list[Account]] = defaultdict(list)
    for account in people.accounts:
        number = account.first("employee_id").strip().casefold()
        if talk.is_apart(f"account {account.id}"):
            continue
        if number and number.casefold() not in _NO_NUMBER and account.needs_licence:
            by_number[number].append(account)
    for number, accounts in by_number.items():
        if len(accounts) > 1 and not _is_one_person(number, accounts, talk):
            continue
        ranked = sorted(accounts, key=lambda each: (not each.enabled, each.sort is Sort.ADMIN, len(each.id), each.id))
        people.main_of[number] = ranked[0]
        for account in accounts:
            account.person = number
        if len(accounts) > 1:
            for other in ranked[1:]:
                origins = (ranked[0].rows[0].origin, other.rows[0].origin)
                talk.merge(f"account {other.id}", ranked[0].id, f"employee id {number}", origins)
    for account in people.accounts:
        said = [row.persons for row in account.rows if row.persons]
        if said and not account.person:
            account.persons = said[0]
        elif account.sort is Sort.SHARED and account.enabled and not account.person:
            account.persons = _ask_persons(account, talk)


def _is_one_person(number: str, accounts: list[Account], talk: Talk) -> bool:
    plain = [account for account in accounts if account.sort is not Sort.ADMIN]
    names = [_words(account.first("name")) for account in plain if account.first("name")]
    contradict = any(not (one & other) for place, one in enumerate(names) for other in names[place + 1 :])
    if not contradict and len(accounts) <= _MOST_OF_ONE_NUMBER:
        return True
    listed = ", ".join(sorted(account.id for account in accounts))
    answer = talk.ask(
        f"one person {number}",
        f"The accounts {listed} have one employee id, {number}, but names of several people. Are they one person?",
        "They count as people of their own.",
        choices=("yes", "no"),
        origins=tuple(account.rows[0].origin for account in accounts),
    )
    return answer == "yes"


def _ask_persons(account: Account, talk: Talk) -> int:
    answer = talk.ask(
        f"persons {account.id}",
        f"{account.id} sounds like an account that several people share. How many? Each needs a licence.",
        "It counts as one person.",
        origins=account.origins,
    )
    return int(answer) if answer and answer.isdigit() and 0 < int(answer) < 100_000 else 1


def _suggest_owners(people: People, talk: Talk) -> None:
    """Suggest whose second account an administrator's may be; without an employee id it is never joined unasked."""
    by_name: dict[str, list[Account]] = defaultdict(list)
    for account in people.accounts:
        if account.sort is Sort.PERSON and account.enabled:
            by_name[without_admin_mark(account.logon)].append(account)
            given, _, rest = account.logon.partition(".")
            if rest:
                by_name[given[:1] + rest.replace(".", "")].append(account)
    for account in people.accounts:
        if account.sort is not Sort.ADMIN or account.person or not account.enabled:
            continue
        owners = by_name.get(without_admin_mark(account.logon), [])
        answer = talk.ask(
            f"owner of {account.id}",
            f"{account.id} looks like an administrator's second account. Whose is it?"
            + (f" Its name is like that of {' and '.join(sorted(owner.id for owner in owners))}." if owners else ""),
            "It counts as a person of its own, who needs a licence.",
            origins=account.origins,
            is_suggestion=True,
        )
        owner = next((each for each in people.accounts if answer and each.id == answer.casefold()), None)
        if owner is not None:
            number = owner.person or owner.id
            owner.person = account.person = number
            people.main_of.setdefault(number, owner)
            talk.merge(f"account {account.id}", owner.id, "answered", (account.rows[0].origin, owner.rows[0].origin))

"""Whom a cell means: accounts as hand-made lists write them, and the names by which other cells refer to them.

`MUSTER\\p.krause`, `p.krause` and, in the same organisation, `p.krause@muster.example` are one account; that the last
is so is taken only where the list itself shows it: other rows have both a logon name and an address made of it.  A name
such as "Petra Krause" means the one account of the lists that bears exactly this name, and is asked about otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from planner.imports.evidence import Origin
from planner.imports.mapping import vocabulary
from planner.imports.mapping.proposing import several
from planner.imports.questions import Talk

_SHOWN_BY = 2
"""So many rows with a logon name and the address made of it show what addresses of the organisation are."""


def split_login(text: str) -> tuple[str, str, str]:
    """Return domain, logon name and address that an account is written with; what is not said is empty."""
    if "\\" in text:
        domain, _, logon = text.partition("\\")
        return domain.strip(), logon.strip(), ""
    return ("", "", text) if "@" in text else ("", text, "")


def folded_name(text: str) -> tuple[str, ...]:
    """Return the words of a name, in an order that does not depend on which of them came first."""
    return tuple(sorted(text.casefold().replace(",", " ").split()))


@dataclass(frozen=True, slots=True)
class Account:
    """One row of a list of people, as far as other cells can refer to it."""

    origin: Origin
    login: str
    """As written; empty where the row has none."""
    name: str
    mail: str


@dataclass(frozen=True)
class People:
    """All accounts of the lists of an import, and whom a text means."""

    accounts: Sequence[Account] = field(default_factory=tuple)
    directories: Collection[str] = ()
    """Domains of directories in the same import, as DNS writes them."""

    @cached_property
    def home_domain(self) -> str:
        """What lists write before the stroke for the own domain, in small letters; empty where nothing shows it.

        Beside a directory it is the name of one of its domains; with lists alone it is what most of them write.  Any
        other name is another domain, whose accounts are other people.
        """
        written = Counter(domain.casefold() for each in self.accounts if (domain := split_login(each.login)[0]))
        if self.directories:
            own = {domain.casefold() for domain in self.directories}
            own |= {domain.partition(".")[0] for domain in own}
            return next((domain for domain, _ in written.most_common() if domain in own), "")
        ranked = written.most_common(2)
        is_clear = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] > 2 * ranked[1][1])
        return ranked[0][0] if is_clear else ""

    @cached_property
    def home_suffix(self) -> str:
        """What stands behind the @ in addresses of the organisation; empty where the lists do not show it."""
        shown: Counter[str] = Counter()
        for logon, mail in {(split_login(each.login)[1].casefold(), each.mail.casefold()) for each in self.accounts}:
            name, _, suffix = mail.partition("@")
            if suffix and logon == name:
                shown[suffix] += 1
        suffix, count = shown.most_common(1)[0] if shown else ("", 0)
        return suffix if count >= _SHOWN_BY else ""

    def logon_of(self, login: str) -> str:
        """Return the logon name that a login means: bare where it is of the own domain, as written elsewhere."""
        domain, logon, address = split_login(login)
        if address:
            name, _, suffix = address.partition("@")
            return name if suffix.casefold() == self.home_suffix and suffix else address
        return logon if domain.casefold() in ("", self.home_domain) else login

    @cached_property
    def _by_logon(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for each in self.accounts:
            if each.login:
                logon = self.logon_of(each.login)
                found.setdefault(logon.casefold(), logon)
        return found

    @cached_property
    def _by_mail(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for each in self.accounts:
            if each.mail:
                found.setdefault(each.mail.casefold(), self.reference(each))
        return found

    def _references_named(self, name: str) -> dict[str, str]:
        """Return what the different accounts that bear a name go by, by the same in small letters."""
        return {(goes_by := self.reference(each)).casefold(): goes_by for each in reversed(self.named(name))}

    def reference(self, account: Account) -> str:
        """Return what an account goes by: its logon name, else its address, else the name."""
        return self.logon_of(account.login) if account.login else account.mail or account.name

    @property
    def logins(self) -> frozenset[str]:
        """All logon names, in small letters."""
        return frozenset(self._by_logon)

    def named(self, name: str) -> list[Account]:
        """Return the accounts that bear a name, whatever the order of its words."""
        return self._accounts_named.get(folded_name(name), [])

    @cached_property
    def _accounts_named(self) -> dict[tuple[str, ...], list[Account]]:
        found: dict[tuple[str, ...], list[Account]] = {}
        for each in self.accounts:
            if each.name:
                found.setdefault(folded_name(each.name), []).append(each)
        return found

    def find(self, text: str) -> str | None:
        """Return the account that a text means by its logon name, address or whole name; None where none is known."""
        if found := self._by_mail.get(text.casefold()) or self._by_logon.get(self.logon_of(text).casefold()):
            return found
        named = self._references_named(text)
        return next(iter(named.values())) if len(named) == 1 else None

    def in_cell(self, text: str, origin: Origin, talk: Talk) -> list[str]:
        """Return the accounts that a cell names; one that is not known and is no logon name is asked about."""
        found = []
        for part in self._parts(text):
            if known := self.find(part):
                if " " in part and known != part:
                    talk.tell(
                        origin.file, f'"{part}" is taken to be {known}, the only one of that name.', (origin.row,)
                    )
                found.append(known)
            elif vocabulary.values("account").find(part) == "nobody":
                talk.tell(origin.file, f'"{part}" in a column of people counts as nobody.', (origin.row,))
            elif " " in part.strip():
                found += self._asked(part, origin, talk)
            else:
                found.append(self.logon_of(part))
        return found

    def _parts(self, text: str) -> Iterable[str]:
        """Yield what a cell names; "Krause, Petra" is one person where one is called so."""
        if self.find(text) is not None:
            return [text]
        parts = [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]
        return [name for part in parts for name in ([part] if self.find(part) is not None else several(part))]

    def _asked(self, name: str, origin: Origin, talk: Talk) -> list[str]:
        alike = self._references_named(name)
        who = (
            f"{len(alike)} accounts bear it: {', '.join(sorted(alike))}"
            if alike
            else "no account of the lists bears it"
        )
        answer = talk.ask(
            f"person {name}",
            f'Which account is "{name}"? In a column of people it stands as a name, and {who}. Answer its logon name.',
            f'What is said of "{name}" is left out.',
            origins=(origin,),
        )
        return [answer] if answer else []

"""Who buys and from whom: what papers that leave the program say of the organisation and of its vendors.

No plan depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.domain.product import Condition, Metric, Product, Suite, Version
from planner.words import joined


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is; every part may be blank."""

    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    """Two letters as in ISO 3166-1."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What is known of it, line by line as on an envelope."""
        town = joined(" ", filter(None, (self.postcode, self.city)))
        return tuple(filter(None, (self.name, self.street, town, self.country)))


@dataclass(frozen=True, slots=True)
class Organisation:
    """The organisation that buys."""

    name: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str | None = None
    vat_id: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    deliver_to: str = ""
    deliver_street: str = ""
    deliver_postcode: str = ""
    deliver_city: str = ""
    deliver_country: str | None = None
    invoice_email: str = ""
    cost_centre: str = ""
    reference: str = ""
    """What the organisation wants to see again on the invoice."""
    terms: str = ""
    payment_days: int = 0
    """Days from the order until it is paid."""
    need_by: date | None = None
    reply_by: date | None = None
    peppol_id: str = ""
    network_id: str = ""

    @property
    def address(self) -> Address:
        """Where the organisation is."""
        return Address(self.name, self.street, self.postcode, self.city, self.country or "")

    @property
    def delivery(self) -> Address:
        """Where licences and papers go; the organisation's own address where nothing else is said."""
        own = (self.deliver_to, self.deliver_street, self.deliver_postcode, self.deliver_city, self.deliver_country)
        if not any(own):
            return self.address
        return Address(
            self.deliver_to or self.name,
            self.deliver_street,
            self.deliver_postcode,
            self.deliver_city,
            self.deliver_country or self.country or "",
        )


@dataclass(frozen=True, slots=True)
class PartNumber:
    """What a vendor calls a licence."""

    product: Product | Suite
    metric: Metric
    version: Version
    condition: Condition | None
    """None: new and used alike."""
    number: str


@dataclass(frozen=True, slots=True)
class VendorProfile:
    """One vendor, called as in the offers."""

    vendor: str
    legal_name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str | None = None
    vat_id: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    supplier_number: str = ""
    """Our number for the vendor."""
    customer_number: str = ""
    """The vendor's number for us."""
    peppol_id: str = ""
    network_id: str = ""
    sells: str = "either"
    """`new`, `used` or `either`."""
    ask: bool = True
    """Whether requests for quotation go to it even if a plan buys nothing from it."""
    part_numbers: tuple[PartNumber, ...] = ()

    @property
    def name(self) -> str:
        """What stands on an envelope."""
        return self.legal_name or self.vendor

    @property
    def address(self) -> Address:
        """Where the vendor is."""
        return Address(self.name, self.street, self.postcode, self.city, self.country or "")

    def part_number(
        self, product: Product | Suite, metric: Metric, version: Version, condition: Condition | None
    ) -> str:
        """Return what the vendor calls a licence; an empty text where that is not known."""
        for one in self.part_numbers:
            if (one.product, one.metric, one.version) == (product, metric, version) and (
                one.condition is None or condition is None or one.condition is condition
            ):
                return one.number
        return ""


@dataclass(frozen=True, slots=True)
class Profile:
    """All of it; what the inventory or a file of its own says."""

    organisation: Organisation | None = None
    vendors: tuple[VendorProfile, ...] = ()

    def vendor(self, name: str) -> VendorProfile:
        """Return what is known of a vendor; its name alone where nothing is."""
        return next((one for one in self.vendors if one.vendor == name), VendorProfile(name))

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said."""
        return self.organisation is None and not self.vendors

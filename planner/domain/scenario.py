"""Scenarios: named sets of policies, and the settings that belong to no licensing rule.

What belongs to a rule stands in the rule's room (`planner/licensing/rules/`); all of them together are
`planner.licensing.rulebook.SETTINGS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar, cast

from planner.domain.product import DEVICE, NEWEST, RDS, USER, WS, Product, Version
from planner.domain.setting import ASK_ABOUT_READING, Form, FormGroup, PolicyKind, Setting
from planner.words import say

T = TypeVar("T")

_METRICS = ("any", "user", "device", "single")
_METRIC_WORDS = {
    "any": say("any mix"),
    "user": say("User CALs only"),
    "device": say("Device CALs only"),
    "single": say("one kind, whichever is cheaper"),
}

PLAN_DATE: Setting[date | None] = Setting(
    "plan_date",
    PolicyKind.DATE,
    None,
    say("The day the plan is made for; today where it is blank."),
    place=10,
    blank="today",
    shapes_requirements=True,
)

CURRENCY = Setting(
    "currency",
    PolicyKind.TEXT,
    "EUR",
    say("Currency of the plan, of Owned and of offers that name none."),
    place=20,
    everywhere=False,
)

EXAMPLES_ARE_OURS = Setting(
    "examples_are_ours",
    PolicyKind.YES_NO,
    False,
    say("Whether rows that are exactly the examples of the blank workbook are the organisation's own."),
    place=25,
    everywhere=False,
)

BASELINE: Setting[str | None] = Setting(
    "baseline",
    PolicyKind.TEXT,
    None,
    say("The scenario savings are counted from. Blank: the dearer of 'users only' and 'devices only', else the first."),
    place=30,
    blank="blank",
)

ALLOW_USED = Setting(
    "allow_used",
    PolicyKind.YES_NO,
    True,
    say("Whether used licences may be bought."),
    place=40,
    form=Form(
        FormGroup.BOUGHT,
        say("Used licences"),
        say("May used licences be bought? They mostly cost less and need proof of where they come from."),
        is_usual=True,
        place=10,
    ),
    may_be_in_the_way=True,
    readings=(True, False),
)

MAX_USED_SHARE = Setting(
    "max_used_share",
    PolicyKind.SHARE,
    Fraction(1),
    say("Largest share of used licences among all licences bought, both products together, surplus included."),
    place=50,
    form=Form(
        FormGroup.BOUGHT,
        say("Largest share of used licences"),
        say("How many of all licences bought may be used ones, at most? 0 % means new ones only, 100 % any number."),
        is_usual=True,
        place=20,
    ),
    may_be_in_the_way=True,
)

WS_METRICS = Setting(
    "ws_metrics",
    PolicyKind.CHOICE,
    "any",
    say(
        "Which CALs may be held for the base layer: any mix, only User, only Device, or a single metric the plan picks."
    ),
    place=60,
    choices=_METRICS,
    form=Form(
        FormGroup.METRICS,
        say("Windows Server CALs"),
        say(
            "Which kind may be held? A User CAL goes with a person, a Device CAL with a machine. "
            "Any mix costs least; one kind is easier to manage."
        ),
        is_usual=True,
        words=_METRIC_WORDS,
        place=90,
    ),
    may_be_in_the_way=True,
    readings=("any", "single"),
    matters=lambda required: required.asks_for(Product.WS_CAL),
)

RDS_METRICS = Setting(
    "rds_metrics",
    PolicyKind.CHOICE,
    "any",
    say("The same for Remote Desktop."),
    place=70,
    choices=_METRICS,
    form=Form(
        FormGroup.METRICS,
        say("Remote Desktop CALs"),
        say("The same question for the CALs that Remote Desktop needs on top."),
        is_usual=True,
        words=_METRIC_WORDS,
        place=100,
    ),
    may_be_in_the_way=True,
    readings=("any", "single"),
    matters=lambda required: required.asks_for(Product.RDS_CAL),
)

WS_MIXING_COST = Setting(
    "ws_mixing_cost",
    PolicyKind.MONEY,
    0,
    say("Charged once if both User and Device CALs are held for the base layer."),
    place=80,
    form=Form(
        FormGroup.METRICS,
        say("Cost of having both kinds, Windows Server"),
        say(
            "What does it cost you to manage User and Device CALs side by side? It is counted "
            "once, if the plan has both."
        ),
        place=110,
    ),
)

RDS_MIXING_COST = Setting(
    "rds_mixing_cost",
    PolicyKind.MONEY,
    0,
    say("The same for Remote Desktop."),
    place=90,
    form=Form(
        FormGroup.METRICS,
        say("Cost of having both kinds, Remote Desktop"),
        say("The same question for the CALs that Remote Desktop needs."),
        place=120,
    ),
)

ORDER_COST = Setting(
    "order_cost",
    PolicyKind.MONEY,
    0,
    say("Cost of placing an order, per vendor ordered from."),
    place=100,
    form=Form(
        FormGroup.VENDORS,
        say("Cost of each order"),
        say("What does one order cost you in work and fees, whatever is in it? It is counted once for every vendor."),
        place=60,
    ),
)

MAX_VENDORS: Setting[int | None] = Setting(
    "max_vendors",
    PolicyKind.COUNT,
    None,
    say("Most vendors the whole plan may order from."),
    place=110,
    blank=say("no limit"),
    form=Form(
        FormGroup.VENDORS,
        say("Most vendors to order from"),
        say("How many vendors do you want to order from at most?"),
        is_usual=True,
        place=50,
    ),
    may_be_in_the_way=True,
)

EXCLUDED_VENDORS: Setting[tuple[str, ...]] = Setting(
    "excluded_vendors",
    PolicyKind.NAMES,
    (),
    say("Vendors nothing is bought from."),
    place=120,
    form=Form(
        FormGroup.VENDORS,
        say("Vendors to leave out"),
        say("Vendors that nothing is bought from, written as in the inventory."),
        place=70,
    ),
    may_be_in_the_way=True,
)

EXCLUDED_OFFERS: Setting[tuple[str, ...]] = Setting(
    "excluded_offers",
    PolicyKind.NAMES,
    (),
    say("Offers that are not bought."),
    place=130,
    form=Form(
        FormGroup.VENDORS,
        say("Offers to leave out"),
        say("Offers that are not bought, by their ids in the inventory."),
        place=80,
    ),
    may_be_in_the_way=True,
)

MIN_VERSION: Setting[Version | None] = Setting(
    "min_version",
    PolicyKind.VERSION,
    None,
    say("Oldest version that may be bought; what is owned is not touched."),
    place=140,
    blank="none",
    form=Form(
        FormGroup.BOUGHT,
        say("Oldest version that may be bought"),
        say("Buy nothing older than this version. What you own already is used all the same."),
        place=40,
    ),
    may_be_in_the_way=True,
)

BUDGET: Setting[int | None] = Setting(
    "budget",
    PolicyKind.MONEY,
    None,
    say("Limit on the sum of the prices paid, before sales."),
    place=150,
    blank="none",
    form=Form(
        FormGroup.BOUGHT,
        say("Budget"),
        say(
            "What may all purchases cost together, at most? Money from sales does not count. If "
            "the budget is too small, you are told by how much."
        ),
        is_usual=True,
        place=30,
    ),
    may_be_in_the_way=True,
)

SELL_SURPLUS = Setting(
    "sell_surplus",
    PolicyKind.YES_NO,
    True,
    say("Whether owned licences with a resale price may be sold."),
    place=160,
    form=Form(
        FormGroup.OWNED,
        say("Sell what is not needed"),
        say(
            "May the plan sell licences you own and do not need? Only those with a resale price in "
            "the inventory are sold."
        ),
        place=140,
    ),
)

RESALE_COMMISSION = Setting(
    "resale_commission",
    PolicyKind.SHARE,
    Fraction(0),
    say(
        "Share of the price that a dealer keeps of licences sold. It is shown with what owned "
        "licences are worth, and changes no plan: prices in Owned are what comes in."
    ),
    place=166,
    form=Form(
        FormGroup.OWNED,
        say("Commission of a dealer"),
        say(
            "Which share of the price does a dealer keep who sells your licences for you? It is "
            "shown with what they are worth, and changes no plan."
        ),
        place=146,
    ),
)

USE_OWNED = Setting(
    "use_owned",
    PolicyKind.YES_NO,
    True,
    say("Whether owned licences count; no: as if nothing were owned."),
    place=170,
    form=Form(
        FormGroup.OWNED,
        say("Use the licences you own"),
        say("No: plan as if you owned nothing, to see what your licences are worth to you."),
        place=130,
    ),
    may_be_in_the_way=True,
)

SPARE_SHARE = Setting(
    "spare_share",
    PolicyKind.SHARE,
    Fraction(0),
    say("Spare licences on top of the need, as a share of it, for every version."),
    place=180,
    form=Form(
        FormGroup.OWNED,
        say("Spare licences, as a share"),
        say(
            "How many more licences than needed today do you want to have, for people who join? 5 "
            "% means five spare ones for a hundred needed, of each kind."
        ),
        is_usual=True,
        place=150,
    ),
    may_be_in_the_way=True,
)


def _spare_share_of(product: int, metric: int, words: str) -> Setting[Fraction | None]:
    """Return the policy on spare licences of one pool."""
    name = f"spare_share_{('ws', 'rds')[product]}_{('user', 'device')[metric]}"
    return Setting(
        name,
        PolicyKind.SHARE,
        None,
        say("Spare {words} on top of the need, as a share of it, for every version.", words=words),
        place=181 + 2 * product + metric,
        blank=say("as spare_share"),
        form=Form(
            FormGroup.OWNED,
            say("Spare {words}, as a share", words=words),
            say("How many more {words} than needed today do you want to have? Blank: as for all others.", words=words),
            place=151 + 2 * product + metric,
        ),
        may_be_in_the_way=True,
        taken_back=Fraction(0),
    )


SPARE_SHARES: Mapping[tuple[int, int], Setting[Fraction | None]] = {
    (product, metric): _spare_share_of(product, metric, words)
    for product, metric, words in (
        (WS, USER, say("Windows Server User CALs")),
        (WS, DEVICE, say("Windows Server Device CALs")),
        (RDS, USER, say("Remote Desktop User CALs")),
        (RDS, DEVICE, say("Remote Desktop Device CALs")),
    )
}
"""By pool: layer and metric."""

BASE_AND_RDS_SAME_METRIC = Setting(
    "base_and_rds_same_metric",
    PolicyKind.YES_NO,
    False,
    say("Whether every Remote Desktop access must be covered at an end that covers its base access too."),
    place=270,
    form=Form(
        FormGroup.REMOTE,
        say("Both CALs of an access at the same end"),
        say("Whoever uses Remote Desktop needs two CALs. Must both be held by the person, or both by the machine?"),
        place=280,
    ),
    may_be_in_the_way=True,
    caution=ASK_ABOUT_READING,
    readings=(True, False),
    matters=lambda required: required.has_coupled_layers(),
)

HORIZON_MONTHS = Setting(
    "horizon_months",
    PolicyKind.COUNT,
    0,
    say(
        "Months the plan looks ahead, up to 120. 0: a plan of one day, which makes no choices "
        "of upgrades, counts no costs of keeping servers, and only names later upgrades."
    ),
    place=460,
    most=120,
    form=Form(
        FormGroup.OVER_TIME,
        say("Months the plan looks ahead"),
        say("How many months does the plan look ahead? 0: it is for one day only."),
    ),
)

DISCOUNT_RATE = Setting(
    "discount_rate",
    PolicyKind.RATE,
    Fraction(0),
    say("Yearly rate at which later payments are discounted."),
    place=470,
    form=Form(
        FormGroup.OVER_TIME,
        say("Discount rate"),
        say("By how much a year is a later payment worth less than one today?"),
    ),
)

PRICE_CHANGE_NEW = Setting(
    "price_change_new",
    PolicyKind.RATE,
    Fraction(0),
    say("Expected yearly change of new prices."),
    place=480,
    form=Form(
        FormGroup.OVER_TIME,
        say("Yearly change of new prices"),
        say("By how much a year do prices of new licences change?"),
    ),
)

PRICE_CHANGE_USED = Setting(
    "price_change_used",
    PolicyKind.RATE,
    Fraction(0),
    say("Expected yearly change of used prices, and of what sold licences bring."),
    place=490,
    form=Form(
        FormGroup.OVER_TIME,
        say("Yearly change of used prices"),
        say("By how much a year do prices of used licences change, and what sold ones bring?"),
    ),
)

UPGRADES_LATER_MONTHS = Setting(
    "upgrades_later_months",
    PolicyKind.COUNT,
    0,
    say(
        "Months by which upgrades that are planned for later, and the last days to choose for the others "
        "(upgrade_until), move on. Counted with a horizon."
    ),
    place=491,
    most=120,
    form=Form(
        FormGroup.OVER_TIME,
        say("Upgrades later by months"),
        say("By how many months are upgrades put off that are planned for later, or must be done by some day?"),
    ),
)

PERIOD_STEP = Setting(
    "period_step",
    PolicyKind.CHOICE,
    "exact",
    say(
        "How finely days count in a horizon. month, quarter, year: starts and planned upgrades "
        "move back to the first day of their calendar step, ends move forward to the first day "
        "of the next one, which is always the safe side."
    ),
    place=492,
    choices=("exact", "month", "quarter", "year"),
    form=Form(
        FormGroup.OVER_TIME,
        say("How finely days count"),
        say("How finely do days on which something starts or ends count?"),
        words={
            "exact": say("to the day"),
            "month": say("by months"),
            "quarter": say("by quarters"),
            "year": say("by years"),
        },
    ),
)

END_VALUE = Setting(
    "end_value",
    PolicyKind.SHARE,
    Fraction(0),
    say(
        "Share of what was paid for a licence without an end that it is still worth at the end "
        "of the horizon, up to 0.9."
    ),
    place=494,
    most=Fraction(9, 10),
    form=Form(
        FormGroup.OVER_TIME,
        say("Worth at the end"),
        say("Which share of its price is a licence still worth when the months are over?"),
    ),
)

SUBSCRIPTION_END = Setting(
    "subscription_end",
    PolicyKind.CHOICE,
    "full",
    say("What a subscription that reaches beyond the horizon counts: its full price, or only the part until the end."),
    place=496,
    choices=("full", "pro_rata"),
    form=Form(
        FormGroup.OVER_TIME,
        say("Subscriptions beyond the end"),
        say("What does a subscription count that goes on when the months are over?"),
        words={"full": say("its full price"), "pro_rata": say("only the part until the end")},
    ),
)

CORE: tuple[Setting[Any], ...] = (
    PLAN_DATE,
    CURRENCY,
    EXAMPLES_ARE_OURS,
    BASELINE,
    ALLOW_USED,
    MAX_USED_SHARE,
    WS_METRICS,
    RDS_METRICS,
    WS_MIXING_COST,
    RDS_MIXING_COST,
    ORDER_COST,
    MAX_VENDORS,
    EXCLUDED_VENDORS,
    EXCLUDED_OFFERS,
    MIN_VERSION,
    BUDGET,
    SELL_SURPLUS,
    RESALE_COMMISSION,
    USE_OWNED,
    SPARE_SHARE,
    *SPARE_SHARES.values(),
    BASE_AND_RDS_SAME_METRIC,
    HORIZON_MONTHS,
    DISCOUNT_RATE,
    PRICE_CHANGE_NEW,
    PRICE_CHANGE_USED,
    UPGRADES_LATER_MONTHS,
    PERIOD_STEP,
    END_VALUE,
    SUBSCRIPTION_END,
)
CORE_BY_NAME: Mapping[str, Setting[Any]] = {setting.name: setting for setting in CORE}


@dataclass(frozen=True, slots=True)
class Policy:
    """Every policy in force in one scenario.  Amounts are in minor units of `currency`; shares are exact fractions.

    What buying, money and the search need is a field; what belongs to a licensing rule is read as `policy[SETTING]`.
    """

    plan_date: date
    currency: str = "EUR"
    examples_are_ours: bool = False
    baseline: str | None = None
    allow_used: bool = True
    max_used_share: Fraction = Fraction(1)
    ws_metrics: str = "any"
    rds_metrics: str = "any"
    ws_mixing_cost: int = 0
    rds_mixing_cost: int = 0
    order_cost: int = 0
    max_vendors: int | None = None
    excluded_vendors: tuple[str, ...] = ()
    excluded_offers: tuple[str, ...] = ()
    min_version: Version | None = None
    budget: int | None = None
    sell_surplus: bool = True
    resale_commission: Fraction = Fraction(0)
    use_owned: bool = True
    spare_share: Fraction = Fraction(0)
    spare_share_ws_user: Fraction | None = None
    spare_share_ws_device: Fraction | None = None
    spare_share_rds_user: Fraction | None = None
    spare_share_rds_device: Fraction | None = None
    base_and_rds_same_metric: bool = False
    horizon_months: int = 0
    discount_rate: Fraction = Fraction(0)
    price_change_new: Fraction = Fraction(0)
    price_change_used: Fraction = Fraction(0)
    upgrades_later_months: int = 0
    period_step: str = "exact"
    end_value: Fraction = Fraction(0)
    subscription_end: str = "full"
    rates: Mapping[str, Fraction] = field(default_factory=dict)
    """Plan currency per unit of another currency, by its code in capitals: what `fx_usd` and the like give."""
    of_rules: Mapping[Setting[Any], Any] = field(default_factory=dict)
    """The settings of licensing rules, each with its value; see `planner.licensing.rulebook.policy`."""

    def __post_init__(self) -> None:
        own = (self[setting] for setting in SPARE_SHARES.values())
        spares = (self.spare_share, *(share for share in own if share is not None))
        if not all(0 <= share <= 1 for share in (self.max_used_share, self.resale_commission, *spares)):
            raise ValueError("shares lie between 0 and 1")

    def __getitem__(self, setting: Setting[T]) -> T:
        """Return the value of one policy: a field of this class, or the setting of a rule."""
        if setting.name in CORE_BY_NAME:
            return cast(T, getattr(self, setting.name))
        return cast(T, self.of_rules.get(setting, setting.default))

    def spare_of(self, product: int, metric: int) -> Fraction:
        """Return the spare share of a pool, given by layer and metric."""
        own = self[SPARE_SHARES[product, metric]] if (product, metric) in SPARE_SHARES else None
        return self.spare_share if own is None else own

    def values_of(self, settings: Iterable[Setting[Any]]) -> tuple[Any, ...]:
        """Return the values of several policies, in their order."""
        return tuple(self[setting] for setting in settings)

    def having(self, **values: Any) -> Policy:
        """Return the policies with some of them changed, whether they are fields or settings of rules.

        Raises KeyError for a name that is neither.
        """
        of_rules = {setting.name: setting for setting in self.of_rules}
        own = {name: value for name, value in values.items() if name in _FIELDS}
        others = {of_rules[name]: value for name, value in values.items() if name not in _FIELDS}
        return replace(self, **own, of_rules={**self.of_rules, **others})

    @property
    def settings(self) -> tuple[Setting[Any], ...]:
        """Every policy there is, in the order of the documentation."""
        return tuple(sorted((*CORE, *self.of_rules), key=lambda setting: setting.place))

    def as_json(self) -> dict[str, Any]:
        """Return every policy as plan.json writes it: money as text, shares as numbers, none as null."""
        settings = self.settings
        values = zip(settings, self.values_of(settings), strict=True)
        return {setting.name: setting.as_json(value) for setting, value in values} | {
            f"fx_{code.lower()}": float(rate) for code, rate in sorted(self.rates.items())
        }


_FIELDS = frozenset(each.name for each in fields(Policy))
assert set(CORE_BY_NAME) == _FIELDS - {"rates", "of_rules"}


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of policies."""

    name: str
    policy: Policy
    is_reading: bool = False
    """Whether it is only there to see what another reading of a disputed rule costs."""
    is_built_in: bool = False
    """Whether it is planned because the inventory names no scenarios of its own."""
    is_on_demand: bool = False
    """Whether it is planned only where somebody names it."""


CHEAPEST, USERS_ONLY, DEVICES_ONLY = "cheapest", "users only", "devices only"
BUILT_IN: tuple[tuple[str, Mapping[str, Any]], ...] = (
    (CHEAPEST, {}),
    ("new only", {"allow_used": False}),
    (USERS_ONLY, {"ws_metrics": "user", "rds_metrics": "user"}),
    (DEVICES_ONLY, {"ws_metrics": "device", "rds_metrics": "device"}),
    ("one metric per product", {"ws_metrics": "single", "rds_metrics": "single"}),
    ("nothing owned", {"use_owned": False}),
    ("newest servers", {"server_upgrades": NEWEST}),
)
"""What is planned where the inventory has no sheet Scenarios, each on top of sheet Policy."""
BUILT_IN_OVER_TIME: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("as planned", {"server_upgrades": "as_planned"}),
    ("no upgrade", {"server_upgrades": "none"}),
    ("newest servers now", {"server_upgrades": NEWEST}),
    ("a year later", {"server_upgrades": "as_planned", UPGRADES_LATER_MONTHS.name: 12}),
)
"""What is planned besides where sheet Policy gives a horizon."""
AHEAD: tuple[str, Mapping[str, Any]] = ("three years ahead", {HORIZON_MONTHS.name: 36})
"""What is there to be named where it gives none."""

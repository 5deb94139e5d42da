"""The tables of a plan as data frames, for notebooks, programs and the dashboard.

| table | a row per | columns |
|---|---|---|
| `purchases` | offer that is bought | `listed.PURCHASES` |
| `sales` | lot that is sold from | `listed.SALES` |
| `position` | product, metric and version that occurs | `listed.POSITION` |
| `register` | licence in use | `REGISTER` |
| `by_unit` | department, site and cost centre | `listed.BY_UNIT` |
| `calendar` | thing to do, by day | `listed_over_time.CALENDAR` |
| `cash` | calendar year of a horizon | `listed_over_time.CASH` |
| `upgrades` | server that is upgraded, may be, or costs something to keep | `listed_over_time.UPGRADES` |
| `foresight` | plan: this one, and those without foresight | `listed_over_time.FORESIGHT` |
| `coverage` | version needed and licence that serves it | `listed.COVERAGE` |
| `scenarios` | scenario | `listed.SCENARIOS` |
| `rules_that_differ` | policy that is not the same in all | `policy`, `rule`, and one per scenario |
| `purchase_lines_that_differ` | line that a scenario buys otherwise | `listed.DIFFERING` |

Counts are `Int64`, texts `string`, days `datetime64[s]`, shares `Float64`, yes and no `boolean`.  Money is exact:
`decimal.Decimal` with two places in a column of objects, in the plan's currency.  Whatever is not known or not stated
is missing, `pd.NA`, `NaT`, or None where it is money.  Columns of the register with few different texts are categories.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.domain.document import PlanDocument, ScenarioDocument
from planner.domain.holder_origin import CodedTexts
from planner.domain.plan import Register, ScenarioResult
from planner.domain.product import HOLDER_METRICS, LEVELS, PRODUCTS, licence_of
from planner.report import listed, listed_over_time
from planner.report.register_columns import coded_columns
from planner.report.table import Column, Holds, table_of
from planner.words import say

if TYPE_CHECKING:
    import pandas as pd

REGISTER = (
    Column("scenario", say("Scenario")),
    Column("period", say("Period"), Holds.COUNT),
    Column("product", say("Product code")),
    Column("metric", say("Metric")),
    Column("licence", say("Licence"), meaning="The licence in words, without its version."),
    Column(
        "holder", say("Holder"), meaning="A person's, a machine's or a host's id, or one made for a member of a group."
    ),
    Column("required_version", say("Needs"), meaning="The newest this holder itself must cover."),
    Column("licence_version", say("Gets")),
    Column("condition", say("Condition")),
    Column("source", say("Source"), meaning="The lot or the offer."),
    Column("assigned_since", say("Assigned since"), meaning="A day, or words where none is known."),
    Column("reason", say("Why")),
    Column("name", say("Name"), meaning="The holder's name; nothing for members of groups, or where none is stated."),
    Column("email", say("E-mail")),
    Column("department", say("Department"), meaning="The holder's, or that of the group."),
    Column("servers", say("Servers"), meaning="Ids of the servers that the holder reaches by what the inventory says."),
    Column("document", say("Document"), meaning="That of the owned lot; nothing for what is bought."),
    Column("plan_date", say("Day of the plan"), Holds.DAY),
)
"""Those of the file that `--assignments` writes, and the licence in words."""


def purchases(scenario: ScenarioDocument) -> pd.DataFrame:
    """Return what to buy, by vendor, offer and period; no row where there is no plan."""
    return listed.purchases(scenario).frame()


def sales(scenario: ScenarioDocument) -> pd.DataFrame:
    """Return what to sell, by lot; no row where there is no plan."""
    return listed.sales(scenario).frame()


def position(scenario: ScenarioDocument) -> pd.DataFrame:
    """Return need and supply after the plan, by product, metric and version; no row where there is no plan."""
    return listed.position(scenario).frame()


def calendar(scenario: ScenarioDocument) -> pd.DataFrame:
    """Return what is to be done, day by day; no row where there is no plan."""
    return listed_over_time.calendar(scenario).frame()


def cash(scenario: ScenarioDocument) -> pd.DataFrame:
    """Return what is paid in each calendar year; no row without a horizon."""
    return listed_over_time.cash(scenario).frame()


def upgrades(scenario: ScenarioDocument) -> pd.DataFrame:
    """Return what becomes of servers within the horizon; no row without one."""
    return listed_over_time.upgrades(scenario).frame()


def foresight(scenario: ScenarioDocument) -> pd.DataFrame:
    """Return what a plan costs beside plans without foresight; no row where that was not planned."""
    return listed_over_time.foresight(scenario).frame()


def by_unit(scenario: ScenarioDocument) -> pd.DataFrame:
    """Return licences by department, site and cost centre; no row where none is stated, or without a plan."""
    return listed.by_unit(scenario).frame()


def scenarios(document: PlanDocument) -> pd.DataFrame:
    """Return the scenarios of a plan side by side, in the order planned."""
    return listed.scenarios(document).frame()


def rules_that_differ(document: PlanDocument, scenarios: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the rules in which scenarios of a plan differ, all of its scenarios where none are named.

    Raises KeyError for a scenario that the plan does not have.
    """
    compared = _chosen(document, scenarios)
    return listed.rules_that_differ(compared, [one.name for one in compared], document.currency).frame()


def purchase_lines_that_differ(
    document: PlanDocument, scenarios: Sequence[str] | None = None, reference: str | None = None
) -> pd.DataFrame:
    """Return the lines in which planned scenarios buy otherwise than a reference, the first planned one if None.

    Raises KeyError for a scenario that the plan does not have.
    """
    planned = [one for one in _chosen(document, scenarios) if one.plan]
    first = document[reference] if reference is not None else next(iter(planned), None)
    others = [one for one in planned if first is not None and one.name != first.name]
    return listed.purchase_lines_that_differ(first or document.scenarios[0], others, [o.name for o in others]).frame()


def _chosen(document: PlanDocument, names: Sequence[str] | None) -> list[ScenarioDocument]:
    return list(document.scenarios) if names is None else [document[name] for name in names]


def register(result: ScenarioResult) -> pd.DataFrame:
    """Return who gets which licence, and why; no row where there is no plan."""
    import pandas as pd

    if result.plan is None:
        return table_of(REGISTER, []).frame()
    rows = result.plan.register
    columns: dict[str, Any] = {name: _categories(coded) for name, coded in coded_columns(result, rows).items()}
    columns |= {
        "period": pd.array(np.full(len(rows), rows.period), dtype="Int64"),
        "holder": pd.array(rows.holder, dtype="string"),
        "reason": pd.array(rows.reason, dtype="string"),
        "plan_date": np.full(len(rows), result.scenario.policy.plan_date, dtype="datetime64[s]"),
    }
    return pd.DataFrame(columns, columns=[column.name for column in REGISTER])


def _categories(coded: CodedTexts) -> pd.Categorical:
    """Return texts as categories; an empty one is missing."""
    import pandas as pd

    blank = coded.texts.index("") if "" in coded.texts else None
    if blank is None:
        return pd.Categorical.from_codes(coded.codes, pd.Index(coded.texts, dtype="str"))
    codes = np.where(coded.codes == blank, -1, coded.codes - (coded.codes > blank))
    return pd.Categorical.from_codes(codes, pd.Index([text for text in coded.texts if text], dtype="str"))


def coverage(result: ScenarioResult) -> pd.DataFrame:
    """Return which licences serve needs of which version, and how many of each; no row where there is no plan."""
    return listed.coverage(_served(result.plan.register) if result.plan else {}).frame()


def _served(register: Register) -> dict[listed.Served, int]:
    """Count the licences in use by product, metric, version needed and version given."""
    columns = register.product, register.metric, register.required, register.licence
    shape = len(PRODUCTS), len(HOLDER_METRICS), len(LEVELS), len(LEVELS)
    numbers = np.bincount(np.ravel_multi_index(columns, shape), minlength=int(np.prod(shape))).reshape(shape)
    return {
        (licence_of(layer, code), HOLDER_METRICS[code], LEVELS[required], LEVELS[given]): int(
            numbers[layer, code, required, given]
        )
        for layer, code, required, given in np.argwhere(numbers).tolist()
    }

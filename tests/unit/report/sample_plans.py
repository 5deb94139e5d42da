"""Small hand-made domain values that the report tests share."""

from datetime import date
from fractions import Fraction

import numpy as np

from planner.domain.evidence import ProofItem
from planner.domain.inventory import SourceFile
from planner.domain.issue import Notice
from planner.domain.lot import Lot
from planner.domain.offer import Offer, PriceBreak
from planner.domain.plan import (
    Cost,
    DataLevel,
    Plan,
    PlanSet,
    PlanStatus,
    PoolPosition,
    Purchase,
    Register,
    RegisterSource,
    Relaxation,
    Sale,
    ScenarioResult,
    Size,
)
from planner.domain.product import METRICS, PRODUCTS, Condition, Metric, Product, Version, rank
from planner.domain.review import CheckLine, CheckState, ProofLine, Review, Risk
from planner.domain.scenario import Scenario
from planner.licensing import rulebook

WS, RDS, USER, DEVICE = Product.WS_CAL, Product.RDS_CAL, Metric.USER, Metric.DEVICE
V2016, V2019, V2022, V2025 = (Version(str(year)) for year in (2016, 2019, 2022, 2025))
DAY = date(2026, 1, 15)
POLICY = rulebook.policy(DAY)


def offer(offer_id="O-1", vendor="Alpha", version=V2022, price=2500, *, metric=USER, product=WS, **more) -> Offer:
    steps = more.pop("breaks", (PriceBreak(1, price, price, sku=f"SKU-{offer_id}"),))
    condition = more.pop("condition", Condition.NEW)
    return Offer(offer_id, vendor, product, metric, version, condition, steps, "EUR", **more)


def lot(owned_id="L-1", version=V2022, quantity=3, *, metric=USER, product=WS, **more) -> Lot:
    return Lot(owned_id, product, metric, version, quantity, **more)


def register(rows, sources) -> Register:
    """Rows: (product, metric, member, holder, required, licence, index of the source)."""
    columns = list(zip(*rows, strict=True)) or [()] * 7

    def codes(values):
        return np.array(list(values), dtype=np.int64)

    holders = np.array(columns[3], dtype=object)
    return Register(
        codes(PRODUCTS.index(p) for p in columns[0]),
        codes(METRICS.index(m) for m in columns[1]),
        codes(columns[2]),
        holders,
        codes(rank(v) for v in columns[4]),
        codes(rank(v) for v in columns[5]),
        codes(columns[6]),
        np.array([f"Needed by {name}." for name in holders], dtype=object),
        tuple(sources),
    )


def plan(purchases=(), sales=(), rows=(), sources=(), pools=(), bound=None, orders=0) -> Plan:
    cost = Cost(sum(p.cost_minor for p in purchases), orders, 0, 0, sum(s.proceeds_minor for s in sales))
    lower = cost.total if bound is None else bound
    return Plan(cost, lower, tuple(purchases), tuple(sales), tuple(pools), register(rows, sources), {}, len(rows))


def cheapest_plan(purchases=None) -> Plan:
    """Five people, two of them on owned licences, three on a used pack of five; a machine lot is sold."""
    packs = offer(
        "U-5", "Beta & Sons", price=9000, condition=Condition.USED, pack_size=5, breaks=(
            PriceBreak(1, 9000, 9000, sku="B-U5"),
            PriceBreak(3, 8000, 8000, sku="B-U5-3"),
        )
    )  # fmt: skip
    remote = offer("R-1", "Alpha", V2025, 12550, product=RDS)
    owned, idle = lot("L-1", quantity=2), lot("L-9", V2019, 4, metric=DEVICE, resale_minor=333)
    rows = [(WS, USER, n, f"p{n}", V2022, V2022, 0 if n < 2 else 1) for n in range(5)]
    rows += [(RDS, USER, 0, "p0", V2022, V2025, 2)]
    sources = (
        RegisterSource("L-1", Condition.NEW, V2022, owned),
        RegisterSource("U-5", Condition.USED, V2022),
        RegisterSource("R-1", Condition.NEW, V2025),
    )
    pools = (
        PoolPosition(WS, USER, V2022, 5, 5, owned.quantity, 5, 0, 2),
        PoolPosition(WS, DEVICE, V2019, 0, 0, idle.quantity, 0, 4, 0),
        PoolPosition(RDS, USER, V2022, 1, 1, 0, 0, 0, 0),
        PoolPosition(RDS, USER, V2025, 0, 0, 0, 1, 0, 0),
    )
    lines = [
        Purchase(remote, 1, reason="One person needs it."),
        Purchase(packs, 1, reason="Three people need it."),
    ]
    return plan(purchases or lines, [Sale(idle, 4, reason="Nobody needs them.")], rows, sources, pools, orders=1500)


def review(shortfall=3) -> Review:
    """A checklist with a point of every state, a proof index with used, owned and new licences, and a risk."""
    checklist = (
        CheckLine(
            "Server licences", CheckState.NOT_STATED, "0 of 2 servers.", ("document of FS01", "document of FS02")
        ),
        CheckLine("Licences held today", CheckState.MISSING, f"{shortfall} lack.", (f"{shortfall} User CALs",)),
        CheckLine("Register", CheckState.IN_ORDER, "It is there."),
        CheckLine("Used licences", CheckState.DOES_NOT_APPLY, "None."),
    )
    items = (ProofItem.AGREEMENT,), (ProofItem.PAID, ProofItem.END_OF_USE), (ProofItem.CREDENTIAL,)
    proofs = (
        ProofLine("U-5", False, WS, USER, V2022, Condition.USED, 5, "", "first sold in DE", *items, "Beta & Sons"),
        ProofLine("L-1", True, WS, USER, V2022, Condition.NEW, 2, "INV-7", "", (), (), (), "whoever sold it"),
        ProofLine("L-9", True, WS, DEVICE, V2019, Condition.NEW, 4, "", "", (), (), (), "whoever sold it"),
    )
    return Review(checklist, proofs, Risk(shortfall, 17500, f"{shortfall} are missing."))


def result(name="cheapest", outcome=None, status=PlanStatus.OPTIMAL, policy=POLICY, **more) -> ScenarioResult:
    level = more.pop("data_level", DataLevel.PAIRS)
    notices = more.pop("notices", ())
    more.setdefault("review", review() if outcome else None)
    return ScenarioResult(
        Scenario(name, policy), status, level, ("Months are calendar months.",), notices, outcome, **more
    )


def plan_set(results=None, **more) -> PlanSet:
    values = {
        "inventory": SourceFile("estate.xlsx", "ab" * 32),
        "catalogue": None,
        "created": "2026-01-15T09:30:00+00:00",
        "version": "0.1.0",
        "currency": "EUR",
        "plan_date": DAY,
        "results": tuple(results if results is not None else all_results()),
        "timings": {"read_s": 0.25, "total_s": 1.5},
        "size": Size(5, 9, 20, 12, 3),
    }
    return PlanSet(**(values | more))


def all_results() -> list[ScenarioResult]:
    """One scenario of each ending."""
    dear = offer("N-1", "Alpha", price=6000)
    rows = [(WS, USER, n, f"p{n}", V2022, V2022, 0) for n in range(5)]
    source = RegisterSource("N-1", Condition.NEW, V2022)
    pool = PoolPosition(WS, USER, V2022, 5, 5, 0, 5, 0, 0)
    users_only = plan([Purchase(dear, 5)], (), rows, [source], [pool], bound=29900)
    change = Relaxation("budget", "10.00", "90.00", "Raise the budget from 10.00 to 90.00 EUR.")
    return [
        result(outcome=cheapest_plan(), notices=(Notice("CAL-300", "Used licences need papers."),)),
        result(
            "users only", users_only, PlanStatus.FEASIBLE, rulebook.policy(DAY, ws_metrics="user", rds_metrics="user")
        ),
        result(
            "tight",
            status=PlanStatus.INFEASIBLE,
            policy=rulebook.policy(DAY, budget=1000, max_used_share=Fraction(1, 2)),
            reason="The budget of 10.00 EUR is too small.",
            relaxations=(change,),
        ),
        result("slow", status=PlanStatus.STOPPED, reason="The time limit came first."),
    ]

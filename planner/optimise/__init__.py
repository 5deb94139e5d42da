"""Requirements and market to a proved plan; never sees a spreadsheet.

The flow is `solve.py`; docs/model.md tells the mathematics.  From the ground up:

    choice              what the optimiser decides, and how a search ended
    solvers/            HiGHS by way of PuLP, exact rows, CP-SAT as the second opinion
    cover/              what a cover must satisfy; the cheapest one at given prices, a minimum cut with a certificate
    smaller/            fewer holders, the same costs; shared by scenarios
    market/             packs, breaks, stock and limits as a program; the nicest of equally cheap purchases
    undecided/          what prices leave open, as counts
    proof/              prices that market and holders agree on, branching, the program of a leaf, until it is a proof
    solve               runs them
    assign, audit       names; a check from scratch, which shares nothing with the rest
    over_time           the same for several periods, with audit_over_time; kept lets holders keep what they have
    infeasible/         why a scenario is impossible, and what would help
    direct              the plain model: the tests' and benchmarks' yardstick
"""

from planner.optimise.assign import make_plan
from planner.optimise.audit import audit
from planner.optimise.audit_over_time import Listed, audit_over_time
from planner.optimise.choice import Choice, Outcome
from planner.optimise.chosen_days import solve_over_periods
from planner.optimise.infeasible.relax import explain_infeasible
from planner.optimise.infeasible.within_budget import first_buys
from planner.optimise.over_time import make_plan_over_time, there_in, waived_in
from planner.optimise.proof.prepare import Choices, Prepared, Variant
from planner.optimise.solve import solve_scenario, solve_variants
from planner.optimise.solvers.highs import Limits, SolveStatus

__all__ = [
    "Choice",
    "Choices",
    "Limits",
    "Listed",
    "Outcome",
    "Prepared",
    "SolveStatus",
    "Variant",
    "audit",
    "audit_over_time",
    "explain_infeasible",
    "first_buys",
    "make_plan",
    "make_plan_over_time",
    "solve_over_periods",
    "solve_scenario",
    "solve_variants",
    "there_in",
    "waived_in",
]

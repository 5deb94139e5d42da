"""Requirements and market to a proved plan; never sees a spreadsheet.

The flow is `solve.py`; docs/model.md tells the mathematics.  In the order of the flow:

    reduce, prepare        fewer holders, the same costs; shared by scenarios
    clauses, cases         what a cover must satisfy; choices about it as a whole
    cover_graph            the cheapest cover at given prices: a minimum cut with a certificate
    market_model, rows     the market's program; exact bounds from any multipliers
    relaxation, branching  prices that market and holders agree on; yes/no decisions, best bound first
    kernel, pieces,        what the prices leave undecided, as counts
      undecided
    plan_program, search   the small integer program of a leaf, widened until it is a proof
    second_opinion         the same program by another solver, in whole numbers
    minimal, tiebreak,     nobody holds more than needed; the nicest of equally cheap purchases;
      assign, audit          names; a check from scratch
    direct                 the plain model: yardstick, and the tests' second opinion
    relax, uncoverable     why a scenario is impossible, and what would help
"""

from planner.optimise.assign import make_plan
from planner.optimise.audit import audit
from planner.optimise.choice import Outcome
from planner.optimise.prepare import Prepared, Setup
from planner.optimise.relax import explain_infeasible
from planner.optimise.solve import solve_scenario, solve_setups
from planner.optimise.solver import Limits, SolveStatus

__all__ = [
    "Limits",
    "Outcome",
    "Prepared",
    "Setup",
    "SolveStatus",
    "audit",
    "explain_infeasible",
    "make_plan",
    "solve_scenario",
    "solve_setups",
]

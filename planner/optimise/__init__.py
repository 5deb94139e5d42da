"""Requirements and market to a proved plan; never sees a spreadsheet."""

from planner.optimise.assign import make_plan
from planner.optimise.audit import audit
from planner.optimise.reduce import Reduction, reduce
from planner.optimise.relax import explain_infeasible
from planner.optimise.solve import solve_scenario
from planner.optimise.solver import Limits, SolveStatus

__all__ = [
    "Limits",
    "Reduction",
    "SolveStatus",
    "audit",
    "explain_infeasible",
    "make_plan",
    "reduce",
    "solve_scenario",
]

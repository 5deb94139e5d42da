"""Requirements and market to a proved plan; never sees a spreadsheet."""

from planner.optimise.assign import make_plan
from planner.optimise.audit import audit
from planner.optimise.relax import explain_infeasible
from planner.optimise.solve import solve_scenario
from planner.optimise.solver import Limits, SolveStatus

__all__ = ["Limits", "SolveStatus", "audit", "explain_infeasible", "make_plan", "solve_scenario"]

"""What planning a scenario needs beside its stages.

run                 whom a run tells how it stands, when it stops, its stopwatch
time_budget         the time one scenario has, for its plan and all that is asked beside it
scenario_cache      what scenarios of one inventory have in common, each part found once
checked_plan        from what the optimiser decided to a plan that passed the audit
side_questions      what else is planned to explain one
impossible          why there is no plan, and what would help
"""

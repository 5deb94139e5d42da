"""Why a plan is as it is: what something else would cost, and when something else would be right.

A question (`questions`) is answered by planning the scenario anew with one thing changed (`replanning`): without an
offer, with somebody's accesses licensed at the other end (`other_end`), at other prices (`break_even`).  Every answer
is a proved difference of two plans, or says that it is not.
"""

"""Time: calendar arithmetic, what money is worth on another day, periods of a horizon, and upgrades of servers.

    calendar    months later, and the steps of a calendar
    worth       a price on a later day, and its present value, in whole minor units
    horizon     the horizon, its periods, and the days that cut it
    upgrades    when servers are upgraded: planned days, days to choose from, what upgrading and keeping costs

Pure functions of days and amounts; knows no rule, no licence and no solver.
"""

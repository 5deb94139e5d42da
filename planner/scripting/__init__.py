"""The front door for scripts and notebooks: inventories, plans and answers, with tables as data frames.

    calls               load, check, import_files, plan, ask
    imports             what came of exports
    inventory           what is planned, from files or from data frames
    plans               what came of it: one plan per scenario, and the scenarios side by side
    answers             what came of a question

`planner` hands these names out; nothing here computes anything that the rest of the program does not.
"""

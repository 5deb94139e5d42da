"""A second, independent answer to the one-period problem: small and plain rather than fast.

It shares no code with the program.  Versions are their year, money is whole cents, holders are their ids.
"""

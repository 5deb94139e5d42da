"""Faults put into a copy of the program, one at a time, to see whether the tests of their own area notice."""

"""Exports and lists as they are, to a clean inventory: what people hand over, read, joined and asked about.

evidence    what a source says, row by row
reading     files to rows: encodings, separators, days and numbers per column
mapping     lists kept by hand: where they stand on a sheet, what their columns and words mean
sources     the formats that are known, told by their content
questions   what is asked, and what was found to be one
"""

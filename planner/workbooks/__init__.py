"""The workbook of a person: problems marked in it, cells corrected in it, what is written new beside it."""

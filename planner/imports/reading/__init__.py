"""From files of many hands to rows of cells, and from cells to days, numbers and yes or no.

decoding    bytes to text: strict decoding of named candidates, scored by header words that are known
rows        text to rows: separators, lines that are no data, the layouts of tools that write no CSV
child       what the limited process does, where every file is opened
grids       the caller's side: files to grids, workbooks by the reader of inventories
cells       one cell: clean text, what means nothing, yes and no, numbers
days        a column of days: which part is the month is decided per column, or asked
tables      a grid with its header row found: columns by name
"""

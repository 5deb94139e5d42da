"""What leaves the desk: requests, memos, orders and lists for others, each made from one saved plan.

A module per paper.  What is common to them stands in `source` (what a paper is made from), `paper` (a file and its
name), `order` (what is bought from one vendor) and `lists` (tables as workbooks and text); `kinds` names them all.
"""

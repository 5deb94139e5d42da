"""What is owned: licences of statements, asset lists and invoices as lots, each purchase once.

products    which licence a line of a statement means
lots        lots of all sources; what may be the same purchase twice is asked, and not added
installed   Remote Desktop packs on licence servers, held against what was bought
"""

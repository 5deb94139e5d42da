"""Who and what is meant: evidence of all files joined into accounts, people, machines and servers, by exact keys only.

    principals  the ways an account is written, and what is no person at all
    people      accounts and the people behind them
    hosts       names and serial numbers of machines as they are compared
    machines    machines, and which of them are servers
    addresses   which machine had an address on a day
    accesses    who reached which server from which machine, with the evidence of each

Keys are ranked by authority: what a directory gives out once (SID, object id, serial number) before names that can be
given again.  Where keys contradict each other, nothing is joined and it is asked.  Names that look alike
are suggestions.
"""

"""One way to have work done by a process of its own, with a beginning, limits and an end that are the same for all.

`apart` is the caller's side, `child` the side of the process.  They share a folder that nobody else sees and that is
gone afterwards:

    request.json   written by the caller: which function does the work, what it is asked, what it may take
    current        written by the work: what it is busy with, so that a process that dies leaves a trace
    answer.json    written at the end: what the function returned, or words for a person on why it cannot be done
    stderr         what the process and its libraries had to say

Everything else in the folder is the work's own: large answers are files there.  What comes back is data and never
pickles, so a process that a harmful file has taken over can still only answer wrongly.

A process that has answered ends with 0, whatever the answer.  It ends with `child.OUT_OF_MEMORY` where Python ran out
of memory.  Every other end is one of the limits, which the system enforces, or an accident; `apart` tells them apart.
"""

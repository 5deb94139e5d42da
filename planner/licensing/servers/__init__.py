"""Versions of servers, what newer ones ask for, and how long they are supported (rules R17 to R19, R58, R59)."""

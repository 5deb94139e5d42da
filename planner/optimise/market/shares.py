"""Shares as fractions with small denominators, exact for every count that can occur.

A share such as 0.333333 has a denominator of a million, and a solver in floating point does not like rows with
coefficients of a million.  For counts up to n only its place among the fractions with denominators up to n
matters: ceil(share * h) is the same, for every h <= n, for the smallest such fraction that is not below the share,
and floor(share * h) for the largest that is not above it.
"""

from __future__ import annotations

from fractions import Fraction


def simplest_not_below(share: Fraction, largest: int) -> Fraction:
    """Return the smallest fraction >= share with a denominator of at most `largest` (>= 1)."""
    below, above = _neighbours(share, largest)
    return below if below == share else above


def simplest_not_above(share: Fraction, largest: int) -> Fraction:
    """Return the largest fraction <= share with a denominator of at most `largest` (>= 1)."""
    return _neighbours(share, largest)[0]


def _neighbours(share: Fraction, largest: int) -> tuple[Fraction, Fraction]:
    """Return the largest fraction <= share and the smallest > it, denominators at most `largest`."""
    closest = share.limit_denominator(largest)
    if closest <= share:
        return closest, _successor(closest, largest)
    return _predecessor(closest, largest), closest


def _successor(fraction: Fraction, largest: int) -> Fraction:
    """Return the next fraction with a denominator of at most `largest`: p'/q' with p'q - pq' = 1 and q' largest."""
    p, q = fraction.numerator, fraction.denominator
    # p' q - p q' = 1 fixes q' modulo q; take the largest that is allowed.
    residue = pow(-p, -1, q) if q > 1 else 0
    denominator = largest - (largest - residue) % q
    return Fraction((1 + p * denominator) // q, denominator)


def _predecessor(fraction: Fraction, largest: int) -> Fraction:
    return -_successor(-fraction, largest)

"""Percentages that may be shown: neither the part nor the rest may be a small number."""

from __future__ import annotations

from dataclasses import dataclass

from roundel.suppression.protection import THRESHOLD
from roundel.suppression.tables import Hidden, Reason


@dataclass(frozen=True)
class Share:
    """A share that may be shown, with the number it rests on."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, halves rounded up."""
        return (200 * self.numerator + self.denominator) // (2 * self.denominator)


def safe_share(numerator: int, denominator: int, threshold: int = THRESHOLD) -> Share | Hidden | None:
    """The share ``numerator / denominator`` if it gives no small number away; None of nobody.

    With the denominator beside it a percentage gives the numerator away, and with it the rest: 96 of 97
    says that one person did not. So both must be nought or at least the threshold, and the denominator
    too. Nought and all are shown (they name nobody within the group; judge for yourself whether they say
    something about everybody in it). If the parts are also published as counts, put them in a Table with
    the rest as a column of its own, so that they are protected together (Office for National Statistics,
    "Disclosure control guidance for tables", on complements and rates).
    """
    rest = denominator - numerator
    if numerator < 0 or rest < 0:
        raise ValueError("a share lies between nought and all")
    if denominator == 0:
        return None
    if any(0 < count < threshold for count in (numerator, rest, denominator)):
        return Hidden(Reason.SMALL)
    return Share(numerator, denominator)

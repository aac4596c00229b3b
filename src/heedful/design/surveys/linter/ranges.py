"""Options that are ranges of numbers: "18–24", "under 18", "65 or older"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from heedful.design.surveys.linter.lexicon import Lexicon

_UNITS = re.compile(r"[€$£%]|\b(?:eur|usd|euro|dollars?)\b", re.IGNORECASE)
_PLAIN = re.compile(r"^(\d[\d,.]*)(?:\s+\w+)?$")


@dataclass(frozen=True, slots=True)
class Range:
    low: float
    high: float

    def overlaps(self, other: Range) -> bool:
        return self.low <= other.high and other.low <= self.high


def range_of(label: str, known: Lexicon) -> Range | None:
    """Return the numbers an option stands for, None if it is no range."""
    text = _UNITS.sub("", label).strip()
    if found := known.to.search(text):
        return Range(*sorted((_number(found[1]), _number(found[2]))))
    # Ends that are left out touch no neighbour: just below, just above.
    for pattern, below, above in (
        (known.below, inf, -1e-9),
        (known.above, -1e-9, inf),
        (known.at_least, 0.0, inf),
        (known.at_most, inf, 0.0),
        (_PLAIN, 0.0, 0.0),
    ):
        if found := pattern.search(text):
            number = _number(next(group for group in found.groups() if group))
            return Range(number - below, number + above)
    return None


def _number(text: str) -> float:
    """Read 20,000 and 20.000 as twenty thousand, 9.99 and 9,99 as less than ten."""
    parts = re.split(r"[,.]", text.rstrip(",."))
    if len(parts) > 1 and len(parts[-1]) != 3:
        return float("".join(parts[:-1]) + "." + parts[-1])
    return float("".join(parts))

"""Which scale a column of whole numbers is on, and which of its numbers are codes for "no answer"."""

from __future__ import annotations

from collections.abc import Mapping

SCALES = ((0, 10), (1, 5), (1, 7), (1, 10), (1, 4), (1, 6), (0, 100))
CODES = frozenset({-9, -8, -7, -1, 77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 9999, -99, -999})
MANY = 200
FEW = 30  # below so many answers, steps of the scale may well be missing


type Found = tuple[tuple[int, int] | None, tuple[int, ...], tuple[str, ...]]


def find_scale(counts: Mapping[int, int]) -> Found:
    """Return the scale, the codes and notes in words.

    A scale fits when all numbers are its steps or codes: the usual high ones (99, 999, −1), the one above
    its end (11 on 0–10, 6 on 1–5), or 0 below a scale that starts at 1; and when the steps are used.
    """
    usual = {number for number in counts if number in CODES}
    values = set(counts) - usual
    for low, high in SCALES:
        codes = _codes(values, low, high)
        if codes is not None and _is_used(values - codes, low, high, sum(counts.values())):
            found = tuple(sorted(codes | usual))
            return (low, high), found, _notes(found, counts, (low, high))
    if usual and _stand_apart(values, usual):
        return None, tuple(sorted(usual)), _notes(tuple(sorted(usual)), counts, None)
    return None, (), ()


def _codes(values: set[int], low: int, high: int) -> set[int] | None:
    outside = {value for value in values if not low <= value <= high}
    above = outside - {0}
    if (0 in outside and low != 1) or len(above) > 1 or not above <= {high + 1, 9}:
        return None
    return outside


def _is_used(steps: set[int], low: int, high: int, n: int) -> bool:
    """Tell whether enough of the scale's steps occur, both halves of it, to be that scale."""
    if high - low > 20:
        return len(steps) > 20 and max(steps) > 0.8 * high and all(step % 5 == 0 for step in steps)
    span = high - low + 1
    if low == 0 and 0 not in steps and n >= MANY:
        return False  # among so many somebody would have said 0
    wanted = span - (1 if n >= FEW else span // 2)
    # The end of a scale is what people use; a column that never reaches it is on another one.
    return len(steps) >= wanted and high in steps and len(steps) >= 3


def _stand_apart(values: set[int], usual: set[int]) -> bool:
    return bool(values) and all(
        abs(code) > 4 * max(map(abs, values)) or code < 0 <= min(values) for code in usual
    )


def _notes(
    codes: tuple[int, ...], counts: Mapping[int, int], scale: tuple[int, int] | None
) -> tuple[str, ...]:
    if not codes:
        return ()
    listed = ", ".join(f"{code} ({counts[code]:,}×)" for code in codes)
    beside = f" beside the scale {scale[0]}–{scale[1]}" if scale else ""
    return (f"Taken as “no answer”{beside}: {listed}.",)

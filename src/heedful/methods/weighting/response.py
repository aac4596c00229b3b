"""Response, cooperation, refusal and contact rates as the trade defines them."""

from __future__ import annotations

from dataclasses import dataclass

from heedful.methods.arguments import check_count
from heedful.methods.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class ResponseRates:
    """AAPOR outcome rates, 0..1; None where nobody is in the denominator or ``e`` is not known."""

    rr1: float | None
    rr2: float | None
    rr3: float | None
    rr4: float | None
    rr5: float | None
    rr6: float | None
    coop1: float | None
    coop2: float | None
    coop3: float | None
    coop4: float | None
    ref1: float | None
    ref2: float | None
    ref3: float | None
    con1: float | None
    con2: float | None
    con3: float | None


def aapor_rates(
    *,
    complete: float,
    partial: float = 0,
    refusal: float = 0,
    non_contact: float = 0,
    other: float = 0,
    unknown_household: float = 0,
    unknown_other: float = 0,
    eligible_share: float | None = None,
) -> ResponseRates:
    """Outcome rates of a survey from the final dispositions of its sample.

    Parameters
    ----------
    complete, partial
        Interviews: I and P.
    refusal, non_contact, other
        Eligible without an interview: R (with break-offs), NC and O.
    unknown_household, unknown_other
        Not known whether eligible: UH and UO.
    eligible_share
        Estimated share e of the unknown that is eligible, 0..1.

    Returns
    -------
    ResponseRates
        Rates 3 and 4, refusal 2 and contact 2 are None without ``eligible_share``.

    Raises
    ------
    ArgumentError
        A negative count, a share outside 0..1.

    Notes
    -----
    AAPOR Standard Definitions, 10th edition (2023).

    Examples
    --------
    >>> r = aapor_rates(complete=420, partial=30, refusal=150, non_contact=250, other=20,
    ...                 unknown_household=100, unknown_other=30, eligible_share=0.6)
    >>> r.rr1, round(r.rr3, 3), r.coop4
    (0.42, 0.443, 0.75)
    """
    i, p = check_count(complete, "complete"), check_count(partial, "partial")
    r, nc = check_count(refusal, "refusal"), check_count(non_contact, "non_contact")
    o = check_count(other, "other")
    u = check_count(unknown_household, "unknown_household") + check_count(unknown_other, "unknown_other")
    e = eligible_share
    if e is not None and not 0 <= e <= 1:
        raise ArgumentError("eligible_share", f"{e!r} does not lie in 0 to 1")
    known = i + p + r + nc + o
    likely = None if e is None else known + e * u
    return ResponseRates(
        rr1=_rate(i, known + u),
        rr2=_rate(i + p, known + u),
        rr3=_rate(i, likely),
        rr4=_rate(i + p, likely),
        rr5=_rate(i, known),
        rr6=_rate(i + p, known),
        coop1=_rate(i, i + p + r + o),
        coop2=_rate(i + p, i + p + r + o),
        coop3=_rate(i, i + p + r),
        coop4=_rate(i + p, i + p + r),
        ref1=_rate(r, known + u),
        ref2=_rate(r, likely),
        ref3=_rate(r, known),
        con1=_rate(i + p + r + o, known + u),
        con2=_rate(i + p + r + o, likely),
        con3=_rate(i + p + r + o, known),
    )


def _rate(part: float, whole: float | None) -> float | None:
    return part / whole if whole else None

"""What recovered customers are worth: opportunity, expectation, and what a hold-out proves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from heedful.methods.arguments import check_choice, check_count, check_level, check_within
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.intervals.differences import proportion_difference_interval

type Period = Literal["month", "year"]
_PER_YEAR: dict[str, int] = {"month": 12, "year": 1}


@dataclass(frozen=True, slots=True)
class Per:
    """An amount per month or per year: a rate that knows its period, so that none is mixed up.

    Examples
    --------
    >>> Per(160, "month").yearly
    1920
    """

    amount: float
    period: Period

    def __post_init__(self) -> None:
        check_count(self.amount, "amount")
        check_choice(self.period, ("month", "year"), "period")

    @property
    def yearly(self) -> float:
        """The same rate in a year."""
        return self.amount * _PER_YEAR[self.period]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of those contacted, or held out, were still customers at the end."""

    kept: float
    contacted: float

    def __post_init__(self) -> None:
        check_within(self.kept, check_count(self.contacted, "contacted"), "kept")


@dataclass(frozen=True, slots=True)
class RecoverableRevenue:
    """Money a year: at stake (opportunity), expected at a save rate, and net of who stays anyway.

    ``expected`` is None without a save rate, ``saved_share`` and ``net`` with its limits without a hold-out.
    """

    opportunity: float
    expected: float | None
    saved_share: float | None
    net: float | None
    low: float | None
    high: float | None
    level: float


def recoverable_revenue(
    contacts: Per,
    value: Per,
    *,
    save_rate: float | None = None,
    treated: Kept | None = None,
    control: Kept | None = None,
    level: float = 0.95,
) -> RecoverableRevenue:
    """Revenue at stake in a year of recovery contacts, and how much of it they save.

    Parameters
    ----------
    contacts
        Unhappy customers contacted, per month or year.
    value
        Revenue of one customer, in the same period as the contacts.
    save_rate
        Assumed share, 0..1, of contacted customers whom the contact keeps.
    treated, control
        What became of customers who got the contact and of comparable ones held out; both or neither.
    level
        Two-sided confidence level of the net revenue, 0..1.

    Returns
    -------
    RecoverableRevenue
        The opportunity assumes that every contact is lost without and saved by the contact; only a
        hold-out tells how many are.

    Raises
    ------
    TooFewAnswers
        Nobody in one of the two groups.
    ArgumentError
        Contacts per month with a value per year or the other way round, a share outside 0..1, or one of
        two groups.

    Notes
    -----
    Source: contacts a year times value a year; Newcombe (1998) method 10 for the difference of shares kept.

    Examples
    --------
    >>> money = recoverable_revenue(Per(1000, "month"), Per(160, "month"), save_rate=0.7)
    >>> money.opportunity, money.expected
    (23040000, 16127999.999999998)
    """
    check_level(level)
    # Off by twelve is the commonest error in such a sum, and looks plausible.
    if contacts.period != value.period:
        raise ArgumentError("value", f"is per {value.period}, the contacts are per {contacts.period}")
    if save_rate is not None and not 0 <= save_rate <= 1:
        raise ArgumentError("save_rate", f"{save_rate!r} does not lie in 0..1")
    opportunity = contacts.yearly * value.yearly
    expected = None if save_rate is None else opportunity * save_rate
    if treated is None and control is None:
        return RecoverableRevenue(opportunity, expected, None, None, None, None, level)
    if treated is None or control is None:
        raise ArgumentError("control", "a treated and a held-out group are needed to compare")
    saved = proportion_difference_interval(
        treated.kept, treated.contacted, control.kept, control.contacted, level=level
    )
    if saved.difference is None or saved.low is None or saved.high is None:
        raise TooFewAnswers("control", "nobody in one of the two groups")
    return RecoverableRevenue(
        opportunity,
        expected,
        saved.difference,
        opportunity * saved.difference,
        opportunity * saved.low,
        opportunity * saved.high,
        level,
    )

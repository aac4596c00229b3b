"""What goes into a run: plans as streams of occasions, and how people usually take an ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from heedful.listen.fieldwork.rules import DEFAULT_COUNTRIES
from heedful.listen.fieldwork.sampling.adaptive import PRIOR_ASKS, PRIOR_RATE
from heedful.listen.fieldwork.simulator.occasions import Occasions
from heedful.listen.fieldwork.simulator.people import Mask
from heedful.listen.fieldwork.types import AskedSurvey, ContactRules, CountryRule

PRIOR_DECLINES = 0.02


@dataclass(frozen=True, slots=True)
class Habit:
    """What became of asks so far, pulled to what is usual while they were few."""

    asks: int = 0
    answers: int = 0
    declines: int = 0
    usual_rate: float = PRIOR_RATE
    usual_declines: float = PRIOR_DECLINES

    @property
    def beta(self) -> tuple[float, float]:
        """Parameters of what is known of the response rate."""
        asks = max(self.asks, self.answers)
        return (
            self.answers + PRIOR_ASKS * self.usual_rate,
            asks - self.answers + PRIOR_ASKS * (1 - self.usual_rate),
        )

    @property
    def rate(self) -> float:
        answered, not_answered = self.beta
        return answered / (answered + not_answered)

    @property
    def decline_rate(self) -> float:
        asks = max(self.asks, self.answers)
        return min((self.declines + PRIOR_ASKS * self.usual_declines) / (asks + PRIOR_ASKS), 1 - self.rate)


@dataclass(frozen=True, slots=True)
class Stream:
    """One plan: its rules, its people, and whom it would ask in which hour of the run."""

    key: str
    name: str
    survey: AskedSurvey
    survey_name: str
    channel: str
    rules: ContactRules
    occasions: Occasions
    fits: Mask | None = None
    habit: Habit = field(default_factory=Habit)
    is_certain: bool = True  # it is known who: not drawn from what usually happens
    countries: Mapping[tuple[str, str], CountryRule] = field(default_factory=lambda: DEFAULT_COUNTRIES)

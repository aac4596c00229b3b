"""Asks the population again and again, and counts how often each interval holds the truth. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from heedful.listen.fieldwork.coverage.population import AGES, CLASSES, Floats, counts, probabilities
from heedful.listen.fieldwork.coverage.scene import Scene
from heedful.methods.errors import ArgumentError
from heedful.methods.intervals import nps_interval
from heedful.methods.results import Estimate
from heedful.methods.weighting import rake_table

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Seen:
    """One way of counting: where it ends up in the long run, and what its intervals are worth. Points."""

    limit: float  # with no end of answers
    mean: float | None  # of the draws
    coverage: float | None  # share of the draws whose interval holds the true score, 0..1
    coverage_error: float | None  # half width of what chance does to that share
    width: float | None  # mean half width of the intervals
    estimates: tuple[Estimate, ...]  # of the draws that had answers, in their order


@dataclass(frozen=True, slots=True)
class Share:
    """A group among all, among those who answer, and among those after weighting. Per cent."""

    key: str
    people: float
    answered: float
    weighted: float


@dataclass(frozen=True, slots=True)
class Sight:
    scene: Scene
    true: float
    raw: Seen
    weighted: Seen
    answers: float  # a draw, on average
    effective: float | None  # what the weighted answers are worth in equal ones
    unweightable: int  # draws in which somebody was missing for the weights
    ages: tuple[Share, ...]
    classes: tuple[Share, ...]
    level: float = LEVEL

    @property
    def bias(self) -> float:
        """How far the raw score lies off, however many answer."""
        return self.raw.limit - self.true

    @property
    def corrected(self) -> float:
        return self.raw.limit - self.weighted.limit

    @property
    def left(self) -> float:
        """What no weight takes away: it depends on what those who kept silent would have said."""
        return self.weighted.limit - self.true


def look(scene: Scene) -> Sight:
    """Draw, let answer, count raw and weighted; as often as the scene says."""
    people, chance = counts(scene), probabilities(scene)
    rng = np.random.default_rng(scene.seed)
    draws = [_answers(people, chance, min(scene.asks, int(people.sum())), rng) for _ in range(scene.draws)]
    weighted = [_weighted(answers, people) for answers in draws]
    kept = [one for one in weighted if one is not None]
    true = _nps(people.sum(axis=(0, 1)))
    expected = people * chance
    reweighted = _raked(expected, people)
    return Sight(
        scene=scene,
        true=true,
        raw=_seen(_nps(expected.sum(axis=(0, 1))), [_classes(one) for one in draws], true),
        weighted=_seen(_nps(reweighted.sum(axis=(0, 1))), kept, true),
        answers=float(np.mean([one.sum() for one in draws])),
        effective=float(np.mean([one.sum() for one in kept])) if kept else None,
        unweightable=len(draws) - len(kept),
        ages=_shares(AGES, people, expected, reweighted, axis=0),
        classes=_shares(CLASSES, people, expected, reweighted, axis=2),
    )


def _answers(people: Floats, chance: Floats, asks: int, rng: np.random.Generator) -> Floats:
    """One survey: a sample by chance without anybody twice, then who of it answers."""
    asked = rng.multivariate_hypergeometric(people.astype(np.int64).ravel(), asks, method="marginals")
    return rng.binomial(asked, chance.ravel()).reshape(people.shape).astype(np.float64)


def _raked(answers: Floats, people: Floats) -> Floats:
    """Answers by cell, weighted so that ages and regions are as in the population."""
    cells = answers.sum(axis=2)
    fitted = rake_table(cells, people.sum(axis=(1, 2)), people.sum(axis=(0, 2)))
    weights = np.divide(fitted, cells, out=np.zeros_like(fitted), where=cells > 0)
    raked: Floats = answers * weights[:, :, None]
    return raked


def _weighted(answers: Floats, people: Floats) -> Floats | None:
    """Promoters, passives and detractors as their effective number; None when weights cannot be had."""
    try:
        raked = _raked(answers, people)
    except ArgumentError:
        return None
    weights = np.divide(raked, answers, out=np.zeros_like(raked), where=answers > 0)
    effective = raked.sum() ** 2 / (answers * weights**2).sum()  # Kish
    counted: Floats = effective * raked.sum(axis=(0, 1)) / raked.sum()
    return counted


def _classes(answers: Floats) -> Floats:
    by_class: Floats = answers.sum(axis=(0, 1))
    return by_class


def _seen(limit: float, counted: list[Floats], true: float) -> Seen:
    found = [nps_interval(*map(float, one), level=LEVEL) for one in counted if one.sum() > 0]
    if not found:
        return Seen(limit, None, None, None, None, ())
    holding = [one.low is not None and one.high is not None and one.low <= true <= one.high for one in found]
    share = sum(holding) / len(found)
    widths = [(one.high - one.low) / 2 for one in found if one.low is not None and one.high is not None]
    return Seen(
        limit=limit,
        mean=float(np.mean([one.value for one in found if one.value is not None])),
        coverage=share,
        coverage_error=1.96 * sqrt(max(share * (1 - share), 1 / len(found)) / len(found)),
        width=float(np.mean(widths)),
        estimates=tuple(found),
    )


def _nps(by_class: Floats) -> float:
    return float(100 * (by_class[0] - by_class[2]) / by_class.sum())


def _shares(
    keys: tuple[str, ...], people: Floats, answered: Floats, weighted: Floats, *, axis: int
) -> tuple[Share, ...]:
    others = tuple({0, 1, 2} - {axis})
    columns = [100 * one.sum(axis=others) / one.sum() for one in (people, answered, weighted)]
    return tuple(Share(key, *(float(column[place]) for column in columns)) for place, key in enumerate(keys))

"""From counts to a score: weights, clusters, classes."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.methods.histograms import Histogram, Tally
from heedful.methods.intervals import ClusterSums, clustered_mean
from heedful.methods.results import Estimate
from heedful.understand.metrics.queries.plans import Plan
from heedful.understand.metrics.types import ClassShare, Repeats, Score
from heedful.understand.warehouse.types import Cell, Clusters


def counted(cell: Cell | None, plan: Plan) -> Histogram:
    """Return a cell's counts as the request wants them: weighted, or every answer once."""
    if cell is None:
        return Histogram()
    if plan.request.weighted:
        return cell.histogram
    once = {value: Tally(tally.n, tally.n, tally.n) for value, tally in cell.histogram.counts.items()}
    return Histogram(once, cell.histogram.n_missing, cell.histogram.n_invalid)


def estimate(cell: Cell | None, plan: Plan) -> Estimate:
    histogram = counted(cell, plan)
    level = plan.request.level
    found = plan.metric.estimate(histogram, plan.question, interval=plan.interval, level=level)
    if plan.request.repeats is Repeats.CLUSTERED and cell is not None and cell.clusters is not None:
        return _clustered(cell.clusters, found, level)
    return found


def _clustered(clusters: Clusters, found: Estimate, level: float) -> Estimate:
    sums = ClusterSums(clusters.count, clusters.n, clusters.s, clusters.ss, clusters.ns, clusters.nn)
    return clustered_mean(sums, level=level, answers=found.n)


def less(whole: Histogram, part: Histogram) -> Histogram:
    """Return the answers of a whole that are not in a part of it."""
    counts = {}
    for value, tally in whole.counts.items():
        taken = part.counts.get(value, Tally())
        left = Tally(tally.n - taken.n, tally.w - taken.w, tally.w2 - taken.w2)
        if left.n > 0:
            counts[value] = left
    return Histogram(counts, whole.n_missing - part.n_missing, whole.n_invalid - part.n_invalid)


def to_score(cell: Cell | None, plan: Plan, *, n_invalid: int = 0) -> Score:
    return _score(counted(cell, plan), estimate(cell, plan), plan, n_invalid)


def to_scores(cells: Sequence[Cell], plan: Plan) -> list[Score]:
    """Return the score of every cell: of thousands at once where the metric can."""
    if plan.request.repeats is Repeats.CLUSTERED:
        return [to_score(cell, plan) for cell in cells]
    return scores_of([counted(cell, plan) for cell in cells], plan)


def scores_of(histograms: Sequence[Histogram], plan: Plan) -> list[Score]:
    """Return the score of each of many groups from their counts, which know no clusters."""
    found = plan.metric.estimates(histograms, plan.question, interval=plan.interval, level=plan.request.level)
    return [_score(one, estimated, plan, 0) for one, estimated in zip(histograms, found, strict=True)]


def _score(histogram: Histogram, found: Estimate, plan: Plan, n_invalid: int) -> Score:
    return Score(
        metric=plan.metric.key,
        unit=plan.metric.unit,
        value=found.value,
        low=found.low,
        high=found.high,
        level=found.level,
        n=found.n,
        n_missing=histogram.n_missing,
        n_invalid=histogram.n_invalid + n_invalid,
        n_effective=found.n_effective,
        method=found.method,
        is_weighted=plan.request.weighted,
        se=found.se,
        classes=_classes(histogram, plan),
    )


def _classes(histogram: Histogram, plan: Plan) -> tuple[ClassShare, ...]:
    total = histogram.w
    shares = []
    for answer_class in plan.metric.classes(plan.question):
        tally = histogram.share(answer_class.values)
        share = 100 * tally.w / total if total else None
        shares.append(ClassShare(answer_class.key, answer_class.label, answer_class.tone, tally.n, share))
    return tuple(shares)

"""One look at the numbers: what a board's tiles share is asked once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from statistics import median
from typing import Any

from heedful.listen.audiences.types import AttributeKind
from heedful.listen.responses.queries.words import WRITTEN
from heedful.platform.core.types import Actor
from heedful.platform.ui.filters import PageFilter, format_query, parse_condition
from heedful.understand.boards.rules import grain_for
from heedful.understand.boards.types import AnnotationFacts, TileSpec
from heedful.understand.metrics import queries as metrics
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.rules import FEWEST_TO_COMPARE
from heedful.understand.metrics.types import (
    Breakdown,
    Compared,
    Contributions,
    MetricFacts,
    Provenance,
    Score,
    ScoreRequest,
    ThemesFound,
    Trend,
)
from heedful.understand.warehouse.types import Grain

MOST_TRAITS = 12  # attributes looked at where nobody chose one
MOST_GROUPS = 50


@dataclass
class Reading:
    """What a page shows (``chosen``, as a request ``asked``), for whom, and what was read so far."""

    chosen: PageFilter
    asked: ScoreRequest
    by: Actor
    answers_url: str
    today: date
    annotations: tuple[AnnotationFacts, ...] = ()
    by_dimension: str = ""  # chosen on the page, instead of the tile's own
    grain: str = ""
    has_all_rows: bool = False  # in tables
    names: Names = field(default_factory=Names)
    counts: metrics.Counts = field(init=False)
    _kept: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counts = metrics.Counts(self.by, self.names)

    def foresee(self, wanted: Iterable[tuple[ScoreRequest, str]]) -> None:
        """Count at once what tiles are going to ask for, each also in the period before."""
        answers = [each for each in wanted if self.metric(each[0]).question_kinds]
        before = [
            (then, dimension)
            for one, dimension in answers
            if not dimension.startswith("time.") and (then := self.before(one))
        ]
        self.counts.foresee([*answers, *before])

    def before(self, request: ScoreRequest) -> ScoreRequest | None:
        """Return the request for the period before; ``None`` when this one has no beginning or end."""
        if request.filter.from_on is None or request.filter.to_on is None:
            return None
        return replace(request, filter=metrics.previous_period(request.filter))

    @cached_property
    def default_dimension(self) -> str:
        """Return what to break down by where nobody chose: the finest units of enough answers, or a trait."""
        fields = [f"unit.{level}" for level in self.unit_levels]
        self.foresee([(self.asked, field) for field in fields])
        known = [field for field in fields if len(self._bases(field)) > 1]
        fine = (field for field in reversed(known) if median(self._bases(field)) >= FEWEST_TO_COMPARE)
        return next(fine, known[0] if known else self._telling_trait())

    @cached_property
    def unit_levels(self) -> list[str]:
        levels = Counter(unit.level for unit in self.names.units.values())
        return [level for level in self.names.levels if levels[level] > 1]

    @cached_property
    def traits(self) -> list[str]:
        """Return the attributes, told of nobody in particular, that name groups rather than measure."""
        kinds = {AttributeKind.TEXT, AttributeKind.BOOLEAN}
        told = [
            each for each in self.names.attributes.values() if not each.is_personal and each.kind in kinds
        ]
        return [f"attribute.{each.key}" for each in told[:MOST_TRAITS]]

    def _telling_trait(self) -> str:
        self.counts.foresee([(self.asked, field) for field in self.traits])
        few = (field for field in self.traits if 1 < len(self._bases(field)) <= MOST_GROUPS)
        return next(few, "channel")

    def _bases(self, field: str) -> list[int]:
        """Return how many answered in each known group of a dimension."""
        cells = self.counts.result(self.asked, field).cells
        return [cell.histogram.n for cell in cells if cell.key[0] is not None and cell.histogram.n]

    def contributions(self, request: ScoreRequest) -> tuple[Contributions, ...]:
        """Return where the change since the period before comes from, by units and by traits."""
        before = self.before(request)
        if before is None:
            return ()
        self.counts.foresee([(request, field) for field in self.traits])
        few = [field for field in self.traits if 1 < len(self._bases(field)) <= MOST_GROUPS]
        fields = list(dict.fromkeys([self.default_dimension, *few]))
        return self._once(
            ("contributions", request),
            lambda: metrics.contributions(request, before, fields, by=self.by, counts=self.counts),
        )

    def request(self, spec: TileSpec) -> ScoreRequest:
        """Return the page's request, changed by what the tile fixes."""
        changes: dict[str, Any] = {}
        if spec.metric:
            changes |= {"metric": spec.metric, "question_key": None}
        if spec.survey:
            changes["survey_uid"] = spec.survey
        return replace(self.asked, **changes)

    def metric(self, request: ScoreRequest) -> MetricFacts:
        return self._once(("metric", request.metric), lambda: metrics.metric_facts(request.metric))

    def compared(self, request: ScoreRequest) -> Compared | None:
        """Return the period against the one before; ``None`` when it has no beginning or end."""
        if request.filter.from_on is None or request.filter.to_on is None:
            return None
        return self._once(
            ("compared", request), lambda: metrics.compare_periods(request, by=self.by, counts=self.counts)
        )

    def score(self, request: ScoreRequest) -> Score:
        compared = self.compared(request)
        if compared:
            return compared.current
        return self._once(("score", request), lambda: metrics.score(request, by=self.by, counts=self.counts))

    def trend(self, request: ScoreRequest, grain: Grain) -> Trend:
        return self._once(
            ("trend", request, grain), lambda: metrics.trend(request, grain, by=self.by, counts=self.counts)
        )

    def breakdown(self, request: ScoreRequest, dimension: str) -> Breakdown:
        return self._once(
            ("breakdown", request, dimension),
            lambda: metrics.breakdown(request, dimension, by=self.by, counts=self.counts),
        )

    def themes(self, request: ScoreRequest) -> ThemesFound | None:
        """Return themes with their impact; ``None`` where nothing is asked that is answered in words."""
        if not self.asks_for_words(request):
            return None
        return self._once(
            ("themes", request),
            lambda: metrics.themes(
                request, self.before(request), grain=self.theme_grain, by=self.by, counts=self.counts
            ),
        )

    def asks_for_words(self, request: ScoreRequest) -> bool:
        asked = [one for one in self.names.surveys if request.survey_uid in {None, one.uid}]
        return any(question.kind in WRITTEN for one in asked for question in one.questions)

    @property
    def theme_grain(self) -> Grain:
        """Return the period of themes over time: as chosen or as fits, but not under a day."""
        first, last = self.asked.filter.from_on, self.asked.filter.to_on
        grain = grain_for((last - first).days + 1 if first and last else None)
        chosen = Grain(self.grain) if self.grain in set(Grain) else grain
        return Grain.DAY if chosen is Grain.HOUR else chosen

    def provenance(self, request: ScoreRequest) -> Provenance:
        return self._once(
            ("provenance", request), lambda: metrics.provenance(request, by=self.by, counts=self.counts)
        )

    def answers(self, spec: TileSpec, *more: str, **changes: Any) -> str:
        """Return the address of the answers behind a mark: this page's filter and what the mark adds."""
        chosen = replace(self.chosen, **changes)
        if spec.metric:
            chosen = replace(chosen, metric=spec.metric, question=None)
        if spec.survey:
            chosen = replace(chosen, survey=spec.survey)
        for text in more:
            chosen = chosen.with_condition(parse_condition(text))
        return f"{self.answers_url}?{format_query(chosen)}"

    def _once[T](self, key: Any, read: Callable[[], T]) -> T:
        if key not in self._kept:
            self._kept[key] = read()
        value: T = self._kept[key]
        return value

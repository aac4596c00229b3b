"""Themes in numbers: how many speak of each, how, what it does to the score, and whether that changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from heedful.methods.comparisons import multiple_testing
from heedful.methods.drivers import LeaveOutImpact, leave_out_impact
from heedful.methods.histograms import Histogram
from heedful.platform.core.types import Actor, Permission
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.queries.breakdowns import fewest_to_rank
from heedful.understand.metrics.queries.catalog import facts_of
from heedful.understand.metrics.queries.counting import Counts
from heedful.understand.metrics.queries.estimates import counted, less, to_score
from heedful.understand.metrics.queries.plans import plan
from heedful.understand.metrics.queries.scores import whole
from heedful.understand.metrics.queries.theme_series import Mention, Series, mentions_of, read_of
from heedful.understand.metrics.queries.verdicts import adjusted_verdicts
from heedful.understand.metrics.types import (
    Impact,
    ScoreRequest,
    ThemeClass,
    ThemeFigures,
    ThemesFound,
    Verdict,
)
from heedful.understand.warehouse import queries as warehouse
from heedful.understand.warehouse.types import Cell, Grain, Query

ADJUSTMENT = "Benjamini-Hochberg"


def themes(
    request: ScoreRequest,
    before: ScoreRequest | None = None,
    *,
    grain: Grain = Grain.MONTH,
    by: Actor,
    counts: Counts | None = None,
) -> ThemesFound:
    """Return every theme that is spoken of, with its impact on the request's score.

    ``before`` is the period to compare with. Of many themes some differ by chance: the share of such false
    findings among all findings is kept at ``1 - level`` (false-discovery rate), for each question anew.
    """
    by.require(Permission.READ_SCORES)
    return _Themes(request, before, grain, counts or Counts(by)).found()


class _Themes:
    def __init__(
        self, request: ScoreRequest, before: ScoreRequest | None, grain: Grain, counts: Counts
    ) -> None:
        self.request, self.grain, self.counts = request, grain, counts
        self.scored = counts.plan(request)
        self.shared = plan(replace(request, metric="theme_share", question_key=None, interval=None))
        self.felt = plan(replace(request, metric="net_sentiment", question_key=None, interval=None))
        self.fewest = fewest_to_rank()
        results = warehouse.counts_many(self._queries(before), by=counts.by)
        self.now, self.read, self.in_time, self.read_in_time, *then = results
        self.before = then
        counts.foresee([(request, ""), (request, "theme")])

    def _queries(self, before: ScoreRequest | None) -> list[Query]:
        found = self._of_words() + self._of_words(f"time.{self.grain}")
        if before is not None:
            then = self.shared.query(filter_=before.filter)
            found += [replace(then, by=("theme",), measure="opinion"), replace(then, measure="theme")]
        return found

    def _of_words(self, *more: str) -> list[Query]:
        opinions = replace(self.shared.query("theme", *more), measure="opinion")
        return [opinions, replace(self.shared.query(*more), measure="theme")]

    def found(self) -> ThemesFound:
        said = mentions_of(self.now)
        scores = {str(cell.key[0]): cell for cell in self.counts.result(self.request, "theme").cells}
        parents = _parents(self.counts.names)
        impacts = self._impacts(said, scores)
        changes, moods = self._changes(said)
        series = Series(self.in_time, self.read_in_time, self.grain, self.shared, self.felt)
        n_read, n_unread = read_of(self.read)
        rows = [
            ThemeFigures(
                key=key,
                label=self.counts.names.value_label("theme", key),
                parent=parents.get(key, ""),
                n=one.n,
                share=to_score(one.share_cell(n_read), self.shared),
                net=to_score(one.cell, self.felt),
                impact=impacts[key],
                score=to_score(scores.get(key), self.scored),
                classes=self._classes(scores.get(key)),
                change=changes.get(key),
                mood=moods.get(key),
                series=series.of(key),
                has_few=one.n < self.fewest,
            )
            for key, one in said.items()
        ]
        return ThemesFound(
            rows=tuple(sorted(rows, key=_worst_first)),
            metric=facts_of(self.scored.metric),
            score=whole(self.request, self.counts),
            n_read=n_read,
            n_unread=n_unread,
            grain=self.grain,
            suppressed=self.now.suppressed,
            freshness=self.now.freshness,
            adjustment=ADJUSTMENT,
        )

    def _impacts(self, said: Mapping[str, Mention], scores: Mapping[str, Cell]) -> dict[str, Impact]:
        level = self.request.level
        found = {key: self._impact(scores.get(key)) for key in said}
        tested = [key for key, one in found.items() if self._is_tested(one)]
        adjusted = multiple_testing([found[key].p_value or 0.0 for key in tested], adjust="bh").adjusted
        p_values = dict(zip(tested, (float(p) for p in adjusted), strict=True))
        return {
            key: Impact(
                one.impact,
                one.low,
                one.high,
                one.score_without,
                one.n_part,
                one.n_rest,
                p_values.get(key),
                p_values.get(key, 1.0) < 1 - level,
            )
            for key, one in found.items()
        }

    def _is_tested(self, one: LeaveOutImpact) -> bool:
        return one.p_value is not None and min(one.n_part, one.n_rest) >= self.fewest

    def _impact(self, cell: Cell | None) -> LeaveOutImpact:
        part, rest = self._parted(cell)
        metric, question = self.scored.metric, self.scored.question
        return leave_out_impact(
            part, rest, lambda value: metric.contribution(value, question), level=self.request.level
        )

    def _parted(self, cell: Cell | None) -> tuple[Histogram, Histogram]:
        """Return the answers of those who speak of a theme, and those of everybody else."""
        part = counted(cell, self.scored)
        return part, less(counted(self.counts.total(self.request), self.scored), part)

    def _classes(self, cell: Cell | None) -> tuple[ThemeClass, ...]:
        part, rest = self._parted(cell)
        return tuple(
            ThemeClass(
                one.key,
                one.label,
                one.tone,
                part.share(one.values).n,
                _per_cent(part.share(one.values).w, part.w),
                _per_cent(rest.share(one.values).w, rest.w),
            )
            for one in self.scored.metric.classes(self.scored.question)
        )

    def _changes(self, said: Mapping[str, Mention]) -> tuple[dict[str, Verdict], dict[str, Verdict]]:
        """Compare shares and moods with the period before, all themes of now and then."""
        if not self.before:
            return {}, {}
        then, (n_now, _unread), (n_then, _unread_then) = (
            mentions_of(self.before[0]),
            read_of(self.read),
            read_of(self.before[1]),
        )
        nothing = Mention(Cell((), Histogram()))
        shares = {
            key: (one.share_cell(n_now), then.get(key, nothing).share_cell(n_then))
            for key, one in said.items()
        }
        moods = {key: (one.cell, then.get(key, nothing).cell) for key, one in said.items()}
        return adjusted_verdicts(shares, self.shared), adjusted_verdicts(moods, self.felt)


def _per_cent(some: float, of: float) -> float | None:
    return 100 * some / of if of else None


def _parents(names: Names) -> dict[str, str]:
    return {key: theme.parent for key, theme in names.theme_definitions.items() if theme.parent}


def _worst_first(row: ThemeFigures) -> tuple[bool, bool, float, str]:
    impact = row.impact.value
    return row.has_few, impact is None, impact or 0.0, row.key

"""From an address to what a board shows: survey and metric chosen where none was, tiles read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.types import Actor, Permission
from heedful.platform.ui import filters
from heedful.understand.boards import wording
from heedful.understand.boards.kind import Tile, kinds
from heedful.understand.boards.kinds.breakdown import chosen_dimension
from heedful.understand.boards.queries.annotations import known_annotations
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.rules import Band, banded
from heedful.understand.boards.types import BoardFacts, TileSpec
from heedful.understand.metrics import queries as metrics
from heedful.understand.metrics.addresses import request_from_query, today
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.types import Compared, Contributions, Finding, Score
from heedful.understand.warehouse import queries as warehouse
from heedful.understand.warehouse.types import Filter, Query

ALL_SURVEYS = "all"

LATELY = 90  # days

type Address = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ShownTile:
    place: int
    spec: TileSpec
    template: str
    tile: Tile


@dataclass(frozen=True, slots=True)
class Answer:
    """The first storey: the sentence, what else matters for it, the score."""

    sentence: str
    because: tuple[str, ...]
    score: Score
    compared: Compared | None
    tag: wording.Tag | None


@dataclass(frozen=True, slots=True)
class ShownBoard:
    board: BoardFacts
    answer: Answer
    tiles: tuple[ShownTile, ...]
    reading: Reading

    @property
    def bands(self) -> tuple[Band[ShownTile], ...]:
        return banded(self.tiles, lambda shown: shown.spec.width)


def open_reading(query: Address, *, by: Actor, answers_url: str) -> Reading | None:
    """Find out what an address asks for; ``None`` when there is no survey to ask about yet."""
    by.require(Permission.READ_SCORES)
    names = Names()
    if not names.surveys:
        return None
    chosen = _parsed(query)
    all_surveys = chosen.survey == ALL_SURVEYS
    survey_uid = None if all_surveys else chosen.survey or _default_survey(names, by)
    metric = chosen.metric or _default_metric(survey_uid)
    if metric is None:
        return None
    changed = dict(query) | {"survey": [survey_uid or ""], "metric": [metric]}
    asked = request_from_query(changed)
    return Reading(
        chosen=replace(
            chosen, survey=survey_uid, metric=metric, period=chosen.period or filters.DEFAULT_PERIOD
        ),
        asked=asked,
        by=by,
        answers_url=answers_url,
        today=today(),
        annotations=known_annotations(
            by=by, survey_uid=survey_uid, from_on=asked.filter.from_on, to_on=asked.filter.to_on
        ),
        by_dimension=_last(query, "by"),
        grain=_last(query, "grain"),
        has_all_rows=_last(query, "rows") == "all",
        names=names,
    )


def show_board(board: BoardFacts, reading: Reading) -> ShownBoard:
    """Read every tile of a board, and say the answer."""
    known = kinds()
    asked = [known[spec.kind].foresees(spec, reading) for spec in board.tiles if spec.kind in known]
    reading.foresee([(reading.asked, ""), *chain.from_iterable(asked)])
    tiles = tuple(
        ShownTile(place, spec, known[spec.kind].template, known[spec.kind].read(spec, place, reading))
        for place, spec in enumerate(board.tiles)
        if spec.kind in known
    )
    return ShownBoard(board, answer(board, reading), tiles, reading)


def answer(board: BoardFacts, reading: Reading) -> Answer:
    """Say what happened to the page's score, with the groups that stand out where the board breaks down."""
    request = reading.asked
    compared, score = reading.compared(request), reading.score(request)
    spec = next((tile for tile in board.tiles if tile.kind == "breakdown" and not tile.metric), None)
    dimension = chosen_dimension(spec, reading) if spec else ""
    breakdown = reading.breakdown(reading.request(spec), dimension) if spec and dimension else None
    return Answer(
        sentence=wording.headline(reading.metric(request), score, compared),
        because=tuple(wording.because(compared, breakdown, _origins(compared, reading))),
        score=score,
        compared=compared,
        tag=wording.change_tag(compared) if compared else None,
    )


def _origins(compared: Compared | None, reading: Reading) -> tuple[Contributions, ...]:
    """Look for where a change comes from only when there is one."""
    is_real = compared is not None and compared.verdict.finding is Finding.REAL_CHANGE
    return reading.contributions(reading.asked) if is_real else ()


def _parsed(query: Address) -> filters.PageFilter:
    try:
        return filters.parse(query)
    except filters.UnreadableFilter as error:
        raise InvalidInput(Problem("filter", str(error))) from error


def _default_survey(names: Names, by: Actor) -> str:
    # One survey, not all: scores of unlike programmes together answer no question anybody has.
    published = [survey.uid for survey in names.surveys if survey.version_id is not None]
    offered = published or [survey.uid for survey in names.surveys]
    return max(offered, key=_answered_lately(by).__getitem__) if len(offered) > 1 else offered[0]


def _answered_lately(by: Actor) -> Counter[str]:
    """Count the responses of each survey in the last 90 days."""
    lately = Query((), by=("survey",), filter=Filter(from_on=today() - timedelta(days=LATELY)))
    found = warehouse.counts(lately, by=by)
    return Counter({str(cell.key[0]): cell.histogram.n for cell in found.cells})


def _default_metric(survey_uid: str | None) -> str | None:
    offered = metrics.metrics_on_offer(survey_uid)
    direct = (facts.key for facts in offered if facts.question_kinds and not facts.needs_question)
    return next(direct, None)


def _last(query: Address, name: str) -> str:
    return next((value for value in reversed(list(query.get(name, ()))) if value), "")

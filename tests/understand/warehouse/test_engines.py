"""Every engine, on any mix of files and live rows, counts what plain Python counts."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.make.effort import examples
from tests.understand.warehouse import worlds

from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses.types import Status
from heedful.understand.warehouse.kind import engines
from heedful.understand.warehouse.queries.live import Live
from heedful.understand.warehouse.results import clusters, histograms
from heedful.understand.warehouse.sources import Source
from heedful.understand.warehouse.sql.statements import Traits, clustering, counting
from heedful.understand.warehouse.stores import RESPONSES_SHAPE
from heedful.understand.warehouse.tables import table
from heedful.understand.warehouse.types import Condition, Filter, Freshness, Operator, Query, Repeats

FIRST = datetime(2026, 2, 27, tzinfo=UTC)
_folders = itertools.count()


@pytest.fixture(params=sorted(engines()))
def engine(request, settings):
    if request.param == "dask":
        cluster = request.getfixturevalue("cluster")
        settings.WAREHOUSE = {**settings.WAREHOUSE, "dask_scheduler": cluster.scheduler_address}
    return engines()[request.param]


@st.composite
def rows(draw, id_: int):
    survey_id = draw(st.sampled_from([1, 1, 1, 2]))
    version = draw(st.sampled_from(list(worlds.VERSIONS[survey_id])))
    answers = {}
    for question_id in worlds.VERSIONS[survey_id][version]:
        value = draw(ANSWERS[question_id])
        if value is not None:
            answers[question_id] = value
    asked = worlds.VERSIONS[survey_id][version] - set(answers)
    return worlds.row(
        id_,
        survey_id=survey_id,
        version=version,
        status=draw(st.sampled_from(list(Status))),
        answered_at=FIRST + timedelta(hours=draw(st.integers(0, 24 * 120))),
        contact_id=draw(st.one_of(st.none(), st.integers(1, 4))),
        unit_id=draw(st.one_of(st.none(), st.sampled_from(list(worlds.UNITS)))),
        channel=draw(st.sampled_from([Channel.EMAIL, Channel.SMS])),
        touchpoint=draw(st.sampled_from(["", "shop", "it's"])),
        language=draw(st.sampled_from(["", "en", "de"])),
        weight=draw(st.sampled_from([None, 0.0, 0.5, 2.0])),
        is_test=draw(st.sampled_from([False, False, False, True])),
        excluded=draw(st.sampled_from([None, None, None, "spam"])),
        attributes={key: value for key, kept in KNOWN.items() if (value := draw(kept)) is not None},
        answers=answers,
        invalid=tuple(draw(st.lists(st.sampled_from(sorted(asked)), unique=True)) if asked else ()),
    )


ANSWERS = {
    worlds.NPS: st.one_of(st.none(), st.integers(0, 10)),
    worlds.NPS_B: st.one_of(st.none(), st.integers(0, 10)),
    worlds.NUMBER: st.one_of(st.none(), st.sampled_from([-1.5, 0.0, 3.25])),
    worlds.CHOICE: st.sampled_from([None, ("red",), ("blue",)]),
    worlds.MANY: st.one_of(st.none(), st.lists(st.sampled_from("xyz"), min_size=1, unique=True).map(tuple)),
}
KNOWN = {
    "plan": st.sampled_from([None, "free", "pro", "'; DROP TABLE x --"]),
    "age": st.sampled_from([None, 18.0, 40.0, 65.0]),
    "vip": st.sampled_from([None, True, False]),
    "since": st.sampled_from([None, "2020-05-01", "2024-01-31"]),
}
DIMENSIONS = [
    "survey", "version", "channel", "touchpoint", "language", "status", "unit", "unit.region", "unit.site",
    "group", "attribute.plan", "attribute.age", "attribute.vip", "attribute.since", "answer.qst_1",
    "answer.qst_3", "answer.qst_4", "time.hour", "time.day", "time.week", "time.month", "time.quarter",
    "time.year", "theme", "opinion", "sentiment", "emotion", "comment_type", "comment_language",
]  # fmt: skip
SPREAD = {"answer.qst_4", "theme", "opinion", "emotion", "comment_type", "comment_language"}
VALUES = {
    "survey": ["svy_1", "svy_2"],
    "version": [1, 2],
    "channel": ["email", "sms"],
    "touchpoint": ["shop", "it's"],
    "unit": ["north", "oslo", "rome", "nowhere"],
    "unit.region": ["north", "south"],
    "group": ["own", "franchise"],
    "attribute.plan": ["free", "pro", "'; DROP TABLE x --"],
    "attribute.age": [18.0, 40.0],
    "attribute.vip": [True, False],
    "attribute.since": ["2020-05-01", "2024-01-31"],
    "answer.qst_1": [0.0, 9.0, 10.0],
    "answer.qst_3": ["red"],
    "answer.qst_4": ["x", "y"],
    "theme": ["staff", "price", "nowhere"],
    "opinion": ["-staff", "0price", "?till"],
    "sentiment": ["negative", "neutral", "positive"],
    "emotion": ["anger"],
    "comment_type": ["problem", "praise"],
    "comment_language": ["en", "de"],
}
MEASURES = ["sentiment", "theme", "theme:staff", "opinion:price"]
ORDERED = {"attribute.age", "attribute.since", "answer.qst_1"}


@st.composite
def conditions(draw):
    field = draw(st.sampled_from(list(VALUES)))
    operators = [Operator.IS, Operator.IS_NOT]
    if field != "survey":
        operators += [Operator.KNOWN, Operator.UNKNOWN]
    if field in ORDERED:
        operators += [Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN]
    operator = draw(st.sampled_from(operators))
    size = {Operator.BETWEEN: (2, 2), Operator.IS: (1, 2), Operator.IS_NOT: (1, 2)}.get(operator, (1, 1))
    if operator in {Operator.KNOWN, Operator.UNKNOWN}:
        return Condition(field, operator)
    chosen = draw(st.lists(st.sampled_from(VALUES[field]), min_size=size[0], max_size=size[1]))
    return Condition(field, operator, tuple(chosen))


@st.composite
def queries(draw):
    starts = st.one_of(st.none(), st.dates(date(2026, 3, 1), date(2026, 6, 1)))
    by = tuple(draw(st.lists(st.sampled_from(DIMENSIONS), max_size=3, unique=True)))
    measure = draw(st.sampled_from(["", "", *MEASURES, *(["opinion"] * ("theme" in by))]))
    question_ids = draw(st.sampled_from([(worlds.NPS,), (worlds.NPS, worlds.NPS_B), (worlds.NUMBER,), ()]))
    return Query(
        question_ids=() if measure else question_ids,
        measure=measure,
        by=by,
        filter=Filter(tuple(draw(st.lists(conditions(), max_size=2))), draw(starts), draw(starts)),
        repeats=draw(st.sampled_from(Repeats)),
        clustered=draw(st.booleans()),
        value_scores=draw(st.sampled_from([(), ((9.0, 1.0), (10.0, 1.0), (0.0, -1.0))])),
    )


@st.composite
def sources(draw):
    """Rows as they are now, and where they lie: in files, some of them as they were before, and live."""
    now = [draw(rows(id_)) for id_ in range(1, draw(st.integers(0, 14)) + 1)]
    places = [draw(st.sampled_from(["first file", "second file", "live", "changed"])) for _ in now]
    before = {
        one.id: draw(rows(one.id)) for one, place in zip(now, places, strict=True) if place == "changed"
    }
    gone = draw(st.booleans())
    files = [
        [one for one, place in zip(now, places, strict=True) if place == "first file"]
        + list(before.values()),
        [one for one, place in zip(now, places, strict=True) if place == "second file"],
    ]
    deleted = [draw(rows(99))] if gone else []
    files[1] += deleted
    live = [one for one, place in zip(now, places, strict=True) if place in {"live", "changed"}]
    changed = tuple(sorted([one.id for one in live] + [one.id for one in deleted]))
    return now, files, live, changed


def as_columns(rows):
    return worlds.writer().table(rows, worlds.texts(rows))


def lay_out(folder: Path, files, live, changed) -> Source:
    kept = table(folder / str(next(_folders)), RESPONSES_SHAPE)
    kept.ensure(worlds.TYPES)
    written = [kept.write(Source((), worlds.TYPES, tail=as_columns(one))) for one in files if one]
    kept.commit([one for one in written if one is not None], [], batch=1)
    snapshot = kept.snapshot()
    tail = as_columns(live) if live else None
    return Source(snapshot.files, snapshot.types, tail=tail, changed=changed)


@given(sources(), queries(), st.sampled_from([None, frozenset(), frozenset({20, 30}), frozenset({11, 22})]))
@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
def test_counts_what_python_counts(engine, tmp_path, world, query, unit_ids):
    now, *where = world
    source = lay_out(tmp_path, *where)
    catalog = worlds.catalog()
    expected = worlds.count(now, query, unit_ids)
    for traits in (Traits(), Live(source, Freshness(0, 0)).traits()):
        counted = counting([query], catalog, traits, unit_ids)
        (found,) = histograms(counted, engine.run(counted.statement, source))
        assert found == expected.histograms
        if query.clustered:
            summed = clustering(query, catalog, traits, unit_ids)
            assert clusters(summed, engine.run(summed.statement, source)) == expected.clusters


@given(sources(), queries(), st.lists(st.sampled_from(DIMENSIONS), max_size=4, unique=True))
@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
def test_several_breakdowns_in_one_pass(engine, tmp_path, world, query, dimensions):
    now, *where = world
    source = lay_out(tmp_path, *where)
    singles = [name for name in dimensions if name not in SPREAD]
    query = replace(query, measure="" if query.measure == "opinion" else query.measure)
    asked = [replace(query, by=(), clustered=False)]
    asked += [replace(query, by=(name,), clustered=False) for name in singles]
    counted = counting(asked, worlds.catalog(), Traits(), None)
    found = histograms(counted, engine.run(counted.statement, source))
    assert found == [worlds.count(now, one).histograms for one in asked]

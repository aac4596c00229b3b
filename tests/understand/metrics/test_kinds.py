"""The contract of every metric, run over whatever files are in the folder."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.design.surveys.types import Direction, QuestionFacts, Scale
from heedful.listen.fieldwork.types import Disposition
from heedful.methods.histograms import Histogram
from heedful.understand.metrics.kind import metrics
from heedful.understand.metrics.rates import ASKED, AskRate

SCALES = {
    "nps": Scale(0, 10),
    "enps": Scale(0, 10),
    "csat": Scale(1, 5, top_box=(4, 5)),
    "ces": Scale(1, 7, top_box=(5, 6, 7)),
    "osat": Scale(1, 5, top_box=(4, 5)),
    "stars": Scale(1, 5),
    "smileys": Scale(1, 5),
    "thumbs": Scale(0, 1),
    "rating": Scale(1, 7),
    "number": None,
    "short_text": None,
    "long_text": None,
}
OF_WORDS = {"net_sentiment": Scale(-1, 1), "theme_share": Scale(0, 1)}  # values that were read
ANSWER_METRICS = [metric for metric in metrics().values() if not metric.counts_asks]
ASK_METRICS = [metric for metric in metrics().values() if metric.counts_asks]


def question(kind: str, scale: Scale | None = None) -> QuestionFacts:
    return QuestionFacts(1, "qst_1", 1, "svy_1", "q", kind, "?", scale or SCALES[kind], ())


def pairs():
    return [
        pytest.param(metric, kind, id=f"{metric.key}-{kind}")
        for metric in ANSWER_METRICS
        for kind in metric.question_kinds
        if kind != "number" or metric.key == "mean"
    ]


def range_of(metric, kind: str) -> Scale | None:
    return OF_WORDS.get(metric.key, SCALES[kind])


def answers(metric, kind: str):
    scale = range_of(metric, kind) or Scale(-5, 50)
    return st.lists(st.integers(scale.low, scale.high), max_size=40)


@pytest.mark.parametrize("metric", metrics().values(), ids=lambda metric: metric.key)
def test_says_what_it_is(metric):
    assert metric.label
    assert metric.definition.endswith(".")
    assert metric.version >= 1
    assert metric.intervals


@pytest.mark.parametrize(("metric", "kind"), pairs())
def test_nobody_answered_is_no_score(metric, kind):
    for interval in metric.intervals:
        found = metric.estimate(Histogram(), question(kind), interval=interval, level=0.95)
        assert (found.value, found.low, found.high, found.n) == (None, None, None, 0)


@pytest.mark.parametrize(("metric", "kind"), pairs())
@given(data=st.data())
def test_parts_add_up_to_the_whole(metric, kind, data):
    left, right = data.draw(answers(metric, kind)), data.draw(answers(metric, kind))
    asked = question(kind)
    together = metric.estimate(Histogram.of([*left, *right]), asked, interval=metric.intervals[0], level=0.95)
    merged = metric.estimate(
        Histogram.of(left) + Histogram.of(right), asked, interval=metric.intervals[0], level=0.95
    )
    for part in ("value", "low", "high", "n", "n_effective"):
        assert getattr(merged, part) == pytest.approx(getattr(together, part)), part
    if together.low is not None:
        # Not "holds the value": the adjusted interval of few, unanimous answers leaves the extreme.
        assert together.low <= together.high


@pytest.mark.parametrize(("metric", "kind"), pairs())
@given(data=st.data())
def test_the_score_is_the_mean_of_what_each_answer_adds(metric, kind, data):
    given_answers = data.draw(answers(metric, kind).filter(bool))
    asked = question(kind)
    found = metric.estimate(Histogram.of(given_answers), asked, interval=metric.intervals[0], level=0.95)
    added = [metric.contribution(answer, asked) for answer in given_answers]
    assert found.value == pytest.approx(sum(added) / len(added))


@pytest.mark.parametrize(("metric", "kind"), pairs())
def test_classes_part_the_scale(metric, kind):
    scale = range_of(metric, kind)
    classes = metric.classes(question(kind))
    if scale is None:
        assert classes == ()
        return
    values = sorted(value for each in classes for value in each.values)
    assert values == list(range(scale.low, scale.high + 1))


@pytest.mark.parametrize(("metric", "kind"), pairs())
def test_the_same_group_twice_differs_by_nothing(metric, kind):
    scale = range_of(metric, kind) or Scale(1, 9)
    histogram = Histogram.of([scale.low, scale.high, scale.high] * 10)
    found = metric.compare(histogram, histogram, question(kind), level=0.95)
    assert found.difference == pytest.approx(0)
    assert found.p_value == pytest.approx(1)


def test_nps_is_refused_for_any_other_question_of_eleven_steps():
    assert "rating" in metrics()["nps"].why_not(question("rating", Scale(0, 10)))


def test_lower_is_better_turns_the_top_box_round():
    asked = question("rating", Scale(1, 5, direction=Direction.LOWER_IS_BETTER))
    found = metrics()["top_box"].estimate(Histogram.of([1, 2, 5, 5]), asked, interval="wilson", level=0.95)
    assert found.value == 50


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "nps", "low", "high"),
    [
        (40, 30, 30, 10.0, -6.27, 25.69),
        (400, 300, 300, 10.0, 4.83, 15.11),
        (18, 11, 2, 51.6, None, None),
        (12, 0, 0, 100.0, None, None),
        (0, 12, 0, 0.0, None, None),
        (0, 0, 12, -100.0, None, None),
    ],
)
def test_published_nps(promoters, passives, detractors, nps, low, high):
    histogram = Histogram.of([9] * promoters + [8] * passives + [6] * detractors)
    found = metrics()["nps"].estimate(histogram, question("nps"), interval="adjusted_wald", level=0.95)
    assert round(found.value, 1) == nps
    if low is not None:
        assert (round(found.low, 2), round(found.high, 2)) == (low, high)


@pytest.mark.parametrize("metric", ASK_METRICS, ids=lambda metric: metric.key)
def test_rates_count_asks(metric):
    assert isinstance(metric, AskRate)
    nobody = metric.estimate_asks({}, interval="wilson", level=0.95)
    assert (nobody.value, nobody.n) == (None, 0)
    everybody = metric.estimate_asks(dict.fromkeys(metric.among, 3), interval="wilson", level=0.95)
    assert everybody.value == pytest.approx(100 * len(metric.counted & metric.among) / len(metric.among))


def test_those_sampled_out_were_not_asked():
    assert Disposition.SAMPLED_OUT not in ASKED

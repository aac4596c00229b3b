"""Groups of like remarks: blind to time, found when they surge, else quiet; named, and told again."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist, squareform

from heedful.methods.errors import ArgumentError
from heedful.methods.language.topics import (
    clumping_of,
    covering_rows,
    directions,
    distinctive_phrases,
    emerging_topics,
    expected_counts,
    matched_topics,
    name_of,
    nested_groups,
    phrases_of,
    shared_words,
    surge_p,
    word_keys,
)


def rows_of(n: int, width: int = 24, seed: int = 1) -> np.ndarray:
    return directions(np.random.default_rng(seed).normal(size=(n, width)))


def test_groups_are_stretches_joined_at_the_mean_distance_of_their_halves():
    rows = rows_of(40)
    tree = nested_groups(rows)
    distances = squareform(pdist(rows, "cosine"))
    assert sorted(tree.order.tolist()) == list(range(40))
    for group in range(39):
        own = set(tree.members(group).tolist())
        inner = [set(tree.members(other).tolist()) for other in range(group)]
        parts = sorted((one for one in inner if one < own), key=len)
        left = parts[-1] if parts else {min(own)}
        right = own - left
        mean = distances[np.ix_(sorted(left), sorted(right))].mean()
        assert tree.heights[group] == pytest.approx(mean, abs=1e-5)
    assert nested_groups(rows[:1]).sizes.tolist() == []


@pytest.mark.parametrize("n", range(2, 62, 4))
def test_groups_are_those_of_joining_one_pair_after_the_other(n: int) -> None:
    rows = rows_of(n, seed=n)
    found = nested_groups(rows)
    expected = linkage(rows, method="average", metric="cosine")
    assert found.sizes.tolist() == expected[:, 3].tolist()
    assert found.heights == pytest.approx(expected[:, 2], abs=1e-6)
    joined = [{row} for row in range(n)]
    for group, (left, right) in enumerate(expected[:, :2].astype(int)):
        joined.append(joined[left] | joined[right])
        assert set(found.members(group).tolist()) == joined[-1]


@given(st.integers(0, 10**6))
def test_rows_that_are_the_same_end_in_one_group(seed: int) -> None:
    draw = np.random.default_rng(seed)
    rows = rows_of(8, seed=seed)
    which = draw.integers(0, 8, 80)
    tree = nested_groups(rows[which])
    groups = {frozenset(tree.members(group).tolist()) for group in range(len(tree.sizes))}
    alike = [frozenset(np.flatnonzero(which == one).tolist()) for one in range(8)]
    assert all(own in groups for own in alike if len(own) > 1)
    assert (np.diff(tree.heights) >= 0).all()


def test_the_table_of_all_pairs_is_never_made():
    rows = rows_of(3_000)
    tracemalloc.start()
    nested_groups(rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000 * 3_000 * 4 / 3


@given(st.integers(0, 10**6))
def test_a_planted_group_is_found_whatever_the_order(seed: int) -> None:
    draw = np.random.default_rng(seed)
    rows = np.vstack([rows_of(120, seed=seed), 0.3 * draw.normal(size=(10, 24)) + 3 * np.eye(24)[0]])
    period = np.array([0] * 80 + [1] * 50)
    mixed = draw.permutation(130)
    found = emerging_topics(rows[mixed], period[mixed])
    first = found.topics[0]
    planted = {int(place) for place in np.flatnonzero(mixed >= 120)}
    assert len(planted & set(first.members[: first.count].tolist())) >= 8
    assert first.q is not None
    assert first.q < 0.01
    assert (found.window, found.past) == (50, 80)


def test_quiet_windows_are_quiet():
    alarms = 0
    for seed in range(60):
        draw = np.random.default_rng(seed)
        subjects = draw.normal(size=(12, 24))
        rows = subjects[draw.integers(12, size=200)] + 0.5 * draw.normal(size=(200, 24))
        alarms += bool(emerging_topics(rows, [0] * 140 + [1] * 60).topics)
    assert alarms <= 12  # a tenth is promised; more than twice that has a chance below one in a hundred


def test_remarks_that_share_a_word_surge_though_their_meanings_lie_apart():
    rows = rows_of(120, seed=8)
    period = [1] * 30 + [0] * 90
    word, usual = list(range(9)), list(range(0, 120, 8))
    found = emerging_topics(rows, period, shared=[usual, word, [*word[1:], 40]])
    (topic,) = found.topics  # the third has the most in common with the second, and is less clear
    assert (topic.shared, topic.count, topic.before, sorted(topic.members)) == (1, 9, 0, word)
    assert topic.q is not None
    assert topic.q < 0.05
    assert emerging_topics(rows, period).topics == ()
    assert emerging_topics(rows, [1] * 120, shared=[word]).tested == 0


def test_quiet_windows_are_quiet_with_words_too():
    alarms = 0
    for seed in range(60):
        draw = np.random.default_rng(seed)
        rows = draw.normal(size=(200, 24))
        words = [np.flatnonzero(draw.random(200) < share) for share in draw.uniform(0.03, 0.1, 150)]
        alarms += bool(emerging_topics(rows, [0] * 140 + [1] * 60, shared=words).topics)
    assert alarms <= 12


def test_words_that_come_in_bursts_are_less_of_a_surprise():
    rows, word = rows_of(120, seed=8), list(range(8))
    bursts = [list(range(30 * n + 10, 30 * n + 18)) for n in range(1, 4)]
    period = np.repeat([3, 0, 1, 2], 30)
    (calm,) = emerging_topics(rows, period, shared=[word]).topics
    bursting = emerging_topics(rows, period, shared=[word, *bursts], alpha=0.99).topics
    own = [topic.p for topic in bursting if topic.shared == 0]
    assert calm.p is not None
    assert not own or own[0] > 10 * calm.p


def test_words_are_told_without_their_endings():
    assert {"park", "activity"} <= word_keys("Parking? Parked! Activities").keys()
    assert word_keys("It was what it was, 15 times [PHONE 1]") == {"time": "times"}
    assert word_keys("駐車場が狭い").keys() >= {"駐 車", "車 場"}
    texts = ["la carte du car", "le car et la carte", "on the car ferry"] * 3
    assert "car" not in {word.key for word in shared_words(texts, fewest=3, widest=1)}
    english = ["the car is in the street"] * 3
    (one,) = shared_words(english, fewest=3, widest=1, known=["Streets"])
    assert (one.key, one.text, one.places.tolist()) == ("car", "car", [0, 1, 2])
    assert shared_words(english * 11, widest=0.5) == ()


def test_many_that_are_the_same_are_one_group_and_no_surge():
    rows = np.vstack([np.tile(rows_of(1), (100, 1)), rows_of(60, seed=2)])
    period = np.array(([1] * 30 + [0] * 70) + [1] * 18 + [0] * 42)
    assert emerging_topics(rows, period).topics == ()


def test_bursts_of_the_past_make_a_burst_less_of_a_surprise():
    rows = np.vstack(
        [rows_of(90, seed=4), 0.2 * rows_of(60, seed=5) + np.repeat(3 * np.eye(24)[:3], 20, axis=0)]
    )
    calm = [0, 1, 2] * 30
    bursts = [0] * 18 + [3] * 2 + [1] * 18 + [3] * 2 + [2] * 11 + [3] * 9
    even = ([0, 1, 2] * 7)[:18] + [3] * 2 + ([0, 1, 2] * 7)[:18] + [3] * 2 + ([0, 1, 2] * 4)[:11] + [3] * 9
    strict = emerging_topics(rows, [*calm, *even], alpha=0.99)
    lenient = emerging_topics(rows, [*calm, *bursts], alpha=0.99)
    assert lenient.clumping > strict.clumping
    assert min(one.p or 1 for one in lenient.topics) > min(one.p or 1 for one in strict.topics)


def test_without_a_past_the_largest_groups_come_and_nothing_is_tested():
    rows = np.vstack([rows_of(30), 0.1 * rows_of(9, seed=3) + np.eye(24)[0]])
    found = emerging_topics(rows, [0] * 39, widest=0.3)
    assert found.topics[0].count == 9
    assert (found.topics[0].p, found.topics[0].q, found.topics[0].expected, found.tested) == (
        None,
        None,
        None,
        0,
    )
    assert emerging_topics(np.empty((0, 5)), []).topics == ()


@pytest.mark.parametrize(
    "call",
    [
        lambda: emerging_topics([[1.0]], [0, 1]),
        lambda: emerging_topics([[1.0]], [0], fewest=0),
        lambda: emerging_topics([[1.0]], [0], shared=[[1]]),
        lambda: shared_words(["a"], fewest=0),
        lambda: surge_p([3], [2], 0.5),
        lambda: surge_p([1], [2], 1.5),
        lambda: clumping_of([[1, 2]], [1]),
        lambda: directions([1.0]),
        lambda: nested_groups([[np.nan]]),
        lambda: covering_rows([[1.0]], 0),
        lambda: covering_rows([1.0], 1),
        lambda: distinctive_phrases([[3]], ["a"]),
        lambda: matched_topics([[1.0]], [[1.0, 2.0]], [0.0]),
        lambda: expected_counts(1, 0, 5),
    ],
)
def test_wrong_arguments_are_named(call):
    with pytest.raises(ArgumentError):
        call()


def test_p_is_the_upper_tail():
    p = surge_p([0, 3, 10], [10, 10, 10], 0.3)
    assert p.tolist() == pytest.approx([1.0, 0.617217, 0.3**10], abs=1e-6)
    assert surge_p([9], [10], 0.3, clumping=0.1)[0] > surge_p([9], [10], 0.3)[0]


def test_the_band_widens_with_clumping_and_narrows_with_a_longer_past():
    short, long = expected_counts(5, 500, 100), expected_counts(50, 5_000, 100)
    assert short[0] == long[0] == 1.0
    assert short[2] >= long[2]
    assert expected_counts(50, 5_000, 1_000, clumping=0.3)[2] > expected_counts(50, 5_000, 1_000)[2]


def test_names_are_words_that_set_a_group_apart():
    texts = ["the QR code did not open", "QR code broken", "no QR code menu please"]
    texts += [
        "the staff was kind",
        "kind staff and a nice room",
        "the room was cold",
        "not a nice code of dress",
    ]
    (found,) = distinctive_phrases([[0, 1, 2]], texts)
    assert name_of(found) == "QR code"
    assert all(phrase.text != "the" for phrase in found)
    assert distinctive_phrases([[0]], ["[NAME 1] 12"]) == [[]]
    assert name_of([]) == ""
    (silent,) = distinctive_phrases([[0, 1, 2]], texts, known=["QR"])
    assert all("QR" not in phrase.text for phrase in silent)


def test_signs_without_spaces_are_cut():
    assert {"味", "味道", "味道很"} <= set(phrases_of("味道很差"))


def test_the_same_topic_is_told_again_and_none_twice():
    common = np.zeros(3)
    known = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    assert matched_topics([[0.0, 1.0, 0.2], [1.0, 0.1, 0.0], [0.9, 0.2, 0.0]], known, common) == [1, 0, None]
    assert matched_topics([[0.0, 0.0, 1.0]], known, common) == [None]
    assert matched_topics([], known, common) == []
    assert matched_topics([[1.0, 0.0, 0.0]], [], common) == [None]


@given(st.integers(0, 10**6), st.integers(1, 8))
def test_no_two_chosen_are_alike_and_each_row_has_its_nearest(seed: int, most: int) -> None:
    rows = rows_of(40, width=4, seed=seed)
    found = covering_rows(rows, most, alike=0.6)
    near = rows @ rows.T
    for first, one in enumerate(found.chosen):
        assert all(near[one, other] < 0.6 for other in found.chosen[first + 1 :])
    assert sum(found.counted()) == int((found.speaks_for >= 0).sum())
    for place, speaker in enumerate(found.speaks_for):
        if speaker >= 0:
            assert near[place, found.chosen[speaker]] >= 0.6 - 1e-9 or place == found.chosen[speaker]


@pytest.mark.parametrize(
    ("own", "name"),
    [
        (
            [
                "Wo gebe ich die Pfandschale ab?",
                "Die Pfandschale war in der Küche",
                "Pfand für die Pfandschale",
            ],
            "Pfandschale",
        ),
        (["Where do I return the bowl", "No more of the bowl", "The bowl is in the kitchen"], "bowl"),
    ],
)
def test_no_name_begins_or_ends_with_a_stop_word(own, name):
    texts = [*own, "Tolle Suppe", "Nice soup", "Lovely staff", "Nettes Team", "Too loud", "Zu laut"]
    (found,) = distinctive_phrases([[0, 1, 2]], texts)
    assert name_of(found).startswith(name)
    edges = {
        word for one in found for word in (one.text.casefold().split()[0], one.text.casefold().split()[-1])
    }
    assert not edges & {"die", "der", "the", "in", "of", "für"}

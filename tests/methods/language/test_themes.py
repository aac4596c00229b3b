from __future__ import annotations

import numpy as np
import pytest

from heedful.methods.language.themes import (
    Calibration,
    Labelled,
    Material,
    Parts,
    calibrated,
    describe_themes,
    fit_calibration,
    fit_space,
    fit_temperature,
    has_word,
    label_quality,
    labelled,
    learn_themes,
    learn_vocabulary,
    learning_curve,
    log_loss,
    rejection_threshold,
    single_quality,
    softmax,
    theme_quality,
    theme_thresholds,
    word_rule,
)


def drawn(n: int, seed: int = 0, size: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Rows of length 1 around three corners, and whose corner it is."""
    draw = np.random.default_rng(seed)
    owners = np.arange(n) % 3
    rows = np.eye(size)[owners] + 0.3 * draw.standard_normal((n, size))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), owners


def learnt(n: int, known: np.ndarray | None = None) -> tuple[Labelled, np.ndarray, np.ndarray]:
    rows, owners = drawn(n)
    targets = np.where(np.eye(3)[owners] > 0, 1, -1).astype(np.float32)
    flags = np.ones_like(targets, np.bool_) if known is None else known
    return learn_themes(Material(rows, None, None), targets, flags), rows, targets


def test_a_space_has_no_favourite_direction():
    draw = np.random.default_rng(3)
    rows = (draw.standard_normal((400, 4)) * [5, 1, 1, 1] + 7).astype(np.float32)
    placed = fit_space(rows, keep=0.01).place(rows)
    spread = np.linalg.eigvalsh(np.cov(placed.T))
    assert spread[-1] / spread[0] < 1.3
    assert np.linalg.norm(placed, axis=1) == pytest.approx(1, abs=1e-5)


def test_few_comments_are_only_centred():
    assert fit_space(drawn(20)[0]).turn is None


def test_phrases_tell_classes_of_other_rows():
    phrases, owners = drawn(30, seed=1)
    rows, truth = drawn(90, seed=2)
    found = describe_themes(phrases, owners, 3).of_comments(rows, list(rows[:, None]))
    assert (found.argmax(axis=1) == truth).mean() > 0.9
    assert found.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_a_clause_speaks_for_its_comment():
    phrases, owners = drawn(30, seed=1)
    described = describe_themes(phrases, owners, 3)
    whole, clause = np.eye(6, dtype=np.float32)[:1], np.eye(6, dtype=np.float32)[1:2]
    alone = described.of_comments(whole, [whole])
    with_other = described.of_comments(whole, [np.vstack([whole, clause])])
    assert with_other[0, 1] > alone[0, 1] + 0.2


def test_left_out_scores_are_those_of_fitting_without_the_row():
    found, rows, targets = learnt(30)
    for left in (0, 7):
        others = np.delete(np.arange(30), left)
        shape = np.ones((29, 3), np.bool_)
        again = learn_themes(Material(rows[others], None, None), targets[others], shape)
        refitted = again.scores(Material(rows[left : left + 1], None, None))[0]
        # The bias is of all rows in the short way: with 30 of them that is nearly the same.
        assert found.left_out[left] == pytest.approx(refitted, abs=0.08)


def test_lower_layers_tell_what_the_last_does_not():
    rows, owners = drawn(120)
    blind = drawn(120, seed=9)[0][np.random.default_rng(1).permutation(120)]
    targets = np.where(np.eye(3)[owners] > 0, 1, -1).astype(np.float32)
    known = np.ones_like(targets, np.bool_)
    deep = Material(blind, None, None, (rows, blind))
    found = learn_themes(deep, targets, known)
    assert (found.of_depths, len(found.depths)) == (0.5, 2)
    assert (found.left_out.argmax(axis=1) == owners).mean() > 0.8
    few = deep.some(np.arange(7))
    assert found.scores(few) == pytest.approx(found.scores(deep)[:7], abs=1e-5)
    with pytest.raises(ValueError, match="zip"):  # what was learnt from layers is not asked without
        found.scores(Material(blind, None, None))


def test_of_many_comments_some_settle_the_share_of_lower_layers(monkeypatch):
    monkeypatch.setattr(labelled, "_MOST_TRIED", 60)
    rows, owners = drawn(120)
    blind = drawn(120, seed=9)[0][np.random.default_rng(1).permutation(120)]
    targets = np.where(np.eye(3)[owners] > 0, 1, -1).astype(np.float32)
    known = np.ones_like(targets, np.bool_)
    assert learn_themes(Material(blind, None, None, (rows,)), targets, known).of_depths == 0.5
    assert learn_themes(Material(rows, None, None, (blind,)), targets, known).of_depths == 0.0


def test_lower_layers_that_mislead_have_no_share():
    rows, owners = drawn(120)
    blind = drawn(120, seed=9)[0][np.random.default_rng(1).permutation(120)]
    targets = np.where(np.eye(3)[owners] > 0, 1, -1).astype(np.float32)
    found = learn_themes(Material(rows, None, None, (blind,)), targets, np.ones_like(targets, np.bool_))
    assert (found.of_depths, found.depths) == (0.0, ())


def test_left_out_parts_are_those_of_fitting_without_the_comment_with_layers_too():
    plain, parts = parted(40)
    targets = np.where(np.eye(3)[drawn(40)[1]] > 0, 1, -1).astype(np.float32)
    known = np.ones_like(targets, np.bool_)
    material = Material(drawn(40, seed=6)[0], None, None, (plain.meanings,))
    own = Material(drawn(80, seed=7)[0], None, None, (parts.material.meanings,))
    found = learn_themes(material, targets, known, Parts(own, parts.owners))
    assert found.of_depths
    assert found.left_out_parts is not None
    others = np.delete(np.arange(40), 5)
    again = learn_themes(material.some(others), targets[others], known[others])
    refitted = again.scores(own.some(np.array([10, 11]))).max(axis=0)
    assert found.left_out_parts[5] == pytest.approx(refitted, abs=0.08)


def parted(n: int) -> tuple[Material, Parts]:
    """Comments and two parts of each: one of its own corner, one of any."""
    rows, _owners = drawn(n)
    parts = drawn(2 * n, seed=4)[0]
    parts[::2] = rows
    return Material(rows, None, None), Parts(Material(parts, None, None), np.arange(2 * n) // 2)


def test_parts_are_judged_by_what_was_learnt_without_their_comment():
    material, parts = parted(40)
    targets = np.where(np.eye(3)[drawn(40)[1]] > 0, 1, -1).astype(np.float32)
    known = np.ones_like(targets, np.bool_)
    found = learn_themes(material, targets, known, parts)
    assert found.left_out_parts is not None
    for left in (0, 11):
        others = np.delete(np.arange(40), left)
        again = learn_themes(material.some(others), targets[others], known[others])
        own = again.scores(parts.material.some(np.flatnonzero(parts.owners == left))).max(axis=0)
        assert found.left_out_parts[left] == pytest.approx(own, abs=0.08)
        with_it = found.scores(parts.material)[parts.owners == left].max(axis=0)
        assert abs(found.left_out_parts[left] - own).max() < abs(with_it - own).max()


def test_where_nobody_looked_the_parts_taught_nothing_and_nothing_is_taken_back():
    material, parts = parted(40)
    targets = np.where(np.eye(3)[drawn(40)[1]] > 0, 1, -1).astype(np.float32)
    known = np.ones_like(targets, np.bool_)
    known[:10, 1] = False
    found = learn_themes(material, targets, known, parts)
    assert found.left_out_parts is not None
    largest = parts.largest(found.scores(parts.material))
    assert found.left_out_parts[:10, 1] == pytest.approx(largest[:10, 1], abs=1e-5)
    assert abs(found.left_out_parts[10:, 1] - largest[10:, 1]).max() > 0.01


def test_the_largest_part_speaks_for_its_comment():
    parts = Parts(Material(np.empty((3, 0), np.float32), None, None), np.array([0, 0, 1]))
    scores = np.array([[1, 5], [2, 4], [0, 0]], dtype=np.float32)
    assert parts.largest(scores).tolist() == [[2, 5], [0, 0]]


def test_what_nobody_knows_is_no_loss():
    p, truth = np.array([[0.9, 0.1]], dtype=np.float32), np.array([[True, True]])
    assert log_loss(p, truth, np.array([[True, False]])) == pytest.approx(-np.log(0.9), abs=1e-6)
    assert log_loss(p, truth, truth) > 1


def test_what_nobody_looked_for_teaches_nothing():
    known = np.ones((30, 3), np.bool_)
    known[:10, 1] = False
    found, rows, targets = learnt(30, known)
    targets[:10, 1] *= -1
    again = learn_themes(Material(rows, None, None), targets, known)
    assert again.scores(Material(rows, None, None)) == pytest.approx(
        found.scores(Material(rows, None, None)), abs=1e-5
    )


def test_words_help_where_meaning_says_nothing():
    texts = ["the soup was here", "the bill was here"] * 60
    rows = np.ones((120, 4), np.float32) / 2
    vocabulary = learn_vocabulary(texts)
    targets = np.where(np.arange(120) % 2, -1, 1).astype(np.float32)[:, None]
    material = Material(rows, vocabulary.rows(texts), None)
    found = learn_themes(material, targets, np.ones_like(targets, np.bool_))
    assert ((found.scores(material) > 0) == (targets > 0)).all()
    new = Material(rows[:2], vocabulary.rows(["a soup", "two bills"]), None)
    assert (found.scores(new)[:, 0] > 0).tolist() == [True, False]


def test_pieces_of_words_are_counted_beside_words():
    terms = learn_vocabulary(["delayed train", "delay again", "delays"]).terms
    assert "\tdelay" in terms
    assert "delayed" not in terms


def test_a_calibrated_probability_is_how_often_it_is_right():
    draw = np.random.default_rng(5)
    scores = draw.standard_normal((4_000, 1)).astype(np.float32)
    truth = draw.random((4_000, 1)) < calibrated(scores, Calibration(2.0, -0.5))
    found = fit_calibration(scores, truth, np.ones_like(truth))
    assert (found.slope, found.shift) == (pytest.approx(2.0, abs=0.2), pytest.approx(-0.5, abs=0.15))


def test_a_temperature_flattens_what_is_too_sure():
    draw = np.random.default_rng(5)
    scores = draw.standard_normal((3_000, 3)).astype(np.float32)
    classes = np.array([draw.choice(3, p=row / row.sum()) for row in softmax(scores * 4).astype(float)])
    assert fit_temperature(scores, classes) == pytest.approx(4, rel=0.2)


def test_thresholds_find_the_best_f1_by_theme():
    p = np.linspace(0, 1, 20_000, dtype=np.float32)[:, None]
    truth = p > 0.7
    assert theme_thresholds(p, truth, np.ones_like(truth))[0] == pytest.approx(0.7, abs=0.01)
    assert theme_thresholds(p, p > 2, np.ones_like(truth))[0] == pytest.approx(0.4)


def test_rejection_loses_the_share_of_right_answers_it_may():
    draw = np.random.default_rng(2)
    shares = softmax((3 * draw.standard_normal((2_000, 5))).astype(np.float32))
    classes = shares.argmax(axis=1)
    least = rejection_threshold(shares, classes, cost=0.02)
    assert (shares.max(axis=1) < least).mean() == pytest.approx(0.02, abs=0.002)


@pytest.mark.parametrize(
    ("words", "text", "is_there"),
    [
        (["wait"], "We WAITED for an hour", True),
        (["wait"], "the waiter came", False),
        (["wait"], "await", False),
        (["bag"], "two bags", False),  # short words take no endings
        (["delivery"], "late deliveries", True),
        (["charge"], "they kept charging me", True),
        (["gift card"], "my gift\ncards", True),
        (["C++"], "I like C++ here", True),
        (["a.c"], "abc", False),
        ([" "], "anything", False),
        ([], "anything", False),
    ],
)
def test_words_of_rules(words, text, is_there):
    assert has_word(word_rule(words), text) is is_there


def test_quality_of_a_theme_by_hand():
    said = np.array([True] * 8 + [False] * 12)
    truth = np.array([True] * 6 + [False] * 2 + [True] * 4 + [False] * 8)
    found = theme_quality(said, truth)
    assert (found.precision, found.recall, found.f1) == (0.75, 0.6, pytest.approx(2 / 3))
    assert found.precision_limits == (pytest.approx(0.4093, abs=1e-4), pytest.approx(0.9285, abs=1e-4))


def test_nothing_found_is_no_precision():
    nothing = np.zeros(3, np.bool_)
    found = theme_quality(nothing, nothing)
    assert (found.precision, found.recall, found.f1) == (None, None, None)


def test_matthews_of_two_classes_is_the_phi_of_the_table():
    truth = np.array([0] * 50 + [1] * 50)
    said = np.array([0] * 40 + [1] * 10 + [0] * 20 + [1] * 30)
    phi = (40 * 30 - 10 * 20) / np.sqrt(60 * 40 * 50 * 50)
    found = single_quality(said, truth)
    assert found["mcc"].value == pytest.approx(phi)
    assert found["accuracy"].value == 0.7
    assert found["mcc"].low < phi < found["mcc"].high


def test_macro_counts_rare_themes_as_much():
    truth = np.zeros((100, 2), np.bool_)
    truth[:90, 0], truth[90:, 1] = True, True
    said = truth.copy()
    said[:, 1] = False
    found = label_quality(said, truth)
    assert found["macro_f1"].value == pytest.approx(0.5)
    assert found["micro_f1"].value == pytest.approx(180 / 190)


def test_a_curve_judges_by_what_was_not_learnt_from():
    def score(learn: np.ndarray, judge: np.ndarray) -> float:
        assert not set(learn) & set(judge)
        assert len(judge) == 10
        return len(learn) / 50

    points = learning_curve(50, score, sizes=(5, 40, 45))
    assert [(point.n, point.value) for point in points] == [(5, pytest.approx(0.1)), (40, pytest.approx(0.8))]

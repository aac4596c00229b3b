from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from heedful.config.demo import comments, restaurants, saas, telecom
from heedful.config.demo.shapes import BASE_SHARES, Calendar, nps_of, scores_of
from heedful.config.demo.truth import truth_document

PROGRAMMES = [restaurants, telecom, saas]
CALENDAR = Calendar(date(2026, 4, 30))


def some(programme, count=300):
    return list(islice(programme.responses(1, CALENDAR, np.random.default_rng(7)), count))


def test_the_page_tells_what_the_generator_plants():
    written = (Path(__file__).parents[2] / "docs" / "demo.md").read_text(encoding="utf-8")
    assert written == truth_document(), "run: heedful demo --truth > docs/demo.md"


def test_without_effects_answers_fall_as_stated():
    scores = scores_of(np.zeros(200_000), np.random.default_rng(1))
    shares = np.bincount(scores, minlength=11) / scores.size
    assert shares == pytest.approx(BASE_SHARES, abs=0.004)


def test_points_of_an_effect_are_what_the_draws_show():
    scores = scores_of(np.full(200_000, -0.7), np.random.default_rng(2))
    nps = 100 * (np.mean(scores >= 9) - np.mean(scores <= 6))
    assert nps == pytest.approx(nps_of(-0.7), abs=0.7)


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.SURVEY)
def test_the_same_seed_makes_the_same_answers(programme):
    assert some(programme, 50) == some(programme, 50)


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.SURVEY)
def test_answers_lie_in_their_time_and_have_keys_of_their_own(programme):
    made = some(programme)
    assert len({each.idempotency_key for each in made}) == len(made)
    assert all(CALENDAR.first <= each.answered_at.date() for each in made)
    assert all(0 <= each.answers["nps"] <= 10 for each in made)


def test_sites_differ_but_countries_and_groups_do_not():
    made = restaurants.sites()
    assert len(made) == 200
    for trait in ("country", "group"):
        for value in {getattr(site, trait) for site in made}:
            own = [site for site in made if getattr(site, trait) == value]
            mean = sum(site.shift * site.size for site in own) / sum(site.size for site in own)
            assert mean == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("bank", [comments.RESTAURANT, comments.TELECOM, comments.SAAS])
def test_comments_praise_when_the_score_is_high(bank):
    rng = np.random.default_rng(3)
    for language in bank:
        high = [comments.write_comment(bank, language, 10, rng) for _ in range(300)]
        low = [comments.write_comment(bank, language, 1, rng) for _ in range(300)]
        assert praise(high) > 0.9
        assert praise(low) < 0.15


def praise(written):
    parts = [is_praise for comment in written for _theme, is_praise in comment.themes]
    return sum(parts) / len(parts)

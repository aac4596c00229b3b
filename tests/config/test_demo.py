from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from heedful.config.demo import comments, decisions, employees, fielding, restaurants, saas, telecom
from heedful.config.demo.build import build_demo
from heedful.config.demo.shapes import BASE_SHARES, Calendar, nps_of, scores_of
from heedful.config.demo.truth import truth_document
from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.experiments.queries import experiments
from heedful.listen.fieldwork.types import AskedSurvey, ContactRules, Gate
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor
from heedful.platform.messaging.models import Mail

PROGRAMMES = [restaurants, telecom, saas, employees]
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
    assert all(0 <= each.answers.get("nps", each.answers.get("enps")) <= 10 for each in made)


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


def test_a_new_topic_is_spoken_of_in_the_last_weeks_alone():
    since = CALENDAR.weeks_ago(restaurants.BOWLS_SINCE_WEEKS)
    days = [
        each.answered_at.date()
        for each in restaurants.responses(1, CALENDAR, np.random.default_rng(7), 12_000)
        if any(word in each.answers.get("why", "").lower() for word in ("bowl", "mehrweg", "pfandschale"))
    ]
    assert len(days) >= 5
    assert min(days) >= since


def test_employees_answer_without_a_name():
    assert all(each.contact is None and each.unit_key is None for each in some(employees))


def test_what_follows_the_score_follows_it():
    for each in some(restaurants):
        assert ("went_wrong" not in each.answers) or each.answers["nps"] <= 6
        assert ("best" not in each.answers) or each.answers["nps"] >= 9


def test_reasons_not_to_ask_come_from_the_rules():
    answered = [replace(each, contact=None, contact_id=i + 1) for i, each in enumerate(some(telecom, 200))]
    made = decisions.decisions_around(answered, AskedSurvey(id=1, uid="x"), ContactRules())
    gates = {verdict.gate for ask in made for verdict in ask.verdicts if not verdict.passed}
    assert {
        Gate.THIS_SURVEY,
        Gate.CONSENT,
        Gate.OPTED_OUT,
        Gate.SAMPLE,
        Gate.HOURS,
        Gate.ACCOUNT_AGE,
    } <= gates
    assert {ask.disposition for ask in made} >= {"blocked", "postponed", "sampled_out"}
    assert all(ask.reason for ask in made if ask.disposition == "blocked")


def test_the_longer_opening_loses_answers_of_its_own_arm_only():
    trial = fielding.trial_of(CALENDAR)
    trial.numbers.update({n: f"user-{n}" for n in range(1, 2_001)})
    late = [
        replace(each, contact=None, contact_id=i + 1, answered_at=trial.began_at + timedelta(days=9))
        for i, each in enumerate(some(saas, 2_000))
    ]
    lost = [each for each in late if trial.is_lost(each)]
    assert {trial.arm(each.contact_id, each.answered_at) for each in lost} == {fielding.ARMS[0]}
    assert len(lost) / len(late) == pytest.approx(fielding.LOST_SHARE / 2, abs=0.03)


@pytest.mark.django_db
def test_the_demo_is_fielded():
    made = build_demo(CALENDAR.last, lambda *_: None, share=0.004)
    by = Actor.system(made.id)
    with organization_scope(made.id):
        states = sorted(str(plan.state) for plan in fieldwork.plans(by=by))
        assert states == ["draft", "running", "running"]
        steps, gates = fieldwork.ledger_counts(by=by)
        assert {"answered", "invited", "shown", "blocked", "postponed", "opened"} <= set(steps)
        assert {"this_survey", "consent", "opted_out", "hours"} <= set(gates)
        assert fieldwork.contact_rules().any_survey_days == 21
        assert audiences.suppression_count(by=by) == fielding.FORBIDDEN
        (tried,) = experiments()
        assert tried.name == fielding.EXPERIMENT
        assert not Mail.objects.exists()  # nothing goes out by itself

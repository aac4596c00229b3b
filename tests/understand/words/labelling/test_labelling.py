"""Labels: given, counted, compared with what was found."""

from __future__ import annotations

import pytest
from tests.make import responses, surveys, words

from heedful.platform.core.errors import InvalidInput, NotFound, NotPermitted
from heedful.platform.core.models import Job
from heedful.platform.core.queue import run_now
from heedful.understand.words.labelling import queries, services
from heedful.understand.words.models import LabelTask, TaxonomyVersion, ThemeLabel
from heedful.understand.words.themes.comments import labelled_comments
from heedful.understand.words.themes.queries import taxonomy as facts_of


@pytest.fixture
def survey(organization):
    return surveys.survey(surveys.question("nps", "nps"), surveys.question("why", "long_text"))


@pytest.fixture
def taxonomy(organization):
    return words.taxonomy("staff", "price")


@pytest.fixture
def edition(taxonomy):
    return words.edition(taxonomy)


def comment(survey, text="The waiter was kind."):
    return responses.response(survey, {"nps": 9, "why": text})


def task(taxonomy, response, reason="random", wanted=1):
    question = next(one.question_id for one in response.comments)
    return LabelTask.objects.create(
        taxonomy=taxonomy, response_id=response.id, question_id=question, reason=reason, wanted_coders=wanted
    )


def read_and_labelled(survey, taxonomy, edition, alice, found, truth, reason="random"):
    made = comment(survey)
    words.reading(made, *(f"+{one}" for one in found), by=edition)
    services.label_comment(task(taxonomy, made, reason).uid, truth, by=alice)
    return made


def test_quality_is_measured_on_what_was_drawn_by_chance(survey, taxonomy, edition, alice):
    for found, truth in [(["staff"], ["staff"]), (["staff"], []), ([], ["staff"]), (["price"], ["price"])]:
        read_and_labelled(survey, taxonomy, edition, alice, found, truth)
    read_and_labelled(survey, taxonomy, edition, alice, ["price"], [], reason="uncertain")
    quality = queries.quality(taxonomy.uid, by=alice)
    staff, price = quality.themes
    assert (quality.n, quality.taught) == (4, 0)
    assert (staff.precision.x, staff.precision.n, staff.recall.n) == (1, 2, 2)
    assert (price.precision.value, price.recall.value) == (1.0, 1.0)
    assert sum(one.right.n for one in quality.bins) == 3


def test_what_has_taught_does_not_judge(survey, taxonomy, edition, alice):
    read_and_labelled(survey, taxonomy, edition, alice, ["staff"], ["staff"])
    TaxonomyVersion.objects.create(
        taxonomy=taxonomy,
        number=2,
        document=TaxonomyVersion.objects.get(taxonomy=taxonomy).document,
        is_draft=False,
        fitted=b"x",
        labels={"staff": 1},
        created_by="Alice",
    )
    quality = queries.quality(taxonomy.uid, by=alice)
    assert (quality.n, quality.taught, quality.overall) == (0, 1, None)
    read_and_labelled(survey, taxonomy, edition, alice, ["staff"], ["staff"])
    assert queries.quality(taxonomy.uid, by=alice).n == 1


def test_a_second_coder_is_asked_and_their_agreement_told(survey, taxonomy, edition, alice, bob):
    made = task(taxonomy, comment(survey), wanted=2)
    services.label_comment(made.uid, ["staff"], by=alice)
    made.refresh_from_db()
    assert made.done_at is None
    assert queries.next_task(taxonomy.uid, by=alice) is None
    waiting = queries.next_task(taxonomy.uid, by=bob)
    assert waiting is not None
    assert (waiting.uid, waiting.coders, waiting.mine) == (made.uid, 1, None)
    services.label_comment(made.uid, [], by=bob)
    made.refresh_from_db()
    assert made.done_at is not None
    agreement = queries.agreement(taxonomy.uid, by=alice)
    assert (agreement.n, len(agreement.coders)) == (1, 2)


def test_the_newer_word_counts(survey, taxonomy, edition, alice):
    made = task(taxonomy, comment(survey))
    services.label_comment(made.uid, ["staff", "price"], by=alice)
    services.label_comment(made.uid, [], by=alice)
    (label,) = ThemeLabel.objects.all()
    assert (label.theme, label.is_present) == ("", True)


def test_none_of_these_teaches_too(survey, taxonomy, edition, alice):
    made = comment(survey, "We came by train.")
    services.label_comment(task(taxonomy, made).uid, [], by=alice)
    (taught,), _ = labelled_comments(facts_of(taxonomy.uid))
    assert (taught.text, taught.themes, taught.unknown) == ("We came by train.", frozenset(), frozenset())


def test_a_correction_says_nothing_of_the_other_themes(survey, taxonomy, edition, alice):
    made = comment(survey)
    question = next(one.question_id for one in made.comments)
    services.correct_mention(
        by=alice, response_uid=made.uid, question_id=question, theme="staff", is_present=False
    )
    (taught,), _ = labelled_comments(facts_of(taxonomy.uid))
    assert (taught.themes, taught.unknown) == (frozenset(), frozenset({"price"}))
    assert queries.quality(taxonomy.uid, by=alice).n == 0
    assert queries.progress(taxonomy.uid, by=alice).corrections == 1


def test_a_label_is_taken_back_by_who_gave_it(survey, taxonomy, edition, alice, bob):
    made = comment(survey)
    question = next(one.question_id for one in made.comments)
    label = services.correct_mention(
        by=alice, response_uid=made.uid, question_id=question, theme="staff", is_present=False
    )
    with pytest.raises(NotFound):
        services.withdraw_label(label.uid, by=bob)
    services.withdraw_label(label.uid, by=alice)
    assert not ThemeLabel.objects.exists()


def test_skipped_comments_come_last(survey, taxonomy, edition, alice):
    first, second = task(taxonomy, comment(survey)), task(taxonomy, comment(survey))
    services.skip_task(first.uid, by=alice)
    assert queries.next_task(taxonomy.uid, by=alice).uid == second.uid


def test_unknown_themes_and_questions_are_refused(survey, taxonomy, edition, alice):
    made = comment(survey)
    with pytest.raises(InvalidInput, match="parking"):
        services.label_comment(task(taxonomy, made).uid, ["parking"], by=alice)
    with pytest.raises(InvalidInput, match="question_id"):
        services.correct_mention(
            by=alice, response_uid=made.uid, question_id=0, theme="staff", is_present=True
        )


def test_managers_do_not_label(survey, taxonomy, edition, dora):
    with pytest.raises((NotPermitted, NotFound)):
        services.label_comment(task(taxonomy, comment(survey)).uid, [], by=dora)


def test_a_draw_mixes_chance_with_what_the_machine_asks(survey, taxonomy, edition, alice, installed):
    for number in range(24):
        comment(survey, f"The waiter at table {number} was kind but the bill came to {number + 20} euros.")
    job = run_now(Job.objects.get(uid=services.draw_tasks(taxonomy.uid, by=alice, wanted=12).uid))
    assert job.state == "done", job.error
    assert job.result == {"random": 6, "uncertain": 3, "uncovered": 3}
    drawn = LabelTask.objects.filter(reason="random")
    assert [one.probability for one in drawn] == pytest.approx([6 / 24] * 6)
    assert [one.wanted_coders for one in drawn.order_by("-wanted_coders")][:2] == [2, 2]
    assert LabelTask.objects.exclude(reason="random").filter(probability__isnull=False).count() == 0
    again = run_now(Job.objects.get(uid=services.draw_tasks(taxonomy.uid, by=alice, wanted=20).uid))
    assert again.state == "done"
    assert LabelTask.objects.count() == 24  # nobody is asked about a comment twice

"""What was written in the demo is read before it is served, by the jobs and the line of any instance."""

from __future__ import annotations

import pytest
from tests.make import responses, surveys, words
from tests.models import FOLDER

from heedful.config.demo import reading
from heedful.config.demo.reading import read_demo
from heedful.platform.core.outbox import deliver_due
from heedful.understand.words.models import Edition, Mention, Reading
from heedful.understand.words.readings import line
from heedful.understand.words.readings.loaded import loaded
from heedful.understand.words.themes.services.applying import read_again

TEXTS = ("The staff was lovely.", "The staff was rude.", "The soup was cold.", "Nothing.")


@pytest.fixture
def written(organization, alice):
    survey = surveys.survey()
    for text in TEXTS:
        responses.response(survey, {"nps": 9, "why": text})
    read_again(words.taxonomy("staff", "food"), by=alice)
    while deliver_due():
        pass
    yield organization
    loaded.forget_finders()


@pytest.fixture
def installed(settings, open_encoder):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(FOLDER)})


def test_without_models_nothing_is_begun(written, settings, tmp_path):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(tmp_path)})
    assert read_demo(written.pk, lambda *_: None) is None
    assert not Edition.objects.exists()


@pytest.mark.usefixtures("installed")
def test_themes_are_learnt_then_it_reads_until_time_is_up(written, monkeypatch):
    monkeypatch.setattr(line, "HISTORY", 1)
    monkeypatch.setattr(reading, "FEWEST", 3)
    told: list[tuple[int, int, str]] = []
    assert read_demo(written.pk, lambda *row: told.append(row), seconds=0) == len(TEXTS) - 3
    assert told[-1][:2] == (3, len(TEXTS))  # the newest in any case
    assert len(Edition.objects.get().taxonomy_versions) == 1
    # Whoever comes again goes on where it was.
    assert read_demo(written.pk, lambda *row: told.append(row)) == 0
    assert Reading.objects.count() == len(TEXTS)
    assert sorted(Mention.objects.filter(theme="staff").values_list("polarity", flat=True)) == [-1, 1]

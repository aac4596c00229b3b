"""Comments that were read, for the browser to look at; run in an instance that ``fill.py`` has filled."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime, timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "heedful.config.settings"
django.setup()

from heedful.design.surveys.queries import survey_by_name  # noqa: E402 - Django comes first
from heedful.listen.responses import services as responses  # noqa: E402
from heedful.listen.responses.models import Response  # noqa: E402
from heedful.listen.responses.types import NewResponse  # noqa: E402
from heedful.platform.core.organizations import organizations  # noqa: E402
from heedful.platform.core.scope import organization_scope  # noqa: E402
from heedful.platform.core.types import Actor  # noqa: E402
from heedful.understand.warehouse.services import flush  # noqa: E402
from heedful.understand.words.models import Edition, Mention, Reading, Taxonomy, TaxonomyVersion  # noqa: E402

THEMES = [
    ("service", "Service", ""),
    ("staff", "Friendly staff", "service"),
    ("waiting", "Waiting time", "service"),
    ("food", "Food", ""),
    ("temperature", "Temperature of food", "food"),
    ("taste", "Taste", "food"),
    ("price", "Price", ""),
    ("cleanliness", "Cleanliness", ""),
]
# What is said, of which theme, how, of 0 to 10, how often.
SAID = [
    ("The staff remembered us from last year, lovely people.", "staff", 1, (9, 10), 9),
    ("We were greeted by name and helped with the pram.", "staff", 1, (9, 10), 6),
    ("Nobody looked up from the phone when we came in.", "staff", -1, (2, 6), 3),
    ("Forty minutes for two coffees, and no word of it.", "waiting", -1, (1, 5), 9),
    ("We waited far too long for the bill.", "waiting", -1, (3, 7), 5),
    ("The soup was cold again, the main course lukewarm.", "temperature", -1, (2, 6), 6),
    ("Best risotto in town, seasoned just right.", "taste", 1, (9, 10), 8),
    ("Portions are small for what you pay.", "price", -1, (5, 8), 5),
    ("Fair prices for this part of the city.", "price", 1, (8, 10), 3),
    ("The tables were sticky and the floor had not been swept.", "cleanliness", -1, (4, 7), 2),
    ("All fine.", "", 0, (7, 9), 6),
    ("We come here every Friday after the cinema.", "", 0, (8, 10), 5),
]
SITES = ("berlin", "wien", "graz", "site 114")


def fill() -> None:
    organization = organizations()[0]
    chance, now = random.Random(7), datetime.now(UTC)
    with organization_scope(organization.id):
        survey = survey_by_name("Stay")
        assert survey is not None
        edition = _edition()
        drawn = chance.choices(SAID, [each[4] for each in SAID], k=900)
        new = []
        for number, (text, theme, _mood, (low, high), _weight) in enumerate(drawn):
            days = chance.randint(1, 178)
            if theme == "waiting" and days > 90 and chance.random() < 0.5:
                days -= 90  # waiting is spoken of more than before
            site = "site 114" if theme == "temperature" and chance.random() < 0.6 else chance.choice(SITES)
            new.append(
                NewResponse(
                    idempotency_key=f"words-{number}",
                    survey_id=survey.id,
                    answers={"nps": chance.randint(low, high), "why": text},
                    answered_at=now - timedelta(days=days),
                    unit_key=site,
                    channel=chance.choice(("email", "sms")),
                    attributes={"country": "DE" if site in {"berlin", "site 114"} else "AT"},
                )
            )
        outcomes = responses.store_responses(new, by=Actor.system(organization.id))
        ids = dict(Response.objects.values_list("uid", "id"))
        for outcome, said in zip(outcomes, drawn, strict=True):
            _read(edition, ids[outcome.uid], survey.questions[1].id, said, chance)
        responses.mark_changed(list(ids.values()))
        flush(organization.id)


def _edition() -> Edition:
    taxonomy = Taxonomy.objects.create(name="Restaurant", is_default=True)
    themes = [
        {
            "key": key,
            "name": name,
            "description": f"What guests say of {name.lower()}.",
            "phrases": [f"{name.lower()} was"],
            "parent": above or None,
        }
        for key, name, above in THEMES
    ]
    document = {"name": "Restaurant", "themes": themes}
    TaxonomyVersion.objects.create(
        taxonomy=taxonomy, number=3, document=document, is_draft=False, created_by="Alice"
    )
    return Edition.objects.create(
        state=Edition.State.CURRENT,
        versions={"sentiment": "en-2", "themes": "finder-1"},
        taxonomy_versions={taxonomy.uid: 3},
        created_by="Alice",
    )


def _read(edition: Edition, response_id: int, question_id: int, said: tuple, chance: random.Random) -> None:
    text, theme, mood, _range, _weight = said
    reading = Reading.objects.create(
        edition=edition,
        response_id=response_id,
        question_id=question_id,
        text_sha256="",
        language="en",
        sentiment=mood,
        sentiment_score=float(mood),
    )
    if theme:
        end = text.index(",") if "," in text else len(text)
        sure = chance.uniform(0.55, 0.98)
        Mention.objects.create(
            reading=reading,
            response_id=response_id,
            theme=theme,
            start=0,
            end=end,
            polarity=mood,
            confidence=sure,
        )


fill()

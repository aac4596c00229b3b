"""Gives the instance of the browser tests a site and surveys that it shows; prints their keys as JSON."""

from __future__ import annotations

import json
import os
import secrets

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "heedful.config.settings"
django.setup()

from heedful.design.surveys.services import create_survey  # noqa: E402 - Django comes first
from heedful.design.surveys.types import Ending, QuestionDefinition, SurveyDefinition  # noqa: E402
from heedful.listen.channels.widget import services  # noqa: E402
from heedful.listen.channels.widget.types import PlacementFacts  # noqa: E402
from heedful.platform.core.organizations import organizations  # noqa: E402
from heedful.platform.core.scope import organization_scope  # noqa: E402
from heedful.platform.core.types import Actor  # noqa: E402

RUN = secrets.token_hex(3)  # each test file has a shop of its own
LIKELY = {
    "en": "How likely are you to recommend us to a friend?",
    "de": "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",
    "ar": "ما مدى احتمال أن توصي بنا لصديق؟",
}
WHY = {"en": "What is the main reason?", "de": "Was ist der Hauptgrund?", "ar": "ما السبب الرئيسي؟"}
BYE = {"en": "Thank you.", "de": "Vielen Dank.", "ar": "شكرًا لك."}
PLACES = {
    "bar": {"pages": ("/plain", "/strict_csp", "/unset_styles", "/old_framework")},
    "application": {"pages": ("/application/pricing",)},
    "side": {"shape": "side", "pages": ("/side",)},
    "modal": {"shape": "modal", "pages": ("/never",)},
    "inline": {"shape": "inline", "selector": "#here", "pages": ("/never",)},
    "sampled": {"pages": ("/sampled",), "share": 0.000001},
}


def survey(name: str, by: Actor) -> str:
    questions = (
        QuestionDefinition("nps", "nps", LIKELY, required=True),
        QuestionDefinition("why", "long_text", WHY),
    )
    definition = SurveyDefinition(
        f"Widget {name} {RUN}", questions, languages=("de", "ar"), endings=(Ending("bye", BYE),)
    )
    return create_survey(by=by, definition=definition).uid


organization = organizations()[0]
with organization_scope(organization.id):
    by = Actor.system(organization.id)
    site, secret = services.create_site(by=by, name=f"Shop {RUN}")
    fresh, _secret = services.create_site(by=by, name=f"Fresh {RUN}")
    surveys = {name: survey(name, by) for name in PLACES}
    for name, place in PLACES.items():
        given = {"is_on": True, "share": 1.0, "site_uid": site.uid} | place
        services.place_survey(PlacementFacts(surveys[name], **given), by=by)
told = {"key": site.key, "secret": secret, "surveys": surveys, "fresh_uid": fresh.uid, "fresh_key": fresh.key}
print(json.dumps(told))

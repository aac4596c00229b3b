"""Surveys and asks for the browser tests of respondent pages; prints their addresses as JSON."""

from __future__ import annotations

import json
import os
from urllib.parse import urlsplit

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "heedful.config.settings"
django.setup()

from django.utils import timezone  # noqa: E402 - Django comes first

from heedful.design.surveys.services import create_survey  # noqa: E402
from heedful.design.surveys.types import (  # noqa: E402
    Comparison,
    Condition,
    Ending,
    Layout,
    Look,
    Option,
    QuestionDefinition,
    Scale,
    SurveyDefinition,
)
from heedful.listen.audiences.services import ensure_contacts  # noqa: E402
from heedful.listen.audiences.types import NewContact  # noqa: E402
from heedful.listen.channels.links import personal_url, public_url  # noqa: E402
from heedful.listen.channels.pages.services import set_public_link  # noqa: E402
from heedful.listen.fieldwork.models import Ask  # noqa: E402
from heedful.platform.core.organizations import organizations  # noqa: E402
from heedful.platform.core.scope import organization_scope  # noqa: E402
from heedful.platform.core.types import Actor  # noqa: E402

HOSTILE = "\"><img src=x onerror=hurt()><script>hurt()</script>{{7*7}}{% csrf_token %}'${7*7}"


def texts(english: str, german: str, arabic: str) -> dict[str, str]:
    return {"en": english, "de": german, "ar": arabic}


def options(*labels: tuple[str, str, str]) -> tuple[Option, ...]:
    return tuple(Option(f"o{number}", texts(*label)) for number, label in enumerate(labels))


FIVE = Scale(
    1,
    5,
    labels={
        1: texts("Bad", "Schlecht", "سيئ"),
        2: texts("Poor", "Mäßig", "ضعيف"),
        3: texts("Fair", "Geht so", "مقبول"),
        4: texts("Good", "Gut", "جيد"),
        5: texts("Very good", "Sehr gut", "جيد جدًا"),
    },
)
THINGS = options(("Price", "Preis", "السعر"), ("Quiet", "Ruhe", "الهدوء"), ("Food", "Essen", "الطعام"))
NPS = QuestionDefinition(
    "nps",
    "nps",
    texts("How likely are you to recommend us?", "Wie wahrscheinlich empfehlen Sie uns?", "هل توصي بنا؟"),
    required=True,
)
WHY = QuestionDefinition(
    "why",
    "long_text",
    texts("What went wrong?", "Was lief schief?", "ما الذي حدث؟"),
    show_if=(Condition("class.nps", Comparison.IS, ("detractor",)),),
)


def question(
    key: str, kind: str, english: str, german: str, arabic: str, **more: object
) -> QuestionDefinition:
    return QuestionDefinition(key, kind, texts(english, german, arabic), **more)


EVERY_KIND = (
    NPS,
    question("csat", "csat", "How satisfied are you?", "Wie zufrieden sind Sie?", "ما مدى رضاك؟"),
    question("stars", "stars", "How many stars?", "Wie viele Sterne?", "كم نجمة؟"),
    question("smile", "smileys", "How was the room?", "Wie war das Zimmer?", "كيف كانت الغرفة؟", scale=FIVE),
    question("thumb", "thumbs", "Did this help?", "War das hilfreich?", "هل كان مفيدًا؟"),
    question("one", "single_choice", "Which one?", "Was davon?", "أي منها؟", options=THINGS),
    question("many", "multiple_choice", "Which of them?", "Welche?", "أي منها كلها؟", options=THINGS),
    question(
        "drop", "single_choice", "In a list?", "In einer Liste?", "في قائمة؟", options=THINGS,
        settings={"shown_as": "dropdown"},
    ),
    question("grid", "matrix", "How do you rate these?", "Wie bewerten Sie?", "كيف تقيّم؟", options=THINGS),
    question("rank", "ranking", "What matters most?", "Was ist wichtig?", "ما الأهم؟", options=THINGS),
    question("nights", "number", "How many nights?", "Wie viele Nächte?", "كم ليلة؟", scale=Scale(1, 60)),
    question("day", "date", "Since when?", "Seit wann?", "منذ متى؟"),
    question("word", "short_text", "In one word?", "In einem Wort?", "بكلمة واحدة؟"),
    question("words", "long_text", "In many words?", "In vielen Worten?", "بكلمات كثيرة؟"),
    question("photo", "file", "Would you show us?", "Zeigen Sie es uns?", "هل ترينا؟"),
    question("voice", "audio", "Would you tell us?", "Sagen Sie es uns?", "هل تخبرنا؟"),
    question("film", "video", "Would you film it?", "Filmen Sie es?", "هل تصوره؟"),
    question("said", "statement", "Nearly done.", "Fast fertig.", "أوشكنا."),
    question(
        "agreed", "consent", "May we quote you?", "Dürfen wir zitieren?", "هل نقتبس؟",
        settings={"statement": texts("Without your name.", "Ohne Namen.", "بدون اسمك.")},
    ),
    question("who", "contact", "How do we reach you?", "Wie erreichen wir Sie?", "كيف نتواصل؟"),
)  # fmt: skip
LANGUAGES = {"languages": ("de", "ar"), "title": texts("Your stay", "Ihr Aufenthalt", "إقامتك")}
SORRY = Ending(
    "sorry",
    texts("We are sorry.", "Es tut uns leid.", "نأسف."),
    detail=texts("Somebody calls you today.", "Heute ruft jemand an.", "سيتصل بك أحد."),
    show_if=(Condition("class.nps", Comparison.IS, ("detractor",)),),
)


def hostile_survey() -> SurveyDefinition:
    asked = (
        QuestionDefinition("nps", "nps", {"en": f"Score {HOSTILE}"}, help={"en": HOSTILE}),
        QuestionDefinition(
            "one", "single_choice", {"en": "{answer.nps}" + HOSTILE}, options=(Option("a", {"en": HOSTILE}),)
        ),
        QuestionDefinition("words", "long_text", {"en": f"{{contact.name|{HOSTILE[:20]}}} words"}),
    )
    end = Ending("end", {"en": HOSTILE}, {"en": HOSTILE}, {"en": HOSTILE}, "https://example.org/?" + "x")
    return SurveyDefinition("Hostile", asked, title={"en": HOSTILE}, intro={"en": HOSTILE}, endings=(end,))


def path(url: str) -> str:
    """Return an address without its host: the server of the test has another one."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def ask(survey_id: int, contact_id: int | None, key: str) -> str:
    made = Ask.objects.create(
        survey_id=survey_id,
        contact_id=contact_id,
        channel="email",
        disposition="invited",
        asked_at=timezone.now(),
        idempotency_key=key,
    )
    return made.uid


def fill() -> dict[str, object]:
    organization = organizations()[0]
    with organization_scope(organization.id):
        by = Actor.system(organization.id)
        step = create_survey(
            by=by,
            definition=SurveyDefinition(
                "By steps", (NPS, WHY), endings=(SORRY,), look=Look(accent="#ffcc00"), **LANGUAGES
            ),
        )
        kinds = create_survey(
            by=by,
            definition=SurveyDefinition("Every kind", EVERY_KIND, look=Look(layout=Layout.ALL), **LANGUAGES),
        )
        single = create_survey(by=by, definition=SurveyDefinition("One by one", EVERY_KIND, **LANGUAGES))
        hostile = create_survey(by=by, definition=hostile_survey())
        set_public_link(by=by, survey_uid=step.uid, is_open=True, frame_origins=["*"])
        (eve, mallory) = ensure_contacts(
            [
                NewContact((("email", "eve@example.org"),), name="Eve", language="de"),
                NewContact((("email", "mallory@example.org"),), name=HOSTILE),
            ],
            by=by,
        )
        asks = [ask(step.id, eve, f"browser-{number}") for number in range(4)]
        return {
            "survey": step.uid,
            "steps": path(public_url(step.uid)),
            "kinds": path(public_url(kinds.uid)),
            "single": path(public_url(single.uid)),
            "single_survey": single.uid,
            "hostile": path(public_url(hostile.uid)),
            "hostile_ask": path(personal_url(ask(hostile.id, mallory, "browser-hostile"))),
            "scores": [path(personal_url(asks[0], score=("nps", score))) for score in range(11)],
            "personal": path(personal_url(asks[3])),
            "human": path(personal_url(asks[1], score=("nps", 9))),
            "without_script": path(personal_url(asks[2], score=("nps", 2))),
        }


print(json.dumps(fill()))

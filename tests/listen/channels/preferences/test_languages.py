"""Preference pages speak the language of whoever opens them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from tests.make import audiences

import heedful.listen.channels
from heedful.listen.channels.preferences.addresses import preferences_path
from heedful.listen.channels.preferences.views import _DONE, _SAVED, CHANNEL_NAMES

PAGES = Path(heedful.listen.channels.__file__).parent / "templates/channels/preferences"
RESPONDENTS = ("preferences.html", "unsubscribe.html")
LANGUAGES = ("de", "fr", "es", "ar")
WORDS = re.compile(r"{% translate \"([^\"]+)\" %}|{% blocktranslate %}(.*?){% endblocktranslate %}")


def words() -> set[str]:
    found = {str(word) for word in [*CHANNEL_NAMES.values(), *_DONE.values(), _SAVED]}
    for name in RESPONDENTS:
        for plain, block in WORDS.findall((PAGES / name).read_text(encoding="utf-8")):
            found.add(plain or re.sub(r"{{ (\w+) }}", r"%(\1)s", block))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_said_in_the_language(language):
    with translation.override("en"):
        wanted = words()
    assert len(wanted) > 20
    with translation.override(language):
        assert {word for word in wanted if translation.gettext(word) == word} == set()


@pytest.mark.parametrize(
    ("language", "title", "saved", "direction"),
    [
        ("fr", "Ce qu’on vous demande", "Enregistré.", "ltr"),
        ("es", "Sobre qué le preguntamos", "Guardado.", "ltr"),
        ("ar", "ما الذي نسألك عنه", "تم الحفظ.", "rtl"),
    ],
)
def test_a_page_and_its_answer_are_in_one_language(organization, language, title, saved, direction):
    who = audiences.contact("eve@example.org", language=language)
    path = preferences_path(who.uid)
    page = Client(headers={"Accept-Language": "de"}).get(path).content.decode()
    assert title in page
    assert f'lang="{language}"' in page
    assert f'dir="{direction}"' in page
    done = Client(headers={"Accept-Language": "de"}).post(path, {"deed": "save", "channel": "email"})
    assert saved in done.content.decode()

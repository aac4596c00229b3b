"""The pages of respondents have all their words in every language that has a catalogue."""

from __future__ import annotations

import ast
import re
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation.template import templatize

import heedful
import heedful.listen.channels

CHANNELS = Path(heedful.listen.channels.__file__).parent
CATALOGUES = Path(heedful.__file__).parent / "locale"
LANGUAGES = sorted(folder.name for folder in CATALOGUES.iterdir())
FOR_STAFF = {"links.html", "survey_links.html", "votes.html"}
MODULES = ("complaints", "controls", "limits", "showing", "uploading")
VIEWS = ("answering", "signals", "withdrawing")
SAID = re.compile(r"""gettext\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


class Missing(NullTranslations):
    """What a catalogue falls back to: it notes what was not in it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: set[str] = set()

    def gettext(self, message: str) -> str:
        self.words.add(message)
        return message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        self.words.add(singular)
        return singular


def words_of_templates() -> set[str]:
    found: set[str] = set()
    for path in (CHANNELS / "templates/channels/pages").rglob("*.html"):
        if path.name not in FOR_STAFF:
            found |= {
                ast.literal_eval(said) for said in SAID.findall(templatize(path.read_text(encoding="utf-8")))
            }
    return found


def words_of_code() -> set[str]:
    found: set[str] = set()
    for name in [*MODULES, *(f"views/{view}" for view in VIEWS)]:
        tree = ast.parse((CHANNELS / f"pages/{name}.py").read_text(encoding="utf-8"))
        calls = (
            node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        )
        found |= {ast.literal_eval(call.args[0]) for call in calls if call.func.id in {"_", "_lazy"}}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_every_word(language):
    from_templates, from_code = words_of_templates(), words_of_code()
    assert len(from_templates) > 30
    assert len(from_code) > 20
    missing = Missing()
    with (CATALOGUES / language / "LC_MESSAGES/django.mo").open("rb") as file:
        catalogue = GNUTranslations(file)
    catalogue.add_fallback(missing)
    for word in from_templates | from_code:
        catalogue.gettext(word)
    plurals = {word for word in missing.words if catalogue.ngettext(word, word, 2) != word}
    assert missing.words - plurals == set()


@pytest.mark.parametrize(
    ("language", "left"),
    [("ar", "بقي %count% حرفًا"), ("es", "quedan %count% caracteres"), ("fr", "%count% caractères restants")],
)
def test_words_that_the_browser_fills_in_are_found(language, left):
    # Templates look for a per cent sign doubled: a catalogue with single ones is never asked.
    with translation.override(language):
        assert Template("{% load i18n %}{% translate '%count% characters left' %}").render(Context()) == left

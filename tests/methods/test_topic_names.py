"""Names of topics say a thing, whole: no verb that lost its other half, no grammar, nothing twice."""

from __future__ import annotations

import pytest

from heedful.methods.language.topics import Phrase, distinctive_phrases, name_of
from heedful.methods.language.topics.naming import naming_of
from heedful.methods.language.topics.phrases import sentences_of

ELSE = {
    "de": [
        "Die Suppe war kalt.",
        "Das Team war freundlich und schnell.",
        "Ich komme gern wieder, die Nudeln sind gut.",
        "Wir haben lange auf das Essen gewartet.",
        "Die Preise sind gestiegen.",
        "Der Tisch hat geklebt.",
    ],
    "en": [
        "The soup was cold.",
        "Kind and quick staff.",
        "We waited for the food for an hour.",
        "The prices went up.",
        "Our table was sticky.",
        "I will come again for the noodles.",
    ],
    "fr": [
        "La soupe était froide.",
        "Une équipe rapide et aimable.",
        "Nous attendons toujours les plats.",
        "Les prix ont augmenté.",
        "La table était sale.",
        "Je reviendrai avec ma famille.",
    ],
    "es": [
        "La sopa estaba fría.",
        "Un equipo rápido y amable.",
        "Esperamos una hora por la comida.",
        "Los precios han subido.",
        "La mesa estaba sucia.",
        "Volveré con mi familia.",
    ],
    "nl": [
        "De soep was koud.",
        "Het team was snel.",
        "De prijzen zijn gestegen.",
        "De tafel was vies.",
        "Het eten kwam te laat.",
        "Mooie zaal.",
    ],
}
GUTSCHEIN = [
    "Ich löse meinen Gutschein ein und die Kasse kennt ihn nicht.",
    "Der Gutschein ließ sich nicht einlösen.",
    "Wo löse ich den Gutschein ein?",
    "An der Kasse nahm keiner meinen Gutschein an.",
    "Löse den Gutschein nächstes Mal woanders ein.",
]
SCHALE = [
    "Wo gebe ich die Pfandschale ab? Der Automat hat sie nicht genommen.",
    "Ehrlich gesagt: Wo gebe ich die Pfandschale ab? Der Automat hat sie nicht genommen.",
    "Wo gebe ich die Pfandschale ab? Der Automat hat sie nicht genommen. Schade.",
]
MUSIK = [
    "Die Musik ist viel zu laut geworden.",
    "Dreht bitte die Musik leiser, sie ist laut.",
    "Musik zu laut, Gespräch unmöglich.",
    "Warum dreht niemand die Musik runter, wenn sie so laut ist?",
    "Man versteht bei der lauten Musik sein eigenes Wort nicht.",
    "Bei dieser lauten Musik bleibe ich nicht sitzen.",
]
DUNKEL = ["Abends ist es viel zu dunkel.", "Zu dunkel.", "Am Tisch war es dunkel.", "Warum so dunkel?"]
BOL = [
    "Je rends le bol consigné et personne ne le reprend.",
    "La consigne du bol est trop chère.",
    "Où est-ce que je rends le bol ?",
    "Deux euros de consigne pour un bol, c'est trop.",
    "Je rends mon bol et la consigne est perdue.",
]
ENVASE = [
    "Devuelvo el envase y nadie me da el depósito.",
    "¿Dónde devuelvo el envase?",
    "El depósito del envase es muy caro.",
    "Pago un depósito por cada envase.",
]
BAKJE = [
    "Ik lever het bakje weer in.",
    "Het statiegeld op het bakje is te hoog.",
    "Niemand neemt het bakje terug.",
    "Twee euro statiegeld, dat is veel.",
    "Het bakje staat nog hier, en het statiegeld ben ik kwijt.",
]
ROOMS = [
    "Two fitting rooms were open.",
    "Two fitting rooms, forty people.",
    "I queued for the fitting rooms.",
    "Two fitting rooms for a whole floor.",
]


def named(own, language):
    texts = [*own, *ELSE[language] * 3]
    (found,) = distinctive_phrases([range(len(own))], texts)
    return name_of(found)


@pytest.mark.parametrize(
    ("own", "language", "name"),
    [
        (SCHALE, "de", "Pfandschale · Automat"),
        (GUTSCHEIN, "de", "Gutschein · Kasse"),
        (MUSIK, "de", "Musik · laut"),
        (DUNKEL, "de", "dunkel"),
        (BOL, "fr", "bol · consigne"),
        (ENVASE, "es", "envase · depósito"),
        (BAKJE, "nl", "bakje · statiegeld"),
        (ROOMS, "en", "fitting rooms"),
    ],
)
def test_a_thing_names_a_topic(own, language, name):
    assert named(own, language) == name


def test_german_in_small_letters_has_no_nouns_to_prefer_and_is_named_all_the_same():
    assert named([text.lower() for text in GUTSCHEIN], "de").startswith("gutschein")


def test_initials_are_no_grammar_in_a_language_that_nobody_knows():
    texts = ["De QR code werkt niet.", "Weer een QR code.", "QR code stuk.", "Die QR code doet het niet."]
    assert named(texts, "nl") == "QR code"


def test_of_a_word_and_its_plural_one_is_said():
    phrases = [Phrase("bowl", 9, 0, 5.0), Phrase("bowls", 6, 0, 4.0), Phrase("deposit", 5, 0, 3.0)]
    assert name_of(phrases) == "bowl · deposit"


def test_what_somebody_does_names_only_where_nothing_else_does():
    deed = Phrase("gebe", 9, 0, 5.0, names=False)
    assert name_of([deed, Phrase("Pfand", 3, 0, 4.0)]) == "Pfand"
    assert name_of([deed]) == "gebe"


def naming(texts):
    return naming_of(list(sentences_of(text)) for text in texts)


@pytest.mark.parametrize("phrase", ["pfandschale ab", "gebe ich", "kasse kennt ihn", "zwei gutscheine"])
def test_nothing_breaks_off(phrase):
    assert not naming([*GUTSCHEIN, *SCHALE]).is_whole(phrase)


def test_what_stands_as_a_verb_is_a_deed():
    assert naming(GUTSCHEIN).deeds >= {"löse"}
    assert naming(MUSIK).leaning >= {"lauten"}
    assert naming(BOL).deeds >= {"rends"}
    assert naming(ENVASE).deeds >= {"devuelvo"}
    assert not naming(ENVASE).deeds & {"envase", "depósito"}


def test_groups_of_no_words_have_no_language():
    known = naming(["!!", "12"])
    assert known.language == ""
    assert known.nouns == known.deeds == frozenset()

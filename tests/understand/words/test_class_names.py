"""Emotions and kinds of comments have names in the language of the page."""

from __future__ import annotations

from django.utils import translation

from heedful.understand.words.class_names import EMOTIONS, TYPES, class_name


def test_each_is_said_in_german() -> None:
    with translation.override("de"):
        assert class_name("churn_threat") == "Kündigungsdrohung"
        assert class_name("anger") == "Ärger"
        german = {key: class_name(key) for key in (*EMOTIONS, *TYPES)}
    with translation.override("en"):
        same = {key for key, name in german.items() if class_name(key) == name}
    assert same == {"problem"}


def test_a_class_of_another_edition_keeps_its_key() -> None:
    assert class_name("mild_surprise") == "mild surprise"

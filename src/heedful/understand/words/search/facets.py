"""What found comments have in common, counted, with the names people know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.understand.words.class_names import class_name
from heedful.understand.words.search.types import Facet, FacetValue
from heedful.understand.words.themes.queries import active_taxonomies

FIELDS = ("theme", "sentiment", "score_class", "type", "emotion", "survey", "unit", "channel", "language")
MOST_SHOWN = 12
_LABELS = {
    "theme": gettext_lazy("Theme"),
    "sentiment": gettext_lazy("Sentiment"),
    "score_class": gettext_lazy("Score"),
    "type": gettext_lazy("Kind"),
    "emotion": gettext_lazy("Emotion"),
    "survey": gettext_lazy("Survey"),
    "unit": gettext_lazy("Unit"),
    "channel": gettext_lazy("Channel"),
    "language": gettext_lazy("Language"),
}
SENTIMENTS = {
    -1: ("negative", pgettext_lazy("sentiment", "negative")),
    0: ("neutral", pgettext_lazy("sentiment", "neutral")),
    1: ("positive", pgettext_lazy("sentiment", "positive")),
}
CLASSES = {
    "promoter": gettext_lazy("Promoter"),
    "passive": gettext_lazy("Passive"),
    "detractor": gettext_lazy("Detractor"),
    "top": gettext_lazy("Top scores"),
    "rest": gettext_lazy("Other scores"),
}

type Named = tuple[str, str]  # as in a filter, as people know it


def facets_of(counted: Mapping[str, Counter[Any]]) -> tuple[Facet, ...]:
    """Return counts by field, the most frequent values first; values that nobody can name are left out."""
    found = []
    for field, counts in counted.items():
        names = _NAMES.get(field, _plain)(list(counts))
        values = [
            FacetValue(*names[value], n)
            for value, n in sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))
            if value in names
        ]
        if values:
            # A class is what the filter calls it.
            key = "class" if field == "score_class" else field
            found.append(Facet(key, str(_LABELS.get(field, field)), tuple(values[:MOST_SHOWN])))
    return tuple(found)


def theme_names() -> dict[str, str]:
    """Return the name of every theme by key, of all taxonomies in use."""
    return {theme.key: theme.name for one in active_taxonomies() for theme in one.document.themes}


def _plain(values: list[Any]) -> dict[Any, Named]:
    return {value: (str(value), str(value)) for value in values}


def _themes(values: list[Any]) -> dict[Any, Named]:
    names = theme_names()
    return {value: (value, names.get(value, value)) for value in values}


def _sentiments(values: list[Any]) -> dict[Any, Named]:
    return {value: (SENTIMENTS[value][0], str(SENTIMENTS[value][1])) for value in values}


def _classes(values: list[Any]) -> dict[Any, Named]:
    return {value: (value, str(CLASSES[value])) for value in values}


def _kinds(values: list[Any]) -> dict[Any, Named]:
    return {value: (value, class_name(value)) for value in values}


def _surveys(values: list[Any]) -> dict[Any, Named]:
    known = {one.id: (one.uid, one.name) for one in surveys.surveys(include_archived=True)}
    return {value: known[value] for value in values if value in known}


def _units(values: list[Any]) -> dict[Any, Named]:
    known = audiences.units()
    return {value: (known[value].uid, known[value].name) for value in values if value in known}


_NAMES: dict[str, Callable[[list[Any]], dict[Any, Named]]] = {
    "theme": _themes,
    "sentiment": _sentiments,
    "score_class": _classes,
    "type": _kinds,
    "emotion": _kinds,
    "survey": _surveys,
    "unit": _units,
}

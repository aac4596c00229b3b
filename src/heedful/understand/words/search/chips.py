"""What narrows the list of comments, as links: each leads to the same search with one thing changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.platform.core.errors import NotFound
from heedful.platform.ui import filters
from heedful.platform.ui.choosing import Chip, Choice
from heedful.platform.ui.filters import FieldCondition
from heedful.understand.words.class_names import class_name
from heedful.understand.words.search.addresses import Address
from heedful.understand.words.search.facets import CLASSES, SENTIMENTS, theme_names
from heedful.understand.words.search.types import Facet, Mode, Sort


def surveys_to_choose(address: Address) -> list[Choice]:
    names = dict(surveys.survey_names().values())
    chosen = address.page_filter.survey
    return [Choice(_("All surveys"), address.write(survey=None), chosen is None)] + [
        Choice(name, address.write(survey=uid), chosen == uid) for uid, name in names.items()
    ]


def periods_to_choose(address: Address) -> list[Choice]:
    known = [
        (None, _("All times")),
        ("last-7-days", _("Last 7 days")),
        ("last-30-days", _("Last 30 days")),
        ("last-90-days", _("Last 90 days")),
        ("last-12-months", _("Last 12 months")),
        ("this-year", _("This year")),
    ]
    own = address.page_filter
    days = bool(own.from_on or own.to_on)
    found = [
        Choice(
            label,
            address.write(period=period, from_on=None, to_on=None),
            own.period == period and not days,
        )
        for period, label in known
    ]
    if days:
        found.append(Choice(f"{own.from_on or ''} – {own.to_on or ''}", address.write(), is_chosen=True))
    return found


def modes_to_choose(address: Address) -> list[tuple[str, str, bool]]:
    known = [
        (Mode.BOTH, _("Words and meaning")),
        (Mode.WORDS, _("Words")),
        (Mode.MEANING, _("Meaning")),
    ]
    return [(mode.value, label, mode is address.mode) for mode, label in known]


def sorts_to_choose(address: Address) -> list[Choice]:
    known = [(Sort.BEST, _("Best first")), (Sort.NEWEST, _("Newest first"))]
    return [Choice(label, address.write(sort=sort), sort is address.sort) for sort, label in known]


def chips(address: Address) -> list[Chip]:
    own = address.page_filter
    found = [
        Chip(
            field_label(one.field),
            _values(one),
            address.write(conditions=tuple(other for other in own.conditions if other != one)),
        )
        for one in own.conditions
    ]
    if own.answer_class:
        label = str(CLASSES.get(own.answer_class, own.answer_class))
        found.append(Chip(_("Score"), label, address.write(answer_class=None)))
    return found


def facet_choices(facets: Sequence[Facet], address: Address) -> list[tuple[Facet, list[Choice]]]:
    """Return facets that still tell something apart, each value a link that narrows to it."""
    narrowed = {one.field for one in address.page_filter.conditions}
    found = []
    for facet in facets:
        if len(facet.values) < 2 or facet.field in narrowed:
            continue
        if facet.field == "survey":
            links = [Choice(one.label, address.write(survey=one.value), n=one.n) for one in facet.values]
        else:
            links = [
                Choice(one.label, address.with_condition(facet.field, one.value), n=one.n)
                for one in facet.values
            ]
        found.append((facet, links))
    return found


def field_label(field: str) -> str:
    labels = {
        "theme": _("Theme"),
        "opinion": _("Opinion"),
        "sentiment": _("Sentiment"),
        "class": _("Score"),
        "type": _("Kind"),
        "emotion": _("Emotion"),
        "unit": _("Unit"),
        "channel": _("Channel"),
        "language": _("Language"),
        "question": _("Question"),
        "survey": _("Survey"),
        "score": _("Score"),
    }
    key = field.removeprefix("attribute.")
    facts = audiences.attributes().get(key) if field != key else None
    return facts.label if facts else labels.get(field, key)


def _values(condition: FieldCondition) -> str:
    if condition.values == (filters.ANY,):
        return _("known") if condition.operator == ":" else _("not known")
    signs = {":": "", "!:": _("not") + " ", ">=": "≥ ", "<=": "≤ "}
    return signs[condition.operator] + ", ".join(_value(condition.field, one) for one in condition.values)


def _value(field: str, value: str) -> str:
    if field == "sentiment":
        return next((str(label) for key, label in SENTIMENTS.values() if key == value), value)
    if field == "class":
        return str(CLASSES.get(value, value))
    if field in {"type", "emotion"}:
        return class_name(value)
    if field == "theme":
        return theme_names().get(value, value)
    if field == "opinion":
        return f"{theme_names().get(value[1:], value[1:])} {value[:1].replace('-', '−')}"
    return _unit_name(value) if field == "unit" else value


def _unit_name(uid: str) -> str:
    try:
        return audiences.unit(uid).name
    except NotFound:
        return uid

"""Lists of answers narrowed by what was read in them, by the same rules as the warehouse counts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet, Sum

from heedful.listen.responses.queries.conditions import register_field
from heedful.listen.responses.types import Comparison, ResponseCondition
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.words.models import Edition, Mention, Reading
from heedful.understand.words.themes.queries import active_taxonomies

_CURRENT = {"state": Edition.State.CURRENT}
_SENTIMENTS = {"positive": "+", "neutral": "0", "negative": "-"}
_SIGNS = {"+": Q(felt__gt=0), "0": Q(felt=0), "-": Q(felt__lt=0), "?": Q(felt=None)}


def _theme(condition: ResponseCondition) -> Q:
    spoken = (
        _mentions() if not condition.values else _mentions().filter(theme__in=_with_below(condition.values))
    )
    return _among(condition, spoken.values("response_id"))


def _opinion(condition: ResponseCondition) -> Q:
    found = Q()
    for value in condition.values:
        said = _mentions().filter(theme__in=_with_below([value[1:]])).values("response_id")
        felt = said.annotate(felt=Sum("polarity")).filter(_SIGNS.get(value[:1], Q(pk=None)))
        found |= Q(id__in=felt.values("response_id"))
    return _settled(condition, found if condition.values else Q(id__in=_mentions().values("response_id")))


def _sentiment(condition: ResponseCondition) -> Q:
    if unknown := [value for value in condition.values if value not in _SENTIMENTS]:
        raise InvalidInput(Problem("sentiment", f"{unknown[0]!r} is none of {', '.join(_SENTIMENTS)}"))
    felt = _readings().filter(sentiment__isnull=False).values("response_id").annotate(felt=Sum("sentiment"))
    wanted = Q()
    for value in condition.values:
        wanted |= _SIGNS[_SENTIMENTS[value]]
    return _among(condition, felt.filter(wanted).values("response_id"))


def _emotion(condition: ResponseCondition) -> Q:
    return _of_column("emotion", condition)


def _language(condition: ResponseCondition) -> Q:
    return _of_column("language", condition)


def _type(condition: ResponseCondition) -> Q:
    wanted = Q()
    for value in condition.values:
        wanted |= Q(types__contains=f" {value} ")
    return _among(condition, _readings().exclude(types="").filter(wanted).values("response_id"))


def _of_column(column: str, condition: ResponseCondition) -> Q:
    wanted = Q(**{f"{column}__in": condition.values}) if condition.values else Q()
    found = _readings().exclude(**{column: ""}).filter(wanted)
    return _among(condition, found.values("response_id"))


def _readings() -> QuerySet[Reading]:
    return Reading.objects.filter(**{f"edition__{name}": value for name, value in _CURRENT.items()})


def _mentions() -> QuerySet[Mention]:
    return Mention.objects.filter(**{f"reading__edition__{name}": value for name, value in _CURRENT.items()})


def _with_below(themes: Iterable[str]) -> set[str]:
    """Return the themes and those below them: who speaks of one below speaks of the one above."""
    wanted = set(themes)
    documents = [taxonomy.document for taxonomy in active_taxonomies()]
    return wanted | {
        theme.key for document in documents for theme in document.themes if theme.parent in wanted
    }


def _among(condition: ResponseCondition, response_ids: object) -> Q:
    return _settled(condition, Q(id__in=response_ids))


def _settled(condition: ResponseCondition, found: Q) -> Q:
    if condition.comparison in {Comparison.AT_LEAST, Comparison.AT_MOST}:
        raise InvalidInput(Problem(condition.field, f"{condition.comparison} does not fit what was written"))
    return found if condition.comparison in {Comparison.ANY_OF, Comparison.KNOWN} else ~found


for _name, _condition in {
    "theme": _theme,
    "opinion": _opinion,
    "sentiment": _sentiment,
    "emotion": _emotion,
    "comment_type": _type,
    "comment_language": _language,
}.items():
    register_field(_name, _condition)

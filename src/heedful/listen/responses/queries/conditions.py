"""Turns a filter into conditions on the tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.rules import attribute_value
from heedful.listen.responses.models import Answer, Response
from heedful.listen.responses.quality import FLAGS
from heedful.listen.responses.types import Comparison, ResponseCondition, ResponseFilter
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.organizations import organization
from heedful.platform.core.types import Actor

SEARCHED = 100_000  # the newest responses that a search in words looks through
type Rows = QuerySet[Response]


def visible(by: Actor) -> Rows:
    """Responses of the units that the actor may see."""
    return Response.objects.filter(audiences.within_sight(by))


def filtered(rows: Rows, wanted: ResponseFilter) -> Rows:
    """Narrow rows to a filter; raise :class:`InvalidInput` naming a field that nobody knows."""
    rows = rows.filter(_own_fields(wanted))
    for condition in wanted.conditions:
        rows = _apply(rows, condition)
    if wanted.scores and (wanted.question_uid is not None or wanted.question_kind is not None):
        rows = rows.filter(_scored(wanted))
    return _search(rows, wanted.search) if wanted.search.strip() else rows


def _own_fields(wanted: ResponseFilter) -> Q:
    condition = Q()
    if wanted.survey_uid is not None:
        condition &= Q(survey__uid=wanted.survey_uid)
    if wanted.from_on is not None:
        condition &= Q(answered_at__gte=_midnight(wanted.from_on))
    if wanted.to_on is not None:
        condition &= Q(answered_at__lt=_midnight(wanted.to_on + timedelta(days=1)))
    if wanted.contact_uid is not None:
        condition &= Q(contact_id__in=audiences.contact_ids_of(wanted.contact_uid))
    if wanted.status is not None:
        condition &= Q(status=wanted.status)
    if wanted.is_excluded is not None:
        condition &= Q(excluded_at__isnull=not wanted.is_excluded)
    if wanted.is_test is not None:
        condition &= Q(is_test=wanted.is_test)
    if wanted.response_ids is not None:
        condition &= Q(id__in=wanted.response_ids)
    return condition


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), organization().zone)


def _search(rows: Rows, search: str) -> Rows:
    # Newest first, and no further than a page takes seconds: words have no index here.
    oldest = (
        rows.order_by("-answered_at").values_list("answered_at", flat=True)[SEARCHED : SEARCHED + 1].first()
    )
    if oldest is not None:
        rows = rows.filter(answered_at__gt=oldest)
    for word in search.split()[:10]:
        said = Answer.objects.filter(response=OuterRef("pk"), text__icontains=word)
        rows = rows.filter(Exists(said))
    return rows


_registered: dict[str, Callable[[ResponseCondition], Q]] = {}


def register_field(name: str, condition_of: Callable[[ResponseCondition], Q]) -> None:
    """Let a module above narrow answers by what it knows of them."""
    _registered[name] = condition_of


def _apply(rows: Rows, condition: ResponseCondition) -> Rows:
    field, _, rest = condition.field.partition(".")
    if rest and field in _WITH_KEY:
        return _WITH_KEY[field](rows, rest, condition)
    if field == "unit":
        return rows.filter(_unit(condition))
    if condition.field == "flag":
        return rows.filter(_flag(condition))
    if condition.field in _COLUMNS:
        return rows.filter(_column(_COLUMNS[condition.field], condition))
    if condition.field in _registered:
        return rows.filter(_registered[condition.field](condition))
    raise InvalidInput(Problem(condition.field, "is no field of a response"))


_COLUMNS = {
    "survey": "survey__uid",
    "version": "version__number",
    "channel": "channel",
    "touchpoint": "touchpoint",
    "language": "language",
    "group": "unit__group",
    "status": "status",
}


def _column(column: str, condition: ResponseCondition) -> Q:
    values: list[Any] = list(condition.values)
    if column == "version__number":
        values = [_whole(condition.field, value) for value in values]
    match condition.comparison:
        case Comparison.ANY_OF:
            return Q(**{f"{column}__in": values})
        case Comparison.NONE_OF:
            return ~Q(**{f"{column}__in": values})
        case Comparison.AT_LEAST:
            return Q(**{f"{column}__gte": values[0]})
        case Comparison.AT_MOST:
            return Q(**{f"{column}__lte": values[0]})
        case Comparison.KNOWN:
            return _known(column)
        case Comparison.UNKNOWN:
            return ~_known(column)


def _known(column: str) -> Q:
    known = Q(**{f"{column}__isnull": False})
    return known if column == "version__number" else known & ~Q(**{column: ""})


def _flag(condition: ResponseCondition) -> Q:
    if condition.comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        has_any = ~Q(flags="")
        return has_any if condition.comparison is Comparison.KNOWN else ~has_any
    if unknown := [value for value in condition.values if value not in FLAGS]:
        raise InvalidInput(Problem("flag", f"{unknown[0]!r} is none of {', '.join(FLAGS)}"))
    chosen = Q(pk__in=[])
    for value in condition.values:
        chosen |= Q(flags__contains=f" {value} ")
    return ~chosen if condition.comparison is Comparison.NONE_OF else chosen


def _unit(condition: ResponseCondition) -> Q:
    if condition.comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        return Q(unit__isnull=condition.comparison is Comparison.UNKNOWN)
    chosen = [unit.id for unit in audiences.units().values() if {unit.uid, unit.key} & set(condition.values)]
    return _among(audiences.unit_ids_within(chosen), condition)


def _unit_at_level(rows: Rows, level: str, condition: ResponseCondition) -> Rows:
    at_level = [unit for unit in audiences.units().values() if unit.level == level]
    if condition.comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        chosen = at_level
    else:
        chosen = [unit for unit in at_level if {unit.uid, unit.key} & set(condition.values)]
    return rows.filter(_among(audiences.unit_ids_within([unit.id for unit in chosen]), condition))


def _among(unit_ids: frozenset[int], condition: ResponseCondition) -> Q:
    within = Q(unit_id__in=unit_ids)
    if condition.comparison in {Comparison.NONE_OF, Comparison.UNKNOWN}:
        return ~within | Q(unit__isnull=True)
    return within


def _attribute(rows: Rows, key: str, condition: ResponseCondition) -> Rows:
    known = Q(attributes__has_key=key)
    if condition.comparison is Comparison.KNOWN:
        return rows.filter(known)
    if condition.comparison is Comparison.UNKNOWN:
        return rows.exclude(known)
    values = [_typed(key, value) for value in condition.values]
    rows = rows.alias(kept=KeyTransform(key, "attributes"))
    match condition.comparison:
        case Comparison.AT_LEAST:
            return rows.filter(kept__gte=values[0])
        case Comparison.AT_MOST:
            return rows.filter(kept__lte=values[0])
        case Comparison.NONE_OF:
            return rows.filter(~known | ~Q(kept__in=values))
        case _:
            return rows.filter(kept__in=values)


def _typed(key: str, value: str) -> object:
    facts = audiences.attributes().get(key)
    if facts is None:
        raise InvalidInput(Problem(f"attribute.{key}", "no such attribute"))
    try:
        return attribute_value(facts.kind, value)
    except ValueError as error:
        raise InvalidInput(Problem(f"attribute.{key}", str(error))) from None


def _answer(rows: Rows, question_uid: str, condition: ResponseCondition) -> Rows:
    match condition.comparison:
        case Comparison.KNOWN:
            return rows.filter(_answered(question_uid, Q()))
        case Comparison.UNKNOWN:
            return rows.filter(~_answered(question_uid, Q()))
        case Comparison.AT_LEAST:
            return rows.filter(_answered(question_uid, _limit("gte", condition)))
        case Comparison.AT_MOST:
            return rows.filter(_answered(question_uid, _limit("lte", condition)))
    given = _answered(question_uid, _any_value(condition.values))
    return rows.filter(given if condition.comparison is Comparison.ANY_OF else ~given)


def _scored(wanted: ResponseFilter) -> Exists:
    asked = (
        Q(question__uid=wanted.question_uid)
        if wanted.question_uid
        else Q(question__kind=wanted.question_kind)
    )
    answers = Answer.objects.filter(asked, response=OuterRef("pk"), score__in=wanted.scores)
    return Exists(answers)


def _answered(question_uid: str, condition: Q) -> Exists:
    answers = Answer.objects.alias(chosen=Cast("choices", TextField())).filter(
        condition, response=OuterRef("pk"), question__uid=question_uid, is_invalid=False
    )
    return Exists(answers)


def _limit(lookup: str, condition: ResponseCondition) -> Q:
    try:
        value = float(condition.values[0])
    except ValueError:
        raise InvalidInput(Problem(condition.field, f"{condition.values[0]!r} is not a number")) from None
    return Q(**{f"score__{lookup}": value}) | Q(**{f"number__{lookup}": value})


def _any_value(values: tuple[str, ...]) -> Q:
    condition = Q(pk__in=[])
    for value in values:
        try:
            condition |= Q(score=int(value)) | Q(number=float(value))
        except ValueError:
            # One database keeps JSON with escapes, the other without.
            condition |= Q(chosen__contains=json.dumps(value))
            condition |= Q(chosen__contains=json.dumps(value, ensure_ascii=False))
        else:
            condition |= Q(chosen__contains=json.dumps(value))
    return condition


def _whole(field: str, value: str) -> int:
    if not value.isdecimal() or len(value) > 9:
        raise InvalidInput(Problem(field, f"{value!r} is not a whole number"))
    return int(value)


_WITH_KEY: dict[str, Callable[[Rows, str, ResponseCondition], Rows]] = {
    "attribute": _attribute,
    "answer": _answer,
    "unit": _unit_at_level,
}

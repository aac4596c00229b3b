"""A small organisation as plain data, and counting its responses in plain Python: what the SQL must equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from heedful.design.surveys.types import Option, QuestionFacts, Scale, SurveyFacts
from heedful.listen.audiences.types import AttributeFacts, AttributeKind, UnitFacts
from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses.types import ProjectionRow, Status
from heedful.methods.histograms import Histogram
from heedful.platform.core.types import OrganizationFacts
from heedful.understand.warehouse.catalog import Catalog
from heedful.understand.warehouse.columns import response_columns
from heedful.understand.warehouse.rows import RowWriter, why_left_out
from heedful.understand.warehouse.sql.words import SETS
from heedful.understand.warehouse.types import (
    Clusters,
    Condition,
    Operator,
    Query,
    ReadText,
    Repeats,
    TextMention,
)
from heedful.understand.warehouse.words import SIGNS, word_columns

ZONE = "America/New_York"
NPS, NUMBER, CHOICE, MANY, NPS_B = 1, 2, 3, 4, 5


def question(id_: int, survey_id: int, kind: str, scale: Scale | None = None, options: Sequence[str] = ()):
    return QuestionFacts(
        id=id_,
        uid=f"qst_{id_}",
        survey_id=survey_id,
        survey_uid=f"svy_{survey_id}",
        key=f"q{id_}",
        kind=kind,
        text=f"Question {id_}",
        scale=scale,
        options=tuple(Option(key, {"en": key}) for key in options),
    )


QUESTIONS = (
    question(NPS, 1, "nps", Scale(0, 10)),
    question(NUMBER, 1, "number"),
    question(CHOICE, 1, "single_choice", options=("red", "blue")),
    question(MANY, 1, "multiple_choice", options=("x", "y", "z")),
    question(NPS_B, 2, "nps", Scale(0, 10)),
    question(9, 1, "long_text"),
)
VERSIONS = {
    1: {1: frozenset({NPS, CHOICE}), 2: frozenset({NPS, NUMBER, CHOICE, MANY})},
    2: {1: frozenset({NPS_B})},
}
ATTRIBUTES = {
    "plan": AttributeFacts(1, "plan", "Plan", AttributeKind.TEXT),
    "age": AttributeFacts(2, "age", "Age", AttributeKind.NUMBER),
    "vip": AttributeFacts(3, "vip", "VIP", AttributeKind.BOOLEAN),
    "since": AttributeFacts(4, "since", "Since", AttributeKind.DATE),
}


def unit(id_: int, key: str, level: str, group: str, path: tuple[int, ...]) -> UnitFacts:
    full = (*path, id_)
    return UnitFacts(
        id_, f"unt_{id_}", key, key.title(), level, group, f"/{'/'.join(map(str, full))}/",
        path[-1] if path else None, len(path),
    )  # fmt: skip


UNITS = {
    one.id: one
    for one in (
        unit(10, "north", "region", "", ()),
        unit(11, "south", "region", "", ()),
        unit(20, "oslo", "site", "own", (10,)),
        unit(21, "bergen", "site", "franchise", (10,)),
        unit(22, "rome", "site", "franchise", (11,)),
        unit(30, "till", "desk", "own", (10, 20)),
    )
}


def catalog() -> Catalog:
    def survey(id_: int) -> SurveyFacts:
        return SurveyFacts(
            id=id_,
            uid=f"svy_{id_}",
            name=f"Survey {id_}",
            language="en",
            version_id=id_,
            version_number=max(VERSIONS[id_]),
            questions=tuple(one for one in QUESTIONS if one.survey_id == id_),
        )

    return Catalog(
        organization=OrganizationFacts(1, "org_1", "Alder", ZONE),
        surveys=lambda: (survey(1), survey(2)),
        versions=lambda facts: VERSIONS[facts.id],
        attributes=lambda: ATTRIBUTES,
        units=lambda: UNITS,
    )


TYPES = response_columns(ATTRIBUTES.values(), QUESTIONS, depth=3)


def writer() -> RowWriter:
    return RowWriter(TYPES, ATTRIBUTES.values(), ZONE)


def _read(sentiment: int | None, *opinions: str, **more: Any) -> ReadText:
    numbers = {sign: number for number, sign in SIGNS.items()}
    mentions = tuple(TextMention(one[1:], 0, 1, numbers[one[0]], 0.9) for one in opinions)
    return ReadText(1, 9, 1, sentiment=sentiment, is_tagged=True, mentions=mentions, **more)


SAID = (
    (),
    (_read(-1, "-staff", "+price", emotion="anger", types=("problem", "wish"), language="en"),),
    (_read(1, "+staff", "?till", types=("praise",), language="de"), _read(0, "0price", "-staff")),
    (_read(0),),
    (ReadText(1, 9, 1, sentiment=1, emotion="joy"),),
)


def texts(rows: Iterable[ProjectionRow]) -> dict[int, tuple[ReadText, ...]]:
    """What was read in the answers of each: another row of the same id said something else."""
    return {one.id: said for one in rows if (said := _said(one))}


def _said(one: ProjectionRow) -> tuple[ReadText, ...]:
    return SAID[(one.id + len(one.touchpoint) + one.version) % len(SAID)]


def row(id_: int, **given: Any) -> ProjectionRow:
    unit_id = given.get("unit_id")
    facts = UNITS.get(unit_id) if unit_id is not None else None
    defaults: dict[str, Any] = {
        "survey_id": 1,
        "version": 2,
        "status": Status.COMPLETED,
        "answered_at": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=id_),
        "contact_id": None,
        "unit_id": None,
        "unit_path": facts.path_ids if facts else (),
        "group": facts.group if facts else "",
        "channel": Channel.EMAIL,
        "touchpoint": "",
        "language": "",
        "weight": None,
        "is_test": False,
        "excluded": None,
        "attributes": {},
        "answers": {},
    }
    return ProjectionRow(id=id_, **{**defaults, **given})


@dataclass
class Counted:
    """What a query must return: histograms and cluster sums by cell."""

    histograms: dict[tuple[Any, ...], Histogram]
    clusters: dict[tuple[Any, ...], Clusters]


def count(rows: Iterable[ProjectionRow], query: Query, unit_ids: frozenset[int] | None = None) -> Counted:
    kept = [one for one in rows if _counts(one, query, unit_ids)]
    if query.repeats is Repeats.LAST:
        kept = list(_last(kept))
    answers: dict[tuple[Any, ...], list[tuple[ProjectionRow, float | None]]] = {}
    for one in kept:
        for key in product(*(list(_keys(one, name)) for name in query.by)):
            answers.setdefault(key, []).append((one, _value(one, query, key)))
    return Counted(
        {key: _histogram(found, query) for key, found in answers.items()},
        {key: sums for key, found in answers.items() if (sums := _clusters(found, query)) is not None},
    )


def _asked(one: ProjectionRow, query: Query) -> bool:
    if not query.question_ids:
        return True
    return bool(VERSIONS[one.survey_id].get(one.version, frozenset()) & set(query.question_ids))


def _counts(one: ProjectionRow, query: Query, unit_ids: frozenset[int] | None) -> bool:
    day = _local(one).date()
    chosen = query.filter
    return (
        why_left_out(one) is None
        and _asked(one, query)
        and (unit_ids is None or one.unit_id in unit_ids)
        and (chosen.from_on is None or day >= chosen.from_on)
        and (chosen.to_on is None or day <= chosen.to_on)
        and all(_holds(one, condition) for condition in chosen.conditions)
    )


def _local(one: ProjectionRow) -> datetime:
    return one.answered_at.astimezone(ZoneInfo(ZONE))


def _last(rows: Sequence[ProjectionRow]) -> Iterator[ProjectionRow]:
    newest: dict[Any, ProjectionRow] = {}
    for one in rows:
        who = one.contact_id if one.contact_id is not None else ("anonymous", one.id)
        known = newest.get(who)
        if known is None or _moment(one) > _moment(known):
            newest[who] = one
    yield from newest.values()


def _moment(one: ProjectionRow) -> tuple[date, int, int]:
    local = _local(one)
    return local.date(), local.hour, one.id


def _value(one: ProjectionRow, query: Query, key: tuple[Any, ...]) -> float | None:
    if query.measure:
        return _measured(one, query, key)
    if not query.question_ids:
        return 1.0
    return next((float(one.answers[id_]) for id_ in query.question_ids if id_ in one.answers), None)  # type: ignore[arg-type]


def _measured(one: ProjectionRow, query: Query, key: tuple[Any, ...]) -> float | None:
    name, _colon, theme = query.measure.partition(":")
    columns = word_columns(_said(one))
    if name == "sentiment":
        return columns["sentiment"]
    if columns["theme_set"] is None:
        return None
    said = {opinion[1:]: opinion[0] for opinion in columns["theme_set"]}
    if name == "theme":
        return float(theme in said if theme else bool(said))
    signs: dict[str | None, int | None] = {sign: number for number, sign in SIGNS.items()}
    return signs.get(said.get(theme or key[query.by.index("theme")]))


def _histogram(found: Sequence[tuple[ProjectionRow, float | None]], query: Query) -> Histogram:
    invalid = [one for one, value in found if value is None and set(one.invalid) & set(query.question_ids)]
    rest = [(one, value) for one, value in found if value is not None or one not in invalid]
    weights = [1.0 if one.weight is None else one.weight for one, _ in rest]
    return Histogram.of([value for _, value in rest], weights, n_invalid=len(invalid))


def _clusters(found: Sequence[tuple[ProjectionRow, float | None]], query: Query) -> Clusters | None:
    scores = dict(query.value_scores)
    sums: dict[Any, tuple[int, float]] = {}
    for one, value in found:
        if value is not None:
            who = one.contact_id if one.contact_id is not None else ("anonymous", one.id)
            n, s = sums.get(who, (0, 0.0))
            sums[who] = (n + 1, s + (scores.get(value, 0.0) if scores else value))
    if not sums:
        return None
    pairs = list(sums.values())
    return Clusters(
        len(pairs),
        sum(n for n, _ in pairs),
        sum(s for _, s in pairs),
        sum(s * s for _, s in pairs),
        sum(n * s for n, s in pairs),
        sum(n * n for n, _ in pairs),
    )


def _keys(one: ProjectionRow, name: str) -> Iterator[Any]:
    value = _field(one, name)
    if isinstance(value, tuple):
        yield from value or (None,)
    else:
        yield value


def _field(one: ProjectionRow, name: str) -> Any:
    kind, _dot, rest = name.partition(".")
    if kind == "time":
        return _period(_local(one), rest)
    if kind == "attribute":
        return one.attributes.get(rest)
    if kind == "answer":
        value = one.answers.get(int(rest.removeprefix("qst_")))
        held = {q.uid: q.kind for q in QUESTIONS}[rest]
        if held == "single_choice" and value is not None:
            return value[0]  # type: ignore[index]
        return value
    facts = UNITS.get(one.unit_id) if one.unit_id is not None else None
    if name in SETS or name == "sentiment":
        return _word(one, name)
    if name == "unit":
        return facts.key if facts else None
    if kind == "unit":
        steps = [UNITS[step] for step in facts.path_ids] if facts else []
        return next((step.key for step in steps if step.level == rest), None)
    if name == "group":
        return (facts.group or None) if facts else None
    if name == "survey":
        return f"svy_{one.survey_id}"
    value = getattr(one, name)
    return str(value) or None if isinstance(value, str) else value


def _word(one: ProjectionRow, name: str) -> Any:
    columns = word_columns(_said(one))
    if name == "sentiment":
        return {-1: "negative", 0: "neutral", 1: "positive", None: None}[columns["sentiment"]]
    found = tuple(columns[SETS[name]] or ())
    return tuple(opinion[1:] for opinion in found) if name == "theme" else found


def _period(local: datetime, grain: str) -> str:
    day = local.date()
    starts = {
        "hour": lambda: local.strftime("%Y-%m-%dT%H"),
        "day": day.isoformat,
        "week": (day - timedelta(days=day.weekday())).isoformat,
        "month": lambda: day.replace(day=1).isoformat(),
        "quarter": lambda: day.replace(month=day.month - (day.month - 1) % 3, day=1).isoformat(),
        "year": lambda: day.replace(month=1, day=1).isoformat(),
    }
    return starts[grain]()


def _holds(one: ProjectionRow, condition: Condition) -> bool:
    values = set(condition.values)
    operator = condition.operator
    if condition.field == "unit" and operator in {Operator.IS, Operator.IS_NOT}:
        facts = UNITS.get(one.unit_id) if one.unit_id is not None else None
        inside = bool(facts and {UNITS[step].key for step in facts.path_ids} & values)
        return inside is (operator is Operator.IS)
    found = [value for value in _keys(one, condition.field) if value is not None]
    return {
        Operator.IS: lambda: any(value in values for value in found),
        Operator.IS_NOT: lambda: not any(value in values for value in found),
        Operator.AT_LEAST: lambda: any(value >= condition.values[0] for value in found),
        Operator.AT_MOST: lambda: any(value <= condition.values[0] for value in found),
        Operator.BETWEEN: lambda: any(condition.values[0] <= value <= condition.values[1] for value in found),
        Operator.KNOWN: lambda: bool(found),
        Operator.UNKNOWN: lambda: not found,
    }[operator]()

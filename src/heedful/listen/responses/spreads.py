"""How far apart the scores of groups lie, for whoever decides where another answer tells most."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import pvariance

from heedful.design.surveys import queries as surveys
from heedful.listen.fieldwork.sampling import StratumHistory
from heedful.listen.responses.models import Answer

NEWEST = 20_000  # answers looked at: enough for any variance, and quick
_NPS = frozenset({"nps", "enps"})


def spreads_of(survey_id: int, attribute: str) -> Mapping[str, StratumHistory]:
    """Answers to the first scale question by value of an attribute, with the variance of one answer.

    An NPS counts as -1, 0, 1; other scales are brought to a span of two, so that they compare.
    """
    questions = surveys.survey_by_id(survey_id).questions
    question = next((one for one in questions if one.is_asked and one.scale is not None), None)
    if question is None or question.scale is None:
        return {}
    middle, half = (
        (question.scale.low + question.scale.high) / 2,
        (question.scale.high - question.scale.low) / 2,
    )
    rows = Answer.objects.filter(
        question_id=question.id,
        score__isnull=False,
        is_invalid=False,
        response__is_test=False,
        response__excluded_at__isnull=True,
    )
    newest = rows.order_by("-response_id").values_list("response__attributes", "score")[:NEWEST]
    scores: dict[str, list[float]] = {}
    for attributes, score in newest.iterator(5_000):
        if score is None:
            continue
        value = attributes.get(attribute)
        known = _class(score) if question.kind in _NPS else (score - middle) / half
        scores.setdefault("" if value is None else str(value), []).append(known)
    return {
        stratum: StratumHistory(answers=len(some), variance=pvariance(some))
        for stratum, some in scores.items()
    }


def _class(score: int) -> float:
    return 1.0 if score >= 9 else -1.0 if score <= 6 else 0.0

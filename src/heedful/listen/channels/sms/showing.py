"""A talk as somebody sees it who writes it: what is said in turn, how long that is, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from heedful.design.surveys.flow import Surroundings
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition
from heedful.listen.channels.addressee import surroundings
from heedful.listen.channels.sms import script as says
from heedful.listen.channels.sms.texts import Script
from heedful.platform.messaging.configuration import SmsWay
from heedful.platform.messaging.rules import segments
from heedful.platform.messaging.types import Segments

_LINK = "/s/p/1.0123456789abcdefghjkmnpqrs.0123456789abcdef"  # as long as they are


@dataclass(frozen=True, slots=True)
class Line:
    """One SMS of a talk; those of the other side cost us nothing."""

    text: str
    is_ours: bool
    size: Segments | None = None


def talk_of(definition: SurveyDefinition, language: str, script: Script) -> tuple[Line, ...]:
    """Return how a talk goes with somebody who is content."""
    around = surroundings(definition, None, channel="sms", language=language)
    following = says.replied_first(definition, around)
    link = f"{settings.BASE_URL}{_LINK}"
    lines = [_ours(says.invitation(definition, following, around, script, link))]
    answers: dict[str, object] = {}
    while following is not None:
        reply, answers[following.key] = _reply(following)
        lines.append(Line(reply, is_ours=False))
        following = says.next_question(definition, answers, around)
        lines.append(_ours(_next(definition, following, answers, around)))
    return tuple(lines)


def costs(talk: Sequence[Line], way: SmsWay) -> list[tuple[str, Decimal, Decimal]]:
    """Return by prefix of the number what the first SMS and what the whole talk cost."""
    sizes = [line.size.count for line in talk if line.size]
    return [(prefix, each * sizes[0], each * sum(sizes)) for prefix, each in sorted(way.prices.items())]


def _next(
    definition: SurveyDefinition,
    following: QuestionDefinition | None,
    answers: dict[str, object],
    around: Surroundings,
) -> str:
    if following is None:
        return says.thanks_text(definition, answers, around)
    return says.question_text(definition, following, answers, around)


def _reply(question: QuestionDefinition) -> tuple[str, object]:
    if question.scale is not None:
        best = max(question.scale.top_box, default=question.scale.high)
        return str(best), best
    if question.options:
        return "1", question.options[0].key
    return "…", "…"


def _ours(text: str) -> Line:
    return Line(text, is_ours=True, size=segments(text))

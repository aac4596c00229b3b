from __future__ import annotations

from collections.abc import Sequence

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import ContactFacts
from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.trace.wording import reason
from heedful.listen.fieldwork.types import AskFacts
from heedful.listen.responses import queries
from heedful.listen.responses.people.types import Decided, Noted, Profile, Scored, ScoreLine
from heedful.listen.responses.types import ResponseFacts
from heedful.listen.responses.views.showing import class_of
from heedful.platform.core.types import Actor, Permission

MOST = 200  # asks and events of one person on a page


def profile(contact_uid: str, *, by: Actor) -> Profile:
    """All that is known of one person, as far as ``by`` may see it."""
    contact = audiences.contact(contact_uid, by=by)
    answers = _answers(contact, by)
    return Profile(
        contact=contact,
        attributes=_attributes(contact, by),
        asks=_asks(fieldwork.all_asks_of(contact.uid, by=by)[:MOST]),
        answers=answers,
        lines=_lines(answers),
        permissions=audiences.contact_permissions([contact.id])[contact.id],
        consents=audiences.consents(contact.uid, by=by),
        opt_outs=audiences.opt_outs(contact.uid, by=by),
        events=fieldwork.all_events_of(contact.uid, by=by)[:MOST],
    )


def _answers(contact: ContactFacts, by: Actor) -> tuple[ResponseFacts, ...]:
    return queries.all_responses_of(contact.uid, by=by) if by.may(Permission.READ_ANSWERS) else ()


def _attributes(contact: ContactFacts, by: Actor) -> tuple[Noted, ...]:
    known, changes = audiences.attributes(), audiences.attribute_changes(contact.uid, by=by)
    keys = contact.attributes.keys() | {change.key for change in changes}
    return tuple(
        Noted(
            key=key,
            label=known[key].label if key in known else key,
            value=contact.attributes.get(key),
            is_personal=key in known and known[key].is_personal,
            changes=tuple(change for change in changes if change.key == key),
        )
        for key in sorted(keys)
    )


def _asks(found: Sequence[AskFacts]) -> tuple[Decided, ...]:
    asked = {facts.id: facts for facts in surveys.surveys()} if found else {}
    return tuple(
        Decided(ask, asked[ask.survey_id].uid, asked[ask.survey_id].name, _reason(ask))
        for ask in found
        if ask.survey_id in asked
    )


def _reason(ask: AskFacts) -> str:
    closed = next((verdict for verdict in ask.verdicts if not verdict.passed), None)
    return (reason(closed) if closed else "") or ask.reason


def _lines(answers: Sequence[ResponseFacts]) -> tuple[ScoreLine, ...]:
    """One line a question, those with the most answers first; what is left out of numbers is left out."""
    scored = [(facts, one) for facts in reversed(answers) if (one := facts.score_answer) is not None]
    questions = surveys.questions_by_id({one.question_id for _, one in scored})
    points: dict[int, list[Scored]] = {}
    named: dict[int, ResponseFacts] = {}
    for facts, one in scored:
        if facts.excluded_at is None and not facts.is_test and one.score is not None and not one.is_invalid:
            css_class = class_of(one, questions)
            point = Scored(facts.answered_at, one.score, css_class, facts.uid)
            points.setdefault(one.question_id, []).append(point)
            named[one.question_id] = facts
    lines = []
    for question_id, some in sorted(points.items(), key=lambda item: -len(item[1])):
        question, facts = questions[question_id], named[question_id]
        if question.scale is not None:
            ends = question.scale.low, question.scale.high
            lines.append(
                ScoreLine(facts.survey_uid, facts.survey_name, question.text, *ends, points=tuple(some))
            )
    return tuple(lines)

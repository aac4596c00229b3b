"""A talk by SMS: begun by an ask, carried on by replies, ended by thanks, silence or STOP."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from heedful.design.surveys.types import QuestionDefinition
from heedful.listen.channels import answers
from heedful.listen.channels.addressee import Addressee, addressee_of
from heedful.listen.channels.links import personal_url
from heedful.listen.channels.mail.queries import sender
from heedful.listen.channels.models import SmsTalk
from heedful.listen.channels.sms import script as says
from heedful.listen.channels.sms.commands import obey
from heedful.listen.channels.sms.keywords import Keyword, keyword
from heedful.listen.channels.sms.replies import Reply, read
from heedful.listen.channels.wanted import why_not
from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.types import AskFacts
from heedful.platform.core.errors import InvalidInput, TryLater
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.platform.messaging import queries as messages, services as messaging

OPEN_FOR = timedelta(days=14)
MOST_MISUNDERSTOOD = 2  # after that we are silent: two machines must not write to each other for ever
ANSWERED, NOT_UNDERSTOOD, UNEXPECTED = "answer", "not understood", "nobody waited for it"


class TalkMovedOn(TryLater):
    """Another worker took a reply of the same talk just now."""

    code = "talk-moved-on"


def send_invitation(ask: AskFacts, *, reminder: int, by: Actor) -> str:
    """Queue the SMS of an ask and open its talk; return why not, empty when it is on its way."""
    if reason := why_not(ask):
        return reason
    who = addressee_of(ask)
    number = who.address("phone")
    if not number:
        return "The contact has no telephone number."
    script = says.script_for(ask.survey_id, who.around.language)
    link = personal_url(ask.uid)
    first = says.replied_first(who.definition, who.around, is_anonymous=ask.is_anonymous)
    text = says.invitation(who.definition, first, who.around, script, link, is_reminder=bool(reminder))
    with writing():
        if not ask.is_anonymous:
            _open(ask, number, who, first)
        messaging.send_sms(
            by=by,
            to=number,
            text=text,
            sender=sender().sms_sender,
            reference=ask.uid,
            forgets_address=ask.is_anonymous,
        )
    return ""


def _open(ask: AskFacts, number: str, who: Addressee, first: QuestionDefinition | None) -> None:
    # One talk a number at a time: a reply must never answer the question of another survey.
    now = timezone.now()
    SmsTalk.objects.filter(number=number, closed_at=None).exclude(ask_uid=ask.uid).update(closed_at=now)
    SmsTalk.objects.get_or_create(
        ask_uid=ask.uid,
        defaults={
            "survey_id": ask.survey_id,
            "number": number,
            "language": who.around.language,
            "question_key": first.key if first else "",
            "is_test": ask.is_test,
        },
    )


def hear(sms_uid: str, number: str, text: str, *, by: Actor) -> str:
    """Take an SMS that came in and return what it was taken for. Hearing it twice does nothing more."""
    known = messages.short_message(sms_uid, by=by)
    if known.error:
        return known.error
    talk = _talk(number)
    command = keyword(text)
    if command is not None:
        return _command(command, sms_uid, number, talk, by=by)
    ask = fieldwork.ask(talk.ask_uid) if talk else None
    if talk is None or ask is None or not talk.question_key:
        return _noted(sms_uid, UNEXPECTED, by=by)
    return _answer(sms_uid, text, talk, addressee_of(ask), by=by)


def _talk(number: str, now: datetime | None = None) -> SmsTalk | None:
    since = (now or timezone.now()) - OPEN_FOR
    return SmsTalk.objects.filter(number=number, closed_at=None, last_at__gt=since).order_by("-id").first()


def _command(command: Keyword, sms_uid: str, number: str, talk: SmsTalk | None, *, by: Actor) -> str:
    with writing():
        language, ask_uid = (talk.language, talk.ask_uid) if talk else ("", "")
        text = obey(command, number, by=by, language=language, ask_uid=ask_uid)
        if talk is not None and command is Keyword.STOP:
            _move(talk, answers={}, question_key="", closed_at=timezone.now())
        _say(number, text, by=by)
        return _noted(sms_uid, str(command), by=by)


@dataclass(frozen=True, slots=True)
class _Turn:
    """Where a talk stands after a reply."""

    answers: dict[str, Any]
    following: QuestionDefinition | None


def _answer(sms_uid: str, text: str, talk: SmsTalk, who: Addressee, *, by: Actor) -> str:
    question = who.definition.question(talk.question_key)
    reply = read(text, question) if question else None
    turn = _turn(talk, who, reply) if reply else None
    if question is None or turn is None or not _save(talk, who, turn):
        return _ask_again(sms_uid, talk, who, question, by=by)
    with writing():
        _go_on(talk, who, turn, by=by)
        return _noted(sms_uid, ANSWERED, by=by)


def _turn(talk: SmsTalk, who: Addressee, reply: Reply) -> _Turn:
    said: dict[str, Any] = {**talk.answers, talk.question_key: reply.value}
    following = says.next_question(who.definition, said, who.around)
    if reply.rest and following is not None and not following.scale and not following.options:
        said[following.key] = reply.rest  # "9 great service": the why is told already
        following = says.next_question(who.definition, said, who.around)
    return _Turn(said, following)


def _save(talk: SmsTalk, who: Addressee, turn: _Turn) -> bool:
    # Outside any transaction: the inbox has a writer of its own, which would wait for ours.
    for completed in (True, False) if turn.following is None else (False,):
        try:
            answers.save(
                who.survey_uid,
                talk.ask_uid,
                turn.answers,
                completed=completed,
                channel="sms",
                ask_uid=talk.ask_uid,
                language=talk.language,
                is_test=talk.is_test,
            )
        except InvalidInput:  # a question that SMS cannot ask is required: it stays a partial one
            continue
        return True
    return False


def _go_on(talk: SmsTalk, who: Addressee, turn: _Turn, *, by: Actor) -> None:
    if turn.following is None:
        _move(talk, answers={}, question_key="", misunderstood=0, closed_at=timezone.now())
        text = says.thanks_text(who.definition, turn.answers, who.around)
    else:
        _move(talk, answers=turn.answers, question_key=turn.following.key, misunderstood=0)
        text = says.question_text(who.definition, turn.following, turn.answers, who.around)
    _say(talk.number, text, by=by)


def _ask_again(
    sms_uid: str, talk: SmsTalk, who: Addressee, question: QuestionDefinition | None, *, by: Actor
) -> str:
    with writing():
        _move(talk, misunderstood=talk.misunderstood + 1)
        if question is not None and talk.misunderstood < MOST_MISUNDERSTOOD:
            script = says.script_for(talk.survey_id, talk.language)
            _say(talk.number, says.again_text(who.definition, question, who.around, script), by=by)
        return _noted(sms_uid, NOT_UNDERSTOOD, by=by)


def _move(talk: SmsTalk, **changes: Any) -> None:
    # The conditional update is the lock: of two replies at once one is heard after the other.
    row = SmsTalk.objects.filter(pk=talk.pk, last_at=talk.last_at)
    if not row.update(**changes, last_at=timezone.now()):
        raise TalkMovedOn("Another reply of this talk was taken at the same time.")


def forget_talks(ask_uids: Collection[str], numbers: Collection[str], *, by: Actor) -> None:
    """Delete the talks of somebody who is to be forgotten."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        SmsTalk.objects.filter(Q(ask_uid__in=ask_uids) | Q(number__in=numbers)).delete()


def _say(number: str, text: str, *, by: Actor) -> None:
    messaging.send_sms(by=by, to=number, text=text, sender=sender().sms_sender)


def _noted(sms_uid: str, meaning: str, *, by: Actor) -> str:
    kept = meaning in {NOT_UNDERSTOOD, UNEXPECTED}
    messaging.note_meaning(sms_uid, meaning, by=by, keep_words=kept)
    return meaning

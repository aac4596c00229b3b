"""The page on which a talk by SMS is written, looked at with its cost, and tried."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.flow import Surroundings
from heedful.design.surveys.languages import direction, language_name, offered
from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.channels.addressee import surroundings
from heedful.listen.channels.mail import queries as letters
from heedful.listen.channels.mail.services import change_texts
from heedful.listen.channels.mail.testing import send_test as send_test_ask
from heedful.listen.channels.sms import script as says
from heedful.listen.channels.sms.forms import ScriptForm, SmsTestForm
from heedful.listen.channels.sms.texts import Script, usual_script
from heedful.platform.core.errors import Conflict, InvalidInput
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.platform.messaging.configuration import SmsWay, sms_way
from heedful.platform.messaging.rules import segments
from heedful.platform.messaging.types import Segments

_LINK = "https://…/s/p/1.0123456789abcdefghjkmnpqrs.0123456789abcdef"


@dataclass(frozen=True, slots=True)
class Line:
    """One SMS of a talk as the page shows it."""

    text: str
    is_ours: bool
    size: Segments | None = None


@require_http_methods(["GET", "POST"])
def sms(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Write what is said by SMS in one language, and see how it goes and what it costs."""
    request.actor.require(Permission.READ_SURVEYS)
    survey, definition = surveys.survey(survey_uid), surveys.published(survey_uid).definition
    language = request.GET.get("language", "")
    language = language if language in offered(definition) else definition.language
    usual = usual_script(language)
    own = letters.own_texts(survey.id).get(says.OCCASION, {}).get(language.lower(), {})
    form = ScriptForm(request.POST or None, initial=own, usual=usual)

    def deed(data: dict[str, Any]) -> bool:
        change_texts(survey_uid, says.OCCASION, language, data, by=request.actor, usual=asdict(usual))
        return True

    if submitted(request, form, deed):
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('channels:sms', args=[survey_uid])}?language={language}")
    way = sms_way()
    talk = _talk(definition, language, says.script_for(survey.id, language))
    context = {
        "survey": survey,
        "form": form,
        "test_form": SmsTestForm(),
        "language": language,
        "direction": direction(language),
        "languages": [(code, language_name(code)) for code in offered(definition)],
        "talk": talk,
        "costs": _costs(talk, way),
        "currency": way.currency,
        "is_configured": way.kind.sends,
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
    }
    return render(request, "channels/sms/sms_page.html", context)


@require_POST
def send_test(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Begin a talk with a number of one's own."""
    surveys.survey(survey_uid)
    language = request.GET.get("language", "")[:12]
    form = SmsTestForm(request.POST)
    number = form.cleaned_data["number"] if form.is_valid() else ""
    try:
        send_test_ask(survey_uid, by=request.actor, channel="sms", address=number, language=language)
    except (InvalidInput, Conflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("A test is on its way to %(number)s.") % {"number": number})
    return redirect(f"{reverse('channels:sms', args=[survey_uid])}?language={language}")


def _talk(definition: SurveyDefinition, language: str, script: Script) -> tuple[Line, ...]:
    """Return how a talk goes with somebody who is content."""
    around = surroundings(definition, None, channel="sms", language=language)
    first = says.replied_first(definition, around)
    lines = [_ours(says.invitation(definition, first, around, script, _link()))]
    answers: dict[str, Any] = {}
    following = first
    while following is not None:
        reply, value = _reply(following)
        lines.append(Line(reply, is_ours=False))
        answers[following.key] = value
        following = says.next_question(definition, answers, around)
        lines.append(_ours(_next(definition, following, answers, around)))
    return tuple(lines)


def _next(definition: SurveyDefinition, following: Any, answers: dict[str, Any], around: Surroundings) -> str:
    if following is None:
        return says.thanks_text(definition, answers, around)
    return says.question_text(definition, following, answers, around)


def _reply(question: Any) -> tuple[str, object]:
    if question.scale is not None:
        best = max(question.scale.top_box, default=question.scale.high)
        return str(best), best
    if question.options:
        return "1", question.options[0].key
    return "…", "…"


def _ours(text: str) -> Line:
    return Line(text, is_ours=True, size=segments(text))


def _link() -> str:
    return _LINK.replace("https://…", settings.BASE_URL)


def _costs(talk: tuple[Line, ...], way: SmsWay) -> list[tuple[str, Decimal, Decimal]]:
    """Return by prefix what the first SMS and what the whole talk cost."""
    sizes = [line.size.count for line in talk if line.size]
    return [(prefix, each * sizes[0], each * sum(sizes)) for prefix, each in sorted(way.prices.items())]

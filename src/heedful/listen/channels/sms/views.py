"""The page on which a talk by SMS is written, looked at with its cost, and tried."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.languages import direction, language_name, offered
from heedful.listen.channels.mail import queries as letters
from heedful.listen.channels.mail.services import change_texts
from heedful.listen.channels.mail.testing import send_test as send_test_ask
from heedful.listen.channels.sms import script as says
from heedful.listen.channels.sms.forms import ScriptForm, SmsTestForm
from heedful.listen.channels.sms.showing import costs, talk_of
from heedful.listen.channels.sms.texts import usual_script
from heedful.platform.core.errors import Conflict, InvalidInput
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.platform.messaging.configuration import sms_way


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
    talk = talk_of(definition, language, says.script_for(survey.id, language))
    context = {
        "survey": survey,
        "form": form,
        "test_form": SmsTestForm(),
        "shown_language": language,
        "direction": direction(language),
        "languages": [(code, language_name(code)) for code in offered(definition)],
        "talk": talk,
        "costs": costs(talk, way),
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

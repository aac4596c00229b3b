"""Pages on which letters are written, looked at and tried, and the sender is set."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.languages import direction, language_name, offered
from heedful.design.surveys.types import SurveyDefinition, SurveyFacts
from heedful.listen.channels.mail import queries, services, testing
from heedful.listen.channels.mail.forms import LetterForm, SenderForm
from heedful.listen.channels.mail.showing import shown_letter
from heedful.listen.channels.mail.types import PARTS, LetterTexts, Occasion
from heedful.listen.channels.mail.usual_texts import usual_texts
from heedful.platform.core.errors import Conflict, InvalidInput
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.platform.messaging.framing import framed

WIDTHS = (320, 480, 800)


@require_GET
def messages_of_surveys(request: HouseRequest) -> HttpResponse:
    """Every published survey with its letter, SMS and snippets."""
    request.actor.require(Permission.READ_SURVEYS)
    own = queries.surveys_with_texts()
    asked = [each for each in surveys.surveys() if each.version_id is not None]
    context = {
        "surveys": [(each, each.id in own) for each in asked],
        "is_mail_configured": settings.MAIL_IS_CONFIGURED,
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
    }
    return render(request, "channels/mail/messages.html", context)


@require_http_methods(["GET", "POST"])
def letter(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Write the invitation or the reminder of a survey, one language at a time."""
    request.actor.require(Permission.READ_SURVEYS)
    survey, definition = _survey(survey_uid)
    occasion, language = _chosen(request, definition)
    usual = usual_texts(occasion, language)
    own = queries.own_texts(survey.id).get(occasion, {}).get(language.lower(), {})
    form = LetterForm(
        request.POST or None, initial=own, usual=usual, right_to_left=direction(language) == "rtl"
    )

    def deed(data: dict[str, Any]) -> bool:
        services.change_texts(survey_uid, occasion, language, data, by=request.actor, usual=asdict(usual))
        return True

    if submitted(request, form, deed):
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('channels:letter', args=[survey_uid])}?{_query(occasion, language)}")
    context = {
        "survey": survey,
        "form": form,
        "occasion": str(occasion),
        "occasions": [(Occasion.INVITATION, _("Invitation")), (Occasion.REMINDER, _("Reminder"))],
        "shown_language": language,
        "languages": [(code, language_name(code)) for code in offered(definition)],
        "widths": WIDTHS,
        "query": _query(occasion, language),
        "is_configured": settings.MAIL_IS_CONFIGURED,
        "may_change": request.actor.may(Permission.WRITE_SURVEYS),
        "sender": queries.sender(),
        "mail_from": settings.DEFAULT_FROM_EMAIL,
    }
    return render(request, "channels/mail/letter_page.html", context)


@require_http_methods(["GET", "POST"])
def preview(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """The letter as a mail program shows it, with the texts of the form where they are sent along."""
    request.actor.require(Permission.READ_SURVEYS)
    survey, definition = _survey(survey_uid)
    occasion, language = _chosen(request, definition)
    texts = queries.letter_texts(survey.id, occasion, language)
    if request.method == "POST":
        written = {part: request.POST.get(part, "").strip() for part in PARTS}
        usual = usual_texts(occasion, language)
        texts = LetterTexts(**{part: text or getattr(usual, part) for part, text in written.items()})
    theme = request.POST.get("theme") or request.GET.get("theme", "light")
    made = shown_letter(definition, texts, language, theme="dark" if theme == "dark" else "light")
    return framed(made.html)


@require_POST
def send_test(request: HouseRequest, survey_uid: str) -> HttpResponse:
    """Send the saved letter to whoever is signed in."""
    _survey_facts, definition = _survey(survey_uid)
    occasion, language = _chosen(request, definition)
    address = getattr(request.user, "email", "")
    try:
        testing.send_test(survey_uid, by=request.actor, channel="email", address=address, language=language)
    except (InvalidInput, Conflict) as error:
        messages.error(request, str(error))
    else:
        text = (
            _("A test is on its way to %(address)s.")
            if settings.MAIL_IS_CONFIGURED
            else _("A test for %(address)s lies in the outbox: no mail server is configured.")
        )
        messages.success(request, text % {"address": address})
    return redirect(f"{reverse('channels:letter', args=[survey_uid])}?{_query(occasion, language)}")


@require_http_methods(["GET", "POST"])
def sender(request: HouseRequest) -> HttpResponse:
    """Who the organisation's invitations are from."""
    request.actor.require(Permission.MANAGE_ORGANIZATION)
    form = SenderForm(request.POST or None, initial=asdict(queries.own_sender()))

    def deed(data: dict[str, Any]) -> bool:
        services.change_sender(by=request.actor, **data)
        return True

    if submitted(request, form, deed):
        messages.success(request, _("Saved."))
        return redirect("channels:sender")
    context = {"form": form, "mail_from": settings.DEFAULT_FROM_EMAIL, "goes_by": settings.MAIL_GOES_BY}
    return render(request, "channels/mail/sender.html", context)


def _survey(survey_uid: str) -> tuple[SurveyFacts, SurveyDefinition]:
    survey = surveys.survey(survey_uid)
    return survey, surveys.published(survey_uid).definition


def _chosen(request: HttpRequest, definition: SurveyDefinition) -> tuple[Occasion, str]:
    occasion = request.GET.get("occasion", "")
    language = request.GET.get("language", "")
    return (
        Occasion(occasion) if occasion in set(Occasion) else Occasion.INVITATION,
        language if language in offered(definition) else definition.language,
    )


def _query(occasion: Occasion, language: str) -> str:
    return f"occasion={occasion}&language={language}"

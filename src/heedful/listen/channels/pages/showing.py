"""What the templates of respondent pages are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from heedful.design.surveys.flow import ending
from heedful.design.surveys.presenting import (
    PresentedEnding,
    PresentedLanguage,
    PresentedPicture,
    PresentedSurvey,
)
from heedful.design.surveys.types import Layout
from heedful.listen.channels.pages import steps
from heedful.listen.channels.pages.controls import Control, control
from heedful.listen.channels.pages.look import Colours, colours
from heedful.listen.channels.pages.reading import Given
from heedful.listen.channels.pages.uploading import UPLOADED
from heedful.listen.channels.pages.visiting import Here
from heedful.listen.responses.uploads.queries import file_names

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class LanguageLink:
    code: str
    name: str
    direction: str
    url: str


@dataclass(frozen=True, slots=True)
class Logo:
    url: str
    alternative: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What every page shows around its content. ``heading`` is empty where a survey has no title."""

    language: str
    direction: str
    theme: str
    title: str
    heading: str
    intro: str
    language_name: str
    languages: tuple[LanguageLink, ...]
    colours: Colours | None
    logo: Logo | None
    notice: str = ""
    is_framed: bool = False


def page_facts(request: HttpRequest, here: Here, survey: PresentedSurvey) -> PageFacts:
    theme = here.visit.theme or survey.look.theme
    return PageFacts(
        language=survey.language,
        direction=survey.direction,
        theme=theme if theme in THEMES else "",
        title=survey.title or here.organization.name,
        heading=survey.title,
        intro=survey.intro,
        language_name=next((one.name for one in survey.languages if one.code == survey.language), ""),
        languages=tuple(_language(request, one) for one in survey.languages),
        colours=colours(survey.look.accent or str(here.organization.settings.get("accent") or "")),
        logo=_logo(survey.look.logo),
        notice=_notice(here),
        is_framed=here.visit.is_embedded or here.visit.is_app,
    )


def _notice(here: Here) -> str:
    if here.is_preview:
        return _("Preview. Nothing you choose here is kept.")
    return _("This is a test. Your answers do not count.") if here.visit.is_test else ""


def _language(request: HttpRequest, one: PresentedLanguage) -> LanguageLink:
    query = request.GET.copy()
    query["lang"] = one.code
    return LanguageLink(one.code, one.name, one.direction, f"{request.path}?{query.urlencode()}")


def _logo(picture: PresentedPicture | None) -> Logo | None:
    url = asset_url(picture.uid) if picture else ""
    return Logo(url, picture.alternative) if picture and url else None


def asset_url(uid: str) -> str:
    """Return where an uploaded picture of a survey is served; empty where no module does."""
    try:
        return reverse("surveys:asset", args=[uid])
    except NoReverseMatch:
        return ""


def step_context(
    request: HttpRequest, here: Here, *, action: str, at: str = "", given: Given | None = None
) -> dict[str, Any]:
    """Return the context of one question, or of all of them."""
    survey, asked = here.survey, here.asked
    is_all = here.definition.look.layout is Layout.ALL
    question = steps.current(asked, here.answers, at)
    chosen = asked if is_all else [question] if question else []
    controls = _controls(survey, [one.key for one in chosen], here, given)
    facts = page_facts(request, here, survey)
    is_first = not is_all and question is not None and question.key == asked[0].key
    return {
        "page": facts if is_all or is_first else replace(facts, intro=""),
        "controls": controls,
        "keys": " ".join(one.question.key for one in controls),
        "at": question.key if question else "",
        "action": action,
        "progress": steps.progress(asked, question) if question and not is_all else None,
        "has_back": not is_all and question is not None and not is_first,
        "has_file": any(one.question.input in UPLOADED for one in controls),
        "next_label": _("Send") if is_all or _is_last(here, at, question) else _("Next"),
        "problems": _problems(given) if len(controls) > 1 else "",
    }


def _is_last(here: Here, _at: str, question: Any) -> bool:
    # More may follow once this is answered, so "Send" is said only where nothing can.
    return question is not None and here.definition.questions[-1].key == question.key


def _controls(survey: PresentedSurvey, keys: list[str], here: Here, given: Given | None) -> list[Control]:
    drawn = [question for key in keys if (question := survey.question(key)) is not None]
    has_files = any(question.input in UPLOADED for question in drawn) and not here.is_preview
    names = file_names(here.visit.key) if has_files else {}
    controls = [control(question, number, here.answers, given) for number, question in enumerate(drawn, 1)]
    return [
        replace(one, picture_url=_picture_url(one.question.picture), file_name=names.get(one.value, ""))
        for one in controls
    ]


def _picture_url(picture: PresentedPicture | None) -> str:
    return asset_url(picture.uid) if picture else ""


def _problems(given: Given | None) -> str:
    if given is None or not given.complaints:
        return ""
    return _("Something is missing or not as it should be. It is marked below.")


def ending_context(request: HttpRequest, here: Here, *, delete_url: str = "") -> dict[str, Any]:
    """Return the context of the last page."""
    survey = here.survey
    wanted = ending(here.definition, here.answers, here.around).key
    shown = next((one for one in survey.endings if one.key == wanted), survey.endings[-1])
    return {
        "page": page_facts(request, here, survey),
        "ending": shown,
        "url": _safe(shown),
        "is_app": here.visit.is_app,
        "delete_url": delete_url,
    }


def _safe(ending: PresentedEnding) -> str:
    # Written by members, yet shown to strangers: only web addresses are links.
    return ending.url if ending.url.startswith(("https://", "http://")) else ""


def address(name: str, *arguments: str, **query: str) -> str:
    """Return the path of a page with what is to be kept in its query."""
    kept: Mapping[str, str] = {key: value for key, value in query.items() if value}
    return reverse(name, args=arguments) + (f"?{urlencode(kept)}" if kept else "")

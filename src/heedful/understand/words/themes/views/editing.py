"""Forms that change the draft: a theme, merging, splitting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from heedful.platform.core.errors import InvalidInput, NotFound
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.understand.words.themes import queries, services
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.forms import MergeForm, SplitForm, ThemeForm, initial_of
from heedful.understand.words.themes.suggesting import suggested_phrases
from heedful.understand.words.themes.wording import shown_name


@require_http_methods(["GET", "POST"])
def new_theme(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    by = request.actor
    by.require(Permission.WRITE_SURVEYS)
    document = _document(taxonomy_uid)
    form = ThemeForm(
        request.POST or None, document=document, initial={"parent": request.GET.get("parent", "")}
    )
    if submitted(request, form, lambda _data: services.add_theme(taxonomy_uid, form.theme(), by=by)):
        messages.success(request, _("It is in the draft."))
        return redirect("words:themes_tree", taxonomy_uid)
    return _rendered(request, "words/themes/theme.html", taxonomy_uid, form)


@require_http_methods(["GET", "POST"])
def edit_theme(request: HouseRequest, taxonomy_uid: str, theme_key: str) -> HttpResponse:
    by = request.actor
    by.require(Permission.WRITE_SURVEYS)
    document = _document(taxonomy_uid)
    theme = _theme(document, theme_key)
    form = ThemeForm(
        request.POST or None,
        document=document,
        key=theme_key,
        initial=initial_of(theme),
        suggested=suggested_phrases(queries.taxonomy(taxonomy_uid).id, theme, by=by),
    )

    def save(_data: dict[str, Any]) -> bool:
        wanted = form.theme(theme)
        services.change_theme(taxonomy_uid, theme_key, wanted, by=by)
        return True

    if submitted(request, form, save):
        messages.success(request, _("It is in the draft."))
        return redirect("words:themes_tree", taxonomy_uid)
    extra = {"theme": theme, "theme_name": shown_name(theme), "is_group": _is_group(document, theme_key)}
    return _rendered(request, "words/themes/theme.html", taxonomy_uid, form, **extra)


@require_POST
def remove_theme(request: HouseRequest, taxonomy_uid: str, theme_key: str) -> HttpResponse:
    try:
        services.remove_theme(taxonomy_uid, theme_key, by=request.actor)
        messages.success(request, _("It is taken out of the draft. Discard the draft to have it back."))
    except InvalidInput as error:
        messages.error(request, error.problems[0].reason)
    return redirect("words:themes_tree", taxonomy_uid)


@require_http_methods(["GET", "POST"])
def merge(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    by = request.actor
    by.require(Permission.WRITE_SURVEYS)
    form = MergeForm(request.POST or None, document=_document(taxonomy_uid))
    done = submitted(
        request,
        form,
        lambda given: services.merge_themes(taxonomy_uid, given["themes"], given["into"], by=by),
    )
    if done:
        messages.success(request, _("It is in the draft."))
        return redirect("words:themes_tree", taxonomy_uid)
    return _rendered(request, "words/themes/merge.html", taxonomy_uid, form)


@require_http_methods(["GET", "POST"])
def split(request: HouseRequest, taxonomy_uid: str, theme_key: str) -> HttpResponse:
    by = request.actor
    by.require(Permission.WRITE_SURVEYS)
    theme = _theme(_document(taxonomy_uid), theme_key)
    form = SplitForm(request.POST or None, theme=theme)
    done = submitted(
        request,
        form,
        lambda _given: services.split_theme(taxonomy_uid, theme_key, form.parts(), by=by),
    )
    if done:
        messages.success(request, _("It is in the draft."))
        return redirect("words:themes_tree", taxonomy_uid)
    extra = {"theme": theme, "theme_name": shown_name(theme)}
    return _rendered(request, "words/themes/split.html", taxonomy_uid, form, **extra)


def _rendered(request: HouseRequest, template: str, uid: str, form: Any, **extra: Any) -> HttpResponse:
    context = {"taxonomy": queries.taxonomy(uid), "form": form, **extra}
    return render(request, template, context, status=422 if form.errors else 200)


def _document(uid: str) -> TaxonomyDocument:
    draft = queries.draft(uid)
    return draft.document if draft else queries.taxonomy(uid).document


def _theme(document: TaxonomyDocument, key: str) -> Theme:
    theme = document.theme(key)
    if theme is None:
        raise NotFound(f"No theme {key}.")
    return theme


def _is_group(document: TaxonomyDocument, key: str) -> bool:
    return any(theme.parent == key for theme in document.themes)

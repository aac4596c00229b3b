"""The list of answers, and one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.responses import queries, services
from heedful.listen.responses.addresses import read_address
from heedful.listen.responses.queries import SEARCHED
from heedful.listen.responses.redaction.originals import has_originals, read_originals
from heedful.listen.responses.views.showing import shown, with_marks
from heedful.platform.core.errors import InvalidInput, NotFound
from heedful.platform.core.requests import HouseRequest, next_page_url
from heedful.platform.core.types import Permission
from heedful.platform.ui import filters
from heedful.platform.ui.filters import FieldCondition, PageFilter

PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    query: str
    is_chosen: bool = False


@require_GET
def answer_list(request: HouseRequest) -> HttpResponse:
    """Answers newest first, narrowed by the filter in the address."""
    if "field" in request.GET:
        return _with_condition(request)
    page_filter, wanted = read_address(dict(request.GET.lists()))
    page = queries.responses(wanted, request.GET.get("cursor") or None, PER_PAGE, by=request.actor)
    context = {
        "page_filter": page_filter,
        "answers": shown(page.items),
        "next_url": next_page_url(request, page.next_cursor),
        "first_url": f"?{filters.format_query(page_filter)}" if "cursor" in request.GET else "",
        "query": filters.format_query(page_filter),
        "choices": _choices(page_filter),
        "may_exclude": request.actor.may(Permission.WRITE_ANSWERS),
        "may_export": request.actor.may(Permission.EXPORT),
        "searched": SEARCHED,
    }
    return render(request, "responses/list.html", context)


def _with_condition(request: HouseRequest) -> HttpResponse:
    """Take a field and a value from the form and put them into the address as a condition."""
    query = {name: values for name, values in request.GET.lists() if name not in {"field", "value", "cursor"}}
    page_filter, _wanted = read_address(query)
    field, values = request.GET["field"], request.GET.get("value", "")
    given = tuple(value.strip() for value in values.split(",") if value.strip())
    if field and given:
        page_filter = page_filter.with_condition(FieldCondition(field, ":", given))
    return redirect(f"{reverse('responses:list')}?{filters.format_query(page_filter)}")


@require_GET
def answer(request: HouseRequest, response_uid: str) -> HttpResponse:
    return _answer_page(request, response_uid)


@never_cache
@require_POST
def originals(request: HouseRequest, response_uid: str) -> HttpResponse:
    """Show comments as they were written; who looks is written down."""
    return _answer_page(request, response_uid, read_originals(response_uid, by=request.actor))


def _answer_page(
    request: HouseRequest, response_uid: str, written: Mapping[int, str] | None = None
) -> HttpResponse:
    facts = queries.response(response_uid, by=request.actor)
    may_open = request.actor.may(Permission.READ_CONTACTS) and has_originals(response_uid)
    context = {
        "originals": list(written.values()) if written else [],
        "may_open": may_open and not written,
        "answer": with_marks(shown([facts])[0], by=request.actor),
        "attributes": _attributes(facts.attributes),
        "may_exclude": request.actor.may(Permission.WRITE_ANSWERS),
    }
    return render(request, "responses/detail.html", context)


def _attributes(values: Mapping[str, object]) -> list[tuple[str, object]]:
    labels = {key: facts.label for key, facts in audiences.attributes().items()}
    return [(labels.get(key, key), value) for key, value in sorted(values.items())]


@require_POST
def exclude(request: HouseRequest, response_uid: str) -> HttpResponse:
    """Leave an answer out; on the list only its row is drawn anew, with a way back."""
    try:
        services.exclude_response(response_uid, request.POST.get("reason", ""), by=request.actor)
    except InvalidInput as error:
        messages.error(request, _("Not excluded: %(problem)s") % {"problem": error})
        return redirect(_next(request, response_uid))
    if request.htmx:
        undo = reverse("responses:include", args=[response_uid])
        return _row(request, response_uid, text=_("Left out of every number."), undo=undo)
    messages.success(request, _("Left out of every number."))
    return redirect(_next(request, response_uid))


@require_POST
def include(request: HouseRequest, response_uid: str) -> HttpResponse:
    services.include_response(response_uid, by=request.actor)
    if request.htmx:
        return _row(request, response_uid, text=_("Counted again."))
    messages.success(request, _("Counted again."))
    return redirect(_next(request, response_uid))


@require_POST
def delete(request: HouseRequest, response_uid: str) -> HttpResponse:
    services.delete_responses([response_uid], by=request.actor)
    messages.success(request, _("The answer is deleted."))
    return redirect("responses:list")


def _row(request: HouseRequest, response_uid: str, *, text: str, undo: str = "") -> HttpResponse:
    facts = queries.response(response_uid, by=request.actor)
    context = {"answer": shown([facts])[0], "may_exclude": True}
    response = render(request, "responses/parts/row.html", context)
    toast = {"text": text} | ({"undo": _("Undo"), "url": undo} if undo else {})
    response["HX-Trigger"] = json.dumps({"toast": toast})
    return response


def _next(request: HttpRequest, response_uid: str) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("responses:detail", args=[response_uid])


def _choices(page_filter: PageFilter) -> dict[str, object]:
    names = dict(surveys.survey_names().values())
    return {
        "survey": names.get(page_filter.survey or "", ""),
        "surveys": [
            _choice(names[uid], page_filter, survey=uid, question=None, answer_class=None) for uid in names
        ],
        "every_survey": _query(page_filter, survey=None, question=None, answer_class=None),
        "period": _period(page_filter),
        "periods": [
            _choice(label, page_filter, period=period, from_on=None, to_on=None)
            for period, label in _periods()
        ],
        "classes": _classes(page_filter, names),
        "chips": [_chip(page_filter, condition) for condition in page_filter.conditions],
        "fields": _fields(),
    }


def _choice(label: str, page_filter: PageFilter, **changes: object) -> Choice:
    changed = replace(page_filter, **changes)  # type: ignore[arg-type]  # the caller names fields of the filter
    return Choice(label, filters.format_query(changed), changed == page_filter)


def _query(page_filter: PageFilter, **changes: object) -> str:
    return _choice("", page_filter, **changes).query


def _periods() -> list[tuple[str | None, str]]:
    return [
        (None, _("All times")),
        ("last-7-days", _("Last 7 days")),
        ("last-30-days", _("Last 30 days")),
        ("last-90-days", _("Last 90 days")),
        ("last-12-months", _("Last 12 months")),
        ("this-year", _("This year")),
    ]


def _period(page_filter: PageFilter) -> str:
    if page_filter.from_on or page_filter.to_on:
        return f"{page_filter.from_on or ''} – {page_filter.to_on or ''}"
    named: dict[str | None, str] = dict(_periods())
    return named.get(page_filter.period, (page_filter.period or "").replace("-", " "))


def _classes(page_filter: PageFilter, names: dict[str, str]) -> list[Choice]:
    """Classes of the score of the survey that is chosen, in its own words."""
    if page_filter.survey not in names:
        return []
    questions = surveys.survey(str(page_filter.survey)).questions
    scored = next((question for question in questions if question.scale is not None), None)
    if scored is None:
        return []
    of_nps = [("detractor", _("Detractors")), ("passive", _("Passives")), ("promoter", _("Promoters"))]
    known = of_nps if scored.kind in {"nps", "enps"} else [("top", _("Top box")), ("rest", _("The rest"))]
    return [_choice(_("All scores"), page_filter, answer_class=None)] + [
        _choice(label, page_filter, answer_class=key, question=page_filter.question or scored.uid)
        for key, label in known
    ]


def _chip(page_filter: PageFilter, condition: FieldCondition) -> dict[str, str]:
    return {
        "label": condition.field.removeprefix("attribute."),
        "value": _condition_words(condition),
        "query": filters.format_query(
            replace(page_filter, conditions=tuple(one for one in page_filter.conditions if one != condition))
        ),
    }


def _condition_words(condition: FieldCondition) -> str:
    signs = {":": "", "!:": _("not") + " ", ">=": "≥ ", "<=": "≤ "}
    if condition.values == (filters.ANY,):
        return _("known") if condition.operator == ":" else _("not known")
    named = [_named(condition.field, value) for value in condition.values]
    return signs[condition.operator] + ", ".join(named)


def _named(field: str, value: str) -> str:
    try:
        return audiences.unit(value).name if field == "unit" else value
    except NotFound:
        return value


def _fields() -> list[tuple[str, str]]:
    fixed = [
        ("channel", _("Channel")),
        ("touchpoint", _("Touchpoint")),
        ("language", _("Language")),
        ("status", _("Status")),
        ("flag", _("Flag of quality")),
    ]
    return fixed + [(f"attribute.{key}", facts.label) for key, facts in audiences.attributes().items()]

"""Pages of contacts, units and attributes. The page of one person is in ``responses``, with the answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from heedful.listen.audiences import queries, services
from heedful.listen.audiences.forms import AttributeForm, UnitChangeForm, UnitFileForm, UnitForm, parent_key
from heedful.listen.audiences.tree import above, tree_page
from heedful.listen.audiences.types import NewUnit, UnitFacts
from heedful.platform.core.errors import NotFound
from heedful.platform.core.forms import submitted
from heedful.platform.core.pages import Page
from heedful.platform.core.requests import HouseRequest, first_page_url, next_page_url
from heedful.platform.core.types import Permission

UNITS_SHOWN = 100


@require_GET
def contact_list(request: HouseRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    page = queries.contacts(by=request.actor, search=search, cursor=request.GET.get("cursor") or None)
    context = {
        "contacts": page.items,
        "words": search,
        "next_url": next_page_url(request, page.next_cursor),
        "first_url": first_page_url(request),
    }
    return render(request, "audiences/contacts.html", context)


@require_http_methods(["GET", "POST"])
def unit_tree(request: HouseRequest) -> HttpResponse:
    """Units as a tree, or what a search finds, a page at a time; add one."""
    request.actor.require(Permission.READ_SCORES)
    form = UnitForm(request.POST or None, initial={"parent_key": request.GET.get("parent", "")})
    if submitted(request, form, lambda _data: services.ensure_units([form.new_unit()], by=request.actor)):
        messages.success(request, _("“%(name)s” is added.") % {"name": form.cleaned_data["name"]})
        return redirect("audiences:units")
    seen = queries.units(by=request.actor)
    search = request.GET.get("q", "").strip().lower()
    found = [unit for unit in seen.values() if search in unit.name.lower() or search in unit.key.lower()]
    page = tree_page(found, seen, cursor=request.GET.get("cursor"), limit=UNITS_SHOWN)
    context = {
        "units": page.items,
        "above": above(page.items[0], seen) if page.items else [],
        "total": len(seen),
        **_paging(request, page),
        "words": request.GET.get("q", ""),
        "form": form,
        "file_form": UnitFileForm(),
        "may_change": request.actor.may(Permission.MANAGE_UNITS),
    }
    return render(request, "audiences/units.html", context)


def _paging(request: HouseRequest, page: Page[UnitFacts]) -> dict[str, str]:
    return {
        "next_url": next_page_url(request, page.next_cursor),
        "first_url": first_page_url(request),
    }


@require_http_methods(["GET", "POST"])
def upload_units(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.MANAGE_UNITS)
    form = UnitFileForm(request.POST or None, request.FILES or None)
    saved = submitted(request, form, lambda _data: services.save_units(form.new_units(), by=request.actor))
    if saved is not None:
        told = ngettext("%(n)d unit is up to date.", "%(n)d units are up to date.", len(saved))
        messages.success(request, told % {"n": len(saved)})
        return redirect("audiences:units")
    return render(request, "audiences/upload.html", {"form": form})


@require_http_methods(["GET", "POST"])
def unit(request: HouseRequest, unit_uid: str) -> HttpResponse:
    """One unit: what is below it, and its name, group and place to change."""
    request.actor.require(Permission.READ_SCORES)
    found = queries.unit(unit_uid, by=request.actor)
    seen = queries.units(by=request.actor)
    children = [one for one in seen.values() if one.parent_id == found.id]
    page = tree_page(children, seen, cursor=request.GET.get("cursor"), limit=UNITS_SHOWN)
    initial = {
        "name": found.name,
        "level": found.level,
        "group": found.group,
        "parent_key": parent_key(found, seen.values()),
        "closed_on": found.closed_on,
    }
    form = UnitChangeForm(request.POST or None, initial=initial)
    if submitted(request, form, lambda data: _change(request, found, data)):
        messages.success(request, _("“%(name)s” is changed.") % {"name": form.cleaned_data["name"]})
        return redirect("audiences:unit", found.uid)
    context = {
        "unit": found,
        "above": above(found, seen),
        "below": page.items,
        **_paging(request, page),
        "form": form,
        "may_change": request.actor.may(Permission.MANAGE_UNITS),
    }
    return render(request, "audiences/unit.html", context)


def _change(request: HouseRequest, unit: UnitFacts, data: dict[str, Any]) -> UnitFacts:
    by = request.actor
    new = NewUnit(unit.key, data["name"], data["level"], data["group"], data["parent_key"] or None)
    services.save_units([new], by=by)
    if data["closed_on"] != unit.closed_on:
        services.close_unit(unit.uid, data["closed_on"], by=by)
    return unit


@require_http_methods(["GET", "POST"])
def attribute_list(request: HouseRequest) -> HttpResponse:
    request.actor.require(Permission.READ_SCORES)
    known = queries.attributes()
    form = AttributeForm(request.POST or None)
    if request.method == "POST" and request.POST.get("key") not in known:
        raise NotFound(_("No such attribute."))
    if submitted(request, form, lambda data: services.change_attribute(by=request.actor, **data)):
        messages.success(request, _("Saved."))
        return redirect("audiences:attributes")
    context = {
        "attributes": known.values(),
        "form": form,
        "may_change": request.actor.may(Permission.MANAGE_ORGANIZATION),
    }
    return render(request, "audiences/attributes.html", context)

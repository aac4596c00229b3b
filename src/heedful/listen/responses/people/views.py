"""The page of one person: who they are, what they were asked and what they said; export and erasure."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from heedful.listen.audiences import queries as audiences, services as audience_services
from heedful.listen.audiences.types import ContactFacts
from heedful.listen.fieldwork.sentences import CHANNELS
from heedful.listen.responses.people.charts import pictures
from heedful.listen.responses.people.queries import profile
from heedful.listen.responses.people.wording import DISPOSITIONS
from heedful.listen.responses.views.showing import shown
from heedful.platform.core import personal_data
from heedful.platform.core.errors import HeedfulError, InvalidInput, NotFound, Problem
from heedful.platform.core.personal_data import Erasure
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

SHOWN_ANSWERS = 100


@require_GET
def person(request: HouseRequest, contact_uid: str) -> HttpResponse:
    found = profile(contact_uid, by=request.actor)
    contact = found.contact
    if contact.uid != contact_uid:
        return redirect("responses:person", contact.uid)
    context = {
        "profile": found,
        "contact": contact,
        "answers": shown(found.answers[:SHOWN_ANSWERS]),
        "charts": pictures(found.lines),
        "asks": [(one, DISPOSITIONS[one.ask.disposition], CHANNELS[one.ask.channel]) for one in found.asks],
        "changed": [one for one in found.attributes if one.changes],
        "may_change": request.actor.may(Permission.WRITE_CONTACTS),
        "may_read_answers": request.actor.may(Permission.READ_ANSWERS),
        "holdings": personal_data.holdings(),
    }
    return render(request, "responses/person/page.html", context)


@require_GET
def export(request: HouseRequest, contact_uid: str) -> HttpResponse:
    """Hand out all that is kept about a person, as a file."""
    document = personal_data.export(contact_uid, by=request.actor)
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return HttpResponse(
        text,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{contact_uid}.json"'},
    )


@require_POST
def erase(request: HouseRequest, contact_uid: str) -> HttpResponse:
    contact = audiences.contact(contact_uid, by=request.actor)
    if request.POST.get("typed", "").strip() != contact.label:
        raise InvalidInput(Problem("typed", _("type %(label)s to confirm") % {"label": contact.label}))
    personal_data.erase(
        Erasure(contact.uid, delete_answers=request.POST.get("delete_answers") == "on"), by=request.actor
    )
    messages.success(request, _("This person is forgotten."))
    return redirect("audiences:contacts")


@require_POST
def merge(request: HouseRequest, contact_uid: str) -> HttpResponse:
    """Make another contact, named by its address or id, part of this one."""
    audiences.contact(contact_uid, by=request.actor)  # or it is not found
    try:
        other = _named(request.POST.get("other", "").strip(), request)
        audience_services.merge_contacts(contact_uid, other.uid, by=request.actor)
    except HeedfulError as error:
        messages.error(request, _("Not merged: %(problem)s") % {"problem": error})
    else:
        messages.success(request, _("The two are one contact now."))
    return redirect("responses:person", contact_uid)


def _named(words: str, request: HouseRequest) -> ContactFacts:
    if words.startswith("con_"):
        return audiences.contact(words, by=request.actor)
    kind = "email" if "@" in words else "external_id"
    found = audiences.contact_by_identity(kind, words, by=request.actor)
    if found is None:
        raise NotFound(_("No contact is known as %(words)s.") % {"words": words})
    return found

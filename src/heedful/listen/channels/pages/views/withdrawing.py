"""“Delete my answer”: asked once more, then gone everywhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from heedful.design.surveys import queries as surveys
from heedful.listen.channels.links import unsealed
from heedful.listen.channels.pages import services
from heedful.listen.channels.pages.showing import page_facts
from heedful.listen.channels.pages.views.answering import respondent
from heedful.listen.channels.pages.views.serving import for_respondents, page
from heedful.listen.channels.pages.visiting import visiting
from heedful.listen.channels.pages.visits import Visit
from heedful.platform.core.errors import NotFound
from heedful.platform.core.scope import organization_scope


@for_respondents("GET", "HEAD", "POST")
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the answers shall be deleted, and delete them."""
    organization_id, named = unsealed("delete", token)
    if not isinstance(named, list) or len(named) != 2:
        raise NotFound(_("This link is not valid any more."))
    survey_uid, key = map(str, named)
    with organization_scope(organization_id):
        version = surveys.survey(survey_uid).version_number
    if version is None:
        raise NotFound(_("This link is not valid any more."))
    visit = Visit(survey_uid, key, version, "link", ask_uid=key if key.startswith("ask_") else None)
    with visiting(organization_id, request, visit) as here:
        is_gone = not here.is_begun
        if request.method == "POST":
            services.withdraw(key, by=respondent())
            is_gone = True
        context = {"page": page_facts(request, here, here.survey), "is_gone": is_gone}
        return page(request, "channels/pages/delete.html", context)

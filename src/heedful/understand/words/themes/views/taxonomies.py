"""The list of taxonomies, how one begins, and what is done with one as a whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heedful.design.surveys import queries as surveys
from heedful.platform.core import queue
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.forms import submitted
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import JobFacts, Permission
from heedful.understand.words.themes import queries, services
from heedful.understand.words.themes.forms import BeginForm, FileForm, TryForm
from heedful.understand.words.themes.industries import industries
from heedful.understand.words.themes.services.applying import LEARN
from heedful.understand.words.themes.trying import try_comment
from heedful.understand.words.themes.types import TaxonomyFacts
from heedful.understand.words.themes.views.trees import groups_of
from heedful.understand.words.themes.wording import INDUSTRIES, changes_in_words
from heedful.understand.words.themes.yaml_files import MAX_CHARACTERS, read_taxonomy, write_taxonomy

_OPEN = frozenset({"waiting", "running"})


@require_http_methods(["GET", "POST"])
def taxonomies(request: HouseRequest) -> HttpResponse:
    """List taxonomies; begin one of one's own."""
    by = request.actor
    by.require(Permission.READ_SURVEYS)
    form = BeginForm(request.POST or None, request.FILES or None)

    def begin(given: dict[str, Any]) -> TaxonomyFacts:
        document = read_taxonomy(_text(given["file"])) if given["file"] else None
        name = given["name"] or (document.name if document else "")
        return services.create_taxonomy(name, by=by, document=document)

    if made := submitted(request, form, begin):
        return redirect("words:themes_tree", made.uid)
    context = {
        "taxonomies": queries.taxonomies(),
        "industries": [(one, INDUSTRIES.get(one.key, one.name)) for one in industries()],
        "form": form,
        "may_change": by.may(Permission.WRITE_SURVEYS),
    }
    return render(request, "words/themes/list.html", context, status=422 if form.errors else 200)


@require_POST
def choose(request: HouseRequest) -> HttpResponse:
    """Copy an industry's themes and read with them."""
    key = request.POST.get("industry", "")
    is_first = not queries.taxonomies()
    made = services.choose_industry(key, by=request.actor, is_default=is_first)
    says = _("“%(name)s” is yours now: change what does not fit. Comments are being read with it.")
    if not is_first:
        says = _("“%(name)s” is here. Make it the default, or give it to a survey, and it is read with.")
    messages.success(request, says % {"name": made.name})
    return redirect("words:themes_tree", made.uid)


@require_GET
def tree(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    """Show the themes of a taxonomy as they would be with the draft."""
    by = request.actor
    by.require(Permission.READ_SURVEYS)
    taxonomy, draft = queries.taxonomy(taxonomy_uid), queries.draft(taxonomy_uid)
    document = draft.document if draft else taxonomy.document
    context = {
        "taxonomy": taxonomy,
        "draft": draft,
        "changes": changes_in_words(draft.changes, document) if draft else (),
        "groups": groups_of(document),
        "file_form": FileForm(),
        "try_form": TryForm(),
        "surveys": _surveys(taxonomy),
        "job": _job(taxonomy_uid),
        "may_change": by.may(Permission.WRITE_SURVEYS) and not taxonomy.is_archived,
    }
    return render(request, "words/themes/tree.html", context)


@require_GET
def learning(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    """Answer with how far the newest learning is; when it has ended, the page is shown anew."""
    request.actor.require(Permission.READ_SURVEYS)
    queries.taxonomy(taxonomy_uid)
    job = _job(taxonomy_uid)
    response = (
        render(request, "ui/parts/progress.html", {"job": job, "url": request.path})
        if job
        else HttpResponse()
    )
    if job is None:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def deed(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    """Rename, make the default, learn, put away."""
    by, what = request.actor, request.POST.get("deed", "")
    by.require(Permission.WRITE_SURVEYS)
    queries.taxonomy(taxonomy_uid)
    try:
        if what == "rename":
            services.rename_taxonomy(taxonomy_uid, request.POST.get("name", ""), by=by)
            messages.success(request, _("Saved."))
        elif what == "default":
            services.use_taxonomy(taxonomy_uid, by=by)
            messages.success(request, _("Comments are read with it from now on; the history follows."))
        elif what == "fit":
            services.fit_taxonomy(taxonomy_uid, by=by)
            messages.success(request, _("It learns from the labels now."))
        elif what == "archive":
            services.archive_taxonomy(taxonomy_uid, by=by)
            messages.success(request, _("It is put away. What was read with it stays."))
            return redirect("words:themes_define")
        else:
            messages.error(request, _("Nothing was done: say what."))
    except Conflict as error:
        messages.error(request, str(error))
    except InvalidInput as error:
        messages.error(request, error.problems[0].reason)
    return redirect("words:themes_tree", taxonomy_uid)


@require_POST
def assign(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    """Give a survey this taxonomy, or the default again."""
    request.actor.require(Permission.WRITE_SURVEYS)
    queries.taxonomy(taxonomy_uid)
    survey_uid = request.POST.get("survey", "")
    wanted = taxonomy_uid if request.POST.get("deed") == "give" else None
    try:
        services.assign_survey(survey_uid, wanted, by=request.actor)
        messages.success(request, _("The survey is read anew."))
    except (Conflict, NotFound) as error:
        messages.error(request, str(error))
    return redirect("words:themes_tree", taxonomy_uid)


@require_http_methods(["GET", "POST"])
def file(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    """Hand out the themes as YAML; take them from YAML into the draft."""
    by = request.actor
    by.require(Permission.READ_SURVEYS)
    taxonomy, draft = queries.taxonomy(taxonomy_uid), queries.draft(taxonomy_uid)
    if request.method == "GET":
        return yaml_answer(taxonomy, write_taxonomy(draft.document if draft else taxonomy.document))
    form = FileForm(request.POST, request.FILES)
    done = submitted(
        request,
        form,
        lambda given: services.import_themes(taxonomy_uid, read_taxonomy(_text(given["file"])), by=by),
    )
    if done:
        messages.success(request, _("The file is in the draft."))
    for reasons in form.errors.values():
        for reason in reasons:
            messages.error(request, str(reason))
    return redirect("words:themes_tree", taxonomy_uid)


@require_POST
def try_it(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    """Read a comment that somebody typed."""
    request.actor.require(Permission.READ_SURVEYS)
    queries.taxonomy(taxonomy_uid)
    form = TryForm(request.POST)
    tried = submitted(request, form, lambda given: try_comment(taxonomy_uid, given["text"], by=request.actor))
    return render(request, "words/themes/tried.html", {"tried": tried, "form": form, "uid": taxonomy_uid})


def yaml_answer(taxonomy: TaxonomyFacts, text: str) -> HttpResponse:
    name = taxonomy.industry or "themes"
    return HttpResponse(
        text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.yaml"'},
    )


def _surveys(taxonomy: TaxonomyFacts) -> dict[str, list[tuple[str, str]]]:
    own = set(taxonomy.survey_ids)
    found: dict[str, list[tuple[str, str]]] = {"own": [], "others": []}
    for one in surveys.surveys():
        found["own" if one.id in own else "others"].append((one.uid, one.name))
    return found


def _job(uid: str) -> JobFacts | None:
    own = (job for job in queue.latest(LEARN) if job.payload["taxonomy"] == uid)
    newest = next(own, None)
    return newest if newest and newest.state in _OPEN else None


def _text(uploaded: UploadedFile[Any]) -> str:
    if (uploaded.size or 0) > 4 * MAX_CHARACTERS:
        raise InvalidInput(Problem("file", "is too large"))
    try:
        return str(uploaded.read(), "utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(Problem("file", "is not UTF-8 text")) from None

"""Themes over HTTP: taxonomies, drafts, previews, versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from ninja import Router, Status

from heedful.design.surveys import queries as surveys
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.platform.core.types import Permission
from heedful.understand.words.themes import queries, schemas as out, services
from heedful.understand.words.themes.changes import Part
from heedful.understand.words.themes.documents import Theme
from heedful.understand.words.themes.industries import industries, industry_document
from heedful.understand.words.themes.previews import preview
from heedful.understand.words.themes.schemas import (
    ApplyIn,
    DraftOut,
    IndustryOut,
    JobOut,
    MergeIn,
    PreviewOut,
    SplitIn,
    SurveyTaxonomyIn,
    SurveyTaxonomyOut,
    TaxonomyChanges,
    TaxonomyIn,
    TaxonomyOut,
    TaxonomyWhole,
    ThemeChanges,
    ThemeIn,
    TriedOut,
    TryIn,
    VersionOut,
)
from heedful.understand.words.themes.trying import try_comment
from heedful.understand.words.themes.types import TaxonomyFacts
from heedful.understand.words.themes.yaml_files import (
    document_from,
    plain_of,
    plain_theme,
    read_taxonomy,
    theme_from,
    write_taxonomy,
)

router = Router(tags=["words"])
MOST_BYTES = 8_000_000


@router.get("/industries", response=PageOut[IndustryOut], summary="Taxonomies that are shipped")
def list_industries(request: HouseRequest) -> PageOut[IndustryOut]:
    request.actor.require(Permission.READ_SURVEYS)
    found = [
        IndustryOut(key=one.key, name=one.name, groups=one.groups, themes=one.themes) for one in industries()
    ]
    return PageOut(items=found, next_cursor=None)


@router.get("/industries/{industry}", response=dict[str, Any], summary="The themes of an industry")
def get_industry(request: HouseRequest, industry: str) -> dict[str, Any]:
    request.actor.require(Permission.READ_SURVEYS)
    return plain_of(industry_document(industry))


@router.get("/taxonomies", response=PageOut[TaxonomyOut], summary="Your taxonomies")
def list_taxonomies(request: HouseRequest, *, archived: bool = False) -> PageOut[TaxonomyOut]:
    request.actor.require(Permission.READ_SURVEYS)
    found = queries.taxonomies(include_archived=archived)
    return PageOut(items=[out.taxonomy_out(one) for one in found], next_cursor=None)


@router.post("/taxonomies", response={201: TaxonomyWhole}, summary="Begin a taxonomy")
def create_taxonomy(request: HouseRequest, given: TaxonomyIn) -> Status[TaxonomyWhole]:
    """With ``industry`` a copy of a shipped one, applied at once; else a draft of a document or empty."""
    if given.industry and given.document is not None:
        raise InvalidInput(Problem("document", "goes without an industry"))
    if given.industry:
        is_default = given.is_default is not False
        made = services.choose_industry(
            given.industry, by=request.actor, name=given.name, is_default=is_default
        )
        return Status(201, out.whole_out(made))
    document = document_from(given.document) if given.document is not None else None
    made = services.create_taxonomy(
        given.name or (document.name if document else ""),
        by=request.actor,
        document=document,
        is_default=given.is_default,
        is_applied=given.is_applied,
    )
    return Status(201, out.whole_out(made))


@router.get("/taxonomies/{taxonomy_uid}", response=TaxonomyWhole, summary="A taxonomy as it is applied")
def get_taxonomy(request: HouseRequest, taxonomy_uid: str) -> TaxonomyWhole:
    return out.whole_out(_read(request, taxonomy_uid))


@router.patch(
    "/taxonomies/{taxonomy_uid}",
    response=TaxonomyWhole,
    summary="Rename, make the default, put away or take back",
)
def change_taxonomy(request: HouseRequest, taxonomy_uid: str, given: TaxonomyChanges) -> TaxonomyWhole:
    by = request.actor
    by.require(Permission.WRITE_SURVEYS)
    if given.is_default is False:
        raise InvalidInput(Problem("is_default", "make another one the default instead"))
    if given.is_archived is False:
        services.restore_taxonomy(taxonomy_uid, by=by)
    if given.name is not None:
        services.rename_taxonomy(taxonomy_uid, given.name, by=by)
    if given.is_default:
        services.use_taxonomy(taxonomy_uid, by=by)
    if given.is_archived:
        services.archive_taxonomy(taxonomy_uid, by=by)
    return out.whole_out(queries.taxonomy(taxonomy_uid))


@router.get("/taxonomies/{taxonomy_uid}/file", summary="The themes as YAML")
def get_file(request: HouseRequest, taxonomy_uid: str) -> HttpResponse:
    """The applied version; the draft where nothing was applied yet."""
    facts = _read(request, taxonomy_uid)
    draft = None if facts.number else queries.draft(taxonomy_uid)
    text = write_taxonomy(draft.document if draft else facts.document)
    return HttpResponse(text, content_type="application/yaml; charset=utf-8")


@router.put(
    "/taxonomies/{taxonomy_uid}/file", response=DraftOut, summary="Make the draft's themes those of YAML"
)
def put_file(request: HouseRequest, taxonomy_uid: str) -> DraftOut:
    """The file is the body; what it changes, theme by theme, is in ``changes``."""
    _read(request, taxonomy_uid)
    if len(request.body) > MOST_BYTES:
        raise InvalidInput(Problem("file", "is too large"))
    try:
        document = read_taxonomy(request.body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InvalidInput(Problem("file", "is not UTF-8 text")) from None
    return out.draft_out(services.import_themes(taxonomy_uid, document, by=request.actor))


@router.get("/taxonomies/{taxonomy_uid}/draft", response=DraftOut, summary="What is changed and not applied")
def get_draft(request: HouseRequest, taxonomy_uid: str) -> DraftOut:
    _read(request, taxonomy_uid)
    return _draft(taxonomy_uid)


@router.delete("/taxonomies/{taxonomy_uid}/draft", response={204: None}, summary="Throw the draft away")
def discard_draft(request: HouseRequest, taxonomy_uid: str) -> Status[None]:
    services.discard_draft(taxonomy_uid, by=request.actor)
    return Status(204, None)


@router.post(
    "/taxonomies/{taxonomy_uid}/themes", response={201: DraftOut}, summary="Add a theme to the draft"
)
def add_theme(request: HouseRequest, taxonomy_uid: str, given: ThemeIn) -> Status[DraftOut]:
    plain = given.dict(exclude={"parent"})
    # A key that is not given is made by the service, which knows those that were ever used.
    theme = replace(theme_from(plain, parent=given.parent), key=given.key)
    return Status(201, out.draft_out(services.add_theme(taxonomy_uid, theme, by=request.actor)))


@router.patch(
    "/taxonomies/{taxonomy_uid}/themes/{theme_key}",
    response=DraftOut,
    summary="Change a theme in the draft, or move it",
)
def change_theme(request: HouseRequest, taxonomy_uid: str, theme_key: str, given: ThemeChanges) -> DraftOut:
    by = request.actor
    by.require(Permission.WRITE_SURVEYS)
    before = _theme(taxonomy_uid, theme_key)
    said = given.dict(exclude_unset=True)
    parent = said.pop("parent", before.parent)
    wanted = theme_from({**plain_theme(before), **said}, parent=parent)
    return out.draft_out(services.change_theme(taxonomy_uid, theme_key, wanted, by=by))


@router.delete(
    "/taxonomies/{taxonomy_uid}/themes/{theme_key}",
    response=DraftOut,
    summary="Take a theme out of the draft",
)
def remove_theme(request: HouseRequest, taxonomy_uid: str, theme_key: str) -> DraftOut:
    request.actor.require(Permission.WRITE_SURVEYS)
    _theme(taxonomy_uid, theme_key)
    return out.draft_out(services.remove_theme(taxonomy_uid, theme_key, by=request.actor))


@router.post("/taxonomies/{taxonomy_uid}/merge", response=DraftOut, summary="Make several themes one")
def merge(request: HouseRequest, taxonomy_uid: str, given: MergeIn) -> DraftOut:
    return out.draft_out(services.merge_themes(taxonomy_uid, given.themes, given.into, by=request.actor))


@router.post("/taxonomies/{taxonomy_uid}/split", response=DraftOut, summary="Make one theme several")
def split(request: HouseRequest, taxonomy_uid: str, given: SplitIn) -> DraftOut:
    parts = [Part(one.name, one.key, tuple(one.phrases), one.description) for one in given.parts]
    return out.draft_out(services.split_theme(taxonomy_uid, given.theme, parts, by=request.actor))


@router.post(
    "/taxonomies/{taxonomy_uid}/preview",
    response={202: JobOut},
    summary="Try the draft on a sample of comments",
)
def start_preview(request: HouseRequest, taxonomy_uid: str) -> Status[JobOut]:
    return Status(202, out.job_out(services.start_preview(taxonomy_uid, by=request.actor)))


@router.get("/taxonomies/{taxonomy_uid}/preview", response=PreviewOut, summary="What the draft would change")
def get_preview(request: HouseRequest, taxonomy_uid: str) -> PreviewOut:
    """``change`` is that of the share of comments, -1 to 1, with 95 % limits; examples are responses."""
    _read(request, taxonomy_uid)
    shown = preview(taxonomy_uid, by=request.actor)
    if shown is None:
        raise NotFound("No preview was made yet.")
    return out.preview_out(shown)


@router.post("/taxonomies/{taxonomy_uid}/apply", response=TaxonomyWhole, summary="Apply the draft")
def apply(request: HouseRequest, taxonomy_uid: str, given: ApplyIn) -> TaxonomyWhole:
    """A new version; comments are read with it, the history in the background."""
    return out.whole_out(services.apply_draft(taxonomy_uid, by=request.actor, digest=given.digest))


@router.post("/taxonomies/{taxonomy_uid}/fit", response={202: JobOut}, summary="Learn from labels")
def fit(request: HouseRequest, taxonomy_uid: str) -> Status[JobOut]:
    return Status(202, out.job_out(services.fit_taxonomy(taxonomy_uid, by=request.actor)))


@router.get(
    "/taxonomies/{taxonomy_uid}/versions", response=PageOut[VersionOut], summary="Versions, the newest first"
)
def list_versions(request: HouseRequest, taxonomy_uid: str) -> PageOut[VersionOut]:
    _read(request, taxonomy_uid)
    found = [out.version_out(one) for one in queries.versions(taxonomy_uid)]
    return PageOut(items=found, next_cursor=None)


@router.get("/taxonomies/{taxonomy_uid}/versions/{number}", response=VersionOut, summary="A version")
def get_version(request: HouseRequest, taxonomy_uid: str, number: int) -> VersionOut:
    _read(request, taxonomy_uid)
    return out.version_out(queries.version(taxonomy_uid, number))


@router.post("/taxonomies/{taxonomy_uid}/try", response=TriedOut, summary="Read one comment, keep nothing")
def try_it(request: HouseRequest, taxonomy_uid: str, given: TryIn) -> TriedOut:
    tried = try_comment(taxonomy_uid, given.text, by=request.actor, in_draft=given.in_draft)
    return out.tried_out(tried)


@router.get("/surveys/{uid}/taxonomy", response=SurveyTaxonomyOut, summary="What a survey is read with")
def get_survey_taxonomy(request: HouseRequest, uid: str) -> SurveyTaxonomyOut:
    request.actor.require(Permission.READ_SURVEYS)
    found = queries.taxonomy_for(surveys.survey(uid).id)
    return SurveyTaxonomyOut(taxonomy=found.uid if found else None, version=found.number if found else None)


@router.put(
    "/surveys/{uid}/taxonomy", response=SurveyTaxonomyOut, summary="Read a survey with a taxonomy of its own"
)
def set_survey_taxonomy(request: HouseRequest, uid: str, given: SurveyTaxonomyIn) -> SurveyTaxonomyOut:
    services.assign_survey(uid, given.taxonomy, by=request.actor)
    return get_survey_taxonomy(request, uid)


def _read(request: HouseRequest, uid: str) -> TaxonomyFacts:
    request.actor.require(Permission.READ_SURVEYS)
    return queries.taxonomy(uid)


def _draft(uid: str) -> DraftOut:
    found = queries.draft(uid)
    if found is None:
        raise NotFound("There is no draft.")
    return out.draft_out(found)


def _theme(uid: str, key: str) -> Theme:
    draft = queries.draft(uid)
    theme = (draft.document if draft else queries.taxonomy(uid).document).theme(key)
    if theme is None:
        raise NotFound(f"No theme {key}.")
    return theme

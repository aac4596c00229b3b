"""Sites and placements of the widget over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from ninja import Router, Schema
from ninja.responses import Status
from pydantic import ConfigDict, Field

from heedful.design.surveys import queries as surveys
from heedful.listen.channels.widget import queries, services
from heedful.listen.channels.widget.types import (
    MAX_ORIGINS,
    MAX_PATTERNS,
    PlacementFacts,
    Position,
    Shape,
    SiteFacts,
    Untracked,
)
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

router = Router(tags=["widget"])


class SiteIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    origins: list[str] = Field(
        default_factory=list, max_length=MAX_ORIGINS, description="https://shop.example; none: any."
    )
    takes_unsigned: bool = Field(False, description="Believes a page that says who its visitor is.")
    untracked: Untracked = Field(
        Untracked.ANONYMOUS, description="What visitors get whose browser asks not to be tracked."
    )


class SiteOut(Schema):
    uid: str
    name: str
    key: str = Field(description="Public: it stands in the page.")
    origins: list[str]
    takes_unsigned: bool
    untracked: Untracked
    is_connected: bool
    last_seen_at: datetime | None
    last_origin: str


class SiteWithSecretOut(SiteOut):
    secret: str = Field(description="Signs who a visitor is. Shown this once.")


class PlacementIn(Schema):
    """Where and when a survey is shown; what is left out is as usual."""

    model_config = ConfigDict(extra="forbid")

    is_on: bool = False
    site: str = Field("", max_length=40, description="Uid of the site; empty: every site.")
    shape: Shape = Shape.BAR
    position: Position = Position.END
    pages: list[str] = Field(default_factory=list, max_length=MAX_PATTERNS)
    hidden_pages: list[str] = Field(default_factory=list, max_length=MAX_PATTERNS)
    event: str = Field("", max_length=80, description="Shown when the page tells of it.")
    delay_seconds: int = Field(0, ge=0, le=3_600)
    scroll_percent: int = Field(0, ge=0, le=100)
    share: float | None = Field(
        None, gt=0, le=1, description="Of those who come along; null: what the contact rules say."
    )
    language: str = Field("", max_length=12, description="Empty: the page's.")
    selector: str = Field("", max_length=200, description="Of an inline one: into which element.")
    label: dict[str, str] = Field(default_factory=dict, description="Of the side button, by language.")


class PlacementOut(PlacementIn):
    survey: str


@router.get("/widget/sites", response=list[SiteOut], summary="Sites that may show surveys, by name")
def list_sites(request: HouseRequest) -> list[SiteOut]:
    return [_site(one) for one in queries.sites(by=request.actor)]


@router.post("/widget/sites", response={201: SiteWithSecretOut}, summary="Make a site")
def make_site(request: HouseRequest, given: SiteIn) -> Status[SiteWithSecretOut]:
    made, secret = services.create_site(
        by=request.actor, name=given.name, origins=given.origins, is_open=given.takes_unsigned
    )
    if given.untracked is not Untracked.ANONYMOUS:
        made = _changed(made.uid, given, request)
    return Status(201, SiteWithSecretOut(**_columns(made), secret=secret))


@router.get("/widget/sites/{site_uid}", response=SiteOut, summary="One site")
def show_site(request: HouseRequest, site_uid: str) -> SiteOut:
    return _site(queries.site(site_uid, by=request.actor))


@router.put("/widget/sites/{site_uid}", response=SiteOut, summary="Change a site")
def change_site(request: HouseRequest, site_uid: str, given: SiteIn) -> SiteOut:
    return _site(_changed(site_uid, given, request))


@router.delete("/widget/sites/{site_uid}", response={204: None}, summary="Let a site show nothing any more")
def remove_site(request: HouseRequest, site_uid: str) -> Status[None]:
    services.remove_site(site_uid, by=request.actor)
    return Status(204, None)


@router.post("/widget/sites/{site_uid}/key", response=SiteOut, summary="Give a site a new public key")
def rotate_key(request: HouseRequest, site_uid: str) -> SiteOut:
    """The old one serves for two more weeks."""
    return _site(services.rotate_key(site_uid, by=request.actor))


@router.post(
    "/widget/sites/{site_uid}/secret", response=SiteWithSecretOut, summary="Give a site a new secret"
)
def rotate_secret(request: HouseRequest, site_uid: str) -> SiteWithSecretOut:
    """What the old one signed is believed for two more weeks."""
    facts, secret = services.rotate_secret(site_uid, by=request.actor)
    return SiteWithSecretOut(**_columns(facts), secret=secret)


@router.get("/surveys/{uid}/placement", response=PlacementOut, summary="Where the widget shows a survey")
def show_placement(request: HouseRequest, uid: str) -> PlacementOut:
    request.actor.require(Permission.READ_SURVEYS)
    return _placement(queries.placement(surveys.survey(uid).uid))


@router.put("/surveys/{uid}/placement", response=PlacementOut, summary="Say where the widget shows a survey")
def place(request: HouseRequest, uid: str, given: PlacementIn) -> PlacementOut:
    """The whole placement: what is left out is as usual again."""
    told = given.dict(exclude={"site", "pages", "hidden_pages"})
    wanted = PlacementFacts(
        survey_uid=uid,
        site_uid=given.site,
        pages=tuple(given.pages),
        hidden_pages=tuple(given.hidden_pages),
        **told,
    )
    return _placement(services.place_survey(wanted, by=request.actor))


def _changed(site_uid: str, given: SiteIn, request: HouseRequest) -> SiteFacts:
    return services.change_site(
        site_uid,
        by=request.actor,
        name=given.name,
        origins=given.origins,
        takes_unsigned=given.takes_unsigned,
        untracked=given.untracked,
    )


def _columns(facts: SiteFacts) -> dict[str, Any]:
    kept = {name: getattr(facts, name) for name in SiteOut.model_fields}
    return kept | {"origins": list(facts.origins)}


def _site(facts: SiteFacts) -> SiteOut:
    return SiteOut(**_columns(facts))


def _placement(facts: PlacementFacts) -> PlacementOut:
    told = asdict(facts)
    return PlacementOut(survey=told.pop("survey_uid"), site=told.pop("site_uid"), **told)

"""Taxonomies as the API shows and takes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

from heedful.platform.core.types import JobFacts
from heedful.understand.words.themes.previews import Preview
from heedful.understand.words.themes.trying import Tried
from heedful.understand.words.themes.types import TaxonomyFacts, VersionFacts
from heedful.understand.words.themes.yaml_files import plain_of


class Given(Schema):
    model_config = ConfigDict(extra="forbid")


class IndustryOut(Schema):
    key: str
    name: str
    groups: int
    themes: int


class TaxonomyOut(Schema):
    uid: str
    name: str
    industry: str
    is_default: bool
    is_archived: bool
    version: int = Field(description="Newest that is applied; 0: none, nothing is read with it.")
    has_draft: bool
    themes: int = Field(description="How many are looked for.")


class TaxonomyWhole(TaxonomyOut):
    document: dict[str, Any] = Field(description="As in a file: themes inside the one above them.")


class TaxonomyIn(Given):
    """Begin one: with an industry, with a document, or empty."""

    industry: str = ""
    name: str = Field("", max_length=120)
    document: dict[str, Any] | None = Field(None, description="As GET gives it.")
    is_default: bool | None = None
    is_applied: bool = Field(False, description="At once, without a draft; an industry's always is.")


class TaxonomyChanges(Given):
    name: str | None = Field(None, max_length=120)
    is_default: bool | None = Field(None, description="Only true: another one takes it over.")
    is_archived: bool | None = None


class DraftOut(Schema):
    number: int
    changes: list[dict[str, Any]]
    document: dict[str, Any]


class VersionOut(DraftOut):
    applied_at: datetime | None
    created_by: str
    fitted_sha256: str
    labels: dict[str, int]


class ThemeIn(Given):
    key: str = Field("", max_length=80, description="Made of the name when left out.")
    name: str = Field(min_length=1, max_length=120)
    names: dict[str, str] = {}
    description: str = ""
    phrases: list[str] = []
    counter_phrases: list[str] = []
    must: list[str] = []
    never: list[str] = []
    owner: str = ""
    parent: str | None = None


class ThemeChanges(Given):
    name: str | None = None
    names: dict[str, str] | None = None
    description: str | None = None
    phrases: list[str] | None = None
    counter_phrases: list[str] | None = None
    must: list[str] | None = None
    never: list[str] | None = None
    owner: str | None = None
    parent: str | None = Field(None, description="Another group; null, said, is the first level.")


class MergeIn(Given):
    themes: list[str] = Field(min_length=1)
    into: str


class PartIn(Given):
    name: str = Field(min_length=1, max_length=120)
    key: str = ""
    description: str = ""
    phrases: list[str] = []


class SplitIn(Given):
    theme: str
    parts: list[PartIn] = Field(min_length=2, max_length=20)


class ApplyIn(Given):
    digest: str | None = Field(None, description="Of the preview you looked at; another draft is refused.")


class SurveyTaxonomyIn(Given):
    taxonomy: str | None = Field(description="Uid; null: the default.")


class SurveyTaxonomyOut(Schema):
    taxonomy: str | None = Field(description="What the survey is read with; null: no themes.")
    version: int | None


class JobOut(Schema):
    uid: str
    state: str
    done: int
    total: int | None
    message: str
    error: str


class PreviewOut(Schema):
    job: JobOut
    digest: str
    is_current: bool = Field(description="The draft is still the one that was looked at.")
    n: int
    history: int
    skipped: int
    themes: list[dict[str, Any]]


class TryIn(Given):
    text: str = Field(min_length=1, max_length=5_000)
    in_draft: bool = True


class HitOut(Schema):
    theme: str
    start: int
    end: int
    part: str
    confidence: float
    word: str = Field(description="The must-word that decided; empty: the model did.")


class NearOut(Schema):
    theme: str
    probability: float


class TriedOut(Schema):
    themes: list[HitOut]
    near: list[NearOut]
    skipped: str = Field(description="Why it could not be read; empty: it was.")
    is_draft: bool


def taxonomy_out(facts: TaxonomyFacts) -> TaxonomyOut:
    return TaxonomyOut(**_head(facts))


def whole_out(facts: TaxonomyFacts) -> TaxonomyWhole:
    return TaxonomyWhole(**_head(facts), document=plain_of(facts.document))


def draft_out(facts: VersionFacts) -> DraftOut:
    return DraftOut(number=facts.number, changes=_changes(facts), document=plain_of(facts.document))


def version_out(facts: VersionFacts) -> VersionOut:
    return VersionOut(
        **draft_out(facts).dict(),
        applied_at=facts.applied_at,
        created_by=facts.created_by,
        fitted_sha256=facts.fitted_sha256,
        labels=dict(facts.labels),
    )


def job_out(job: JobFacts) -> JobOut:
    return JobOut(
        uid=job.uid, state=job.state, done=job.done, total=job.total, message=job.message, error=job.error
    )


def preview_out(shown: Preview) -> PreviewOut:
    return PreviewOut(
        job=job_out(shown.job),
        digest=shown.digest,
        is_current=shown.is_current,
        n=shown.n,
        history=shown.history,
        skipped=shown.skipped,
        themes=[
            {name: getattr(one, name) for name in _PREVIEWED}
            | {
                side: [
                    found.response_uid
                    for example in getattr(one, side)
                    if (found := shown.examples.get((example.comment, example.start, example.end)))
                ]
                for side in ("gained", "lost")
            }
            for one in shown.themes
        ],
    )


def tried_out(tried: Tried) -> TriedOut:
    return TriedOut(
        themes=[
            HitOut(
                theme=hit.theme.key,
                start=hit.start,
                end=hit.end,
                part=hit.part,
                confidence=round(hit.confidence, 4),
                word=hit.word,
            )
            for hit in tried.hits
        ],
        near=[NearOut(theme=theme.key, probability=round(p, 4)) for theme, p in tried.near],
        skipped=tried.why_not,
        is_draft=tried.is_draft,
    )


_PREVIEWED = ("key", "name", "fate", "before", "after", "gains", "losses", "change", "low", "high", "sources")


def _head(facts: TaxonomyFacts) -> dict[str, Any]:
    return {
        "uid": facts.uid,
        "name": facts.name,
        "industry": facts.industry,
        "is_default": facts.is_default,
        "is_archived": facts.is_archived,
        "version": facts.number,
        "has_draft": facts.has_draft,
        "themes": len(facts.document.leaves()),
    }


def _changes(facts: VersionFacts) -> list[dict[str, Any]]:
    return [dict(one) for one in facts.changes]
